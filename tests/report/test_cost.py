"""What overtime and outsourcing cost, by month and lever, from hours and items made by hand on a run of the engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.model.plan import Plan
from planner.model.results import Result
from planner.model.scenario import CaseloadLimit, Lever, Outsourcing, Overtime, Resource, Scenario
from planner.report.cost import extra_cost
from planner.workspace import simulate_plan
from tests.simulate.small_networks import constant, exponential, figure, officers, plan, stage, team

FUTURES, DAYS = 21, 59
"""January and February 2026."""
FIRST, SECOND = date(2026, 1, 1), date(2026, 2, 1)


def small() -> Plan:
    unit = team(stage("serve", exponential(2), delay=constant(1, "days"), resource="lab"))
    return plan(unit, people=officers(2), resources=(Resource("lab", "Lab", figure(2, "servers")),))


@pytest.fixture(scope="module")
def result() -> Result:
    """Future r works r hours of overtime each day; r items go out in January, and 10 in February."""
    found = simulate_plan(small(), days=DAYS, replications=FUTURES)
    number = np.arange(FUTURES)[:, None]
    hours = np.repeat(number, DAYS, axis=1).astype(np.float32)
    items = np.concatenate([number, np.full_like(number, 10)], axis=1).astype(np.int32)
    (unit,), (lab,) = found.teams, found.resources
    assert unit.overtime.shape == hours.shape
    assert lab.outsourced.shape == items.shape
    return replace(found, teams=(replace(unit, overtime=hours),), resources=(replace(lab, outsourced=items),))


def costs(result: Result, *levers: Lever) -> list[tuple[list[float], float]]:
    """Mean by month and in all, of each lever and at last of all together."""
    found = extra_cost(result, Scenario("s", "S", levers))
    assert [lever for lever, _ in found.levers] == [
        lever for lever in levers if isinstance(lever, Overtime | Outsourcing)
    ]
    parts = [*(cost for _, cost in found.levers), found.together]
    return [(cost.month_mean.tolist(), cost.mean) for cost in parts]


def test_overtime_costs_its_hours(result: Result):
    """Ten hours a day on average: 31 and 28 days at £30."""
    assert costs(result, Overtime("t", 8, FIRST, cost=30)) == [([9300, 8400], pytest.approx(17700))] * 2


def test_the_range_holds_nine_futures_in_ten(result: Result):
    cost = extra_cost(result, Scenario("s", "S", (Overtime("t", 8, FIRST, cost=30),))).together
    assert (cost.low, cost.high) == pytest.approx((1 * DAYS * 30, 19 * DAYS * 30))
    assert cost.month_low.tolist() == [1 * 31 * 30, 1 * 28 * 30]
    assert cost.month_high.tolist() == [19 * 31 * 30, 19 * 28 * 30]


def test_a_lever_costs_on_its_days_only(result: Result):
    (cost, _) = costs(result, Overtime("t", 8, date(2026, 1, 30), date(2026, 2, 2), cost=1))
    assert cost[0] == [20, 20]
    (before, _) = costs(result, Overtime("t", 8, date(2025, 1, 1), date(2025, 12, 31), cost=1))
    assert before[0] == [0, 0]
    (early, _) = costs(result, Overtime("t", 8, date(2025, 12, 31), date(2026, 1, 2), cost=1))
    assert early[0] == [20, 0]


def test_of_two_overtimes_the_later_start_counts(result: Result):
    early, late = Overtime("t", 8, FIRST, cost=1), Overtime("t", 4, date(2026, 1, 30), date(2026, 2, 1), cost=100)
    # In whatever order they are listed, the later one takes over for three days.
    assert costs(result, early, late) == [([290, 270], 560), ([2000, 1000], 3000), ([2290, 1270], 3560)]
    assert costs(result, late, early) == [([2000, 1000], 3000), ([290, 270], 560), ([2290, 1270], 3560)]
    # Of two from the same day, the last in the list.
    assert costs(result, early, replace(early, cost=2))[:2] == [([0, 0], 0), ([620, 560], 1180)]
    assert costs(result, early, early)[:2] == [([0, 0], 0), ([310, 280], 590)]


def test_outsourcing_costs_its_items(result: Result):
    assert costs(result, Outsourcing("lab", 0.5, 20, FIRST, cost=500)) == [([5000, 5000], 10000)] * 2


def test_items_of_a_month_are_divided_between_its_levers(result: Result):
    one = Outsourcing("lab", 0.4, 20, FIRST, cost=100)
    other = Outsourcing("lab", 0.8, 20, date(2026, 2, 15), cost=200)
    # February: 14 days at 0.4 and 14 at 0.8, so a third and two thirds of ten items.
    found = costs(result, one, other)
    assert found[0][0] == pytest.approx([1000, 1000 / 3])
    assert found[1][0] == pytest.approx([0, 4000 / 3])
    assert found[2][0] == pytest.approx([1000, 5000 / 3])


def test_other_levers_and_teams_cost_nothing(result: Result):
    found = extra_cost(
        result, Scenario("s", "S", (CaseloadLimit("t", 3, FIRST), Overtime("elsewhere", 8, FIRST, cost=30)))
    )
    assert found.levers == ()
    assert (found.together.mean, found.together.low, found.together.high) == (0, 0, 0)
    assert found.together.month_mean.tolist() == [0, 0]


def test_a_lever_without_a_price_is_listed_and_free(result: Result):
    assert costs(result, Overtime("t", 8, SECOND), Outsourcing("lab", 1, 20, SECOND)) == [([0, 0], 0)] * 3
