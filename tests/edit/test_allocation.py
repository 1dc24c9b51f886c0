"""Cases under other owners: tried, kept, and refused where the plan does not allow it."""

from __future__ import annotations

import pytest

from planner.edit.allocation import move_cases, try_moves
from planner.model.caseload import TeamLoad
from planner.model.cases import Phase
from planner.model.checks import InvalidPlan
from planner.model.people import Officer, Role
from planner.model.plan import Plan
from planner.workspace import caseload_of
from tests.model.small_plans import days, route, small_case, small_plan, small_team, stage

WAITING = stage("wait", route("done"), delay=days(10))


@pytest.fixture
def plan() -> Plan:
    cases = (
        small_case("c1"),
        small_case("c2"),
        small_case("c3", owner=None),
        small_case("away", stage="wait", phase=Phase.DELAY),
    )
    people = (*small_plan().officers, Officer("sergeant", "S", "team", Role.SUPERVISOR))
    return small_plan(teams=(small_team(stages=(stage(), WAITING)),), officers=people, cases=cases)


@pytest.fixture
def load(plan: Plan) -> TeamLoad:
    return caseload_of(plan, "team")


def books(load: TeamLoad) -> list[list[str]]:
    return [[case.case.key for case in entry.cases] for entry in load.officers]


def test_cases_change_hands(plan: Plan) -> None:
    moved = move_cases(plan, {"c1": "officer-2", "c3": "officer-1", "c2": None})
    assert [case.owner for case in moved.cases] == ["officer-2", None, "officer-1", "officer-1"]
    assert moved.cases[3] is plan.cases[3]
    assert move_cases(plan, {"c1": "officer-1"}).cases[0] is plan.cases[0]


@pytest.mark.parametrize(
    ("moves", "rule"),
    [
        ({"c9": "officer-1"}, "no such case"),
        ({"c1": "nobody"}, "no such officer"),
        ({"c1": "sergeant"}, "a supervisor owns no case"),
        ({"away": None}, "without an owner waits for its first task"),
    ],
)
def test_what_cannot_be_kept_is_refused(plan: Plan, moves: dict[str, str | None], rule: str) -> None:
    with pytest.raises(InvalidPlan, match=rule):
        move_cases(plan, moves)


def test_a_trial_is_what_the_plan_would_be(plan: Plan, load: TeamLoad) -> None:
    moves = {"c1": "officer-2", "c3": "officer-2", "c2": None}
    tried, kept = try_moves(load, moves), caseload_of(move_cases(plan, moves), "team")
    assert books(tried) == [["away"], ["c1", "c3"]]
    assert sorted(case.case.key for case in tried.unallocated) == ["c2"]
    for one, other in zip(tried.officers, kept.officers, strict=True):
        assert one.wanted == pytest.approx(other.wanted)
        assert {case.case for case in one.cases} == {case.case for case in other.cases}


def test_only_those_touched_are_made_anew(load: TeamLoad) -> None:
    tried = try_moves(load, {"c3": "officer-2"})
    assert tried.officers[0] is load.officers[0]
    assert try_moves(load, {"c1": "officer-1"}) is load
    assert try_moves(load, {"gone": "officer-2"}) is load
    with pytest.raises(KeyError):
        try_moves(load, {"c1": "nobody"})


def test_hours_of_the_others_stay(load: TeamLoad) -> None:
    tried = try_moves(load, {"c1": "officer-2"})
    assert [entry.available for entry in tried.officers] == [entry.available for entry in load.officers]
    assert tried.officers[1].holding(()) == load.officers[1]
