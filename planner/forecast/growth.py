"""Growth that a user states: it multiplies the forecast, or takes the place of its trend or of its level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from planner.forecast.periods import Period, require_start
from planner.forecast.scores import Floats
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

    key: str
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


def grow(expected: Floats, case: GrowthCase, first: date, period: Period) -> Floats:
    """The paths [paths, ..., periods] under a growth case; period 0 starts on `first`.

    Where there are bands between paths and periods, they keep their shares and add up as before.
    """
    require_start(period, first)
    found = expected * factors(case.factors, first, period, expected.shape[-1])
    if case.override is None:
        return found
    return _through_points(found, case.override, first, period)


def grow_counts(counts: Floats, expected: Floats, grown: Floats) -> Floats:
    """Whole counts under a growth case that makes `grown` of `expected`, with the luck of `counts`; all of one shape.

    Where nothing was expected there was no luck, and the count is what is expected now.
    """
    ratio = np.divide(grown, expected, out=np.zeros_like(grown), where=expected > 0)
    found: Floats = np.rint(np.where(expected > 0, counts * ratio, grown))
    return found


def factors(parts: Sequence[Factor], first: date, period: Period, periods: int) -> Floats:
    """What the parts multiply each period by, [periods]: the mean over its days."""
    edges = np.array([(period.start(first, index) - first).days for index in range(periods + 1)])
    day = np.arange(edges[-1])
    product = np.ones(len(day))
    for part in parts:
        since = day - (part.start - first).days
        product *= (
            np.maximum(1 + part.percent / 100 * _reach(part, since), 0)
            if not isinstance(part, Compound)
            else (max(1 + part.percent / 100, 0) ** (np.maximum(since, 0) / 365.25))
        )
    found: Floats = np.add.reduceat(product, edges[:-1]) / np.diff(edges)
    return found


def _reach(part: Percentage | Step, since: np.ndarray) -> Floats:
    """What share of the change is there, `since` so many days after its start."""
    if isinstance(part, Percentage):
        return np.clip(since / part.over_days, 0, 1) if part.over_days else (since >= 0).astype(np.float64)
    until = since < (part.end - part.start).days if part.end else True
    return ((since >= 0) & until).astype(np.float64)


def _through_points(expected: Floats, override: Override, first: date, period: Period) -> Floats:
    points = override.points() if isinstance(override, VolumeDriver) else override.points
    periods = expected.shape[-1]
    middles = [_middle(first, period, index) for index in range(periods)]
    aim = np.interp(middles, [(day - first).days for day, _ in points], [value for _, value in points])
    total = expected.reshape(len(expected), -1, periods).sum(axis=1)
    middle = np.median(total, axis=0)
    covered = np.array([period.start(first, index + 1) > points[0][0] for index in range(periods)])
    bands = int(np.prod(expected.shape[1:-1]))
    scaled = expected * np.divide(aim, middle, out=np.ones(periods), where=middle > 0)
    reached: Floats = np.where(covered, np.where(middle > 0, scaled, aim / bands), expected)
    return reached


def _middle(first: date, period: Period, index: int) -> float:
    start, end = period.start(first, index), period.start(first, index + 1)
    return (start - first) / timedelta(days=1) + (end - start).days / 2
