"""Time away from work: on known dates, or in spells that come at random."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.model.assumption import Assumption
from planner.model.calendar import DAYS_A_YEAR
from planner.model.checks import InvalidPlan, require, require_day, require_figure, require_text
from planner.model.duration import Duration


class AbsenceKind(StrEnum):
    """Why hours are lost."""

    LEAVE = "annual leave"
    SICKNESS = "sickness"
    COURSE = "course"
    COURT = "court"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which an officer works less: first and last day inclusive; `share` of the hours is lost."""

    kind: AbsenceKind
    first: date
    last: date
    share: float = 1.0
    reason: str = ""

    def __post_init__(self) -> None:
        require(
            self.first <= self.last,
            "last",
            self.last.isoformat(),
            "an absence ends on or after its first day",
        )
        require(
            0 < self.share <= 1,
            "share",
            self.share,
            "an absence takes a share of the hours above 0 and up to 1",
        )


@dataclass(frozen=True, slots=True)
class Reduction:
    """Hours a week of an officer that are not for cases: a phased return, a representative's time, a newcomer's tutor.

    They come off whatever hours the officer would have otherwise, so they may stand beside an abstraction rate, which
    is the same for everybody. First and last day inclusive; `last` None: until further notice.
    """

    reason: str
    first: date
    last: date | None
    weekly_hours: float

    def __post_init__(self) -> None:
        require_text("reason", self.reason, "reason")
        require_day("first", self.first)
        require_day("last", self.last)
        if self.last is not None and self.last < self.first:
            raise InvalidPlan("last", self.last.isoformat(), "a reduction ends on or after its first day")
        hours = self.weekly_hours
        require(0 < hours <= 60, "weekly_hours", hours, "a reduction takes more than 0 and up to 60 hours a week")

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class AbsencePattern:
    """Spells of absence that come to every officer of a team at random: at work for an exponential time, then away.

    A spell lasts whole calendar days, `length` on average, and the officer's tasks wait meanwhile.
    """

    kind: AbsenceKind
    spells_a_year: Assumption
    """How many spells one officer has in a year."""
    length: Duration
    """Calendar days of one spell."""

    def __post_init__(self) -> None:
        require_figure("spells_a_year", self.spells_a_year, "spells a year", 0.0, 100.0)
        require(self.length.unit == "days", "length.unit", self.length.unit, "a spell is measured in days")
        require(self.share <= 0.9, "length", round(self.share, 3), "spells take at most 90 % of the year")

    @property
    def share(self) -> float:
        """Share of all days that the spells take."""
        return self.spells_a_year.value * self.length.mean / DAYS_A_YEAR
