"""A table of values for Qt's views: described by its columns, sorted here, filtered by a proxy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QSortFilterProxyModel, Qt, Slot

from planner.app import icons

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QIcon

    from planner.app.theme import Appearance, Theme

ROLE = Qt.ItemDataRole
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what a row shows in it."""

    title: str
    text: Callable[[Any], str]
    order: Callable[[Any], Any] | None = None
    """What rows are sorted by, None last; by default the text, in any case."""
    number: bool = False
    """Set to the right, as figures are."""
    mark: Callable[[Any], str] | None = None
    """The tone (good, warn, bad, info) whose shape stands before the text; empty for none."""
    width: int = 0
    """Widest that the column makes itself, in letters; 0: as wide as its texts."""
    least: int = 12
    """Letters that a column with a widest keeps where there is no room for all."""
    term: str = ""
    """What the column is called in the help's terms, where its title means something else elsewhere."""
    middle: bool = False
    """Whether a text that is too long loses its middle and not its end."""


class TableModel(QAbstractTableModel):
    """Rows of any kind under fixed columns."""

    def __init__(self, appearance: Appearance, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: list[Any] = []
        self.wraps = False
        """Whether headings may take more than one line."""
        self._order: tuple[int, Qt.SortOrder] | None = None
        self._theme = appearance.theme
        self._icons: dict[str, QIcon] = {}
        appearance.theme_changed.connect(self._on_theme_changed)

    def show(self, rows: Sequence[Any], columns: Sequence[Column] | None = None) -> None:
        """Show other rows, in the order that the user last asked for; under other columns in their own order."""
        self.beginResetModel()
        if columns is not None:
            self.columns, self._order = tuple(columns), None
        self.rows = list(rows)
        if self._order is not None:
            self._arrange(*self._order)
        self.endResetModel()

    def replace(self, at: int, row: Any) -> None:
        """Show another value in one row, which stays where it is."""
        self.rows[at] = row
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        """As any table's; asked for every cell that is painted, and Qt's own would ask for both numbers each time."""
        inside = 0 <= row < len(self.rows) and 0 <= column < len(self.columns) and not parent.isValid()
        return self.createIndex(row, column) if inside else QModelIndex()

    def data(self, index: QModelIndex, role: int = ROLE.DisplayRole) -> object:
        """What a view asks of one cell."""
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role in (ROLE.DisplayRole, ROLE.ToolTipRole):
            return column.text(row)
        if role == ROLE.TextAlignmentRole:
            return RIGHT if column.number else LEFT
        if role == ROLE.DecorationRole and column.mark is not None:
            return self.icon(column.mark(row))
        if role == ROLE.AccessibleTextRole:
            return f"{column.title}: {column.text(row)}"
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole
    ) -> object:
        """The columns' titles."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        if role == ROLE.DisplayRole:
            return self.columns[section].title
        if role == ROLE.TextAlignmentRole:
            side = RIGHT if self.columns[section].number else LEFT
            return side.value | Qt.TextFlag.TextWordWrap.value if self.wraps else side
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in the order of a column; equal ones stay as they were. A column below 0 changes nothing."""
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [self.rows[index.row()] for index in before]
        self._order = (column, order)
        self._arrange(column, order)
        places = {id(row): at for at, row in enumerate(self.rows)}
        after = [self.index(places[id(row)], index.column()) for row, index in zip(held, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _arrange(self, column: int, order: Qt.SortOrder) -> None:
        shown = self.columns[column]
        key = shown.order or (lambda row: shown.text(row).casefold())
        known = [row for row in self.rows if key(row) is not None]
        known.sort(key=key, reverse=order is Qt.SortOrder.DescendingOrder)
        self.rows = known + [row for row in self.rows if key(row) is None]

    def icon(self, tone: str) -> QIcon | None:
        """The shape of a tone in the theme's colours."""
        if not tone:
            return None
        if tone not in self._icons:
            colours = self._theme.colours
            self._icons[tone] = icons.icon(tone, colours.text if tone == "info" else getattr(colours, tone))
        return self._icons[tone]

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self._theme = theme
        self._icons.clear()


class FilterModel(QSortFilterProxyModel):
    """The rows that hold every word asked for and pass a condition; sorting is left to the table, which is faster."""

    def __init__(self, source: TableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._condition: Callable[[Any], bool] | None = None
        self.setSourceModel(source)

    def ask(self, text: str, condition: Callable[[Any], bool] | None = None) -> None:
        """Show the rows in which every word of `text` is found in some column, and that meet the condition."""
        self._words = tuple(text.casefold().split())
        self._condition = condition
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: QModelIndex) -> bool:  # noqa: N802
        """Whether a row is shown."""
        source = self.sourceModel()
        row = source.rows[source_row]
        if self._condition is not None and not self._condition(row):
            return False
        if not self._words:
            return True
        text = "\n".join(column.text(row) for column in source.columns).casefold()
        return all(word in text for word in self._words)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the table behind."""
        self.sourceModel().sort(column, order)

    @property
    def shown(self) -> list[Any]:
        """The rows on show, in their order."""
        source = self.sourceModel()
        return [source.rows[self.mapToSource(self.index(at, 0)).row()] for at in range(self.rowCount())]
