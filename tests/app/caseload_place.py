"""The Caseload place as the tests of it find it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from planner.app.main_window import MainWindow
from planner.app.panels.caseload import OFFICERS, CaseloadPanel


@contextmanager
def caseload(window: MainWindow, qtbot: QtBot) -> Iterator[CaseloadPanel]:
    """The place with POLIT worked out and nothing tried."""
    window.go("caseload")
    panel = window.panels["caseload"]
    panel.tabs.setCurrentIndex(OFFICERS)
    panel.team.setCurrentIndex(0)
    settle(panel, qtbot)
    yield panel
    if window.dialogs.present is not None:
        window.dialogs.present.reject()
    panel.books.discard()


def settle(panel: CaseloadPanel, qtbot: QtBot) -> None:
    """Wait until the team on show is worked out."""
    qtbot.waitUntil(lambda: panel._job is None and not panel._stale, timeout=20_000)


def shown(panel: CaseloadPanel, key: str | None) -> dict[str, str]:
    """An officer's row, by heading."""
    table = panel.books.officers
    row = next(row for row in table.table.rows if row.key == key)
    return dict(zip(table.headings, table.texts([row])[0], strict=True))
