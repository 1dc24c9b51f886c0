"""What came in: counts of new cases by month or week, and the days on which that may have changed for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.model.checks import require, require_day, require_text
from planner.model.period import Period

LONGEST_HISTORY = 1040
"""Counts in a row: twenty years of weeks."""


@dataclass(frozen=True, slots=True)
class DemandHistory:
    """Counts of new cases for one team and band, by month or week from `start` on; None is a gap."""

    team: str
    band: str
    start: date
    """The first of a month, or a Monday."""
    counts: tuple[int | None, ...]
    source: str = ""
    period: Period = Period.MONTH

    def __post_init__(self) -> None:
        require_day("start", self.start)
        if self.period is Period.MONTH:
            rule = "a monthly history starts on the first of a month"
            require(self.start.day == 1, "start", self.start.isoformat(), rule)
        else:
            require(self.start.weekday() == 0, "start", self.start.isoformat(), "a weekly history starts on a Monday")
        require(bool(self.counts), "counts", (), f"a history has at least one {self.period}")
        rule = f"a history has at most {LONGEST_HISTORY:,} {self.period}s"
        require(len(self.counts) <= LONGEST_HISTORY, "counts", len(self.counts), rule)
        for index, count in enumerate(self.counts):
            require(
                count is None or 0 <= count <= 1_000_000,
                f"counts[{index}]",
                count,
                "a count is zero or more, up to 1,000,000, or empty",
            )

    def begins(self, index: int) -> date:
        """The first day of the period that `counts[index]` belongs to."""
        return self.period.start(self.start, index)


@dataclass(frozen=True, slots=True)
class DemandEvent:
    """Something that happened on a day, and why it should have changed what comes in for good: a step of the level."""

    on: date
    reason: str
    team: str | None = None
    """None: every team."""

    def __post_init__(self) -> None:
        require_day("on", self.on)
        require_text("reason", self.reason, "reason")
