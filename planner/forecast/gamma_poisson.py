"""A level that Poisson-like counts are seen through, and that is forgotten at a steady rate.

The gamma-Poisson discount model (A. Harvey and C. Fernandes, "Time series models for count or qualitative
observations", J. Business & Economic Statistics 7, 1989). It knows small counts as counts. What a period tells is
divided by the overdispersion, and every pair of discount and overdispersion is weighed by how well it foretold the
series.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.forecast.scores import Floats

DISCOUNTS = (0.55, 0.7, 0.78, 0.84, 0.88, 0.91, 0.935, 0.955, 0.97, 0.985)
"""What share of the evidence is still good a period later."""
DISPERSIONS = (1.0, 1.25, 1.6, 2.1, 3.0, 4.5, 8.0, 15.0)
"""Variance over mean of a count whose expected value is known."""


class Posterior(NamedTuple):
    """The level's gamma distribution at the end of the series for each pair, [pairs] each."""

    weight: Floats
    discount: Floats
    dispersion: Floats
    shape: Floats
    rate: Floats


def weigh(counts: Floats, factors: Floats) -> Posterior:
    """Weigh every pair by `counts` [periods] (NaN: unknown), which are `factors` [periods] times the level."""
    discount, dispersion = (grid.ravel() for grid in np.meshgrid(DISCOUNTS, DISPERSIONS))
    first = max(float(np.nanmean(counts[~np.isnan(counts)][:6])), 0.25)
    shape = np.full(len(discount), 0.5)
    rate = shape / first
    evidence = -0.5 * np.log(dispersion)
    for count, factor in zip(counts, factors, strict=True):
        shape, rate = discount * shape, discount * rate
        if not np.isnan(count):
            mean = factor * shape / rate
            spread = dispersion * mean + mean * factor / rate
            evidence = evidence + _log_likelihood(count, mean, np.maximum(spread, 1.001 * mean))
            shape, rate = shape + count / dispersion, rate + factor / dispersion
    weight = np.exp(evidence - evidence.max())
    return Posterior(weight / weight.sum(), discount, dispersion, np.maximum(shape, 0.05), rate)


def _log_likelihood(count: float, mean: Floats, variance: Floats) -> Floats:
    """Of a negative binomial count with this mean and variance."""
    from scipy.special import gammaln

    size = mean**2 / (variance - mean)
    found: Floats = (
        gammaln(count + size)
        - gammaln(size)
        - gammaln(count + 1.0)
        + size * np.log(size / (size + mean))
        + count * np.log(mean / (size + mean))
    )
    return found


def draw(posterior: Posterior, horizon: int, paths: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw levels [paths, horizon] and each path's overdispersion [paths]."""
    chosen = chance.choice(len(posterior.weight), size=paths, p=posterior.weight)
    _, discount, dispersion, shape, rate = (array[chosen] for array in posterior)
    level = chance.standard_gamma(shape) / rate
    levels = np.empty((paths, horizon))
    for period in range(horizon):
        kept = chance.beta(np.maximum(discount * shape, 1e-3), np.maximum((1 - discount) * shape, 1e-3))
        level = level * kept / discount
        levels[:, period] = level
    return levels, dispersion
