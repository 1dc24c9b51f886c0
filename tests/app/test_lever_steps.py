"""Undo for the levers of Scenarios, by real mouse and keys: one step for each movement, beside the plan's own steps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from planner.app.dialogs.lever_fields import fresh
from planner.app.main_window import MainWindow
from planner.app.panels import lever_steps
from planner.app.panels.scenario_pages import LIBRARY, LIVE
from planner.app.panels.scenarios import ScenariosPanel
from planner.model.plan import Plan
from planner.model.scenario import Overtime
from tests.app.held_engine import Engine

pytestmark = pytest.mark.slow

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def place(window: MainWindow, panel: ScenariosPanel, qtbot: QtBot) -> ScenariosPanel:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return panel


def _drag(panel: ScenariosPanel, *percents: int) -> None:
    """Press the handle, move it to one place after the other, and let go."""
    slider = panel.form.growth.slider
    scale = panel.form.growth.layout().itemAt(2).widget()
    at = QPoint(round(scale.place_of(slider.value())), slider.height() // 2)
    slider.setFocus()
    QTest.mousePress(slider, LEFT, pos=at)
    for percent in percents:
        at = QPoint(round(scale.place_of(percent)), slider.height() // 2)
        QTest.mouseMove(slider, at)
    QTest.mouseRelease(slider, LEFT, pos=at)


def _entry(window: MainWindow, name: str) -> tuple[str, bool]:
    """What the Edit menu says of undo or redo, and whether it can be chosen."""
    menu = next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "Edit")
    action = next(action for action in menu.actions() if action.objectName() == name)
    return action.text(), action.isEnabled()


def test_each_drag_is_one_step_that_ctrl_z_takes_back(window: MainWindow, place: ScenariosPanel, qtbot: QtBot) -> None:
    slider, before = place.form.growth.slider, window.session.workspace.path.read_bytes()
    assert _entry(window, "undo") == ("Undo", False)
    _drag(place, 10, 25, 40)
    _drag(place, 50, 100, 70)
    assert _entry(window, "undo") == ("Undo: Growth 40 → 70 %", True)
    qtbot.keyClick(slider, Qt.Key.Key_Z, CTRL)
    assert place.form.growth.percent == 40
    assert place.subtitle.text() == "POLIT: +40 % demand, no recruits"
    assert place.fan.stale
    assert window.status.undo.text() == "Taken back: Growth 40 → 70 %"
    assert _entry(window, "undo") == ("Undo: Growth 0 → 40 %", True)
    assert _entry(window, "redo") == ("Redo: Growth 40 → 70 %", True)
    qtbot.keyClick(slider, Qt.Key.Key_Z, CTRL)
    assert place.form.growth.percent == 0
    assert _entry(window, "undo") == ("Undo", False)
    qtbot.keyClick(slider, Qt.Key.Key_Z, CTRL_SHIFT)
    qtbot.keyClick(slider, Qt.Key.Key_Z, CTRL_SHIFT)
    assert place.form.growth.percent == 70
    assert _entry(window, "redo") == ("Redo", False)
    qtbot.waitUntil(lambda: place.verdict.text() == "Growth of 70.")
    assert window.session.workspace.undo_label is None
    assert window.session.workspace.path.read_bytes() == before


def test_a_drag_back_to_where_it_began_is_no_step(window: MainWindow, place: ScenariosPanel) -> None:
    _drag(place, 60, 0)
    assert _entry(window, "undo") == ("Undo", False)


def test_a_new_drag_after_undo_leaves_nothing_to_redo(window: MainWindow, place: ScenariosPanel, qtbot: QtBot) -> None:
    _drag(place, 40)
    qtbot.keyClick(place.form.growth.slider, Qt.Key.Key_Z, CTRL)
    assert window.status.undo.text() == "Taken back: Growth 0 → 40 %"
    _drag(place, 100)
    assert _entry(window, "redo") == ("Redo", False)
    assert window.status.undo.text() == ""


def test_escape_is_the_same_step_back_and_redo_brings_it_again(
    window: MainWindow, place: ScenariosPanel, qtbot: QtBot
) -> None:
    _drag(place, 40)
    _drag(place, 100)
    qtbot.keyClick(place.form.growth.slider, Qt.Key.Key_Escape)
    assert place.form.growth.percent == 40
    assert _entry(window, "undo") == ("Undo: Growth 0 → 40 %", True)
    assert _entry(window, "redo") == ("Redo: Growth 40 → 100 %", True)
    _drag(place, 100)
    _drag(place, 40)
    assert _entry(window, "undo") == ("Undo: Growth 100 → 40 %", True)


def test_keys_in_a_row_are_one_step_and_later_ones_another(
    window: MainWindow, place: ScenariosPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slider = place.form.growth.slider
    slider.setFocus()
    for _ in range(4):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert _entry(window, "undo")[0] == "Undo: Growth 0 → 20 %"
    monkeypatch.setattr(lever_steps, "TOGETHER_SECONDS", 0.05)
    qtbot.wait(80)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert _entry(window, "undo")[0] == "Undo: Growth 20 → 25 %"


def test_a_number_that_was_typed_is_taken_back_from_its_box(
    window: MainWindow, place: ScenariosPanel, qtbot: QtBot
) -> None:
    box = place.form.growth.box
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "45")
    qtbot.keyClick(box, Qt.Key.Key_Z, CTRL)
    assert _entry(window, "undo") == ("Undo", False)
    box.selectAll()
    qtbot.keyClicks(box, "45")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert _entry(window, "undo") == ("Undo: Growth 0 → 45 %", True)
    qtbot.keyClick(box, Qt.Key.Key_Z, CTRL)
    assert (place.form.growth.percent, box.text()) == (0, "+0 %")
    recruits = place.form.recruits
    recruits.setFocus()
    qtbot.keyClick(recruits, Qt.Key.Key_Up)
    assert _entry(window, "undo") == ("Undo: Recruits 0 → 1", True)
    qtbot.keyClick(recruits, Qt.Key.Key_Z, CTRL)
    assert recruits.value() == 0


def test_every_lever_has_its_name_in_the_menu(window: MainWindow, place: ScenariosPanel, qtbot: QtBot) -> None:
    form, said = place.form, []
    form.recruits.setValue(2)
    said.append(_entry(window, "undo")[0])
    form.recruits_start.setDate(form.recruits_start.date().addMonths(3))
    said.append(_entry(window, "undo")[0])
    form._put_lever(0, fresh(Overtime, place.session.plan, place.session.plan.team("polit")))
    said.append(_entry(window, "undo")[0])
    form.horizon.setCurrentIndex(2)
    said.append(_entry(window, "undo")[0])
    form.team.setCurrentIndex(1)
    said.append(_entry(window, "undo")[0])
    form.scenario.setCurrentIndex(1)
    said.append(_entry(window, "undo")[0])
    assert said == [
        "Undo: Recruits 0 → 2",
        "Undo: Recruits from 2 Nov 2026 → 2 Feb 2027",
        "Undo: Add overtime",
        "Undo: Look ahead 24 → 36 months",
        f"Undo: Team POLIT → {form.team.itemText(1)}",
        f"Undo: Scenario “{form.scenario.itemText(0)}” → “{form.scenario.itemText(1)}”",
    ]
    for _ in said:
        window.actions_by_name["undo"].trigger()
    assert not form.modified
    assert form.position == place.steps._undone[-1].before


def test_steps_of_the_plan_and_of_the_levers_go_back_in_their_order(
    window: MainWindow, place: ScenariosPanel, demo: Plan
) -> None:
    undo, redo = window.actions_by_name["undo"], window.actions_by_name["redo"]
    _drag(place, 40)
    assert window.session.change("Edit the note", replace(demo, note="Another note."))
    assert undo.text() == "Undo: Edit the note"
    _drag(place, 100)
    assert undo.text() == "Undo: Growth 40 → 100 %"
    undo.trigger()
    assert undo.text() == "Undo: Edit the note"
    undo.trigger()
    assert (window.session.plan.note, place.form.growth.percent) == (demo.note, 40)
    assert undo.text() == "Undo: Growth 0 → 40 %"
    undo.trigger()
    assert place.form.growth.percent == 0
    redo.trigger()
    assert place.form.growth.percent == 40
    redo.trigger()
    assert window.session.plan.note == "Another note."
    redo.trigger()
    assert (place.form.growth.percent, redo.isEnabled()) == (100, False)


def test_a_change_of_the_plan_leaves_no_lever_to_redo(window: MainWindow, place: ScenariosPanel, demo: Plan) -> None:
    _drag(place, 40)
    window.actions_by_name["undo"].trigger()
    assert window.session.change("Edit the note", replace(demo, note="Another note."))
    window.actions_by_name["undo"].trigger()
    assert _entry(window, "redo") == ("Redo: Edit the note", True)


def test_levers_are_not_taken_back_out_of_sight(window: MainWindow, place: ScenariosPanel, qtbot: QtBot) -> None:
    _drag(place, 40)
    for leave, come_back in (
        (lambda: window.go("data"), lambda: window.go("scenarios")),
        (lambda: place.pages.go(LIBRARY), lambda: place.pages.go(LIVE)),
    ):
        leave()
        assert _entry(window, "undo") == ("Undo", False)
        qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
        come_back()
        assert place.form.growth.percent == 40
        assert _entry(window, "undo") == ("Undo: Growth 0 → 40 %", True)


def test_what_was_tried_comes_back_when_its_saving_is_taken_back(
    window: MainWindow, place: ScenariosPanel, qtbot: QtBot, engine: Engine
) -> None:
    _drag(place, 70)
    tried = place.form.position
    qtbot.mouseClick(place.form.save, LEFT)
    dialog = window.findChild(QInputDialog, "text_dialog")
    dialog.setTextValue("My +70")
    dialog.accept()
    assert place.form.scenario.currentText() == "My +70"
    slider = place.form.growth.slider
    slider.setFocus()
    assert _entry(window, "undo") == ("Undo: Add scenario “My +70”", True)
    qtbot.keyClick(slider, Qt.Key.Key_Z, CTRL)
    assert place.form.position == tried
    assert place.form.unsaved.isVisible()
    qtbot.keyClick(slider, Qt.Key.Key_Z, CTRL)
    assert place.form.growth.percent == 0
    qtbot.keyClick(slider, Qt.Key.Key_Z, CTRL_SHIFT)
    qtbot.keyClick(slider, Qt.Key.Key_Z, CTRL_SHIFT)
    assert window.session.plan.scenario("my-70")
    qtbot.waitUntil(lambda: place.verdict.text() == "Growth of 70.")


def test_another_plan_has_no_steps_of_the_levers_of_this_one(
    window: MainWindow, place: ScenariosPanel, demo: Plan
) -> None:
    _drag(place, 40)
    assert window.session.create(window.session.workspace.path.with_name("other.plan"), replace(demo, name="Other"))
    assert _entry(window, "undo") == ("Undo", False)


def test_levers_of_a_plan_that_is_read_only_can_be_taken_back(
    window: MainWindow, place: ScenariosPanel, qtbot: QtBot
) -> None:
    path = window.session.workspace.path
    window.session.close()
    assert window.session.open(path, read_only=True)
    _drag(place, 40)
    qtbot.keyClick(place.form.growth.slider, Qt.Key.Key_Z, CTRL)
    assert place.form.growth.percent == 0
