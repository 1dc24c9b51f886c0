"""What every test relies on: no real user folders, no window on screen, nothing left running."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

_ENGINE_CACHE = Path(__file__).parents[1] / ".venv" / "test-cache"
"""Kept from one run of the tests to the next: compiling the engine takes about half a minute."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the window's tests by their folder, and benchmarks that are only tried out as slow."""
    folder = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(folder / "app"):
            item.add_marker(pytest.mark.gui)
        if item.path.is_relative_to(folder / "benchmarks") and not config.getoption("benchmark_enable"):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def user_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that stands in for the user's own while the tests run, for programs they start as well."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "USERPROFILE"):
            patch.setenv(name, str(home))
        for name in ("CONFIG", "DATA", "STATE", "DOCUMENTS", "RUNTIME"):
            folder = home / name.lower()
            folder.mkdir(mode=0o700)
            patch.setenv(f"XDG_{name}_{'DIR' if name in ('DOCUMENTS', 'RUNTIME') else 'HOME'}", str(folder))
        patch.setenv("XDG_CACHE_HOME", str(_ENGINE_CACHE))
        for name in ("APPDATA", "LOCALAPPDATA"):
            patch.setenv(name, str(home / name.lower()))
        yield home


@pytest.fixture(autouse=True)
def no_thread_left_running() -> Iterator[None]:
    """Fail the test that leaves a thread running (a daemon thread ends with the program, so it may stay)."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    for thread in left:
        thread.join(timeout=2)
    left = [thread for thread in left if thread.is_alive()]
    if left:
        pytest.fail(f"threads still running: {', '.join(thread.name for thread in left)}")
