"""Actions hang on standards; who owns one is a role or a pseudonym, never a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.edit.actions import add_action, change_action, mark_done, remove_action
from planner.edit.roles import require_role
from planner.model.action import ActionItem
from planner.model.checks import InvalidPlan
from planner.model.plan import Plan
from planner.model.standard import Measure, Standard
from tests.model.small_plans import figure, small_plan

DAY = date(2027, 1, 4)
FIRST = ActionItem("first", "load", "Advertise two posts", "Head of unit", DAY)
SECOND = ActionItem("second", "load", "Agree the limit")


@pytest.fixture
def plan() -> Plan:
    load = Standard("load", "Open cases per officer", "team", Measure.CASELOAD, figure(20, "cases"))
    return small_plan(standards=(load,))


def test_actions_are_added_changed_and_removed(plan: Plan) -> None:
    both = add_action(add_action(plan, FIRST), SECOND)
    assert both.actions == (FIRST, SECOND)
    later = replace(FIRST, due=date(2027, 2, 1))
    assert change_action(both, later).actions == (later, SECOND)
    assert remove_action(both, "first").actions == (SECOND,)


def test_an_action_is_done_and_not_done_after_all(plan: Plan) -> None:
    done = mark_done(add_action(plan, FIRST), "first", DAY, "Advert of 4 January")
    assert done.actions == (replace(FIRST, done=DAY, evidence="Advert of 4 January"),)
    assert mark_done(done, "first", None).actions == (replace(FIRST, evidence="Advert of 4 January"),)


def test_it_is_late_the_day_after_it_was_due() -> None:
    assert [FIRST.is_late(day) for day in (DAY, date(2027, 1, 5))] == [False, True]
    assert not replace(FIRST, done=date(2027, 3, 1)).is_late(date(2027, 4, 1))
    assert not SECOND.is_late(DAY)


def test_what_is_refused(plan: Plan) -> None:
    one = add_action(plan, FIRST)
    with pytest.raises(InvalidPlan, match="another action has this key"):
        add_action(one, FIRST)
    with pytest.raises(InvalidPlan, match=r"actions\[first\].standard.*no such standard"):
        change_action(one, replace(FIRST, standard="nothing"))
    with pytest.raises(InvalidPlan, match="a name cannot be empty"):
        replace(FIRST, what=" ")
    for change in (remove_action, lambda plan, key: mark_done(plan, key, DAY)):
        with pytest.raises(InvalidPlan, match="no such action in this plan"):
            change(plan, "first")
    with pytest.raises(InvalidPlan, match=r"owner.*it looks like names: put a role or a pseudonym"):
        add_action(plan, replace(FIRST, owner="Zed Examplename"))
    with pytest.raises(InvalidPlan, match="it looks like names"):
        change_action(one, replace(FIRST, owner="DI Examplename"))


@pytest.mark.parametrize(
    "role",
    [
        "",
        "Head of Public Protection",
        "DCI Public Protection",
        "Detective Chief Inspector",
        "PP-14",
        "R7",
        "Chief Constable",
    ],
)
def test_roles_and_pseudonyms_are_taken(role: str) -> None:
    require_role("owner", role)


@pytest.mark.parametrize("text", ["zed@example.org", "Examplename, Zed", "Sgt Examplename"])
def test_people_are_not(text: str) -> None:
    with pytest.raises(InvalidPlan) as caught:
        require_role("owner", text)
    assert text not in str(caught.value)
