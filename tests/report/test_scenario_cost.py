"""A scenario's cost against a spreadsheet worked by hand, and what money buys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.model.assumption import Assumption
from planner.model.people import Origin, Role
from planner.model.prices import SHIPPED, Grade, Prices
from planner.model.requirement import Posts
from planner.model.scenario import DemandGrowth, Loan, Outsourcing, Overtime, Recruits, Scenario
from planner.report.posts_cost import CostKind, payroll, posts_by_day, posts_price, posts_yearly
from planner.report.scenario_cost import bought, efficient, scenario_cost
from tests.model.small_plans import START, figure, small_plan
from tests.storage.sample_results import sample_result

# 36,525 pounds and half as much again is 54,787.50 a year, 150 a day; an hour of 2,087.14 in a year is 17.50, and 23.33
# with a third on top.
PRICES = Prices(
    grades=(
        Grade("one", "One", figure(36_525, "pounds a year"), figure(0.5, "share of pay")),
        Grade("half", "Half", figure(18_262.5, "pounds a year"), figure(0.5, "share of pay")),
    ),
    usual_grade="one",
    recruiting=figure(1000, "pounds each"),
    training=figure(2000, "pounds each"),
    loan_share=figure(0.8, "share of cost"),
    overtime_rate=figure(4 / 3, "times an hour's pay"),
    weekly_hours=figure(40, "hours a week"),
    outsourced_item=figure(500, "pounds each"),
)
RECRUITS = Recruits("team", 2, date(2026, 11, 10), 83)
LOAN = Loan("team", 1, date(2026, 12, 1), date(2027, 1, 15))
OVERTIME = Overtime("team", 4, date(2026, 12, 1), date(2026, 12, 31))
DEARER = Overtime("team", 4, date(2027, 2, 1), cost=50.0)
SENT = Outsourcing("lab", 0.5, 20, date(2026, 12, 1))
# Month by month, November 2026 to March 2027, as in a spreadsheet:
SHEET = {
    # Asked for on 10 November (2 at 1,000); trained on 1 February (2 at 2,000); 28 and 31 days of 2 at 150.
    RECRUITS: (2000, 0, 0, 4000 + 8400, 9300),
    # 31 and 15 days at 120.
    LOAN: (0, 3720, 1800, 0, 0),
    # 2 hours on each of 31 days at 23.33; later 28 and 31 days at 50.
    OVERTIME: (0, 62 * 70 / 3, 0, 0, 0),
    DEARER: (0, 0, 0, 2800, 3100),
    # 3 items a month at 500.
    SENT: (0, 1500, 1500, 1500, 1500),
}


@pytest.fixture(scope="module")
def result():
    """November to March with two hours of overtime on each day and three items sent out in each month."""
    from planner.model.results import ResourceResult
    from planner.model.scenario import Resource
    from tests.simulate.small_networks import figure as plain

    plan = small_plan(resources=(Resource("lab", "Laboratory", plain(1, "servers")),))
    found = sample_result(plan, replications=8, days=150)
    team = replace(found.teams[0], overtime=np.full((8, 150), 2.0, np.float32))
    months = np.full((8, 5), 3, np.int32)
    months[:, 0] = 0
    lab = ResourceResult("lab", np.zeros((8, 150), np.int32), np.zeros((8, 150), np.int32), months)
    return replace(found, teams=(team,), resources=(lab,))


def test_a_spreadsheet_worked_by_hand(result):
    levers = (DemandGrowth("team", 5.0, START), *SHEET)
    found = scenario_cost(result, Scenario("s", "S", levers), PRICES)
    assert found.months == tuple(
        date(year, month, 1) for year, month in ((2026, 11), (2026, 12), (2027, 1), (2027, 2), (2027, 3))
    )
    assert [lever for lever, _ in found.levers] == list(SHEET)
    for lever, cost in found.levers:
        assert cost.month_mean == pytest.approx(SHEET[lever]), lever
        assert cost.mean == pytest.approx(sum(SHEET[lever]))
    columns = np.array(list(SHEET.values())).sum(axis=0)
    assert found.together.month_mean == pytest.approx(columns)
    assert found.together.mean == pytest.approx(42_566.0 + 2 / 3)
    assert found.together.low == pytest.approx(found.together.mean)


def test_the_same_money_by_what_it_is_spent_on(result):
    """The spreadsheet again: a third of what a day in post costs is contributions, as they are half of the pay."""
    lead = Recruits("team", 1, date(2027, 3, 1), role=Role.SUPERVISOR)
    sergeants = Grade("sergeant", "Sergeant", figure(73_050, "pounds a year"), figure(0.25, "share of pay"))
    prices = replace(PRICES, grades=(*PRICES.grades, sergeants))
    found = scenario_cost(result, Scenario("s", "S", (*SHEET, lead)), prices)
    said = {(part.kind, part.role, part.grade): list(part.months) for part in found.parts}
    officer, supervisor = (Role.OFFICER, "one"), (Role.SUPERVISOR, "sergeant")
    assert said == {
        (CostKind.PAY, *officer): pytest.approx([0, 0, 0, 5600, 6200]),
        (CostKind.PAY, *supervisor): pytest.approx([0, 0, 0, 0, 6200]),
        (CostKind.ON_COST, *officer): pytest.approx([0, 0, 0, 2800, 3100]),
        (CostKind.ON_COST, *supervisor): pytest.approx([0, 0, 0, 0, 1550]),
        (CostKind.RECRUITING, *officer): pytest.approx([2000, 0, 0, 0, 0]),
        (CostKind.RECRUITING, *supervisor): pytest.approx([0, 0, 0, 0, 1000]),
        (CostKind.TRAINING, *officer): pytest.approx([0, 0, 0, 4000, 0]),
        (CostKind.TRAINING, *supervisor): pytest.approx([0, 0, 0, 0, 2000]),
        (CostKind.LOAN, *officer): pytest.approx([0, 3720, 1800, 0, 0]),
        (CostKind.OVERTIME, *officer): pytest.approx([0, 62 * 70 / 3, 0, 2800, 3100]),
        (CostKind.OUTSOURCING, None, None): pytest.approx([0, 1500, 1500, 1500, 1500]),
    }
    assert sum(part.months for part in found.parts) == pytest.approx(found.together.month_mean)


def test_what_those_in_post_cost_by_hand():
    """Two officers, one of them half-time from the 11th day on, one on loan for 10 days, and a supervisor."""
    there, later = small_plan().officers
    people = (
        there,
        replace(later, fte=0.5, start=date(2026, 11, 12)),
        replace(there, key="lent", origin=Origin.LOAN, end=date(2026, 11, 11)),
        replace(there, key="lead", role=Role.SUPERVISOR),
    )
    plan = small_plan(officers=people, prices=PRICES)
    said = {(part.kind, part.role): float(part.pounds.sum()) for part in payroll(plan, "team", 40)}
    assert said == {
        (CostKind.PAY, Role.OFFICER): pytest.approx(100 * (40 + 15)),
        (CostKind.ON_COST, Role.OFFICER): pytest.approx(50 * (40 + 15)),
        (CostKind.LOAN, Role.OFFICER): pytest.approx(0.8 * 150 * 10),
        (CostKind.PAY, Role.SUPERVISOR): pytest.approx(100 * 40),
        (CostKind.ON_COST, Role.SUPERVISOR): pytest.approx(50 * 40),
    }


def test_what_lies_outside_the_run_or_in_other_teams_costs_nothing(result):
    before, late = Recruits("team", 3, date(2026, 10, 1), 31), Recruits("team", 3, date(2027, 4, 1))
    found = scenario_cost(result, Scenario("s", "S", (before, late, Recruits("other", 3, START))), PRICES)
    (only,) = found.levers
    # At work from 1 November: trained the day before the run begins, paid on each of its 150 days.
    assert only[0] == before
    assert found.together.mean == pytest.approx(3 * 150 * 150)


def test_lending_officers_relieves_the_team(result):
    found = scenario_cost(result, Scenario("s", "S", (replace(LOAN, count=-1),)), PRICES)
    assert found.together.mean == pytest.approx(-5520)


def test_posts_have_the_grade_that_is_asked_for_or_the_teams():
    posts = (Posts("team", START, 30), Posts("team", START, grade="half"), Posts("team", START, end=date(2026, 11, 11)))
    assert posts_price(posts[:1], (2,), PRICES, START, 40) == pytest.approx(2 * (1000 + 2000 + 10 * 150))
    assert posts_price(posts[1:2], (1,), PRICES, START, 40) == pytest.approx(1000 + 2000 + 40 * 75)
    assert posts_price(posts[2:], (3,), PRICES, START, 40) == pytest.approx(3 * 10 * 120)
    assert posts_yearly(posts, (1, 2, 1), PRICES) == pytest.approx(54_787.5 + 2 * 27_393.75 + 0.8 * 54_787.5)
    cheaper = replace(PRICES, team_grades=(("team", "half"),))
    assert posts_price(posts[:1], (2,), cheaper, START, 40) == pytest.approx(2 * (1000 + 2000 + 10 * 75))


def test_supervisors_are_priced_as_sergeants_where_the_list_has_them():
    lead = Recruits("team", 1, START, role=Role.SUPERVISOR)
    paid = Grade("sergeant", "Sergeant", figure(73_050, "pounds a year"), figure(0, "share of pay"))
    listed = replace(PRICES, grades=(*PRICES.grades, paid))
    assert posts_by_day(lead, listed, START, 40)[1:].tolist() == pytest.approx([200.0] * 39)
    assert posts_by_day(replace(lead, role=Role.OFFICER), listed, START, 40)[1:].tolist() == pytest.approx([150.0] * 39)
    assert posts_by_day(lead, PRICES, START, 40)[1:].tolist() == pytest.approx([150.0] * 39)
    kind = Posts("team", START, role=Role.SUPERVISOR)
    assert posts_price((kind,), (2,), listed, START, 40) == pytest.approx(2 * (3000 + 40 * 200))


def test_what_money_buys():
    found = bought(1000.0, (0.5, 0.75), (0.5, 0.25))
    assert (found.per_standard, found.per_more) == (800.0, 2000.0)
    assert bought(1000.0, (0.5,), (0.5,)).per_more is None
    assert bought(0.0, (0.0,), (0.0,)).per_standard is None


def test_the_frontier():
    options = [(0, 0.1), (10, 0.5), (12, 0.5), (11, 0.4), (20, 0.9), (20, 0.8), (0, 0.1)]
    assert efficient(options) == (True, True, False, False, True, False, True)


def test_every_shipped_price_says_where_it_comes_from():
    figures = [figure for grade in SHIPPED.grades for figure in (grade.pay, grade.on_cost)]
    figures += [entry for name in SHIPPED.__slots__ if isinstance(entry := getattr(SHIPPED, name), Assumption)]
    assert len(figures) == 14
    for entry in figures:
        assert entry.source or entry.rationale.startswith("Your estimate needed.")
    # The employer's contributions were reckoned at the top of the scale: about 74,800 pounds.
    assert SHIPPED.grade("constable").yearly == pytest.approx(74_800, rel=0.001)
