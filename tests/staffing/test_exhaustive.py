"""The fewest officers by search and by looking at every choice, on 50 random small plans."""

from __future__ import annotations

from itertools import product

import pytest

from planner.model.plan import Plan
from planner.model.prices import SHIPPED
from planner.model.requirement import CannotBeMet, Requirement
from planner.report.posts_cost import posts_price
from planner.workspace import require_officers, simulate_plan
from planner.workspace.requirement import levels_of, run_days, run_marks
from tests.staffing.random_requirements import random_requirement

PLANS = 50


def share(plan: Plan, asked: Requirement, counts: tuple[int, ...], futures: int, seed: int) -> float:
    """The share of the futures in which the standards hold with so many officers, by plain counting."""
    days = run_days(plan, asked.standards, asked.window)
    marks = run_marks(asked.standards, asked.window)
    result = simulate_plan(plan, asked.scenario_with(counts), days=days, replications=futures, seed=seed, marks=marks)
    return float(levels_of(result, asked.standards, asked.window).met.all(axis=0).mean())


def by_brute_force(plan: Plan, asked: Requirement) -> int | None:
    """The fewest officers of every choice that pot and budget allow, each played in all of the futures; None when none
    is enough."""
    choices = product(*(range(posts.most + 1) for posts in asked.posts))
    paid = (asked.window.last - plan.start).days + 1
    enough = [
        sum(counts)
        for counts in choices
        if (asked.pot is None or sum(counts) <= asked.pot)
        and (asked.budget is None or posts_price(asked.posts, counts, SHIPPED, plan.start, paid) <= asked.budget)
        and share(plan, asked, counts, asked.futures, asked.seed) >= asked.probability - 1e-9
    ]
    return min(enough, default=None)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("first", range(0, PLANS, 10))
def test_search_and_brute_force_agree(first):
    answers = []
    for number in range(first, first + 10):
        plan, asked = random_requirement(number)
        expected = by_brute_force(plan, asked)
        try:
            found = require_officers(plan, asked)
        except CannotBeMet:
            assert expected is None, number
            continue
        assert found.verdict.officers == expected, number
        assert found.fewest <= expected <= found.most
        answers.append(expected)
    # The plans ask for something: answers differ and are neither nothing nor everything.
    assert len(set(answers)) >= 3
    assert sum(1 <= answer <= 7 for answer in answers) >= 5


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_stated_range_holds_in_other_futures():
    """One kind of posts: fewer than the range says are not enough, the most are, in 2,000 futures of another seed."""
    wrong = looked_at = 0
    for number in range(PLANS):
        plan, asked = random_requirement(number)
        if len(asked.posts) > 1:
            continue
        try:
            found = require_officers(plan, asked)
        except CannotBeMet:
            continue
        if found.fewest > 0:
            looked_at += 1
            wrong += share(plan, asked, (found.fewest - 1,), 2000, 2) >= asked.probability
        looked_at += 1
        wrong += share(plan, asked, (found.most,), 2000, 2) < asked.probability
    assert looked_at >= 50
    assert wrong <= 0.05 * looked_at
