"""What came in: counts of new cases by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.model.calendar import add_months
from planner.model.checks import require


@dataclass(frozen=True, slots=True)
class DemandHistory:
    """Monthly counts of new cases for one team and band, from the month of `start` on; None is a gap."""

    team: str
    band: str
    start: date
    counts: tuple[int | None, ...]
    source: str = ""

    def __post_init__(self) -> None:
        require(
            self.start.day == 1,
            "start",
            self.start.isoformat(),
            "a monthly history starts on the first of a month",
        )
        require(bool(self.counts), "counts", (), "a history has at least one month")
        for month, count in enumerate(self.counts):
            require(
                count is None or 0 <= count <= 1_000_000,
                f"counts[{month}]",
                count,
                "a count is zero or more, up to 1,000,000, or empty",
            )

    def month(self, index: int) -> date:
        """The first day of the month that `counts[index]` belongs to."""
        return add_months(self.start, index)
