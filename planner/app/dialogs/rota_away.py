"""The question about days away: who, why, from when to when, and whether the rota is to be repaired at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Slot
from PySide6.QtWidgets import QCheckBox, QDateEdit, QDialog, QPushButton

from planner.app.dialogs.form import lay_out
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.words import Words, set_property
from planner.model.rota_people import AwayKind, Unavailability

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from planner.model.plan import Plan
    from planner.model.rota import Rota

ORDER = "The last day is not before the first."
HELP = "What is painted on these days stays until the rota is repaired; the check says so meanwhile."


class RotaAwayDialog(QDialog):
    """Hands over the days away, and whether to repair."""

    def __init__(
        self,
        parent: QWidget,
        plan: Plan,
        rota: Rota,
        officer: str,
        day: date,
        then: Callable[[Unavailability, bool], object],
    ) -> None:
        super().__init__(parent, objectName="rota_away_dialog")
        self.setWindowTitle("Days away")
        self._then = then
        names = {entry.key: entry.name for entry in plan.officers}
        self.who = ChoiceBox("away_who", "Who is away")
        for person in rota.people:
            self.who.addItem(names[person.officer], person.officer)
        self.who.setCurrentIndex(max(0, self.who.findData(officer)))
        self.kind = ChoiceBox("away_kind", "Why they are away")
        for kind in AwayKind:
            self.kind.addItem(str(kind).capitalize(), kind)
        self.kind.setCurrentIndex(self.kind.findData(AwayKind.SICK))
        self.first = QDateEdit(calendarPopup=True, displayFormat="ddd d MMM yyyy", objectName="away_first")
        self.last = QDateEdit(calendarPopup=True, displayFormat="ddd d MMM yyyy", objectName="away_last")
        for field, name in ((self.first, "First day away"), (self.last, "Last day away")):
            field.setAccessibleName(name)
            field.setDate(QDate(day.year, day.month, day.day))
        self.repair = QCheckBox("Repair the rota with the fewest changes", checked=True, objectName="away_repair")
        self.note = Words("", "caption", wrap=True)
        self.accept_button = QPushButton("Add", objectName="away_accept", default=True)
        self.accept_button.setProperty("tone", "primary")
        self.cancel_button = QPushButton("Cancel", objectName="away_cancel")
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        fields = (
            ("Who", self.who),
            ("Why", self.kind),
            ("From", self.first),
            ("To", self.last),
            ("", self.repair),
            ("", self.note),
        )
        lay_out(self, fields, (self.cancel_button, self.accept_button))
        self.first.dateChanged.connect(self._on_changed)
        self.last.dateChanged.connect(self._on_changed)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        wrong = self.last.date() < self.first.date()
        self.note.setText(ORDER if wrong else HELP)
        set_property(self.note, "tone", "warn" if wrong else "")
        self.accept_button.setEnabled(not wrong)

    def accept(self) -> None:
        """Hand over; nothing happens while the days are the wrong way round."""
        if self.accept_button.isEnabled():
            first, last = self.first.date(), self.last.date()
            away = Unavailability(
                self.who.currentData(),
                AwayKind(self.kind.currentData()),
                date(first.year(), first.month(), first.day()),
                date(last.year(), last.month(), last.day()),
            )
            super().accept()
            self._then(away, self.repair.isChecked())
