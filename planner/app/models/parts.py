"""A table of parts as Qt edits it: what was refused stays in its cell, with the reason, until it is mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor

from planner.app.models.table import LEFT, RIGHT

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme
    from planner.edit.parts.sheet import CellProblem, PartColumn, Sheet, Typed

ROLE = Qt.ItemDataRole
WAITS = "Not taken yet: it waits for the marked cells that came with it."


class PartsModel(QAbstractTableModel):
    """The rows and columns of a sheet. `take` is given what was typed, and says what was wrong with it."""

    problems_changed = Signal()

    def __init__(
        self,
        appearance: Appearance,
        take: Callable[[Sequence[Typed]], Sequence[CellProblem]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._take = take
        self._theme = appearance.theme
        self.sheet: Sheet | None = None
        self.read_only = False
        self.problems: dict[tuple[str, int], CellProblem] = {}
        """Of each cell, by its row's key and its column's place, the text that was refused and why."""
        self.waiting: dict[tuple[str, int], str] = {}
        """The texts of a block of which some were refused: none is taken until all can be."""
        appearance.theme_changed.connect(self._on_theme_changed)

    def show(self, sheet: Sheet, *, read_only: bool) -> None:
        """Show a sheet; the refused texts of the same sheet stay where they still have a cell."""
        same = self.sheet is not None and (self.sheet.key, self.columns) == (
            sheet.key,
            [column.title for column in sheet.columns],
        )
        keys = {row.key for row in sheet.rows}
        self.beginResetModel()
        self.problems = {at: found for at, found in self.problems.items() if same and at[0] in keys}
        self.waiting = {at: text for at, text in self.waiting.items() if self.problems and at[0] in keys}
        self.sheet, self.read_only = sheet, read_only
        self.endResetModel()
        self.problems_changed.emit()

    @property
    def columns(self) -> list[str]:
        """The titles of the columns."""
        return [] if self.sheet is None else [column.title for column in self.sheet.columns]

    def column_of(self, index: QModelIndex) -> PartColumn:
        """The column of a cell."""
        return self.sheet.columns[index.column()]

    def place_of(self, index: QModelIndex) -> str | None:
        """Where the figure of a cell stands in the register of assumptions; None where it is no figure."""
        if self.sheet is None or not index.isValid():
            return None
        return self.column_of(index).place(self.sheet.rows[index.row()].value)

    def problem_at(self, index: QModelIndex) -> CellProblem | None:
        """What is wrong with the text of a cell; None when nothing."""
        if self.sheet is None or not index.isValid():
            return None
        return self.problems.get(self._place(index))

    def waits(self, index: QModelIndex) -> bool:
        """Whether a cell shows a text that is right, but waits for the others of its block."""
        return self.problem_at(index) is None and self._place(index) in self.waiting

    def _place(self, index: QModelIndex) -> tuple[str, int]:
        return self.sheet.rows[index.row()].key, index.column()

    def text_at(self, index: QModelIndex) -> str:
        """What a cell shows: the text that was refused, one that waits, or what the plan holds."""
        problem = self.problem_at(index)
        if problem is not None:
            return problem.text
        if self._place(index) in self.waiting:
            return self.waiting[self._place(index)]
        return self.column_of(index).show(self.sheet.rows[index.row()].value)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """How many rows there are."""
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """How many columns there are."""
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.columns)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Whether a cell can be edited."""
        flags = super().flags(index)
        if index.isValid() and not self.read_only and self.column_of(index).put is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: QModelIndex, role: int = ROLE.DisplayRole) -> object:
        """What a view asks of one cell."""
        if not index.isValid() or self.sheet is None:
            return None
        column, problem, waits = self.column_of(index), self.problem_at(index), self.waits(index)
        colours = self._theme.colours
        if role in (ROLE.DisplayRole, ROLE.EditRole):
            text = self.text_at(index)
            mark = "⚠ " if problem is not None else "… " if waits else ""
            return f"{mark}{text}" if role == ROLE.DisplayRole else text
        if role == ROLE.TextAlignmentRole:
            return RIGHT if column.number else LEFT
        if role == ROLE.ToolTipRole:
            return problem.sentence if problem is not None else WAITS if waits else column.hint
        if role == ROLE.AccessibleTextRole:
            said = f"{_heading(column)}: {self.text_at(index)}"
            if problem is not None:
                return f"{said}. Not taken. {problem.sentence}"
            return f"{said}. {WAITS}" if waits else said
        if role == ROLE.ForegroundRole:
            if problem is not None:
                return QBrush(QColor(colours.bad))
            return None if column.put is not None else QBrush(QColor(colours.muted))
        if role == ROLE.BackgroundRole and (problem is not None or waits):
            return QBrush(QColor(colours.warn_tint if waits else colours.bad_tint))
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole
    ) -> object:
        """The columns' titles with their units, and what they mean."""
        if orientation is Qt.Orientation.Vertical or self.sheet is None or section >= len(self.sheet.columns):
            return None
        column = self.sheet.columns[section]
        if role == ROLE.DisplayRole:
            return _heading(column)
        if role == ROLE.ToolTipRole:
            return column.hint
        if role == ROLE.TextAlignmentRole:
            return RIGHT if column.number else LEFT
        return None

    def setData(self, index: QModelIndex, value: object, role: int = ROLE.EditRole) -> bool:  # noqa: N802
        """Have a typed text taken."""
        from planner.edit.parts.sheet import Typed

        if role != ROLE.EditRole or not index.isValid():
            return False
        row, column = self._place(index)
        return self.put([Typed(row, column, str(value))])

    def put(self, cells: Sequence[Typed]) -> bool:
        """Have texts taken, all or none; what is refused stays on show with its reason.

        With one that belongs to a block of which some were refused, the whole block is tried again.
        """
        from planner.edit.parts.sheet import Typed

        typed = {(cell.row, cell.column): cell.text for cell in cells}
        if typed.keys() & self.waiting.keys():
            typed = self.waiting | typed
        for at in typed:
            self.problems.pop(at, None)
        found = self._take([Typed(row, column, text) for (row, column), text in typed.items()])
        for problem in found:
            if problem.column is not None:
                self.problems[problem.row, problem.column] = problem
        # Where the rows as a whole do not fit, every cell that was typed keeps its text beside the one reason.
        whole = next((problem for problem in found if problem.column is None), None)
        if whole is not None:
            from dataclasses import replace

            for (row, column), text in typed.items():
                self.problems[row, column] = replace(whole, row=row, column=column, text=text)
        if found and len(typed) > 1:
            self.waiting |= typed
        elif not found:
            self.waiting = {at: text for at, text in self.waiting.items() if at not in typed}
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        self.problems_changed.emit()
        return not found

    def forget_problems(self) -> None:
        """Show again what the plan holds."""
        self.problems.clear()
        self.waiting.clear()
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        self.problems_changed.emit()

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self._theme = theme


def _heading(column: PartColumn) -> str:
    said = column.unit.casefold() == column.title.casefold()
    return f"{column.title} ({column.unit})" if column.unit and not said else column.title
