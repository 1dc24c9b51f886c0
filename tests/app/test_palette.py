"""Ctrl+K reaches every action, place, scenario, team and standard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from planner.app.actions import ACTIONS
from planner.app.dialogs.palette import Palette
from planner.app.finder import LEFT_OUT
from planner.app.main_window import MainWindow
from planner.app.palette_entries import Entry, matching


def _entries(*texts: str) -> tuple[Entry, ...]:
    return tuple(Entry(text, "Action", lambda: None) for text in texts)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["Save a copy", "Overview", "Example over all"]),
        ("over", ["Overview", "Example over all"]),
        ("OVER all", ["Example over all"]),
        ("ve", ["Save a copy", "Overview", "Example over all"]),
        ("action copy", ["Save a copy"]),
        ("zzz", []),
    ],
)
def test_words_are_found_best_first(typed: str, found: list[str]) -> None:
    entries = _entries("Save a copy", "Overview", "Example over all")
    assert [entry.text for entry in matching(entries, typed)] == found


def test_it_reaches_everything(window: MainWindow) -> None:
    plan = window.session.plan
    entries = window.finder.entries()
    reached = {(entry.kind, entry.text) for entry in entries}
    for spec in ACTIONS:
        action = window.actions_by_name[spec.name]
        if action.isEnabled() and spec.name not in LEFT_OUT:
            assert ("Place" if spec.place else spec.menu, action.text().rstrip("…")) in reached
    assert {("Scenario", scenario.name) for scenario in plan.scenarios} <= reached
    assert {("Team", team.name) for team in plan.teams} <= reached
    assert len([kind for kind, _ in reached if kind == "Standard"]) == len(plan.standards)
    assert ("Help", "Keyboard") in reached


def test_a_few_letters_and_enter_go_there(window: MainWindow, no_engine: None, qtbot: QtBot) -> None:
    def choose(letters: str) -> None:
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        palette = window.dialogs.present
        assert isinstance(palette, Palette)
        qtbot.waitUntil(palette.isActiveWindow)
        qtbot.keyClicks(palette.typed, letters)
        qtbot.keyClick(palette.typed, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not palette.isVisible())

    choose("place dat")
    qtbot.waitUntil(lambda: window.place == "data")
    choose("team mos")
    qtbot.waitUntil(lambda: window.place == "overview")
    assert window.focusWidget() is window.panels["overview"].cards["mosovo"]
    choose("help privacy")
    qtbot.waitUntil(lambda: window.guide.shown is not None and window.guide.shown.name == "privacy")
    window.guide.shown.close()
    scenario = window.session.plan.scenarios[-1]
    window.finder.show_scenario(scenario.key)
    assert window.place == "scenarios"
    assert window.panels["scenarios"].form.scenario.currentData() == scenario.key


def test_arrow_keys_move_while_typing_and_escape_leaves(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_by_name["palette"].trigger()
    palette = window.dialogs.present
    qtbot.keyClick(palette.typed, Qt.Key.Key_Down)
    qtbot.keyClick(palette.typed, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 2
    qtbot.keyClicks(palette.typed, "xyzzy")
    assert palette.none.isVisible()
    qtbot.keyClick(palette.typed, Qt.Key.Key_Return)
    assert palette.isVisible()
    place = window.place
    qtbot.keyClick(palette.typed, Qt.Key.Key_Escape)
    assert window.dialogs.present is None
    assert window.place == place
