"""What holds for every team, whatever its figures: cases are neither made nor lost, nobody works more than there is.

Here in the daily results of compiled runs; test_watched.py looks at every single event of a few.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import HealthCheck, given, settings

from planner.model.plan import Plan
from planner.model.results import Result, TeamResult
from planner.model.scenario import CaseloadLimit, Scenario
from planner.simulate.replicate import simulate
from tests.simulate.random_plans import DAYS, LEVERS, plans
from tests.simulate.small_networks import START, constant, exponential, figure, plan, stage, team

MONTH_ENDS = (30, 58)
"""Last days of January and February."""
EXAMPLES = settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def run(whole: Plan, scenario: Scenario | None = None) -> Result:
    return simulate(whole, scenario, days=DAYS, replications=2, threads=1)


def by_month(counts: np.ndarray) -> np.ndarray:
    """[replications, months] running totals of counts by band or outcome."""
    return np.asarray(counts.sum(axis=1).cumsum(axis=1))


@EXAMPLES
@given(plans(), LEVERS)
def test_cases_are_neither_made_nor_lost(whole, scenario):
    result = run(whole, scenario)
    for found in result.teams:
        book = whole.cases_of(found.team)
        came, went = by_month(found.arrived), by_month(found.closed)
        for month, day in enumerate((*MONTH_ENDS, DAYS - 1)):
            assert (len(book) + came[:, month] - went[:, month] == found.open[:, day]).all()
        assert (found.unallocated >= 0).all()
        assert (found.outside >= 0).all()
        # A leaver's case may be in both: outside, and waiting for its next owner.
        assert (np.maximum(found.unallocated, found.outside) <= found.open).all()
        assert (found.legacy <= sum(case.legacy for case in book)).all()
        assert (np.diff(found.legacy, axis=1) <= 0).all()
    for resource in result.resources:
        outside = sum(found.outside for found in result.teams)
        assert (resource.waiting + resource.busy <= outside).all()
        assert (resource.waiting >= 0).all()


@EXAMPLES
@given(plans(two=True))
def test_a_team_without_demand_has_only_the_cases_that_it_is_sent(whole):
    sender, receiver = whole.teams
    whole = replace(whole, teams=(sender, replace(receiver, referrals_per_month=figure(0, "cases a month"))))
    result = run(whole)
    feed = sender.outcomes[0].feed
    sent, came = by_month(result.team("t").closed[:, :1]), by_month(result.team("u").arrived)
    assert (came <= sent).all()
    if feed.probability.value == 1 and feed.lag.mean == 0:
        assert (came == sent).all()


@EXAMPLES
@given(plans(), LEVERS)
def test_nobody_works_more_than_there_is(whole, scenario):
    for found in run(whole, scenario).teams:
        assert (found.hours_used >= 0).all()
        assert (found.hours_used <= found.hours_available + 1e-3).all()
        assert (found.hours_used[found.hours_available == 0] == 0).all()
        assert (found.hours_available[found.strength == 0] == 0).all()


@EXAMPLES
@given(plans())
def test_the_caseload_limit_is_kept(whole):
    """The book holds at most one case for an officer, so nothing but allocation can fill a caseload."""
    for found in run(whole).teams:
        assert (found.caseload_max <= max(whole.team(found.team).caseload_limit.value, 1)).all()
        assert (found.caseload_mean * found.strength <= found.open + 1e-3).all()


@EXAMPLES
@given(plans(), LEVERS)
def test_what_is_late_is_open(whole, scenario):
    for found in run(whole, scenario).teams:
        assert (found.overdue >= 0).all()
        assert (found.overdue.sum(axis=1) <= found.open).all()
        assert (found.met <= found.due).all()
        # A task that fell due today counts as overdue in the evening, by less than a day.
        assert (found.overdue[found.most_overdue > 0] > 0).all()
        assert (found.first_action_count.sum(axis=1).cumsum(axis=1) <= by_month(found.arrived)).all()
        assert (found.first_action_days >= 0).all()


def alone(whole: Plan, scenario: Scenario | None = None) -> TeamResult:
    return run(whole, scenario).team("t")


def test_without_demand_and_book_there_is_no_work():
    found = alone(plan(team(stage("serve", exponential(1)), rate=0)))
    assert found.open.max() == found.hours_used.max() == found.arrived.max() == 0
    assert found.hours_available.min() > 0


def test_a_lowered_limit_leaves_cases_where_they_are_and_gives_no_new_ones():
    whole = plan(team(stage("wait", constant(1), delay=constant(60, "days")), rate=3, limit=20))
    lower = Scenario("s", "S", (CaseloadLimit("t", 5, START + timedelta(days=20)),))
    found = alone(whole, lower)
    assert (found.caseload_max[:, 18] == 20).all()
    assert (np.diff(found.caseload_max[:, 20:], axis=1) <= 0).all()
    assert (found.caseload_max[:, -1] == 5).all()
