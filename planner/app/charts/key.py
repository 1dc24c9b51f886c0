"""The key of a chart: a swatch and a word for each thing drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from planner.app.theme import UNIT

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme

SWATCH = 3 * UNIT


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the key: its words, its colour by name, and whether it is an area or a line of a given dash."""

    text: str
    colour: str
    style: Qt.PenStyle | None = None
    """None for an area."""
    symbol: str = ""
    """One of SYMBOLS, in place of an area or a line."""
    pattern: Qt.BrushStyle = Qt.BrushStyle.SolidPattern
    """How an area is filled."""


SYMBOLS: dict[str, tuple[tuple[float, float], ...]] = {
    "d": ((0, -1), (0.8, 0), (0, 1), (-0.8, 0)),
    "s": ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
    "t": ((-0.9, -0.7), (0.9, -0.7), (0, 0.9)),
    "t1": ((-0.9, 0.7), (0.9, 0.7), (0, -0.9)),
    "x": (
        (-1, -0.6),
        (-0.6, -1),
        (0, -0.4),
        (0.6, -1),
        (1, -0.6),
        (0.4, 0),
        (1, 0.6),
        (0.6, 1),
        (0, 0.4),
        (-0.6, 1),
        (-1, 0.6),
        (-0.4, 0),
    ),
    "o": tuple((math.cos(math.tau * at / 24), math.sin(math.tau * at / 24)) for at in range(24)),
}
"""Shapes by pyqtgraph's names: diamond, square, triangle down and up, cross, circle; from -1 to 1."""


def outline(symbol: str, centre: QPointF, radius: float) -> QPolygonF:
    """The corners of a shape."""
    return QPolygonF([QPointF(centre.x() + radius * x, centre.y() + radius * y) for x, y in SYMBOLS[symbol]])


def paint_area(painter: QPainter, box: QRectF, colour: QColor, pattern: Qt.BrushStyle) -> None:
    """A sample of an area; one with a pattern has an outline."""
    painter.fillRect(box, QBrush(colour, pattern))
    if pattern is not Qt.BrushStyle.SolidPattern:
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)


class Key(QWidget):
    """A row of entries, painted in the theme's colours."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._entries: tuple[Entry, ...] = ()
        self._measured: tuple[tuple[int, ...], int] | None = None
        """Widths of the entries and the height of a line: a layout asks many times."""
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        appearance.theme_changed.connect(self._on_theme_changed)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is in the key, from the left."""
        return self._entries

    def set_entries(self, *entries: Entry) -> None:
        """Show these, from the left."""
        if entries == self._entries:
            return
        self._entries, self._measured = entries, None
        self.setAccessibleName("Key: " + ", ".join(entry.text for entry in entries))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as its entries."""
        widths, high = self._measure()
        return QSize(sum(widths), high)

    def _measure(self) -> tuple[tuple[int, ...], int]:
        if self._measured is None:
            metrics = QFontMetrics(self._appearance.theme.font("caption"))
            widths = [SWATCH + 3 * UNIT + metrics.horizontalAdvance(entry.text) for entry in self._entries]
            self._measured = tuple(widths), metrics.height() + UNIT // 2
        return self._measured

    def places(self, width: int) -> list[tuple[int, int]]:
        """The left end and the line of each entry where there is so much room."""
        found, left, line = [], 0, 0
        for wide in self._measure()[0]:
            if left and left + wide - 2 * UNIT > width:
                left, line = 0, line + 1
            found.append((left, line))
            left += wide
        return found

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """As many lines as the entries need."""
        return self._measure()[1] * (1 + max((line for _, line in self.places(width)), default=0))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The same: a key that is cut off says something wrong."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Draw the entries."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption"))
        high = self._measure()[1]
        for entry, (left, line) in zip(self._entries, self.places(self.width()), strict=True):
            middle = (line + 0.5) * high
            colour = theme.colour(entry.colour)
            if entry.symbol:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawPolygon(outline(entry.symbol, QPointF(left + SWATCH / 2, middle), 5))
            elif entry.style is None:
                paint_area(painter, QRectF(left, middle - 5, SWATCH, 10), colour, entry.pattern)
            else:
                painter.setPen(QPen(colour, 2, entry.style))
                painter.drawLine(int(left), int(middle), int(left) + SWATCH, int(middle))
            painter.setPen(theme.colour("muted"))
            width = painter.fontMetrics().horizontalAdvance(entry.text)
            box = QRectF(left + SWATCH + UNIT * 0.75, line * high, width + UNIT, high)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, entry.text)
        painter.end()

    @Slot(object)
    def _on_theme_changed(self, _: Theme) -> None:
        self._measured = None
        self.updateGeometry()
        self.update()
