"""What options cost: by month with the parts of the cost, and against what they buy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetricsF

from planner.app.charts.chart import Chart, line_pen
from planner.app.charts.dates import month_text
from planner.app.charts.end_labels import spread
from planner.app.charts.key import Entry
from planner.app.charts.levels import LevelChart
from planner.app.theme import UNIT
from planner.model.calendar import add_months

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.app.theme import Appearance, Theme

    Floats = NDArray[np.float64]

THOUSAND = 1000.0
MOST_FOR_A_NAME = 0.5
"""Share of the plot's width that a name may take beside its point."""
COLOURS = ("median", "limit", "mark", "good", "history", "bad", "warn")
PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense4Pattern,
    Qt.BrushStyle.CrossPattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.VerPattern,
)
"""Of the bars' areas, beside the colours; they stand on each other in the order of the key."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option on the chart of cost against chance."""

    name: str
    pounds: float
    value: float
    """How likely, in per cent, or how many standards are met."""
    efficient: bool


class MonthCosts(Chart):
    """Stacked bars, one for each calendar month, whose parts stand on each other in the order of the key."""

    def __init__(self, appearance: Appearance, start: date, name: str) -> None:
        super().__init__(appearance, "Cost by month", "thousand pounds", start, name)
        self.months: tuple[date, ...] = ()
        self.parts: tuple[tuple[str, Floats], ...] = ()
        self._bars: list[pg.BarGraphItem] = []
        self._start = start
        self.plot.step = 30.4
        self.paint_theme(appearance.theme)

    def show_parts(self, start: date, months: Sequence[date], parts: Sequence[tuple[str, Floats]]) -> None:
        """Draw the parts of a cost, in pounds by month."""
        self._start, self.months, self.parts = start, tuple(months), tuple(parts)
        self.plot.months.start, self.plot.months.picture = start, None
        self._place()
        self.paint_data(self.appearance.theme)
        self._on_cursor_moved(-1.0)
        self.plot.settle()

    @property
    def _days(self) -> int:
        return (add_months(self.months[-1], 1) - self._start).days if self.months else 1

    def _place(self) -> None:
        """What costs stands on what costs; what saves hangs below."""
        import numpy as np

        lefts = np.array([max((month - self._start).days, 0) for month in self.months], float)
        ends = np.array([(add_months(month, 1) - self._start).days for month in self.months], float)
        above = np.zeros(len(self.months))
        below = np.zeros(len(self.months))
        while len(self._bars) < len(self.parts):
            self._bars.append(pg.BarGraphItem(x0=[0], x1=[0], y0=[0], y1=[0]))
            self.plot.addItem(self._bars[-1], ignoreBounds=True)
        for number, bar in enumerate(self._bars):
            bar.setVisible(number < len(self.parts))
        for bar, (_, pounds) in zip(self._bars, self.parts, strict=False):
            values = np.asarray(pounds, float) / THOUSAND
            base = np.where(values >= 0, above, below)
            bar.setOpts(x0=lefts + 2, x1=np.maximum(ends - 2, lefts + 3), y0=base, y1=base + values)
            above, below = above + np.maximum(values, 0), below + np.minimum(values, 0)
        top, bottom = float(above.max(initial=0)), float(below.min(initial=0))
        self.plot.setYRange(min(bottom * 1.1, 0), max(top * 1.1, 1.0), padding=0)
        self.plot.setXRange(0, self._days, padding=0)

    def paint_data(self, theme: Theme) -> None:
        """A colour and a pattern for each part."""
        for number, bar in enumerate(self._bars[: len(self.parts)]):
            colour = theme.colour("stale_line" if self.stale else COLOURS[number % len(COLOURS)])
            brush = pg.mkBrush(colour)
            brush.setStyle(PATTERNS[number % len(PATTERNS)])
            bar.setOpts(pen=line_pen(colour.name(), theme.line_scale), brush=brush)
        self.key.set_entries(
            *(
                Entry(f"{number + 1}. {name}", "stale_line" if self.stale else COLOURS[number % len(COLOURS)])
                for number, (name, _) in enumerate(self.parts)
            )
        )

    def rows(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """One row for each month, in pounds."""
        headings = ("Month", *(name for name, _ in self.parts), "Together")
        rows = []
        for at, month in enumerate(self.months):
            pounds = [float(values[at]) for _, values in self.parts]
            rows.append((month_text(month), *(f"£{amount:,.0f}" for amount in (*pounds, sum(pounds)))))
        return headings, rows

    def read_out(self, day: float) -> str:
        """The month under the cursor."""
        if not self.parts or not 0 <= day < self._days:
            return ""
        when = self.plot.months.day(day)
        at = max(number for number, month in enumerate(self.months) if month <= when or number == 0)
        said = [f"{name} £{float(values[at]):,.0f}" for name, values in self.parts if round(float(values[at]))]
        return f"{month_text(self.months[at])}:  {';  '.join(said) or 'nothing'}"


class CostAgainstChance(LevelChart):
    """Each option's cost and what it buys; those that are worth their money are joined, the others are crosses."""

    def __init__(self, appearance: Appearance, start: date, name: str) -> None:
        super().__init__(appearance, "Cost against chance", "thousand pounds beyond the plan as it is", start, name)
        self.choices: tuple[Choice, ...] = ()
        self._unit = ""
        self._line = pg.PlotCurveItem()
        self._points = pg.ScatterPlotItem(pxMode=True)
        self._names: list[pg.TextItem] = []
        for item in (self._line, self._points):
            self.plot.addItem(item, ignoreBounds=True)
        self.plot.step = 10.0
        self.paint_theme(appearance.theme)
        self.plot.plotItem.vb.sigResized.connect(self._on_resized)

    def show_choices(self, choices: Sequence[Choice], unit: str, top: float) -> None:
        """Draw these; `unit` is of what they buy, `top` the most there can be of it."""
        self.choices, self._unit = tuple(choices), unit
        self.plot.setLabel("left", unit)
        self.plot.getAxis("left").label.setFont(self.appearance.theme.font("caption"))
        self.plot.setYRange(0, top * 1.06, padding=0)
        self._fit_width()
        self.paint_data(self.appearance.theme)
        self.plot.settle()

    @Slot(object)
    def _on_resized(self, _: object) -> None:
        if self.choices:
            if not self.plot.zoomed:
                self._fit_width()
            self._place_names()

    def _fit_width(self) -> None:
        """From the cheapest to the dearest, with room for the names beside their points."""
        pounds = [choice.pounds / THOUSAND for choice in self.choices]
        low, high = min([0.0, *pounds]), max([1.0, *pounds])
        low, end = low - 0.06 * (high - low), high + 0.06 * (high - low)
        wide = self.plot.plotItem.vb.width()
        for choice, place in zip(self.choices, pounds, strict=True):
            metrics = QFontMetricsF(self.appearance.theme.font("caption", strong=choice.efficient))
            share = min((metrics.horizontalAdvance(f"   {choice.name}") + UNIT) / max(wide, 1.0), MOST_FOR_A_NAME)
            end = max(end, low + (place - low) / (1 - share))
        self.plot.setXRange(low, end, padding=0)

    def _place_names(self) -> None:
        """Below and to the right of their points, where the line to the next one does not go; a line apart."""
        box, theme = self.plot.plotItem.vb, self.appearance.theme
        low, high = box.viewRange()[1]
        line = (high - low) / max(box.height(), 1.0) * theme.pixels("caption") * 1.25
        while len(self._names) < len(self.choices):
            self._names.append(pg.TextItem(anchor=(0, 0)))
            self.plot.addItem(self._names[-1], ignoreBounds=True)
        ordered = sorted(self.choices, key=lambda choice: choice.value)
        heights = spread([choice.value for choice in ordered], line, low + line, high)
        for number, item in enumerate(self._names):
            item.setVisible(number < len(ordered))
        for item, choice, height in zip(self._names, ordered, heights, strict=False):
            item.setFont(theme.font("caption", strong=choice.efficient))
            item.setText(f"   {choice.name}")
            item.setColor(theme.colour("muted" if self.stale else "text"))
            item.setPos(choice.pounds / THOUSAND, height)

    def paint_data(self, theme: Theme) -> None:
        """Circles on a line for the efficient options, crosses for the others."""
        import numpy as np

        c = theme.colours
        good, bad = (c.stale_line, c.stale_line) if self.stale else (c.median, c.history)
        self._points.setData(
            [
                {
                    "pos": (choice.pounds / THOUSAND, choice.value),
                    "size": 12,
                    "symbol": "o" if choice.efficient else "x",
                    "pen": None,
                    "brush": pg.mkBrush(good if choice.efficient else bad),
                }
                for choice in self.choices
            ]
        )
        best = sorted((choice.pounds / THOUSAND, choice.value) for choice in self.choices if choice.efficient)
        if best:
            self._line.setData(*np.array(best, float).T)
        self._line.setVisible(bool(best))
        self._line.setPen(line_pen(good, 1.5 * theme.line_scale, Qt.PenStyle.DashLine))
        if self.choices:
            self._place_names()
        self.key.set_entries(
            Entry(
                "Worth its money: no other is as cheap and as likely",
                "stale_line" if self.stale else "median",
                symbol="o",
            ),
            Entry(
                "Another gives as much for less, or more for as much",
                "stale_line" if self.stale else "history",
                symbol="x",
            ),
        )

    def rows(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """One row for each option, the cheapest first."""
        return ("Option", "Cost", self._unit, "Worth its money"), [
            (choice.name, f"£{choice.pounds:,.0f}", f"{choice.value:,.1f}", "yes" if choice.efficient else "no")
            for choice in sorted(self.choices, key=lambda choice: choice.pounds)
        ]

    def read_out(self, day: float) -> str:
        """The option whose cost is nearest to the cursor."""
        low, high = self.plot.viewRange()[0]
        if not self.choices or not low <= day <= high:
            return ""
        near = min(self.choices, key=lambda choice: abs(choice.pounds / THOUSAND - day))
        return f"{near.name}:  £{near.pounds:,.0f},  {near.value:,.1f} {self._unit}"
