"""Walks at random through the whole window: nothing that is clicked, typed or resized upsets it."""

from __future__ import annotations

import os

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from planner.app.actions import place_specs
from planner.app.main_window import MainWindow
from planner.app.theme import Choice
from tests.app import whole_window

STEPS = int(os.environ.get("PLANNER_WALK_STEPS", "60"))
"""Of each walk; set it for longer ones."""
PLACES = [spec.name for spec in place_specs()]
LEFT_ALONE = {"Quit", "Close and end it"}
KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Home, Qt.Key.Key_Space)
SEEDS = range(4)


class Walker:
    """One walk: each step is chosen by the seed, and noted so that it can be taken again."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window = window
        self.chance = np.random.default_rng(seed)
        self.steps: list[str] = []

    @property
    def root(self) -> QWidget:
        """What has the user's attention."""
        shown = [dialog for dialog in self.window.findChildren(whole_window.QDialog) if dialog.isVisible()]
        return shown[-1] if shown else self.window

    def step(self) -> None:
        """One thing that a user may do."""
        ways = (self.operate, self.operate, self.operate, self.go, self.press, self.look, self.back, self.leave)
        ways[self.chance.integers(len(ways))]()
        popup = whole_window.QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        whole_window.settle()

    def operate(self) -> None:
        """Any control on screen."""
        found = [widget for widget in whole_window.controls(self.root) if widget.isEnabled()]
        if not found:
            return
        widget = found[self.chance.integers(len(found))]
        self.steps.append(f"operate {whole_window.described(widget)}")
        if isinstance(widget, QAbstractButton):
            if widget.text() not in LEFT_ALONE and not isinstance(getattr(widget, "menu", lambda: None)(), QMenu):
                widget.click()
        elif isinstance(widget, QComboBox):
            widget.setCurrentIndex(int(self.chance.integers(max(widget.count(), 1))))
        elif isinstance(widget, QAbstractSlider):
            widget.setValue(int(self.chance.integers(widget.minimum(), widget.maximum() + 1)))
        elif isinstance(widget, QAbstractSpinBox):
            widget.stepBy(int(self.chance.integers(-5, 6)))
        elif isinstance(widget, QLineEdit):
            widget.setFocus()
            QTest.keyClicks(widget, ("7", "abc", "ÅÐ %", "1/1/27")[self.chance.integers(4)])
        else:
            widget.setFocus()
            QTest.keyClick(widget, KEYS[self.chance.integers(len(KEYS))])

    def go(self) -> None:
        """To a place; a dialog keeps the user where they are."""
        if self.root is self.window:
            place = PLACES[self.chance.integers(len(PLACES))]
            self.steps.append(f"go {place}")
            self.window.go(place)

    def press(self) -> None:
        """A key, wherever the focus is."""
        widget = self.root.focusWidget() or self.root
        key = KEYS[self.chance.integers(len(KEYS))]
        self.steps.append(f"press {key.name} in {whole_window.described(widget)}")
        QTest.keyClick(widget, key)

    def look(self) -> None:
        """Another size, theme or size of text."""
        choice = self.chance.integers(4)
        self.steps.append(f"look {choice}")
        if choice == 0:
            self.window.resize(int(self.chance.integers(960, 1921)), int(self.chance.integers(640, 1081)))
        elif choice == 1:
            self.window.appearance.choose((Choice.LIGHT, Choice.DARK)[self.chance.integers(2)])
        else:
            self.window.actions_by_name[("larger_text", "smaller_text")[choice - 2]].trigger()

    def back(self) -> None:
        """Undo or redo."""
        action = self.window.actions_by_name[("undo", "redo")[self.chance.integers(2)]]
        if self.root is self.window and action.isEnabled():
            self.steps.append(action.objectName())
            action.trigger()

    def leave(self) -> None:
        """Out of a dialog."""
        if self.root is not self.window:
            self.steps.append("leave")
            whole_window.leave(self.window)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_walk_at_random_upsets_nothing(window: MainWindow, no_engine: None, qtbot: QtBot, seed: int) -> None:
    walker = Walker(window, seed)
    with qtbot.capture_exceptions() as raised:
        for _ in range(STEPS):
            walker.step()
            said = window.banner.words.text() if window.banner.isVisible() else ""
            assert "A fault in the program" not in said, "\n".join(walker.steps[-12:])
            assert not raised, "\n".join([*walker.steps[-12:], str(raised[0][1])])
    whole_window.leave(window)
    for job in window.jobs.active:
        job.cancel()
