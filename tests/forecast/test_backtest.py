"""The back-test: nothing of the future leaks, and its figures are those of its own arrays."""

from __future__ import annotations

import numpy as np
import pytest

from planner.forecast.backtest import backtest, seasonal_naive
from planner.forecast.forecast import forecast
from planner.model.checks import InvalidPlan
from planner.model.period import Period
from tests.forecast.count_series import seasonal, steady

COUNTS = steady(25, 60, seed=1)


def test_each_origin_knows_only_its_past():
    made = backtest(COUNTS, horizon=3, origins=5, paths=50, seed=2)
    assert made.origins == (55, 56, 57, 58, 59)
    for row, place in enumerate(made.origins):
        alone = forecast(COUNTS[:place], horizon=3, paths=50, seed=(2, row))
        assert np.array_equal(made.high_80[row], alone.quantiles((0.9,))[0])
    assert made.actual[0].tolist() == COUNTS[55:58].tolist()
    assert np.isnan(made.actual[-1]).tolist() == [False, True, True]


def test_its_figures_are_those_of_its_arrays():
    made = backtest(COUNTS, horizon=6, origins=18, paths=200)
    known = ~np.isnan(made.actual)
    scale = np.abs(COUNTS[12:42] - COUNTS[:30]).mean()
    assert made.ours.mase == pytest.approx(np.abs(made.actual - made.median)[known].mean() / scale)
    inside = (made.low_95 <= made.actual) & (made.actual <= made.high_95)
    assert made.ours.inside_95 == pytest.approx(inside[known].mean())
    width = made.high_95 - made.low_95
    outside = np.maximum(made.low_95 - made.actual, 0) + np.maximum(made.actual - made.high_95, 0)
    assert made.ours.scaled_interval_score == pytest.approx((width + 40 * outside)[known].mean() / scale)


def test_a_steady_series_is_foretold_better_than_by_last_year():
    made = backtest(COUNTS, origins=24, paths=300)
    assert made.ours.mase < made.seasonal_naive.mase
    assert made.ours.weighted_interval_score < made.seasonal_naive.weighted_interval_score
    assert 0.65 < made.ours.inside_80 <= 1
    assert made.total_inside_95 > 0.7


def test_a_jump_is_missed_and_said():
    jumped = np.concatenate([COUNTS[:48], COUNTS[48:] * np.array([1, 4] * 6)])
    made = backtest(jumped, horizon=1, origins=12, paths=200)
    assert "trust it less" in made.words


def test_words_count_the_last_twelve():
    made = backtest(COUNTS, horizon=1, origins=24, paths=300)
    inside = ((made.low_80 <= made.actual) & (made.actual <= made.high_80))[-12:].sum()
    assert made.words.startswith(f"In {inside} of the last 12 months the count fell inside the 80 % range")


def test_gaps_are_no_origins_and_do_not_count():
    gaps = COUNTS.copy()
    gaps[-3] = np.nan
    made = backtest(gaps, horizon=2, origins=4, paths=20)
    assert made.origins == (55, 56, 58, 59)
    assert np.isnan(made.actual[1, 1])
    assert np.isfinite(made.ours.mase)


def test_a_short_history():
    made = backtest([4, 6, 5, 7], horizon=12, paths=20)
    assert made.origins == (3,)
    assert np.isnan(made.total_inside_80)
    assert np.isfinite(made.seasonal_naive.scaled_interval_score)
    for refused in ({"counts": [4, 6, 5]}, {"origins": 0}, {"horizon": 0}, {"horizon": -1}, {"horizon": 105}):
        with pytest.raises(InvalidPlan):
            backtest(**{"counts": COUNTS, "paths": 20} | refused)


def test_constant_and_empty_histories_give_finite_scores():
    for counts in ([0] * 30, [7] * 30, [4, None, 6, None, 5, None, 7]):
        made = backtest(counts, origins=3, paths=20)
        assert np.isfinite([made.ours.mase, made.seasonal_naive.mase]).all()


def test_seasonal_naive_repeats_the_last_season():
    counts = seasonal(50, 48, seed=3)
    paths = seasonal_naive(counts, 12, 24, 20_000, np.random.default_rng(1))
    assert paths.mean(axis=0) == pytest.approx(np.tile(counts[-12:], 2), abs=0.6)
    spread = np.sqrt(np.mean((counts[12:] - counts[:-12]) ** 2))
    assert paths[:, 0].std() == pytest.approx(spread, rel=0.03)
    assert paths[:, 12].std() == pytest.approx(spread * np.sqrt(2), rel=0.03)


def test_weeks_are_called_weeks():
    assert "weeks the count fell" in backtest(COUNTS, Period.WEEK, horizon=1, origins=3, paths=20).words
