"""The forecast itself: what it promises for any series, and that its ranges hold where the truth is known."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.forecast.forecast import forecast
from planner.forecast.periods import LONGEST
from planner.model.checks import InvalidPlan
from planner.model.period import Period
from tests.forecast.count_series import seasonal, steady, wandering

COUNTS = st.one_of(st.none(), st.integers(0, 12), st.integers(0, 1_000_000))


@given(
    counts=st.lists(COUNTS, min_size=1, max_size=40).filter(lambda found: any(count is not None for count in found)),
    period=st.sampled_from(Period),
    horizon=st.integers(1, 30),
    paths=st.integers(1, 40),
    steps=st.lists(st.integers(-2, 42), max_size=3),
    trend=st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_any_series_gives_finite_counts(counts, period, horizon, paths, steps, trend):
    made = forecast(counts, period, horizon, paths, steps=steps, trend=trend)
    assert made.expected.shape == made.counts.shape == (paths, horizon)
    for array in (made.expected, made.counts):
        assert np.isfinite(array).all()
        assert (array >= 0).all()
    assert (made.counts == np.rint(made.counts)).all()
    assert made.dispersion >= 1
    assert all(sentence.endswith(".") for sentence in made.words)


@pytest.mark.parametrize("periods", [*range(1, 13), 60, LONGEST])
@pytest.mark.parametrize("count", [0, 1, 40, 1_000_000])
def test_a_constant_goes_on(count, periods):
    middle, high = forecast([count] * periods).quantiles((0.5, 0.975))
    assert np.abs(middle - count).max() <= max(0.05 * count, 1)
    assert (high > count).all() or (count == 0 and periods > 12)


def test_weeks_with_a_season_of_a_year():
    counts = seasonal(30, 208, seed=3, season=52)
    made = forecast(counts, Period.WEEK, 52)
    middle = np.median(made.expected, axis=0)
    assert middle[5:21].mean() > 1.4 * middle[31:47].mean()


def test_months_with_a_season():
    low, middle, high = np.quantile(forecast(seasonal(30, 60, seed=3)).expected, (0.15, 0.5, 0.85), axis=0)
    truth = 30 * np.exp(0.5 * np.sin(2 * np.pi * np.arange(12) / 12))
    assert np.abs(middle / truth - 1).max() < 0.25
    assert low[2:5].min() > 1.3 * high[8:11].max()  # in every model
    flat = np.median(forecast(seasonal(30, 60, seed=3), season=1).expected, axis=0)
    assert flat.max() < 1.15 * flat.min()


def test_the_same_seed_gives_the_same_paths():
    counts = steady(20, 40, seed=1)
    one, two, other = (forecast(counts, paths=50, seed=seed) for seed in (4, 4, 5))
    assert np.array_equal(one.expected, two.expected)
    assert np.array_equal(one.counts, two.counts)
    assert not np.array_equal(one.counts, other.counts)


def test_any_part_of_the_paths_is_a_fair_sample():
    made = forecast(wandering(30, 48, seed=2), paths=6000).counts.sum(axis=1)
    parts = [part.mean() for part in np.split(made, 3)]
    assert max(parts) < 1.04 * min(parts)


def test_a_gap_is_not_a_zero():
    counts = [*steady(20, 36, seed=5)]
    gaps = [None if place % 3 == 1 else count for place, count in enumerate(counts)]
    zeros = [count or 0.0 for count in gaps]
    assert forecast(gaps).expected.mean() > 17
    assert forecast(zeros).expected.mean() < 15
    assert any("12 months without a count" in sentence for sentence in forecast(gaps).words)


def test_months_of_silence_widen_the_range():
    counts = [*wandering(40, 48, seed=6, drift=0.12)]
    low, high = forecast(counts, paths=3000).quantiles((0.1, 0.9))
    low_later, high_later = forecast([*counts, *[None] * 10], paths=3000).quantiles((0.1, 0.9))
    assert high_later[0] - low_later[0] > 1.15 * (high[0] - low[0])


def test_fewer_counts_leave_a_wider_range():
    widths = []
    for periods in (2, 6, 24, 60):
        low, high = forecast(steady(20, 60, seed=7)[-periods:], paths=3000).total_quantiles((0.1, 0.9))
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)


def test_a_known_step_is_no_trend():
    counts = [*steady(20, 30, seed=8), *steady(60, 6, seed=9)]
    known = forecast(counts, steps=(30,), paths=3000)
    unknown = forecast(counts, paths=3000)
    assert 52 < np.median(known.expected) < 68
    low, high = known.total_quantiles((0.1, 0.9))
    wide_low, wide_high = unknown.total_quantiles((0.1, 0.9))
    assert high - low < 0.8 * (wide_high - wide_low)
    assert any("1 dated event may" in sentence for sentence in known.words)


def test_without_a_trend_the_level_stays():
    rising = np.round(20 * 1.025 ** np.arange(48))
    with_trend = np.median(forecast(rising, paths=3000).expected, axis=0)
    without = np.median(forecast(rising, paths=3000, trend=False).expected, axis=0)
    assert with_trend[-1] > 1.08 * with_trend[0]
    assert abs(without[-1] / without[0] - 1) < 0.04


@pytest.mark.parametrize("season", [1, 12])
def test_a_short_rise_is_no_trend(season):
    rising = np.round(20 * 1.04 ** np.arange(24))
    for counts, ahead in ((rising[:23], 1.0), (rising, 1.05)):
        middle = np.median(forecast(counts, paths=2000, season=season).expected, axis=0)
        assert (middle[-1] > ahead * middle[0]) == (len(counts) == 24)


def test_only_the_last_240_periods_count():
    counts = steady(20, 300, seed=10)
    other = np.concatenate([np.full(60, 900.0), counts[60:]])
    assert np.array_equal(forecast(counts, paths=30).counts, forecast(other, paths=30).counts)
    assert any("last 240" in sentence for sentence in forecast(other, paths=30).words)


def test_a_long_silence_leaves_only_doubt():
    low, high = forecast([4, 6, *[None] * 300], paths=2000).quantiles((0.1, 0.9))
    assert (low <= 2).all()
    assert (high >= 9).all()


def test_steps_are_counted_from_the_first_count_given():
    counts = [*steady(20, 30, seed=8), *steady(60, 6, seed=9)]
    plain = forecast(counts, paths=30, steps=(30,))
    assert np.array_equal(forecast([None, None, *counts], paths=30, steps=(32,)).counts, plain.counts)


@pytest.mark.parametrize(
    ("counts", "start"),
    [
        ([4], "1 month of counts: too short for a trend (it takes 24) or a season (18); the range is wide because"),
        ([4] * 17, "17 months of counts: too short for a trend (it takes 24) or a season (18); the range is wide"),
        ([4] * 18, "18 months of counts: too short for a trend (it takes 24); the range is wide"),
        ([4] * 24, "24 months of counts: three models share"),
    ],
)
def test_words_are_honest_about_a_short_series(counts, start):
    assert forecast(counts, paths=10).words[0].startswith(start)


def test_leading_gaps_are_no_gaps():
    counts = [None, None, *[20.0] * 30]
    assert forecast(counts, paths=10).words == forecast(counts[2:], paths=10).words


def test_words_on_small_counts():
    assert any("small (0.5 a month)" in sentence for sentence in forecast([0, 1] * 20, paths=10).words)
    assert len(forecast([10, 11] * 20, paths=10).words) == 1


@pytest.mark.parametrize("mean", [1.5, 8, 40])
@pytest.mark.slow
def test_ranges_hold_where_the_truth_is_known(mean):
    """Ninety series whose level wanders: total and steps lie inside the 80 % ranges about as often as they should."""
    step, total = [], []
    for seed in range(90):
        counts = wandering(mean, 60, seed, drift=0.03)
        made = forecast(counts[:48], paths=400, season=1)
        low, high = made.quantiles((0.1, 0.9))
        step.append(((low <= counts[48:]) & (counts[48:] <= high)).mean())
        low, high = made.total_quantiles((0.1, 0.9))
        total.append(low <= counts[48:].sum() <= high)
    assert 0.76 < np.mean(step) < 0.95
    assert 0.74 < np.mean(total) < 0.96


@pytest.mark.parametrize("mean", [2.5, 25])
def test_the_mean_of_the_counts_is_what_is_expected(mean):
    made = forecast(steady(mean, 60, seed=11), paths=20_000)
    assert abs(made.counts.mean() / made.expected.mean() - 1) < 0.01


def test_dispersion_is_found():
    poisson = forecast(steady(30, 120, seed=12), paths=10, season=1).dispersion
    wide = forecast(steady(30, 120, seed=12, dispersion=4), paths=10, season=1).dispersion
    assert poisson < 1.6
    assert 2.5 < wide < 6


@pytest.mark.parametrize(
    ("counts", "options", "field"),
    [
        ([], {}, "counts"),
        ([None, None], {}, "counts"),
        ([3, -1], {}, "counts"),
        ([3, float("inf")], {}, "counts"),
        (["three"], {}, "counts"),
        ([3], {"horizon": 0}, "horizon"),
        ([3], {"horizon": 531}, "horizon"),
        ([3], {"paths": 0}, "paths"),
        ([3], {"season": 0}, "season"),
    ],
)
def test_what_is_no_history_is_refused(counts, options, field):
    with pytest.raises(InvalidPlan) as refusal:
        forecast(counts, **options)
    assert refusal.value.field == field


def test_the_heavy_libraries_stay_out():
    program = (
        "import sys; import planner.forecast.forecast as f; "
        "f.forecast([1, 2, 3]); "
        "print([name for name in ('numba', 'scipy.stats', 'pandas') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
