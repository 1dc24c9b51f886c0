"""What may be asked, and what is refused with the field and the rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.model.checks import InvalidPlan
from planner.model.prices import SHIPPED, with_prices
from planner.model.requirement import Hold, Posts, Requirement, Window
from planner.model.scenario import DemandGrowth, Loan, Outsourcing, Overtime, Recruits, Scenario
from planner.model.standard import MEASURE_UNIT, Measure, Standard
from tests.model.small_plans import START, figure

DAY = date(2027, 2, 15)
CASELOAD = Standard("c", "C", "team", Measure.CASELOAD, figure(20, MEASURE_UNIT[Measure.CASELOAD]))
ON_TIME = Standard("o", "O", "team", Measure.ON_TIME, figure(0.9, MEASURE_UNIT[Measure.ON_TIME]), "work")
POSTS = Posts("team", START, 30)
ASKED = Requirement((CASELOAD,), Window.on(DAY), (POSTS,))


def test_a_run_is_as_long_as_its_standards_need():
    """From 2 November to 15 February, and for an on-time share by calendar month to the end of that month."""
    window = Window.on(DAY)
    assert window.days_of(START, CASELOAD) == window.days_of(START, ON_TIME) == 29 + 31 + 31 + 15
    assert window.marks(CASELOAD) == ()
    assert window.marks(ON_TIME) == (date(2027, 1, 16), DAY)
    every = replace(window, hold=Hold.EVERY_DAY)
    assert every.days_of(START, ON_TIME) == 29 + 31 + 31 + 28
    assert every.marks(ON_TIME) == ()


def test_posts_are_levers_that_keep_their_places():
    assert POSTS.lever(3) == Recruits("team", 3, START, 30)
    assert POSTS.begins == date(2026, 12, 2)
    loan = Posts("team", START, end=DAY)
    assert loan.lever(2) == Loan("team", 2, START, DAY)
    growth = DemandGrowth("team", 20, START)
    asked = replace(ASKED, posts=(POSTS, loan), scenario=Scenario("s", "S", (growth,)))
    assert asked.scenario_with((0, 4)).levers == (growth, POSTS.lever(0), loan.lever(4))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"standards": ()}, "at least one standard"),
        ({"standards": (CASELOAD, CASELOAD)}, "each key is used once"),
        ({"posts": ()}, "at least one kind of post"),
        ({"posts": (POSTS,) * 7}, "at most six kinds"),
        ({"probability": 0.4}, "from 0.5 to below 1"),
        ({"probability": 1.0}, "from 0.5 to below 1"),
        ({"pot": -1}, "no or some officers"),
        ({"budget": -1.0}, "0 pounds or more"),
        ({"futures": 49}, "50 to 100,000"),
    ],
)
def test_what_no_requirement_asks(changes, rule):
    with pytest.raises(InvalidPlan, match=rule):
        replace(ASKED, **changes)


def test_what_no_window_and_no_posts_are():
    with pytest.raises(InvalidPlan, match="ends on or after its first day"):
        Window(DAY, START, Hold.EVERY_DAY)
    with pytest.raises(InvalidPlan, match="a window of that day alone"):
        Window(START, DAY)
    with pytest.raises(InvalidPlan, match="above 0 and at most 1"):
        Window(START, DAY, Hold.MONTHS, 0.0)
    with pytest.raises(InvalidPlan, match="1 to 500 posts"):
        replace(POSTS, most=0)
    with pytest.raises(InvalidPlan, match="a loan needs no vetting"):
        replace(POSTS, end=DAY)
    with pytest.raises(InvalidPlan, match="a loan ends on or after its start"):
        Posts("team", DAY, end=START)


def test_a_lever_keeps_its_own_price_and_has_the_lists_otherwise():
    levers = (
        Overtime("team", 4, START),
        Overtime("team", 4, START, cost=9.0),
        Outsourcing("lab", 0.5, 9, START),
        POSTS.lever(1),
    )
    priced = with_prices(Scenario("s", "S", levers), SHIPPED).levers
    # 50,257 pounds over 2,087.14 hours, and a third on top.
    assert priced[0].cost == pytest.approx(50_257 / (365.25 / 7 * 40) * 4 / 3)
    assert priced[0].cost == pytest.approx(32.11, abs=0.01)
    assert (priced[1], priced[3]) == (levers[1], levers[3])
    assert priced[2].cost == 1000.0


def test_a_price_list_knows_its_grades():
    with pytest.raises(InvalidPlan, match="no such grade"):
        replace(SHIPPED, usual_grade="sheriff")
    with pytest.raises(InvalidPlan, match="no such grade"):
        replace(SHIPPED, team_grades=(("polit", "sheriff"),))
    cheaper = replace(SHIPPED, team_grades=(("polit", "staff"),))
    assert (cheaper.grade_of("polit").key, cheaper.grade_of("dpmu").key) == ("staff", "constable")
