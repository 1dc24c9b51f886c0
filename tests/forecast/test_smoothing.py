"""Smoothing against the textbook's loop, and its posteriors against simulation."""

from __future__ import annotations

import numpy as np
import pytest

from planner.forecast import smoothing
from tests.forecast.count_series import wandering


def parameters(alpha, beta=0.0, phi=0.0, deviation=(1e3, 1e-6), mean=(0.0, 0.0)) -> smoothing.Parameters:
    sets = np.atleast_1d(np.asarray(alpha, dtype=float))
    width = (len(sets), len(deviation))
    return smoothing.Parameters(
        sets,
        np.full(len(sets), beta),
        np.full(len(sets), phi),
        np.broadcast_to(mean, width).astype(float),
        np.broadcast_to(np.array(deviation) ** -2.0, width),
    )


def textbook(values, alpha, beta, phi, level, trend):
    """One-step errors and the last level and trend, as the equations are usually written."""
    errors = []
    for value in values:
        ahead = level + phi * trend
        if np.isnan(value):
            level, trend = ahead, phi * trend
            continue
        error = value - ahead
        errors.append(error)
        level, trend = ahead + alpha * error, phi * trend + beta * error
    return np.array(errors), level, trend


@pytest.mark.parametrize("gaps", [(), (3, 4, 11)])
def test_start_and_end_are_those_of_the_least_squares_fit(gaps):
    values = np.log(wandering(30, 40, seed=1) + 0.5)
    values[list(gaps)] = np.nan
    alpha, beta, phi = 0.3, 0.05, 0.9
    found = smoothing.weigh(values, np.zeros((40, 0)), parameters(alpha, beta, phi, (1e4, 1e4)), 1.0, 1e-9)
    level, trend = found.mean[0]
    best, end_level, end_trend = textbook(values, alpha, beta, phi, level, trend)
    for nudge in ((0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01)):
        errors, _, _ = textbook(values, alpha, beta, phi, level + nudge[0], trend + nudge[1])
        assert (errors**2).sum() > (best**2).sum()
    assert 2 * found.scale[0] == pytest.approx((best**2).sum(), rel=1e-4)
    units = np.array([1.0, -level, -trend])
    assert found.end[:, 0] @ units == pytest.approx([end_level, end_trend])


def test_the_weight_finds_how_fast_the_level_moves():
    chance = np.random.default_rng(2)
    alphas = np.linspace(0.02, 0.9, 12)
    for truth in (0.05, 0.6):
        level, values = 0.0, []
        for _ in range(400):
            error = chance.standard_normal()
            values.append(level + error)
            level += truth * error
        found = smoothing.weigh(np.array(values), np.zeros((400, 0)), parameters(alphas), 1.0, 1.0)
        assert found.weight.sum() == pytest.approx(1)
        assert found.weight @ alphas == pytest.approx(truth, abs=0.12)


def test_a_regressor_is_found_and_its_prior_holds_it_back():
    chance = np.random.default_rng(3)
    step = (np.arange(60) >= 40).astype(float)[:, None]
    values = 5 + 2 * step[:, 0] + 0.3 * chance.standard_normal(60)
    free = smoothing.weigh(values, step, parameters(0.05, deviation=(1e3, 1e-6, 1e3), mean=(0, 0, 0)), 0.1, 1.0)
    held = smoothing.weigh(values, step, parameters(0.05, deviation=(1e3, 1e-6, 1e-3), mean=(0, 0, 0)), 0.1, 1.0)
    assert free.mean[0, 2] == pytest.approx(2, abs=0.2)
    assert abs(held.mean[0, 2]) < 0.05


def test_paths_spread_as_theory_says():
    """With everything known, the variance h periods ahead is 1 + (h - 1) alpha^2 times the error's own."""
    values = np.tile([9.0, 11.0], 2000)
    posterior = smoothing.weigh(values, np.zeros((4000, 0)), parameters(0.3), 1.0, 1.0)
    drawn = smoothing.draw(posterior, np.zeros((12, 0)), 40_000, np.random.default_rng(4))
    own = drawn.error_variance.mean()
    ahead = np.arange(12)
    assert drawn.value.var(axis=0) == pytest.approx(own * (1 + ahead * 0.09), rel=0.04)
    assert drawn.centre.var(axis=0)[1:] == pytest.approx(own * ahead[1:] * 0.09, rel=0.04)


def test_paths_carry_the_doubt_about_the_start():
    """Two values and a nearly fixed level: the mean is uncertain by half the error variance."""
    posterior = smoothing.weigh(np.array([4.0, 6.0]), np.zeros((2, 0)), parameters(1e-6), 1.0, 1e6)
    drawn = smoothing.draw(posterior, np.zeros((1, 0)), 40_000, np.random.default_rng(5))
    assert drawn.centre.mean() == pytest.approx(5, abs=0.02)
    assert drawn.centre.var() == pytest.approx(0.5, rel=0.05)
    assert drawn.value.var() == pytest.approx(1.5, rel=0.05)
