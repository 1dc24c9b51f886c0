"""Small multiples: one fan for each scenario, side by side on the same axes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetricsF

from planner.app.charts.axis import MONTH_STEPS
from planner.app.charts.band import Band
from planner.app.charts.chart import Chart, line_pen
from planner.app.charts.dates import MONTHS, day_text, month_text
from planner.app.charts.key import Entry
from planner.model.calendar import add_months

if TYPE_CHECKING:
    from planner.app.charts.fan_data import FanData
    from planner.app.theme import Appearance, Theme

GAP = 0.08
"""Room between two panels, as a part of a panel's width."""
TOP_MARGIN = 1.3
"""Room above the highest value, for the names."""
PIXELS_A_TICK = 56


class _Panel:
    """The items of one scenario."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        self.most, self.half, self.median = Band(), Band(), pg.PlotCurveItem(antialias=True)
        self.median.setSegmentedLineMode("on")
        self.edge = pg.InfiniteLine(angle=90)
        self.name = pg.TextItem(anchor=(0, 0))
        self.end = pg.TextItem(anchor=(1, 1))
        for depth, item in enumerate((self.edge, self.most, self.half, self.median, self.end, self.name)):
            item.setZValue(depth)
            plot.addItem(item, ignoreBounds=True)

    @property
    def items(self) -> tuple[pg.GraphicsObject, ...]:
        """All of them."""
        return (self.edge, self.most, self.half, self.median, self.name, self.end)


class FanMultiples(Chart):
    """The panels share one value axis and the same months; the cursor reads the same day in all of them."""

    def __init__(self, appearance: Appearance, start: date, name: str) -> None:
        super().__init__(appearance, "Side by side", "cases", start, name)
        self._names: tuple[str, ...] = ()
        self._fans: tuple[FanData, ...] = ()
        self._places = 0
        self._panels: list[_Panel] = []
        self._limit_words = ""
        self._limit = pg.InfiniteLine(angle=0)
        self._limit.hide()
        self.plot.addItem(self._limit, ignoreBounds=True)
        self.paint_theme(appearance.theme)
        self.plot.plotItem.vb.sigResized.connect(self._on_resized)

    @property
    def _days(self) -> int:
        return self._fans[0].days if self._fans else 1

    @property
    def _stride(self) -> float:
        return self._days * (1 + GAP)

    def show_fans(
        self, names: Sequence[str], fans: Sequence[FanData], limit: tuple[float, str] | None, places: int
    ) -> None:
        """Draw a fan for each name; `limit` is a level with its label, `places` the decimals that values can bear."""
        import numpy as np

        self._names, self._fans, self._places = tuple(names), tuple(fans), places
        while len(self._panels) < len(fans):
            self._panels.append(_Panel(self.plot))
        for number, panel in enumerate(self._panels):
            for item in panel.items:
                item.setVisible(number < len(fans))
        top = max((float(np.max(fan.high90)) for fan in fans), default=1.0)
        for number, (panel, fan) in enumerate(zip(self._panels, fans, strict=False)):
            across = np.arange(fan.days, dtype=float) + number * self._stride
            panel.most.set_data(across, fan.low90, fan.high90)
            panel.half.set_data(across, fan.low50, fan.high50)
            panel.median.setData(across, np.asarray(fan.median, dtype=float))
            panel.edge.setValue(across[0])
            panel.end.setPos(across[-1], float(fan.median[-1]))
        self._limit.setVisible(limit is not None)
        if limit is not None:
            self._limit.setValue(limit[0])
            self._limit_words = limit[1]
            top = max(top, limit[0])
        self.plot.setXRange(0, self._stride * len(fans) - GAP * self._days, padding=0)
        self.plot.setYRange(0, max(top, 1.0) * TOP_MARGIN, padding=0)
        self._place_words()
        self.paint_data(self.appearance.theme)
        self._on_cursor_moved(-1.0)
        self.plot.settle()

    @Slot(object)
    def _on_resized(self, _: object) -> None:
        if self._fans:
            self._place_words()

    def _place_words(self) -> None:
        """Names above the panels as far as there is room, and as many months below."""
        box, theme = self.plot.plotItem.vb, self.appearance.theme
        whole = self._stride * len(self._fans) - GAP * self._days
        pixels = box.width() * self._days / whole
        metrics = QFontMetricsF(theme.font("caption", strong=True))
        high = box.viewRange()[1][1]
        for number, (panel, name) in enumerate(zip(self._panels, self._names, strict=False)):
            panel.name.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(pixels - 8, 24)))
            panel.name.setPos(number * self._stride, high)
            panel.end.setText(f"{float(self._fans[number].median[-1]):,.{self._places}f}")
        months = max(self._days / 30.4, 1.0)
        room = max(pixels / PIXELS_A_TICK, 1.0)
        step = next((step for step in MONTH_STEPS if months / step <= room), MONTH_STEPS[-1])
        self.plot.getAxis("bottom").setTicks([self._ticks(step)])

    def _ticks(self, step: int) -> list[tuple[float, str]]:
        start, ticks = self._fans[0].start, []
        first = start if start.day == 1 else add_months(start.replace(day=1), 1)
        for number in range(len(self._fans)):
            day, begun = first, False
            while (place := (day - start).days) < self._days * 0.94:
                if not (day.month - 1) % step:
                    year = f"\n{day.year}" if not begun or day.month == 1 else "\n"
                    ticks.append((place + number * self._stride, f"{MONTHS[day.month - 1]}{year}"))
                    begun = True
                day = add_months(day, 1)
        return ticks

    def paint_data(self, theme: Theme) -> None:
        """Bands and lines in the theme's colours, in greys when the data is a previous result."""
        c, wide = theme.colours, theme.line_scale
        strong, plain = theme.font("caption", strong=True), theme.font("caption")
        for panel in self._panels:
            panel.most.set_brush(pg.mkBrush(c.stale_most if self.stale else c.band_most))
            panel.half.set_brush(pg.mkBrush(c.stale_half if self.stale else c.band_half))
            panel.median.setPen(line_pen(c.stale_line if self.stale else c.median, 2.0 * wide))
            panel.edge.setPen(line_pen(c.border, wide))
            panel.name.setFont(strong)
            panel.name.setColor(theme.colour("muted" if self.stale else "text"))
            panel.end.setFont(plain)
            panel.end.setColor(theme.colour("muted" if self.stale else "text"))
        self._limit.setPen(line_pen(c.limit, 1.5 * wide, Qt.PenStyle.DashLine))
        half, most, line = (
            ("stale_half", "stale_most", "stale_line") if self.stale else ("band_half", "band_most", "median")
        )
        self.key.set_entries(
            Entry("Middle future", line, Qt.PenStyle.SolidLine),
            Entry("Half of futures", half),
            Entry("9 in 10 futures", most),
            *([Entry(self._limit_words, "limit", Qt.PenStyle.DashLine)] if self._limit.isVisible() else []),
        )

    def rows(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """One row for each month's end, a column for each scenario."""
        headings = ("At the end of", *self._names)
        if not self._fans:
            return headings, ()
        start, rows = self._fans[0].start, []
        first = add_months(start.replace(day=1), 1)
        while (number := (first - start).days - 1) < self._days:
            rows.append((month_text(first - timedelta(days=1)), *(self._text(fan, number) for fan in self._fans)))
            first = add_months(first, 1)
        return headings, rows

    def _text(self, fan: FanData, number: int) -> str:
        middle, low, high = (
            f"{float(values[number]):,.{self._places}f}" for values in (fan.median, fan.low90, fan.high90)
        )
        return f"{middle} ({low} to {high})"

    def read_out(self, day: float) -> str:
        """The same day under every scenario."""
        if not self._fans or day < 0:
            return ""
        number = round(day - int(day // self._stride) * self._stride)
        if not 0 <= number < self._days:
            return ""
        said = ";  ".join(
            f"{name} {float(fan.median[number]):,.{self._places}f}"
            for name, fan in zip(self._names, self._fans, strict=True)
        )
        return f"{day_text(self._fans[0].start + timedelta(days=number))}, middle future:  {said}"
