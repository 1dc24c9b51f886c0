"""Months and weeks: what a count covers."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from planner.model.calendar import add_months
from planner.model.checks import require


class Period(StrEnum):
    """The stretch of time one count covers."""

    MONTH = "month"
    WEEK = "week"

    @property
    def per_year(self) -> int:
        """How many make a year, near enough."""
        return 12 if self is Period.MONTH else 52

    def start(self, first: date, index: int) -> date:
        """The first day of period `index`, where period 0 starts on `first` (the first of a month for months)."""
        if self is Period.WEEK:
            return first + timedelta(days=7 * index)
        return add_months(first.replace(day=1), index)

    def place(self, first: date, day: date) -> int:
        """The period that `day` falls in; below zero before `first`."""
        if self is Period.WEEK:
            return (day - first).days // 7
        return (day.year - first.year) * 12 + day.month - first.month

    def holding(self, day: date) -> date:
        """The first day of the month, or the Monday of the week, that `day` falls in."""
        return day - timedelta(days=day.weekday()) if self is Period.WEEK else day.replace(day=1)

    def label(self, first: date, index: int) -> str:
        """Period `index` as the user reads it."""
        start = self.start(first, index)
        return f"{start:%B %Y}" if self is Period.MONTH else f"the week of {start.day} {start:%B %Y}"


def require_start(period: Period, first: date) -> None:
    """Months start on the first of a month."""
    require(
        period is Period.WEEK or first.day == 1,
        "first",
        first.isoformat(),
        "a monthly series starts on the first of a month",
    )
