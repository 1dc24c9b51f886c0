"""Starting the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from planner.app import runs
from planner.app.collector import Collector
from planner.app.main_window import TITLE, MainWindow
from planner.app.theme import Appearance, register_fonts
from planner.app.window_state import WindowState

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

FAULT = (
    "Something went wrong inside the program; every change that was shown as saved is in the plan. "
    "If it happens again, close the window and open it anew."
)
QUIT_WHEN_SHOWN = "PLANNER_QUIT_WHEN_SHOWN"
"""Environment variable: `painted` ends the program after the first paint, `opened` once the plan is on show."""


def open_window(path: Path | None = None) -> int:
    """Show the window with the plan at `path`, else the one open last, else the ways to begin; gives the exit code."""
    application = prepare_application()
    Collector(application)
    state = WindowState()
    appearance = Appearance(application)
    appearance.choose(state.appearance)
    appearance.set_text_scale(state.text_scale)
    window = MainWindow(appearance, state)
    _quit_when_told(window)
    tell_faults(window)
    open_in_turn(window, path, state.last_plan)
    window.show()
    return int(application.exec())


def open_in_turn(window: MainWindow, path: Path | None, last: Path | None) -> None:
    """Once the window is up, open the plan; once the plan is on show, load the rest of what is slow.

    What the user waits for first is to see that the program started, then the plan; and nobody has clicked yet.
    """
    window.first_painted.connect(lambda: QTimer.singleShot(0, lambda: open_first_plan(window, path, last)))
    window.session.opened.connect(lambda: QTimer.singleShot(0, window.warm_up.begin))


def prepare_application() -> QApplication:
    """The one QApplication, in the Fusion style, with the bundled typeface and British dates and numbers."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    application.setApplicationName(TITLE)
    application.setApplicationDisplayName("")
    application.setDesktopFileName("caseload-planner")
    application.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    register_fonts()
    return application


def open_first_plan(window: MainWindow, path: Path | None, last: Path | None) -> None:
    """Open the plan that was asked for, else the last one, else show the ways to begin."""
    if not window.isVisible():
        return
    asked = path or last

    def go_on() -> None:
        if asked is not None and window.session.open(asked, tell=False):
            QTimer.singleShot(1, window.session.tell_opened)  # after what has become due while the file was read
        else:
            # Nobody is left in front of an empty window.
            window.show_welcome()

    # The window answers while the libraries that read plans are loaded beside it.
    loading = window.jobs.start("Opening the plan", runs.load_storage)
    loading.finished.connect(go_on)
    loading.failed.connect(window.session.tell_failure)


def tell_faults(window: MainWindow) -> None:
    """Say in the window, too, when an error of the program reaches `sys.excepthook`; its report is written first."""
    report = sys.excepthook

    def report_and_tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        report(kind, error, trace)
        window.banner.tell(FAULT, "bad")

    sys.excepthook = report_and_tell


def _quit_when_told(window: MainWindow) -> None:
    moments: dict[str, Callable[[Callable[[], object]], object]] = {
        "painted": window.first_painted.connect,
        "opened": window.session.opened.connect,
    }
    connect = moments.get(os.environ.get(QUIT_WHEN_SHOWN, ""))
    if connect is not None:
        connect(lambda: QTimer.singleShot(0, window.close))
