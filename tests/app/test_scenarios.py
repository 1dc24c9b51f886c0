"""The Scenarios place: levers make a scenario value, and what is drawn always belongs to the words above it."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QEvent, QObject, Qt
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from planner.app import runs
from planner.app.charts.chart import Plot
from planner.app.main_window import MainWindow
from planner.app.names import key_for
from planner.app.panels.lever_values import LeverValues
from planner.app.panels.scenarios import ScenariosPanel
from planner.app.theme import LIGHT
from planner.app.widgets.growth import snapped
from planner.model.plan import Plan
from planner.model.scenario import DemandGrowth, Loan, Recruits, Scenario
from tests.app.held_engine import START, Engine


def _wait_done(panel: ScenariosPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not panel.badge.isVisible() and not panel.strip.bar.isVisible())


def _grey(panel: ScenariosPanel) -> bool:
    return panel.fan._median.opts["pen"].color().name().upper() == LIGHT.stale_line


def test_the_slider_at_70_changes_the_scenario_value(panel: ScenariosPanel, qtbot: QtBot, engine: Engine) -> None:
    assert panel.form.settings.scenario.levers == ()
    panel.form.growth.slider.setFocus()
    for _ in range(14):
        qtbot.keyClick(panel.form.growth.slider, Qt.Key.Key_Right)
    assert panel.form.growth.box.value() == 70
    assert panel.form.settings.scenario.levers == (DemandGrowth("polit", 70.0, START),)
    assert panel.form.unsaved.isVisible()
    _wait_done(panel, qtbot)
    assert engine.runs[-1][0].levers == (DemandGrowth("polit", 70.0, START),)
    assert panel.verdict.text() == "Growth of 70."


@pytest.mark.parametrize(("dragged", "settled"), [(66, 70), (74, 70), (65, 65), (75, 75), (3, 5), (150, 150), (0, 0)])
def test_a_drag_settles_on_the_mark_or_a_step(dragged: int, settled: int) -> None:
    assert snapped(dragged) == settled


def test_the_previous_result_is_grey_until_the_new_one_is_there(
    panel: ScenariosPanel, qtbot: QtBot, engine: Engine
) -> None:
    assert not panel.badge.isVisible()
    engine.gate.clear()
    panel.form.growth.slider.setValue(70)
    assert panel.badge.text == "Previous result"
    for part in (panel.badge, panel.fan.badge, panel.waiting.badge, panel.on_time.badge):
        assert part.isVisible()
    assert _grey(panel)
    assert panel.verdict.text() == "Growth of 0."
    qtbot.waitUntil(panel.strip.cancel.isVisible)
    assert _grey(panel)
    engine.gate.set()
    _wait_done(panel, qtbot)
    assert not _grey(panel)
    assert panel.verdict.text() == "Growth of 70."


def test_cancel_keeps_the_last_result_and_offers_to_run(panel: ScenariosPanel, qtbot: QtBot, engine: Engine) -> None:
    engine.gate.clear()
    panel.form.growth.slider.setValue(70)
    qtbot.waitUntil(lambda: len(engine.runs) == 2)
    qtbot.mouseClick(panel.strip.cancel, Qt.MouseButton.LeftButton)
    assert panel.verdict.text() == "Growth of 0."
    assert _grey(panel)
    assert "previous result is still shown" in panel.strip.words.text()
    engine.gate.set()
    qtbot.wait(100)
    assert panel.verdict.text() == "Growth of 0."
    qtbot.mouseClick(panel.strip.run, Qt.MouseButton.LeftButton)
    _wait_done(panel, qtbot)
    assert panel.verdict.text() == "Growth of 70."


def test_nothing_is_simulated_out_of_sight(
    panel: ScenariosPanel, window: MainWindow, demo: Plan, qtbot: QtBot, engine: Engine
) -> None:
    before = len(engine.runs)
    window.go("overview")
    assert window.session.change("Edit the note", replace(demo, note="Another"))
    panel.form.growth.slider.setValue(30)
    qtbot.wait(400)
    assert len(engine.runs) == before
    window.go("scenarios")
    _wait_done(panel, qtbot)
    assert len(engine.runs) == before + 1


def test_going_back_to_what_is_drawn_needs_no_run(panel: ScenariosPanel, qtbot: QtBot, engine: Engine) -> None:
    engine.gate.clear()
    panel.form.growth.slider.setValue(70)
    qtbot.waitUntil(lambda: len(engine.runs) == 2)
    panel.form.growth.slider.setValue(0)
    assert not _grey(panel)
    assert not panel.strip.bar.isVisible()
    engine.gate.set()
    qtbot.wait(100)
    assert len(engine.runs) == 2
    assert panel.verdict.text() == "Growth of 0."


def test_a_slow_old_run_never_overwrites_a_new_one(
    panel: ScenariosPanel, qtbot: QtBot, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = threading.Event()

    def slow_at_first(*arguments: object) -> runs.ScenarioPicture:
        if arguments[1].levers[0].percent == 20:
            old.wait(5)
            return engine(*arguments[:-2], lambda done, total: None, arguments[-1])
        return engine(*arguments)

    monkeypatch.setattr(runs, "scenario_picture", slow_at_first)
    panel.form.growth.slider.setValue(20)
    panel.run()
    qtbot.wait(20)
    panel.form.growth.slider.setValue(70)
    _wait_done(panel, qtbot)
    old.set()
    qtbot.wait(100)
    assert panel.verdict.text() == "Growth of 70."


def test_a_failed_run_is_told_and_the_old_result_stays_grey(
    window: MainWindow, panel: ScenariosPanel, qtbot: QtBot, engine: Engine
) -> None:
    engine.error = ValueError("a name that no banner repeats")
    with qtbot.capture_exceptions() as reported:
        panel.form.growth.slider.setValue(70)
        qtbot.waitUntil(window.banner.isVisible)
    assert [error for _, error, _ in reported] == [engine.error]
    assert "(ValueError)" in window.banner.words.text()
    assert "name" not in window.banner.words.text()
    assert _grey(panel)
    assert panel.strip.run.isVisible()


def test_recruits_start_work_on_the_day_that_is_set(panel: ScenariosPanel, qtbot: QtBot) -> None:
    assert not panel.form.recruits_start.isEnabled()
    panel.form.recruits.setValue(4)
    panel.form.recruits_start.setDate(QDate(2027, 10, 1))
    assert panel.form.settings.scenario.levers == (Recruits("polit", 4, date(2027, 10, 1), 0),)


def test_choosing_a_scenario_sets_the_levers(panel: ScenariosPanel, demo: Plan) -> None:
    box = panel.form.scenario
    box.setCurrentIndex(box.findData("growth-70-recruits"))
    assert panel.form.values == LeverValues(70, 4, date(2027, 5, 3))
    assert panel.form.settings.scenario == demo.scenario("growth-70-recruits")
    assert not panel.form.unsaved.isVisible()


def test_the_horizon_and_team_reach_the_engine(panel: ScenariosPanel, qtbot: QtBot, engine: Engine) -> None:
    panel.form.horizon.setCurrentIndex(0)
    panel.form.team.setCurrentIndex(panel.form.team.findData("dpmu"))
    _wait_done(panel, qtbot)
    assert engine.runs[-1][1:] == ("dpmu", 365)


def test_saving_adds_a_scenario_that_can_be_undone(
    window: MainWindow, panel: ScenariosPanel, qtbot: QtBot, engine: Engine, demo: Plan
) -> None:
    panel.form.growth.slider.setValue(70)
    _wait_done(panel, qtbot)
    done = len(engine.runs)
    qtbot.mouseClick(panel.form.save, Qt.MouseButton.LeftButton)
    dialog = window.findChild(QInputDialog, "text_dialog")
    dialog.setTextValue("My +70")
    dialog.accept()
    assert window.session.plan.scenario("my-70").levers == (DemandGrowth("polit", 70.0, START),)
    assert panel.form.scenario.currentText() == "My +70"
    assert not panel.form.unsaved.isVisible()
    assert window.status.undo.text().startswith("Last change: Add scenario")
    assert not _grey(panel)
    window.actions_by_name["undo"].trigger()
    assert window.session.plan.scenarios == demo.scenarios
    assert panel.form.scenario.findText("My +70") == -1
    qtbot.wait(50)
    assert len(engine.runs) - done <= 1


def test_a_change_of_the_plan_makes_the_drawing_a_previous_result(
    window: MainWindow, panel: ScenariosPanel, qtbot: QtBot, engine: Engine, demo: Plan
) -> None:
    engine.gate.clear()
    window.session.change("Fewer cases", replace(demo, cases=demo.cases[:100]))
    assert _grey(panel)
    engine.gate.set()
    _wait_done(panel, qtbot)


def test_the_on_time_bars_carry_numbers_and_words(panel: ScenariosPanel) -> None:
    assert [words.text().replace(chr(160), " ") for words in panel.on_time.shares] == ["80 %", "none"]
    high = panel.on_time.meters[0]
    assert high.accessibleName() == "High, on time"
    assert high.accessibleDescription().replace(chr(160), " ") == "High: 80 % on time. The target is 90 %."


def test_the_chart_says_when_the_limit_is_passed(panel: ScenariosPanel, qtbot: QtBot) -> None:
    assert "it stays under the limit of 35" in panel.fan.description
    assert "passed for a time in about 3 futures in 10" in panel.fan.description
    panel.form.growth.slider.setValue(70)
    _wait_done(panel, qtbot)
    assert "over the limit from" in panel.fan.description
    assert panel.fan.plot.accessibleDescription() == panel.fan.description


def test_other_levers_of_a_scenario_are_kept() -> None:
    loan = Loan("polit", 2, START, date(2027, 1, 1))
    other = DemandGrowth("dpmu", 10, START)
    scenario = Scenario("mixed", "Mixed", (loan, other, Recruits("polit", 4, START, 182)))
    values = LeverValues.read(scenario, "polit", START)
    assert values.put(scenario, "polit", START) == scenario
    assert (values.others, values.elsewhere) == ((loan,), (other,))
    changed = replace(values, growth_percent=30, recruits=0).put(scenario, "polit", START)
    assert set(changed.levers) == {loan, other, DemandGrowth("polit", 30.0, START)}
    assert LeverValues.read(changed, "polit", START).growth_percent == 30


def test_moving_the_recruits_keeps_their_vetting_time() -> None:
    scenario = Scenario("four", "Four", (Recruits("polit", 4, START, 182),))
    later = LeverValues(0, 4, date(2027, 6, 1)).put(scenario, "polit", START)
    assert later.levers == (Recruits("polit", 4, date(2026, 12, 1), 182),)
    assert LeverValues.read(later, "polit", START).recruits_start == date(2027, 6, 1)


def test_keys_for_names_are_valid_and_free() -> None:
    assert key_for("My +70 %", set()) == "my-70"
    assert key_for("My +70 %", {"my-70", "my-70-2"}) == "my-70-3"
    assert Scenario(key_for("…", set()), "x").key == "scenario"


def test_the_window_stays_awake_while_a_run_is_held_back(panel: ScenariosPanel, qtbot: QtBot, engine: Engine) -> None:
    engine.gate.clear()
    panel.form.growth.slider.setValue(70)
    qtbot.waitUntil(lambda: len(engine.runs) == 2 and panel.strip.cancel.isVisible())
    QCoreApplication.processEvents()
    begun = time.monotonic()
    qtbot.wait(1)
    assert time.monotonic() - begun < 0.1


def test_charts_are_drawn_in_the_thread_of_the_window(
    panel: ScenariosPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    show = panel.fan.show_data

    def watched(*given: object) -> None:
        drawn.append(threading.get_ident())
        show(*given)

    monkeypatch.setattr(panel.fan, "show_data", watched)
    panel.form.growth.slider.setValue(70)
    _wait_done(panel, qtbot)
    assert drawn == [threading.get_ident()]


def test_a_chart_shows_that_it_has_the_focus(panel: ScenariosPanel, window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    corner = panel.fan.plot.mapTo(window, panel.fan.plot.rect().center())
    corner.setY(panel.fan.plot.mapTo(window, panel.fan.plot.rect().topLeft()).y() + 1)
    assert window.grab().toImage().pixelColor(corner).name().upper() != LIGHT.accent
    panel.fan.plot.setFocus()
    assert window.grab().toImage().pixelColor(corner).name().upper() == LIGHT.accent


def test_stopping_is_offered_only_while_a_run_is_going(
    panel: ScenariosPanel, window: MainWindow, qtbot: QtBot, engine: Engine
) -> None:
    stop = window.actions_by_name["stop_work"]
    _wait_done(panel, qtbot)
    assert not stop.isEnabled()
    engine.gate.clear()
    panel.form.growth.slider.setValue(70)
    assert stop.isEnabled()
    stop.trigger()
    assert not stop.isEnabled()
    assert not panel.strip.cancel.isVisible()
    before = len(engine.runs)
    panel.run()
    qtbot.waitUntil(lambda: len(engine.runs) == before + 1)
    assert stop.isEnabled()
    window.go("overview")
    panel.form.growth.slider.setValue(30)
    assert not stop.isEnabled()
    engine.gate.set()
    window.go("scenarios")
    assert stop.isEnabled()
    _wait_done(panel, qtbot)
    assert not stop.isEnabled()


def test_charts_use_the_teams_own_word(panel: ScenariosPanel, qtbot: QtBot) -> None:
    assert panel.fan.title.text() == "Open cases per officer, with those waiting"
    panel.form.team.setCurrentIndex(panel.form.team.findData("dpmu"))
    _wait_done(panel, qtbot)
    assert panel.fan.title.text() == panel.fan.plot.accessibleName() == "Offenders per officer, with those waiting"
    assert "offenders per officer" in panel.fan.plot.getAxis("left").labelString()
    assert "offenders" in panel.waiting.plot.getAxis("left").labelString()
    assert "offenders on" in panel.waiting.description


def test_the_on_time_card_is_named_after_its_stage_and_keeps_its_width(panel: ScenariosPanel, qtbot: QtBot) -> None:
    assert panel.on_time.title.text() == "Action on time"
    assert panel.on_time.title.shown == "Action on time"
    width = panel.on_time.width()
    panel.on_time.show_rows("A first action with a name that is longer than any card is wide: attend or arrest", ())
    qtbot.wait(20)
    assert panel.on_time.width() == width
    assert panel.on_time.title.shown.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert panel.on_time.title.toolTip().endswith("attend or arrest on time")


@pytest.mark.parametrize(
    ("width", "height", "text_scale"),
    [
        pytest.param(960, 640, 1.0, marks=pytest.mark.slow),
        (960, 640, 2.0),
        pytest.param(1280, 800, 2.0, marks=pytest.mark.slow),
    ],
)
def test_nothing_is_cut_in_a_small_window_or_in_large_text(
    panel: ScenariosPanel, window: MainWindow, qtbot: QtBot, width: int, height: int, text_scale: float
) -> None:
    window.appearance.set_text_scale(text_scale)
    window.resize(width, height)
    qtbot.wait(50)
    assert (window.width(), window.height()) == (width, height)
    for words in (panel.fan.title, panel.waiting.title, panel.verdict, panel.subtitle):
        assert words.height() >= words.heightForWidth(words.width())
        longest = max(words.fontMetrics().horizontalAdvance(word) for word in words.text().split())
        assert words.width() >= longest
    panel.fan.toggle.setChecked(True)
    qtbot.wait(20)
    header = panel.fan.table.horizontalHeader()
    assert all(header.sectionSize(at) >= header.sectionSizeHint(at) for at in range(header.count()))


class Paints(QObject):
    """How often each plot that it watches was painted."""

    def __init__(self, plots: list[Plot]) -> None:
        super().__init__()
        self.seen: list[str] = []
        self._names = {plot.viewport(): plot.accessibleName() for plot in plots}
        for viewport in self._names:
            viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Paint:
            self.seen.append(self._names[watched])
        return False


def test_a_new_result_is_painted_once(panel: ScenariosPanel, qtbot: QtBot) -> None:
    """Words of another length move the charts before the paint, not after it."""
    qtbot.wait(50)
    paints = Paints([panel.fan.plot, panel.waiting.plot])
    verdict = f"{panel.picture.verdict} {'And some more words, for which another line is needed. ' * 4}"
    panel._on_refined(replace(panel.picture, verdict=verdict))
    qtbot.wait(50)
    assert paints.seen.count(panel.fan.title.text()) == 1


def test_what_came_out_of_sight_is_drawn_on_the_next_visit(
    window: MainWindow, panel: ScenariosPanel, qtbot: QtBot, engine: Engine
) -> None:
    engine.gate.clear()
    panel.form.growth.slider.setValue(70)
    qtbot.waitUntil(panel.strip.cancel.isVisible)
    window.go("overview")
    engine.gate.set()
    qtbot.waitUntil(lambda: panel._unseen is not None)
    assert panel.verdict.text() == "Growth of 0."
    window.go("scenarios")
    qtbot.waitUntil(lambda: panel._unseen is None)
    _wait_done(panel, qtbot)
    assert panel.verdict.text() == "Growth of 70."
    assert not _grey(panel)
