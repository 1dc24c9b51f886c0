"""The overdue work ahead: a strip of weeks for each team's band, with the number of overdue tasks in each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from planner.app.charts.chart import Chart
from planner.app.charts.dates import day_text
from planner.app.charts.key import Entry
from planner.app.theme import UNIT

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme
    from planner.model.countdown import Breach, Countdown
    from planner.model.plan import Plan

SHADES = (
    (0.9, "bad_tint", "Overdue work in 90 % of futures or more"),
    (0.5, "warn_tint", "in 50 % or more"),
    (0.1, "info_tint", "in 10 % or more"),
    (0.0, "surface", "in fewer"),
)
"""From which chance of overdue work on a cell has its colour; the number in it says how much."""


class _Cells(pg.GraphicsObject):
    """Tinted rectangles of a week each, with numbers as often as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[tuple[Breach, ...], ...] = ()
        self._tints: tuple[tuple[float, QColor], ...] = ()
        self._text, self._edge, self._font = QColor(), QColor(), QFont()

    def show_rows(self, rows: tuple[tuple[Breach, ...], ...]) -> None:
        """Draw these, the first on top."""
        self.prepareGeometryChange()
        self.rows = rows
        self.update()

    def paint_theme(self, theme: Theme, *, stale: bool) -> None:
        """Take the theme's colours, greys for a previous result."""
        self._tints = tuple((least, theme.colour("stale_outer" if stale else name)) for least, name, _ in SHADES)
        self._text, self._edge = theme.colour("muted" if stale else "text"), theme.colour("grid")
        self._font = theme.font("caption")
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802
        """All cells."""
        return QRectF(0, 0, 7.0 * max((len(row) for row in self.rows), default=0), len(self.rows))

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Fill the cells, then write the numbers in them upright and unscaled."""
        shown = painter.worldTransform()
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.setFont(self._font)
        metrics = QFontMetricsF(self._font)
        longest = max((len(_number(cell)) for row in self.rows for cell in row), default=1)
        wide = metrics.horizontalAdvance("0" * longest) + 4
        cell_width = max(shown.mapRect(QRectF(0, 0, 7, 1)).width(), 1e-6)
        every = max(math.ceil(wide / cell_width), 1)
        for at, row in enumerate(self.rows):
            for week, cell in enumerate(row):
                box = shown.mapRect(QRectF(7.0 * week, at, 7.0, 1.0))
                inner = box.adjusted(0, 1, 0, -1)
                painter.fillRect(inner, next(colour for least, colour in self._tints if cell.chance >= least))
        painter.setPen(self._text)
        for at, row in enumerate(self.rows):
            for week in range(every - 1, len(row), every):
                text = _number(row[week])
                box = shown.mapRect(QRectF(7.0 * week, at, 7.0, 1.0))
                painter.drawText(box.adjusted(-wide, 0, wide, 0), Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


class OverdueWeeks(Chart):
    """Weeks from left to right, a row for each band; the table has every figure."""

    def __init__(self, appearance: Appearance, start: date, name: str) -> None:
        super().__init__(
            appearance, "Overdue tasks at the end of each week, in the mean of the futures", "", start, name
        )
        self._names: tuple[str, ...] = ()
        self._start = start
        self._cells = _Cells()
        self.plot.addItem(self._cells, ignoreBounds=True)
        self.plot.getAxis("left").setStyle(tickLength=0)
        self.plot.plotItem.vb.invertY(True)
        self.paint_theme(appearance.theme)

    def show_countdown(self, plan: Plan, found: Countdown) -> None:
        """Draw the weeks to the day."""
        bands = dict.fromkeys((breach.team, breach.band) for breach in found.breaches)
        self._start = plan.start
        self._names = tuple(f"{plan.team(team).name}, {plan.team(team).band(band).name}" for team, band in bands)
        rows = tuple(
            tuple(breach for breach in found.breaches if (breach.team, breach.band) == place) for place in bands
        )
        self._cells.show_rows(rows)
        self.plot.months.start, self.plot.months.picture = plan.start, None
        self.plot.setXRange(0, max(7 * len(rows[0]) if rows else 0, 7), padding=0)
        self.plot.setYRange(0, max(len(rows), 1), padding=0)
        self.plot.getAxis("left").setTicks([[(at + 0.5, name) for at, name in enumerate(self._names)]])
        self.key.set_entries(*(Entry(words, colour) for _, colour, words in SHADES[:3]))
        self._fit_axis(self.appearance.theme)
        self.plot.settle()

    def paint_data(self, theme: Theme) -> None:
        """Tints, and the axis with names in place of numbers."""
        self._cells.paint_theme(theme, stale=self.stale)
        axis = self.plot.getAxis("left")
        axis.setGrid(False)
        axis.showLabel(False)
        self._fit_axis(theme)

    def _fit_axis(self, theme: Theme) -> None:
        metrics = QFontMetricsF(theme.font("caption"))
        widest = max((metrics.horizontalAdvance(name) for name in self._names), default=0.0)
        self.plot.getAxis("left").setWidth(round(widest) + 2 * UNIT)

    def rows(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """One row for each week and band."""
        headings = ("Team and band", "Week to", "Chance of any", "Mean overdue", "9 in 10 futures at most", "Latest by")
        return headings, [
            (
                name,
                day_text(cell.week),
                f"{100 * cell.chance:.0f} %",
                f"{cell.mean:.1f}",
                f"{cell.high:g}",
                f"{cell.worst_days:.0f} days",
            )
            for name, row in zip(self._names, self._cells.rows, strict=True)
            for cell in row
        ]

    def read_out(self, day: float) -> str:
        """All bands with overdue work in the week under the cursor."""
        rows = self._cells.rows
        if day < 0 or not rows or not rows[0]:
            return ""
        week = min(int(day // 7), len(rows[0]) - 1)
        late = [
            f"{name} {_number(row[week])}" for name, row in zip(self._names, rows, strict=True) if _number(row[week])
        ]
        return f"Week to {day_text(rows[0][week].week)}: {'; '.join(late) or 'no overdue work expected'}"


def _number(cell: Breach) -> str:
    """Overdue tasks in the mean of the futures, as they stand in a cell; nothing where there is hardly ever one."""
    if cell.chance < SHADES[-2][0]:
        return ""
    return f"{cell.mean:.0f}" if cell.mean >= 1 else "<1"
