"""The people of a team: pseudonyms, hours, and when they are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.model.absence import Absence, Reduction
from planner.model.checks import InvalidPlan, require, require_day, require_key, require_text


class Role(StrEnum):
    """What an officer does in the model."""

    OFFICER = "officer"
    """Owns cases and does their tasks."""
    SUPERVISOR = "supervisor"
    """Does the supervisor's tasks (reviews) and owns no case."""


class Origin(StrEnum):
    """How an officer came to the team."""

    POST = "in post"
    RECRUIT = "recruit"
    """New to the work: the team's ramp applies from the start date."""
    LOAN = "on loan"
    """Lent by another unit: full rate at once, outside the establishment."""


@dataclass(frozen=True, slots=True)
class Officer:
    """One person under a pseudonym. `start` None: already there; `end` is the last day in the team."""

    key: str
    name: str
    """A pseudonym or post number; never a real name."""
    team: str
    role: Role = Role.OFFICER
    origin: Origin = Origin.POST
    fte: float = 1.0
    start: date | None = None
    end: date | None = None
    skills: tuple[str, ...] = ()
    absences: tuple[Absence, ...] = ()
    reductions: tuple[Reduction, ...] = ()

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)
        require_day("start", self.start)
        require_day("end", self.end)
        require(0.1 <= self.fte <= 1.0, "fte", self.fte, "full-time equivalent is from 0.1 to 1")
        if self.start is not None and self.end is not None:
            require(
                self.start <= self.end,
                "end",
                self.end.isoformat(),
                "an officer leaves on or after the start date",
            )
        if self.origin is Origin.RECRUIT and self.start is None:
            raise InvalidPlan("start", None, "a recruit has a start date")

    def serves_on(self, day: date) -> bool:
        """Whether the officer belongs to the team on `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class DutyHours:
    """What a rota says of one officer: productive hours day by day from `start` on.

    On the days it covers it takes the place of the weekly hours, the weekly profile, the abstraction rate and the dated
    absences; reductions, and spells of absence that come at random, still fall on it.
    """

    officer: str
    start: date
    hours: tuple[float, ...]

    def __post_init__(self) -> None:
        require_day("start", self.start)
        require(0 < len(self.hours) <= 3660, "hours", len(self.hours), "a rota covers 1 to 3,660 days")
        for day, hours in enumerate(self.hours):
            require(0 <= hours <= 24, f"hours[{day}]", hours, "an officer works 0 to 24 hours a day")
