"""Each rule of the tuple finds what breaks it, by its name and at its price; and without it nothing does."""

from __future__ import annotations

import pytest

from planner.model.rota_checks import RotaCheck, check_rota, lines_of
from planner.model.rota_facts import RotaFacts, rota_facts
from planner.model.rota_rule import Binding
from planner.model.rota_rules import RULES
from planner.rota.rules import STATED_RULES
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
