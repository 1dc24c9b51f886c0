"""A forecast of counts: sample paths, and words that say how far they can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from planner.forecast import pool
from planner.forecast.periods import LONGEST, as_counts
from planner.forecast.scores import Floats
from planner.forecast.season import SEASONS, is_seasonal, regressors, shortest_for_a_trend
from planner.model.checks import require
from planner.model.period import Period

LONGEST_HORIZON = 530
"""Periods: ten years of weeks."""
SMALL = 5.0
"""Below this mean, a count's own chance is most of the range."""


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Equally likely futures of one series, in random order. Path k is the same future in every array."""

    period: Period
    expected: Floats
    """What each period's count is expected to be, [paths, horizon]; the simulation adds the chance around it itself."""
    counts: Floats
    """Whole counts, [paths, horizon]."""
    dispersion: float
    """Variance over mean of a count around its expected value."""
    words: tuple[str, ...]
    """Sentences on how the forecast was made and why its range is as wide as it is."""

    def quantiles(self, shares: Sequence[float]) -> Floats:
        """Of the counts, [shares, horizon]."""
        found: Floats = np.quantile(self.counts, shares, axis=0)
        return found

    def total_quantiles(self, shares: Sequence[float], periods: int | None = None) -> Floats:
        """Of the sum of the first `periods` counts (None: all), [shares]."""
        found: Floats = np.quantile(self.counts[:, :periods].sum(axis=1), shares)
        return found


def forecast(
    counts: Sequence[float | None] | Floats,
    period: Period = Period.MONTH,
    horizon: int = 12,
    paths: int = 1000,
    seed: int | Sequence[int] = 1,
    *,
    season: int | None = None,
    steps: Sequence[int] = (),
    trend: bool = True,
) -> Forecast:
    """Forecast `counts`, oldest first, None or NaN for a gap; the same arguments give the same paths.

    `season` is in periods (None: a year; 1: none). `steps` are places in `counts` where a dated event may have changed
    the level for good. Without `trend` the level stays where it is: a growth case then says how it grows.
    """
    require(1 <= horizon <= LONGEST_HORIZON, "horizon", horizon, f"a forecast covers 1 to {LONGEST_HORIZON} periods")
    require(1 <= paths <= 100_000, "paths", paths, "a forecast has 1 to 100,000 paths")
    season = period.per_year if season is None else season
    require(1 <= season <= 60, "season", season, "a season has 1 to 60 periods")
    given = as_counts(counts)
    known = np.flatnonzero(~np.isnan(given))
    first = max(int(known[0]), int(known[-1]) + 1 - LONGEST)
    used = given[first : known[-1] + 1]
    silent = len(given) - 1 - int(known[-1])
    trend = trend and len(known) >= shortest_for_a_trend(season)
    table = regressors(len(used), silent + horizon, season, [step - first for step in steps])
    futures = pool.draw(used, table, period.per_year, paths, np.random.default_rng(seed), trend)
    return Forecast(
        period,
        futures.expected[:, silent:],
        futures.counts[:, silent:],
        futures.dispersion,
        (
            *_words(given[first:], used, period, season, table.past.shape[1] - table.waves),
            *((f"Only the last {LONGEST} {period}s are used.",) if first > known[0] else ()),
        ),
    )


def _words(since: Floats, used: Floats, period: Period, season: int, steps: int) -> tuple[str, ...]:
    """Why the range is as wide as it is, most important first; `since` is `used` and the silence after it."""
    seen = int((~np.isnan(used)).sum())
    gaps = int(np.isnan(since).sum())
    noun = f"{period}{'' if seen == 1 else 's'}"
    said = []
    shortest = shortest_for_a_trend(season)
    seasonal = season < 2 or is_seasonal(len(used), season)
    if seen < shortest:
        said.append(
            f"{seen} {noun} of counts: too short for a trend (it takes {shortest})"
            f"{'' if seasonal else f' or a season ({ceil(SEASONS * season)})'}; "
            "the range is wide because where the level goes is uncertain."
        )
    else:
        said.append(
            f"{seen} {noun} of counts: three models share the paths, and in every path the level may shift, "
            "because one model alone is too sure of itself."
        )
    if np.nanmean(used) < SMALL:
        said.append(f"Counts are small ({np.nanmean(used):.1f} a {period}): most of the range is plain chance.")
    if gaps:
        said.append(f"{gaps} {period}{'' if gaps == 1 else 's'} without a count: treated as unknown, not as zero.")
    if steps:
        said.append(f"{steps} dated event{'' if steps == 1 else 's'} may have changed the level for good.")
    return tuple(said)
