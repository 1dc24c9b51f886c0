"""Every action is declared once, with words and a key of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from planner.app.actions import ACTIONS, MENUS, place_specs
from planner.app.main_window import MainWindow


def test_names_texts_and_shortcuts_are_unique() -> None:
    for field in ("name", "text"):
        values = [getattr(spec, field) for spec in ACTIONS]
        assert len(values) == len(set(values))
    shortcuts = [QKeySequence(spec.shortcut).toString() for spec in ACTIONS if spec.shortcut]
    assert all(shortcuts)
    assert len(shortcuts) == len(set(shortcuts))


def test_every_action_has_a_menu_and_a_sentence() -> None:
    for spec in ACTIONS:
        assert spec.menu in MENUS
        assert spec.hint.endswith(".")


def test_the_window_shows_every_action_in_a_menu(window: MainWindow) -> None:
    shown = {
        action.objectName()
        for menu in window.menuBar().actions()
        for action in menu.menu().actions()
        if not action.isSeparator()
    }
    assert shown == {spec.name for spec in ACTIONS}


def test_the_seven_places_by_their_final_names() -> None:
    assert [spec.text for spec in place_specs()] == [
        "Overview",
        "Caseload",
        "Demand",
        "Scenarios",
        "Rota",
        "Inspection",
        "Data",
    ]


def test_ctrl_and_a_number_go_to_a_place(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for number, spec in enumerate(place_specs(), start=1):
        if spec.name == "scenarios":
            continue
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.place == spec.name
        assert window.actions_by_name[spec.name].isChecked()


def test_undo_is_enabled_only_when_there_is_something_to_undo(empty_window: MainWindow) -> None:
    for name in ("undo", "redo", "save_scenario", "run_scenario"):
        assert not empty_window.actions_by_name[name].isEnabled()
