"""Made-up counts whose truth is known."""

from __future__ import annotations

import numpy as np

from planner.forecast.scores import Floats


def steady(mean: float, periods: int, seed: int, dispersion: float = 1.0) -> Floats:
    """Counts around one level, with `dispersion` times the variance of Poisson counts."""
    chance = np.random.default_rng(seed)
    extra = max(dispersion - 1, 1e-9)
    return chance.poisson(chance.gamma(mean / extra, extra, size=periods)).astype(float)


def wandering(mean: float, periods: int, seed: int, drift: float = 0.05) -> Floats:
    """Poisson counts around a level that takes a random step of `drift` on the log scale each period."""
    chance = np.random.default_rng(seed)
    return chance.poisson(mean * np.exp(np.cumsum(drift * chance.standard_normal(periods)))).astype(float)


def seasonal(mean: float, periods: int, seed: int, season: int = 12, size: float = 0.5) -> Floats:
    """Poisson counts with a wave of `size` on the log scale."""
    chance = np.random.default_rng(seed)
    wave = np.exp(size * np.sin(2 * np.pi * np.arange(periods) / season))
    return chance.poisson(mean * wave).astype(float)
