"""Every lever can be pulled: added, edited and removed in a list of sentences, and simulated when something changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QInputDialog, QWidget
from pytestqt.qtbot import QtBot

from planner.app.dialogs.lever import LeverDialog
from planner.app.dialogs.lever_fields import FIELDS, Control, fresh, offered
from planner.app.main_window import MainWindow
from planner.app.panels.scenarios import ScenariosPanel
from planner.model.growth import GrowthCase, Step
from planner.model.plan import Plan
from planner.model.scenario import (
    CaseloadLimit,
    DemandGrowth,
    EffortChange,
    ForecastDemand,
    Lever,
    Loan,
    Outsourcing,
    Overtime,
    OvertimeTrigger,
    Recruits,
    ResourceServers,
    Scenario,
    Triage,
)
from planner.report.levers import lever_name, lever_sentence
from planner.workspace import Workspace
from tests.app.held_engine import START, Engine
from tests.app.test_lever_fields import with_examiners

pytestmark = pytest.mark.slow

LOAN = Loan("polit", 3, START, date(2027, 5, 1))
TRIAGE = Triage("polit", 0.125, "charged", date(2027, 1, 4), "low")
ELSEWHERE = Recruits("dpmu", 2, START, 91)
SEVERAL = (
    LOAN,
    Overtime("polit", 8, date(2027, 3, 1), None, OvertimeTrigger.OVERDUE, 20, 38),
    TRIAGE,
    DemandGrowth("polit", 25, date(2027, 6, 1), 180, "very-high"),
    EffortChange("polit", -12.5, date(2027, 2, 1)),
    CaseloadLimit("polit", 30, date(2027, 4, 1)),
    ResourceServers("examiners", 6, date(2027, 4, 1)),
    Outsourcing("examiners", 0.3, 28, date(2027, 1, 4), date(2027, 12, 31), 0.5, 950),
)


@pytest.fixture
def plan_file(tmp_path: Path, demo: Plan) -> Path:
    """The demo plan with shared examiners and two scenarios of its own."""
    plan = with_examiners(demo)
    several = Scenario("several", "Several", (DemandGrowth("polit", 70.0, START), *_named(plan, SEVERAL), ELSEWHERE))
    path = tmp_path / "With levers.plan"
    Workspace.create(path, replace(plan, scenarios=(Scenario("plain", "Plain"), several))).close()
    return path


def _named(plan: Plan, levers: tuple[Lever, ...]) -> tuple[Lever, ...]:
    """The levers with bands and outcomes that the plan has."""
    team = plan.team("polit")
    band, outcome = team.bands[0].key, team.outcomes[0].key
    return tuple(
        replace(lever, **{name: value for name, value in (("band", band), ("outcome", outcome)) if _says(lever, name)})
        for lever in levers
    )


def _says(lever: Lever, name: str) -> bool:
    return isinstance(getattr(lever, name, None), str)


@pytest.fixture
def several(panel: ScenariosPanel, qtbot: QtBot) -> ScenariosPanel:
    box = panel.form.scenario
    box.setCurrentIndex(box.findData("several"))
    _wait_done(panel, qtbot)
    return panel


def _wait_done(panel: ScenariosPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not panel.badge.isVisible() and not panel.strip.bar.isVisible())


def _texts(panel: ScenariosPanel) -> list[str]:
    rows = panel.form.levers.list
    return [rows.item(at).text() for at in range(rows.count())]


def _add(panel: ScenariosPanel, kind: type[Lever]) -> LeverDialog:
    next(action for action in panel.form.levers.menu.actions() if action.text() == lever_name(kind)).trigger()
    return _dialog(panel)


def _dialog(panel: ScenariosPanel) -> LeverDialog:
    return panel.window().dialogs.present


def test_the_list_says_every_further_lever_of_the_team_in_a_sentence(
    several: ScenariosPanel, window: MainWindow
) -> None:
    plan = window.session.plan
    assert _texts(several) == [lever_sentence(lever, plan) for lever in _named(plan, SEVERAL)]
    assert several.form.growth.percent == 70
    assert several.form.levers.elsewhere.text() == "And 1 lever of other teams."
    assert not several.form.modified
    assert several.form.settings.scenario is plan.scenario("several")
    several.form.team.setCurrentIndex(several.form.team.findData("dpmu"))
    assert _texts(several) == [lever_sentence(lever, plan) for lever in SEVERAL[-2:]]
    assert several.form.recruits.value() == 2
    assert not several.form.modified


def test_add_offers_what_makes_sense_for_the_team(panel: ScenariosPanel, window: MainWindow) -> None:
    plan = window.session.plan
    for team in ("polit", "mosovo"):
        panel.form.team.setCurrentIndex(panel.form.team.findData(team))
        names = [action.text() for action in panel.form.levers.menu.actions()]
        assert names == [lever_name(kind) for kind in offered(plan, plan.team(team))]
    assert "Visit interval" in names
    assert "Outsourcing" not in names


def test_a_lever_added_by_keyboard_is_listed_and_simulated(
    panel: ScenariosPanel, window: MainWindow, qtbot: QtBot, engine: Engine
) -> None:
    before = len(engine.runs)
    dialog = _add(panel, Loan)
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.focusWidget() is dialog.controls["count"].box
    qtbot.keyClicks(dialog.focusWidget(), "2")
    assert dialog.sentence.text().startswith("POLIT: 2 officers borrowed")
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    lever = Loan("polit", 2, START, date(2027, 5, 2))
    assert panel.form.settings.scenario.levers == (lever,)
    assert _texts(panel) == [lever_sentence(lever, window.session.plan)]
    assert panel.form.unsaved.isVisible()
    assert panel.fan.stale
    assert panel.subtitle.text() == "POLIT: demand as today, no recruits, loan of officers"
    _wait_done(panel, qtbot)
    assert [run[0].levers for run in engine.runs[before:]] == [(lever,)]
    assert window.dialogs.present is None


def test_a_cancelled_dialog_changes_nothing(panel: ScenariosPanel, qtbot: QtBot, engine: Engine) -> None:
    before = len(engine.runs)
    dialog = _add(panel, Overtime)
    dialog.controls["hours"].box.setValue(10)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert panel.form.settings.scenario.levers == ()
    qtbot.wait(300)
    assert len(engine.runs) == before


@pytest.mark.parametrize("by_key", [pytest.param(False, marks=pytest.mark.slow), True])
def test_a_lever_is_edited_in_its_place_and_removed(
    several: ScenariosPanel, window: MainWindow, qtbot: QtBot, engine: Engine, *, by_key: bool
) -> None:
    rows, buttons = several.form.levers.list, several.form.levers
    rows.setCurrentRow(2)
    if by_key:
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    else:
        qtbot.mouseClick(buttons.edit, Qt.MouseButton.LeftButton)
    dialog = _dialog(several)
    dialog.controls["share"].box.setValue(20)
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    levers = several.form.settings.scenario.levers
    assert levers[3] == replace(_named(window.session.plan, (TRIAGE,))[0], share=0.2)
    assert "20 %" in _texts(several)[2]
    assert rows.currentRow() == 2
    _wait_done(several, qtbot)
    assert engine.runs[-1][0].levers == levers
    if by_key:
        qtbot.keyClick(rows, Qt.Key.Key_Delete)
    else:
        qtbot.mouseClick(buttons.remove, Qt.MouseButton.LeftButton)
    assert several.form.settings.scenario.levers == (*levers[:3], *levers[4:])
    assert len(_texts(several)) == 7
    _wait_done(several, qtbot)
    assert len(engine.runs[-1][0].levers) == len(levers) - 1
    qtbot.mouseClick(several.form.reset, Qt.MouseButton.LeftButton)
    assert several.form.settings.scenario is window.session.plan.scenario("several")
    assert len(_texts(several)) == 8


def test_edit_and_remove_need_a_lever(panel: ScenariosPanel, qtbot: QtBot) -> None:
    assert not panel.form.levers.edit.isEnabled()
    assert not panel.form.levers.remove.isEnabled()
    dialog = _add(panel, CaseloadLimit)
    dialog.accept()
    assert panel.form.levers.edit.isEnabled()
    qtbot.keyClick(panel.form.levers.list, Qt.Key.Key_Delete)
    assert not panel.form.levers.remove.isEnabled()
    assert not panel.form.modified


def test_levers_are_saved_with_the_scenario(panel: ScenariosPanel, window: MainWindow, qtbot: QtBot) -> None:
    _add(panel, Triage).accept()
    _add(panel, Outsourcing).accept()
    levers = panel.form.settings.scenario.levers
    qtbot.mouseClick(panel.form.save, Qt.MouseButton.LeftButton)
    asking = window.findChild(QInputDialog, "text_dialog")
    assert asking.textValue() == "Demand as today, no recruits, triage, outsourcing"
    asking.setTextValue("Two levers")
    asking.accept()
    assert window.session.plan.scenario("two-levers").levers == levers
    path = window.session.workspace.path
    window.close()
    qtbot.wait(300)
    with Workspace.open(path) as reopened:
        assert reopened.plan.scenario("two-levers").levers == levers


def test_what_the_model_refuses_is_said_beside_the_field(panel: ScenariosPanel, qtbot: QtBot) -> None:
    dialog = _add(panel, Loan)
    help_text = dialog.notes["end"].text()
    dialog.controls["end"].box.setDate(QDate(2026, 1, 1))
    assert dialog.notes["end"].text() == "A loan ends on or after its start."
    assert dialog.notes["end"].property("tone") == "warn"
    assert dialog.controls["end"].box.accessibleDescription() == "A loan ends on or after its start."
    assert not dialog.accept_button.isEnabled()
    dialog.accept()
    assert dialog.isVisible()
    assert panel.form.settings.scenario.levers == ()
    dialog.controls["end"].box.setDate(QDate(2027, 1, 1))
    assert dialog.notes["end"].text() == help_text
    assert dialog.accept_button.isEnabled()
    dialog.reject()


def test_fields_that_are_not_touched_keep_what_no_box_can_show(panel: ScenariosPanel, window: MainWindow) -> None:
    plan, got = window.session.plan, []
    odd = Triage("polit", 1 / 3, plan.team("polit").outcomes[0].key, START)
    window.dialogs.ask_lever(window.appearance, plan, plan.team("polit"), odd, got.append, new=False)
    _dialog(panel).accept()
    assert got == [odd]


def test_a_level_is_asked_for_only_where_something_must_pass_it(panel: ScenariosPanel) -> None:
    dialog = _add(panel, Overtime)
    controls = dialog.controls
    assert not controls["level"].isEnabled()
    controls["trigger"].box.setCurrentIndex(1)
    assert controls["level"].isEnabled()
    controls["level"].box.setValue(20)
    assert dialog.lever == Overtime("polit", 4.0, START, None, OvertimeTrigger.OVERDUE, 20.0)
    controls["trigger"].box.setCurrentIndex(0)
    assert dialog.lever == Overtime("polit", 4.0, START)
    controls["start"].box.setDate(QDate(2027, 3, 1))
    controls["end"].has_end.setCurrentIndex(1)
    assert dialog.lever == Overtime("polit", 4.0, date(2027, 3, 1), date(2027, 3, 1))
    dialog.reject()


@pytest.mark.parametrize("text_scale", [1.0, pytest.param(2.0, marks=pytest.mark.slow)])
def test_every_form_is_whole_named_and_gives_back_what_it_was_given(
    panel: ScenariosPanel, window: MainWindow, qtbot: QtBot, text_scale: float
) -> None:
    window.appearance.set_text_scale(text_scale)
    plan = window.session.plan
    for key in ("polit", "mosovo"):
        team = plan.team(key)
        for kind in offered(plan, team):
            got: list[Lever] = []
            lever = fresh(kind, plan, team)
            window.dialogs.ask_lever(window.appearance, plan, team, lever, got.append, new=True)
            dialog = window.dialogs.present
            qtbot.waitUntil(dialog.isVisible)
            assert dialog.height() == dialog.sizeHint().height() <= window.height()
            assert dialog.accept_button.isEnabled()
            qtbot.waitUntil(lambda dialog=dialog: dialog._page.width() <= dialog._area.viewport().width())
            for field in FIELDS[kind]:
                control = dialog.controls[field.name]
                assert control.box.accessibleName() == field.label
                assert control.box.focusPolicy() & Qt.FocusPolicy.TabFocus
                assert control.width() >= control.minimumSizeHint().width()
                assert control.box.width() >= control.box.minimumSizeHint().width()
                if field.control in (Control.DAY, Control.LAST_DAY):
                    assert control.box.calendarPopup()
            if text_scale == 1.0:
                qtbot.waitUntil(lambda dialog=dialog: not dialog._area.verticalScrollBar().isVisible())
            for words in dialog.findChildren(QWidget):
                if words.property("kind") == "caption" and words.isVisible():
                    assert words.height() >= words.heightForWidth(words.width())
            dialog.accept()
            assert got == [lever]
            qtbot.waitUntil(lambda: window.dialogs.present is None)


@pytest.mark.parametrize(
    ("width", "height", "text_scale"),
    [
        (1280, 800, 1.0),
        pytest.param(960, 640, 1.0, marks=pytest.mark.slow),
        pytest.param(1280, 800, 2.0, marks=pytest.mark.slow),
    ],
)
def test_the_sentences_are_not_cut(
    several: ScenariosPanel, window: MainWindow, qtbot: QtBot, width: int, height: int, text_scale: float
) -> None:
    window.appearance.set_text_scale(text_scale)
    window.resize(width, height)
    qtbot.wait(50)
    form = several.form
    rows = form.levers.list
    assert rows.viewport().height() >= 3 * rows.fontMetrics().height()
    for at in range(rows.count()):
        place = rows.visualItemRect(rows.item(at))
        # The style's own margins and the padding of the style sheet, on both sides.
        room = place.adjusted(10, 4, -10, -4)
        needed = rows.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), rows.item(at).text())
        assert needed.height() <= room.height()
    for button in (form.levers.add, form.levers.edit, form.levers.remove, form.save, form.reset):
        assert button.width() >= button.minimumSizeHint().width()
        assert form.rect().contains(button.mapTo(form, button.rect().bottomRight()))


def test_the_levers_are_reached_with_the_tab_key(several: ScenariosPanel, window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    levers = several.form.levers
    several.form.recruits.setFocus()
    reached = []
    for _ in range(12):
        reached.append(window.focusWidget())
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    order = [reached.index(part) for part in (levers.add, levers.edit, levers.remove, levers.list)]
    assert order == sorted(order)
    assert reached.index(several.form.horizon) > order[-1]


def test_growth_that_the_slider_cannot_say_is_listed(panel: ScenariosPanel, window: MainWindow) -> None:
    plan = window.session.plan
    later = DemandGrowth("polit", 40.0, date(2027, 6, 1))
    steep = DemandGrowth("polit", 200.0, START)
    scenario = Scenario("odd", "Odd", (later, steep, Recruits("polit", 60, START)))
    assert window.session.change("Add", replace(plan, scenarios=(*plan.scenarios, scenario)))
    panel.form.scenario.setCurrentIndex(panel.form.scenario.findData("odd"))
    assert panel.form.growth.percent == 0
    assert panel.form.recruits.value() == 0
    assert len(_texts(panel)) == 3
    assert not panel.form.modified
    panel.form.growth.slider.setValue(70)
    assert panel.form.settings.scenario.levers == (DemandGrowth("polit", 70.0, START), *scenario.levers)


def test_demand_as_forecast_is_added_once_with_a_growth_case(panel: ScenariosPanel, window: MainWindow) -> None:
    case = GrowthCase("polit", "duty", "A new duty", (Step(20, START, "new law"),))
    plan = replace(window.session.plan, growth_cases=(case,), scenarios=(Scenario("plain", "Plain"),))
    panel.form.show_plan(plan)
    assert ForecastDemand.__name__ in [action.objectName()[4:] for action in panel.form.levers.menu.actions()]
    panel.form.levers.add_wanted.emit(ForecastDemand)
    dialog = _dialog(panel)
    box = dialog.controls["case"].box
    assert [box.itemText(at) for at in range(box.count())] == ["The history's own trend", "A new duty"]
    assert dialog.sentence.text().endswith("with their own trend.")
    box.setCurrentIndex(1)
    dialog.accept()
    assert panel.form.settings.scenario.levers == (ForecastDemand("polit", "duty"),)
    assert _texts(panel) == [lever_sentence(ForecastDemand("polit", "duty"), plan)]
    assert lever_name(ForecastDemand) not in [action.text() for action in panel.form.levers.menu.actions()]
    panel.form.levers.remove_wanted.emit(0)
    assert lever_name(ForecastDemand) in [action.text() for action in panel.form.levers.menu.actions()]


def test_levers_of_a_part_that_is_gone_are_dropped(panel: ScenariosPanel, window: MainWindow, demo: Plan) -> None:
    _add(panel, ResourceServers).accept()
    assert len(_texts(panel)) == 1
    assert window.session.change("Without examiners", replace(demo, scenarios=()))
    assert _texts(panel) == []
    assert panel.form.settings.scenario.levers == ()
