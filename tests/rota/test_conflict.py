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
from planner.model.rota_solution import NoRota, RotaConflict, RuleInstance, Shortage, instance_words
from planner.model.shift import ShiftPattern
from planner.rota.conflict import cheapest_relaxations, find_conflict
from planner.rota.reasons import PinCost, why_not, with_pins
from planner.rota.rota_model import Hardness, RotaModel
from planner.rota.rules import state_rules
from planner.rota.search import solve_by_cpsat, solver_for
from planner.rota.shortage import find_shortages
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
    ways = cheapest_relaxations(facts, conflict)
    assert sorted(breach.rule for way in ways for breach in way.breaches) == ["locked", "rest-between-duties"]
    assert all(way.proven and not way.others for way in ways)


def test_too_many_are_needed_on_a_day_for_all_its_duties_together() -> None:
    plan = rota_plan(*["-" * 7] * 5)
    away = (Unavailability("e", AwayKind.SICK, day(1), day(1)), Unavailability("d", AwayKind.SICK, day(2), day(2)))
    rows = tuple(Cover(kind, kind.capitalize(), (kind,), 2) for kind in ("early", "late"))
    night = Cover("night", "Night", ("night",), 1, weekdays=(1, 3))
    extra = Cover("more", "More nights", ("night",), 2, weekdays=(3,))
    rota = replace(plan.rotas[0], cover=(*rows, night, extra), away=away)
    facts = facts_of(plan, with_settings(rota, cover_minimum=HARD))
    first, second = find_shortages(facts)
    assert first.shortage == Shortage(day(1), 5, 4)
    assert [instance_words(rule) for rule in first.rules] == [
        "Minimum cover on Tue 5 January: Early, at least 2",
        "Minimum cover on Tue 5 January: Late, at least 2",
        "Minimum cover on Tue 5 January: Night, at least 1",
        "Leave, courses and court kept (e) on Tue 5 January: sick",
    ]
    assert second.shortage == Shortage(day(3), 6, 5)
    assert [rule.words for rule in second.rules] == ["Early, at least 2", "Late, at least 2", "More nights, at least 2"]
    for conflict in (first, second):
        assert not can_be_kept(facts, conflict.rules)
        for spared in conflict.rules:
            assert can_be_kept(facts, tuple(rule for rule in conflict.rules if rule != spared)), spared
    found = find_conflict(facts)
    assert found is not None
    assert (found.rules, found.shortage) == (first.rules, first.shortage)


def test_people_with_two_skills_count_once() -> None:
    plan = rota_plan(*["-" * 7] * 3)
    skilled = tuple(
        replace(officer, skills=skills)
        for officer, skills in zip(plan.officers, (("one", "two"), ("one", "two"), (), ()), strict=True)
    )
    rows = (
        Cover("one", "Early with one", ("early",), 1, skill="one", weekdays=(0,)),
        Cover("two", "Late with two", ("late",), 2, skill="two", weekdays=(0,)),
        Cover("all", "Early", ("early",), 1, weekdays=(0,)),
    )
    plan = replace(plan, officers=skilled)
    rota = with_settings(replace(plan.rotas[0], cover=rows), cover_minimum=HARD, skill_cover=HARD)
    (short,) = find_shortages(facts_of(plan, rota))
    assert [rule.words for rule in short.rules] == ["Early with one, at least 1", "Late with two, at least 2"]
    assert short.shortage == Shortage(day(0), 3, 2)


def test_ways_out_relax_only_the_rules_of_the_conflict() -> None:
    plan = rota_plan("EEEEEEEE------", "--------------", cover=(Cover("e", "Early", ("early",), 2),))
    rota = with_settings(plan.rotas[0], duties_in_a_row=HARD)
    line = replace(rota.drafts[0].lines[0], locked=tuple(range(8)))
    locked = replace(rota, drafts=(replace(rota.drafts[0], lines=(line, rota.drafts[0].lines[1])),))
    facts = facts_of(plan, locked, locks=True)
    conflict = find_conflict(facts)
    assert conflict is not None
    ways = cheapest_relaxations(facts, conflict)
    assert ways
    named = {(rule.rule, rule.officer) for rule in (*conflict.rules, *ways[0].others)}
    assert {(breach.rule, breach.officer) for way in ways for breach in way.breaches} <= named
    assert [(breach.rule, breach.officer) for breach in ways[0].breaches] == [("locked", "a")]
    assert ways[0].proven


def test_a_way_out_mends_every_contradiction() -> None:
    plan = rota_plan("LE-----", "LE-----")
    drawn = plan.rotas[0].drafts[0]
    locked = tuple(replace(line, locked=(0, 1)) for line in drawn.lines)
    facts = facts_of(plan, replace(plan.rotas[0], drafts=(replace(drawn, lines=locked),)), locks=True)
    conflict = find_conflict(facts)
    assert conflict is not None
    assert len({rule.officer for rule in conflict.rules}) == 1
    way, *_ = cheapest_relaxations(facts, conflict)
    assert {rule.officer for rule in way.others} == {"a", "b"} - {rule.officer for rule in conflict.rules}
    assert {breach.officer for breach in way.breaches} == {"a", "b"}


def test_the_rest_before_the_first_day_is_stated_although_somebody_has_no_days_before() -> None:
    plan = rota_plan("-------", "-------")
    people = (RotaPerson("a", before=("night",)), RotaPerson("b"))
    facts = facts_of(plan, replace(plan.rotas[0], people=people))
    assert isinstance(find_conflict(with_pins(facts, {("a", 0): "early"})), RotaConflict)


def test_a_pattern_that_is_kept_against_the_rules_of_rest_is_named() -> None:
    plan = rota_plan("-" * 14)
    person = RotaPerson("a", pattern="p", pattern_use=PatternUse.KEPT)
    pattern = ShiftPattern("p", "P", cells("LE-----"), MONDAY)
    facts = facts_of(plan, replace(plan.rotas[0], people=(person,), patterns=(pattern,)))
    conflict = find_conflict(facts)
    assert conflict is not None
    assert sorted(rule.rule for rule in conflict.rules) == ["fixed-pattern", "fixed-pattern", "rest-between-duties"]


def test_where_there_is_a_rota_no_conflict_is_named() -> None:
    facts = facts_of(rota_plan("LLLL---"))
    assert find_conflict(facts) is None


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
    assert forbidden.minimal
    assert [rule.name for rule in forbidden.rules] == ["What you asked for"] * 2 + ["Rest between duties"]


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
        way = cheapest_relaxations(facts, conflict, 1, 20)[0]
        assert way.breaches
        named = {(rule.rule, rule.officer) for rule in (*conflict.rules, *way.others)}
        assert {(breach.rule, breach.officer) for breach in way.breaches} <= named
    else:
        assert found.check.hard == ()
        assert found.is_proven
        assert find_conflict(facts, 20) is None
