"""Each rule of the tuple finds what breaks it, by its name and at its price; and without it nothing does."""

from __future__ import annotations

import pytest

from planner.model.rota_checks import RotaCheck, check_rota, lines_of
from planner.model.rota_facts import RotaFacts, rota_facts
from planner.model.rota_people import AwayKind, Unavailability
from planner.model.rota_rule import Binding
from planner.model.rota_rules import RULES
from planner.rota.rules import STATED_RULES
from planner.rota.translation import Translation
from tests.model.small_rotas import day
from tests.rota.rule_examples import EXAMPLES, Example
from tests.rota.test_agreement import priced_by_solver

IDS = [f"{example.rule}-{number}" for number, example in enumerate(EXAMPLES)]


def checked(example: Example) -> tuple[RotaFacts, RotaCheck]:
    plan = example.plan()
    rota = plan.rotas[0]
    facts = rota_facts(plan, rota, rota.drafts[-1] if example.locked else None, example.told)
    return facts, check_rota(facts, lines_of(rota.drafts[0].lines))


def test_there_is_an_example_for_every_rule() -> None:
    assert {example.rule for example in EXAMPLES} == set(RULES) == {stated.key for stated in STATED_RULES}
    for stated in STATED_RULES:
        assert stated.rule is RULES[stated.key]
        assert stated.statement.__doc__


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_the_check_finds_it(example: Example) -> None:
    _, check = checked(example)
    assert {breach.rule for breach in check.breaches} == {example.rule}
    for breach in check.breaches:
        assert breach.name == RULES[example.rule].name
        assert breach.words
        assert breach.hard is (RULES[example.rule].binding is Binding.HARD)
    assert check.price == (0 if check.hard else 7 * example.units)


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_the_solver_is_told_it(example: Example) -> None:
    """With the rule these lines cost what the check says, or are refused; told all other rules they cost nothing."""
    facts, check = checked(example)
    lines = lines_of(facts.rota.drafts[0].lines)
    assert priced_by_solver(facts, lines) == (None if check.hard else check.price)
    others = tuple(stated for stated in STATED_RULES if stated.key != example.rule)
    assert priced_by_solver(facts, lines, others) == 0


@pytest.mark.parametrize(("kind", "price"), [(None, 7), (AwayKind.LEAVE, 0), (AwayKind.SICK, 0), (AwayKind.COURT, 0)])
def test_a_lone_day_off_that_falls_on_leave_costs_nothing(kind: AwayKind | None, price: int) -> None:
    """Nor on sickness, which is no rest day, nor in court, which is no day off: for the check, the solver and lines."""
    away = () if kind is None else (Unavailability("a", kind, day(1), day(1)),)
    facts, check = checked(Example("rest-in-blocks", ("E-E----",), rota={"away": away}))
    lines = lines_of(facts.rota.drafts[0].lines)
    assert check.price == price
    assert priced_by_solver(facts, lines) == price
    translation = Translation(facts)
    assert translation.problem.cost(translation.rota(lines)) == price
