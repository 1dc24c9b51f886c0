"""The register of assumptions: every figure of the plan, how far it can be trusted, and who looks at it again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from planner.app.models.register import ANY, REVIEWS, condition, counts_in_words, register_columns, value_text
from planner.app.panels.figure_form import FigureForm
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.turns import Turns
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.scrolling import scrolling
from planner.app.widgets.words import Elided
from planner.model.assumption import Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Jobs
    from planner.app.paper import Paper
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme
    from planner.app.turns import Steps
    from planner.edit.provenance import RegisterRow
    from planner.model.assumption import Assumption
    from planner.model.plan import Plan
    from planner.model.table import Cell

ROWS_AT_LEAST = 6
ALL_STATUSES, ALL_TEAMS = "All statuses", "All teams"


class RegisterPage(QWidget):
    """What narrows the table above it, the form for the chosen figure below it."""

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> None:
        super().__init__(objectName="data_register")
        self._appearance, self._session, self._jobs, self._dialogs = appearance, session, jobs, dialogs
        self._teams: list[str | None] = [None]
        self._turns = Turns(self)
        self.search = QLineEdit(
            objectName="register_search",
            accessibleName="Show only figures that hold these words",
            placeholderText="Show only rows that hold…",
            clearButtonEnabled=True,
        )
        self.status = ChoiceBox("register_status", "Show only figures of this status")
        self.status.addItems([ALL_STATUSES, *Status])
        self.team = ChoiceBox("register_team", "Show only figures of this team")
        self.review = ChoiceBox("register_review", "Show only figures whose review is due")
        self.review.addItems(list(REVIEWS))
        self.summary = Elided("", "caption")
        self.print_button = QPushButton("Print…", objectName="register_print")
        self.pdf_button = QPushButton("Save as PDF…", objectName="register_pdf")
        self.table = DataTable(appearance, "register_table", "Register of assumptions", register_columns(self.today))
        self.form = FigureForm(appearance)
        self._arrange()
        self.search.textChanged.connect(self._on_narrowed)
        for box in (self.status, self.team, self.review):
            box.currentIndexChanged.connect(self._on_narrowed)
        self.table.chosen.connect(self._on_chosen)
        self.table.entered_row.connect(lambda _: self.form.status.setFocus())
        self.form.accepted.connect(self._on_accepted)
        self.print_button.clicked.connect(self.ask_to_print)
        self.pdf_button.clicked.connect(self._ask_where_to_save)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def _arrange(self) -> None:
        boxes = QHBoxLayout()
        boxes.setSpacing(UNIT)
        for box in (self.status, self.team, self.review):
            boxes.addWidget(box, 1)
        # What gives way when the text is large.
        self._narrow_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._narrow_row.setSpacing(UNIT)
        self._narrow_row.addWidget(self.search, 2)
        self._narrow_row.addLayout(boxes, 3)
        below = QHBoxLayout()
        below.setSpacing(UNIT)
        below.addWidget(self.summary, 1)
        below.addWidget(self.pdf_button)
        below.addWidget(self.print_button)
        page = QWidget()
        area = scrolling(page, "Register of assumptions")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addLayout(self._narrow_row)
        layout.addLayout(below)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.form)

    @staticmethod
    def today() -> date:
        """The day that reviews are measured against."""
        return date.today()  # noqa: DTZ011 - the user's own day

    @property
    def table_title(self) -> str:
        """What the table on show holds."""
        return "Register of assumptions"

    def exported(self) -> list[tuple[Cell, ...]]:
        """The figures on show as cells."""
        return [
            (
                row.team,
                row.name,
                row.figure.value,
                row.figure.unit,
                str(row.figure.status),
                row.figure.source,
                row.figure.rationale,
                row.figure.owner,
                row.figure.review,
            )
            for row in self.table.filter.shown
        ]

    def show_plan(self, plan: Plan, *, read_only: bool) -> None:
        """The figures of a plan; the one that was chosen stays so."""
        from planner.edit.growth_figures import growth_register
        from planner.edit.provenance import register

        chosen = self.table.current
        rows = (*register(plan), *growth_register(plan))
        teams = list(dict.fromkeys(row.team for row in rows))
        if self._teams[1:] != teams:
            self._teams = [None, *teams]
            blocked = self.team.blockSignals(True)
            self.team.clear()
            self.team.addItems([ALL_TEAMS, *(team or "Whole plan" for team in teams)])
            self.team.blockSignals(blocked)
        self.form.set_read_only(read_only)
        self.table.show_rows(rows)
        self._narrow()
        for at, row in enumerate(self.table.table.rows):
            if chosen is not None and row.place == chosen.place:
                self.table.choose(at)
        self.form.show_row(self.table.current)

    def choose(self, place: str) -> None:
        """Show a figure, by its place in the plan, whatever the table was narrowed to."""
        self.search.clear()
        for box in (self.status, self.team, self.review):
            box.setCurrentIndex(0)
        for at, row in enumerate(self.table.table.rows):
            if row.place == place:
                self.table.choose(at)
                self.table.setFocus()

    def _narrow(self) -> None:
        status = self.status.currentIndex()
        asked = condition(
            list(Status)[status - 1] if status > 0 else None,
            self._teams[max(self.team.currentIndex(), 0)],
            REVIEWS[max(self.review.currentIndex(), 0)],
            self.today(),
        )
        self.table.filter.ask(self.search.text(), asked)
        shown, rows = self.table.filter.shown, self.table.table.rows
        number = f"{len(rows):,} figures" if len(shown) == len(rows) else f"{len(shown):,} of {len(rows):,} figures"
        self.summary.setText(f"{number}: {counts_in_words(shown)}. ASSUME: your estimate needed.")

    @Slot()
    def _on_narrowed(self) -> None:
        self._narrow()
        self.table.choose_first()

    @Slot(object)
    def _on_chosen(self, row: RegisterRow | None) -> None:
        self.form.show_row(row)

    @Slot(object, object)
    def _on_accepted(self, row: RegisterRow, figure: Assumption) -> None:
        from planner.edit.provenance import set_figure

        changed = set_figure(self._session.plan, row.place, figure)
        self._session.change(f"Change what is known of {row.name.lower()}", changed, self)

    def narrowed_words(self) -> str:
        """What the table on show was narrowed to; empty for nothing."""
        parts = [
            f"“{self.search.text()}”" if self.search.text() else "",
            self.status.currentText() if self.status.currentIndex() > 0 else "",
            self.team.currentText() if self.team.currentIndex() > 0 else "",
            self.review.currentText() if self.review.currentText() != ANY else "",
        ]
        return ", ".join(part for part in parts if part)

    def paper(self) -> Paper:
        """The rows on show, ready to be set on pages."""
        from planner.app.paper import Paper
        from planner.model.codec import fingerprint

        plan = self._session.plan
        rows = [
            (row.team, row.name, value_text(row.figure.value), *texts[3:])
            for row, texts in zip(self.table.filter.shown, self.table.texts(self.table.filter.shown), strict=True)
        ]
        return Paper(
            "Register of assumptions",
            f"{plan.name} (illustrative data)" if plan.illustrative else plan.name,
            self.narrowed_words(),
            f"Plan {fingerprint(plan)}",
            self.today(),
            self.table.headings,
            tuple(rows),
        )

    @Slot()
    def ask_to_print(self) -> None:
        """Ask for a printer and print the rows on show."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from planner.app.paper import draw_steps, prepare

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        prepare(printer)
        dialog = QPrintDialog(printer, self)
        dialog.setObjectName("print_dialog")
        paper = self.paper()
        dialog.accepted.connect(lambda: self._set_pages(draw_steps(paper, printer), lambda _: None))
        dialog.finished.connect(dialog.deleteLater)
        # Its own `open` takes a slot to call, by name.
        QDialog.open(dialog)

    @Slot()
    def _ask_where_to_save(self) -> None:
        folder = self._session.workspace.path.parent
        self._dialogs.ask_picture_to_save(
            folder, f"{self._session.plan.name}, register of assumptions", {".pdf": "PDF pages"}, self.save_pdf
        )

    def save_pdf(self, path: Path) -> None:
        """Write the rows on show to a PDF file; a fault is told."""
        from planner.app.charts.picture import write_whole
        from planner.app.paper import pdf_steps

        def write(data: bytes) -> None:
            job = self._jobs.start("Saving the register", lambda progress: write_whole(path, data), asked=True)
            job.failed.connect(self._session.tell_failure)

        self._set_pages(pdf_steps(self.paper()), write)

    def _set_pages(self, steps: Steps, then: Callable[[Any], None]) -> None:
        """Paint pages while the window goes on answering."""
        buttons = (self.print_button, self.pdf_button)

        def done(found: object) -> None:
            for button in buttons:
                button.setEnabled(True)
            then(found)

        for button in buttons:
            button.setEnabled(False)
        self._turns.run(steps, done)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        """A few rows are always there: with large text the page scrolls."""
        large = theme.text_scale >= LARGE_TEXT
        self._narrow_row.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        self.search.setMinimumWidth(22 * UNIT)
        self.table.setMinimumHeight(ROWS_AT_LEAST * self.table.verticalHeader().defaultSectionSize())
