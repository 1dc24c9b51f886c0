"""The last page of the import wizard: what would change, or what keeps the file out of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from planner.app.models.table import Column
from planner.app.theme import UNIT
from planner.app.widgets.chip import Chip
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.words import Words
from planner.report.words import counted

if TYPE_CHECKING:
    from planner.app.theme import Appearance
    from planner.model.intake import Problem, Reading

PROBLEM_COLUMNS = (
    Column(
        "Row", lambda problem: f"{problem.row:,}" if problem.row else "all", lambda problem: problem.row, number=True
    ),
    Column("Column", lambda problem: problem.column or "the whole row", width=28),
    Column("Value", lambda problem: problem.value, width=28),
    Column("What is wrong, and what to do", lambda problem: problem.reason, width=130, least=40),
)
MOST_WORDS = 8
"""Sentences that are shown at most; the rest are counted."""


class ResultPage(QWidget):
    """Good: sentences and the first rows as they will be kept. Bad: a table of problems, and a file of them to save."""

    save_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.reading: Reading | None = None
        self.verdict = Chip(appearance, "info", "")
        self.words = Words("", "", wrap=True)
        self.notes = Words("", "caption", wrap=True)
        self.heading = Words("", "section")
        self.save_button = QPushButton("Save the list of problems…", objectName="import_save_problems")
        self.save_button.setToolTip("As a CSV or Excel file, to be mended beside the original.")
        self.problems = DataTable(appearance, "import_problems", "Problems in the file", PROBLEM_COLUMNS)
        self.preview = DataTable(appearance, "import_result_preview", "First rows as they will be kept", ())
        self.whole = Words("", "", wrap=True)
        """The problem that is chosen, in full."""
        self._arrange()
        self.problems.chosen.connect(self._on_chosen)
        self.save_button.clicked.connect(self.save_wanted)

    def _arrange(self) -> None:
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * UNIT, UNIT + UNIT // 2, 2 * UNIT, UNIT + UNIT // 2)
        inside.setSpacing(UNIT)
        top = QHBoxLayout()
        top.addWidget(self.verdict)
        top.addStretch(1)
        inside.addLayout(top)
        inside.addWidget(self.words)
        inside.addWidget(self.notes)
        row = QHBoxLayout()
        row.addWidget(self.heading)
        row.addStretch(1)
        row.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT + UNIT // 2)
        layout.addWidget(card)
        layout.addLayout(row)
        layout.addWidget(self.problems, 1)
        layout.addWidget(self.whole)
        layout.addWidget(self.preview, 1)

    @property
    def takable(self) -> bool:
        """Whether what was read can be imported."""
        return self.reading is not None and self.reading.plan is not None

    def show_reading(self, reading: Reading, file: str) -> None:
        """Say what reading the file found."""
        self.reading = reading
        wrong = bool(reading.problem_count)
        if wrong:
            self.verdict.show_status("bad", f"Nothing is imported yet: {counted(reading.problem_count, 'problem')}")
            self.words.setText(
                f"Mend {'it' if reading.problem_count == 1 else 'them'} in {file} and choose the file again, "
                "or go back and read the columns another way. All rows come in, or none."
            )
            self._show_problems(reading)
        else:
            self.verdict.show_status("good", "Every row can be read")
            self.words.setText("\n".join(_shortened(reading.totals)))
            self._show_preview(reading)
        self.notes.setText("\n".join(_shortened(reading.notes)))
        self.notes.setVisible(bool(reading.notes))
        self.problems.setVisible(wrong)
        self.save_button.setVisible(wrong)
        self.whole.setVisible(wrong)
        self.preview.setVisible(not wrong)

    def _show_problems(self, reading: Reading) -> None:
        more = (
            "" if reading.problem_count == len(reading.problems) else f", of which the first {len(reading.problems):,}"
        )
        self.heading.setText(f"Problems{more}")
        self.problems.show_rows(reading.problems)
        self.problems.setFocus()

    @Slot(object)
    def _on_chosen(self, problem: Problem | None) -> None:
        if problem is not None:
            place = f"Row {problem.row:,}" if problem.row else "All rows"
            self.whole.setText(f"{place}{f', {problem.column}' if problem.column else ''}: {problem.reason}")

    def _show_preview(self, reading: Reading) -> None:
        self.heading.setText("The first rows as they will be kept")
        columns = [Column(title, _at(at), width=32, least=20) for at, title in enumerate(reading.preview_header)]
        self.preview.show_rows(reading.preview, columns)


def _at(at: int) -> object:
    return lambda row: row[at]


def _shortened(sentences: tuple[str, ...]) -> list[str]:
    shown = list(sentences[:MOST_WORDS])
    return [*shown, f"and {len(sentences) - MOST_WORDS:,} more."] if len(sentences) > MOST_WORDS else shown
