"""Walks at random through the whole window: nothing that is clicked, typed or resized upsets it.

The slow test takes a few walks; `PLANNER_WALKS=100 PLANNER_WALK_STEPS=300 pytest -m slow tests/app/test_walks.py` takes
all that the window is judged by.
"""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QWidget,
)
from pytestqt.exceptions import capture_exceptions

from planner.app import main_window
from planner.app.actions import place_specs
from planner.app.collector import Collector
from planner.app.main_window import MainWindow
from planner.app.theme import Appearance, Choice
from planner.app.window_state import WindowState
from tests.app import whole_window

WALKS = int(os.environ.get("PLANNER_WALKS", "6"))
STEPS = int(os.environ.get("PLANNER_WALK_STEPS", "100"))
PLACES = [spec.name for spec in place_specs()]
LEFT_ALONE = {"Quit", "Close and end it"}
KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Home, Qt.Key.Key_Space)
WRITTEN = ("7", "abc", "ÅÐ %", "1/1/27")
TOLD = 12
"""Steps before a fault that are told with it."""


class Walk(RuleBasedStateMachine):
    """One walk, in a window of its own over two plans; each step is one thing that a user may do.

    Which steps there are to choose from does not depend on what is on screen, as hypothesis wants to choose the same
    again: a step that cannot be taken is none, but counts.
    """

    appearance: Appearance
    plans: tuple[Path, Path]
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[str] = []
        self._raised = capture_exceptions()
        self.raised = self._raised.__enter__()
        self.window = MainWindow(self.appearance, WindowState(self.folder))
        self.window.show()
        self.open(0)
        self._answers = QTimer()
        self._answers.timeout.connect(self._keep_files)
        self._answers.start(200)

    @staticmethod
    def _keep_files() -> None:
        """Say no when Qt's own file dialog asks whether to replace a file: it would wait for an answer for ever."""
        asked = QApplication.activeModalWidget()
        if isinstance(asked, QMessageBox) and isinstance(asked.parent(), QFileDialog):
            asked.reject()

    def open(self, plan: int) -> None:
        """One of the plans, in place of the one that is open."""
        assert self.window.session.open(self.plans[plan])

    @property
    def root(self) -> QWidget:
        """What has the user's attention."""
        shown = [dialog for dialog in self.window.findChildren(whole_window.QDialog) if dialog.isVisible()]
        return shown[-1] if shown else self.window

    def _in_window(self) -> bool:
        return self.root is self.window

    @rule(which=st.integers(0, 9_999), how=st.integers(0, 9_999))
    def operate(self, which: int, how: int) -> None:
        """Any control on screen."""
        found = [widget for widget in whole_window.controls(self.root) if widget.isEnabled()]
        if not found:
            return
        widget = found[which % len(found)]
        self.steps.append(f"operate {whole_window.described(widget)} {how}")
        if isinstance(widget, QAbstractButton):
            if widget.text() not in LEFT_ALONE and not isinstance(getattr(widget, "menu", lambda: None)(), QMenu):
                widget.click()
        elif isinstance(widget, QComboBox):
            widget.setCurrentIndex(how % max(widget.count(), 1))
        elif isinstance(widget, QAbstractSlider):
            widget.setValue(widget.minimum() + how % (widget.maximum() + 1 - widget.minimum()))
        elif isinstance(widget, QAbstractSpinBox):
            widget.stepBy(how % 11 - 5)
        elif isinstance(widget, QLineEdit):
            widget.setFocus()
            QTest.keyClicks(widget, WRITTEN[how % len(WRITTEN)])
        else:
            widget.setFocus()
            QTest.keyClick(widget, KEYS[how % len(KEYS)])
        self._settle()

    @rule(which=st.integers(0, 9_999), how=st.integers(0, 9_999))
    def operate_another(self, which: int, how: int) -> None:
        """The same again, so that controls are used more often than the rest."""
        self.operate(which, how)

    @rule(place=st.sampled_from(PLACES))
    def go(self, place: str) -> None:
        """To a place; a dialog keeps the user where they are."""
        if not self._in_window():
            return
        self.steps.append(f"go {place}")
        self.window.go(place)
        self._settle()

    @rule(key=st.sampled_from(KEYS))
    def press(self, key: Qt.Key) -> None:
        """A key, wherever the focus is."""
        widget = self.root.focusWidget() or self.root
        self.steps.append(f"press {key.name} in {whole_window.described(widget)}")
        QTest.keyClick(widget, key)
        self._settle()

    @rule(width=st.integers(960, 1920), height=st.integers(640, 1080))
    def resize(self, width: int, height: int) -> None:
        """Another size."""
        self.steps.append(f"resize {width} {height}")
        self.window.resize(width, height)
        self._settle()

    @rule(what=st.sampled_from((Choice.LIGHT, Choice.DARK, "larger_text", "smaller_text")))
    def look(self, what: Choice | str) -> None:
        """Another theme or size of text."""
        self.steps.append(f"look {what}")
        if isinstance(what, Choice):
            self.appearance.choose(what)
        else:
            self.window.actions_by_name[what].trigger()
        self._settle()

    @rule(name=st.sampled_from(("undo", "redo")))
    def back(self, name: str) -> None:
        """Undo or redo."""
        action = self.window.actions_by_name[name]
        if self._in_window() and action.isEnabled():
            self.steps.append(name)
            action.trigger()
            self._settle()

    @rule()
    def leave(self) -> None:
        """Out of a dialog."""
        if self._in_window():
            return
        self.steps.append("leave")
        whole_window.leave(self.window)
        self._settle()

    @rule(plan=st.integers(0, 7))
    def open_plan(self, plan: int) -> None:
        """Now and then, another plan or the same."""
        if self._in_window() and plan < len(self.plans):
            self.steps.append(f"open {plan}")
            self.open(plan)
            self._settle()

    def _settle(self) -> None:
        popup = whole_window.QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        whole_window.settle()
        said = self.window.banner.words.text() if self.window.banner.isVisible() else ""
        assert "A fault in the program" not in said, "\n".join(self.steps[-TOLD:])
        assert not self.raised, "\n".join([*self.steps[-TOLD:], str(self.raised[0][1])])

    def teardown(self) -> None:
        """Close the window as a user does; its threads end with it."""
        self._answers.stop()
        whole_window.leave(self.window)
        for job in self.window.jobs.active:
            job.cancel()
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self._raised.__exit__(None, None, None)
        self.appearance.choose(Choice.LIGHT)
        self.appearance.set_text_scale(1.0)
        left = [thread.name for thread in threading.enumerate() if thread.name.startswith("job ")]
        assert not left, f"still at work after closing: {left}"


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_walks_at_random_upset_nothing(
    appearance: Appearance,
    collector: Collector,
    demo_file: Path,
    tmp_path: Path,
    no_engine: None,
    quiet_engine: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(main_window, "make_ahead", lambda _: iter(()))
    monkeypatch.setattr(Walk, "appearance", appearance, raising=False)
    monkeypatch.setattr(Walk, "folder", tmp_path, raising=False)
    plans = tuple(Path(shutil.copy(demo_file, tmp_path / f"{name} Force.plan")) for name in "AB")
    monkeypatch.setattr(Walk, "plans", plans, raising=False)
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            # A walk takes seconds, and its last steps are told: looking for a shorter one would take hours.
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
        # Left to itself, hypothesis ends most walks after a few steps.
        _min_steps=STEPS,
    )
