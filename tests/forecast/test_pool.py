"""The pool's own parts: shifts of the level, slopes, and overdispersed counts."""

from __future__ import annotations

import numpy as np
import pytest

from planner.forecast import pool
from tests.forecast.count_series import seasonal, steady


def test_the_level_shifts_once_in_every_year():
    factors = pool.level_shocks(20_000, 36, 12, np.random.default_rng(1))
    moved = (np.diff(np.log(factors), axis=1, prepend=0.0) != 0).reshape(-1, 3, 12)
    assert (moved.sum(axis=2) == 1).all()
    assert np.log(factors[:, [11, 23, 35]]).var(axis=0) == pytest.approx(pool.SHOCK**2 * np.array([1, 2, 3]), rel=0.05)
    assert moved.mean(axis=(0, 1)) == pytest.approx(np.full(12, 1 / 12), rel=0.1)


def test_a_clear_slope_is_halved_and_a_doubtful_one_all_but_forgotten():
    time = np.arange(-48.0, 0)
    assert pool._half_slope(4 + 0.1 * time, time) == pytest.approx(0.05, rel=0.05)
    noise = np.sqrt(steady(20, 48, 1) + 0.375)
    plain = np.polyfit(time, noise, 1)[0]
    assert abs(pool._half_slope(noise, time)) < 0.3 * abs(plain)
    gaps = 4 + 0.1 * time
    gaps[5:20] = np.nan
    assert pool._half_slope(gaps, time) == pytest.approx(0.05, rel=0.05)


@pytest.mark.parametrize("dispersion", [1.0, 2.5])
def test_counts_have_the_variance_they_are_asked_for(dispersion):
    counts = pool.overdispersed(np.full(60_000, 12.0), dispersion, np.random.default_rng(2))
    assert counts.mean() == pytest.approx(12, rel=0.01)
    assert counts.var() == pytest.approx(12 * dispersion, rel=0.03)


def test_the_season_is_found_where_it_can_be():
    truth = np.exp(0.5 * np.sin(2 * np.pi * np.arange(60) / 12))
    assert pool.season_factors(seasonal(80, 60, 3), 12) == pytest.approx(truth, rel=0.15)
    assert pool.season_factors(steady(80, 60, 3), 12) == pytest.approx(np.ones(60), abs=0.06)
    assert (pool.season_factors(seasonal(80, 17, 3), 12) == 1).all()
