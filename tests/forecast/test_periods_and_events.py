"""Months, weeks, and the periods that dated events fall in."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from planner.forecast.events import steps
from planner.forecast.forecast import forecast
from planner.model.checks import InvalidPlan
from planner.model.demand import DemandEvent
from planner.model.period import Period
from tests.forecast.count_series import steady

FIRST = date(2024, 11, 1)


@pytest.mark.parametrize("index", [-13, -1, 0, 1, 2, 14, 200])
@pytest.mark.parametrize("period", Period)
def test_a_day_is_in_the_period_that_starts_at_or_before_it(period, index):
    start = period.start(FIRST, index)
    assert period.place(FIRST, start) == index
    assert period.place(FIRST, date.fromordinal(start.toordinal() - 1)) == index - 1


def test_names():
    assert Period.MONTH.label(FIRST, 4) == "March 2025"
    assert Period.WEEK.label(FIRST, 1) == "the week of 8 November 2024"


def test_an_event_counts_from_the_nearer_month():
    events = [DemandEvent(date(2025, 3, 10), "new policy"), DemandEvent(date(2025, 6, 20), "new tool")]
    assert steps(events, FIRST, Period.MONTH, 24) == (4, 8)


def test_events_outside_the_history_change_nothing():
    events = [
        DemandEvent(date(2024, 11, 1), "the start"),
        DemandEvent(date(2020, 1, 1), "before"),
        DemandEvent(date(2030, 1, 1), "after"),
    ]
    assert steps(events, FIRST, Period.MONTH, 24) == ()
    counts = steady(20, 24, 1)
    assert np.array_equal(forecast(counts, paths=20).counts, forecast(counts, paths=20, steps=(0, -3, 24, 40)).counts)


def test_an_event_has_a_reason():
    with pytest.raises(InvalidPlan):
        DemandEvent(FIRST, " ")
