"""The question about a standard: what it looks at, whose, the target and the date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Slot
from PySide6.QtWidgets import QDateEdit, QDialog, QLineEdit, QPushButton, QWidget

from planner.app.dialogs.form import lay_out
from planner.app.names import key_for
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.number_box import NumberBox
from planner.app.widgets.words import Words, set_property
from planner.model.assumption import Assumption, Status
from planner.model.checks import InvalidPlan
from planner.model.standard import MEASURE_UNIT, Measure, Standard

if TYPE_CHECKING:
    from planner.model.plan import Plan

WORDS = {
    Measure.CASELOAD: "Open cases per officer, at most",
    Measure.ON_TIME: "Share of a task done on time, at least",
    Measure.MOST_OVERDUE: "Days that the latest task is overdue, at most",
    Measure.UNALLOCATED: "Cases without an owner, at most",
    Measure.WAIT: "Mean wait for a shared resource, at most",
    Measure.LONGEST_WAIT: "Longest wait for a shared resource, at most",
}
ALL_BANDS = "All bands together"
NAME_NEEDED = "Needed: a name, as the inspection report calls it"
HELP = "The target is your choice: say where it comes from, and the register shows it as sourced."


class StandardDialog(QDialog):
    """Hands the standard over to `then`."""

    def __init__(
        self, parent: QWidget, plan: Plan, standard: Standard | None, then: Callable[[Standard], object]
    ) -> None:
        super().__init__(parent, objectName="standard_dialog")
        self.setWindowTitle("Add a standard" if standard is None else "Change the standard")
        self._plan, self._given, self._then = plan, standard, then
        self.name = QLineEdit(
            "" if standard is None else standard.name,
            objectName="standard_name",
            accessibleName="Name of the standard",
            maxLength=200,
        )
        self.team = ChoiceBox("standard_team", "Team")
        for team in plan.teams:
            self.team.addItem(team.name, team.key)
        self.measure = ChoiceBox("standard_measure", "What it looks at")
        for measure, words in WORDS.items():
            self.measure.addItem(words, measure)
        self.stage = ChoiceBox("standard_stage", "Task")
        self.band = ChoiceBox("standard_band", "Risk band")
        self.target = NumberBox(objectName="standard_dialog_target", accessibleName="Target")
        self.target.setDecimals(1)
        self.by = QDateEdit(calendarPopup=True, displayFormat="d MMM yyyy", objectName="standard_dialog_by")
        self.by.setAccessibleName("To be met by")
        self.source = QLineEdit(objectName="standard_source", accessibleName="Source of the target")
        self.source.setPlaceholderText("Inspection report, force policy… (empty: your own choice)")
        self.note = Words("", "caption", wrap=True)
        self.accept_button = QPushButton(
            "Add" if standard is None else "Change", objectName="standard_accept", default=True
        )
        self.accept_button.setProperty("tone", "primary")
        self.cancel_button = QPushButton("Cancel", objectName="standard_cancel")
        self._fill()
        self._arrange()

    def _fill(self) -> None:
        given, plan = self._given, self._plan
        if given is not None:
            self.team.setCurrentIndex(self.team.findData(given.team))
            self.measure.setCurrentIndex(self.measure.findData(given.measure))
            self.source.setText(given.target.source)
        self._list_parts()
        if given is not None:
            self.stage.setCurrentIndex(max(self.stage.findData(given.stage), 0))
            self.band.setCurrentIndex(max(self.band.findData(given.band), 0))
        self._show_unit()
        share = self._measure is Measure.ON_TIME
        usual = 95.0 if share else 20.0 if self._measure is Measure.CASELOAD else 5.0
        self.target.setValue(usual if given is None else given.target.value * (100 if share else 1))
        by = (given and given.by) or plan.reinspection or plan.start
        self.by.setDateRange(QDate(plan.start.year, plan.start.month, plan.start.day), QDate(2150, 12, 31))
        self.by.setDate(QDate(by.year, by.month, by.day))

    def _arrange(self) -> None:
        fields = (
            ("Name", self.name),
            ("Team", self.team),
            ("It looks at", self.measure),
            ("Task", self.stage),
            ("Risk band", self.band),
            ("Target", self.target),
            ("To be met by", self.by),
            ("Source", self.source),
            ("", self.note),
        )
        lay_out(self, fields, (self.cancel_button, self.accept_button))
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.team.currentIndexChanged.connect(self._on_measure)
        self.measure.currentIndexChanged.connect(self._on_measure)
        for line in (self.name, self.source):
            line.textChanged.connect(self._on_changed)
        for box in (self.stage, self.band):
            box.currentIndexChanged.connect(self._on_changed)
        self.target.valueChanged.connect(self._on_changed)
        self.by.dateChanged.connect(self._on_changed)
        self._on_changed()

    @property
    def _measure(self) -> Measure:
        return Measure(self.measure.currentData())

    def _list_parts(self) -> None:
        """The tasks that have a clock, or of a wait those that use a shared resource, and the bands, of the team; as
        far as the measure can tell them apart."""
        team, measure = self._plan.team(self.team.currentData()), self._measure
        clocked = [stage for stage in team.stages if stage.recurrence is not None or team.clocked_stage(stage).due]
        shared = [stage for stage in team.stages if stage.resource is not None]
        self.stage.clear()
        for stage in shared if measure.at_resource else clocked or team.stages:
            self.stage.addItem(stage.name, stage.key)
        self.stage.setEnabled(measure.staged)
        self.band.clear()
        self.band.addItem(ALL_BANDS, None)
        if measure.banded:
            for band in team.bands:
                self.band.addItem(band.name, band.key)
        self.band.setEnabled(self.band.count() > 1)

    def _show_unit(self) -> None:
        share = self._measure is Measure.ON_TIME
        self.target.setRange(0, 100 if share else 100_000)
        self.target.setSuffix(" %" if share else f" {MEASURE_UNIT[self._measure]}")

    def standard(self) -> Standard:
        """What the form says; InvalidPlan when that is not allowed."""
        name, given = self.name.text().strip(), self._given
        if not name:
            raise InvalidPlan("name", "", NAME_NEEDED)
        if self._measure.staged and not self.stage.count():
            raise InvalidPlan("stage", "", "no task of this team can be looked at in this way: choose another measure")
        share = self._measure is Measure.ON_TIME
        value = round(self.target.value() / (100 if share else 1), 6)
        taken = {one.key for one in self._plan.standards}
        day = self.by.date()
        return Standard(
            key_for(name, taken) if given is None else given.key,
            name,
            self.team.currentData(),
            self._measure,
            self._target(value),
            self.stage.currentData() if self._measure.staged else None,
            self.band.currentData(),
            date(day.year(), day.month(), day.day()),
        )

    def _target(self, value: float) -> Assumption:
        """The target with its source: as it was, while nobody says otherwise."""
        source, unit = self.source.text().strip(), MEASURE_UNIT[self._measure]
        given = self._given
        if given is not None and (given.target.source, given.target.unit) == (source, unit):
            return replace(given.target, value=value)
        if source:
            return Assumption(value, unit, Status.ADAPT, source)
        return Assumption(value, unit, rationale="Your force's own choice.")

    def _on_measure(self) -> None:
        self._list_parts()
        self._show_unit()
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        from planner.edit.standards import put_standard

        refusal = ""
        try:
            put_standard(self._plan, self.standard())
        except InvalidPlan as error:
            refusal = error.sentence
        self.note.setText(refusal or HELP)
        set_property(self.note, "tone", "warn" if refusal else "")
        self.accept_button.setEnabled(not refusal)
        self.name.setAccessibleDescription(self.note.text())

    def accept(self) -> None:
        """Hand the standard over; nothing happens while something is missing."""
        if self.accept_button.isEnabled():
            found = self.standard()
            super().accept()
            self._then(found)
