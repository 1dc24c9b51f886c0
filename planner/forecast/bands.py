"""A team's bands, forecast so that every path of the bands adds up to the team's own path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.forecast.forecast import Forecast, forecast
from planner.forecast.periods import as_counts
from planner.forecast.scores import Floats
from planner.model.checks import require
from planner.model.period import Period
from planner.model.progress import Progress, unheard

ONE_CASE = 0.5
"""What is added to a band's forecast when it is shared out, so that a path without any case still has shares."""


@dataclass(frozen=True, slots=True, eq=False)
class TeamForecast:
    """A team's forecast and its bands'. Band arrays add up to the team's, path by path and period by period."""

    team: Forecast
    bands: tuple[str, ...]
    expected: Floats
    """[paths, bands, horizon]."""
    counts: Floats
    """Whole counts, [paths, bands, horizon]."""

    def quantiles(self, band: str, shares: Sequence[float]) -> Floats:
        """Of one band's counts, [shares, horizon]."""
        found: Floats = np.quantile(self.counts[:, self.bands.index(band)], shares, axis=0)
        return found

    def upto(self, periods: int) -> TeamForecast:
        """The same futures for the first `periods` periods; views, not copies."""
        return replace(
            self,
            team=replace(self.team, expected=self.team.expected[:, :periods], counts=self.team.counts[:, :periods]),
            expected=self.expected[..., :periods],
            counts=self.counts[..., :periods],
        )


def forecast_bands(
    histories: Mapping[str, Sequence[float | None] | Floats],
    period: Period = Period.MONTH,
    horizon: int = 12,
    paths: int = 1000,
    seed: int = 1,
    *,
    season: int | None = None,
    steps: Sequence[int] = (),
    trend: bool = True,
    progress: Progress = unheard,
) -> TeamForecast:
    """Forecast the team (the sum of its bands) and each band, and share the team's paths out in the bands' proportions.

    All histories start in the same period and have the same length. A period in which any band is unknown is unknown
    for the team.
    """
    require(bool(histories), "histories", (), "a team has at least one band")
    known = {band: as_counts(counts) for band, counts in histories.items()}
    lengths = sorted({len(counts) for counts in known.values()})
    require(len(lengths) == 1, "histories", lengths, "the bands of a team have histories of the same length")
    series = [*known.values()]
    # Where no period has every band, each band's mean stands in for its gaps: a sum over some bands would be too low.
    whole = np.sum(series, axis=0)
    if np.isnan(whole).all():
        whole = np.sum([np.where(np.isnan(counts), np.nanmean(counts), counts) for counts in series], axis=0)
    made = []
    for place, counts in enumerate([whole, *series]):
        progress(place, len(series) + 1)
        made.append(forecast(counts, period, horizon, paths, (seed, place), season=season, steps=steps, trend=trend))
    progress(len(series) + 1, len(series) + 1)
    team = made[0]
    year = period.per_year
    shares = _shares(team.expected, np.stack([each.expected for each in made[1:]], axis=1), year)
    counts = np.random.default_rng((seed, len(made))).multinomial(
        team.counts.astype(np.int64), shares.transpose(0, 2, 1)
    )
    return TeamForecast(
        team,
        tuple(known),
        team.expected[:, None, :] * shares,
        counts.transpose(0, 2, 1).astype(np.float64),
    )


def _shares(team: Floats, bands: Floats, year: int) -> Floats:
    """Shares [paths, bands, horizon] that add up to one: a path of the bands with a high first year goes with such a
    path of the team."""
    ranks = np.argsort(np.argsort(team[:, :year].sum(axis=1), kind="stable"), kind="stable")
    weights = bands[np.argsort(bands[..., :year].sum(axis=(1, 2)), kind="stable")][ranks] + ONE_CASE / bands.shape[1]
    found: Floats = weights / weights.sum(axis=1, keepdims=True)
    return found
