"""The same window as the tests of the window have."""

from __future__ import annotations

import pytest

from tests.app.conftest import (
    NOT_OFFSCREEN,
    appearance,
    demo,
    demo_file,
    empty_window,
    plan_file,
    quiet_engine,
    told,
    window,
)

__all__ = ["appearance", "demo", "demo_file", "empty_window", "plan_file", "quiet_engine", "told", "window"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They are tests of the window, on no screen."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.gui)
            item.add_marker(pytest.mark.qt_log_ignore(*NOT_OFFSCREEN, extend=True))
