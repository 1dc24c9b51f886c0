"""What came in and what may come: counts with their control chart, dated events, and the forecast's fan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetricsF

from planner.app.charts.band import Band
from planner.app.charts.chart import Chart, line_pen
from planner.app.charts.dates import day_text
from planner.app.charts.end_labels import EndLabels
from planner.app.charts.history_words import cells, read_out
from planner.app.charts.key import Entry
from planner.app.demand_views import middle_of
from planner.app.theme import UNIT
from planner.model.period import Period

if TYPE_CHECKING:
    import numpy as np

    from planner.app.demand_views import DemandView, Reach
    from planner.app.theme import Appearance, Theme
    from planner.model.demand import DemandEvent

SHOWN = {Period.MONTH: 60, Period.WEEK: 156}
"""The last so many counts are drawn; the table has them all."""
SYMBOLS = {"OUTSIDE": "d", "TWO_OF_THREE": "t", "SIDE": "s", "TREND": "t1"}
"""The shape of each sign, by the name of its rule."""
MOST_LINES = 8
LONGEST_LABEL = 22
SIGN_NAMES = {
    "OUTSIDE": "Outside the limits",
    "TWO_OF_THREE": "2 of 3 near a limit",
    "SIDE": "8 on one side",
    "TREND": "6 rising or falling",
}
"""Signs as the key has room for them; its tool tip says all."""
RANGE_NAMES = ((4, "half of futures"), (5, "80 % of futures"), (6, "95 % of futures"))
"""Each range's upper end among the quantiles, with its name."""
TOP_MARGIN = 1.18


class HistoryChart(Chart):
    """Counts, mean, limits and levels on the left of the plan's start; ranges and the other cases' middles after it."""

    def __init__(self, appearance: Appearance, start: date, name: str) -> None:
        super().__init__(appearance, "New cases", "cases", start, name, whole=True)
        self.view: DemandView | None = None
        self.reach: Reach | None = None
        self.others: tuple[Reach, ...] = ()
        self._events: tuple[DemandEvent, ...] = ()
        self._outer, self._most, self._half = Band(), Band(), Band()
        self._median = pg.PlotCurveItem(antialias=True)
        self._lines = [pg.PlotCurveItem(antialias=True) for _ in range(MOST_LINES)]
        self._counts = pg.PlotDataItem(connect="finite", symbol="o", symbolSize=5, antialias=True)
        self._signs = {rule: pg.ScatterPlotItem(symbol=symbol, size=9) for rule, symbol in SYMBOLS.items()}
        self._mean, self._lower, self._upper, self._levels = (pg.PlotCurveItem(connect="finite") for _ in range(4))
        self._now = pg.InfiniteLine(angle=90, label="", labelOpts={"position": 0.98, "anchors": [(0, 0), (0, 0)]})
        self._flags: list[pg.InfiniteLine] = []
        self.labels = EndLabels(self.plot)
        self._level_words: list[pg.TextItem] = []
        areas = (self._outer, self._most, self._half)
        limits = (self._mean, self._lower, self._upper, self._levels)
        for depth, item in enumerate((*areas, *limits, self._now, *self._lines, self._median, self._counts)):
            item.setZValue(depth)
            self.plot.addItem(item, ignoreBounds=True)
        for item in self._signs.values():
            item.setZValue(19)
            self.plot.addItem(item, ignoreBounds=True)
        self._drawn = (*areas, *limits, self._now, *self._lines, self._median, self._counts, *self._signs.values())
        for item in self._drawn:
            item.hide()
        self.paint_theme(appearance.theme)
        self.plot.plotItem.vb.sigResized.connect(self._on_resized)

    def show_view(self, view: DemandView, events: Sequence[DemandEvent]) -> None:
        """Draw another history; `show_reaches` follows."""
        self.view, self._events = view, tuple(events)
        if self.plot.months.start != view.begin:
            self.plot.months.start = view.begin
            self.plot.months.picture = None
        chart, places = view.past.chart, self._places(0)[: len(view.counts)]
        self._counts.setData(places, view.counts)
        for rule, mark in chart.marks.items():
            self._signs[rule.name].setData(places[mark], view.counts[mark])
        self._show_levels(view)
        self._now.setValue(self._edge(len(view.counts)))

    def _show_levels(self, view: DemandView) -> None:
        """The mean and the limits of each level over its own stretch; levels that changed are thick, with figures."""
        import numpy as np

        phases, moved = view.past.chart.phases, bool(view.past.changes)
        across = np.array([self._edge(place) for phase in phases for place in (phase.begin, phase.end, phase.end)])
        means, lows, highs = (
            np.array([value for end in ends for value in (end, end, np.nan)])
            for ends in zip(*((phase.mean, phase.lower, phase.upper) for phase in phases), strict=True)
        )
        for line, values in ((self._mean, means), (self._levels, means), (self._lower, lows), (self._upper, highs)):
            line.setData(across, values)
        self._mean.setOpacity(0.0 if moved else 1.0)
        self._levels.setOpacity(1.0 if moved else 0.0)
        for item in self._level_words:
            self.plot.removeItem(item)
        labelled = phases if moved else ()
        self._level_words = [pg.TextItem(f"{phase.mean:.0f}", anchor=(0, 1)) for phase in labelled]
        for item, phase in zip(self._level_words, labelled, strict=True):
            item.setPos(self._edge(phase.begin), phase.mean)
            item.setZValue(17)
            self.plot.addItem(item, ignoreBounds=True)
        self._paint_level_words(self.appearance.theme)

    def show_reaches(self, chosen: Reach, others: Sequence[Reach]) -> None:
        """Draw the ranges of one growth case, and the middle of the others."""
        import numpy as np

        self.reach, self.others = chosen, tuple(others)[:MOST_LINES]
        known = len(self.view.counts)
        ahead = chosen.quantiles.shape[1]
        places = self._places(ahead)[known:]
        low95, low80, low50, middle, high50, high80, high95 = chosen.quantiles
        for band, low, high in ((self._outer, low95, high95), (self._most, low80, high80), (self._half, low50, high50)):
            band.set_data(places, low, high)
        self._median.setData(places, middle)
        for at, line in enumerate(self._lines):
            if at < len(self.others):
                line.setData(places, self.others[at].quantiles[3])
            line.setVisible(at < len(self.others))
        for item in self._drawn:
            if item not in self._lines:
                item.show()
        # A label that is out of sight does not take another text.
        self._now.label.setFormat("Forecast")
        first = max(known - SHOWN[self.view.period], 0)
        top = max(
            float(high95.max()),
            float(np.nanmax(self.view.counts[first:])),
            *(phase.upper for phase in self.view.past.chart.phases if phase.end > first),
            *(float(other.quantiles[3].max()) for other in self.others),
        )
        self.plot.setYRange(0, max(top, 1.0) * TOP_MARGIN, padding=0)
        self._place_labels()
        self._show_key()
        self._on_cursor_moved(self.plot.cursor_day if self.cursor.isVisible() else -1.0)
        self._show_flags()
        self.plot.settle()

    def _place_labels(self) -> None:
        """Labels at the right end of every line, and room for them."""
        theme, chosen = self.appearance.theme, self.reach
        longest = round(LONGEST_LABEL / theme.text_scale)
        short = short_names([chosen.name, *(other.name for other in self.others)], longest)
        names = [
            (float(other.quantiles[3, -1]), name, "muted") for other, name in zip(self.others, short[1:], strict=True)
        ]
        ends = chosen.quantiles[:, -1]
        labels = [
            (float(ends[3]), short[0], "stale_line" if self.stale else "median"),
            *((float(ends[at]), text, "muted") for at, text in RANGE_NAMES),
            *names,
        ]
        first = self._edge(max(len(self.view.counts) - SHOWN[self.view.period], 0))
        last = self._edge(len(self.view.counts) + chosen.quantiles.shape[1])
        self.labels.show(last, labels, theme)
        self.plot.months.until = last
        wide = self.plot.plotItem.vb.width()
        room = min(self.labels.width(theme) / wide, 0.3) if wide > 0 else 0.1
        self.plot.setXRange(first, first + (last - first) / (1 - room), padding=0)
        self.labels.arrange(theme)

    def _show_flags(self) -> None:
        """A dated event is a line with its reason beside it, one lower than the other."""
        while len(self._flags) < len(self._events):
            flag = pg.InfiniteLine(angle=90, label="", labelOpts={"anchors": [(0, 0), (0, 0)]})
            flag.setZValue(18)
            self._flags.append(flag)
            self.plot.addItem(flag, ignoreBounds=True)
        box = self.plot.plotItem.vb
        (first, last), now = box.viewRange()[0], self._edge(len(self.view.counts))
        metrics = QFontMetricsF(self.appearance.theme.font("caption", strong=True))
        step = 1.6 * self.appearance.theme.pixels("caption") / max(box.height(), 1.0)
        lower = 0
        for at, flag in enumerate(self._flags):
            place = (self._events[at].on - self.view.begin).days if at < len(self._events) else -1
            flag.setVisible(first <= place <= last)
            if not first <= place <= last:
                continue
            # The words stand over the past, on the side that has more of it: the fan's side is full.
            late = place - first > (now - first) / 2
            room = abs((place - first) if late else (now - place)) / (last - first) * box.width() - 2 * UNIT
            words = metrics.elidedText(self._events[at].reason, Qt.TextElideMode.ElideRight, max(room, 6.0 * UNIT))
            flag.setValue(place)
            flag.label.setFormat(words.replace("{", "(").replace("}", ")"))
            flag.label.anchors = [(1, 0), (1, 0)] if late else [(0, 0), (0, 0)]
            flag.label.setPosition(0.98 - step * (1 + lower % 4))
            lower += 1
        for line in (self._now, *self._flags):
            line.label.updatePosition()
        self._paint_flags(self.appearance.theme)

    @Slot(object)
    def _on_resized(self, _: object) -> None:
        if self.reach is not None:
            self._place_labels()
            self._show_flags()

    def _edge(self, place: int) -> float:
        return float((self.view.period.start(self.view.begin, place) - self.view.begin).days)

    def _places(self, ahead: int) -> np.ndarray:
        """The middle of each period, in days from the first."""
        import numpy as np

        starts = self.view.starts(ahead)
        return np.array([middle_of(starts, place, self.view.begin) for place in range(len(starts) - 1)])

    def _show_key(self) -> None:
        """What is drawn and has no name beside it."""
        found = [rule for rule, mark in self.view.past.chart.marks.items() if mark.any()]
        self.key.set_entries(
            Entry("Counted", "history", symbol="o"),
            Entry("Levels" if self.view.past.changes else "Mean", "history", Qt.PenStyle.SolidLine),
            Entry("Limits of chance", "control_border", Qt.PenStyle.DashLine),
            *(Entry(SIGN_NAMES[rule.name], "limit", symbol=SYMBOLS[rule.name]) for rule in found),
        )
        signs = "; ".join(rule.value for rule in found)
        unlikely = f" Counts that chance hardly explains are marked: {signs}." if signs else ""
        self.key.setToolTip(f"While nothing changes, nearly all counts lie between the limits of chance.{unlikely}")

    def paint_data(self, theme: Theme) -> None:
        """Bands and lines in the theme's colours, in greys when they belong to something else than the controls say."""
        c, wide = theme.colours, theme.line_scale
        self._outer.set_brush(pg.mkBrush(c.stale_outer if self.stale else c.band_outer))
        self._most.set_brush(pg.mkBrush(c.stale_most if self.stale else c.band_most))
        self._half.set_brush(pg.mkBrush(c.stale_half if self.stale else c.band_half))
        self._median.setPen(line_pen(c.stale_line if self.stale else c.median, 2.0 * wide))
        for line in self._lines:
            line.setPen(line_pen(c.muted, 1.25 * wide, Qt.PenStyle.DashLine))
        self._counts.setPen(line_pen(c.history, 1.0 * wide))
        self._counts.setSymbolPen(None)
        self._counts.setSymbolBrush(pg.mkBrush(c.history))
        for signs in self._signs.values():
            signs.setPen(line_pen(c.surface, 1.0 * wide))
            signs.setBrush(pg.mkBrush(c.stale_line if self.stale else c.limit))
        self._mean.setPen(line_pen(c.history, 1.5 * wide))
        self._levels.setPen(line_pen(c.history, 2.5 * wide))
        for line in (self._lower, self._upper):
            line.setPen(line_pen(c.control_border, 1.0 * wide, Qt.PenStyle.DashLine))
        self._now.setPen(line_pen(c.control_border, 1.0 * wide))
        self._now.label.setFont(theme.font("caption", strong=True))
        self._now.label.setColor(c.muted)
        self._paint_flags(theme)
        self._paint_level_words(theme)
        if self.reach is not None:
            self._show_key()
            self._place_labels()

    def _paint_level_words(self, theme: Theme) -> None:
        for item in self._level_words:
            item.setFont(theme.font("caption", strong=True))
            item.setColor(theme.colours.history)

    def _paint_flags(self, theme: Theme) -> None:
        for flag in self._flags:
            flag.setPen(line_pen(theme.colours.mark, 1.5 * theme.line_scale, Qt.PenStyle.DotLine))
            flag.label.setFont(theme.font("caption", strong=True))
            flag.label.setColor(theme.colours.mark)
            flag.label.fill = pg.mkBrush(theme.colours.surface)

    def rows(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """One row for each period, known and ahead."""
        return cells(self.view, self.reach)

    def read_out(self, day: float) -> str:
        """The period under the cursor, with its count and signs or its ranges; and an event near it."""
        if self.view is None or self.reach is None or day < 0:
            return ""
        near = [event for event in self._events if abs((event.on - self.view.begin).days - day) <= 10]
        text = read_out(self.view, self.reach, day)
        return "; ".join([text, *(f"{day_text(event.on)}: {event.reason}" for event in near)]) if text else ""


def short_names(names: Sequence[str], longest: int) -> list[str]:
    """Names as the chart has room for them: what stands before a colon where that tells them apart."""
    heads = [name.partition(":")[0] for name in names]
    return [
        shortened(head if heads.count(head) == 1 else name, longest) for name, head in zip(names, heads, strict=True)
    ]


def shortened(text: str, longest: int) -> str:
    """The beginning of a text, at a word's end where it is cut."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head else head}…"
