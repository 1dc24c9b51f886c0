"""Recruited supervisors: they do the supervisor's tasks from their date, with the ramp, and own no cases."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from planner.model.checks import InvalidPlan
from planner.model.people import Role
from planner.model.plan import Plan
from planner.model.results import TeamResult
from planner.model.scenario import Lever, Recruits, Scenario
from planner.model.team import Performer, Ramp
from planner.simulate.replicate import simulate
from tests.simulate.small_networks import (
    DAY_HOURS,
    START,
    constant,
    figure,
    officers,
    opening,
    plan,
    route,
    stage,
    supervisors,
    team,
)


def reviewed(leads: int, **changes: object) -> Plan:
    """Two officers with next to nothing to do, and reviews that take a supervisor half a day each."""
    work = stage("work", constant(0.1), route("review"))
    review = stage("review", constant(DAY_HOURS / 2), performer=Performer.SUPERVISOR)
    unit = team(work, review, rate=0, **changes)
    book = opening(40, "t-0", "work")
    return plan(unit, people=(*officers(2), *supervisors(leads)), cases=book)


def under(network: Plan, *levers: Lever) -> TeamResult:
    return simulate(network, Scenario("s", "S", levers), days=60, replications=3).team("t")


def ended_by(found: TeamResult, day: int) -> np.ndarray:
    return 40 - found.open[0, day]


def test_a_recruited_supervisor_does_what_one_in_post_does():
    recruited = under(reviewed(0), Recruits("t", 1, START, role=Role.SUPERVISOR))
    in_post = under(reviewed(1))
    assert np.array_equal(recruited.open, in_post.open)
    assert np.array_equal(recruited.strength, in_post.strength)
    # Two reviews a day, the first of them a moment after the first case is ready.
    assert ended_by(recruited, 9) == pytest.approx(20, abs=1)


def test_they_begin_after_vetting_with_the_teams_ramp_and_own_no_case():
    slow = reviewed(1, ramp=Ramp(figure(0.5, "share"), figure(1500, "days")))
    later = Recruits("t", 1, START, 8, Role.SUPERVISOR)
    one, two = under(slow), under(slow, later)
    assert np.array_equal(one.open[:, :8], two.open[:, :8])
    # One supervisor ends two reviews a day, and the newcomer at half rate one.
    assert ended_by(two, 11) - ended_by(one, 11) == pytest.approx(4, abs=1)
    assert np.array_equal(one.strength, two.strength)
    assert np.array_equal(one.hours_available, two.hours_available)
    assert two.caseload_max.max() == one.caseload_max.max()


def test_a_lever_that_brings_officers_is_no_answer_to_a_review_that_nobody_can_do():
    with pytest.raises(InvalidPlan, match="stage review needs a supervisor, and there is none: add one"):
        under(reviewed(0), Recruits("t", 1, START + timedelta(3)))
