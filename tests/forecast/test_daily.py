"""Expected counts by day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from planner.forecast.daily import daily_expected
from planner.model.checks import InvalidPlan
from planner.model.period import Period

FIRST = date(2026, 1, 1)


def test_each_months_sum_is_kept():
    expected = np.random.default_rng(1).uniform(0, 50, size=(5, 3, 12))
    days = daily_expected(expected, FIRST, Period.MONTH, FIRST, 365, weekdays=(2, 1, 1, 1, 1, 0.5, 0))
    assert days.shape == (5, 3, 365)
    edges = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    assert np.add.reduceat(days, edges, axis=2) == pytest.approx(expected)


def test_the_weekday_profile_is_followed():
    days = daily_expected(np.full(2, 62.0), FIRST, Period.MONTH, FIRST, 31, weekdays=(3, 1, 1, 1, 1, 0, 0))
    assert FIRST.weekday() == 3
    assert days[4] == pytest.approx(3 * days[0])
    assert days[2] == days[3] == 0


def test_a_run_may_start_inside_a_period():
    days = daily_expected(np.array([[31.0, 56.0]]), FIRST, Period.MONTH, date(2026, 1, 30), 5)
    assert days.tolist() == [[1, 1, 2, 2, 2]]


def test_weeks():
    days = daily_expected(np.array([7.0, 14.0]), date(2026, 1, 7), Period.WEEK, date(2026, 1, 8), 13)
    assert days.tolist() == [1] * 6 + [2] * 7


@pytest.mark.parametrize(
    ("first", "start", "days", "weekdays"),
    [
        (FIRST, date(2025, 12, 31), 5, (1,) * 7),
        (FIRST, FIRST, 60, (1,) * 7),
        (date(2026, 1, 2), date(2026, 1, 2), 5, (1,) * 7),
        (FIRST, FIRST, 5, (1,) * 6),
        (FIRST, FIRST, 5, (0,) * 7),
        (FIRST, FIRST, 0, (1,) * 7),
    ],
)
def test_days_outside_the_forecast_are_refused(first, start, days, weekdays):
    with pytest.raises(InvalidPlan):
        daily_expected(np.ones(2), first, Period.MONTH, start, days, weekdays)


def test_the_last_day_of_the_forecast_is_inside_it():
    assert daily_expected(np.ones(2), FIRST, Period.MONTH, FIRST, 59).sum() == pytest.approx(2)
