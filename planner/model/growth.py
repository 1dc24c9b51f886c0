"""Growth that a user states: it multiplies the forecast, or takes the place of its trend or of its level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from planner.model.checks import require, require_day, require_key, require_text

HIGHEST = 1_000_000


def _require_rationale(rationale: str) -> None:
    require(bool(rationale.strip()), "rationale", rationale, "each part of a growth case says why")


def _require_percent(percent: float) -> None:
    require(-100 <= percent <= 1000, "percent", percent, "growth is between -100 and +1000 %")


@dataclass(frozen=True, slots=True)
class Percentage:
    """A rise (or fall) by `percent` in a straight line over `over_days` from `start`, and level from then on."""

    percent: float
    start: date
    rationale: str
    over_days: int = 365

    def __post_init__(self) -> None:
        _require_percent(self.percent)
        require_day("start", self.start)
        require(0 <= self.over_days <= 3660, "over_days", self.over_days, "growth is spread over 0 to 3660 days")
        _require_rationale(self.rationale)


@dataclass(frozen=True, slots=True)
class Compound:
    """A rise (or fall) by `percent` a year, year upon year, from `start` on."""

    percent: float
    start: date
    rationale: str

    def __post_init__(self) -> None:
        _require_percent(self.percent)
        require_day("start", self.start)
        _require_rationale(self.rationale)


@dataclass(frozen=True, slots=True)
class Step:
    """A change by `percent` at once on `start`, for good or until the day before `end`."""

    percent: float
    start: date
    rationale: str
    end: date | None = None

    def __post_init__(self) -> None:
        _require_percent(self.percent)
        require_day("start", self.start)
        require_day("end", self.end)
        require(
            self.end is None or self.start < self.end, "end", str(self.end), "a step ends after the day it starts on"
        )
        _require_rationale(self.rationale)


@dataclass(frozen=True, slots=True)
class ManualPoints:
    """Counts a period that the user sets: (day, count), straight lines between them, level before the first and after
    the last. From the first point on the middle of the paths runs through them; how far the paths spread is kept.
    """

    points: tuple[tuple[date, float], ...]
    rationale: str

    def __post_init__(self) -> None:
        _require_points(self.points, "counts")
        _require_rationale(self.rationale)


@dataclass(frozen=True, slots=True)
class VolumeDriver:
    """Cases that follow from the volume of something else: `cases` for every `per` units of it.

    `volumes` are (day, units a period), read like manual points: 30 cases per 1,000 disseminations, say.
    """

    name: str
    cases: float
    per: float
    volumes: tuple[tuple[date, float], ...]
    rationale: str

    def __post_init__(self) -> None:
        require_text("name", self.name)
        require(0 <= self.cases <= HIGHEST, "cases", self.cases, "cases are zero or more")
        require(0 < self.per <= 1e9, "per", self.per, "a driver counts cases for a number of units above zero")
        _require_points(self.volumes, "volumes", 1e12)
        _require_rationale(self.rationale)

    def points(self) -> tuple[tuple[date, float], ...]:
        """The counts a period that follow from the volumes."""
        return tuple((day, units * self.cases / self.per) for day, units in self.volumes)


Factor = Percentage | Compound | Step
Override = ManualPoints | VolumeDriver


@dataclass(frozen=True, slots=True)
class GrowthCase:
    """A named set of changes. Factors multiply; an override takes the place of the level, factors and all.

    With `replaces_trend` the forecast is made without a trend of its own (`forecast(..., trend=False)`).
    """

    team: str
    key: str
    """Once in a team."""
    name: str
    factors: tuple[Factor, ...] = ()
    override: Override | None = None
    replaces_trend: bool = False

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)


def _require_points(points: tuple[tuple[date, float], ...], field: str, highest: float = HIGHEST) -> None:
    days = [day for day, _ in points]
    require(bool(days), field, points, "there is at least one point")
    for day, value in points:
        require_day(field, day)
        require(0 <= value <= highest, field, value, f"a point is a number from 0 to {highest:,.0f}")
    ordered = all(earlier < later for earlier, later in pairwise(days))
    require(ordered, field, [day.isoformat() for day in days], "points are in the order of their days, one a day")
