"""How the futures of each scenario lie: as dots that stand for equal shares of them, or as an S-curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt

from planner.app.charts.chart import line_pen
from planner.app.charts.key import Entry
from planner.app.charts.levels import LevelChart, amount

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme

LINES = (
    ("median", Qt.PenStyle.SolidLine, "o"),
    ("limit", Qt.PenStyle.DashLine, "s"),
    ("mark", Qt.PenStyle.DashDotLine, "d"),
    ("good", Qt.PenStyle.DotLine, "t1"),
    ("history", Qt.PenStyle.DashDotDotLine, "t"),
)
"""Colour, dash and shape of each scenario: never told apart by colour alone."""
COLUMNS = 48
"""Dots nearer to each other than a so-many-th of the width are stacked."""
MOST_STACK = 0.84
"""Of a row's height."""


@dataclass(frozen=True, slots=True)
class Futures:
    """One scenario's futures, in the unit that is shown."""

    name: str
    curve: tuple[float, ...]
    """[shares] the level that such a share of the futures does not pass."""
    dots: tuple[float, ...]
    """Levels that stand for equal shares of the futures, lowest first."""
    kept: float
    """The level that most futures keep to."""
    words: str
    """What they keep to, as a sentence."""


class DotRows(LevelChart):
    """A row of dots for each scenario; those beyond what most futures keep to are hollow."""

    def __init__(self, appearance: Appearance, start: date, name: str) -> None:
        super().__init__(appearance, "Twenty dots: the futures of each scenario", "", start, name)
        self.sides: tuple[Futures, ...] = ()
        self._at_least = False
        self._target: float | None = None
        self._dots = pg.ScatterPlotItem(pxMode=True)
        self._kept = pg.PlotCurveItem(connect="pairs")
        self._goal = pg.InfiniteLine(angle=90, label="", labelOpts={"position": 0.02, "anchors": [(0, 1), (0, 1)]})
        self._values: list[pg.TextItem] = []
        for item in (self._goal, self._kept, self._dots):
            self.plot.addItem(item, ignoreBounds=True)
        self._goal.hide()
        self.plot.step = 1.0
        self.paint_theme(appearance.theme)

    def show_futures(
        self, sides: Sequence[Futures], unit: str, *, at_least: bool, target: tuple[float, str] | None
    ) -> None:
        """Draw these; with `at_least` more is better. `target` is a level with its label."""
        self.sides, self._at_least = tuple(sides), at_least
        self.name_unit(unit)
        self.name_rows([side.name for side in sides])
        low, high = limits([level for side in sides for level in (*side.dots, side.kept)], target)
        self.plot.setXRange(low, high, padding=0)
        self._goal.setVisible(target is not None)
        if target is not None:
            self._goal.setValue(target[0])
            self._goal.label.setFormat(target[1])
        self._place(low, high)
        self.paint_data(self.appearance.theme)
        self.plot.settle()

    def _place(self, low: float, high: float) -> None:
        """Dots near each other stand on each other, from the foot of their row."""
        import numpy as np

        theme, spots, marks = self.appearance.theme, [], []
        colour = theme.colour("stale_line" if self.stale else "median")
        wide = max(high - low, 1e-9) / COLUMNS
        while len(self._values) < len(self.sides):
            item = pg.TextItem(anchor=(0, 0.5))
            self._values.append(item)
            self.plot.addItem(item, ignoreBounds=True)
        for number, item in enumerate(self._values):
            item.setVisible(number < len(self.sides))
        for row, side in enumerate(self.sides):
            stacks: dict[int, int] = {}
            columns = [round((dot - low) / wide) for dot in side.dots]
            tallest = max(columns.count(column) for column in columns)
            rise = min(0.15, MOST_STACK / tallest)
            for dot, column in zip(side.dots, columns, strict=True):
                at = stacks[column] = stacks.get(column, 0) + 1
                inside = dot >= side.kept if self._at_least else dot <= side.kept
                spots.append(
                    {
                        "pos": (low + column * wide, row + 0.97 - rise * (at - 0.4)),
                        "size": 9,
                        "pen": line_pen(colour.name(), 1.25),
                        "brush": pg.mkBrush(colour) if inside else pg.mkBrush(theme.colour("surface")),
                    }
                )
            marks += [(side.kept, row + 0.08), (side.kept, row + 0.99)]
            self._values[row].setPos(side.kept, row + 0.14)
            self._values[row].setText(f" {amount(side.kept)}")
        self._dots.setData(spots)
        self._kept.setData(*np.array(marks).T, connect="pairs")

    def paint_data(self, theme: Theme) -> None:
        """Dots, the mark of what most keep to, and the target."""
        c = theme.colours
        self._kept.setPen(line_pen(c.mark, 2.0 * theme.line_scale))
        self._goal.setPen(line_pen(c.limit, 1.5 * theme.line_scale, Qt.PenStyle.DashLine))
        self._goal.label.setFont(theme.font("caption", strong=True))
        self._goal.label.setColor(c.limit)
        for item in self._values:
            item.setFont(theme.font("caption", strong=True))
            item.setColor(theme.colour("mark"))
        if self.sides:
            self._place(*self.plot.viewRange()[0])
        self.key.set_entries(
            Entry("1 future in 20", "stale_line" if self.stale else "median", symbol="o"),
            Entry("8 futures of 10 keep to this; hollow dots do not", "mark", Qt.PenStyle.SolidLine),
        )

    def rows(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """One row for each scenario: the levels of its dots."""
        headings = ("Scenario", "8 futures of 10 keep to", "Twenty futures, lowest first")
        return headings, [(side.name, amount(side.kept), ", ".join(map(amount, side.dots))) for side in self.sides]

    def read_out(self, day: float) -> str:
        """How many futures of each scenario keep to the level under the cursor."""
        low, high = self.plot.viewRange()[0]
        if not self.sides or not low <= day <= high:
            return ""
        word = "reach" if self._at_least else "stay at or under"
        said = []
        for side in self.sides:
            inside = sum(dot >= day if self._at_least else dot <= day for dot in side.dots)
            said.append(f"{side.name} {inside} of {len(side.dots)}")
        return f"Futures that {word} {day:,.3g}:  {';  '.join(said)}"


class SCurves(LevelChart):
    """For each level, the share of the futures that keep to it, a line for each scenario."""

    def __init__(self, appearance: Appearance, start: date, name: str) -> None:
        super().__init__(appearance, "S-curves: how sure each level is", "", start, name)
        self.plot.setLabel("left", "% of futures")
        self.sides: tuple[Futures, ...] = ()
        self._shares: tuple[float, ...] = ()
        self._at_least = False
        self._lines = [pg.PlotCurveItem(antialias=True) for _ in LINES]
        self._most = pg.InfiniteLine(angle=0, pos=80)
        for item in (self._most, *self._lines):
            self.plot.addItem(item, ignoreBounds=True)
        self.plot.setYRange(0, 102, padding=0)
        self.plot.step = 1.0
        self.paint_theme(appearance.theme)

    def show_futures(self, sides: Sequence[Futures], unit: str, shares: Sequence[float], *, at_least: bool) -> None:
        """Draw these; `shares` belong to the levels of each curve."""
        import numpy as np

        self.sides, self._shares, self._at_least = tuple(sides), tuple(shares), at_least
        self.name_unit(unit)
        low, high = limits([level for side in sides for level in side.curve], None)
        self.plot.setXRange(low, high, padding=0)
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(sides))
            if number < len(sides):
                line.setData(np.array(sides[number].curve), np.array([100 * self._kept(share) for share in shares]))
        self.paint_data(self.appearance.theme)
        self.plot.settle()

    def _kept(self, share: float) -> float:
        return 1 - share if self._at_least else share

    def paint_data(self, theme: Theme) -> None:
        """A colour and a dash for each scenario."""
        c, wide = theme.colours, theme.line_scale
        for line, (colour, style, _) in zip(self._lines, LINES, strict=True):
            line.setPen(line_pen(c.stale_line if self.stale else getattr(c, colour), 2.0 * wide, style))
        self._most.setPen(line_pen(c.grid, 1.5 * wide))
        self.key.set_entries(
            *(
                Entry(side.name, "stale_line" if self.stale else colour, style)
                for side, (colour, style, _) in zip(self.sides, LINES, strict=False)
            )
        )

    def rows(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """One row for each share of the futures."""
        headings = ("Share of futures", *(f"{side.name} at {self._word}" for side in self.sides))
        order = sorted(range(len(self._shares)), key=lambda at: self._kept(self._shares[at]))
        return headings, [
            (f"{100 * self._kept(self._shares[at]):.0f} %", *(amount(side.curve[at]) for side in self.sides))
            for at in order
        ]

    @property
    def _word(self) -> str:
        return "least" if self._at_least else "most"

    def read_out(self, day: float) -> str:
        """The share of the futures of each scenario that keep to the level under the cursor."""
        low, high = self.plot.viewRange()[0]
        if not self.sides or not low <= day <= high:
            return ""
        said = []
        for side in self.sides:
            kept = [
                self._kept(s) for s, level in zip(self._shares, side.curve, strict=True) if self._inside(level, day)
            ]
            said.append(f"{side.name} {100 * max(kept):.0f} %" if kept else f"{side.name} under 5 %")
        return f"At {self._word} {day:,.3g}, share of futures:  {';  '.join(said)}"

    def _inside(self, level: float, day: float) -> bool:
        return level >= day if self._at_least else level <= day


def limits(levels: Sequence[float], target: tuple[float, str] | None) -> tuple[float, float]:
    """From where to where the axis goes: all levels and the target with a little room."""
    shown = [*levels, *([] if target is None else [target[0]])]
    low, high = min(shown, default=0.0), max(shown, default=1.0)
    room = max(0.06 * (high - low), 0.02 * abs(high), 0.5)
    return (max(low - room, 0.0) if low >= 0 else low - room), high + room
