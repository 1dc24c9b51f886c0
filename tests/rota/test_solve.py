"""A rota is found at once and made better; lines are a relaxation of it; Cancel keeps the best."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from planner.model.plan import Plan
from planner.model.progress import Cancelled
from planner.model.rota_checks import check_rota, lines_of
from planner.model.rota_facts import rota_facts
from planner.model.rota_solution import NoRota, RotaNews
from planner.rota.columns import prepare
from planner.rota.line_faults import rota_faults
from planner.rota.rota_model import RotaModel
from planner.rota.rules import state_rules
from planner.rota.search import Best, find_lawful
from planner.rota.solve import RotaSolver, solve_rota
from planner.rota.translation import Translation
from planner.workspace import demo_plan
from tests.model.small_rotas import rota_plan
from tests.rota.random_rotas import all_priced, rotas


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(rotas())
def test_lines_never_cost_more_than_the_rota_and_allow_whatever_is_lawful(plan: Plan) -> None:
    for rota in (plan.rotas[0], all_priced(plan.rotas[0])):
        facts = rota_facts(plan, rota)
        lines = lines_of(rota.drafts[0].lines)
        check = check_rota(facts, lines)
        translation = Translation(facts)
        numbers = translation.rota(lines)
        assert translation.cells(numbers) == lines
        if not check.hard:
            assert rota_faults(translation.problem, numbers) == []
            assert translation.problem.cost(numbers) <= check.price


def test_what_is_given_back_is_never_dearer_than_a_lawful_start() -> None:
    plan = rota_plan(*["EEEEE--" * 4, "LLLLL--" * 4] * 8)
    facts = rota_facts(plan, plan.rotas[0])
    start = lines_of(plan.rotas[0].drafts[0].lines)
    check = check_rota(facts, start)
    assert check.hard == ()
    for solver in RotaSolver:
        assert solve_rota(facts, 0.2, start=start, solver=solver).price <= check.price


def test_the_first_rota_is_lawful_and_cancel_keeps_it() -> None:
    plan = rota_plan("EEEEE--", "LLLLL--")
    facts = rota_facts(plan, plan.rotas[0])
    heard: list[RotaNews] = []

    def stop(news: RotaNews) -> None:
        heard.append(news)
        if news.price is not None:
            raise Cancelled

    found = solve_rota(facts, 20, stop, solver=RotaSolver.CPSAT)
    assert found.check.hard == ()
    assert found.seconds < 15
    assert heard[-1].price is not None


class Canceller:
    """Hears a search, cancels it after so many seconds, and notes how often and on which thread it is told."""

    def __init__(self, after: float) -> None:
        self.after, self.told, self.threads = after, 0, {threading.get_ident()}
        self.cancelled: float | None = None

    def __call__(self, news: RotaNews) -> None:
        self.told += 1
        self.threads.add(threading.get_ident())
        if news.price is not None and news.seconds > self.after:
            self.cancelled = news.seconds
            raise Cancelled


@pytest.mark.slow
@pytest.mark.parametrize(
    ("solver", "after"), [(RotaSolver.CPSAT, 6.0), (RotaSolver.BOTH, 4.0), (RotaSolver.BOTH, 12.0)]
)
def test_cancel_is_felt_at_once_in_the_midst_of_a_search(solver: RotaSolver, after: float) -> None:
    """A real search of a quarter; half a second on a quiet machine, here with room for a busy one."""
    prepare()
    plan = demo_plan()
    heard = Canceller(after)
    found = solve_rota(rota_facts(plan, plan.rotas[0]), 120, heard, solver=solver)
    assert found.check.hard == ()
    assert heard.cancelled is not None
    assert found.seconds - heard.cancelled < 2
    assert heard.told > 5
    assert len(heard.threads) == 1, "whoever asked is told on their own thread"


def test_a_rota_that_cannot_be_is_said_with_its_conflict() -> None:
    plan = rota_plan("LE-----")
    rota: Any = plan.rotas[0]
    from planner.edit.rota import lock

    rota = lock(plan, "r", "d", [("a", 0), ("a", 1)]).rotas[0]
    with pytest.raises(NoRota, match="No rota keeps these rules together: ") as caught:
        solve_rota(rota_facts(plan, rota, rota.drafts[0]), 20, solver=RotaSolver.CPSAT)
    assert caught.value.conflict is not None
    assert len(caught.value.conflict.rules) == 3


@pytest.mark.slow
def test_the_rota_of_the_demo_plan_is_lawful_in_seconds() -> None:
    """14 people, 13 weeks, all rules: the first lawful rota takes about a second, here with room for a busy machine."""
    plan = demo_plan()
    rota = plan.rotas[0]
    facts = rota_facts(plan, rota)
    best = Best()
    find_lawful(facts, best, 30)
    assert best.first_seconds < 10
    found = solve_rota(facts, 20)
    assert found.check.hard == ()
    assert best.price is not None
    assert found.price < best.price


def test_cancel_is_heard_while_the_rules_are_being_stated() -> None:
    plan = rota_plan(*["EEEEE--" * 4] * 8)
    facts = rota_facts(plan, plan.rotas[0])
    asked: list[int] = []

    def goes_on() -> bool:
        asked.append(1)
        return len(asked) < 3

    cut_short, whole = RotaModel(facts), RotaModel(facts)
    state_rules(cut_short, goes_on=goes_on)
    state_rules(whole)
    assert len(asked) > 2
    assert len(cut_short.cp.proto.constraints) < len(whole.cp.proto.constraints) / 2

    def refuse(_: RotaNews) -> None:
        raise Cancelled

    start = lines_of(plan.rotas[0].drafts[0].lines)
    assert solve_rota(facts, 60, refuse, start=start, solver=RotaSolver.CPSAT).lines == start
