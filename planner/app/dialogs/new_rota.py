"""The question about a new rota: which team, from when, for how many weeks, on which cycle of duties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Slot
from PySide6.QtWidgets import QDateEdit, QDialog, QPushButton

from planner.app.dialogs.form import lay_out
from planner.app.names import key_for
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.number_box import WholeBox
from planner.app.widgets.words import Words, set_property
from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from planner.model.plan import Plan
    from planner.model.rota_library import LibraryPattern

WEEKS, MOST_WEEKS = 13, 52


class NewRotaDialog(QDialog):
    """Hands over the plan with the rota, and the rota's key."""

    def __init__(self, parent: QWidget, plan: Plan, team: str | None, then: Callable[[str, Plan], object]) -> None:
        from planner.storage.rota_patterns import library_patterns

        super().__init__(parent, objectName="new_rota_dialog")
        self.setWindowTitle("New rota")
        self._plan, self._then = plan, then
        self._patterns = {pattern.key: pattern for pattern in library_patterns()}
        self.team = ChoiceBox("new_rota_team", "Team of the rota")
        for entry in plan.teams:
            self.team.addItem(entry.name, entry.key)
        self.team.setCurrentIndex(max(0, self.team.findData(team)))
        self.start = QDateEdit(calendarPopup=True, displayFormat="ddd d MMM yyyy", objectName="new_rota_start")
        self.start.setAccessibleName("First day of the rota")
        self.start.setDateRange(QDate(1950, 1, 1), QDate(2150, 12, 31))
        first = _monday_after(plan.start)
        self.start.setDate(QDate(first.year, first.month, first.day))
        self.weeks = WholeBox(minimum=1, maximum=MOST_WEEKS, value=WEEKS, suffix=" weeks", objectName="new_rota_weeks")
        self.weeks.setAccessibleName("Length of the rota in weeks")
        self.pattern = ChoiceBox("new_rota_pattern", "Cycle of duties to begin with")
        for pattern in self._patterns.values():
            self.pattern.addItem(pattern.name, pattern.key)
        self.about = Words("", "caption", wrap=True)
        self.note = Words("", "caption", wrap=True)
        self.accept_button = QPushButton("Begin", objectName="new_rota_accept", default=True)
        self.accept_button.setProperty("tone", "primary")
        self.cancel_button = QPushButton("Cancel", objectName="new_rota_cancel")
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        fields = (
            ("Team", self.team),
            ("First day", self.start),
            ("Length", self.weeks),
            ("Cycle", self.pattern),
            ("", self.about),
            ("", self.note),
        )
        lay_out(self, fields, (self.cancel_button, self.accept_button))
        for signal in (self.team.currentIndexChanged, self.pattern.currentIndexChanged, self.start.dateChanged):
            signal.connect(self._on_changed)
        self.weeks.valueChanged.connect(self._on_changed)
        self._on_changed()

    @property
    def _first(self) -> date:
        day = self.start.date()
        return date(day.year(), day.month(), day.day())

    def _made(self) -> tuple[str, Plan]:
        """The key and the plan with it; InvalidPlan."""
        from planner.workspace.rota import new_rota

        team = self.team.currentData()
        key = key_for(f"{team} {self._first.isoformat()}", {rota.key for rota in self._plan.rotas})
        return key, new_rota(self._plan, team, key, self.pattern.currentData(), self._first, self.weeks.value())

    @Slot()
    def _on_changed(self) -> None:
        self.weeks.setSuffix(" week" if self.weeks.value() == 1 else " weeks")
        self.about.setText(_about(self._patterns[self.pattern.currentData()]))
        refusal = ""
        try:
            self._made()
        except InvalidPlan as error:
            refusal = error.sentence
        last = self._first + timedelta(days=7 * self.weeks.value() - 1)
        ends = f"It ends on {last:%A} {last.day} {last:%B %Y}. The cycle can be adapted day by day, and by the solver."
        self.note.setText(refusal or ends)
        set_property(self.note, "tone", "warn" if refusal else "")
        self.accept_button.setEnabled(not refusal)

    def accept(self) -> None:
        """Hand the plan over; nothing happens where it is refused."""
        try:
            key, plan = self._made()
        except InvalidPlan:
            return
        super().accept()
        self._then(key, plan)


def _monday_after(day: date) -> date:
    """That day if it is a Monday, or the next one."""
    return day + timedelta(days=-day.weekday() % 7)


def _about(pattern: LibraryPattern) -> str:
    duties = ", ".join(f"{kind.code} {kind.name.lower()} {kind.times}" for kind in pattern.shifts)
    note = f" {pattern.note}" if pattern.note else ""
    return f"{len(pattern.cells)} days, {pattern.weekly_hours:.0f} h a week on average: {duties}.{note}"
