"""Caseload: who is over the limit, what is late, and who can take the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from planner.app import caseload_views
from planner.app.charts.saving import ChartSaver
from planner.app.panels.caseload_adviser import AdviserPage
from planner.app.panels.caseload_books import BooksPage
from planner.app.panels.caseload_chart import ChartPage
from planner.app.panels.caseload_time_off import Row, TimeOffPage
from planner.app.panels.panel import Panel
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.words import Words
from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.app.caseload_views import TeamView
    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Job, Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme
    from planner.model.plan import Plan
    from planner.report.time_off import TimeOff

PAGES = ("Officers", "Chart", "Who can take one?", "Reductions and absences")
OFFICERS, CHART, ADVISER, TIME_OFF = range(4)
PARTS_THAT_MATTER = caseload_views.DECIDES | {"illustrative", "name"}
WORKING = "Working out who holds what…"
NO_OFFICERS = "This team has no officers yet: import them, and who holds what is worked out here."
NO_CASES = "No open cases here yet: import the case book, and each officer's share of it is worked out here."


class CaseloadPanel(Panel):
    """Four pages about one team under one sentence. They are worked out beside the window."""

    help_sentence = (
        "Caseload sets the hours that each officer's open cases want in the coming weeks beside the hours there are. "
        "Drag cases to another officer to try it; Keep makes it the plan."
    )
    import_wanted = Signal()

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> None:
        super().__init__("caseload", "Caseload", appearance, session, jobs)
        self._dialogs = dialogs
        self._job: Job | None = None
        self._stale = True
        """Whether what is on show is not of the plan and team as they are now."""
        self.view: caseload_views.TeamView | None = None
        self._fresh: set[int] = set()
        """The pages that show the present team."""
        self.team = ChoiceBox("caseload_team", "Team")
        self.tabs = QTabBar(objectName="caseload_pages", accessibleName="Pages of Caseload", expanding=False)
        for title in PAGES:
            self.tabs.addTab(title)
        self.export_button = QPushButton("Export this table…", objectName="caseload_export")
        self.export_button.setToolTip("Write the officers, or the cases of the chosen one, to a CSV or Excel file.")
        self.import_button = QPushButton("Import…", objectName="caseload_import")
        self.sentence = Words(WORKING, "strong", wrap=True)
        self.books = BooksPage(appearance)
        self.chart_page = ChartPage(appearance, session.plan.start)
        self.adviser = AdviserPage(appearance)
        self.time_off = TimeOffPage(appearance)
        self.pages = QStackedWidget()
        self._arrange()
        self._saver = ChartSaver(session, jobs, dialogs, (self.chart_page.chart,), lambda: self.session.plan.name)
        self._connect()
        self.show_plan()

    def _arrange(self) -> None:
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(UNIT)
        self._buttons.addWidget(self.team)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.import_button)
        self._buttons.addWidget(self.export_button)
        self._head = QVBoxLayout()
        self._head.setSpacing(UNIT)
        self._head.addLayout(self._buttons)
        for page in (self.books, self.chart_page, self.adviser, self.time_off):
            self.pages.addWidget(page)
        page = QWidget()
        page.setProperty("kind", "page")
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(UNIT + UNIT // 2)
        whole.addWidget(self.sentence)
        whole.addWidget(self.pages, 1)
        area = QScrollArea(widgetResizable=True, accessibleName="Caseload")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        self.body.setSpacing(UNIT)
        self.body.addLayout(self._head)
        self.body.addWidget(area, 1)

    @Slot(object)
    def _place_tabs(self, theme: Theme) -> None:
        """Beside the team, or on a line of their own where large text leaves no room."""
        self._buttons.removeWidget(self.tabs)
        self._head.removeWidget(self.tabs)
        if theme.text_scale >= LARGE_TEXT:
            self._head.addWidget(self.tabs)
        else:
            self._buttons.insertWidget(1, self.tabs)

    def _connect(self) -> None:
        self.appearance.theme_changed.connect(self._place_tabs)
        self._place_tabs(self.appearance.theme)
        self.tabs.currentChanged.connect(self._on_page)
        self.team.currentIndexChanged.connect(self._on_team)
        self.chart_page.changed.connect(self._draw_chart)
        self.import_button.clicked.connect(self.import_wanted)
        self.export_button.clicked.connect(self.ask_where_to_export)
        self.books.keep_wanted.connect(self.keep)
        self.books.move_wanted.connect(self._on_move)
        self.books.trial_changed.connect(lambda: self._fresh.discard(CHART))
        self.adviser.give_wanted.connect(self._on_give)
        self.time_off.add_wanted.connect(self._on_add_time_off)
        self.time_off.change_wanted.connect(self._on_change_time_off)
        self.time_off.end_wanted.connect(self._on_end_time_off)
        self.time_off.remove_wanted.connect(self._on_remove_time_off)

    @property
    def writable(self) -> bool:
        """Whether the plan may be changed."""
        return self.session.workspace is not None and not self.session.workspace.read_only

    def show_plan(self) -> None:
        """The teams of the plan, and the chosen one worked out as soon as it is looked at."""
        super().show_plan()
        plan = self.session.plan
        if plan is None:
            return
        from planner.app.charts.dates import day_text

        self.subtitle.setText(f"{plan.name}, on {day_text(plan.start)}")
        teams = [(team.name, team.key) for team in plan.teams]
        if teams != [(self.team.itemText(at), self.team.itemData(at)) for at in range(self.team.count())]:
            chosen, blocked = self.team.currentData(), self.team.blockSignals(True)
            self.team.clear()
            for name, key in teams:
                self.team.addItem(name, key)
            self.team.setCurrentIndex(max(self.team.findData(chosen), 0))
            self.team.blockSignals(blocked)
        self.import_button.setEnabled(self.writable)
        self._refresh()

    @Slot()
    def _on_opened(self) -> None:
        self.view = None
        self.books.forget()
        super()._on_opened()

    def on_parts(self, parts: frozenset[str]) -> None:
        """Only what a caseload depends on."""
        if parts & PARTS_THAT_MATTER:
            self.show_plan()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """What was not worked out out of sight is now."""
        super().showEvent(event)
        if self._stale and self._job is None:
            self._refresh()

    @Slot()
    def _on_team(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        """Work the chosen team out beside the window, or wait until somebody looks."""
        if self._job is not None:
            job, self._job = self._job, None
            job.cancel()
        self._stale = True
        plan, team = self.session.plan, self.team.currentData()
        if plan is None or team is None or not self.isVisible():
            return
        if self.view is not None and self.view.load.team.key != team:
            # Never one team's figures under another's name.
            self.pages.setEnabled(False)
        self.sentence.setText(WORKING)
        self._job = job = self.jobs.start(
            "Working out the caseload", lambda progress: caseload_views.view_team(plan, team, progress)
        )
        job.finished.connect(self._on_loaded)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_loaded(self, view: TeamView) -> None:
        self._job = None
        self._take(view)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self.pages.setEnabled(False)
        if isinstance(error, InvalidPlan):
            self.sentence.setText(f"The hours cannot be worked out: {error}")
        else:
            self.sentence.setText("The hours could not be worked out.")
            self.session.tell_failure(error)

    def _take(self, view: TeamView) -> None:
        """Show a team as the plan has it; of the pages, the one on show."""
        self._stale = False
        self.view, load = view, view.load
        self.pages.setEnabled(True)
        held = load.unallocated or any(entry.cases for entry in load.officers)
        self.import_button.setVisible(not load.officers or not held)
        empty = NO_OFFICERS if not load.officers else "" if held else NO_CASES
        self.sentence.setText(empty or view.sentence)
        self.books.show_view(view, writable=self.writable)
        self._fresh = {OFFICERS}
        self._fill_page()

    def _fill_page(self) -> None:
        """Fill the page on show, when that has not been done for this team."""
        page = self.pages.currentIndex()
        if self.view is None or self._stale or page in self._fresh:
            return
        self._fresh.add(page)
        load = self.view.load
        if page == CHART:
            self._draw_chart()
        elif page == ADVISER:
            self.adviser.show_load(load, writable=self.writable)
        elif page == TIME_OFF:
            self.time_off.show_plan(self.session.plan, load.team.key, writable=self.writable)

    @Slot()
    def _draw_chart(self) -> None:
        if self.view is not None and self.books.trial is not None:
            self.chart_page.show_trial(self.session.plan, self.books.trial)

    @Slot(int)
    def _on_page(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self._fill_page()
        self.export_button.setVisible(page in (OFFICERS, CHART))

    @Slot(object)
    def _on_move(self, keys: tuple[str, ...]) -> None:
        self._dialogs.ask_owner(self.appearance, self.books.trial, keys, lambda owner: self.books.move(keys, owner))

    @Slot()
    def keep(self) -> None:
        """Make what is tried the plan, in one step."""
        from planner.edit.allocation import move_cases
        from planner.report.words import counted

        trial = self.books.trial
        if trial is None or not trial.moves or self._stale or not self.writable:
            return
        targets = {self.books.name_of(owner) for owner in trial.moves.values()}
        where = f" to {targets.pop()}" if len(targets) == 1 else ""
        self._change(f"Move {counted(len(trial.moves), 'case')}{where}", lambda plan: move_cases(plan, trial.moves))
        self.books.officers.setFocus()

    @Slot(str, str)
    def _on_give(self, case: str, officer: str) -> None:
        from planner.edit.allocation import move_cases

        label = f"Give case {case} to {self.books.name_of(officer)}"
        self._change(label, lambda plan: move_cases(plan, {case: officer}))

    def _change(self, label: str, change: Callable[[Plan], Plan]) -> str:
        """Save a change; gives back why it cannot be, or nothing."""
        try:
            changed = change(self.session.plan)
        except InvalidPlan as error:
            return error.sentence
        return "" if self.session.change(label, changed, self) else "It could not be saved."

    @Slot()
    def _on_add_time_off(self) -> None:
        row = self.books.officers.current
        self._dialogs.ask_time_off(
            self.session.plan, self.team.currentData(), row.key if row else None, None, self._add_time_off
        )

    def _add_time_off(self, officer: str, what: TimeOff) -> str:
        from planner.edit.time_off import add_time_off

        label = f"{_named(what)} of {self.books.name_of(officer)}"
        return self._change(f"Add {label}", lambda plan: add_time_off(plan, officer, what))

    @Slot(object)
    def _on_change_time_off(self, row: Row) -> None:
        from planner.edit.time_off import change_time_off

        if not self.writable or row is None:
            return
        label = f"Change {_named(row.what)} of {row.officer.name}"
        self._dialogs.ask_time_off(
            self.session.plan,
            self.team.currentData(),
            row.officer.key,
            row.what,
            lambda officer, what: self._change(label, lambda plan: change_time_off(plan, officer, row.what, what)),
        )

    @Slot(object)
    def _on_end_time_off(self, row: Row) -> None:
        from planner.edit.time_off import end_time_off

        label = f"End {_named(row.what)} of {row.officer.name}"
        self._change(label, lambda plan: end_time_off(plan, row.officer.key, row.what, plan.start))

    @Slot(object)
    def _on_remove_time_off(self, row: Row) -> None:
        from planner.edit.time_off import remove_time_off

        label = f"Remove {_named(row.what)} of {row.officer.name}"
        self._change(label, lambda plan: remove_time_off(plan, row.officer.key, row.what))

    @Slot()
    def ask_where_to_export(self) -> None:
        """Ask for a file and write the officers, or the cases when their table has the focus, into it."""
        if self.view is None:
            return
        from planner.report.caseload import book_table, caseload_table

        load, row = self.books.trial.load, self.books.officers.current
        of_book = self.books.cases.hasFocus() and row is not None
        table = book_table(load, row.key) if of_book else caseload_table(load)
        folder = self.session.workspace.path.parent

        def write(path: Path) -> None:
            from planner.app import exchange

            job = self.jobs.start(
                "Saving the table", lambda progress: exchange.write_rows(path, table.header, table.rows, progress)
            )
            job.failed.connect(self.session.tell_failure)

        self._dialogs.ask_table_to_save(folder, f"{self.session.plan.name}, {table.title}", write)


def _named(what: TimeOff) -> str:
    """What it is, as the Undo menu says it."""
    from planner.report.time_off import what_in_words

    return f"“{what_in_words(what)}”"
