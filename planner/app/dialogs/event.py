"""The question about a dated event: the day, why it should have changed the level for good, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Slot
from PySide6.QtWidgets import QDateEdit, QDialog, QPlainTextEdit, QPushButton

from planner.app.dialogs.form import lay_out
from planner.app.theme import UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.words import Words, set_property
from planner.model.demand import DemandEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from planner.model.plan import Plan
    from planner.model.team import Team

HELP = "From this day on the level may be another, for good: the forecast looks on both sides of it."
NEEDED = "Needed: say what happened, so that others can judge it."
TAKEN = "There is an event of this team on this day already: change that one, or choose another day."


class EventDialog(QDialog):
    """Hands the event over to `then`; it cannot be accepted without a reason."""

    def __init__(
        self, parent: QWidget, plan: Plan, team: Team, event: DemandEvent | None, then: Callable[[DemandEvent], None]
    ) -> None:
        super().__init__(parent, objectName="event_dialog")
        self.setWindowTitle("Pin an event" if event is None else "Change the event")
        self._plan, self._team, self._given, self._then = plan, team, event, then
        self.day = QDateEdit(calendarPopup=True, displayFormat="d MMM yyyy", objectName="event_day")
        self.day.setDateRange(QDate(1950, 1, 1), QDate(2150, 12, 31))
        self.day.setAccessibleName("Day of the event")
        on = plan.start if event is None else event.on
        self.day.setDate(QDate(on.year, on.month, on.day))
        self.whom = ChoiceBox("event_team", "Team that the event touches")
        self.whom.addItem(team.name, team.key)
        self.whom.addItem("All teams", None)
        self.whom.setCurrentIndex(0 if event is None or event.team is not None else 1)
        self.reason = QPlainTextEdit(tabChangesFocus=True, objectName="event_reason", accessibleName="What happened")
        self.reason.setPlaceholderText("A new policy, a new reporting tool, a change of recording…")
        self.reason.setFixedHeight(10 * UNIT)
        self.reason.setPlainText("" if event is None else event.reason)
        self.note = Words("", "caption", wrap=True)
        self.accept_button = QPushButton("Pin" if event is None else "Change", objectName="event_accept", default=True)
        self.accept_button.setProperty("tone", "primary")
        self.cancel_button = QPushButton("Cancel", objectName="event_cancel")
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        fields = (("On", self.day), ("For", self.whom), ("What happened", self.reason), ("", self.note))
        lay_out(self, fields, (self.cancel_button, self.accept_button))
        self.day.dateChanged.connect(self._on_changed)
        self.whom.currentIndexChanged.connect(self._on_changed)
        self.reason.textChanged.connect(self._on_changed)
        self._on_changed()

    @property
    def stated(self) -> DemandEvent | None:
        """What the form says; None while something is missing."""
        if self._refusal:
            return None
        day = self.day.date()
        on = date(day.year(), day.month(), day.day())
        return DemandEvent(on, self.reason.toPlainText().strip(), self.whom.currentData())

    @property
    def _refusal(self) -> str:
        if not self.reason.toPlainText().strip():
            return NEEDED
        day, team = self.day.date(), self.whom.currentData()
        on = date(day.year(), day.month(), day.day())
        taken = any((event.on, event.team) == (on, team) and event != self._given for event in self._plan.events)
        return TAKEN if taken else ""

    @Slot()
    def _on_changed(self) -> None:
        self.note.setText(self._refusal or HELP)
        set_property(self.note, "tone", "warn" if self._refusal else "")
        self.accept_button.setEnabled(not self._refusal)
        self.reason.setAccessibleDescription(self.note.text())

    def accept(self) -> None:
        """Hand the event over; nothing happens while something is missing."""
        found = self.stated
        if found is not None:
            super().accept()
            self._then(found)
