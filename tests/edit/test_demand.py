"""Growth cases, events and counts are changed as the user says, and what is refused is refused whole."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date

import pytest

from planner.edit import demand
from planner.edit.demand import (
    UNDO_NAMES,
    move_event,
    pin_event,
    put_factor,
    put_growth_case,
    remove_event,
    remove_factor,
    remove_growth_case,
    set_count,
    set_override,
)
from planner.model.checks import InvalidPlan
from planner.model.demand import DemandEvent, DemandHistory
from planner.model.growth import Compound, GrowthCase, ManualPoints, Step, VolumeDriver
from planner.model.period import Period
from planner.model.plan import Plan
from planner.model.scenario import ForecastDemand, Scenario
from tests.model.small_plans import band, small_plan, small_team

DAY = date(2026, 3, 1)
RISE, DROP = Step(10, DAY, "new duty"), Step(-5, DAY, "less duty")
CASE = GrowthCase("team", "rise", "Rise", (RISE,))


@pytest.fixture
def plan() -> Plan:
    teams = (small_team(bands=(band("high", 0.5), band("low", 0.5))),)
    histories = (DemandHistory("team", "high", date(2025, 1, 1), (4, 5, None), "Monthly return"),)
    return small_plan(
        teams=teams, officers=(), cases=(), histories=histories, growth_cases=(CASE, replace(CASE, key="other"))
    )


def test_a_growth_case_is_added_or_takes_the_place_of_its_own(plan: Plan):
    assert put_growth_case(plan, replace(CASE, key="third")).growth_cases[2].key == "third"
    renamed = replace(CASE, name="Steep")
    assert [case.name for case in put_growth_case(plan, renamed).growth_cases] == ["Steep", "Rise"]


def test_a_growth_case_goes_unless_a_scenario_follows_it(plan: Plan):
    assert [case.key for case in remove_growth_case(plan, "team", "rise").growth_cases] == ["other"]
    followed = replace(plan, scenarios=(Scenario("as-forecast", "As forecast", (ForecastDemand("team", "rise"),)),))
    with pytest.raises(InvalidPlan, match="“As forecast” follows this growth case"):
        remove_growth_case(followed, "team", "rise")
    assert len(remove_growth_case(followed, "team", "other").growth_cases) == 1
    with pytest.raises(InvalidPlan, match="no such growth case"):
        remove_growth_case(plan, "team", "none")


def test_parts_of_a_growth_case(plan: Plan):
    both = put_factor(plan, "team", "rise", DROP)
    assert both.growth_cases[0].factors == (RISE, DROP)
    yearly = Compound(8, DAY, "as elsewhere")
    changed = put_factor(both, "team", "rise", yearly, 0)
    assert changed.growth_cases[0].factors == (yearly, DROP)
    assert remove_factor(changed, "team", "rise", 0).growth_cases[0].factors == (DROP,)
    assert changed.growth_cases[1] is plan.growth_cases[1]
    for at in (-1, 2):
        with pytest.raises(InvalidPlan, match="has 2 parts"):
            remove_factor(changed, "team", "rise", at)
        with pytest.raises(InvalidPlan, match="has 2 parts"):
            put_factor(changed, "team", "rise", RISE, at)


@pytest.mark.parametrize(
    "override", [ManualPoints(((DAY, 20.0),), "ours"), VolumeDriver("Leads", 30, 1000, ((DAY, 2000.0),), "ours"), None]
)
def test_the_course_of_a_growth_case(plan: Plan, override):
    before = set_override(plan, "team", "other", ManualPoints(((DAY, 1.0),), "first"))
    assert set_override(before, "team", "other", override).growth_cases[1].override == override


def test_events_are_pinned_in_the_order_of_their_days_moved_and_removed(plan: Plan):
    late, early = DemandEvent(date(2025, 6, 1), "late", "team"), DemandEvent(date(2025, 2, 1), "early")
    both = pin_event(pin_event(plan, late), early)
    assert both.events == (early, late)
    assert pin_event(both, replace(late, reason="why")).events == (early, replace(late, reason="why"))
    moved = move_event(both, early, date(2025, 7, 1))
    assert moved.events == (late, replace(early, on=date(2025, 7, 1)))
    assert move_event(both, late, late.on).events == both.events
    assert move_event(both, early, late.on).events[0].on == late.on
    taken = pin_event(both, replace(late, on=date(2025, 9, 1)))
    with pytest.raises(InvalidPlan, match="an event on this day already"):
        move_event(taken, late, date(2025, 9, 1))
    assert remove_event(both, early).events == (late,)
    with pytest.raises(InvalidPlan, match="no such event"):
        remove_event(plan, early)


def test_a_count_is_set_and_the_source_says_so(plan: Plan):
    changed = set_count(plan, "team", "high", date(2025, 2, 14), 9).histories[0]
    assert changed.counts == (4, 9, None)
    assert changed.source == "Monthly return; counts set by hand"
    again = set_count(replace(plan, histories=(changed,)), "team", "high", date(2025, 1, 31), None).histories[0]
    assert (again.counts, again.source) == ((None, 9, None), changed.source)
    assert set_count(plan, "team", "high", date(2025, 1, 9), 4).histories == plan.histories


@pytest.mark.parametrize(
    ("day", "start", "counts"),
    [
        (date(2025, 5, 9), date(2025, 1, 1), (4, 5, None, None, 7)),
        (date(2024, 11, 30), date(2024, 11, 1), (7, None, 4, 5, None)),
    ],
)
def test_a_history_is_made_longer_with_gaps(plan: Plan, day: date, start: date, counts: tuple[int | None, ...]):
    changed = set_count(plan, "team", "high", day, 7).histories[0]
    assert (changed.start, changed.counts) == (start, counts)


def test_a_band_without_a_history_begins_one_by_the_periods_of_its_team(plan: Plan):
    made = set_count(plan, "team", "low", date(2025, 4, 9), 3).histories[1]
    assert made == DemandHistory("team", "low", date(2025, 4, 1), (3,), "Counts set by hand")
    weekly = DemandHistory("team", "high", date(2025, 1, 6), (4,), period=Period.WEEK)
    made = set_count(replace(plan, histories=(weekly,)), "team", "low", date(2025, 4, 9), 3).histories[1]
    assert (made.start, made.period) == (date(2025, 4, 7), Period.WEEK)
    with pytest.raises(InvalidPlan, match="zero or more"):
        set_count(plan, "team", "low", date(2025, 4, 9), -3)


def test_every_change_has_a_name_in_the_undo_menu():
    changes = {
        function
        for name, function in inspect.getmembers(demand, inspect.isfunction)
        if function.__module__ == demand.__name__ and not name.startswith("_")
    }
    assert set(UNDO_NAMES) == changes
    assert len(set(UNDO_NAMES.values())) == len(changes)
