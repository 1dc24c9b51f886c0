"""Officers side by side: a bar of cases by band (or of hours) for each, and the limit across it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF, Qt, Slot
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from planner.app.charts.chart import Chart
from planner.app.charts.key import Entry
from planner.app.theme import UNIT

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme

STEP = 7.0
"""From one bar to the next on the axis: what the arrow keys go by."""
MOST_BARS = 40
"""More are in the table only."""
COLOURS = ("limit", "mark", "median", "band_half", "history", "stale_half")
PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.Dense4Pattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.CrossPattern,
    Qt.BrushStyle.Dense6Pattern,
)
"""A second cue beside the colour: each part of a bar has its own."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One officer: the parts of the bar from the bottom, and the limit (None for none)."""

    name: str
    parts: tuple[float, ...]
    limit: float | None

    @property
    def height(self) -> float:
        """All parts."""
        return math.fsum(self.parts)


class _Bars(pg.GraphicsObject):
    """Stacked rectangles with an outline, and a dashed line at each bar's limit."""

    def __init__(self) -> None:
        super().__init__()
        self.bars: tuple[Bar, ...] = ()
        self._fills: tuple[tuple[QColor, Qt.BrushStyle], ...] = ()
        self._edge, self._ground, self._limit = QColor(), QColor(), QPen()

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        """Draw these, from the left."""
        self.prepareGeometryChange()
        self.bars = bars
        self.update()

    def paint_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._fills = tuple((theme.colour(name), pattern) for name, pattern in zip(COLOURS, PATTERNS, strict=True))
        self._edge, self._ground = theme.colour("text"), theme.colour("surface")
        self._limit = QPen(theme.colour("text"), 2 * theme.line_scale, Qt.PenStyle.DashLine)
        self.update()

    @property
    def top(self) -> float:
        """The highest bar or limit."""
        return max([1.0, *(bar.height for bar in self.bars), *(bar.limit or 0.0 for bar in self.bars)])

    def boundingRect(self) -> QRectF:  # noqa: N802
        """All bars and limits."""
        return QRectF(0, 0, STEP * max(len(self.bars), 1), self.top)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Bars first, then the limits over them; unscaled, so that patterns are the same in every size."""
        shown = painter.worldTransform()
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for at, bar in enumerate(self.bars):
            base = 0.0
            for part, (colour, pattern) in zip(bar.parts, self._fills, strict=False):
                if part:
                    box = shown.mapRect(QRectF(STEP * at + 1.2, base, STEP - 2.4, part))
                    painter.fillRect(box, self._ground)
                    painter.fillRect(box, QBrush(colour, pattern))
                    painter.setPen(QPen(colour, 1))
                    painter.drawRect(box)
                base += part
        painter.setPen(self._limit)
        for at, bar in enumerate(self.bars):
            if bar.limit is not None:
                painter.drawLine(shown.map(QLineF(STEP * at, bar.limit, STEP * (at + 1), bar.limit)))
        painter.restore()


class CaseloadBars(Chart):
    """The officers from the left, those in the order of the table; the table has all of them."""

    def __init__(self, appearance: Appearance, start: date) -> None:
        super().__init__(appearance, "Open cases of each officer", "Open cases", start, "caseload_bars", whole=True)
        self._series: tuple[str, ...] = ()
        self._all: tuple[Bar, ...] = ()
        self._limit_words = "Limit"
        self._number = "{:,.0f}"
        self._bars = _Bars()
        self.badge.hide()
        self.plot.addItem(self._bars, ignoreBounds=True)
        self.plot.plotItem.vb.sigResized.connect(self._fit_names)
        self.paint_theme(appearance.theme)

    def show_bars(
        self, bars: Sequence[Bar], series: Sequence[str], limit: str, sentence: str, *, whole: bool = True
    ) -> None:
        """Draw the first MOST_BARS; `series` names the parts from the bottom, `limit` the dashed line."""
        self._number = "{:,.0f}" if whole else "{:,.1f}"
        self._all, self._series, self._limit_words = tuple(bars), tuple(series), limit
        self._bars.show_bars(self._all[:MOST_BARS])
        self.plot.setXRange(0, STEP * max(len(self._bars.bars), 1), padding=0)
        self.plot.setYRange(0, self._bars.top * 1.05, padding=0)
        parts = zip(self._series, COLOURS, PATTERNS, strict=False)
        self.key.set_entries(
            *(Entry(name, colour, pattern=pattern) for name, colour, pattern in parts),
            Entry(limit, "text", Qt.PenStyle.DashLine),
        )
        self._fit_names()
        self.tell(sentence)
        self.plot.settle()

    @Slot()
    def _fit_names(self) -> None:
        """As many names below the bars as there is room for."""
        bars = self._bars.bars
        metrics = QFontMetricsF(self.appearance.theme.font("caption"))
        widest = max((metrics.horizontalAdvance(bar.name) for bar in bars), default=1.0) + UNIT
        every = max(math.ceil(widest * len(bars) / max(self.plot.plotItem.vb.width(), 1.0)), 1)
        ticks = [(STEP * (at + 0.5), bar.name) for at, bar in enumerate(bars) if at % every == 0]
        self.plot.getAxis("bottom").setTicks([ticks])

    def paint_data(self, theme: Theme) -> None:
        """Bars, and an axis with names in place of months."""
        self._bars.paint_theme(theme)
        self.plot.getAxis("bottom").setStyle(tickLength=0)
        self.plot.getAxis("bottom").setHeight(2 * theme.pixels("caption") + UNIT)
        self._fit_names()

    def rows(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """One row for each officer."""
        headings = ("Officer", *self._series, "Together", self._limit_words)
        return headings, [
            (
                bar.name,
                *(self._text(part) for part in bar.parts),
                self._text(bar.height),
                "" if bar.limit is None else self._text(bar.limit),
            )
            for bar in self._all
        ]

    def _text(self, value: float) -> str:
        return self._number.format(value)

    def read_out(self, day: float) -> str:
        """The officer under the cursor, part by part."""
        if not 0 <= day < STEP * len(self._bars.bars):
            return ""
        bar = self._bars.bars[int(day // STEP)]
        parts = ", ".join(
            f"{self._text(part)} {name.lower()}" for part, name in zip(bar.parts, self._series, strict=True) if part
        )
        limit = "" if bar.limit is None else f"; {self._limit_words.lower()} {self._text(bar.limit)}"
        return f"{bar.name}: {self._text(bar.height)} together ({parts or 'nothing'}){limit}"
