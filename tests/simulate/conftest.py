"""The engine is loaded once, with its compiled code kept where tests/conftest.py says."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def engine(user_folders: Path) -> None:
    """Set the cache folder before anything imports the compiled modules."""
    from planner import paths
    from planner.simulate.compiled import keep_in, load

    keep_in(paths.user_cache())
    load()
