"""Reductions and absences of a team's people: what is in force, what is to come, and what is about to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from planner.app.charts.dates import day_text
from planner.app.models.table import Column
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.words import Words, set_property
from planner.app.widgets.wrapping_row import WrappingRow
from planner.model.absence import Reduction

if TYPE_CHECKING:
    from datetime import date

    from planner.app.theme import Appearance, Theme
    from planner.model.people import Officer
    from planner.model.plan import Plan
    from planner.report.time_off import TimeOff

SHOWN = ("All", "About to end", "In force", "To come", "Over")
NOTHING = (
    "Nobody's hours are reduced here. Add what keeps somebody from cases for a time: a phased return, a tutor's "
    "time, a representative's duties."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One of them, on the plan's first day."""

    officer: Officer
    what: TimeOff
    day: date


def _standing(row: Row) -> str:
    from planner.report.time_off import standing_in_words

    return standing_in_words(row.what, row.day)


def _tone(row: Row) -> str:
    from planner.report.time_off import about_to_end

    return "warn" if about_to_end(row.what, row.day) else ""


def _takes(row: Row) -> str:
    from planner.report.time_off import amount_in_words

    return amount_in_words(row.what)


COLUMNS = (
    Column("Officer", lambda row: row.officer.name, width=26, least=14),
    Column("What", lambda row: "reduction" if isinstance(row.what, Reduction) else str(row.what.kind)),
    Column("Reason", lambda row: row.what.reason, width=48, least=18),
    Column("From", lambda row: day_text(row.what.first), lambda row: row.what.first.isoformat()),
    Column(
        "To",
        lambda row: "" if row.what.last is None else day_text(row.what.last),
        lambda row: None if row.what.last is None else row.what.last.isoformat(),
    ),
    Column("Takes", _takes),
    Column("Stands", _standing, lambda row: None if row.what.last is None else row.what.last.isoformat(), mark=_tone),
)


class TimeOffPage(QWidget):
    """The list, narrowed to what is asked for; the buttons act on the chosen one."""

    add_wanted = Signal()
    change_wanted = Signal(object)
    end_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(objectName="caseload_time_off")
        self._writable = False
        self.shown = ChoiceBox("time_off_shown", "Which reductions and absences are shown")
        self.shown.addItems(list(SHOWN))
        self.summary = Words("", "strong", wrap=True)
        self.add = QPushButton("Add…", objectName="time_off_add")
        self.add.setToolTip("Add a reduction of somebody's weekly hours, or a dated absence.")
        self.change = QPushButton("Change…", objectName="time_off_change")
        self.end = QPushButton("End", objectName="time_off_end")
        self.remove = QPushButton("Remove", objectName="time_off_remove")
        self.table = DataTable(appearance, "time_off_table", "Reductions and absences", COLUMNS)
        self._arrange()
        self.shown.currentIndexChanged.connect(self._narrow)
        self.table.chosen.connect(self._on_chosen)
        self.table.entered_row.connect(self.change_wanted)
        self.add.clicked.connect(self.add_wanted)
        for button, signal in (
            (self.change, self.change_wanted),
            (self.end, self.end_wanted),
            (self.remove, self.remove_wanted),
        ):
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(self.table.current))
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def _arrange(self) -> None:
        self._buttons = WrappingRow()
        label = Words("Show")
        label.setBuddy(self.shown)
        self._buttons.add_together(label, self.shown)
        for button in (self.add, self.change, self.end, self.remove):
            self._buttons.add(button)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(UNIT)
        self._top.addWidget(self.summary, 1)
        self._top.addLayout(self._buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addLayout(self._top)
        layout.addWidget(self.table, 1)

    def show_plan(self, plan: Plan, team: str, *, writable: bool) -> None:
        """Those of one team; the chosen one stays so."""
        from planner.report.time_off import about_to_end, time_off_of
        from planner.report.words import counted

        self._writable = writable
        chosen = self.table.current
        rows = [Row(officer, what, plan.start) for officer, what in time_off_of(plan, team)]
        ending = sum(about_to_end(row.what, row.day) for row in rows)
        self.table.show_rows(rows)
        self._narrow()
        for at, row in enumerate(self.table.table.rows):
            if row == chosen:
                self.table.choose(at)
        begins = day_text(plan.start)
        self.summary.setText(
            NOTHING
            if not rows
            else f"{ending} of {counted(len(rows), 'entry').replace('entrys', 'entries')} "
            f"{'ends' if ending == 1 else 'end'} within 30 days of {begins}."
        )
        set_property(self.summary, "tone", "warn" if ending else "")
        self.end.setText(f"End on {begins}")
        self.end.setToolTip("Make that day its last; Undo takes it back.")
        self.add.setEnabled(writable)
        self._on_chosen(self.table.current)

    @Slot()
    def _narrow(self) -> None:
        from planner.report.time_off import about_to_end, days_left

        def is_over(row: Row) -> bool:
            left = days_left(row.what, row.day)
            return left is not None and left < 0

        def shown(row: Row) -> bool:
            begun = row.what.first <= row.day
            return {
                "All": True,
                "About to end": about_to_end(row.what, row.day),
                "In force": begun and not is_over(row),
                "To come": not begun,
                "Over": is_over(row),
            }[self.shown.currentText()]

        self.table.filter.ask("", shown)
        self.table.choose_first()

    @Slot(object)
    def _on_chosen(self, row: Row | None) -> None:
        there = self._writable and row is not None
        self.change.setEnabled(there)
        self.remove.setEnabled(there)
        self.end.setEnabled(there and row.what.first <= row.day and (row.what.last is None or row.what.last > row.day))

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        large = theme.text_scale >= LARGE_TEXT
        self._buttons.set_wraps(large)
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
