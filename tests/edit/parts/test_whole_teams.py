"""Teams that come, are renamed and go."""

from __future__ import annotations

from dataclasses import fields

import pytest

from planner.edit.parts.whole_teams import add_team, call_cases, in_words, remove_team, rename_team
from planner.model.checks import InvalidPlan
from planner.model.people import Role
from planner.model.plan import Plan
from planner.simulate.replicate import simulate
from planner.workspace import demo_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return demo_plan()


def test_a_second_team_of_a_kind_has_keys_of_its_own_and_can_be_run(plan):
    grown, key = add_team(plan, plan.team("mosovo"), officers=2)
    assert key == "mosovo-2"
    assert grown.team(key).name == "MOSOVO 2"
    assert len(grown.officers_of(key)) == 2
    assert len({officer.key for officer in grown.officers}) == len(grown.officers)
    assert simulate(grown, None, teams=(key,), days=10, replications=2).teams


def test_a_removed_team_leaves_nothing_behind(plan):
    for team in plan.teams:
        rest = remove_team(plan, team.key)
        for field in fields(Plan):
            entries = getattr(rest, field.name)
            if isinstance(entries, tuple):
                assert all(getattr(entry, "team", None) != team.key for entry in entries), field.name
        assert {case.owner for case in rest.cases} - {officer.key for officer in rest.officers} <= {None}
        feeds = [outcome.feed for entry in rest.teams for outcome in entry.outcomes if outcome.feed is not None]
        assert team.key not in {feed.team for feed in feeds}


def test_what_was_added_can_be_removed(plan):
    grown, key = add_team(plan, plan.team("dpmu"), officers=1)
    assert remove_team(grown, key) == plan
    assert in_words(grown, key) == f"{1 + len(grown.officers_of(key, Role.SUPERVISOR))} people"


def test_the_last_team_stays(plan):
    for team in plan.teams[1:]:
        plan = remove_team(plan, team.key)
    with pytest.raises(InvalidPlan, match="this is its last"):
        remove_team(plan, plan.teams[0].key)


def test_names_are_checked(plan):
    assert rename_team(plan, "polit", "POLIT north").team("polit").name == "POLIT north"
    assert call_cases(plan, "polit", "referral").team("polit").case_word == "referral"
    with pytest.raises(InvalidPlan, match="another team"):
        rename_team(plan, "polit", "mosovo")
    with pytest.raises(InvalidPlan, match="cannot be empty"):
        rename_team(plan, "polit", " ")
