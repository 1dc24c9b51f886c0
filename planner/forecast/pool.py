"""Three models that fail in different ways, with equal shares of the paths, and a level that may shift at any time.

One fitted model is over-confident about a year's total, because its paths carry no doubt about the model, its
parameters or the level. Here each path has parameters of its own, a third of the paths come from each model, and each
path's level shifts once a year by a random factor.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.forecast import gamma_poisson, smoothing
from planner.forecast.scores import Floats
from planner.forecast.season import Regressors, regressors

SETS = 160
"""Sets of parameters that are weighed."""
SHOCK = 0.07
"""Standard deviation of the yearly shift of the level, on the log scale."""
MOST_ALPHA = 0.5
MOST_BETA_SHARE = 0.03
"""Of alpha. Counts as small as these never pin a moving trend down, and a fast one foretells badly."""
TRUST = 4.0
"""Periods of evidence that the expected error variance is worth."""
EXPECTED_DISPERSION = 1.5
"""Variance over mean: 1.3 to 1.9 is usual for counts of crimes and cases."""
TOP = 12.0
"""No path rises above so many times the largest known count (plus one)."""

LASTING = 0.995
"""What share of a lasting trend is left a period later: half of it in eleven and a half years of months."""

# Prior standard deviations, in units of the error's own.
_FLAT = 100.0
_STEP = 5.0
_LEAST_TREND, _MOST_TREND = 0.003, 1.0
_SLOPE = 0.03
_NONE = 1e-3


class Futures(NamedTuple):
    """What the pool draws, [paths, horizon]."""

    expected: Floats
    counts: Floats
    dispersion: float
    """Variance over mean of a count whose expected value is known."""


class _Share(NamedTuple):
    """One smoothing model's part, [its paths, horizon]; the counts are not whole yet."""

    expected: Floats
    counts: Floats


def draw(
    counts: Floats, known: Regressors, per_year: int, paths: int, chance: np.random.Generator, trend: bool
) -> Futures:
    """Futures of `counts` [periods] (NaN: unknown) in random order; without `trend` no model has a slope."""
    shares = np.bincount(np.arange(paths) % 3, minlength=3)
    weighed = _weigh_logs(counts, known, trend)
    top = TOP * (float(np.nanmax(counts)) + 1)
    logs = _draw_logs(weighed, known, shares[0], top, chance)
    theta = _draw_theta(counts, known, shares[1], chance, trend)
    coefficients = weighed.weight @ weighed.mean[:, 2:]
    posterior = gamma_poisson.weigh(counts, np.exp(known.past @ coefficients))
    level, dispersion = gamma_poisson.draw(posterior, len(known.ahead), shares[2], chance)
    expected = np.concatenate([logs.expected, theta.expected, level * np.exp(known.ahead @ coefficients)])
    shocks = level_shocks(paths, len(known.ahead), per_year, chance)
    expected = np.clip(expected * shocks, 0, top)
    smoothed = shares[0] + shares[1]
    drawn = np.rint(np.concatenate([logs.counts, theta.counts]) * shocks[:smoothed])
    seen = np.concatenate([drawn, overdispersed(expected[smoothed:], dispersion[:, None], chance)])
    order = chance.permutation(paths)
    return Futures(
        expected[order],
        np.clip(seen, 0, top)[order] + 0.0,  # no minus zero
        float(posterior.weight @ posterior.dispersion),
    )


def _weigh_logs(counts: Floats, known: Regressors, trend: bool) -> smoothing.Posterior:
    """Smoothing of log(count + 1/2): a third each without trend, with a damped one, and with a lasting one."""
    values = np.log(counts + 0.5)
    place = _evenly_spread(SETS, 5)
    kind = np.arange(SETS) % 3 if trend else np.zeros(SETS, dtype=int)
    alpha = _alphas(place[:, 0])
    beta = np.where(kind == 1, alpha * MOST_BETA_SHARE * place[:, 1] ** 2, 0.0)
    phi = np.choose(kind, (np.zeros(SETS), 0.8 + 0.18 * place[:, 2], np.full(SETS, LASTING)))
    first_trend = np.where(kind == 0, _NONE, _LEAST_TREND * (_MOST_TREND / _LEAST_TREND) ** place[:, 4])
    deviation = np.column_stack([np.full(SETS, _FLAT), first_trend, _regressor_priors(place[:, 3], known)])
    mean = np.zeros_like(deviation)
    mean[:, 0] = np.nanmean(values)
    guess = EXPECTED_DISPERSION / (np.nanmean(counts) + 0.5) + 0.005
    parameters = smoothing.Parameters(alpha, beta, phi, mean, deviation**-2.0)
    return smoothing.weigh(values, known.past, parameters, float(guess), TRUST)


def season_factors(counts: Floats, season: int) -> Floats:
    """What the season multiplies each of `counts` [periods] by, as far as they show one; ones where they cannot."""
    known = regressors(len(counts), 0, season, ())
    if not known.waves:
        return np.ones(len(counts))
    weighed = _weigh_logs(counts, known, trend=True)
    found: Floats = np.exp(known.past @ (weighed.weight @ weighed.mean[:, 2:]))
    return found


def _draw_logs(
    weighed: smoothing.Posterior, known: Regressors, paths: int, top: float, chance: np.random.Generator
) -> _Share:
    drawn = smoothing.draw(weighed, known.ahead, paths, chance)
    above = np.minimum(drawn.error_variance / 2, 0.75)[:, None]
    ceiling = np.log(top + 0.5)
    return _Share(
        np.exp(np.minimum(drawn.centre + above, ceiling)) - 0.5, np.exp(np.minimum(drawn.value, ceiling)) - 0.5
    )


def _draw_theta(counts: Floats, known: Regressors, paths: int, chance: np.random.Generator, trend: bool) -> _Share:
    """The theta method on the square root of the counts: simple smoothing with about half the series' slope as drift.

    R. Hyndman and B. Billah, "Unmasking the Theta method", Int. J. Forecasting 19, 2003.
    """
    values = np.sqrt(counts + 0.375)
    time: Floats = np.arange(len(counts) + len(known.ahead), dtype=np.float64) - len(counts)
    past = np.column_stack([time[: len(counts)], known.past])
    ahead = np.column_stack([time[len(counts) :], known.ahead])
    place = _evenly_spread(SETS, 2)
    zero = np.zeros(SETS)
    slope = np.full(SETS, _SLOPE if trend else _NONE)
    deviation = np.column_stack([zero + _FLAT, zero + _NONE, slope, _regressor_priors(place[:, 1], known)])
    mean = np.zeros_like(deviation)
    mean[:, 0] = np.nanmean(values)
    mean[:, 2] = _half_slope(values, time[: len(counts)]) if trend else 0.0
    parameters = smoothing.Parameters(_alphas(place[:, 0]), zero, zero, mean, deviation**-2.0)
    weighed = smoothing.weigh(values, past, parameters, EXPECTED_DISPERSION / 4, TRUST)
    drawn = smoothing.draw(weighed, ahead, paths, chance)
    expected = np.maximum(drawn.centre, 0) ** 2 + drawn.error_variance[:, None] - 0.375
    return _Share(expected, np.maximum(drawn.value, 0) ** 2 - 0.375)


def _half_slope(values: Floats, time: Floats) -> float:
    """Half the straight line's slope, less where it could be noise."""
    known = ~np.isnan(values)
    centred = time[known] - time[known].mean()
    length = float((centred**2).sum())
    slope = float(centred @ values[known]) / length
    signal = length * slope**2 / (float(np.var(values[known])) + 0.25)
    return 0.5 * slope * signal / (1 + signal)


def level_shocks(paths: int, horizon: int, per_year: int, chance: np.random.Generator) -> Floats:
    """Factors [paths, horizon]: in each year ahead the level moves for good, from a random period on."""
    factors = np.ones((paths, horizon))
    for year in range(0, horizon, per_year):
        start = year + chance.integers(0, per_year, size=paths)
        size = np.exp(SHOCK * chance.standard_normal(paths))
        factors *= np.where(np.arange(horizon) >= start[:, None], size[:, None], 1.0)
    return factors


def overdispersed(expected: Floats, dispersion: Floats | float, chance: np.random.Generator) -> Floats:
    """Counts with these expected values and `dispersion` times their variance under Poisson."""
    extra = np.maximum(np.asarray(dispersion) - 1, 1e-6)
    rates = chance.standard_gamma(np.maximum(expected, 1e-9) / extra) * extra
    drawn: Floats = chance.poisson(rates).astype(np.float64)
    return drawn


def _alphas(place: Floats) -> Floats:
    """Smoothing parameters, more of them small."""
    return 0.01 + MOST_ALPHA * place**2


def _regressor_priors(place: Floats, known: Regressors) -> Floats:
    """Prior deviations: the waves' differ from set to set, so that the series chooses how seasonal it is."""
    waves = np.repeat((0.02 + 0.5 * place**2)[:, None], known.waves, axis=1)
    steps = np.full((len(place), known.past.shape[1] - known.waves), _STEP)
    return np.concatenate([waves, steps], axis=1)


def _evenly_spread(count: int, dimensions: int) -> Floats:
    """Points spread evenly over the unit cube, [count, dimensions] (M. Roberts' R sequence)."""
    root = 1.5
    for _ in range(40):
        root = (1 + root) ** (1 / (dimensions + 1))
    found: Floats = (0.5 + np.outer(np.arange(1, count + 1), root ** -np.arange(1.0, dimensions + 1))) % 1
    return found
