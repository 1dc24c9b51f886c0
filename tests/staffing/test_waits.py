"""The wait at a shared resource in every question: the countdown, what it would take, a comparison and its causes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.model.explanation import ChanceOf, MeanOf
from planner.model.plan import Plan
from planner.model.precision import Quantity
from planner.model.requirement import CannotBeMet, Posts, Requirement, Window
from planner.model.scenario import Resource, ResourceServers, Scenario
from planner.model.standard import Measure, Standard
from planner.report.explanation import explanation_lines
from planner.workspace import compare_scenarios, count_down, explain_difference, require_officers
from tests.simulate.small_networks import START, constant, exponential, figure, officers, plan, stage, team

DAY = START + timedelta(days=120)
LONGEST = Standard("longest", "Devices", "t", Measure.LONGEST_WAIT, figure(10, "days"), stage="exam")
MEAN = replace(LONGEST, key="mean", measure=Measure.WAIT)
MORE = Scenario("more", "More", (ResourceServers("lab", 3, START),))
FUTURES = 50


@pytest.fixture(scope="module")
def swamped() -> Plan:
    """Devices come faster than two examiners can take them, and three could."""
    unit = team(stage("exam", constant(0.1), delay=exponential(2, "days"), resource="lab"), rate=1.35)
    return plan(unit, people=officers(2), resources=(Resource("lab", "Lab", figure(2, "servers")),))


def test_one_more_server_is_the_step_that_lifts_it(swamped):
    found = count_down(swamped, (LONGEST, MEAN), day=DAY, futures=FUTURES, last_safe=False)
    for one in found.standards:
        assert one.chance < 0.5
        assert one.lifts[0].candidate.name == "one more server of Lab"
        assert one.lifts[0].chance > 0.9
        assert one.trend[0][1] > one.trend[-1][1]


def test_officers_do_not_shorten_it_and_the_answer_says_so(swamped):
    asked = Requirement((LONGEST,), Window.on(DAY), (Posts("t", START, most=2),), futures=FUTURES)
    with pytest.raises(CannotBeMet, match="change something other than the number of officers"):
        require_officers(swamped, asked)


def test_scenarios_are_compared_and_explained_by_it(swamped):
    mean = MeanOf(Quantity.WAIT, "t", DAY, "exam")
    subjects = (mean, ChanceOf(LONGEST, Window.on(DAY)), MeanOf(Quantity.LONGEST_WAIT, "t", DAY, "exam"))
    found = compare_scenarios(swamped, (None, MORE), subjects, futures=FUTURES)
    (usual, more), (_, surely), (long, short) = (measure.sides for measure in found.measures)
    assert usual.value.mean > 5 * more.value.mean
    assert surely.difference is not None
    assert surely.difference.low > 0.5
    assert long.value.mean > short.value.mean + 10
    why = explain_difference(swamped, None, MORE, mean, futures=FUTURES)
    (only,) = why.terms
    assert only.amount == why.difference == why.after - why.before
    assert (why.before, why.after) == pytest.approx((usual.value.mean, more.value.mean))
    assert explanation_lines(swamped, why)[0].startswith("Team, days of the mean wait for exam up to 1 May 2026")
