"""Where no rota is lawful, the rules that are named are a real contradiction, and the way out is the cheapest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from planner.model.plan import Plan
from planner.model.rota import Cover, Rota
from planner.model.rota_checks import check_rota, lines_of
from planner.model.rota_facts import RotaFacts, rota_facts
from planner.model.rota_people import AwayKind, PatternUse, RotaPerson, Unavailability
from planner.model.rota_solution import NoRota, RotaConflict, RuleInstance, instance_words
from planner.model.shift import ShiftPattern
from planner.rota.conflict import cheapest_relaxations, find_conflict
from planner.rota.reasons import PinCost, why_not
from planner.rota.rota_model import Hardness, RotaModel
from planner.rota.rules import state_rules
from planner.rota.search import solve_by_cpsat, solver_for
from tests.model.small_rotas import MONDAY, cells, day, rota_plan
from tests.rota.random_rotas import rotas, with_settings

HARD = {"hard": True}
ONE_LATE = Cover("l", "Late", ("late",), 1)


def facts_of(plan: Plan, rota: Rota | None = None, *, locks: bool = False) -> RotaFacts:
    chosen = rota or plan.rotas[0]
    return rota_facts(plan, chosen, chosen.drafts[0] if locks else None)


def can_be_kept(facts: RotaFacts, rules: tuple[RuleInstance, ...]) -> bool:
    """Whether a rota keeps these rules, whatever becomes of all others."""
    from ortools.sat.python import cp_model

    model = RotaModel(facts, Hardness.SWITCHED)
    state_rules(model)
    for instance in rules:
        model.cp.add(model.switch(instance) == 1)
    return solver_for(20).solve(model.cp) != cp_model.INFEASIBLE


def test_too_few_people_are_named_without_a_solver() -> None:
    plan = rota_plan("-------", "-------")
    away = (Unavailability("a", AwayKind.COURSE, day(2), day(2)), Unavailability("b", AwayKind.SICK, day(0), day(3)))
    rota = with_settings(replace(plan.rotas[0], cover=(ONE_LATE,), away=away), cover_minimum=HARD)
    conflict = find_conflict(facts_of(plan, rota))
    assert conflict is not None
    assert [instance_words(rule) for rule in conflict.rules] == [
        "Minimum cover on Wed 6 January: Late, at least 1",
        "Leave, courses and court kept (a) on Wed 6 January: course",
        "Leave, courses and court kept (b) on Wed 6 January: sick",
    ]
    with pytest.raises(NoRota):
        solve_by_cpsat(facts_of(plan, rota), 5)


def test_a_lock_against_the_rest_between_duties_is_named() -> None:
    plan = rota_plan("L------")
    rota = plan.rotas[0]
    locked = replace(rota.drafts[0], lines=(replace(rota.drafts[0].lines[0], cells=cells("LE-----"), locked=(0, 1)),))
    facts = facts_of(plan, replace(rota, drafts=(locked,)), locks=True)
    conflict = find_conflict(facts)
    assert conflict is not None
    assert conflict.minimal
    assert {(rule.rule, rule.officer) for rule in conflict.rules} == {("locked", "a"), ("rest-between-duties", "a")}
    assert len(conflict.rules) == 3
    ways = cheapest_relaxations(facts)
    assert [breach.rule for breach in ways[0].breaches] == ["locked"] or ways[0].breaches[0].rule.startswith("rest")
    assert len(ways) == 2
    assert {breach.words for breach in ways[0].breaches} != {breach.words for breach in ways[1].breaches}


def test_a_pattern_that_is_kept_against_the_rules_of_rest_is_named() -> None:
    plan = rota_plan("-" * 14)
    person = RotaPerson("a", pattern="p", pattern_use=PatternUse.KEPT)
    pattern = ShiftPattern("p", "P", cells("LE-----"), MONDAY)
    facts = facts_of(plan, replace(plan.rotas[0], people=(person,), patterns=(pattern,)))
    conflict = find_conflict(facts)
    assert conflict is not None
    assert sorted(rule.rule for rule in conflict.rules) == ["fixed-pattern", "fixed-pattern", "rest-between-duties"]


def test_where_there_is_a_rota_no_conflict_is_named_and_nothing_needs_relaxing() -> None:
    facts = facts_of(rota_plan("LLLL---"))
    assert find_conflict(facts) is None
    (way,) = cheapest_relaxations(facts)
    assert way.breaches == ()


def test_why_not_says_what_a_cell_costs_or_what_forbids_it() -> None:
    plan = rota_plan("LLLL---", "EEEE---")
    rota = replace(plan.rotas[0], cover=(ONE_LATE,))
    facts = facts_of(plan, rota)
    lines = solve_by_cpsat(facts, 10).lines
    late = next(officer for officer in lines if lines[officer][0] == "late")
    other = "b" if late == "a" else "a"
    cost = why_not(facts, lines, {(late, 0): "", (other, 0): ""})
    assert isinstance(cost, PinCost)
    assert cost.price >= 2000
    assert "cover-minimum" in {breach.rule for breach in cost.worse}
    forbidden = why_not(facts, lines, {("a", 0): "late", ("a", 1): "early"})
    assert isinstance(forbidden, RotaConflict)
    assert {rule.rule for rule in forbidden.rules} == {"locked", "rest-between-duties"}


def test_why_not_costs_no_more_than_the_present_lines_with_that_cell_however_short_the_search() -> None:
    plan = rota_plan(*["EEEEE--" * 4, "LLLLL--" * 4] * 8)
    facts = facts_of(plan)
    lines = lines_of(plan.rotas[0].drafts[0].lines)
    changed = lines | {"a": ("", *lines["a"][1:])}
    most = check_rota(facts, changed).price - check_rota(facts, lines).price
    assert check_rota(facts, changed).hard == ()
    cost = why_not(facts, lines, {("a", 0): ""}, seconds=0.2)
    assert isinstance(cost, PinCost)
    assert cost.price <= most


MANY = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@settings(MANY, max_examples=4)
@given(rotas(most_days=9, most_people=3))
def test_the_rota_is_lawful_or_the_conflict_is_real(plan: Plan) -> None:
    is_lawful_or_contradicts(plan)


@pytest.mark.slow
@pytest.mark.timeout(900)
@MANY
@given(rotas(most_days=9, most_people=3))
def test_very_many_rotas_are_lawful_or_the_conflict_is_real(plan: Plan) -> None:
    is_lawful_or_contradicts(plan)


def is_lawful_or_contradicts(plan: Plan) -> None:
    """What comes back passes the check; else the named rules contradict each other and none of them can be spared."""
    rota = with_settings(plan.rotas[0], cover_minimum=HARD, skill_cover=HARD, supervisor_cover=HARD, free_days=HARD)
    facts = rota_facts(plan, rota, rota.drafts[0])
    try:
        found = solve_by_cpsat(facts, 20)
    except NoRota:
        conflict = find_conflict(facts, 20)
        assert conflict is not None
        assert conflict.minimal
        assert not can_be_kept(facts, conflict.rules)
        for spared in conflict.rules:
            assert can_be_kept(facts, tuple(rule for rule in conflict.rules if rule != spared)), spared
        way = cheapest_relaxations(facts, 1, 20)[0]
        assert way.breaches
    else:
        assert found.check.hard == ()
        assert found.is_proven
        assert find_conflict(facts, 20) is None
