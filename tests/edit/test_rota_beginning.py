"""A rota begun from a cycle; and a rota's hours in the simulation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from planner.edit.rota import use_rota
from planner.edit.rota_beginning import begin_rota
from planner.model.checks import InvalidPlan
from planner.model.people import DutyHours
from planner.model.rota_checks import check_rota, lines_of
from planner.model.rota_facts import rota_facts
from planner.storage.rota_patterns import library_pattern
from tests.model.small_plans import small_plan
from tests.model.small_rotas import MONDAY, officers, rota_plan


def test_everybody_is_spread_over_the_cycle() -> None:
    plan = small_plan(officers=officers(9), cases=())
    begun = begin_rota(plan, "team", "new", library_pattern("two-two-two-four"), MONDAY, 4)
    rota = begun.rotas[0]
    assert [person.pattern_offset for person in rota.people] == [0, 2, 4, 6, 8] * 2
    assert rota.people[0].officer == "s", "supervisors first, so that each team has one before any has two"
    assert [(row.key, row.minimum, row.ideal) for row in rota.cover] == [
        (key, 1, 2) for key in ("early", "late", "night")
    ]
    check = check_rota(rota_facts(begun, rota), lines_of(rota.drafts[0].lines))
    assert {breach.rule for breach in check.breaches if breach.hard} <= {"hours-over-roster"}


@pytest.mark.parametrize(("team", "key", "weeks"), [("x", "new", 4), ("team", "r", 4), ("team", "new", 53)])
def test_what_cannot_begin(team: str, key: str, weeks: int) -> None:
    with pytest.raises(InvalidPlan):
        begin_rota(rota_plan("EE"), team, key, library_pattern("office-week"), MONDAY, weeks)


def test_the_hours_of_a_rota_join_those_before_and_after() -> None:
    plan = rota_plan("EE-", "LLN")
    lines = plan.rotas[0].drafts[0].lines
    used = use_rota(plan, "r", lines)
    assert used.duties == (DutyHours("a", MONDAY, (7.25, 7.25, 0.0)), DutyHours("b", MONDAY, (7.25, 7.25, 8.25)))
    around = DutyHours("a", MONDAY - timedelta(2), (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0))
    apart = DutyHours("b", MONDAY - timedelta(9), (1.0,))
    joined = use_rota(small_with(plan, around, apart), "r", lines)
    assert joined.duties[0] == DutyHours("a", MONDAY - timedelta(2), (1.0, 2.0, 7.25, 7.25, 0.0, 6.0, 7.0))
    assert joined.duties[1] == used.duties[1], "a gap between two stretches cannot be said: the older is dropped"


def small_with(plan, *duties: DutyHours):
    from dataclasses import replace

    return replace(plan, duties=duties)
