"""The question about a reduction or an absence: whose, which, from when to when, how much, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Slot
from PySide6.QtWidgets import QCheckBox, QDateEdit, QDialog, QLineEdit, QPushButton, QWidget

from planner.app.dialogs.form import lay_out
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.number_box import NumberBox
from planner.app.widgets.words import Words, set_property
from planner.model.absence import Absence, AbsenceKind, Reduction
from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.report.time_off import TimeOff

REDUCTION = "Reduction of weekly hours"
RATE = (
    "This team loses hours to leave, sickness, courses and court by one rate for everybody, so dated absences would "
    "count twice. Reductions may stand beside it."
)
HELP = "Say no more than others may read: no names, no diagnosis."
USUAL_HOURS = 8.0


class TimeOffDialog(QDialog):
    """Hands officer and entry over to `then`, which gives back a refusal or nothing."""

    def __init__(
        self,
        parent: QWidget,
        plan: Plan,
        team: str,
        officer: str | None,
        what: TimeOff | None,
        then: Callable[[str, TimeOff], str],
    ) -> None:
        super().__init__(parent, objectName="time_off_dialog")
        self.setWindowTitle("Add a reduction or absence" if what is None else "Change it")
        self._then, self._plan, self._before = then, plan, what
        itemised = plan.team(team).abstraction is None
        self.officer = ChoiceBox("time_off_officer", "Whose hours")
        for person in plan.officers:
            if person.team == team:
                self.officer.addItem(person.name, person.key)
        self.officer.setCurrentIndex(max(self.officer.findData(officer), 0))
        self.officer.setEnabled(what is None)
        self.kind = ChoiceBox("time_off_kind", "What it is")
        self.kind.addItem(REDUCTION, None)
        for kind in AbsenceKind if itemised else ():
            self.kind.addItem(str(kind).capitalize(), kind)
        self.first = _day_box("time_off_first", "First day")
        self.last = _day_box("time_off_last", "Last day")
        self.open_ended = QCheckBox("Until further notice", objectName="time_off_open")
        self.amount = NumberBox(objectName="time_off_amount", accessibleName="How much it takes")
        self.amount.setDecimals(1)
        self.excess = Words("", "caption", wrap=True)
        set_property(self.excess, "tone", "warn")
        self.reason = QLineEdit(objectName="time_off_reason", accessibleName="Reason")
        self.reason.setPlaceholderText("Phased return, tutor of a newcomer, staff representative…")
        self.note = Words("", "caption", wrap=True)
        self.accept_button = QPushButton(
            "Add" if what is None else "Change", objectName="time_off_accept", default=True
        )
        self.accept_button.setProperty("tone", "primary")
        self.cancel_button = QPushButton("Cancel", objectName="time_off_cancel")
        fields = (
            ("Whose hours", self.officer),
            ("What", self.kind),
            ("From", self.first),
            ("To (last day)", self.last),
            ("", self.open_ended),
            ("Takes", self.amount),
            ("", self.excess),
            ("Reason", self.reason),
            ("", self.note),
        )
        lay_out(self, fields, (self.cancel_button, self.accept_button))
        self._help = HELP if itemised else f"{RATE} {HELP}"
        self._begin(plan.start, what)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.officer.currentIndexChanged.connect(self._on_changed)
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.open_ended.toggled.connect(self._on_changed)
        self.first.dateChanged.connect(self._on_changed)
        self.last.dateChanged.connect(self._on_changed)
        self.amount.valueChanged.connect(self._on_changed)
        self.reason.textChanged.connect(self._on_changed)
        self._on_changed()

    def _begin(self, start: date, what: TimeOff | None) -> None:
        """The form as it is first seen."""
        if isinstance(what, Absence):
            self.kind.setCurrentIndex(max(self.kind.findData(what.kind), 0))
        self._set_amount()
        first = start if what is None else what.first
        last = first if what is None or what.last is None else what.last
        self.first.setDate(QDate(first.year, first.month, first.day))
        self.last.setDate(QDate(last.year, last.month, last.day))
        if what is None:
            self.last.setDate(self.first.date().addMonths(1))
            return
        self.open_ended.setChecked(what.last is None)
        self.reason.setText(what.reason)
        self.amount.setValue(what.weekly_hours if isinstance(what, Reduction) else 100 * what.share)

    def _set_amount(self) -> None:
        """Hours a week of a reduction, percent of an absence."""
        reduction = self.kind.currentData() is None
        self.amount.setRange(0.5, 60 if reduction else 100)
        self.amount.setSuffix(" hours a week" if reduction else " % of hours")
        self.amount.setValue(USUAL_HOURS if reduction else 100)
        self.open_ended.setEnabled(reduction)
        if not reduction:
            self.open_ended.setChecked(False)

    @Slot()
    def _on_kind(self) -> None:
        self._set_amount()
        self._on_changed()

    @property
    def stated(self) -> TimeOff:
        """What the form says; InvalidPlan while it cannot be."""
        kind, reason = self.kind.currentData(), self.reason.text().strip()
        first, last = _day(self.first), _day(self.last)
        if kind is None:
            return Reduction(reason, first, None if self.open_ended.isChecked() else last, self.amount.value())
        return Absence(AbsenceKind(kind), first, last, self.amount.value() / 100, reason)

    @Slot()
    def _on_changed(self) -> None:
        self.last.setEnabled(not self.open_ended.isChecked())
        try:
            found = self.stated
        except InvalidPlan as error:
            missing = error.field == "reason" and not self.reason.text().strip()
            self.refuse("Needed: a reason, so that others know what it is." if missing else error.sentence)
            self.accept_button.setEnabled(False)
            self._warn("")
            return
        self._warn(self._excess(found))
        self.accept_button.setEnabled(True)
        self.note.setText(self._help)
        set_property(self.note, "tone", "")

    def _excess(self, found: TimeOff) -> str:
        """That more is taken than the officer is paid for; nothing otherwise."""
        from planner.report.time_off import excess_in_words

        if isinstance(found, Absence) or self.officer.currentData() is None:
            return ""
        return excess_in_words(self._plan, self.officer.currentData(), found, self._before)

    def _warn(self, words: str) -> None:
        """Say it under the field that it is about."""
        self.excess.setText(words)
        self.excess.setVisible(bool(words))
        self.amount.setAccessibleDescription(words)

    def refuse(self, words: str) -> None:
        """Say what is wrong."""
        self.note.setText(words)
        set_property(self.note, "tone", "warn")
        self.reason.setAccessibleDescription(words)

    def accept(self) -> None:
        """Hand it over; the dialog stays while it is refused."""
        try:
            found = self.stated
        except InvalidPlan:
            return
        refusal = self._then(self.officer.currentData(), found)
        if refusal:
            self.refuse(refusal)
            return
        super().accept()


def _day_box(name: str, title: str) -> QDateEdit:
    box = QDateEdit(calendarPopup=True, displayFormat="d MMM yyyy", objectName=name, accessibleName=title)
    box.setDateRange(QDate(1950, 1, 1), QDate(2150, 12, 31))
    return box


def _day(box: QDateEdit) -> date:
    day = box.date()
    return date(day.year(), day.month(), day.day())
