"""The control chart's limits by hand, and each run rule on counts that break it alone."""

from __future__ import annotations

import numpy as np
import pytest

from planner.forecast.control_chart import Rule, control_chart
from planner.model.checks import InvalidPlan
from tests.forecast.count_series import steady

QUIET = [20.0, 22, 18, 21, 19, 20, 22, 18, 21, 19, 20, 22, 18, 21, 19, 20]


def broken(chart) -> set[Rule]:
    return {rule for rule, mark in chart.marks.items() if mark.any()}


def test_limits_by_hand():
    chart = control_chart([10, 14, 12, 20])
    assert chart.mean == 14
    assert chart.moving_range[1:].tolist() == [4, 2, 8]
    assert chart.mean_moving_range == pytest.approx(14 / 3)
    assert chart.upper == pytest.approx(14 + 2.66 * 14 / 3)
    assert chart.lower == pytest.approx(14 - 2.66 * 14 / 3)
    assert chart.upper_moving_range == pytest.approx(3.267 * 14 / 3)


def test_the_lower_limit_is_not_below_zero():
    assert control_chart([0, 5, 0, 5]).lower == 0


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
    chart, early = control_chart([*QUIET, *[60.0] * 9], baseline=slice(0, 16)), control_chart(QUIET)
    assert (chart.mean, chart.lower, chart.upper) == pytest.approx((early.mean, early.lower, early.upper))


def test_gaps_are_passed_over():
    counts = [*QUIET]
    with_gaps = [*counts[:5], None, None, *counts[5:]]
    chart, whole = control_chart(with_gaps), control_chart(counts)
    assert chart.upper == pytest.approx(whole.upper)
    assert np.isnan(chart.moving_range[[0, 5, 6]]).all()
    assert not any(mark[5:7].any() for mark in chart.marks.values())


def test_false_alarms_are_rare():
    """A count of a steady series is outside the limits about three times in a thousand."""
    outside = [control_chart(steady(40, 60, seed)).marks[Rule.OUTSIDE].mean() for seed in range(60)]
    assert np.mean(outside) < 0.012


def test_one_count_makes_no_chart():
    with pytest.raises(InvalidPlan):
        control_chart([5])
    with pytest.raises(InvalidPlan):
        control_chart([5, 6, 7], baseline=slice(0, 1))
    assert control_chart([5, None, 7], baseline=slice(0, 3)).mean_moving_range == 2
