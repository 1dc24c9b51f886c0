"""A standard: what the team is expected to keep to, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.model.assumption import Assumption
from planner.model.checks import require, require_figure, require_key, require_text


class Measure(StrEnum):
    """What a standard looks at."""

    CASELOAD = "open cases per officer"
    """Open owned cases divided by full-time equivalents in post: at most the target."""
    ON_TIME = "on-time share"
    """Share of a stage's tasks done by their due date: at least the target."""
    MOST_OVERDUE = "most overdue"
    """Days by which the latest pending task is late: at most the target."""
    UNALLOCATED = "unallocated cases"
    """Cases in the allocation queue: at most the target."""
    WAIT = "mean wait at a shared resource"
    """Days from asking to the beginning of the examination, in the mean of those begun in a month or in the days up to
    a date: at most the target. Where none is begun, the longest wait at the end."""
    LONGEST_WAIT = "longest wait at a shared resource"
    """Days since the case that queues longest has asked: at most the target."""

    @property
    def staged(self) -> bool:
        """Whether it is of one stage, which a standard then names."""
        return self in (Measure.ON_TIME, Measure.WAIT, Measure.LONGEST_WAIT)

    @property
    def at_resource(self) -> bool:
        """Whether that stage is one that uses a shared resource."""
        return self in (Measure.WAIT, Measure.LONGEST_WAIT)

    @property
    def banded(self) -> bool:
        """Whether it may be of one band alone."""
        return self.staged or self is Measure.MOST_OVERDUE

    @property
    def monthly(self) -> bool:
        """Whether it is of all that is done over some days, and not of how things stand at the end of one."""
        return self in (Measure.ON_TIME, Measure.WAIT)


MEASURE_UNIT: dict[Measure, str] = {
    Measure.CASELOAD: "cases",
    Measure.ON_TIME: "share",
    Measure.MOST_OVERDUE: "days",
    Measure.UNALLOCATED: "cases",
    Measure.WAIT: "days",
    Measure.LONGEST_WAIT: "days",
}


@dataclass(frozen=True, slots=True)
class Standard:
    """A target for one measure of one team; `band` None means all."""

    key: str
    name: str
    team: str
    measure: Measure
    target: Assumption
    stage: str | None = None
    band: str | None = None
    by: date | None = None

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)
        top = 1.0 if self.measure is Measure.ON_TIME else 100_000.0
        require_figure("target", self.target, MEASURE_UNIT[self.measure], 0.0, top)
        require(
            not self.measure.staged or self.stage is not None,
            "stage",
            None,
            f"{'an' if self.measure is Measure.ON_TIME else 'a'} {self.measure} names its stage",
        )

    @property
    def at_least(self) -> bool:
        """True when the measure must reach the target, False when it must not pass it."""
        return self.measure is Measure.ON_TIME
