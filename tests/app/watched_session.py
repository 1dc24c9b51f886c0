"""A session at the window as a user has one, with a watch on its event loop: `watched_session.py PLAN`.

It prints, for each part of the session, the longest time between two ticks of a 10-millisecond timer, and the most
processor time that the window's thread took between two ticks, in seconds.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QCoreApplication, QTimer

from planner.app.actions import place_specs
from planner.app.collector import Collector
from planner.app.main_window import MainWindow
from planner.app.start import open_in_turn, prepare_application
from planner.app.theme import Appearance, Choice
from planner.app.window_state import WindowState
from planner.model.scenario import Overtime

PATIENCE_SECONDS = 90.0


class Session:
    """The window, started as the program starts it, and the watch."""

    def __init__(self, plan: str) -> None:
        self.application = prepare_application()
        Collector(self.application)
        appearance = Appearance(self.application)
        appearance.choose(Choice.LIGHT)
        appearance.apply()
        self.window = MainWindow(appearance, WindowState(Path(tempfile.mkdtemp())))
        self.gaps: dict[str, tuple[float, float]] = {}
        self.part = "opening"
        self._last = (time.perf_counter(), time.thread_time())
        self._ticks = QTimer(interval=10)
        self._ticks.timeout.connect(self._on_tick)
        self._ticks.start()
        open_in_turn(self.window, Path(plan), None)
        self.window.show()

    def _on_tick(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        wall, work = (after - before for after, before in zip(now, self._last, strict=True))
        longest = self.gaps.get(self.part, (0.0, 0.0))
        self.gaps[self.part] = (max(longest[0], wall), max(longest[1], work))
        self._last = now

    def until(self, condition: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
        """Let the window work until the condition holds; TimeoutError when it does not."""
        end = time.perf_counter() + seconds
        while not condition():
            if time.perf_counter() > end:
                raise TimeoutError(self.part)
            QCoreApplication.processEvents()
            time.sleep(0.001)

    def pause(self, seconds: float) -> None:
        """Let the window work for so long."""
        end = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() > end)

    def until_ready(self) -> None:
        """Start-up is complete: the plan on show, its outlook drawn, the charts loaded."""
        self.until(lambda: self.window.session.plan is not None)
        self.part = "loading"
        self.until(lambda: self.window.warm_up.complete)
        self.pause(0.1)


def main() -> None:
    """Open, go everywhere, run, drag, run again, add a lever and take it out; drag a growth case; read Data."""
    session = Session(sys.argv[1])
    session.until_ready()
    session.part = "visits"
    for spec in place_specs():
        session.window.go(spec.name)
        session.pause(0.15)
    scenarios(session)
    demand(session)
    data(session)
    for part, (wall, work) in session.gaps.items():
        print(f"{part}\t{wall:.3f}\t{work:.3f}")  # noqa: T201 - a script's answer
    session.window.close()


def scenarios(session: Session) -> None:
    """A result, another after a drag, and a lever more and less."""
    window = session.window
    session.part = "first result"
    window.go("scenarios")
    panel = window.panels["scenarios"]
    session.until(lambda: panel.picture is not None and not window.jobs.active)
    session.pause(0.15)
    session.part = "drag"
    for percent in range(0, 151, 5):
        panel.form.growth.slider.setValue(percent)
        session.pause(0.02)
    session.part = "second result"
    session.until(lambda: panel.picture.complete and not panel.badge.isVisible() and not window.jobs.active)
    session.pause(0.15)
    session.part = "lever"
    panel.form.levers.add_wanted.emit(Overtime)
    session.pause(0.15)
    dialog = window.dialogs.present
    for hours in range(5, 15):
        dialog.controls["hours"].box.setValue(hours)
        session.pause(0.02)
    dialog.accept()
    session.until(lambda: panel.picture.complete and not panel.badge.isVisible() and not window.jobs.active)
    panel.form.levers.remove.click()
    session.until(lambda: panel.picture.complete and not panel.badge.isVisible() and not window.jobs.active)
    session.pause(0.15)


def demand(session: Session) -> None:
    """Demand with its finished forecast, a growth case dragged and kept, another team, and the back-test."""
    from planner.app.panels.demand import BACK_TEST

    window = session.window
    session.part = "demand"
    window.go("demand")
    panel = window.panels["demand"]
    session.until(lambda: panel.view is not None and not panel.chart.stale and not window.jobs.active)
    session.pause(0.15)
    session.part = "growth drag"
    panel.cases.board.setCurrentRow(panel.cases.board.count() - 1)
    session.pause(0.05)
    slider = panel.cases.form.slider
    for percent in range(slider.minimum(), slider.maximum(), 5):
        slider.setValue(percent)
        session.pause(0.02)
    slider.sliderReleased.emit()
    session.pause(0.4)
    session.part = "another team"
    panel.team.setCurrentIndex(1)
    session.until(lambda: not panel.chart.stale and not window.jobs.active)
    session.pause(0.15)
    session.part = "back-test"
    panel.pages.button(BACK_TEST).click()
    session.until(lambda: panel.backtest.view is not None and not window.jobs.active)
    session.pause(0.15)


def data(session: Session) -> None:
    """The three pages of Data."""
    from planner.app.panels.data import PAGES

    session.part = "data"
    session.window.go("data")
    panel = session.window.panels["data"]
    for page in PAGES:
        panel.go(page)
        session.pause(0.2)


if __name__ == "__main__":
    main()
