"""What reading a table to its end gives, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.model.imported import Trace
from planner.model.plan import Plan
from planner.model.raw_events import RawEvents


@dataclass(slots=True)
class Taken:
    """The plan with a table in it, and what there is to say; of no use when the table has problems."""

    plan: Plan
    traces: list[Trace]
    rows: int
    """Rows of the table that entered the plan."""
    what: str
    """How many of what, such as "1,204 referral counts"."""
    totals: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    events: RawEvents | None = None


def number(count: int, one: str, many: str = "") -> str:
    """A count with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
