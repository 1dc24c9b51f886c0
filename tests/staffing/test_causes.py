"""A difference split among its causes: against every order played out, by hand, and to the last digit."""

from __future__ import annotations

import math
from datetime import timedelta
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest

from planner.model.checks import InvalidPlan
from planner.model.explanation import ChanceOf, Change, MeanOf
from planner.model.precision import Quantity
from planner.model.progress import Cancelled
from planner.model.requirement import Hold, Window
from planner.model.scenario import DemandGrowth, EffortChange, Loan, Overtime, Recruits, Scenario, VisitInterval
from planner.model.standard import MEASURE_UNIT, Measure, Standard
from planner.staffing.causes import split
from planner.staffing.changes import changes, mixed
from planner.workspace import explain_difference, simulate_plan
from tests.model.small_plans import figure
from tests.simulate.small_networks import START, case_managers, differing

GROWTH = DemandGrowth("t", 40.0, START, 60)
RECRUITS = Recruits("t", 3, START, 10)
OVERTIME = Overtime("t", 5.0, START)
EFFORT = EffortChange("t", -15.0, START)
FOUR = Scenario("four", "Four", (GROWTH, RECRUITS, OVERTIME, EFFORT))
DAY = START + timedelta(days=120)


def game(causes: int, seed: int = 5, futures: int = 20):
    """Any values whatever, the same for the same combination."""
    weights = np.random.default_rng(seed).normal(size=(2**causes, futures))
    return lambda made: weights[sum(1 << cause for cause in made)]


def by_orders(causes: int, value) -> list[Fraction]:
    """What each cause adds, in the mean of every order there is, in exact numbers."""
    found = [Fraction()] * causes
    for order in permutations(range(causes)):
        for place, cause in enumerate(order):
            with_it, without = (frozenset(order[: place + more]) for more in (1, 0))
            found[cause] += Fraction(float(value(with_it).mean())) - Fraction(float(value(without).mean()))
    return [total / math.factorial(causes) for total in found]


@pytest.mark.parametrize("causes", range(1, 7))
def test_it_is_the_mean_over_every_order(causes):
    value = game(causes)
    found = split(causes, value)
    assert found.amounts == pytest.approx([float(amount) for amount in by_orders(causes, value)], rel=1e-13, abs=1e-13)
    assert math.fsum(found.amounts) == found.after - found.before
    assert found.runs == 2**causes
    assert found.orders is None


def test_the_amounts_add_up_to_the_last_bit():
    for seed in range(200):
        scale = 10.0 ** (seed % 9)
        value = game(4, seed)
        found = split(4, lambda made, value=value, scale=scale: value(made) * scale)
        assert sum(found.amounts) == sum(reversed(found.amounts)) == found.after - found.before
        assert found.after == pytest.approx(float(value(frozenset(range(4))).mean()) * scale, rel=1e-9)


def test_two_causes_worked_by_hand():
    """Demand alone adds 10, officers alone take 4, both together add 1: (10 + (1 + 4)) / 2 and (-4 + (1 - 10)) / 2."""
    means = {(): 100.0, (0,): 110.0, (1,): 96.0, (0, 1): 101.0}
    luck = np.array([-1.0, 0.0, 1.0])
    found = split(2, lambda made: means[tuple(sorted(made))] + luck * len(made))
    assert found.amounts == (7.5, -6.5)
    # Each adds 0 or 1 times the luck on its way in, so its standard error is that of the luck.
    assert found.errors == pytest.approx((1 / math.sqrt(3), 1 / math.sqrt(3)))


def test_what_does_nothing_is_given_nothing():
    def value(made):
        return np.array([1.0, 2.0]) + (5.0 if 0 in made else 0.0)

    assert split(3, value).amounts == (5.0, 0.0, 0.0)


@pytest.mark.slow
def test_sampled_orders_add_up_and_state_their_error():
    """Eight causes, of which pairs work together: over 60 samplings the amounts are as far off as the errors say."""
    pulls = np.random.default_rng(9).normal(size=(8, 8))

    def value(made):
        chosen = sorted(made)
        return np.full(2, pulls[np.ix_(chosen, chosen)].sum() + np.prod([1.5] * len(chosen)))

    assert split(8, value).orders == 24
    truth = np.diag(pulls) + ((pulls + pulls.T).sum(axis=1) - 2 * np.diag(pulls)) / 2 + (1.5**8 - 1) / 8
    ratios = []
    for seed in range(60):
        found = split(8, value, orders=24, seed=seed)
        assert math.fsum(found.amounts) == found.after - found.before
        ratios += list((np.array(found.amounts) - truth) / np.array(found.errors))
    assert 0.7 < math.sqrt(np.mean(np.square(ratios))) < 1.4


def test_an_order_and_its_reverse_are_exact_for_causes_that_work_in_pairs():
    pulls = np.random.default_rng(4).normal(size=(7, 7))
    found = split(7, lambda made: np.full(2, pulls[np.ix_(sorted(made), sorted(made))].sum()), orders=4)
    expected = (pulls.sum(axis=0) + pulls.sum(axis=1)) / 2
    assert found.amounts == pytest.approx(expected.tolist())
    assert max(found.errors) < 1e-9


def test_changes_are_what_goes_what_comes_and_what_says_something_else():
    before = (GROWTH, RECRUITS, OVERTIME)
    after = (Recruits("t", 5, START, 10), OVERTIME, EFFORT)
    found = changes(before, after)
    assert found == (Change(GROWTH, None), Change(RECRUITS, after[0]), Change(None, EFFORT))
    assert changes(before, before) == ()
    assert changes((VisitInterval("t", 30, START, "a"),), (VisitInterval("t", 30, START, "b"),)) != ()


def test_the_ends_are_the_scenarios_and_levers_keep_their_places():
    before = (GROWTH, RECRUITS, OVERTIME)
    after = (Loan("t", 1, START, DAY), Recruits("t", 5, START, 10), OVERTIME)
    found = changes(before, after)
    assert mixed(before, after, found, (), START) == before
    assert mixed(before, after, found, range(len(found)), START) == after
    without_growth = mixed(before, after, found, {0}, START)
    assert without_growth[1:3] == (RECRUITS, OVERTIME)
    assert isinstance(without_growth[0], DemandGrowth) and without_growth[0].percent == 0
    assert mixed(before, after, found, {1}, START)[1] == after[1]


def test_what_stands_in_for_a_lever_does_nothing():
    plan = case_managers()
    still = Scenario("s", "S", (DemandGrowth("t", 0.0, START, 0), DemandGrowth("t", 0.0, START, 0)))
    runs = [simulate_plan(plan, scenario, days=60, replications=3) for scenario in (None, still)]
    assert differing(*runs) == []


def test_four_levers_of_a_plan_are_split_as_every_order_says():
    plan, futures = case_managers(), 12
    subject = MeanOf(Quantity.OPEN, "t", DAY)
    found = explain_difference(plan, None, FOUR, subject, futures=futures)
    days = (DAY - START).days + 1

    def value(made):
        still = DemandGrowth("t", 0.0, START, 0)
        levers = tuple(lever if place in made else still for place, lever in enumerate(FOUR.levers))
        result = simulate_plan(plan, Scenario("x", "X", levers), days=days, replications=futures)
        return result.team("t").open[:, -1].astype(float)

    kept = {frozenset(made): value(made) for size in range(5) for made in permutations(range(4), size)}
    expected = by_orders(4, lambda made: kept[frozenset(made)])
    amounts = {type(term.change.after): term.amount for term in found.terms}
    for lever, amount in zip(FOUR.levers, expected, strict=True):
        assert amounts[type(lever)] == pytest.approx(float(amount), rel=1e-9)
    assert math.fsum(term.amount for term in found.terms) == found.after - found.before
    assert found.after == pytest.approx(kept[frozenset(range(4))].mean(), rel=1e-12)
    assert amounts[DemandGrowth] > 0 > amounts[Recruits]


def test_a_chance_and_an_on_time_share_are_split_too():
    plan = case_managers()
    standard = Standard("s", "S", "t", Measure.CASELOAD, figure(31, MEASURE_UNIT[Measure.CASELOAD]))
    two = Scenario("two", "Two", (GROWTH, RECRUITS))
    for subject in (
        ChanceOf(standard, Window(START, DAY, Hold.MONTHS, 0.5)),
        MeanOf(Quantity.ON_TIME, "t", DAY, "s0"),
        MeanOf(Quantity.OVERDUE, "t", DAY, band="b1"),
    ):
        found = explain_difference(plan, None, two, subject, futures=10)
        assert math.fsum(term.amount for term in found.terms) == found.after - found.before
        assert found.runs == 4
    share = explain_difference(plan, None, two, MeanOf(Quantity.ON_TIME, "t", DAY, "s0"), futures=10)
    result = simulate_plan(plan, days=(DAY - START).days + 1, replications=10).team("t")
    by_future = result.met[:, 0].sum(axis=(1, 2)) / result.due[:, 0].sum(axis=(1, 2))
    assert share.before == pytest.approx(by_future.mean())


def test_nothing_to_explain_and_cancel():
    plan, subject = case_managers(), MeanOf(Quantity.OPEN, "t", DAY)
    with pytest.raises(InvalidPlan, match="nothing to explain"):
        explain_difference(plan, FOUR, FOUR, subject)
    with pytest.raises(InvalidPlan, match="no such band"):
        explain_difference(plan, None, FOUR, MeanOf(Quantity.OVERDUE, "t", DAY, band="b9"))
    with pytest.raises(InvalidPlan, match="a day lies in"):
        explain_difference(plan, None, FOUR, MeanOf(Quantity.OPEN, "t", START - timedelta(days=1)))

    def progress(done: int, total: int) -> None:
        assert 0 <= done < total == 16
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        explain_difference(plan, None, FOUR, subject, futures=2, progress=progress)
