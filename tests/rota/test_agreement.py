"""The solver and the independent check state each rule by themselves, and price any rota alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from planner.model.plan import Plan
from planner.model.rota_checks import LINE_CHECKS, check_rota, lines_of
from planner.model.rota_facts import RotaFacts, rota_facts
from planner.model.rota_rules import RULES
from planner.rota.rota_model import RotaModel
from planner.rota.rules import STATED_RULES, StatedRule, state_rules
from planner.rota.search import solver_for
from tests.rota.random_rotas import all_priced, rotas


def priced_by_solver(
    facts: RotaFacts, lines: dict[str, tuple[str, ...]], rules: tuple[StatedRule, ...] = STATED_RULES
) -> int | None:
    """What the solver says that these very lines cost; None when it says that they break a hard rule."""
    model = RotaModel(facts)
    state_rules(model, rules)
    for place, person in enumerate(facts.people):
        for day, cell in enumerate(lines[person.key]):
            model.cp.add(model.cells[place][day][cell] == 1)
    model.minimise()
    solver = solver_for(20)
    solver.parameters.num_workers = 1
    status = solver.solve(model.cp)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def test_every_rule_is_stated_twice() -> None:
    stated = [rule.key for rule in STATED_RULES]
    assert stated == list(RULES)
    cover = {key for key in RULES if "cover" in key} | {"double-crewing"}
    assert set(LINE_CHECKS) == set(RULES) - cover


MANY = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(MANY, max_examples=10)


@FEW
@given(rotas(), st.integers(-2, 8), st.booleans())
def test_any_lines_have_the_same_price(plan: Plan, told: int, locked: bool) -> None:
    priced_alike(plan, told, locked)


@pytest.mark.slow
@pytest.mark.timeout(900)
@MANY
@given(rotas(), st.integers(-2, 8), st.booleans())
def test_very_many_lines_have_the_same_price(plan: Plan, told: int, locked: bool) -> None:
    priced_alike(plan, told, locked)


def priced_alike(plan: Plan, told: int, locked: bool) -> None:
    rota = all_priced(plan.rotas[0])
    draft = rota.drafts[0]
    today = rota.start.fromordinal(rota.start.toordinal() + told)
    facts = rota_facts(plan, rota, draft if locked else None, today)
    check = check_rota(facts, lines_of(draft.lines))
    found = priced_by_solver(facts, lines_of(draft.lines))
    hard = Counter(breach.rule for breach in check.hard)
    assert found == (None if hard else check.price), (hard, check.breaches)


@FEW
@given(rotas())
def test_hard_rules_forbid_what_the_check_calls_hard(plan: Plan) -> None:
    rota = replace(plan.rotas[0], publications=())
    facts = rota_facts(plan, rota)
    lines = lines_of(rota.drafts[0].lines)
    check = check_rota(facts, lines)
    assert priced_by_solver(facts, lines) == (None if check.hard else check.price), check.breaches


@settings(MANY, max_examples=30)
@given(rotas(), st.data())
@pytest.mark.slow
def test_a_painted_cell_is_checked_by_its_line_and_its_day(plan: Plan, data: st.DataObject) -> None:
    rota = all_priced(plan.rotas[0])
    facts = rota_facts(plan, rota)
    lines = lines_of(rota.drafts[0].lines)
    officer, day = data.draw(st.sampled_from(sorted(lines))), data.draw(st.integers(0, rota.days - 1))
    cell = data.draw(st.sampled_from(sorted(facts.kinds)))
    painted = lines | {officer: tuple(cell if at == day else was for at, was in enumerate(lines[officer]))}
    assert check_rota(facts, lines).repainted(painted, [officer], [day]) == check_rota(facts, painted)
