"""Scenarios are added, replaced and removed; a locked one stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from planner.edit.plans import rename
from planner.edit.scenarios import (
    clone_scenario,
    decide_scenario,
    lock_scenario,
    note_scenario,
    put_scenario,
    remove_scenario,
    rename_scenario,
    set_baseline,
)
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


def test_a_copy_comes_after_its_original_unlocked(plan: Plan) -> None:
    decided = lock_scenario(set_baseline(_decided(plan), "base"), "base")
    after = clone_scenario(decided, "base", "other", "Another")
    assert [scenario.key for scenario in after.scenarios] == ["base", "other", "agreed", "last"]
    assert after.scenario("other") == replace(plan.scenario("base"), key="other", name="Another")
    assert after.scenario("base") == decided.scenario("base")
    with pytest.raises(InvalidPlan, match="another scenario has this key"):
        clone_scenario(plan, "base", "last", "Another")


def test_names_and_notes(plan: Plan) -> None:
    assert rename_scenario(plan, "base", "Other").scenario("base") == Scenario("base", "Other")
    assert note_scenario(plan, "base", "Why").scenario("base").note == "Why"
    with pytest.raises(InvalidPlan, match="a name cannot be empty"):
        rename_scenario(plan, "base", "")


def test_one_baseline_at_most(plan: Plan) -> None:
    first = set_baseline(plan, "agreed")
    assert [scenario.baseline for scenario in first.scenarios] == [False, True, False]
    assert [scenario.baseline for scenario in set_baseline(first, "last").scenarios] == [False, False, True]
    assert set_baseline(first, None) == plan
    with pytest.raises(InvalidPlan, match="a plan has one baseline at most"):
        replace(plan, scenarios=tuple(replace(entry, baseline=True) for entry in plan.scenarios))


DAY = date(2026, 12, 14)


def _decided(plan: Plan) -> Plan:
    return decide_scenario(plan, "base", "Public protection board", DAY, "Agreed for a year")


def test_a_decision_is_about_the_levers_decided_on(plan: Plan) -> None:
    found = set_baseline(_decided(plan), "base").scenario("base")
    assert (found.decided_by, found.decided_on, found.decision) == ("Public protection board", DAY, "Agreed for a year")
    decided = set_baseline(_decided(plan), "base")
    renamed = put_scenario(decided, Scenario("base", "Renamed")).scenario("base")
    assert renamed == replace(found, name="Renamed")
    changed = put_scenario(decided, replace(found, levers=(GROWTH,))).scenario("base")
    assert changed == Scenario("base", "Base", (GROWTH,), baseline=True)
    added = put_scenario(decided, replace(found, key="new")).scenario("new")
    assert added == Scenario("new", "Base")


def test_a_decision_names_nobody(plan: Plan) -> None:
    with pytest.raises(InvalidPlan, match=r"decided_by.*put a role or a pseudonym"):
        decide_scenario(plan, "base", "Zed Examplename", DAY, "Yes")
    with pytest.raises(InvalidPlan, match="say who decided"):
        decide_scenario(plan, "base", " ", DAY, "Yes")


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: rename_scenario(plan, "agreed", "Other"),
        lambda plan: note_scenario(plan, "agreed", "Other"),
        lambda plan: decide_scenario(plan, "agreed", "Board", DAY, "Yes"),
    ],
)
def test_what_a_lock_keeps_out(plan: Plan, change: Callable[[Plan], Plan]) -> None:
    with pytest.raises(InvalidPlan, match=r"scenarios\[agreed\].*a locked scenario is not changed"):
        change(plan)


def test_an_unknown_scenario(plan: Plan) -> None:
    for change in (remove_scenario, lock_scenario, set_baseline):
        with pytest.raises(InvalidPlan, match="no such scenario in this plan"):
            change(plan, "nothing")


def test_a_scenario_must_fit_the_plan(plan: Plan) -> None:
    with pytest.raises(InvalidPlan, match="no such team"):
        put_scenario(plan, Scenario("odd", "Odd", (replace(GROWTH, team="nowhere"),)))


def test_rename(plan: Plan) -> None:
    assert rename(plan, "Other") == replace(plan, name="Other")
    with pytest.raises(InvalidPlan, match="a name cannot be empty"):
        rename(plan, " ")
