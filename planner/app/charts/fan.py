"""A fan chart: the middle future, half of the futures, and nine in ten of them, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetricsF

from planner.app.charts.band import Band
from planner.app.charts.chart import Chart, line_pen
from planner.app.charts.dates import day_text, month_text
from planner.app.charts.key import Entry
from planner.model.calendar import add_months

if TYPE_CHECKING:
    from planner.app.charts.fan_data import FanData
    from planner.app.theme import Appearance, Theme

MARK_MARGIN = 12
"""Pixels that a marked date's label needs beside its text."""
TOP_MARGIN = 1.25
"""Room above the highest value, for labels."""


class FanChart(Chart):
    """Bands and a median, with a limit line and marked dates."""

    def __init__(
        self,
        appearance: Appearance,
        title: str,
        unit: str,
        start: date,
        name: str,
        *,
        compact: bool = False,
        places: int = 0,
    ) -> None:
        """`places` is the number of decimals that the values can bear."""
        super().__init__(appearance, title, unit, start, name, compact=compact, whole=places == 0)
        self._places = places
        self.data: FanData | None = None
        self._marked: tuple[date, str] | None = None
        self._pinned: tuple[FanData, str] | None = None
        self._highest = 0.0
        """The highest value of the data and its limit."""
        self._most = Band()
        self._half = Band()
        self._median = pg.PlotCurveItem(antialias=True)
        self._median.setSegmentedLineMode("on")
        self._kept = pg.PlotCurveItem(antialias=True)
        self._kept_label = pg.TextItem("Pinned", anchor=(1, 1))
        self._limit = pg.InfiniteLine(angle=0, label="", labelOpts={"position": 0.01, "anchors": [(0, 1.1), (0, 1.1)]})
        self._mark = pg.InfiniteLine(angle=90, label="", labelOpts={"position": 0.97, "anchors": [(1, 0), (1, 0)]})
        for depth, item in enumerate((self._most, self._half, self._median, self._kept, self._limit, self._mark)):
            item.setZValue(depth)
            self.plot.addItem(item, ignoreBounds=True)
        self._kept_label.setZValue(20)
        self.plot.addItem(self._kept_label, ignoreBounds=True)
        for item in (self._limit, self._mark, self._most, self._half, self._median, self._kept, self._kept_label):
            item.hide()
        self.paint_theme(appearance.theme)
        self.plot.plotItem.vb.sigResized.connect(self._on_resized)
        self.plot.plotItem.vb.sigXRangeChanged.connect(self._place_kept)

    @Slot(object)
    def _on_resized(self, _: object) -> None:
        if self.data is not None:
            self._place_mark()

    def show_data(self, data: FanData, limit: tuple[float, str] | None, mark: tuple[date, str] | None) -> None:
        """Draw new data; `limit` is a level with its label, `mark` a day with its label."""
        import numpy as np

        same_span = self.data is not None and (data.start, data.days) == (self.data.start, self.data.days)
        self.data = data
        days = np.arange(data.days, dtype=float)
        if self.plot.months.start != data.start:
            self.plot.months.start = data.start
            self.plot.months.picture = None
        self._most.set_data(days, data.low90, data.high90)
        self._half.set_data(days, data.low50, data.high50)
        self._median.setData(days, np.asarray(data.median, dtype=float))
        top = float(np.max(data.high90))
        self._limit.setVisible(limit is not None)
        if limit is not None:
            self._limit.setValue(limit[0])
            self._limit.label.setFormat(limit[1])
            top = max(top, limit[0])
        self._marked = mark
        self._place_mark()
        for item in (self._most, self._half, self._median):
            item.show()
        if not (same_span and self.plot.zoomed):
            self.plot.setXRange(0, data.days - 1, padding=0)
        self._highest = top
        self._fit_height()
        self._show_key()
        self._on_cursor_moved(min(self.plot.cursor_day, data.days - 1.0) if self.cursor.isVisible() else -1.0)
        self.plot.settle()

    def pin(self, data: FanData | None, label: str) -> None:
        """Draw the middle future of another result, dashed, under its own name; None takes it away."""
        import numpy as np

        self._pinned = None if data is None else (data, label)
        for item in (self._kept, self._kept_label):
            item.setVisible(data is not None)
        if data is not None:
            self._kept.setData(np.arange(data.days, dtype=float), np.asarray(data.median, dtype=float))
        if self.data is not None:
            self._fit_height()
            self._place_kept()
            self._show_key()
            if self.toggle.isChecked():
                self._fill_table()

    def _fit_height(self) -> None:
        top = self._highest if self._pinned is None else max(self._highest, float(self._pinned[0].median.max()))
        self.plot.setYRange(0, max(top, 1.0) * TOP_MARGIN, padding=0)

    @Slot()
    def _place_kept(self) -> None:
        """The pinned curve's name stands at the right-hand end of what is shown of it."""
        if self._pinned is not None:
            median = self._pinned[0].median
            day = max(min(len(median) - 1, int(self.plot.viewRange()[0][1])), 0)
            self._kept_label.setPos(day, float(median[day]))

    def _place_mark(self) -> None:
        mark = self._marked
        inside = mark is not None and 0 <= (mark[0] - self.data.start).days < self.data.days
        self._mark.setVisible(inside)
        if inside:
            place = (mark[0] - self.data.start).days
            self._mark.setValue(place)
            whole = f"{mark[1]} {day_text(mark[0])}"
            before = self.plot.plotItem.vb.width() * place / self.data.days
            after = self.plot.plotItem.vb.width() - before
            metrics = QFontMetricsF(self.appearance.theme.font("caption", strong=True))
            fits = not self._compact and metrics.horizontalAdvance(whole) + MARK_MARGIN <= max(before, after)
            text = whole if fits else mark[1]
            self._mark.label.setFormat(text)
            # On the left of its line while there is room for all of it.
            early = metrics.horizontalAdvance(text) + MARK_MARGIN > before
            self._mark.label.anchors = [(0, 0), (0, 0)] if early else [(1, 0), (1, 0)]
            self._mark.label.updatePosition()

    def _show_key(self) -> None:
        """The bands and the median; limit and date are labelled where they are drawn."""
        half, most, line = (
            ("stale_half", "stale_most", "stale_line") if self.stale else ("band_half", "band_most", "median")
        )
        self.key.set_entries(
            Entry("Middle future", line, Qt.PenStyle.SolidLine),
            Entry("Half of futures", half),
            Entry("9 in 10 futures", most),
            *([] if self._pinned is None else [Entry(self._pinned[1], "text", Qt.PenStyle.DashLine)]),
        )

    def paint_data(self, theme: Theme) -> None:
        """Bands and lines in the theme's colours, in greys when the data is a previous result."""
        c = theme.colours
        self._most.set_brush(pg.mkBrush(c.stale_most if self.stale else c.band_most))
        self._half.set_brush(pg.mkBrush(c.stale_half if self.stale else c.band_half))
        self._median.setPen(line_pen(c.stale_line if self.stale else c.median, 2.0 * theme.line_scale))
        self._kept.setPen(line_pen(c.text, 1.5 * theme.line_scale, Qt.PenStyle.DashLine))
        self._kept_label.setFont(theme.font("caption", strong=True))
        self._kept_label.setColor(c.text)
        self._limit.setPen(line_pen(c.limit, 2.0 * theme.line_scale, Qt.PenStyle.DashLine))
        self._mark.setPen(line_pen(c.mark, 1.5 * theme.line_scale, Qt.PenStyle.DotLine))
        for line, colour in ((self._limit, c.limit), (self._mark, c.mark)):
            line.label.setFont(theme.font("caption", strong=True))
            line.label.setColor(colour)
        if self.data is not None:
            self._show_key()
            self._place_mark()

    def month_ends(self) -> list[int]:
        """Day numbers of the last day of each month, and of the last day there is."""
        first = add_months(self.data.start.replace(day=1), 1)
        ends = []
        while (number := (first - self.data.start).days - 1) < self.data.days:
            ends.append(number)
            first = add_months(first, 1)
        return ends if ends and ends[-1] == self.data.days - 1 else [*ends, self.data.days - 1]

    def rows(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """One row for each month's end."""
        headings = ("At the end of", "Middle future", "Half of futures", "9 in 10 futures")
        if self.data is None:
            return headings, ()
        if self._pinned is not None:
            headings = (*headings, self._pinned[1])
        rows = []
        for number in self.month_ends():
            day = self.data.start + timedelta(days=number)
            rows.append((month_text(day), *self._texts(number), *self._kept_text(number)))
        return headings, rows

    def read_out(self, day: float) -> str:
        """The day with its median and ranges."""
        if self.data is None or not 0 <= round(day) < self.data.days:
            return ""
        number = round(day)
        median, half, most = self._texts(number)
        return (
            f"{day_text(self.data.start + timedelta(days=number))}:  {median}   (half: {half},  9 in 10: {most})"
            + "".join(f"   pinned: {text}" for text in self._kept_text(number) if text)
        )

    def _kept_text(self, number: int) -> tuple[str, ...]:
        """The pinned result on a day, if there is one: nothing after its last."""
        if self._pinned is None:
            return ()
        median = self._pinned[0].median
        return (f"{float(median[number]):.{self._places}f}" if number < len(median) else "",)

    def _texts(self, number: int) -> tuple[str, str, str]:
        data = self.data
        median, low50, high50, low90, high90 = (
            f"{float(values[number]):.{self._places}f}"
            for values in (data.median, data.low50, data.high50, data.low90, data.high90)
        )
        return median, f"{low50} to {high50}", f"{low90} to {high90}"
