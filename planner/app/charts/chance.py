"""The chance that a standard is met, at the end of each month to the day of the re-inspection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt

from planner.app.charts.chart import Chart, line_pen
from planner.app.charts.dates import day_text
from planner.app.charts.key import Entry

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme
    from planner.model.countdown import StandardCountdown


class ChanceChart(Chart):
    """A point for each month's end, a line from which the standard is called likely, and the day."""

    def __init__(self, appearance: Appearance, start: date, name: str) -> None:
        super().__init__(appearance, "Chance that it is met", "% of futures", start, name)
        self._trend: tuple[tuple[date, float], ...] = ()
        self._line = pg.PlotDataItem(symbol="o", symbolSize=6, antialias=True)
        self._enough = pg.InfiniteLine(angle=0)
        self._day = pg.InfiniteLine(angle=90)
        for item in (self._enough, self._day, self._line):
            self.plot.addItem(item, ignoreBounds=True)
        self.plot.setYRange(0, 104, padding=0)
        self.paint_theme(appearance.theme)

    def show_standard(self, one: StandardCountdown, start: date, probability: float) -> None:
        """Draw one standard's trend."""
        self._trend = one.trend
        self.plot.months.start, self.plot.months.picture = start, None
        places = [float((day - start).days) for day, _ in one.trend]
        self._line.setData(places, [100 * share for _, share in one.trend])
        self._enough.setValue(100 * probability)
        self._day.setValue(places[-1])
        self.plot.setXRange(0, places[-1] * 1.02 + 1, padding=0)
        self.key.set_entries(
            Entry("Share of futures that meet it", "stale_line" if self.stale else "median", symbol="o"),
            Entry(f"Likely from {100 * probability:g} %", "limit", Qt.PenStyle.DashLine),
            Entry(f"Re-inspection, {day_text(one.trend[-1][0])}", "mark", Qt.PenStyle.DotLine),
        )
        self.plot.settle()

    def paint_data(self, theme: Theme) -> None:
        """Pens and brushes."""
        c, wide = theme.colours, theme.line_scale
        colour = c.stale_line if self.stale else c.median
        self._line.setPen(line_pen(colour, 2.0 * wide))
        self._line.setSymbolPen(None)
        self._line.setSymbolBrush(pg.mkBrush(colour))
        self._enough.setPen(line_pen(c.limit, 1.5 * wide, Qt.PenStyle.DashLine))
        self._day.setPen(line_pen(c.mark, 1.5 * wide, Qt.PenStyle.DotLine))

    def rows(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """One row for each point."""
        return ("On", "Chance"), [(day_text(day), _percent(share)) for day, share in self._trend]

    def read_out(self, day: float) -> str:
        """The point nearest to the cursor."""
        if not self._trend or day < 0:
            return ""
        wanted = self.plot.months.day(day)
        near, share = min(self._trend, key=lambda point: abs((point[0] - wanted).days))
        return f"{day_text(near)}: met in {_percent(share)} of the futures"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
