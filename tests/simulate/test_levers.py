"""Overtime, triage, outsourcing and reactive management: what each does, from its date, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

from planner.model.cases import Phase
from planner.model.plan import Plan
from planner.model.results import Result
from planner.model.scenario import (
    EffortChange,
    Lever,
    Outsourcing,
    Overtime,
    OvertimeTrigger,
    ReactiveShare,
    Resource,
    Scenario,
    Triage,
)
from planner.model.team import DueFrom, Outcome, Rebanding, Recurrence
from planner.simulate.network import build
from planner.simulate.replicate import simulate
from tests.simulate.agreement import agrees
from tests.simulate.small_networks import (
    DAY_HOURS,
    START,
    band,
    constant,
    everything,
    exponential,
    figure,
    officers,
    opening,
    plan,
    route,
    stage,
    station,
    team,
    within,
)


def under(network: Plan, *levers: Lever, days: int = 120, replications: int = 10) -> Result:
    return simulate(network, Scenario("s", "S", levers), days=days, replications=replications)


def test_what_levers_change_is_kept_once_for_each_stretch_of_equal_days():
    """Two levers from two dates make three stretches, and each day reads the row of its own."""
    levers = (
        EffortChange("t", 10, START + timedelta(30)),
        EffortChange("t", 20, START + timedelta(50)),
    )
    network = build(busy(), Scenario("s", "S", levers), ("t",), 120).network
    assert np.flatnonzero(np.diff(network.stretches)).tolist() == [29, 49]
    rows = [network.effort_factors[network.stretches[day], 0] for day in (0, 29, 30, 49, 50, 119)]
    assert rows == pytest.approx([1, 1, 1.1, 1.1, 1.32, 1.32])


def busy(**changes: object) -> Plan:
    """Three officers with more work than they can do, and due dates that pass."""
    work = stage("serve", exponential(2), due=within(3))
    return plan(team(work, rate=12, **changes), people=officers(3))


def test_overtime_adds_its_hours_between_its_dates_and_says_so():
    found = under(busy(), Overtime("t", 7, START + timedelta(30), START + timedelta(89))).teams[0]
    usual = 3 * DAY_HOURS
    offered = found.hours_available[0]
    assert offered[:30] == pytest.approx(usual)
    assert offered[30:90] == pytest.approx(usual + 3)
    assert offered[90:] == pytest.approx(usual)
    assert (found.hours_used <= found.hours_available + 1e-4).all()
    assert found.overtime[:, 40:90] == pytest.approx(3, abs=1e-4)
    assert (found.overtime[:, :30] == 0).all()
    assert (found.overtime[:, 90:] == 0).all()


def test_overtime_is_worked_only_when_there_is_work():
    network = station(2, 0.5, exponential(1))
    found = under(network, Overtime("t", 14, START)).teams[0]
    assert found.overtime.min() == 0
    assert 0 < found.overtime.mean() < 0.5
    # Each officer's hours beyond the usual five: never more than the two that are added.
    assert found.overtime.max() <= 4 + 1e-4


@pytest.mark.parametrize(
    ("trigger", "level"),
    [(OvertimeTrigger.OVERDUE, 12), (OvertimeTrigger.UNALLOCATED, 10), (OvertimeTrigger.CASELOAD, 7.5)],
)
def test_overtime_waits_for_its_trigger(trigger, level):
    """Every day of every replication: hours are on offer exactly when last evening's count was above the level."""
    work = stage("serve", exponential(2), due=within(3))
    network = plan(team(work, rate=7.9, limit=8), people=officers(3))
    found = under(network, Overtime("t", 21, START, trigger=trigger, level=level), days=200, replications=20).teams[0]
    measure = {
        OvertimeTrigger.OVERDUE: found.overdue.sum(axis=1),
        OvertimeTrigger.UNALLOCATED: found.unallocated,
        OvertimeTrigger.CASELOAD: found.caseload_mean,
    }[trigger]
    offered = found.hours_available[:, 1:] > 3 * DAY_HOURS + 1e-6
    assert np.array_equal(offered, measure[:, :-1] > level)
    assert 0.05 < offered.mean() < 0.95


def test_the_overtime_that_starts_later_counts():
    both = (Overtime("t", 21, START + timedelta(10)), Overtime("t", 7, START))
    found = under(busy(), *both, days=30).teams[0]
    assert found.hours_available[0, :10] == pytest.approx(3 * DAY_HOURS + 3)
    assert found.hours_available[0, 10:] == pytest.approx(3 * DAY_HOURS + 9)


def test_nobody_works_overtime_while_away():
    away = replace(busy(), officers=(replace(officers(1)[0], end=START + timedelta(9)), *officers(3)[1:]))
    found = under(away, Overtime("t", 7, START), days=20).teams[0]
    assert found.hours_available[0, :10] == pytest.approx(3 * (DAY_HOURS + 1))
    assert found.hours_available[0, 10:] == pytest.approx(2 * (DAY_HOURS + 1))


SCREENED = Outcome("screened", "Screened out")


def triaged() -> Plan:
    bands = (band("high", 0.4), band("low", 0.6, priority=1))
    unit = team(stage("serve", exponential(1)), rate=12, bands=bands, outcomes=(Outcome("done", "Done"), SCREENED))
    return plan(unit, people=officers(3))


def test_triage_screens_out_its_share_from_its_date_on():
    lever = Triage("t", 0.3, "screened", START + timedelta(59), band="low")
    found = under(triaged(), lever, days=424, replications=40).teams[0]
    assert found.closed[:, 1, :2].sum() == 0
    late = slice(2, None)
    agrees(found.closed[:, 1, late].sum(axis=1) / found.arrived[:, 1, late].sum(axis=1), 0.3, sharp=0.1)
    assert found.closed_age_days[:, 1].max() == 0
    entered = found.arrived.sum(axis=(1, 2)) - found.closed[:, 1].sum(axis=1)
    assert np.array_equal(entered - found.closed[:, 0].sum(axis=1), found.open[:, -1])


def test_more_triage_screens_out_the_same_cases_and_more():
    runs = [under(triaged(), Triage("t", share, "screened", START)).teams[0] for share in (0, 0.2, 0.6, 1)]
    screened = [found.closed[:, 1] for found in runs]
    assert all((less <= more).all() for less, more in pairwise(screened))
    assert np.array_equal(screened[-1], runs[-1].arrived.sum(axis=1))
    assert runs[-1].hours_used.sum() == 0


def examined(servers: int = 1) -> Plan:
    """Two devices a day, each an hour of work and then a day with one of the examiners: one examiner is not enough."""
    work = stage("seize", constant(1), delay=exponential(1, "days"), resource="lab")
    return plan(team(work, rate=2), people=officers(2), resources=(Resource("lab", "Lab", figure(servers, "servers")),))


def test_what_is_outsourced_does_not_queue():
    lever = Outsourcing("lab", 1, 20, START, cv=0)
    found = under(examined(), lever, days=400, replications=30)
    assert found.resources[0].waiting.max() == 0
    assert found.resources[0].busy.max() == 0
    assert np.array_equal(found.resources[0].outsourced, found.teams[0].done[:, 0].sum(axis=1))
    agrees(found.teams[0].outside[:, 60:].mean(axis=1), 2 * 20, sharp=0.1)


def test_a_share_outsourced_brings_the_lab_into_balance_between_its_dates():
    lever = Outsourcing("lab", 0.7, 10, START + timedelta(100), START + timedelta(299))
    base, found = under(examined(), days=400, replications=30), under(examined(), lever, days=400, replications=30)
    months = found.resources[0].outsourced
    assert months[:, :3].sum() == 0
    assert months[:, 11:].sum() == 0
    share = months[:, 4:9].sum(axis=1) / found.teams[0].done[:, 0, 0, 4:9].sum(axis=1)
    agrees(share, 0.7, sharp=0.1)
    waiting = found.resources[0].waiting.mean(axis=0)
    assert waiting[299] < waiting[99] < waiting[399] < base.resources[0].waiting[:, 399].mean()


VISITS = 12
LONG_AGO = START - timedelta(VISITS)


def visited(rebanding: tuple[Rebanding, ...] = ()) -> Plan:
    """A hundred and twenty people in two bands, each seen every twelve days for ever; an owner has time to spare."""
    rounds = Recurrence(within(VISITS), figure(2, "days"), rebanding)
    ways = (route("visit", 0.999), route("done", 0.001))
    visit = stage("visit", constant(0.2), *ways, recurrence=rounds, due_from=DueFrom.LAST_DONE)
    bands = (band("high", 0.5), band("low", 0.5, priority=1))
    waiting = opening(60, "t-0", "visit", phase=Phase.DELAY, opened=LONG_AGO)
    book = tuple(
        replace(case, key=f"{place}-{case.key}", band=place, since=LONG_AGO + timedelta(number % VISITS))
        for place in ("high", "low")
        for number, case in enumerate(waiting)
    )
    return plan(team(visit, rate=0, bands=bands), people=officers(1), cases=book)


def test_cases_under_reactive_management_are_not_visited():
    base = under(visited(), days=365).teams[0].done[:, 0]
    found = under(visited(), ReactiveShare("t", 0.4, START, band="low"), days=365).teams[0].done[:, 0]
    assert np.array_equal(found[:, 0], base[:, 0])
    agrees(found[:, 1].sum(axis=1) / base[:, 1].sum(axis=1), 0.6, sharp=0.3)
    none = under(visited(), ReactiveShare("t", 1, START + timedelta(90)), days=365).teams[0]
    assert none.done[:, 0, :, :2].min() > 0
    assert none.done[:, 0, :, 5:].max() == 0
    assert none.overdue[:, :, 120:].max() == 0


def test_the_same_cases_are_managed_reactively_at_each_turn():
    """Shares go by the case, not by the visit: with 30 % the others are still seen every twelve days or so."""
    found = under(visited(), ReactiveShare("t", 0.3, START), days=365).teams[0]
    turns = (365 + 2) / VISITS
    per_case = found.done[:, 0].sum(axis=(1, 2)) / turns
    assert np.abs(per_case - np.round(per_case)).max() < 0.05 * 120
    more = under(visited(), ReactiveShare("t", 0.5, START), days=365).teams[0]
    assert (more.done.sum(axis=(1, 2, 3)) <= found.done.sum(axis=(1, 2, 3))).all()


def test_a_case_that_is_rebanded_upwards_is_visited_again():
    """Reassessment goes on under reactive management: each turn moves a tenth of the low band to high."""
    rising = (Rebanding("low", "high", figure(0.1, "probability")),)
    still = under(visited(), ReactiveShare("t", 1, START, band="low"), days=700).teams[0]
    found = under(visited(rising), ReactiveShare("t", 1, START, band="low"), days=700).teams[0]
    assert found.done[:, 0, 1].sum() == still.done[:, 0, 1].sum() == 0
    assert found.done[:, 0, 0, -3:].sum() > 1.6 * still.done[:, 0, 0, -3:].sum()


def test_levers_of_one_team_leave_the_other_as_it_is():
    whole = everything()
    levers = (Overtime("b", 10, START), Triage("b", 0.5, "closed", START))
    base, found = under(whole, days=80).team("a"), under(whole, *levers, days=80).team("a")
    assert found.open.tobytes() == base.open.tobytes()
    assert found.hours_used.tobytes() == base.hours_used.tobytes()


def test_a_turn_that_passes_keeps_the_days_of_those_that_follow():
    """Turns come on days 2, 14, 26, 38, 50: when visits are back on day 51, the next is on day 62."""
    once = opening(1, "t-0", "visit", phase=Phase.DELAY, band="low", opened=LONG_AGO, since=START - timedelta(9))
    network = replace(visited(), cases=once)
    levers = (ReactiveShare("t", 1, START), ReactiveShare("t", 0, START + timedelta(51)))
    found = under(network, *levers, days=70).teams[0]
    seen = found.hours_used.max(axis=0)
    assert np.flatnonzero(seen).tolist() == [62]
