"""What a growth case makes of the forecast's paths."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from planner.forecast.scores import Floats
from planner.model.growth import Compound, Factor, GrowthCase, Override, Percentage, Step, VolumeDriver
from planner.model.period import Period, require_start


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

    Where nothing was expected there was no luck, and the count is what is expected now. What rounding takes from one
    period it gives to a later one, so that small counts grow too.
    """
    ratio = np.divide(grown, expected, out=np.zeros_like(grown), where=expected > 0)
    total = np.rint(np.cumsum(np.where(expected > 0, counts * ratio, grown), axis=-1))
    found: Floats = np.diff(total, axis=-1, prepend=0.0)
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
