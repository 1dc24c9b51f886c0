"""Changes to a plan's scenarios."""

from __future__ import annotations

from dataclasses import replace

from planner.model.checks import InvalidPlan, require
from planner.model.plan import Plan
from planner.model.scenario import Scenario


def put_scenario(plan: Plan, scenario: Scenario) -> Plan:
    """The plan with `scenario` in place of the one with its key, or added last; InvalidPlan when that one is locked."""
    present = _find(plan, scenario.key)
    if present is None:
        return replace(plan, scenarios=(*plan.scenarios, scenario))
    _require_unlocked(present)
    return _exchange(plan, scenario)


def remove_scenario(plan: Plan, key: str) -> Plan:
    """The plan without that scenario; InvalidPlan when there is none or it is locked."""
    _require_unlocked(_known(plan, key))
    return replace(plan, scenarios=tuple(scenario for scenario in plan.scenarios if scenario.key != key))


def lock_scenario(plan: Plan, key: str, *, locked: bool = True) -> Plan:
    """The plan with that scenario closed to changes, or opened to them again; InvalidPlan when there is none."""
    return _exchange(plan, replace(_known(plan, key), locked=locked))


def _exchange(plan: Plan, scenario: Scenario) -> Plan:
    return replace(
        plan, scenarios=tuple(scenario if present.key == scenario.key else present for present in plan.scenarios)
    )


def _find(plan: Plan, key: str) -> Scenario | None:
    return next((scenario for scenario in plan.scenarios if scenario.key == key), None)


def _known(plan: Plan, key: str) -> Scenario:
    scenario = _find(plan, key)
    if scenario is None:
        raise InvalidPlan("scenarios", key, "no such scenario in this plan")
    return scenario


def _require_unlocked(scenario: Scenario) -> None:
    place = f"scenarios[{scenario.key}]"
    require(not scenario.locked, place, scenario.name, "a locked scenario is not changed: unlock it or change a copy")
