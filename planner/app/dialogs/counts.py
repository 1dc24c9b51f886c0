"""Counts of new cases, typed in or pasted: one month (or week) a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton

from planner.app.demand_views import points_in
from planner.app.dialogs.form import lay_out
from planner.app.theme import UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.words import Words, set_property
from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from planner.model.plan import Plan
    from planner.model.team import Team

HELP = "One line for each month, oldest first or not: Mar 2026 44. A line for a month that is known already changes it."


class CountsDialog(QDialog):
    """Hands `then` the plan with the counts; it cannot be accepted while a line cannot be read."""

    def __init__(self, parent: QWidget, plan: Plan, team: Team, then: Callable[[Plan], None]) -> None:
        super().__init__(parent, objectName="counts_dialog")
        self.setWindowTitle(f"Counts of new cases: {team.name}")
        self._plan, self._team, self._then = plan, team, then
        self._changed: Plan | None = None
        self.band = ChoiceBox("counts_band", "Risk band")
        for band in team.bands:
            self.band.addItem(band.name, band.key)
        self.lines = QPlainTextEdit(tabChangesFocus=True, objectName="counts_lines", accessibleName="Months and counts")
        self.lines.setPlaceholderText("Jan 2026 41\nFeb 2026 38\nMar 2026 44")
        self.lines.setMinimumHeight(26 * UNIT)
        self.note = Words(HELP, "caption", wrap=True)
        self.accept_button = QPushButton("Add", objectName="counts_accept")
        self.accept_button.setProperty("tone", "primary")
        self.cancel_button = QPushButton("Cancel", objectName="counts_cancel")
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        fields = (("Risk band", self.band), ("Counts", self.lines), ("", self.note))
        lay_out(self, fields, (self.cancel_button, self.accept_button))
        self.lines.textChanged.connect(self._on_changed)
        self.band.currentIndexChanged.connect(self._on_changed)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        from planner.edit.demand import set_count

        self._changed, text = None, HELP
        try:
            plan = self._plan
            for day, count in points_in(self.lines.toPlainText()):
                plan = set_count(plan, self._team.key, self.band.currentData(), day, round(count))
            self._changed = plan if plan is not self._plan else None
        except InvalidPlan as error:
            place = f"{error.field[:1].upper()}{error.field[1:]}: " if error.field.startswith("line") else ""
            text = f"{place}{error.sentence}"
        self.note.setText(text)
        set_property(self.note, "tone", "" if text == HELP else "warn")
        self.lines.setAccessibleDescription(text)
        self.accept_button.setEnabled(self._changed is not None)

    def accept(self) -> None:
        """Hand the plan over; nothing happens while there is nothing to add."""
        if self._changed is not None:
            super().accept()
            self._then(self._changed)
