"""The list of work in the background, and the question before the window closes on it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from planner.app.dialogs.leaving import LeavingDialog
from planner.app.jobs import Job
from planner.app.main_window import MainWindow
from planner.app.widgets.jobs_tray import JobRow, JobsTray

Hold = Callable[[str], Job]


@pytest.fixture
def hold(empty_window: MainWindow) -> Iterator[Hold]:
    """Begin work that somebody asked for, which reports half of it done and goes on until it is told to end."""
    done = threading.Event()

    def work(progress: Callable[[int, int], None]) -> None:
        while not done.wait(0.01):
            progress(1, 2)

    def begin(name: str) -> Job:
        return empty_window.jobs.start(name, work, asked=True)

    yield begin
    done.set()


def test_several_jobs_each_with_progress_and_cancel(empty_window: MainWindow, hold: Hold, qtbot: QtBot) -> None:
    window = empty_window
    first, second = hold("Saving the table"), hold("Last safe dates")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    tray = window.status.tray
    assert isinstance(tray, JobsTray)
    assert tray.isVisible()
    assert window.status.tray_button.text() == "2 jobs"

    def row(job: Job) -> JobRow:
        return next(row for row in tray.rows.values() if row.job is job)

    qtbot.waitUntil(lambda: row(first).bar.value() == 50)
    assert row(first).words.text() == "Saving the table"
    assert "left" in row(first).time.text()
    assert row(second).cancel.accessibleName() == "Cancel: Last safe dates"
    qtbot.mouseClick(row(first).cancel, Qt.MouseButton.LeftButton)
    assert [entry.job for entry in tray.rows.values()] == [second]
    assert tray.past.text() == "Saving the table: cancelled"
    second.cancel()
    assert tray.nothing.isVisible()
    assert window.status.tray_button.text() == "0 jobs"
    qtbot.keyClick(tray, Qt.Key.Key_Escape)
    assert not tray.isVisible()


def test_closing_on_work_asks_once_and_then_ends_it(empty_window: MainWindow, hold: Hold, qtbot: QtBot) -> None:
    window = empty_window
    job = hold("Saving the table")
    window.close()
    assert window.isVisible()
    dialog = window.dialogs.present
    assert isinstance(dialog, LeavingDialog)
    assert "Saving the table" in dialog.words.text()
    qtbot.mouseClick(dialog.stay_button, Qt.MouseButton.LeftButton)
    assert window.isVisible()
    assert job.active
    window.close()
    begun = time.monotonic()
    qtbot.mouseClick(window.dialogs.present.close_button, Qt.MouseButton.LeftButton)
    assert not window.isVisible()
    assert not job.active
    assert time.monotonic() - begun < 2


def test_work_that_nobody_asked_for_does_not_hold_the_window(empty_window: MainWindow, qtbot: QtBot) -> None:
    def work(progress: Callable[[int, int], None]) -> None:
        while True:
            progress(1, 2)
            time.sleep(0.01)

    empty_window.jobs.start("Loading", work)
    empty_window.close()
    assert not empty_window.isVisible()
