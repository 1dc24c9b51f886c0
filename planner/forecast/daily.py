"""From months or weeks to days: the expected counts that the simulation takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from planner.forecast.scores import Floats
from planner.model.checks import require
from planner.model.period import Period, require_start

LEVEL_WEEK = (1.0,) * 7


def daily_expected(
    expected: Floats,
    first: date,
    period: Period,
    start: date,
    days: int,
    weekdays: Sequence[float] = LEVEL_WEEK,
) -> Floats:
    """Spread expected counts [..., periods] over days: [..., days] from `start` on, each period's sum kept.

    Period 0 starts on `first`. `weekdays` are relative weights, Monday first. InvalidPlan when the days reach outside
    the periods.
    """
    require_start(period, first)
    require(1 <= days <= 3660, "days", days, "a run covers 1 to 3,660 days")
    require(
        len(weekdays) == 7 and min(weekdays) >= 0 and sum(weekdays) > 0,
        "weekdays",
        tuple(weekdays),
        "a weekday profile has seven weights of zero or more, and not all zero",
    )
    periods = expected.shape[-1]
    end = period.start(first, periods)
    require(
        first <= start and start + timedelta(days=days) <= end,
        "start",
        start.isoformat(),
        f"these {days} days must lie inside the forecast, which runs from {first} to {end - timedelta(days=1)}",
    )
    edges = [(period.start(first, index) - first).days for index in range(periods + 1)]
    weight = np.asarray(weekdays, dtype=np.float64)[(first.weekday() + np.arange(edges[-1])) % 7]
    owner = np.repeat(np.arange(periods), np.diff(edges))
    share = weight / np.bincount(owner, weight)[owner]
    wanted = slice((start - first).days, (start - first).days + days)
    found: Floats = expected[..., owner[wanted]] * share[wanted]
    return found
