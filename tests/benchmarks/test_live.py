"""From a movement of the mouse on the growth slider to the first curve of the new settings on the screen.

`pytest tests/benchmarks/test_live.py --benchmark-enable`: the median is to stay below 150 milliseconds on two cores
with nothing else at work; one team of the demo plan, the engine loaded. The time ends when the curve is on the screen
and the event loop goes on; what stands below it is called a previous result until it is drawn, in the next turn.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture

from planner.app.main_window import MainWindow
from planner.app.panels.scenarios import ScenariosPanel
from planner.app.start import prepare_application
from planner.app.theme import Appearance
from planner.app.window_state import WindowState
from planner.workspace import Workspace, demo_plan

PATIENCE_SECONDS = 90.0
ROUNDS = 15


class Painted(QObject):
    """Says when the chart is painted while its curve is that of the settings on screen."""

    current = Signal()

    def __init__(self, panel: ScenariosPanel) -> None:
        super().__init__()
        self._panel = panel
        panel.fan.plot.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Paint and not self._panel.fan.stale:
            self.current.emit()
        return False


def _until(condition: Callable[[], bool]) -> None:
    """Wait as the program waits, asleep in the event loop: a loop that is always awake takes the engine's time."""
    end = time.perf_counter() + PATIENCE_SECONDS
    loop, looks = QEventLoop(), QTimer(interval=1)
    looks.timeout.connect(lambda: loop.quit() if condition() or time.perf_counter() > end else None)
    looks.start()
    if not condition():
        loop.exec()
    assert condition()


@pytest.mark.benchmark(group="live")
@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
def test_a_movement_of_the_mouse(qapp: QApplication, tmp_path: Path, benchmark: BenchmarkFixture) -> None:
    prepare_application()
    appearance = Appearance()
    appearance.apply()
    Workspace.create(tmp_path / "demo.plan", demo_plan()).close()
    window = MainWindow(appearance, WindowState(tmp_path))
    window.show()
    window.session.open(tmp_path / "demo.plan")
    window.go("scenarios")
    panel = window.panels["scenarios"]
    slider, scale = panel.form.growth.slider, panel.form.growth.layout().itemAt(2).widget()
    painted = Painted(panel)
    places = cycle((20, 60, 35, 90, 10, 120, 45, 100))

    def rest() -> None:
        _until(lambda: panel.picture is not None and panel.picture.complete and not window.jobs.active)

    def move() -> None:
        QTest.mouseMove(slider, QPoint(round(scale.place_of(next(places))), slider.height() // 2))
        assert panel.fan.stale
        # The loop ends in the turn in which the curve is painted, when that has been done.
        loop = QEventLoop()
        painted.current.connect(loop.quit)
        QTimer.singleShot(round(1000 * PATIENCE_SECONDS), loop, loop.quit)
        loop.exec()
        assert not panel.fan.stale

    rest()
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(round(scale.place_of(0)), slider.height() // 2))
    benchmark.pedantic(move, setup=rest, rounds=ROUNDS if benchmark.enabled else 2)
    window.close()
    window.deleteLater()
    appearance.deleteLater()
