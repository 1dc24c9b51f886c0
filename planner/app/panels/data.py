"""Data: what is in the plan, where it came from, and how far each figure can be trusted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QTabBar, QWidget

from planner.app.panels.data_contents import ContentsPage
from planner.app.panels.data_imports import ImportsPage
from planner.app.panels.data_parts import PartsPage
from planner.app.panels.data_register import RegisterPage
from planner.app.panels.panel import Panel
from planner.app.theme import UNIT
from planner.app.widgets.wrapping_row import WrappingRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance
    from planner.app.widgets.data_table import DataTable
    from planner.app.widgets.parts_table import PartsTable

PAGES = ("Contents", "Plan", "Imports", "Assumptions")


class DataPanel(Panel):
    """Four pages under one heading. They are filled when they are looked at, not while other places work."""

    help_sentence = (
        "Data shows what the plan holds, lets you edit its teams, stages, bands and officers, says which file and row "
        "each imported number came from, and has the register of assumptions: the source and status of each figure."
    )
    import_wanted = Signal()

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> None:
        super().__init__("data", "Data", appearance, session, jobs)
        self._dialogs = dialogs
        self._stale = True
        """The place is not on show, or nothing of it is for this plan."""
        self._fresh: set[QWidget] = set()
        """The pages that show the present plan."""
        self.tabs = QTabBar(objectName="data_pages", accessibleName="Pages of Data", expanding=False)
        for title in PAGES:
            self.tabs.addTab(title)
        self.import_button = QPushButton("Import…", objectName="data_import")
        self.import_button.setProperty("tone", "primary")
        self.import_button.setToolTip("Bring in counts, events, a case book or officers from a file or a spreadsheet.")
        self.export_button = QPushButton("Export this table…", objectName="data_export")
        self.export_button.setToolTip("Write the table on show, as it is filtered and sorted, to a CSV or Excel file.")
        self.contents = ContentsPage(appearance)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.contents)
        top = WrappingRow()
        top.add(self.tabs)
        top.add_together(self.export_button, self.import_button, to_the_right=True)
        self.body.setSpacing(UNIT + UNIT // 2)
        self.body.addLayout(top)
        self.body.addWidget(self.pages, 1)
        self.tabs.currentChanged.connect(self._on_page_chosen)
        self.import_button.clicked.connect(self.import_wanted)
        self.export_button.clicked.connect(self.ask_where_to_export)
        self.show_plan()

    @cached_property
    def imports(self) -> ImportsPage:
        """Made ahead or when it is first looked at, so that going to the place takes no longer than its first page."""
        page = ImportsPage(self.appearance)
        page.import_wanted.connect(self.import_wanted)
        self.pages.addWidget(page)
        return page

    @cached_property
    def parts(self) -> PartsPage:
        """Likewise."""
        page = PartsPage(self.appearance, self.session, self._dialogs)
        page.register_wanted.connect(self.show_figure)
        self.pages.addWidget(page)
        return page

    @cached_property
    def register(self) -> RegisterPage:
        """Likewise."""
        page = RegisterPage(self.appearance, self.session, self.jobs, self._dialogs)
        self.pages.addWidget(page)
        return page

    def parts_ahead(self) -> Iterator[None]:
        """The other pages."""
        for make in (lambda: self.parts, lambda: self.imports, lambda: self.register):
            make()
            yield

    @Slot(int)
    def _on_page_chosen(self, at: int) -> None:
        pages = (lambda: self.contents, lambda: self.parts, lambda: self.imports, lambda: self.register)
        self.pages.setCurrentWidget(pages[at]())
        self._fill_page()

    def show_plan(self) -> None:
        """Fill the pages, now or when the place is next on show."""
        super().show_plan()
        plan = self.session.plan
        self._stale = plan is not None and not self.isVisible()
        writable = plan is not None and not self.session.workspace.read_only
        self.import_button.setEnabled(writable)
        self.export_button.setEnabled(plan is not None)
        if plan is None or self._stale:
            return
        from planner.app.charts.dates import day_text

        self.subtitle.setText(f"{plan.name}, from {day_text(plan.start)}")
        self._fresh.clear()
        self._fill_page()

    def _fill_page(self) -> None:
        """Fill the page on show, when that has not been done for this plan."""
        plan, page = self.session.plan, self.pages.currentWidget()
        if plan is None or self._stale or page in self._fresh:
            return
        self._fresh.add(page)
        if page is self.contents:
            page.show_plan(plan, self._results())
        elif isinstance(page, ImportsPage):
            page.show_plan(plan)
        else:
            page.show_plan(plan, read_only=self.session.workspace.read_only)

    def _results(self) -> tuple[object, ...]:
        from planner.storage.errors import PlanFileError

        try:
            return self.session.workspace.results()
        except PlanFileError as error:
            self.session.tell_failure(error)
            return ()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Show what has changed meanwhile."""
        super().showEvent(event)
        self.show_plan()

    def go(self, page: str) -> None:
        """Show one of PAGES."""
        self.tabs.setCurrentIndex(PAGES.index(page))

    def show_import(self, key: str) -> None:
        """Show an import that was just made."""
        self.go("Imports")
        self.imports.choose(key)

    @Slot(str)
    def show_figure(self, place: str) -> None:
        """Show a figure, by its place in the plan, in the register of assumptions."""
        self.go("Assumptions")
        self.register.choose(place)

    @property
    def table(self) -> DataTable | PartsTable:
        """The table that Export writes."""
        return self.pages.currentWidget().table

    @Slot()
    def ask_where_to_export(self) -> None:
        """Ask for a file and write the table on show into it."""
        title = self.pages.currentWidget().table_title
        folder = self.session.workspace.path.parent
        self._dialogs.ask_table_to_save(folder, f"{self.session.plan.name}, {title}", self.export)

    def export(self, path: Path) -> None:
        """Write the table on show to a file, of the kind that its name ends in; a fault is told."""
        from planner.app import exchange

        page = self.pages.currentWidget()
        headings, rows = page.table.headings, page.exported()
        job = self.jobs.start(
            "Saving the table", lambda progress: exchange.write_rows(path, headings, rows, progress), asked=True
        )
        job.failed.connect(self.session.tell_failure)
