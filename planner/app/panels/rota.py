"""Rota: people by days, painted by hand or by the solver, checked against every rule as it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from planner.app import rota_work
from planner.app.models.rota_cells import Cell, RotaCells
from planner.app.panels.panel import Panel
from planner.app.panels.rota_bar import RotaBar
from planner.app.panels.rota_empty import RotaEmptyPage
from planner.app.panels.rota_side import RotaSide
from planner.app.rota_outlets import RotaOutlets
from planner.app.rota_run import IMPROVE, REPAIR, SOLVE, WHY, RotaRun
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.column import Column
from planner.app.widgets.rota_cover import CoverStripes
from planner.app.widgets.rota_grid import CELL_HEIGHT, RotaGrid
from planner.app.widgets.scrolling import scrolling
from planner.app.widgets.words import Words
from planner.model.checks import InvalidPlan
from planner.model.rota_draft import RotaDraft
from planner.report.rota_strips import cover_sentence, cover_strips

if TYPE_CHECKING:
    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Job, Jobs
    from planner.app.panels.rota_parts import RotaPartsPage
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme
    from planner.model.plan import Plan
    from planner.model.rota import Rota
    from planner.model.rota_checks import RotaCheck
    from planner.model.rota_draft import RotaLine
    from planner.model.rota_facts import RotaFacts

DEPENDS_ON = frozenset({"rotas", "officers", "teams", "cases", "illustrative", "prices"})
REST_MILLISECONDS = 600
"""After so long without a change the visits are placed again."""
LIST_MILLISECONDS = 80
"""After so long the lists beside the grid follow what is painted."""
GRID, EMPTY, PARTS = range(3)
LEAST_ROWS, SIDE_WIDTH = 8, 52 * UNIT
"""People for whom there is always room, and pixels for what is said of them."""


class RotaPanel(Panel):
    """The grid with its strips on the left, what is to be said of it on the right."""

    help_sentence = (
        "Rota paints who works when: type a duty's letter on the chosen cells, or choose a duty and drag. Every rule "
        "is checked as you paint; Solve finds a lawful rota, and what it costs is said beside it."
    )

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> None:
        super().__init__("rota", "Rota", appearance, session, jobs)
        self._dialogs = dialogs
        self._answer: rota_work.Answer | None = None
        self._visits_job: Job | None = None
        self.cells = RotaCells(self)
        self.grid = RotaGrid(appearance, self.cells)
        self.cover = CoverStripes(appearance, self.grid)
        self.bar = RotaBar(appearance, session)
        self.side = RotaSide(appearance)
        self.cover_words = Words("", "caption", wrap=True)
        self.note = Words("", "caption", wrap=True)
        self.runs = RotaRun(session, jobs, self.bar.strip, self)
        self.stack = QStackedWidget()
        self.empty = RotaEmptyPage()
        self.parts: RotaPartsPage | None = None
        self._check_job: Job | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._lists = QTimer(self, singleShot=True, interval=LIST_MILLISECONDS)
        self._arrange()
        self.outlets = RotaOutlets(self, dialogs)
        self._connect()
        self._on_theme_changed(appearance.theme)
        self.show_plan()

    def _arrange(self) -> None:
        left = Column()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT // 2)
        column.addWidget(self.grid, 1)
        column.addWidget(self.cover)
        column.addWidget(self.cover_words)
        column.addWidget(self.note)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(UNIT)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(UNIT)
        inside.addWidget(self.bar)
        inside.addWidget(self.splitter, 1)
        area = scrolling(page, "Rota")
        self.stack.addWidget(area)
        self.stack.addWidget(self.empty)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.empty.begin.clicked.connect(self.ask_new)
        self.bar.new_wanted.connect(self.ask_new)
        self.bar.edit_wanted.connect(self.edit_parts)
        self.bar.shown_changed.connect(self._draw)
        self.bar.brush_changed.connect(self._on_brush)
        self.bar.copy_wanted.connect(self._on_copy)
        self.bar.remove_wanted.connect(self._on_remove)
        self.bar.solve_wanted.connect(self._on_solve)
        self.bar.why_wanted.connect(self._on_why)
        self.bar.why_menu.aboutToShow.connect(self._fill_why)
        self.grid.paint_wanted.connect(self._on_painted)
        self.grid.lock_wanted.connect(self._on_lock)
        self.grid.refused.connect(self.note.setText)
        self.cover.day_wanted.connect(self.grid.go_to_day)
        self.side.cell_wanted.connect(self._on_cell)
        self.side.adopt_wanted.connect(self._on_adopt)
        self.cells.checked.connect(self._on_checked)
        self.cells.check_wanted.connect(self._on_check_wanted)
        self._lists.timeout.connect(self._show_lists)
        self.runs.answered.connect(self._on_answered)
        self.runs.changed.connect(self._refresh_buttons)
        self._rest.timeout.connect(self._place_visits)
        self.appearance.theme_changed.connect(self._on_theme_changed)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        """With large text what is said of the rota stands below it, and the place scrolls."""
        large = theme.text_scale >= LARGE_TEXT
        self.grid.setMinimumHeight(round(LEAST_ROWS * CELL_HEIGHT * theme.text_scale))
        self.side.setMinimumWidth(0 if large else SIDE_WIDTH)
        self.side.setMinimumHeight(round(LEAST_ROWS * CELL_HEIGHT * theme.text_scale) if large else 0)
        self.splitter.setOrientation(Qt.Orientation.Vertical if large else Qt.Orientation.Horizontal)

    @property
    def rota(self) -> Rota | None:
        """The rota on show."""
        return self.bar.rota

    @property
    def draft(self) -> RotaDraft | None:
        """The draft on show; None for a published version."""
        return self.bar.draft

    @property
    def lines(self) -> tuple[RotaLine, ...]:
        """The lines on show."""
        return self.bar.lines

    def show_plan(self) -> None:
        """The rotas of the plan; a way to begin where there is none."""
        super().show_plan()
        plan = self.session.plan
        if plan is None:
            return
        self.subtitle.setText(plan.name)
        self.empty.show_plan(plan, writable=not self.session.workspace.read_only)
        self.bar.show_plan(plan)
        self._draw()

    def on_parts(self, parts: frozenset[str]) -> None:
        """Only what a rota depends on."""
        if parts & DEPENDS_ON:
            self.show_plan()

    @Slot()
    def _on_opened(self) -> None:
        self.runs.forget()
        self.cells.clear()
        super()._on_opened()

    @Slot()
    def _draw(self) -> None:
        rota = self.rota
        editing = self.parts is not None and self.stack.currentWidget() is self.parts
        self.stack.setCurrentIndex(EMPTY if rota is None else PARTS if editing else GRID)
        if editing and rota is not None:
            self.parts.show_rota(rota)
        if rota is None:
            self.cells.clear()
            return
        self.cells.show(self.session.plan, rota, self.lines, rota_work.today())
        self.bar.brushes.show_duties(self.cells)
        self._refresh_buttons()

    @Slot()
    def _refresh_buttons(self) -> None:
        writable = not self.session.workspace.read_only
        self.grid.writable = writable and self.draft is not None
        self.bar.refresh(writable=writable, at_work=self.runs.at_work)

    @Slot()
    def _on_checked(self) -> None:
        strips = cover_strips(self.cells.facts, self.cells.lines)
        self.cover.show_strips(strips)
        self.cover_words.setText(cover_sentence(self.cells.facts, strips))
        self.note.setText("")
        self.bar.show_state(self.cells.check, pending=self.cells.pending)
        self._lists.start()
        self._rest.start()

    @Slot()
    def _show_lists(self) -> None:
        if self.cells.facts is not None:
            self.side.show_check(self.cells)

    @Slot(object, object)
    def _on_check_wanted(self, facts: RotaFacts, lines: rota_work.Lines) -> None:
        if self._check_job is not None:
            self._check_job.cancel()
        job = self.jobs.start("Checking the rota", lambda progress: rota_work.check(facts, lines, progress))
        self._check_job = job
        job.finished.connect(lambda check: self._on_all_checked(check, lines))
        job.failed.connect(self.session.tell_failure)
        self.cells.checked.emit()

    def _on_all_checked(self, check: RotaCheck, lines: rota_work.Lines) -> None:
        self._check_job = None
        self.cells.take_check(check, lines)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """The visits are placed once somebody looks."""
        super().showEvent(event)
        self._rest.start()

    @Slot()
    def _place_visits(self) -> None:
        plan, rota = self.session.plan, self.rota
        if plan is None or rota is None or not self.isVisible():
            return
        lines = self.lines
        if self._visits_job is not None:
            self._visits_job.cancel()
        job = self.jobs.start("Visits on the rota", lambda progress: rota_work.visits(plan, rota, lines, progress))
        self._visits_job = job
        job.finished.connect(self._on_visits)
        job.failed.connect(self.session.tell_failure)

    @Slot(object)
    def _on_visits(self, found: rota_work.VisitsAhead) -> None:
        self._visits_job = None
        self.side.show_visits(found)
        self.cover.show_visits(found.days if found.rows else None)

    def change(self, label: str, plan: Plan) -> bool:
        """Save a changed plan; what was painted is shown as the plan has it where that cannot be."""
        changed = self.session.change(label, plan, self)
        if not changed:
            self._draw()
        return changed

    @Slot()
    def ask_new(self) -> None:
        """Ask for a new rota."""
        self._dialogs.ask_new_rota(self.session.plan, self.rota and self.rota.team, self._on_new)

    @Slot()
    def edit_parts(self) -> None:
        """Show what the rota is made of in place of the grid."""
        if self.parts is None:
            from planner.app.panels.rota_parts import RotaPartsPage

            self.parts = RotaPartsPage(self.appearance, self.session, self.jobs, self._dialogs)
            self.parts.left.connect(self._on_parts_left)
            self.stack.addWidget(self.parts)
        self.stack.setCurrentIndex(PARTS)
        self.parts.show_rota(self.rota)
        self.parts.editor.table.setFocus()

    @Slot()
    def _on_parts_left(self) -> None:
        self.stack.setCurrentIndex(GRID)
        self.grid.setFocus()

    def _on_new(self, key: str, plan: Plan) -> None:
        self.bar.choose(key, None)
        name = plan.rotas[-1].name
        self.change(f"Begin the rota “{name}”", plan)
        self.grid.setFocus()

    @Slot(object)
    def _on_brush(self, brush: str | None) -> None:
        self.grid.brush = brush

    @Slot(object, str)
    def _on_painted(self, cells: list[Cell], shift: str) -> None:
        from planner.edit.rota import paint

        days = "a day" if len(cells) == 1 else f"{len(cells)} days"
        label = f"Paint {days}: {self.cells.shift_words(shift)}"
        self.change(label, paint(self.session.plan, self.rota.key, self.draft.key, cells, shift))

    @Slot(object, bool)
    def _on_lock(self, cells: list[Cell], locked: bool) -> None:
        from planner.edit.rota import lock

        days = "a day" if len(cells) == 1 else f"{len(cells)} days"
        plan = lock(self.session.plan, self.rota.key, self.draft.key, cells, locked=locked)
        self.change(f"{'Lock' if locked else 'Free'} {days} of the rota", plan)

    @Slot(str, object)
    def _on_cell(self, officer: str, day: date | None) -> None:
        at = 0 if day is None else (day - self.rota.start).days
        if officer:
            self.grid.go_to(officer, at)
        elif day is not None:
            self.grid.go_to_day(at)

    @Slot()
    def _on_copy(self) -> None:
        self._add_draft("Copy a draft", f"Copy of {self.bar.version_name}", None)

    def _add_draft(self, label: str, name: str, lines: rota_work.Lines | None, note: str = "") -> None:
        """Put a draft beside the one on show, a copy of it or with other lines, and show it."""
        from planner.edit.rota import put_rota

        rota = self.rota
        key, name = self.bar.free_name(name)
        shown = tuple(replace(line, cells=lines[line.officer]) if lines else line for line in self.lines)
        made = RotaDraft(key, name, shown, note=note)
        try:
            plan = put_rota(self.session.plan, replace(rota, drafts=(*rota.drafts, made)))
        except InvalidPlan as error:
            self.note.setText(error.sentence)
            return
        self.bar.choose(rota.key, key)
        self.change(f"{label} “{name}”", plan)

    @Slot()
    def _on_remove(self) -> None:
        from planner.edit.rota import remove_draft

        name = self.draft.name
        self.change(f"Remove the draft “{name}”", remove_draft(self.session.plan, self.rota.key, self.draft.key))

    @Slot(str)
    def _on_solve(self, kind: str) -> None:
        if self.draft is not None:
            self.runs.solve(kind, self.session.plan, self.rota, self.draft, self.bar.seconds)

    @Slot(str)
    def _on_why(self, shift: str) -> None:
        cell = self.grid.chosen[:1]
        if cell and self.draft is not None:
            self.runs.ask_why_not(self.session.plan, self.rota, self.draft, cell[0], shift)

    @Slot()
    def _fill_why(self) -> None:
        cell = self.grid.chosen[:1]
        present = self.cells.lines[cell[0][0]][cell[0][1]] if cell else ""
        self.bar.fill_why(self.cells, present)

    @Slot(str, object)
    def _on_answered(self, kind: str, answer: rota_work.Answer) -> None:
        self._answer = answer
        self.side.show_answer(answer, adopt=kind == WHY and answer.lines is not None)
        if self.rota is None or answer.lines is None or set(answer.lines) != set(self.cells.lines):
            return
        if kind == SOLVE:
            self._add_draft("Solve a rota:", "Solved", answer.lines, answer.sentence)
        elif kind == REPAIR:
            self._add_draft("Repair a rota:", "Repaired", answer.lines, answer.sentence)
        elif kind == IMPROVE and self.draft is not None:
            self._improve(answer)

    def _improve(self, answer: rota_work.Answer) -> None:
        from planner.edit.rota import adopt

        plan = adopt(self.session.plan, self.rota.key, self.draft.key, answer.lines, answer.sentence)
        self.change(f"Improve the draft “{self.draft.name}”", plan)

    @Slot()
    def _on_adopt(self) -> None:
        if self._answer is not None and self._answer.lines is not None:
            self._add_draft("Try a rota:", "With that cell", self._answer.lines, self._answer.sentence)
