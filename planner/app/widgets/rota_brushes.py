"""The duties of a rota as buttons: the key to the grid's letters, and what the mouse paints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.rota_grid import LOCK
from planner.app.widgets.rota_tile import PLAIN, Tile, draw_tile
from planner.model.shift import OFF

if TYPE_CHECKING:
    from planner.app.models.rota_cells import RotaCells
    from planner.app.theme import Appearance, Theme

ICON, LARGEST_ICON = 22, 26
"""Pixels: at a text scale of 1, and what a button has room for. With large text the letters stand alone."""


class RotaBrushes(QWidget):
    """One of them is down: Choose, a kind of duty, Rest day or Lock."""

    brush_changed = Signal(object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(objectName="rota_brushes", accessibleName="What the mouse paints")
        self._appearance = appearance
        self._cells: RotaCells | None = None
        self._shown: tuple[object, ...] = ()
        self.group = QButtonGroup(self)
        self.brushes: dict[int, str | None] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(UNIT // 2)
        self.group.idClicked.connect(lambda number: self.brush_changed.emit(self.brushes[number]))
        appearance.theme_changed.connect(self._on_theme_changed)

    def show_duties(self, cells: RotaCells) -> None:
        """A button for each kind of duty of the rota."""
        shown = tuple(cells.facts.rota.shifts)
        if shown == self._shown:
            return
        self._cells, self._shown = cells, shown
        for button in self.group.buttons():
            self.group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        self.brushes = {}
        self._add(None, "Choose", "Choose cells with the mouse; then type a duty's letter.")
        for kind in cells.facts.rota.shifts:
            hours = f"{kind.counts / 60:g} h"
            letter = kind.code[:1].upper()
            self._add(kind.key, f"{kind.name}", f"{kind.name}, {kind.times}, counts {hours}. Key: {letter}")
        self._add(OFF, "Rest day", "A day without duty. Key: Delete")
        free = not cells.kinds_for("l")
        self._add(LOCK, "Lock", f"What is locked no solver changes. Key: {'L or ' if free else ''}Ctrl+L")
        self.group.button(0).setChecked(True)
        self.brush_changed.emit(None)
        self._on_theme_changed(self._appearance.theme)

    def _add(self, brush: str | None, text: str, hint: str) -> None:
        number = len(self.brushes)
        button = QPushButton(text, checkable=True, objectName=f"rota_brush_{number}", accessibleName=text)
        button.setProperty("tone", "tab")
        button.setToolTip(hint)
        button.setAccessibleDescription(hint)
        self.brushes[number] = brush
        self.group.addButton(button, number)
        self._row.addWidget(button)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        size = min(round(ICON * theme.text_scale), LARGEST_ICON)
        large = theme.text_scale >= LARGE_TEXT
        for number, brush in self.brushes.items():
            button = self.group.button(number)
            tile = None
            if brush == LOCK:
                tile = Tile(None, PLAIN, locked=True)
            elif brush in self._cells.looks:
                tile = Tile(self._cells.looks[brush], PLAIN)
            if tile is not None:
                button.setIcon(_icon(tile, size, theme, self.devicePixelRatioF()))
                button.setIconSize(QSize(size, size))
                named = brush == LOCK or not large
                button.setText(button.accessibleName() if named else "")


def _icon(tile: Tile, size: int, theme: Theme, ratio: float) -> QIcon:
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_tile(painter, QRectF(0, 0, size, size), tile, theme)
    painter.end()
    return QIcon(picture)
