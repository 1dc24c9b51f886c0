"""The time axis: whole days from the plan's start, labelled with month names."""

from __future__ import annotations

import math
import os
from datetime import date, timedelta

os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"

import pyqtgraph as pg

from planner.app.charts.dates import MONTHS
from planner.model.calendar import add_months

MONTH_STEPS = (1, 2, 3, 6, 12, 24)
PIXELS_A_LABEL = 48


class CountAxis(pg.AxisItem):
    """A value axis for things that are counted: its ticks are whole numbers."""

    def __init__(self) -> None:
        super().__init__("left")

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:  # noqa: N802, N803
        """The usual levels of ticks, without those that fall between whole numbers."""
        levels = [(spacing, offset) for spacing, offset in super().tickSpacing(minVal, maxVal, size) if spacing >= 1]
        return levels or [(1.0, 0.0)]


class MonthAxis(pg.AxisItem):
    """Ticks on the first of a month, reckoned in calendar days.

    Not pyqtgraph's DateAxisItem: that one works in seconds with one offset from UTC, and is an hour out (a day, on a
    day axis) on the far side of a clock change.
    """

    def __init__(self, start: date) -> None:
        super().__init__("bottom")
        self.start = start
        self.until = math.inf
        """The last day that is labelled: what lies further right is room for words."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N802, N803
        """One level of ticks: day numbers of month starts, as many as there is room for."""
        size *= min(1.0, (self.until - minVal) / max(maxVal - minVal, 1e-6))
        maxVal = min(maxVal, self.until)  # noqa: N806
        months = max((maxVal - minVal) / 30.4, 1e-6)
        room = max(size / PIXELS_A_LABEL, 1.0)
        step = next((step for step in MONTH_STEPS if months / step <= room), MONTH_STEPS[-1])
        day = (self.start + timedelta(days=max(int(minVal), 0))).replace(day=1)
        while (day.month - 1) % step:
            day = add_months(day, 1)
        values = []
        while (number := (day - self.start).days) <= maxVal:
            if number >= minVal:
                values.append(float(number))
            day = add_months(day, step)
        return [(30.4 * step, values)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """Month names; the first tick and every January carry the year below."""
        texts = []
        for place, value in enumerate(values):
            day = self.day(value)
            name = MONTHS[day.month - 1]
            texts.append(f"{name}\n{day.year}" if place == 0 or day.month == 1 else f"{name}\n")
        return texts

    def day(self, value: float) -> date:
        """The calendar day at a place on the axis."""
        return self.start + timedelta(days=round(value))
