"""Why two scenarios differ: a step for each change, from the one value to the other, with error bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt

from planner.app.charts.chart import line_pen
from planner.app.charts.key import Entry
from planner.app.charts.levels import LevelChart

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme
    from planner.report.explanation import Step

THICK = 0.46
"""Of a bar, in parts of its row."""


class Waterfall(LevelChart):
    """Diamonds for the scenarios; the changes between them bars: filled for the better, outlined for the worse."""

    def __init__(self, appearance: Appearance, start: date, name: str) -> None:
        super().__init__(appearance, "What makes the difference", "", start, name)
        self.steps: tuple[Step, ...] = ()
        self._ends: tuple[tuple[str, float], ...] = ()
        self._more_is_better = False
        self._points = ""
        self._bars = pg.BarGraphItem(x0=[], x1=[], y=[], height=THICK)
        self._errors = pg.ErrorBarItem(x=None, y=None, beam=0.16)
        self._links = pg.PlotCurveItem(connect="pairs")
        self._totals = pg.ScatterPlotItem(symbol="d", size=13)
        self._labels: list[pg.TextItem] = []
        for depth, item in enumerate((self._links, self._bars, self._errors, self._totals)):
            item.setZValue(10 + depth)
            self.plot.addItem(item, ignoreBounds=True)
        self.plot.step = 1.0
        self.paint_theme(appearance.theme)

    def show_steps(
        self, first: tuple[str, float], second: tuple[str, float], steps: Sequence[Step], unit: str, *, better: bool
    ) -> None:
        """Draw the steps between two named values; with `better` more is for the better."""
        self.steps, self._ends, self._more_is_better = tuple(steps), (first, second), better
        self._points = " points" if unit.startswith("%") else ""
        self.name_unit(unit)
        self.name_rows([first[0], *(step.label for step in steps), second[0]])
        reach = [first[1], second[1]]
        for step in steps:
            reach += [step.begins, step.ends - step.half_width, step.ends + step.half_width]
        wide = max(max(reach) - min(reach), 1.0)
        self.plot.setXRange(min(reach) - 0.08 * wide, max(reach) + 0.26 * wide, padding=0)
        self._place()
        self.paint_data(self.appearance.theme)
        self.plot.settle()

    def _place(self) -> None:
        import numpy as np

        steps = self.steps
        rows = [at + 1.5 for at in range(len(steps))]
        last = len(steps) + 1.5
        links = [(self._ends[0][1], 0.5, rows[0] if rows else last)]
        links += [(step.ends, row, row + 1) for step, row in zip(steps, rows, strict=True)]
        self._links.setData(
            np.array([x for x, *_ in links for _ in range(2)]), np.array([y for _, *rows in links for y in rows])
        )
        self._totals.setData([value for _, value in self._ends], [0.5, last])
        halves = [step.half_width for step in steps]
        if steps:
            self._errors.setData(
                x=np.array([step.ends for step in steps]),
                y=np.array(rows),
                left=np.array(halves),
                right=np.array(halves),
            )
        self._errors.setVisible(bool(steps))
        words = [f" {self._ends[0][1]:,.1f}", *(self._amount(step) for step in steps), f" {self._ends[1][1]:,.1f}"]
        ends = [self._ends[0][1], *(max(s.begins, s.ends + s.half_width) for s in steps), self._ends[1][1]]
        while len(self._labels) < len(words):
            self._labels.append(pg.TextItem(anchor=(0, 0.5)))
            self._labels[-1].setZValue(20)
            self.plot.addItem(self._labels[-1], ignoreBounds=True)
        for number, item in enumerate(self._labels):
            item.setVisible(number < len(words))
            if number < len(words):
                item.setText(words[number])
                item.setPos(ends[number], number + 0.5)

    def _amount(self, step: Step) -> str:
        return f" {step.amount:+,.1f} (± {step.half_width:,.1f})"

    def _is_better(self, step: Step) -> bool:
        return (step.amount > 0) == self._more_is_better

    def paint_data(self, theme: Theme) -> None:
        """What is for the better is filled, what is for the worse is only outlined."""
        c, wide = theme.colours, theme.line_scale
        if self.steps:
            self._paint_bars(theme)
        self._errors.setOpts(pen=line_pen(c.text, 1.25 * wide))
        self._links.setPen(line_pen(c.control_border, wide, Qt.PenStyle.DotLine))
        self._totals.setPen(None)
        self._totals.setBrush(pg.mkBrush(c.stale_line if self.stale else c.median))
        for item in self._labels:
            item.setFont(theme.font("caption", strong=True))
            item.setColor(theme.colour("muted" if self.stale else "text"))
        self.key.set_entries(
            Entry("A scenario", "stale_line" if self.stale else "median", symbol="d"),
            Entry("A change for the better, filled", "stale_line" if self.stale else "good"),
            Entry("for the worse, outlined", "stale_line" if self.stale else "bad", Qt.PenStyle.SolidLine),
            Entry("95 % interval", "text", Qt.PenStyle.SolidLine),
        )

    def _paint_bars(self, theme: Theme) -> None:
        colours = [
            theme.colours.stale_line
            if self.stale
            else theme.colours.good
            if self._is_better(step)
            else theme.colours.bad
            for step in self.steps
        ]
        self._bars.setOpts(
            x0=[min(step.begins, step.ends) for step in self.steps],
            x1=[max(step.begins, step.ends) for step in self.steps],
            y=[at + 1.5 for at in range(len(self.steps))],
            height=THICK,
            pens=[line_pen(colour, 2.0 * theme.line_scale) for colour in colours],
            brushes=[
                pg.mkBrush(colour if self._is_better(step) else theme.colours.surface)
                for step, colour in zip(self.steps, colours, strict=True)
            ],
        )

    def rows(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """The first scenario, each change, the second."""
        headings = ("Change", "Adds", "± (95 %)", "Then")
        if not self._ends:
            return headings, ()
        (before, first), (after, second) = self._ends
        steps = [
            (step.label, f"{step.amount:+,.1f}{self._points}", f"{step.half_width:,.1f}", f"{step.ends:,.1f}")
            for step in self.steps
        ]
        return headings, [(before, "", "", f"{first:,.1f}"), *steps, (after, "", "", f"{second:,.1f}")]

    def read_out(self, day: float) -> str:
        """The amount under the cursor."""
        low, high = self.plot.viewRange()[0]
        return f"{day:,.1f}" if self._ends and low <= day <= high and day >= 0 else ""
