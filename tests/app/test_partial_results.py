"""A run shows what its first futures say, then what all of them say, and always which of the two it is."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from pytestqt.qtbot import QtBot

from planner.app import runs
from planner.app.jobs import SECONDS_BETWEEN_PARTS
from planner.app.main_window import MainWindow
from planner.app.panels.scenarios import ScenariosPanel
from planner.model.plan import Plan
from planner.model.progress import unheard
from tests.app.held_engine import Engine


@pytest.fixture
def growing(panel: ScenariosPanel, engine: Engine, qtbot: QtBot) -> ScenariosPanel:
    """The place while a run of +70 % is held back before its first futures are there."""
    engine.looks = (20, 50)
    engine.gate.clear()
    panel.form.growth.slider.setValue(70)
    qtbot.waitUntil(lambda: len(engine.runs) == 2)
    return panel


def _wait_for(panel: ScenariosPanel, count: int, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: panel.picture.replications == count and not panel.fan.stale and not panel.waiting.stale)


def test_the_first_futures_are_drawn_under_their_own_name_and_refined(
    growing: ScenariosPanel, engine: Engine, qtbot: QtBot
) -> None:
    assert growing.fan.stale
    assert growing.fan.badge.text == "Previous result"
    for count in (20, 50):
        qtbot.wait(round(1200 * SECONDS_BETWEEN_PARTS))
        engine.look.release()
        _wait_for(growing, count, qtbot)
        assert growing.verdict.text() == "Growth of 70."
        assert float(growing.fan.data.median[-1]) == pytest.approx(45)
        assert growing.badge.text == growing.fan.badge.text == f"First {count} futures"
        assert growing.waiting.badge.text == growing.on_time.badge.text == f"First {count}"
        assert all(part.badge.isVisible() for part in (growing, growing.fan, growing.waiting, growing.on_time))
        assert growing.fan.description.endswith(f"From the first {count} futures.")
        assert f"the first {count} futures" in growing.fan.provenance
        assert growing.strip.cancel.isVisible()
    engine.gate.set()
    _wait_for(growing, 200, qtbot)
    assert not any(part.badge.isVisible() for part in (growing, growing.fan, growing.waiting, growing.on_time))
    assert growing.fan.description.endswith("From 200 futures.")
    assert not growing.strip.cancel.isVisible()


class _Paints(QObject):
    """At each painting of the fan: whether the fan is a previous result, and whether what stands below it is."""

    def __init__(self, panel: ScenariosPanel) -> None:
        super().__init__()
        self._panel, self.seen = panel, []
        panel.fan.plot.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Paint:
            self.seen.append((self._panel.fan.stale, self._panel.waiting.stale))
        return False


def test_the_fan_is_painted_before_what_stands_below_it_is_made(
    growing: ScenariosPanel, engine: Engine, qtbot: QtBot
) -> None:
    paints = _Paints(growing)
    engine.look.release()
    _wait_for(growing, 20, qtbot)
    assert (False, True) in paints.seen
    assert growing.waiting.data is growing.picture.waiting
    assert growing.verdict.text() == "Growth of 70."


def test_a_lever_that_moves_on_after_the_fan_leaves_nothing_under_its_name(
    growing: ScenariosPanel, engine: Engine, qtbot: QtBot
) -> None:
    growing._on_refined(engine.picture_of(growing.form.settings, 20))
    assert (growing.fan.stale, growing.waiting.stale) == (False, True)
    growing.form.growth.slider.setValue(100)
    qtbot.wait(20)
    for part in (growing.fan, growing.waiting, growing.on_time):
        assert part.badge.text in ("Previous result", "Previous")
    assert growing.badge.text == "Previous result"
    assert not growing.verdict.isEnabled()


def test_cancel_after_the_first_futures_says_what_is_shown(
    growing: ScenariosPanel, engine: Engine, qtbot: QtBot
) -> None:
    engine.look.release()
    _wait_for(growing, 20, qtbot)
    qtbot.mouseClick(growing.strip.cancel, Qt.MouseButton.LeftButton)
    assert growing.strip.words.text() == "Stopped; what the first 20 futures say is still shown."
    assert growing.badge.text == "First 20 futures"
    engine.look.release()
    engine.gate.set()
    qtbot.wait(100)
    assert growing.picture.replications == 20
    qtbot.mouseClick(growing.strip.run, Qt.MouseButton.LeftButton)
    engine.look.release(2)
    _wait_for(growing, 200, qtbot)


def test_coming_back_to_settings_of_which_the_first_futures_are_drawn_runs_the_rest(
    growing: ScenariosPanel, engine: Engine, qtbot: QtBot
) -> None:
    engine.look.release()
    _wait_for(growing, 20, qtbot)
    growing.form.growth.slider.setValue(30)
    assert growing.fan.stale
    assert growing.fan.badge.text == "Previous result"
    growing.form.growth.slider.setValue(70)
    assert not growing.fan.stale
    assert growing.fan.badge.text == "First 20 futures"
    engine.gate.set()
    engine.look.release(4)
    _wait_for(growing, 200, qtbot)
    assert engine.runs[-1][0].levers[0].percent == 70


def test_first_futures_of_a_dropped_run_are_never_drawn(growing: ScenariosPanel, engine: Engine, qtbot: QtBot) -> None:
    drawn: list[str] = []
    growing.fan.tell = lambda sentence: drawn.append(growing.picture.verdict)
    engine.look.release()
    while not engine.given:
        time.sleep(0.001)
    # They are on their way to the window, which has not been asked to look, when the settings change.
    growing.form.growth.slider.setValue(30)
    engine.look.release(4)
    engine.gate.set()
    _wait_for(growing, 200, qtbot)
    assert set(drawn) == {"Growth of 30."}


def test_pictures_of_the_first_futures_are_marked(demo: Plan) -> None:
    seen: list[runs.ScenarioPicture] = []
    whole = runs.scenario_picture(demo, None, "mosovo", 60, "Today", unheard, seen.append)
    assert [(picture.replications, picture.complete) for picture in (*seen, whole)] == [
        (10, False),
        (50, False),
        (200, True),
    ]


def test_another_plan_has_none_of_the_levers_that_were_not_saved(
    panel: ScenariosPanel, window: MainWindow, demo: Plan, tmp_path: object, qtbot: QtBot
) -> None:
    panel.form.growth.slider.setValue(70)
    assert panel.form.modified
    assert window.session.create(tmp_path / "other.plan", replace(demo, name="Other"))
    assert panel.form.settings.scenario.levers == ()
    assert not panel.form.modified
