"""From a team's history to the daily paths that the simulation takes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from planner.forecast.demand_paths import _aligned, demand_paths
from planner.forecast.growth_cases import Subject, shipped_cases
from planner.model.checks import InvalidPlan
from planner.model.demand import DemandEvent, DemandHistory
from planner.model.growth import Compound, GrowthCase, Step
from tests.forecast.count_series import steady
from tests.model.small_plans import band, small_team

START = date(2026, 3, 10)
TEAM = small_team(
    key="polit",
    bands=(band("high", 0.25), band("low", 0.75)),
    weekday_referrals=(0.3, 0.2, 0.2, 0.2, 0.1, 0.0, 0.0),
)


def history(key: str, mean: float, start: date = date(2022, 3, 1), months: int = 48, seed: int = 1) -> DemandHistory:
    return DemandHistory("polit", key, start, tuple(int(count) for count in steady(mean, months, seed)))


HISTORIES = (
    history("low", 60, seed=2),
    history("high", 20),
    DemandHistory("dpmu", "high", date(2022, 3, 1), (900,) * 48),
)


def test_paths_have_the_shape_that_the_engine_takes():
    made = demand_paths(TEAM, HISTORIES, START, 400, paths=150)
    assert made.daily.shape == (150, 2, 400)
    assert np.isfinite(made.daily).all()
    assert (made.daily >= 0).all()
    assert made.forecast.bands == ("high", "low")
    assert made.first == date(2026, 3, 1)


def test_levels_and_weekdays_are_the_teams():
    made = demand_paths(TEAM, HISTORIES, START, 364, paths=400)
    yearly = made.daily.sum(axis=2).mean(axis=0)
    assert yearly == pytest.approx([12 * 20, 12 * 60], rel=0.12)
    week = made.daily.sum(axis=(0, 1)).reshape(52, 7).mean(axis=0)
    assert START.weekday() == 1
    assert week[4:6].max() == 0
    assert week[6] / week[0] == pytest.approx(1.5, rel=0.05)


def test_days_add_up_to_the_months():
    made = demand_paths(TEAM, HISTORIES, START, 113, paths=20)
    assert made.expected.shape[2] == 4
    assert made.daily[:, :, 22:52].sum(axis=2) == pytest.approx(made.expected[:, :, 1])


def test_only_months_before_the_run_are_history():
    """Counts from the month of the start on are what is foretold."""
    longer = (history("low", 60, months=60, seed=2), history("high", 20, months=60))
    plain = demand_paths(TEAM, longer, START, 30, paths=30)
    changed = [DemandHistory("polit", row.band, row.start, (*row.counts[:48], *[5000] * 12)) for row in longer]
    assert np.array_equal(demand_paths(TEAM, changed, START, 30, paths=30).daily, plain.daily)


def test_bands_with_other_first_months_are_laid_side_by_side():
    late = (history("low", 60, seed=2), history("high", 20, start=date(2025, 3, 1), months=12))
    made = demand_paths(TEAM, late, START, 364, paths=400)
    assert made.daily.sum(axis=2).mean(axis=0) == pytest.approx([12 * 20, 12 * 60], rel=0.15)


def test_the_longest_history_says_where_the_months_begin():
    late = (history("low", 60, seed=2), history("high", 20, start=date(2025, 3, 1), months=12))
    rows, begin = _aligned(TEAM, late, date(2026, 3, 1))
    assert begin == date(2022, 3, 1)
    assert rows["low"].tolist() == [*late[0].counts]
    assert np.isnan(rows["high"][:36]).all()
    assert rows["high"][36:].tolist() == [*late[1].counts]


def test_of_a_very_long_history_the_last_240_months_are_laid_out():
    long = tuple(
        DemandHistory("polit", key, date(2001, 3, 1), (*[9000] * 60, *[30] * 239, None)) for key in ("high", "low")
    )
    rows, begin = _aligned(TEAM, long, date(2026, 3, 1))
    assert begin == date(2006, 3, 1)
    assert rows["high"][:239].tolist() == [30.0] * 239
    assert np.isnan(rows["high"][239])


def test_an_old_history_is_followed_by_silence():
    old = tuple(history(key, mean, months=24) for key, mean in (("low", 60), ("high", 20)))
    recent = tuple(history(key, mean, date(2024, 3, 1), 24) for key, mean in (("low", 60), ("high", 20)))
    wide, narrow = (
        demand_paths(TEAM, rows, START, 300, paths=800).daily.sum(axis=(1, 2)).std() for rows in (old, recent)
    )
    assert wide > 1.1 * narrow


def test_a_growth_case_multiplies_what_is_foretold():
    case = GrowthCase("polit", "up", "Up", (Step(50, date(2026, 4, 1), "new duty"),))
    plain = demand_paths(TEAM, HISTORIES, START, 60, paths=30)
    grown = demand_paths(TEAM, HISTORIES, START, 60, paths=30, case=case)
    assert grown.daily[:, :, :22] == pytest.approx(plain.daily[:, :, :22])
    assert grown.daily[:, :, 22:] == pytest.approx(1.5 * plain.daily[:, :, 22:])
    assert np.array_equal(plain.counts, plain.forecast.counts)
    assert grown.counts[..., 1:] == pytest.approx(1.5 * plain.counts[..., 1:], abs=0.501)


def test_a_case_that_replaces_the_trend_starts_from_a_level_forecast():
    rising = tuple(
        DemandHistory("polit", row.band, row.start, tuple(round(20 * 1.03**month) for month in range(48)))
        for row in HISTORIES[:2]
    )
    still = GrowthCase("polit", "none", "None", (Compound(0, START, "no growth"),), replaces_trend=True)
    own, level = (
        np.median(demand_paths(TEAM, rising, START, 350, paths=800, case=case).expected.sum(axis=1), axis=0)
        for case in (None, still)
    )
    assert own[-1] > 1.06 * own[0]
    assert abs(level[-1] / level[0] - 1) < 0.04
    low, _, high = (
        demand_paths(TEAM, rising, START, 350, paths=50, case=case).daily.sum()
        for case in shipped_cases("polit", Subject.ONLINE_ABUSE, START)
    )
    assert low < high


def test_events_become_steps():
    rows = tuple(
        DemandHistory(
            "polit", key, date(2022, 3, 1), tuple(int(count) for count in (*steady(20, 42, 5), *steady(60, 6, 6)))
        )
        for key in ("high", "low")
    )
    event = DemandEvent(date(2025, 9, 3), "all referrals now come here")
    spread = [
        demand_paths(TEAM, rows, START, 300, paths=800, events=events).daily.sum(axis=(1, 2)).std()
        for events in ((event,), ())
    ]
    assert spread[0] < 0.8 * spread[1]


@pytest.mark.parametrize(
    ("histories", "days", "field"),
    [
        ((), 30, "histories"),
        ((HISTORIES[2],), 30, "histories"),
        ((HISTORIES[0],), 30, "histories[polit/high]"),
        ((history("low", 60, date(2026, 3, 1)), history("high", 20, date(2026, 3, 1))), 30, "histories"),
        (HISTORIES, 0, "days"),
    ],
)
def test_what_cannot_be_foretold_is_refused(histories, days, field):
    with pytest.raises(InvalidPlan) as refusal:
        demand_paths(TEAM, histories, START, days)
    assert refusal.value.field == field
