"""A table of the window: sorted by a click on a heading, copied as a spreadsheet takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from planner.app.models.table import LEFT, RIGHT, FilterModel, TableModel
from planner.app.theme import UNIT
from planner.app.widgets.asking import ask_about

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.app.models.table import Column
    from planner.app.theme import Appearance, Theme

ROWS_MEASURED, TEXTS_MEASURED = 300, 8
"""A column is made as wide as the longest texts of so many rows ask for."""


class _Cell(QStyledItemDelegate):
    """Paints a cell straight from its column: asked role by role through two models, a page of them takes 40 ms."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # noqa: N802
        """Text, alignment and mark; a long text loses its middle where its end says more."""
        model = index.model().sourceModel()
        place = index.model().mapToSource(index)
        column, row = model.columns[place.column()], model.rows[place.row()]
        option.index = index
        option.text = column.text(row)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
        option.displayAlignment = RIGHT if column.number else LEFT
        icon = None if column.mark is None else model.icon(column.mark(row))
        if icon is not None:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = icon
            option.decorationSize = icon.actualSize(option.decorationSize)
        if column.middle:
            option.textElideMode = Qt.TextElideMode.ElideMiddle


class DataTable(QTableView):
    """Whole rows are chosen. Enter or a double click is `entered_row`; Ctrl+C copies what is chosen with headings."""

    chosen = Signal(object)
    """The row that is the current one now; None when there is none."""
    entered_row = Signal(object)

    def __init__(self, appearance: Appearance, name: str, accessible_name: str, columns: Sequence[Column]) -> None:
        super().__init__(objectName=name, accessibleName=accessible_name)
        self.table = TableModel(appearance, columns, self)
        self.filter = FilterModel(self.table, self)
        self.setModel(self.filter)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._gives_way = False
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setCornerButtonEnabled(False)
        self.setItemDelegate(_Cell(self))
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_heading_asked)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(self._on_entered)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def wrap_headings(self) -> None:
        """Give headings two lines: for titles that a user has written."""
        self.table.wraps = True
        self._fit_headings()

    def give_way(self) -> None:
        """Ask for no more height than the least: what a table asks for by itself says nothing of its rows."""
        self._gives_way = True
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As a table's, or the least height of one that gives way."""
        hint = super().sizeHint()
        return QSize(hint.width(), self.minimumHeight()) if self._gives_way else hint

    def _fit_headings(self) -> None:
        lines = 2 * self.horizontalHeader().fontMetrics().lineSpacing() + UNIT if self.table.wraps else 0
        self.horizontalHeader().setMinimumHeight(lines)

    def show_rows(self, rows: Sequence[Any], columns: Sequence[Column] | None = None) -> None:
        """Show other rows, as wide as they ask for; the first is the current one."""
        if columns is not None:
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.show(rows, columns)
        self.widen()
        self.choose_first()

    def choose_first(self) -> None:
        """Make the first row on show the current one."""
        if self.filter.rowCount():
            self.setCurrentIndex(self.filter.index(0, 0))
        else:
            self.chosen.emit(None)

    def choose(self, at: int) -> None:
        """Make a row of the table, by its place there, the current one."""
        index = self.filter.mapFromSource(self.table.index(at, 0))
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    @property
    def current(self) -> Any:
        """The current row's value; None when there is none."""
        index = self.filter.mapToSource(self.currentIndex())
        return self.table.rows[index.row()] if index.isValid() else None

    @property
    def headings(self) -> tuple[str, ...]:
        """The titles of the columns."""
        return tuple(column.title for column in self.table.columns)

    def texts(self, rows: Sequence[Any]) -> list[tuple[str, ...]]:
        """Rows as they are shown."""
        return [tuple(column.text(row) for column in self.table.columns) for row in rows]

    def copied(self) -> str:
        """The chosen rows with their headings, tabs between the columns."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = [self.table.rows[self.filter.mapToSource(self.filter.index(place, 0)).row()] for place in places]
        return tabbed([self.headings, *self.texts(rows)])

    def widen(self) -> None:
        """Make the columns as wide as their texts ask for; where there is no room, those with a limit give way."""
        letter = self.fontMetrics().averageCharWidth()
        columns = self.table.columns
        widths = [self._wanted(column, at) for at, column in enumerate(columns)]
        for at, column in enumerate(columns):
            if column.width:
                widths[at] = min(widths[at], column.width * letter)
        least = [
            min(width, column.least * letter) if column.width else width
            for width, column in zip(widths, columns, strict=True)
        ]
        over, slack = sum(widths) - self.viewport().width(), sum(widths) - sum(least)
        if over > 0 and slack > 0:
            share = min(over / slack, 1.0)
            widths = [int(width - share * (width - low)) for width, low in zip(widths, least, strict=True)]
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)

    def _wanted(self, column: Column, at: int) -> int:
        """Measured on the longest of the first texts: asking the view would take ten times as long."""
        texts = sorted({column.text(row) for row in self.table.rows[:ROWS_MEASURED]}, key=len)[-TEXTS_MEASURED:]
        widest = max((self.fontMetrics().horizontalAdvance(text) for text in texts), default=0)
        mark = 4 * UNIT if column.mark is not None else 0
        return max(widest + mark + 2 * UNIT, self.horizontalHeader().sectionSizeHint(at))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the columns to another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.widen()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # noqa: N802
        """Say which row is the current one."""
        super().currentChanged(current, previous)
        if current.row() != previous.row() or not current.isValid():
            self.chosen.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Copy and enter."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.entered_row.emit(self.current)
        else:
            super().keyPressEvent(event)

    @Slot(QPoint)
    def _on_heading_asked(self, place: QPoint) -> None:
        header = self.horizontalHeader()
        at = header.logicalIndexAt(place)
        if at >= 0:
            column = self.table.columns[at]
            ask_about(self, column.term or column.title, header.mapToGlobal(place))

    @Slot(QModelIndex)
    def _on_entered(self, _: QModelIndex) -> None:
        self.entered_row.emit(self.current)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        height = round(theme.pixels("body") * 1.5) + UNIT
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self._fit_headings()
        self.widen()


def tabbed(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a spreadsheet takes them from the clipboard: no text is taken for a formula, a tab or a new row."""
    return "\n".join("\t".join(_plain(text) for text in row) for row in rows)


def _plain(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line}" if line[:1] in ("=", "+", "-", "@") and not _is_number(line) else line


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True
