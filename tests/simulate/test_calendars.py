"""Who is there on which day, and for how many hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.model.absence import Absence, AbsenceKind, Reduction
from planner.model.people import DutyHours, Officer, Origin
from planner.model.plan import Plan
from planner.model.scenario import AbstractionRate, Lever, Loan, Recruits, Scenario
from planner.model.team import Ramp, Team
from planner.simulate.calendars import Calendar, Roster, salt, team_roster
from planner.simulate.replicate import simulate
from tests.simulate.small_networks import (
    DAY_HOURS,
    START,
    constant,
    exponential,
    figure,
    officers,
    plan,
    stage,
    supervisors,
    team,
)

WORKDAYS = (0.2, 0.2, 0.2, 0.2, 0.2, 0.0, 0.0)
LAST = 59


def day(number: int) -> date:
    return START + timedelta(days=number)


def unit(**changes: object) -> Team:
    return team(stage("serve", exponential(1)), **changes)


def roster(whole: Plan, *levers: Lever, days: int = LAST + 1) -> Roster:
    return team_roster(whole, Scenario("s", "S", levers), whole.teams[0], Calendar(whole.start, days))


def test_hours_are_the_weeks_hours_by_weekday():
    whole = replace(plan(unit(weekday_work=WORKDAYS)), start=date(2026, 6, 1))
    rates = roster(whole, days=14).rates[0]
    assert rates.tolist() == pytest.approx([7, 7, 7, 7, 7, 0, 0] * 2)
    assert rates[:7].sum() == pytest.approx(7 * DAY_HOURS)


@pytest.mark.parametrize(
    "free",
    [date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 12, 28), date(2027, 1, 1)],
    ids=str,
)
def test_a_bank_holiday_is_worked_like_a_sunday(free):
    """Holidays of England: Good Friday, Easter Monday, and Boxing Day moved from a Saturday among them."""
    whole = replace(plan(unit(weekday_work=(0.18, 0.18, 0.18, 0.18, 0.18, 0.06, 0.04))), start=free - timedelta(days=1))
    assert free.weekday() < 5
    assert roster(whole, days=2).rates[0, 1] == pytest.approx(0.04 * 7 * DAY_HOURS)


def test_bank_holidays_are_found_over_the_turn_of_the_year():
    whole = replace(plan(unit(weekday_work=WORKDAYS)), start=date(2026, 12, 21))
    rates = roster(whole, days=14).rates[0]
    assert np.flatnonzero(rates == 0).tolist() == [4, 5, 6, 7, 11, 12, 13]


def test_months_are_calendar_months():
    months = Calendar(date(2026, 11, 29), 40).months()
    assert months.tolist() == [0] * 2 + [1] * 31 + [2] * 7


def reduced(*reductions: Reduction, fte: float = 1.0) -> Plan:
    return plan(
        unit(abstraction=figure(0.5, "share")), people=(replace(officers(1, fte=fte)[0], reductions=reductions),)
    )


def test_a_reduction_takes_its_hours_beside_an_abstraction_rate():
    """Of 0.6 of a week, and of the cases that are shared out; who is in post stays in post."""
    whole = reduced(Reduction("Tutor", day(10), day(19), 0.15 * 7 * DAY_HOURS), fte=0.6)
    found = roster(whole)
    left = np.where((np.arange(60) >= 10) & (np.arange(60) <= 19), 0.75, 1.0)
    assert found.rates[0] == pytest.approx(0.6 * DAY_HOURS * 0.5 * left)
    assert found.weights[0] == pytest.approx(0.6 * left)
    assert found.duty[0] == pytest.approx(0.6 / 7 * left)
    assert found.presence[0] == pytest.approx(0.6)


def test_reductions_add_up_and_leave_nothing_below_zero():
    half = Reduction("Tutor", day(5), None, 3.5 * DAY_HOURS)
    found = roster(reduced(half, replace(half, weekly_hours=5 * DAY_HOURS)))
    assert found.rates[0, 5:].tolist() == [0.0] * 55
    assert found.weights[0, 5:] == pytest.approx(0.02)


def test_a_reduction_falls_on_the_hours_of_a_rota():
    whole = reduced(Reduction("Tutor", day(1), None, 3.5 * DAY_HOURS))
    rota = replace(whole, duties=(DutyHours(whole.officers[0].key, day(0), (8.0, 8.0)),))
    assert roster(rota).rates[0, :2].tolist() == pytest.approx([8.0, 4.0])


def test_part_time_counts_for_hours_cases_and_strength():
    found = roster(plan(unit(), people=officers(1, fte=0.6)))
    assert found.rates[0] == pytest.approx(0.6 * DAY_HOURS)
    assert found.weights[0] == pytest.approx(0.6)
    assert found.presence[0] == pytest.approx(0.6)


def test_a_recruit_starts_on_the_day_and_ramps_up_in_a_straight_line():
    ramp = Ramp(figure(0.4, "share"), figure(30, "days"))
    found = roster(plan(unit(ramp=ramp), people=officers(1, origin=Origin.RECRUIT, start=day(10))))
    assert (found.rates[0, :10] == 0).all()
    assert (found.presence[0] == [0] * 10 + [1] * 50).all()
    assert found.rates[0, 10] == pytest.approx(0.4 * DAY_HOURS)
    assert found.rates[0, 25] == pytest.approx(0.7 * DAY_HOURS)
    assert (np.diff(found.rates[0, 10:41]) > 0).all()
    assert found.rates[0, 40:] == pytest.approx(DAY_HOURS)


def test_an_officer_in_post_does_not_ramp_up():
    ramp = Ramp(figure(0.4, "share"), figure(30, "days"))
    found = roster(plan(unit(ramp=ramp), people=officers(1, start=day(10), end=day(19))))
    assert np.flatnonzero(found.rates[0]).tolist() == list(range(10, 20))
    assert found.rates[0, 10:20] == pytest.approx(DAY_HOURS)


def test_the_recruits_lever_waits_for_vetting():
    found = roster(plan(unit(), people=(*officers(1), *supervisors(1))), Recruits("t", 2, day(5), vetting_days=20))
    assert found.owners == 3
    assert [person.key for person in found.people] == ["t-0", "recruit-0-0", "recruit-0-1", "t-s0"]
    assert (found.presence[1:3] == [0] * 25 + [1] * 35).all()


def test_recruits_asked_for_before_the_start_are_part_way_up_the_ramp():
    ramp = Ramp(figure(0, "share"), figure(100, "days"))
    found = roster(plan(unit(ramp=ramp)), Recruits("t", 1, START - timedelta(days=40)))
    assert found.weights[1, 0] == pytest.approx(0.4)


def test_a_loan_to_the_team_includes_its_first_and_last_day_and_does_not_ramp():
    ramp = Ramp(figure(0.1, "share"), figure(90, "days"))
    found = roster(plan(unit(ramp=ramp)), Loan("t", 2, day(3), day(7)))
    assert np.flatnonzero(found.rates[2]).tolist() == [3, 4, 5, 6, 7]
    assert found.rates[2, 5] == pytest.approx(DAY_HOURS)


def test_a_loan_by_the_team_takes_the_last_officers_away_and_back():
    found = roster(plan(unit(), people=(*officers(3), *supervisors(1))), Loan("t", -2, day(3), day(7)))
    away = found.rates == 0
    assert not away[0].any()
    assert not away[3].any(), "a supervisor is not lent"
    assert np.flatnonzero(away[1]).tolist() == np.flatnonzero(away[2]).tolist() == [3, 4, 5, 6, 7]


def test_more_cannot_be_lent_than_there_are():
    assert (roster(plan(unit(), people=officers(2)), Loan("t", -5, day(0), day(9))).rates[:, :10] == 0).all()


def test_abstraction_holds_until_a_lever_changes_it():
    whole = plan(unit(abstraction=figure(0.25, "share")))
    found = roster(whole, AbstractionRate("t", 0.5, day(20)), AbstractionRate("t", 0.1, day(10)))
    assert found.rates[0, :10] == pytest.approx(0.75 * DAY_HOURS)
    assert found.rates[0, 10:20] == pytest.approx(0.9 * DAY_HOURS)
    assert found.rates[0, 20:] == pytest.approx(0.5 * DAY_HOURS)
    assert (found.presence[0] == 1).all()


def test_a_lever_from_before_the_start_holds_from_the_first_day():
    whole = plan(unit(abstraction=figure(0.25, "share")))
    assert roster(whole, AbstractionRate("t", 0.5, START - timedelta(days=100))).rates[0] == pytest.approx(2.5)


def test_absences_take_their_share_of_their_days():
    absences = (
        Absence(AbsenceKind.LEAVE, day(2), day(4)),
        Absence(AbsenceKind.COURSE, day(8), day(9), share=0.5),
        Absence(AbsenceKind.COURT, day(9), day(9), share=0.5),
        Absence(AbsenceKind.SICKNESS, START - timedelta(days=9), day(0)),
        Absence(AbsenceKind.OTHER, START - timedelta(days=9), START - timedelta(days=1)),
        Absence(AbsenceKind.OTHER, day(LAST), day(LAST + 30)),
    )
    found = roster(plan(unit(), people=officers(1, absences=absences)))
    expected = np.full(LAST + 1, DAY_HOURS)
    expected[[0, 2, 3, 4, LAST]] = 0
    expected[8], expected[9] = DAY_HOURS / 2, DAY_HOURS / 4
    assert found.rates[0] == pytest.approx(expected)
    assert (found.weights[0] == 1).all(), "who is on leave keeps cases, and is given new ones"


def test_levers_of_another_team_change_nothing():
    whole = plan(unit(), unit(key="other"), people=officers(2))
    levers = (Recruits("other", 2, START), Loan("other", -1, START, day(9)), AbstractionRate("other", 0.5, START))
    found = roster(whole, *levers)
    assert found.owners == 2
    assert found.rates == pytest.approx(DAY_HOURS)


def test_a_name_has_the_same_number_on_every_machine():
    assert salt("polit", "high") == 0x6822B717719C4865
    assert salt("a", "bc") != salt("ab", "c")
    assert 0 <= salt("") < 1 << 63


def test_the_engine_works_the_hours_of_the_roster():
    """Hours used are the hours there are while there is always work; people who have left use none."""
    absence = Absence(AbsenceKind.LEAVE, day(5), day(8), share=0.5)
    people = (
        *officers(1, absences=(absence,)),
        Officer("late", "Late", "t", origin=Origin.RECRUIT, start=day(20)),
        Officer("early", "Early", "t", end=day(30)),
    )
    whole = plan(
        team(stage("serve", constant(2)), rate=50, ramp=Ramp(figure(0.5, "share"), figure(20, "days"))), people=people
    )
    found = simulate(whole, days=LAST + 1, replications=2).team("t")
    exact = roster(whole).rates.sum(axis=0)
    assert found.hours_available[0] == pytest.approx(exact, rel=1e-6)
    # Left out: days on which somebody waits for a first case (the start, and the recruit's).
    busy = np.delete(np.arange(LAST + 1), [0, 19, 20])
    assert found.hours_used[:, busy] == pytest.approx(np.tile(exact, (2, 1))[:, busy], rel=1e-5)
    assert found.strength[0].tolist() == [2] * 20 + [3] * 11 + [2] * (LAST - 30)
