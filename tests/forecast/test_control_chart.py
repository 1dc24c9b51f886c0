"""The control chart's limits by hand, and each run rule on counts that break it alone."""

from __future__ import annotations

import numpy as np
import pytest

from planner.forecast.control_chart import Rule, control_chart, phased_chart
from planner.model.checks import InvalidPlan
from tests.forecast.count_series import steady

QUIET = [20.0, 22, 18, 21, 19, 20, 22, 18, 21, 19, 20, 22, 18, 21, 19, 20]


def broken(chart) -> set[Rule]:
    return {rule for rule, mark in chart.marks.items() if mark.any()}


def test_limits_by_hand():
    chart = control_chart([10, 14, 12, 20])
    (phase,) = chart.phases
    assert phase == chart.present
    assert (phase.begin, phase.end, phase.mean) == (0, 4, 14)
    assert chart.moving_range[1:].tolist() == [4, 2, 8]
    assert phase.mean_moving_range == pytest.approx(14 / 3)
    assert phase.upper == pytest.approx(14 + 2.66 * 14 / 3)
    assert phase.lower == pytest.approx(14 - 2.66 * 14 / 3)
    assert phase.upper_moving_range == pytest.approx(3.267 * 14 / 3)


def test_the_lower_limit_is_not_below_zero():
    assert control_chart([0, 5, 0, 5]).present.lower == 0


def test_quiet_counts_are_ordinary():
    chart = control_chart(QUIET)
    assert chart.ordinary
    assert broken(chart) == set()


def test_a_count_outside_the_limits():
    chart = control_chart([*QUIET, 45, *QUIET])
    assert broken(chart) == {Rule.OUTSIDE}
    assert np.flatnonzero(chart.marks[Rule.OUTSIDE]).tolist() == [16]
    assert not chart.ordinary
    assert np.flatnonzero(control_chart([*QUIET, 0, *QUIET]).marks[Rule.OUTSIDE]).tolist() == [16]


def test_two_of_three_near_a_limit():
    chart = control_chart([*QUIET, 25.4, 20, 25.4, *QUIET], baseline=slice(0, 16))
    assert broken(chart) == {Rule.TWO_OF_THREE}
    assert np.flatnonzero(chart.marks[Rule.TWO_OF_THREE]).tolist() == [16, 18]
    opposite = control_chart([*QUIET, 25.4, 20, 14.6, *QUIET], baseline=slice(0, 16))
    assert broken(opposite) == set()


def test_eight_on_one_side():
    above = [21.0, 22, 21, 22, 21, 22, 21, 22]
    chart = control_chart([*QUIET[:15], *above], baseline=slice(0, 15))
    assert broken(chart) == {Rule.SIDE}
    assert np.flatnonzero(chart.marks[Rule.SIDE]).tolist() == [*range(15, 23)]
    assert broken(control_chart([*QUIET[:15], *above[:7]], baseline=slice(0, 15))) == set()


def test_six_rising():
    rising = [17.0, 18.5, 19.5, 20.5, 21.5, 23]
    chart = control_chart([*QUIET, *rising, 18, 21], baseline=slice(0, 16))
    assert broken(chart) == {Rule.TREND}
    assert np.flatnonzero(chart.marks[Rule.TREND]).tolist() == [*range(16, 22)]
    assert broken(control_chart([*QUIET, *rising[1:], 18, 21], baseline=slice(0, 16))) == set()


def test_a_baseline_keeps_its_limits():
    chart = control_chart([*QUIET, *[60.0] * 9], baseline=slice(0, 16)).present
    early = control_chart(QUIET).present
    assert (chart.mean, chart.lower, chart.upper) == pytest.approx((early.mean, early.lower, early.upper))


def test_gaps_are_passed_over():
    counts = [*QUIET]
    with_gaps = [*counts[:5], None, None, *counts[5:]]
    chart, whole = control_chart(with_gaps), control_chart(counts)
    assert chart.present.upper == pytest.approx(whole.present.upper)
    assert np.isnan(chart.moving_range[[0, 5, 6]]).all()
    assert not any(mark[5:7].any() for mark in chart.marks.values())


def test_each_phase_has_the_limits_of_its_own_counts():
    """A level that trebles and falls back: every limit is that of a chart of the phase alone, and nothing is a sign."""
    parts = [QUIET, [3 * count for count in QUIET], QUIET]
    chart = phased_chart(np.concatenate(parts), [16, 32])
    assert [(phase.begin, phase.end) for phase in chart.phases] == [(0, 16), (16, 32), (32, 48)]
    for phase, part in zip(chart.phases, parts, strict=True):
        alone = control_chart(part).present
        assert (phase.mean, phase.lower, phase.upper) == pytest.approx((alone.mean, alone.lower, alone.upper))
    assert np.isnan(chart.moving_range[[0, 16, 32]]).all()
    assert chart.ordinary
    assert broken(control_chart(np.concatenate(parts))) == {Rule.OUTSIDE, Rule.TWO_OF_THREE, Rule.SIDE}


def test_runs_are_judged_within_their_phase():
    """Six above the mean before a change and six after it are no run of eight; eight on one side of one phase are."""
    low, high = [19.0, 18] * 3 + [21.0, 22] * 3, [39.0, 38] * 3 + [41.0, 42] * 3
    assert not phased_chart([*low, *high], [12]).marks[Rule.SIDE].any()
    run = [39.0, 38] * 4 + [42.0, 41] * 4
    assert np.flatnonzero(phased_chart([*low, *run], [12]).marks[Rule.SIDE]).tolist() == [*range(12, 28)]
    rising = [17.0, 18, 19, 20, 21, 22, 23, 24]
    assert not phased_chart(rising, [4]).marks[Rule.TREND].any()
    assert control_chart(rising).marks[Rule.TREND].all()


def test_a_count_that_is_rare_for_its_own_level_is_marked():
    """45 is high among twenties and low among sixties."""
    sixties = [3 * count for count in QUIET]
    chart = phased_chart([*QUIET, 45, *QUIET, *sixties, 20, *sixties], [33])
    assert np.flatnonzero(chart.marks[Rule.OUTSIDE]).tolist() == [16, 49]


def test_gaps_between_phases_are_passed_over():
    chart = phased_chart([*QUIET, None, None, *[3 * count for count in QUIET]], [18])
    assert chart.ordinary
    assert np.isnan(chart.moving_range[16:19]).all()


def test_false_alarms_after_a_change_are_as_rare_as_before():
    found = [phased_chart([*steady(40, 30, seed), *steady(80, 30, seed + 99)], [30]) for seed in range(60)]
    assert np.mean([chart.marks[Rule.OUTSIDE].mean() for chart in found]) < 0.015


def test_false_alarms_are_rare():
    """A count of a steady series is outside the limits about three times in a thousand."""
    outside = [control_chart(steady(40, 60, seed)).marks[Rule.OUTSIDE].mean() for seed in range(60)]
    assert np.mean(outside) < 0.012


def test_one_count_makes_no_chart():
    with pytest.raises(InvalidPlan):
        control_chart([5])
    with pytest.raises(InvalidPlan):
        phased_chart([5, 6, 7, None], [2])
    with pytest.raises(InvalidPlan):
        control_chart([5, 6, 7], baseline=slice(0, 1))
    assert control_chart([5, None, 7], baseline=slice(0, 3)).present.mean_moving_range == 2
