"""From a team's history to the daily paths that the simulation takes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from planner.forecast.demand_paths import DemandPaths, demand_paths, forecast_team, periods_of_run, team_counts
from planner.model.checks import InvalidPlan
from planner.model.demand import DemandEvent, DemandHistory
from planner.model.growth import Compound, GrowthCase, Step
from planner.model.period import Period
from planner.model.shipped_growth import Subject, shipped_cases
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


def by_day(days: int, histories=None, **options) -> np.ndarray:
    """Paths of a run of `days`, day by day."""
    made = paths_of(days, histories, **options)
    return made.daily(START, days, TEAM.weekday_referrals)


def paths_of(days: int, histories=None, **options) -> DemandPaths:
    rows = HISTORIES if histories is None else histories
    period = rows[0].period if rows else Period.MONTH
    return demand_paths(TEAM, rows, START, periods_of_run(period, START, days), **options)


HISTORIES = (
    history("low", 60, seed=2),
    history("high", 20),
    DemandHistory("dpmu", "high", date(2022, 3, 1), (900,) * 48),
)


def test_paths_have_the_shape_that_the_engine_takes():
    made = paths_of(400, paths=150)
    daily = made.daily(START, 400, TEAM.weekday_referrals)
    assert daily.shape == (150, 2, 400)
    assert np.isfinite(daily).all()
    assert (daily >= 0).all()
    assert np.array_equal(made.daily(START, 400, TEAM.weekday_referrals, paths=7), daily[:7])
    assert made.forecast.bands == ("high", "low")
    assert made.first == date(2026, 3, 1)


def test_levels_and_weekdays_are_the_teams():
    daily = by_day(364, paths=400)
    yearly = daily.sum(axis=2).mean(axis=0)
    assert yearly == pytest.approx([12 * 20, 12 * 60], rel=0.12)
    week = daily.sum(axis=(0, 1)).reshape(52, 7).mean(axis=0)
    assert START.weekday() == 1
    assert week[4:6].max() == 0
    assert week[6] / week[0] == pytest.approx(1.5, rel=0.05)


def test_days_add_up_to_the_months():
    made = paths_of(113, paths=20)
    assert made.expected.shape[2] == 4
    assert made.daily(START, 113, TEAM.weekday_referrals)[:, :, 22:52].sum(axis=2) == pytest.approx(
        made.expected[:, :, 1]
    )


def test_only_months_before_the_run_are_history():
    """Counts from the month of the start on are what is foretold."""
    longer = (history("low", 60, months=60, seed=2), history("high", 20, months=60))
    plain = by_day(30, longer, paths=30)
    changed = [DemandHistory("polit", row.band, row.start, (*row.counts[:48], *[5000] * 12)) for row in longer]
    assert np.array_equal(by_day(30, changed, paths=30), plain)


def test_bands_with_other_first_months_are_laid_side_by_side():
    late = (history("low", 60, seed=2), history("high", 20, start=date(2025, 3, 1), months=12))
    assert by_day(364, late, paths=400).sum(axis=2).mean(axis=0) == pytest.approx([12 * 20, 12 * 60], rel=0.15)


def test_the_longest_history_says_where_the_months_begin():
    late = (history("low", 60, seed=2), history("high", 20, start=date(2025, 3, 1), months=12))
    counts = team_counts(TEAM, late, START)
    rows = counts.bands
    assert counts.begin == date(2022, 3, 1)
    assert rows["low"].tolist() == [*late[0].counts]
    assert np.isnan(rows["high"][:36]).all()
    assert rows["high"][36:].tolist() == [*late[1].counts]


def test_of_a_very_long_history_the_last_240_months_are_laid_out():
    long = tuple(
        DemandHistory("polit", key, date(2001, 3, 1), (*[9000] * 60, *[30] * 239, None)) for key in ("high", "low")
    )
    counts = team_counts(TEAM, long, START)
    rows = counts.bands
    assert counts.begin == date(2006, 3, 1)
    assert rows["high"][:239].tolist() == [30.0] * 239
    assert np.isnan(rows["high"][239])


def test_an_old_history_is_followed_by_silence():
    old = tuple(history(key, mean, months=24) for key, mean in (("low", 60), ("high", 20)))
    recent = tuple(history(key, mean, date(2024, 3, 1), 24) for key, mean in (("low", 60), ("high", 20)))
    wide, narrow = (by_day(300, rows, paths=800).sum(axis=(1, 2)).std() for rows in (old, recent))
    assert wide > 1.1 * narrow


def test_a_growth_case_multiplies_what_is_foretold():
    case = GrowthCase("polit", "up", "Up", (Step(50, date(2026, 4, 1), "new duty"),))
    plain, grown = (paths_of(60, paths=30, case=chosen) for chosen in (None, case))
    before, after = (made.daily(START, 60, TEAM.weekday_referrals) for made in (plain, grown))
    assert after[:, :, :22] == pytest.approx(before[:, :, :22])
    assert after[:, :, 22:] == pytest.approx(1.5 * before[:, :, 22:])
    assert np.array_equal(plain.counts, plain.forecast.counts)
    assert grown.counts[..., 1:] == pytest.approx(1.5 * plain.counts[..., 1:], abs=1.001)


def test_a_case_that_replaces_the_trend_starts_from_a_level_forecast():
    rising = tuple(
        DemandHistory("polit", row.band, row.start, tuple(round(20 * 1.03**month) for month in range(48)))
        for row in HISTORIES[:2]
    )
    still = GrowthCase("polit", "none", "None", (Compound(0, START, "no growth"),), replaces_trend=True)
    own, level = (
        np.median(paths_of(350, rising, paths=800, case=case).expected.sum(axis=1), axis=0) for case in (None, still)
    )
    assert own[-1] > 1.06 * own[0]
    assert abs(level[-1] / level[0] - 1) < 0.04
    low, _, high = (
        by_day(350, rising, paths=50, case=case).sum() for case in shipped_cases("polit", Subject.ONLINE_ABUSE, START)
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
    spread = [by_day(300, rows, paths=800, events=events).sum(axis=(1, 2)).std() for events in ((event,), ())]
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
        paths_of(days, histories)
    assert refusal.value.field == field


MONDAY = date(2022, 3, 7)


def weekly(key: str, mean: float, weeks: int = 156, start: date = MONDAY) -> DemandHistory:
    counts = tuple(int(count) for count in steady(mean, weeks, 3))
    return DemandHistory("polit", key, start, counts, period=Period.WEEK)


def test_weeks_are_laid_out_up_to_the_week_of_the_start():
    """The run starts on a Tuesday: the week that has begun is not history."""
    rows = (weekly("high", 5, 220), weekly("low", 15, 100, date(2024, 3, 4)))
    counts = team_counts(TEAM, rows, START)
    assert START.weekday() == 1
    assert (counts.period, counts.begin, counts.past) == (Period.WEEK, MONDAY, date(2026, 3, 9))
    assert counts.length == 209
    assert counts.bands["high"].tolist() == [float(count) for count in rows[0].counts[:209]]
    assert np.isnan(counts.bands["low"][:104]).all()
    assert counts.bands["low"][104:204].tolist() == [float(count) for count in rows[1].counts]
    assert np.isnan(counts.bands["low"][204:]).all()


def test_a_run_on_a_monday_has_the_week_before_as_its_last():
    counts = team_counts(TEAM, (weekly("high", 5, 220), weekly("low", 15, 220)), date(2026, 3, 9))
    assert counts.past == date(2026, 3, 9)
    assert team_counts(TEAM, (weekly("high", 5, 220), weekly("low", 15, 220)), date(2026, 3, 8)).past == date(
        2026, 3, 2
    )


def test_weekly_counts_become_days_at_their_level():
    rows = (weekly("high", 5, 209), weekly("low", 15, 209))
    made = paths_of(364, rows, paths=400)
    assert made.expected.shape == (400, 2, 53)
    daily = made.daily(START, 364, TEAM.weekday_referrals)
    assert daily.sum(axis=2).mean(axis=0) == pytest.approx([52 * 5, 52 * 15], rel=0.15)
    assert daily[:, :, 6:13].sum(axis=2) == pytest.approx(made.expected[:, :, 1])


def test_an_event_falls_into_its_week():
    counts = team_counts(TEAM, (weekly("high", 5, 209), weekly("low", 15, 209)), START)
    assert counts.steps([DemandEvent(date(2022, 3, 22), "a Tuesday"), DemandEvent(date(2022, 4, 1), "a Friday")]) == (
        2,
        4,
    )


@pytest.mark.parametrize(
    ("period", "start", "days", "periods"),
    [
        (Period.MONTH, date(2026, 1, 31), 1, 1),
        (Period.MONTH, date(2026, 1, 31), 2, 2),
        (Period.MONTH, date(2026, 12, 31), 3660, 122),
        (Period.WEEK, date(2026, 3, 8), 1, 1),
        (Period.WEEK, date(2026, 3, 8), 2, 2),
        (Period.WEEK, date(2026, 3, 9), 7, 1),
        (Period.WEEK, date(2026, 3, 8), 3660, 524),
    ],
)
def test_a_run_touches_so_many_periods(period, start, days, periods):
    assert periods_of_run(period, start, days) == periods


def test_teams_have_their_own_luck():
    counts = team_counts(TEAM, HISTORIES, START)
    one, again, other = (forecast_team(key, counts, 3, 50) for key in ("polit", "polit", "dpmu"))
    assert np.array_equal(one.counts, again.counts)
    assert abs(np.corrcoef(one.team.counts.sum(axis=1), other.team.counts.sum(axis=1))[0, 1]) < 0.5
