"""The grid of a rota: people by days, painted by keyboard and mouse."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
)

from planner.app.theme import UNIT
from planner.app.widgets.rota_tile import HOLIDAY, PLAIN, TilePainter
from planner.model.shift import OFF

if TYPE_CHECKING:
    from planner.app.models.rota_cells import Cell, RotaCells
    from planner.app.theme import Appearance, Theme

CELL_WIDTH, CELL_HEIGHT = 30, 28
"""Pixels at a text scale of 1."""
NAME_WIDTH = 17 * UNIT
LOCK = "lock"
"""The brush that locks and frees."""


class _DayHeader(QHeaderView):
    """Days with their weekday, weekends and bank holidays shaded; the month stands at its first day."""

    def __init__(self, grid: RotaGrid, appearance: Appearance) -> None:
        super().__init__(Qt.Orientation.Horizontal, grid)
        self._grid, self._appearance = grid, appearance
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(8)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Three lines of small text."""
        return QSize(self.length(), 3 * self._line() + 4)

    def _line(self) -> int:
        return self._appearance.theme.pixels("caption") + 4

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        """One day."""
        cells, theme = self._grid.cells, self._appearance.theme
        if cells.facts is None:
            return
        day, kind, c = cells.facts.dates[section], cells.day_kind(section), theme.colours
        painter.fillRect(rect, QColor(c.surface if kind == PLAIN else c.track if kind == HOLIDAY else c.rail))
        painter.setPen(QColor(c.border))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        line = self._line()
        painter.setFont(theme.font("caption", strong=kind != PLAIN))
        painter.setPen(QColor(c.text))
        centre = Qt.AlignmentFlag.AlignCenter
        top = rect.top() + 2
        first = section == self.logicalIndexAt(0) or day.day == 1
        words = f"{day:%b}" if first else "BH" if kind == HOLIDAY else ""
        painter.drawText(QRect(rect.left(), top, rect.width(), line), centre, words)
        painter.drawText(QRect(rect.left(), top + line, rect.width(), line), centre, f"{day:%a}"[:2])
        painter.drawText(QRect(rect.left(), top + 2 * line, rect.width(), line), centre, str(day.day))


class RotaGrid(QTableView):
    """Keys: a duty's first letter paints the chosen cells, Delete makes rest days, Ctrl+L locks or frees them (L as
    well, where no duty begins with it). With a brush chosen the mouse paints; one drag is one step."""

    paint_wanted = Signal(object, str)
    """The cells that were painted, and with which kind of duty; they are shown so already."""
    lock_wanted = Signal(object, bool)
    refused = Signal(str)
    """Why a key did nothing."""
    scrolled = Signal()

    def __init__(self, appearance: Appearance, cells: RotaCells) -> None:
        super().__init__(objectName="rota_grid", accessibleName="Rota: people by days")
        self.setProperty("kind", "sheet")
        self.cells = cells
        self.brush: str | None = None
        """What the mouse paints: a kind of duty, OFF, LOCK; None to choose cells."""
        self.writable = True
        self._appearance = appearance
        self._stroke: set[Cell] = set()
        self._changed: list[Cell] = []
        self.setModel(cells)
        self._tiles = TilePainter()
        self.setHorizontalHeader(_DayHeader(self, appearance))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalScrollBar().valueChanged.connect(self.scrolled)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self.horizontalHeader().setDefaultSectionSize(round(CELL_WIDTH * theme.text_scale))
        self.verticalHeader().setDefaultSectionSize(round(CELL_HEIGHT * theme.text_scale))
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.verticalHeader().setFixedWidth(round(NAME_WIDTH * min(theme.text_scale, 1.5)))
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Every cell from its picture: asked one by one through a delegate, a screen takes twice as long."""
        if self.cells.facts is None or not self.cells.rowCount():
            return
        area, theme, ratio = event.rect(), self._appearance.theme, self.devicePixelRatioF()
        rows = _between(self.rowAt(area.top()), self.rowAt(area.bottom()), self.cells.rowCount())
        days = _between(self.columnAt(area.left()), self.columnAt(area.right()), self.cells.columnCount())
        width, height = self.columnWidth(0), self.rowHeight(0)
        lefts = [(day, self.columnViewportPosition(day)) for day in days]
        painter = QPainter(self.viewport())
        for row in rows:
            top = self.rowViewportPosition(row)
            for day, left in lefts:
                tile = self.cells.tile(row, day)
                painter.drawPixmap(left, top, self._tiles.pixmap(tile, width - 1, height - 1, ratio, theme))
        painter.setPen(QPen(theme.colour("accent"), 2))
        for index in self.selectedIndexes():
            painter.drawRect(self.visualRect(index).adjusted(1, 1, -1, -1))
        if self.hasFocus() and self.currentIndex().isValid():
            painter.setPen(QPen(theme.colour("text"), 2, Qt.PenStyle.DotLine))
            painter.drawRect(self.visualRect(self.currentIndex()).adjusted(3, 3, -3, -3))
        painter.end()

    @property
    def chosen(self) -> list[Cell]:
        """The cells that are chosen, or the current one."""
        found = self.selectedIndexes() or [self.currentIndex()]
        return [self.cells.cell_of(index) for index in found if index.isValid()]

    def go_to(self, officer: str, day: int) -> None:
        """Choose a cell and bring it on the screen."""
        index = self.cells.place_of(officer, day)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self.setFocus()

    def go_to_day(self, day: int) -> None:
        """Bring a day on the screen, and choose it for the first person."""
        if self.cells.rowCount():
            index = self.cells.index(max(0, self.currentIndex().row()), day)
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Paint, rest, lock; everything else as in any table."""
        letter, plain = event.text(), event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.toggle_lock(self.chosen)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.paint_cells(self.chosen, OFF)
        elif letter.isalnum() and plain in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            self._on_letter(letter)
        else:
            super().keyPressEvent(event)

    def _on_letter(self, letter: str) -> None:
        kinds = self.cells.kinds_for(letter)
        if not kinds and letter.casefold() == "l":
            self.toggle_lock(self.chosen)
        elif not kinds:
            self.refused.emit(f"No duty of this rota begins with {letter.upper()}.")
        else:
            self.paint_cells(self.chosen, self._next_of(kinds))

    def _next_of(self, kinds: list[str]) -> str:
        """The kind to paint: where several begin with the letter, the one after what is there."""
        officer, day = self.cells.cell_of(self.currentIndex()) if self.currentIndex().isValid() else self.chosen[0]
        present = self.cells.lines[officer][day]
        return kinds[(kinds.index(present) + 1) % len(kinds)] if present in kinds else kinds[0]

    def paint_cells(self, cells: Iterable[Cell], shift: str) -> None:
        """Paint cells in one step."""
        cells = list(cells)
        if not self._may(cells):
            return
        changed = self.cells.paint(cells, shift)
        if changed:
            self.paint_wanted.emit(changed, shift)
        elif all(self.cells.is_locked(cell) for cell in cells):
            self.refused.emit("These days are locked: free them first with Ctrl+L.")

    def toggle_lock(self, cells: list[Cell]) -> None:
        """Lock the cells, or free them when all are locked."""
        if self._may(cells):
            self.lock_wanted.emit(cells, not all(self.cells.is_locked(cell) for cell in cells))

    def _may(self, cells: list[Cell]) -> bool:
        if not self.writable:
            self.refused.emit("This version cannot be painted: choose or copy a draft.")
        return self.writable and bool(cells)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin to paint when there is a brush."""
        if self.brush is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setFocus()
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._may([self.cells.cell_of(index)]):
            self._stroke, self._changed = set(), []
            self.clearSelection()
            self._touch(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go on painting."""
        if self.brush is None:
            super().mouseMoveEvent(event)
        elif self._stroke and event.buttons() & Qt.MouseButton.LeftButton:
            self._touch(self.indexAt(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """What was painted is one step."""
        if self.brush is None:
            super().mouseReleaseEvent(event)
            return
        stroke, changed = sorted(self._stroke), self._changed
        self._stroke, self._changed = set(), []
        if self.brush == LOCK and stroke:
            self.toggle_lock(stroke)
        elif changed:
            self.paint_wanted.emit(changed, self.brush)

    def _touch(self, index: QModelIndex) -> None:
        if not index.isValid() or self.cells.cell_of(index) in self._stroke:
            return
        self.setCurrentIndex(index)
        self._stroke.add(self.cells.cell_of(index))
        if self.brush != LOCK:
            self._changed += self.cells.paint([self.cells.cell_of(index)], self.brush)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """There is always a current cell to paint."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.cells.rowCount():
            self.setCurrentIndex(self.cells.index(0, 0))


def _between(first: int, last: int, count: int) -> range:
    """The rows or columns from one to another; -1 is before none or beyond the last."""
    return range(max(0, first), count if last < 0 else last + 1)
