"""The back-test drawn: the ranges foretold one period before, and what came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt

from planner.app.charts.band import Band
from planner.app.charts.chart import Chart, line_pen
from planner.app.charts.history_words import back_test_cells
from planner.app.charts.key import Entry
from planner.app.demand_views import middle_of

if TYPE_CHECKING:
    from planner.app.demand_views import BackTestView
    from planner.app.theme import Appearance, Theme

TOP_MARGIN = 1.15


class BackTestChart(Chart):
    """One-step ranges as bands; a count inside the 80 % range is a circle, one outside it a cross."""

    def __init__(self, appearance: Appearance, start: date, name: str) -> None:
        super().__init__(appearance, "Foretold one period before, and what came", "cases", start, name, whole=True)
        self.view: BackTestView | None = None
        self._outer, self._most = Band(), Band()
        self._median = pg.PlotCurveItem(antialias=True)
        self._inside = pg.ScatterPlotItem(symbol="o", size=8)
        self._outside = pg.ScatterPlotItem(symbol="x", size=12)
        for depth, item in enumerate((self._outer, self._most, self._median, self._inside, self._outside)):
            item.setZValue(depth)
            self.plot.addItem(item, ignoreBounds=True)
        self.paint_theme(appearance.theme)

    def show_view(self, view: BackTestView) -> None:
        """Draw a finished back-test."""
        import numpy as np

        self.view, found = view, view.found
        origin = view.period.start(view.begin, found.origins[0])
        starts = [view.period.start(view.begin, place) for place in range(found.origins[-1] + 2)]
        places = np.array([middle_of(starts, place, origin) for place in found.origins])
        actual = found.actual[:, 0]
        self.plot.months.start, self.plot.months.picture = origin, None
        self._outer.set_data(places, found.low_95[:, 0], found.high_95[:, 0])
        self._most.set_data(places, found.low_80[:, 0], found.high_80[:, 0])
        self._median.setData(places, found.median[:, 0])
        inside = (found.low_80[:, 0] <= actual) & (actual <= found.high_80[:, 0])
        self._inside.setData(places[inside], actual[inside])
        self._outside.setData(places[~inside], actual[~inside])
        self.plot.setXRange(0, (starts[-1] - origin).days, padding=0)
        self.plot.setYRange(0, max(float(found.high_95[:, 0].max()), float(actual.max()), 1.0) * TOP_MARGIN, padding=0)
        self._show_key()
        self.plot.settle()

    def _show_key(self) -> None:
        self.key.set_entries(
            Entry("Counted, inside 80 %", "history", symbol="o"),
            Entry("Counted, outside", "limit", symbol="x"),
            Entry("Middle", "stale_line" if self.stale else "median", Qt.PenStyle.SolidLine),
            Entry("80 %", "stale_most" if self.stale else "band_most"),
            Entry("95 %", "stale_outer" if self.stale else "band_outer"),
        )

    def paint_data(self, theme: Theme) -> None:
        """Pens and brushes."""
        c, wide = theme.colours, theme.line_scale
        self._outer.set_brush(pg.mkBrush(c.stale_outer if self.stale else c.band_outer))
        self._most.set_brush(pg.mkBrush(c.stale_most if self.stale else c.band_most))
        self._median.setPen(line_pen(c.stale_line if self.stale else c.median, 2.0 * wide))
        self._inside.setPen(line_pen(c.surface, 1.0 * wide))
        self._inside.setBrush(pg.mkBrush(c.history))
        self._outside.setPen(line_pen(c.surface, 1.0 * wide))
        self._outside.setBrush(pg.mkBrush(c.stale_line if self.stale else c.limit))
        if self.view is not None:
            self._show_key()

    def rows(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """One row for each forecast that was made again."""
        return back_test_cells(self.view)

    def read_out(self, day: float) -> str:
        """The forecast nearest to a place on the axis, and what came."""
        if self.view is None or day < 0:
            return ""
        rows = self.rows()[1]
        origin = self.plot.months.start
        places = [
            (self.view.period.start(self.view.begin, place + 1) - origin).days for place in self.view.found.origins
        ]
        row = next((row for row, end in zip(rows, places, strict=True) if day < end), None)
        return "" if row is None else f"{row[0]}:  {row[1]} came; foretold {row[2]} (80 %: {row[3]},  95 %: {row[4]})"
