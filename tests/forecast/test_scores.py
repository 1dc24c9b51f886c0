"""Scores by hand."""

from __future__ import annotations

import numpy as np
import pytest

from planner.forecast.scores import interval_score, quantile_pair, seasonal_scale, weighted_interval_score


def test_the_interval_score_adds_the_width_and_what_lies_outside():
    actual = np.array([5.0, 12.0, 1.0])
    found = interval_score(actual, np.full(3, 2.0), np.full(3, 10.0), 80)
    assert found == pytest.approx([8, 8 + 10 * 2, 8 + 10 * 1])


def test_the_weighted_interval_score_of_a_certain_forecast_is_its_error():
    assert weighted_interval_score(np.array([7.0]), np.full((50, 1), 4.0)) == pytest.approx([3.0])


def test_the_weighted_interval_score_rewards_the_truth():
    chance = np.random.default_rng(1)
    actual = chance.normal(size=4000)
    score = {
        spread: weighted_interval_score(actual, spread * chance.normal(size=(2000, 1))).mean()
        for spread in (0.5, 1.0, 2.0)
    }
    assert score[1.0] < min(score[0.5], score[2.0])


def test_the_quantile_pair_is_central():
    low, high = quantile_pair(np.arange(101.0)[:, None], 80)
    assert (low[0], high[0]) == pytest.approx((10, 90))


def test_the_scale():
    assert seasonal_scale(np.array([1.0, 2, 3, 5, 2, 9]), 3) == pytest.approx((4 + 0 + 6) / 3)
    assert seasonal_scale(np.array([1.0, np.nan, 3, 5, 2, 9]), 3) == pytest.approx((4 + 6) / 2)
    assert seasonal_scale(np.array([1.0, 2, 4]), 12) == pytest.approx(1.5)
    assert seasonal_scale(np.full(30, 6.0), 12) == 6.0
    assert seasonal_scale(np.zeros(30), 12) == 1.0
