"""Skills: who may own a case, who may do a task, and who makes up a pair."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from planner.model.people import Officer
from planner.model.plan import Plan
from planner.model.scenario import Recruits, Scenario
from planner.model.team import Performer
from planner.simulate.replicate import simulate
from tests.simulate.small_networks import (
    START,
    band,
    constant,
    exponential,
    figure,
    officers,
    opening,
    plan,
    stage,
    supervisors,
    team,
)

GRADE, DRIVE = "image grading", "driving"


def skilled(people: tuple[Officer, ...], *skills: str) -> tuple[Officer, ...]:
    return tuple(replace(person, skills=skills) for person in people)


def mixed(able: int, others: int) -> tuple[Officer, ...]:
    everybody = officers(able + others)
    return (*skilled(everybody[:able], GRADE, DRIVE), *skilled(everybody[able:], DRIVE))


@pytest.mark.parametrize("performer", [Performer.OWNER, Performer.ANY_OFFICER])
@pytest.mark.parametrize("limit", [1, 1000])
def test_work_that_asks_for_a_skill_runs_as_if_only_the_skilled_were_there(performer, limit):
    work = stage("serve", exponential(1), performer=performer, skill=GRADE)
    few = plan(team(replace(work, skill=None), rate=8, limit=limit), people=officers(2))
    many = plan(team(work, rate=8, limit=limit), people=mixed(2, 3))
    base, found = (simulate(network, days=200, replications=5).teams[0] for network in (few, many))
    for name in ("open", "unallocated", "hours_used", "done", "closed_age_days"):
        assert getattr(found, name).tobytes() == getattr(base, name).tobytes(), name


def two_bands(people: tuple[Officer, ...], *, limit: float = 2, able: str | None = GRADE) -> Plan:
    bands = (band("hard", 0.5, skill=able), band("plain", 0.5, priority=1))
    return plan(team(stage("serve", exponential(1)), rate=8, limit=limit, bands=bands), people=people)


def test_a_case_that_nobody_free_can_own_does_not_hold_up_the_others():
    """Four hours a day of hard work: one officer who can do it, busy beside him or not, decides how long it waits."""
    found = simulate(two_bands(mixed(1, 3)), days=300, replications=20).teams[0]
    assert found.unallocated[:, -1].mean() < 40
    alone = simulate(two_bands(mixed(1, 0)), days=300, replications=20).teams[0]
    assert alone.unallocated[:, -1].mean() > 500
    arrived, closed = found.arrived.sum(axis=(0, 2)), found.done[:, 0].sum(axis=(0, 2))
    assert (closed / arrived > 0.97).all()


def test_every_lane_keeps_the_order_of_service():
    """With everybody able, a skill asked for changes no bit: two lanes serve as one queue would."""
    with_lanes, one_queue = (two_bands(mixed(4, 0), able=able) for able in (GRADE, None))
    base, found = (simulate(network, days=300, replications=5).teams[0] for network in (one_queue, with_lanes))
    for name in ("open", "unallocated", "hours_used", "done", "due", "met", "first_action_days"):
        assert getattr(found, name).tobytes() == getattr(base, name).tobytes(), name


def test_supervisors_tasks_ask_for_their_own_skills():
    review = stage("review", exponential(1), performer=Performer.SUPERVISOR, skill=GRADE)
    leads = supervisors(2)
    people = (*officers(1), replace(leads[0], skills=(GRADE,)), leads[1])
    alone = plan(team(replace(review, skill=None), rate=4), people=(*officers(1), leads[0]))
    base, found = (
        simulate(network, days=200, replications=5).teams[0]
        for network in (alone, plan(team(review, rate=4), people=people))
    )
    assert found.open.tobytes() == base.open.tobytes()


def test_recruits_bring_the_skills_that_the_team_asks_for():
    network = two_bands(skilled(officers(1), DRIVE))
    lever = Recruits("t", 3, START + timedelta(50))
    found = simulate(network, Scenario("s", "S", (lever,)), days=120, replications=3).teams[0]
    assert found.done[:, 0, 0, 0].sum() == 0
    assert found.done[:, 0, 0, 2].sum() > 0


PAIR = figure(2, "officers")


@pytest.mark.parametrize("performer", [Performer.OWNER, Performer.ANY_OFFICER])
def test_a_pair_is_two_people(performer):
    """Two officers share a task of 4 h each on the first day; one alone would need two days for both shares."""
    work = stage("serve", constant(4), performer=performer, officers=PAIR)
    network = plan(team(work, rate=0), people=officers(2), cases=opening(1, "t-0"))
    found = simulate(network, days=3, replications=1).teams[0]
    assert found.open[0].tolist() == [0, 0, 0]
    assert found.hours_used[0].tolist() == [8, 0, 0]


@pytest.mark.parametrize("performer", [Performer.OWNER, Performer.ANY_OFFICER])
def test_a_share_waits_for_a_second_officer_who_is_not_there_yet(performer):
    work = stage("serve", constant(4), performer=performer, officers=PAIR)
    first, later = officers(2)
    people = (first, replace(later, start=START + timedelta(4)))
    found = simulate(plan(team(work, rate=0), people=people, cases=opening(1, "t-0")), days=6, replications=1).teams[0]
    assert found.hours_used[0].tolist() == [4, 0, 0, 0, 4, 0]
    assert found.open[0].tolist() == [1, 1, 1, 1, 0, 0]


def test_the_second_officer_has_the_skill_too():
    work = stage("serve", constant(4), officers=PAIR, skill=GRADE)
    everybody = skilled(officers(3), GRADE)
    people = (everybody[0], replace(everybody[1], skills=()), replace(everybody[2], start=START + timedelta(2)))
    found = simulate(plan(team(work, rate=0), people=people, cases=opening(1, "t-0")), days=4, replications=1).teams[0]
    assert found.hours_used[0].tolist() == [4, 0, 4, 0]


def test_a_skill_nobody_asks_for_changes_nothing():
    base, found = (
        simulate(two_bands(people, able=None), days=100, replications=3).teams[0]
        for people in (officers(3), mixed(1, 2))
    )
    assert np.array_equal(base.hours_used, found.hours_used)
