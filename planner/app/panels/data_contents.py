"""What is in the plan: its numbers in one glance, and each of its tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from planner.app.models.cells import RESULTS, cell_columns, named, results_table, series_table, traced
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.figure_tile import FigureTile
from planner.app.widgets.scrolling import scrolling
from planner.app.widgets.words import Elided, Words

if TYPE_CHECKING:
    from planner.app.models.cells import Shown
    from planner.app.theme import Appearance, Theme
    from planner.model.plan import Plan
    from planner.model.saved_result import ResultNote
    from planner.model.table import Cell

TILES = ("Teams", "Officers", "Open cases", "Counts of new cases", "Dated events", "Imports", "Kept results")
LIST_WIDTH = 36 * UNIT
MOST_NAMED = 4
LEAST_TABLE = 110
"""Pixels at a text scale of 1: the headings and a few rows."""
LEFT_OUT = frozenset({"imports"})
"""Tables that have a page of their own."""


class ContentsPage(QWidget):
    """Seven figures; below them a list of tables and the one that is chosen."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(objectName="data_contents")
        self._plan: Plan | None = None
        self._notes: Sequence[ResultNote] = ()
        self._shown: Shown | None = None
        self._tables: list[str] = []
        self.tiles = {name: FigureTile(appearance, name) for name in TILES}
        self.list = QListWidget(objectName="data_tables", accessibleName="Tables of the plan")
        self.search = QLineEdit(
            objectName="data_search",
            accessibleName="Show only rows that hold these words",
            placeholderText="Show only rows that hold…",
            clearButtonEnabled=True,
        )
        self.title = Elided("", "section")
        self.count = Words("", "caption")
        self.table = DataTable(appearance, "data_table", "Table of the plan", ())
        self._arrange()
        self.list.currentRowChanged.connect(self._on_table_chosen)
        self.search.textChanged.connect(self._on_search)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def _arrange(self) -> None:
        card = QFrame()
        card.setProperty("kind", "card")
        self._glance = QGridLayout(card)
        self._glance.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        self._glance.setHorizontalSpacing(2 * UNIT)
        words = QHBoxLayout()
        words.setSpacing(2 * UNIT)
        words.addWidget(self.title)
        words.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        words.addStretch(1)
        # What gives way when the text is large.
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(UNIT)
        self._top.addLayout(words)
        self._top.addWidget(self.search)
        right = QVBoxLayout()
        right.setSpacing(UNIT)
        right.addLayout(self._top)
        right.addWidget(self.table, 1)
        lower = QHBoxLayout()
        lower.setSpacing(2 * UNIT)
        lower.addWidget(self.list)
        lower.addLayout(right, 1)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2 * UNIT)
        whole.addWidget(card)
        whole.addLayout(lower, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(page, "Contents"))

    @property
    def table_title(self) -> str:
        """What the table on show holds."""
        return self.title.text()

    def exported(self) -> list[tuple[Cell, ...]]:
        """The rows on show as cells."""
        return self.table.filter.shown

    def show_plan(self, plan: Plan, notes: Sequence[ResultNote]) -> None:
        """The figures of a plan, and the chosen table again."""
        from planner.report.tables import plan_table, table_names

        self._plan, self._notes = plan, notes
        self._show_glance(plan, notes)
        tables = [series_table(plan)]
        tables += [plan_table(plan, key) for key in table_names() if key not in LEFT_OUT]
        tables.append(results_table(notes, plan))
        present = self._tables[self.list.currentRow()] if self._tables else tables[0].key
        self._tables = [table.key for table in tables]
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for table in tables:
            self.list.addItem(f"{table.title} ({len(table.rows):,})")
        self.list.setCurrentRow(self._tables.index(present))
        self.list.blockSignals(blocked)
        self._fit_list()
        self._on_table_chosen(self.list.currentRow())

    def choose(self, key: str) -> None:
        """Show a table by its key."""
        self.list.setCurrentRow(self._tables.index(key))

    def _show_glance(self, plan: Plan, notes: Sequence[ResultNote]) -> None:
        from planner.app.charts.dates import day_text

        names = ", ".join(team.name for team in plan.teams[:MOST_NAMED])
        names += f" and {len(plan.teams) - MOST_NAMED} more" if len(plan.teams) > MOST_NAMED else ""
        strength = sum(plan.strength(team.key) for team in plan.teams)
        waiting = sum(case.owner is None for case in plan.cases)
        counts = sum(len(history.counts) for history in plan.histories)
        latest = plan.imports[-1].made.date() if plan.imports else None
        last = max((note.made for note in notes), default=None)
        figures = {
            "Teams": (len(plan.teams), names),
            "Officers": (len(plan.officers), f"{strength:,.1f} FTE in post"),
            "Open cases": (len(plan.cases), f"{waiting:,} not allocated"),
            "Counts of new cases": (counts, _span(plan) if counts else "none yet"),
            "Dated events": (len(plan.events), "steps of demand"),
            "Imports": (len(plan.imports), f"last on {day_text(latest)}" if latest else "none yet"),
            "Kept results": (len(notes), f"last on {day_text(last.date())}" if last else "none yet"),
        }
        for name, (number, note) in figures.items():
            self.tiles[name].show_figure(f"{number:,}", note)
            self.tiles[name].note.setToolTip(note)

    @Slot(int)
    def _on_table_chosen(self, at: int) -> None:
        if self._plan is None or not 0 <= at < len(self._tables):
            return
        self._shown = self._make(self._tables[at])
        self.title.setText(self._shown.title)
        self.table.setAccessibleName(self._shown.title)
        self.table.show_rows(self._shown.rows, cell_columns(self._shown))
        self._on_search(self.search.text())

    def _make(self, key: str) -> Shown:
        from planner.workspace import plan_table

        if key == series_table(self._plan).key:
            return series_table(self._plan)
        if key == RESULTS:
            return results_table(self._notes, self._plan)
        return named(traced(plan_table(self._plan, key), self._plan), self._plan)

    @Slot(str)
    def _on_search(self, text: str) -> None:
        self.table.filter.ask(text)
        self.table.choose_first()
        shown, all_rows = self.table.filter.rowCount(), len(self.table.table.rows)
        words = f"{all_rows:,} rows" if all_rows != 1 else "1 row"
        self.count.setText(words if shown == all_rows else f"{shown:,} of {words}")

    def _fit_list(self) -> None:
        """As wide as its entries, but for large text: the rest of them is in the heading."""
        width = self.list.sizeHintForColumn(0) + self.list.verticalScrollBar().sizeHint().width() + 2 * UNIT
        self.list.setFixedWidth(min(width, LIST_WIDTH))

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        """Large text: the figures in two rows, without what is said below them."""
        large = theme.text_scale >= LARGE_TEXT
        columns = 4 if large else len(TILES)
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        for at, tile in enumerate(self.tiles.values()):
            self._glance.addWidget(tile, at // columns, at % columns)
            tile.note.setVisible(not large)
        for column in range(len(TILES)):
            self._glance.setColumnStretch(column, int(column < columns))
        self.search.setMinimumWidth(26 * UNIT)
        self.table.setMinimumHeight(round(LEAST_TABLE * theme.text_scale))
        self._fit_list()


def _span(plan: Plan) -> str:
    from planner.app.charts.dates import month_text

    first = min(history.begins(0) for history in plan.histories)
    last = max(history.begins(len(history.counts) - 1) for history in plan.histories)
    return f"{month_text(first)} to {month_text(last)}"
