"""Absence that comes at random, and the hours of a rota."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from planner.model.absence import AbsenceKind, AbsencePattern
from planner.model.calendar import DAYS_A_YEAR
from planner.model.duration import Duration, Shape
from planner.model.people import DutyHours
from planner.model.plan import Plan
from planner.simulate.replicate import simulate
from tests.simulate.agreement import agrees
from tests.simulate.small_networks import (
    DAY_HOURS,
    START,
    arrays,
    constant,
    duration,
    everything,
    exponential,
    figure,
    officers,
    opening,
    plan,
    stage,
    team,
)


def spells(a_year: float, length: Duration, kind: AbsenceKind = AbsenceKind.SICKNESS) -> AbsencePattern:
    return AbsencePattern(kind, figure(a_year, "spells a year"), length)


SICK = spells(2.5, duration(Shape.LOGNORMAL, 6.3, 1.5, unit="days"))
COURT = spells(11, constant(1.4, "days"), AbsenceKind.COURT)


def crew(*patterns: AbsencePattern, number: int = 6) -> Plan:
    return plan(team(stage("serve", exponential(1)), absences=patterns), people=officers(number))


@pytest.mark.parametrize("patterns", [(SICK,), (COURT,), (SICK, COURT)], ids=["sickness", "court", "both"])
def test_spells_take_their_share_of_the_days(patterns):
    """Patterns are independent: somebody is at work with the product of the chances of not being away."""
    found = simulate(crew(*patterns), days=730, replications=60, seed=4).teams[0]
    there = np.prod([1 - pattern.share for pattern in patterns])
    agrees(found.hours_available.mean(axis=1, dtype=float) / (6 * DAY_HOURS), there, sharp=0.02)


def test_the_first_morning_is_like_any_other():
    """Some are away already, and as many as later on."""
    found = simulate(crew(SICK, number=40), days=20, replications=200, seed=4).teams[0]
    agrees(found.hours_available[:, :10].mean(axis=1, dtype=float) / (40 * DAY_HOURS), 1 - SICK.share, sharp=0.02)


def test_spells_begin_as_often_as_stated_and_last_as_long():
    """One officer's days: runs of days without hours, counted."""
    found = simulate(crew(SICK, number=1), days=3000, replications=400, seed=5).teams[0]
    away = found.hours_available == 0
    begun = (away[:, 1:] & ~away[:, :-1]).sum(axis=1)
    # A length below a day may leave no day at all; of a lognormal 6.3 with cv 1.5 these are 6 %.
    assert 0.9 * 2.5 < begun.mean() / 3000 * DAYS_A_YEAR < 2.5
    agrees(away.sum(axis=1) / 3000, SICK.share, sharp=0.1)


def test_work_waits_for_whoever_is_away_and_goes_on_where_it_was_left():
    """Constant work of 29 h takes six days at work, whatever comes between."""
    network = plan(
        team(stage("serve", constant(29)), rate=0, absences=(spells(40, constant(3, "days")),)),
        people=officers(1),
        cases=opening(1, "t-0"),
    )
    found = simulate(network, days=60, replications=50, seed=2).teams[0]
    assert (found.hours_used.sum(axis=1) == 29).all()
    at_work = np.cumsum(found.hours_available > 0, axis=1)
    assert ((found.open == 0) == (at_work >= 6)).all()
    assert len({row.tobytes() for row in found.open}) > 5


def test_absences_of_one_team_leave_the_others_as_they_are():
    whole = everything()
    second = replace(whole.teams[1], absences=(SICK,))
    base, changed = (
        simulate(entry, days=100, replications=5) for entry in (whole, replace(whole, teams=(whole.teams[0], second)))
    )
    left, right = arrays(base), arrays(changed)
    assert all(left[name].tobytes() == right[name].tobytes() for name in left if not name.startswith("b."))
    assert left["b.hours_available"].tobytes() != right["b.hours_available"].tobytes()


def test_a_further_officer_does_not_move_the_absences_of_the_others():
    few, more = (simulate(crew(SICK, number=number), days=200, replications=5).teams[0] for number in (3, 4))
    extra = more.hours_available - few.hours_available
    assert np.isin(extra, (0, DAY_HOURS)).all()
    assert 0 < (extra == 0).mean() < 0.2


def test_a_rota_takes_the_place_of_week_rate_and_dated_absences():
    hours = (8.0, 0.0, 6.5, 0.0, 10.0)
    unit = team(stage("serve", exponential(1)), abstraction=figure(0.3, "share"))
    rota = DutyHours("t-0", START + timedelta(3), hours)
    found = simulate(plan(unit, people=officers(2), duties=(rota,)), days=12, replications=2).teams[0]
    usual = 0.7 * DAY_HOURS
    assert found.hours_available[0] == pytest.approx([2 * usual] * 3 + [usual + day for day in hours] + [2 * usual] * 4)


def test_a_rota_that_began_before_the_run_is_read_from_its_day():
    rota = DutyHours("t-0", START - timedelta(2), (1.0, 2.0, 3.0, 4.0))
    network = plan(team(stage("serve", exponential(1))), duties=(rota,))
    found = simulate(network, days=4, replications=1).teams[0]
    assert found.hours_available[0] == pytest.approx([3, 4, DAY_HOURS, DAY_HOURS])


def test_whoever_is_on_a_rota_still_falls_ill():
    rota = DutyHours("t-0", START, (4.0,) * 700)
    network = plan(team(stage("serve", exponential(1)), absences=(SICK,)), duties=(rota,))
    found = simulate(network, days=700, replications=400).teams[0]
    assert np.isin(found.hours_available, (0, 4)).all()
    agrees((found.hours_available == 0).mean(axis=1), SICK.share, sharp=0.3)
