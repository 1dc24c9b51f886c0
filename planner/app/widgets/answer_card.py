"""The answer of a page in a sentence or two, with the run that finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from planner.app.theme import UNIT
from planner.app.widgets.result_chip import ResultChip
from planner.app.widgets.run_strip import RunStrip
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.app.theme import Appearance


class AnswerCard(QFrame):
    """The sentence that answers comes first; below it what it rests on, and how far the run is."""

    def __init__(self, appearance: Appearance, name: str, doing: str, work: str) -> None:
        super().__init__(objectName=name)
        self.setProperty("kind", "card")
        self.answer = Words("", "section", wrap=True)
        self.more = Words("", "muted", wrap=True)
        self.badge = ResultChip(appearance)
        self.strip = RunStrip(doing, work)
        row = QHBoxLayout()
        row.addWidget(self.badge)
        row.addWidget(self.strip, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT // 2)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(self.answer)
        layout.addWidget(self.more)
        layout.addLayout(row)

    def show_answer(self, answer: str, more: str, *, stale: bool) -> None:
        """Say this; a previous result is called so."""
        self.answer.setText(answer)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.answer.setEnabled(not stale)
        self.more.setEnabled(not stale)
        self.badge.show_result(stale=stale, first=None)
