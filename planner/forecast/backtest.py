"""How the forecast would have done: made again at past dates with what was known then, beside last year's figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.forecast.forecast import forecast
from planner.forecast.periods import as_counts
from planner.forecast.scores import (
    Floats,
    interval_score,
    quantile_pair,
    seasonal_scale,
    weighted_interval_score,
)
from planner.model.checks import require
from planner.model.period import Period
from planner.model.progress import Progress, unheard

LEAST_HISTORY = 3
PAIRS_FOR_A_YEARLY_SPREAD = 4
IN_WORDS = 12
"""Origins that the sentence looks back on."""


@dataclass(frozen=True, slots=True)
class Score:
    """Of one method over every origin and every period ahead that has a count."""

    mase: float
    """Mean absolute error of the middle over that of last season's figure before the first origin; 1 is no better."""
    inside_80: float
    """Share of the counts inside the 80 % range, 0 to 1."""
    inside_95: float
    scaled_interval_score: float
    """Of the 95 % range; lower is better."""
    weighted_interval_score: float
    """Scaled; lower is better."""


@dataclass(frozen=True, slots=True, eq=False)
class BackTest:
    """Forecasts made again at past origins. Arrays are [origins, horizon]."""

    origins: tuple[int, ...]
    """Places in the counts of the first period that each forecast foretells."""
    actual: Floats
    """NaN where no count is known."""
    median: Floats
    low_80: Floats
    high_80: Floats
    low_95: Floats
    high_95: Floats
    ours: Score
    seasonal_naive: Score
    total_inside_80: float
    """Share of the whole horizons, of those with every count known, whose sum was inside; NaN when there are none."""
    total_inside_95: float
    words: str


def backtest(
    counts: Sequence[float | None] | Floats,
    period: Period = Period.MONTH,
    horizon: int = 12,
    origins: int = 24,
    paths: int = 1000,
    seed: int = 1,
    *,
    season: int | None = None,
    steps: Sequence[int] = (),
    progress: Progress = unheard,
) -> BackTest:
    """Forecast from each of the last `origins` periods as if it were still to come.

    The last origins have less than `horizon` periods to be checked against; what is not known yet does not count.
    InvalidPlan when the history is too short for a single origin.
    """
    given = as_counts(counts)
    season = period.per_year if season is None else season
    require(1 <= origins <= 120, "origins", origins, "a back-test has 1 to 120 origins")
    require(1 <= horizon <= 104, "horizon", horizon, "a back-test looks 1 to 104 periods ahead")
    places = _places(given, origins)
    require(
        bool(places), "counts", len(given), f"a back-test needs {LEAST_HISTORY} {period}s with counts before its origin"
    )
    scale = seasonal_scale(given[: places[0]], season)
    scale = scale if scale > 0 else 1.0
    actual = np.full((len(places), horizon), np.nan)
    ours, naive = np.empty((2, len(places), paths, horizon))
    for row, place in enumerate(places):
        progress(row, len(places))
        later = given[place : place + horizon]
        actual[row, : len(later)] = later
        seen = given[:place]
        then = [step for step in steps if step < place]
        ours[row] = forecast(seen, period, horizon, paths, (seed, row), season=season, steps=then).counts
        naive[row] = seasonal_naive(seen, season, horizon, paths, np.random.default_rng((seed, row, 1)))
    progress(len(places), len(places))
    ours = ours.transpose(1, 0, 2)
    low_80, high_80 = quantile_pair(ours, 80)
    low_95, high_95 = quantile_pair(ours, 95)
    return BackTest(
        tuple(places),
        actual,
        np.median(ours, axis=0),
        low_80,
        high_80,
        low_95,
        high_95,
        _score(actual, ours, scale),
        _score(actual, naive.transpose(1, 0, 2), scale),
        _total_inside(actual, ours, 80),
        _total_inside(actual, ours, 95),
        _words(actual[-IN_WORDS:, 0], low_80[-IN_WORDS:, 0], high_80[-IN_WORDS:, 0], period),
    )


def _places(given: Floats, origins: int) -> list[int]:
    """The last periods with a count that enough is known before."""
    known = ~np.isnan(given)
    before = np.cumsum(known) - known
    return [int(place) for place in np.flatnonzero(known & (before >= LEAST_HISTORY))][-origins:]


def seasonal_naive(counts: Floats, season: int, horizon: int, paths: int, chance: np.random.Generator) -> Floats:
    """Paths [paths, horizon] of last season's figure again, with the spread of the changes from season to season.

    The benchmark every method has to beat. A figure that is unknown is the mean of the known ones; a series without
    pairs a season apart repeats its last count, with the spread of the changes from period to period.
    """
    lag = season if (~np.isnan(counts[season:] - counts[:-season])).sum() >= PAIRS_FOR_A_YEARLY_SPREAD else 1
    filled = np.where(np.isnan(counts), np.nanmean(counts), counts)
    change = counts[lag:] - counts[:-lag]
    change = change[~np.isnan(change)]
    spread = float(np.sqrt(np.mean(change**2))) if change.size else float(np.sqrt(filled.mean()))
    ahead = np.arange(horizon)
    noise = spread * np.sqrt(ahead // lag + 1) * chance.standard_normal((paths, horizon))
    found: Floats = np.maximum(filled[len(filled) - lag + ahead % lag] + noise, 0)
    return found


def _score(actual: Floats, paths: Floats, scale: float) -> Score:
    known = ~np.isnan(actual)
    seen, drawn = actual[known], paths[:, known]
    low_80, high_80 = quantile_pair(drawn, 80)
    low_95, high_95 = quantile_pair(drawn, 95)
    return Score(
        mase=float(np.mean(np.abs(seen - np.median(drawn, axis=0)))) / scale,
        inside_80=float(np.mean((low_80 <= seen) & (seen <= high_80))),
        inside_95=float(np.mean((low_95 <= seen) & (seen <= high_95))),
        scaled_interval_score=float(np.mean(interval_score(seen, low_95, high_95, 95))) / scale,
        weighted_interval_score=float(np.mean(weighted_interval_score(seen, drawn))) / scale,
    )


def _total_inside(actual: Floats, paths: Floats, level: float) -> float:
    whole = ~np.isnan(actual).any(axis=1)
    if not whole.any():
        return float("nan")
    low, high = quantile_pair(paths[:, whole].sum(axis=2), level)
    total = actual[whole].sum(axis=1)
    return float(np.mean((low <= total) & (total <= high)))


def _words(actual: Floats, low: Floats, high: Floats, period: Period) -> str:
    inside = int(((low <= actual) & (actual <= high)).sum())
    expected = 0.8 * len(actual)
    spread = 2 * np.sqrt(0.8 * 0.2 * len(actual))
    judged = (
        "more than a fair range would miss: trust it less"
        if inside < expected - spread
        else f"a fair range holds about {expected:.0f}"
    )
    return (
        f"In {inside} of the last {len(actual)} {period}s the count fell inside the 80 % range that was forecast "
        f"one {period} before ({judged})."
    )
