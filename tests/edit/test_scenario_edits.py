"""Scenarios are added, replaced and removed; a locked one stays as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.edit.plans import rename
from planner.edit.scenarios import lock_scenario, put_scenario, remove_scenario
from planner.model.assumption import Assumption
from planner.model.checks import InvalidPlan
from planner.model.duration import Duration, Shape
from planner.model.plan import Plan
from planner.model.scenario import DemandGrowth, Scenario
from planner.model.team import Band, Outcome, Ramp, Route, Stage, Team


@pytest.fixture
def plan() -> Plan:
    """One small team and two scenarios, the second locked."""

    def figure(value: float, unit: str) -> Assumption:
        return Assumption(value, unit)

    effort = Duration(Shape.CONSTANT, (figure(8.0, "hours"),))
    team = Team(
        "polit",
        "POLIT",
        (Band("all", "All", figure(1.0, "share")),),
        (Stage("enquire", "Enquire", effort, (Route("closed", figure(1.0, "probability")),)),),
        (Outcome("closed", "Closed"),),
        referrals_per_month=figure(20.0, "cases a month"),
        establishment=figure(6.0, "FTE"),
        caseload_limit=figure(30.0, "cases"),
        weekly_hours=figure(40.0, "hours a week"),
        ramp=Ramp(figure(0.5, "share"), figure(90.0, "days")),
        leaver_rate=figure(0.0, "share a year"),
        handover_hours=figure(0.0, "hours"),
    )
    scenarios = (Scenario("base", "Base"), Scenario("agreed", "Agreed", locked=True), Scenario("last", "Last"))
    return Plan("Small", date(2026, 11, 1), (team,), scenarios=scenarios)


GROWTH = DemandGrowth("polit", 70.0, date(2026, 12, 1))


def test_a_new_scenario_comes_last(plan: Plan) -> None:
    after = put_scenario(plan, Scenario("growth", "Growth", (GROWTH,)))
    assert after.scenarios == (*plan.scenarios, Scenario("growth", "Growth", (GROWTH,)))
    assert after.teams is plan.teams


def test_a_known_scenario_keeps_its_place(plan: Plan) -> None:
    after = put_scenario(plan, Scenario("base", "Base with growth", (GROWTH,)))
    assert [scenario.key for scenario in after.scenarios] == ["base", "agreed", "last"]
    assert after.scenario("base").levers == (GROWTH,)


def test_a_scenario_is_removed(plan: Plan) -> None:
    assert [scenario.key for scenario in remove_scenario(plan, "base").scenarios] == ["agreed", "last"]


def test_a_locked_scenario_is_not_changed(plan: Plan) -> None:
    with pytest.raises(InvalidPlan, match=r"scenarios\[agreed\].*a locked scenario is not changed"):
        put_scenario(plan, Scenario("agreed", "Other"))
    with pytest.raises(InvalidPlan, match="a locked scenario is not changed"):
        put_scenario(plan, replace(plan.scenario("agreed"), locked=False))
    with pytest.raises(InvalidPlan, match="a locked scenario is not changed"):
        remove_scenario(plan, "agreed")


def test_a_scenario_is_locked_and_unlocked(plan: Plan) -> None:
    opened = lock_scenario(plan, "agreed", locked=False)
    assert put_scenario(opened, Scenario("agreed", "Other")).scenario("agreed").name == "Other"
    assert lock_scenario(opened, "agreed") == plan


def test_an_unknown_scenario(plan: Plan) -> None:
    for change in (remove_scenario, lock_scenario):
        with pytest.raises(InvalidPlan, match="no such scenario in this plan"):
            change(plan, "nothing")


def test_a_scenario_must_fit_the_plan(plan: Plan) -> None:
    with pytest.raises(InvalidPlan, match="no such team"):
        put_scenario(plan, Scenario("odd", "Odd", (replace(GROWTH, team="nowhere"),)))


def test_rename(plan: Plan) -> None:
    assert rename(plan, "Other") == replace(plan, name="Other")
    with pytest.raises(InvalidPlan, match="a name cannot be empty"):
        rename(plan, " ")
