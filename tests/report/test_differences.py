"""What differs between two plans is said in words that name it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from planner.edit.provenance import register, set_figure
from planner.model.assumption import Status
from planner.model.people import Officer
from planner.model.plan import Plan
from planner.model.scenario import DemandGrowth, Recruits, Scenario
from planner.workspace import compare_plans
from tests.storage.sample_plans import full_plan

PLAN = full_plan()
TEAM = PLAN.teams[0]
GROWTH = Scenario("g", "Growth", (DemandGrowth(TEAM.key, 40, PLAN.start), Recruits(TEAM.key, 2, PLAN.start)))
WITH_GROWTH = replace(PLAN, scenarios=(*PLAN.scenarios, GROWTH))


def _officers(plan: Plan) -> Plan:
    new = [Officer(f"n-{number}", f"New {number}", TEAM.key) for number in range(5)]
    return replace(plan, officers=(*plan.officers, *new))


def _part_time(plan: Plan) -> Plan:
    first, *others = plan.officers
    return replace(plan, officers=(replace(first, fte=0.5), *others))


def _more_referrals(plan: Plan) -> Plan:
    first, *others = plan.teams
    rate = replace(first.referrals_per_month, value=1234.5)
    return replace(plan, teams=(replace(first, referrals_per_month=rate), *others))


def _steeper(plan: Plan) -> Plan:
    levers = (replace(GROWTH.levers[0], percent=70.0), GROWTH.levers[1])
    return replace(plan, scenarios=(*plan.scenarios[:-1], replace(GROWTH, levers=levers)))


def _fewer_levers(plan: Plan) -> Plan:
    return replace(plan, scenarios=(*plan.scenarios[:-1], replace(GROWTH, levers=GROWTH.levers[:1])))


def _redated(plan: Plan) -> Plan:
    case = next(case for case in plan.cases if case.owner is not None)
    given = replace(case, since=case.since - timedelta(1), opened=case.opened - timedelta(1))
    return replace(plan, cases=tuple(given if entry is case else entry for entry in plan.cases))


def _one_month_more(plan: Plan) -> Plan:
    first, *others = plan.histories
    return replace(plan, histories=(replace(first, counts=(*first.counts, 7)), *others))


def _sourced(plan: Plan) -> Plan:
    row = register(plan)[0]
    return set_figure(plan, row.place, replace(row.figure, status=Status.OK, source="A new letter"))


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (_officers, "5 officers added: New 0, New 1, New 2 and 2 more."),
        (_part_time, f"Officer {PLAN.officers[0].name}: full-time equivalent"),
        (_more_referrals, f"{TEAM.name}: referrals per month "),
        (_steeper, f"Scenario Growth: demand of {TEAM.name}: 40 → 70 %."),
        (_fewer_levers, "Scenario Growth: removed “"),
        (_redated, "1 open case given other dates."),
        (
            _one_month_more,
            f"{len(PLAN.histories[0].counts)} → {len(PLAN.histories[0].counts) + 1} {PLAN.histories[0].period}s.",
        ),
        (_sourced, "1 figure has another source, status, owner or date."),
        (lambda plan: replace(plan, start=plan.start + timedelta(1)), "The plan: first day"),
    ],
)
def test_each_kind_of_change_is_one_sentence(edit: Callable[[Plan], Plan], said: str) -> None:
    (line,) = compare_plans(WITH_GROWTH, edit(WITH_GROWTH))
    assert said in line
    assert len(compare_plans(edit(WITH_GROWTH), WITH_GROWTH)) == 1


def test_equal_plans_have_nothing_to_say() -> None:
    assert compare_plans(PLAN, full_plan()) == ()


def test_a_team_that_is_gone_is_named_once() -> None:
    """Not by each of its figures."""
    small = Plan("Small", PLAN.start, PLAN.teams, resources=PLAN.resources)
    other = replace(small, teams=(*PLAN.teams, replace(TEAM, key="other", name="The other")))
    assert compare_plans(small, other) == ("1 team added: The other.",)
    assert compare_plans(other, small) == ("1 team removed: The other.",)
