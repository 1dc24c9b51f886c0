"""Changes to a plan's scenarios."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from planner.edit.roles import require_role
from planner.model.checks import InvalidPlan, require
from planner.model.plan import Plan
from planner.model.scenario import Scenario


def put_scenario(plan: Plan, scenario: Scenario) -> Plan:
    """The plan with `scenario` in place of the one with its key, or added last; InvalidPlan when that one is locked.

    The mark of the baseline stays where it is. A decision stays while the levers are those that were decided on.
    """
    present = _find(plan, scenario.key)
    if present is None:
        return replace(plan, scenarios=(*plan.scenarios, _undecided(scenario)))
    _require_unlocked(present)
    if scenario.levers != present.levers:
        return _exchange(plan, replace(_undecided(scenario), baseline=present.baseline))
    kept = {name: getattr(present, name) for name in ("baseline", "decided_by", "decided_on", "decision")}
    return _exchange(plan, replace(scenario, **kept))


def clone_scenario(plan: Plan, key: str, new_key: str, name: str) -> Plan:
    """The plan with a copy of a scenario after it: its levers and note, unlocked and not decided on."""
    present = _known(plan, key)
    require(_find(plan, new_key) is None, "scenarios", new_key, "another scenario has this key")
    copy = _undecided(replace(present, key=new_key, name=name, locked=False))
    place = plan.scenarios.index(present) + 1
    return replace(plan, scenarios=(*plan.scenarios[:place], copy, *plan.scenarios[place:]))


def rename_scenario(plan: Plan, key: str, name: str) -> Plan:
    """The plan with that scenario under another name; its key stays. InvalidPlan when it is locked."""
    return _exchange(plan, replace(_unlocked(plan, key), name=name))


def note_scenario(plan: Plan, key: str, note: str) -> Plan:
    """The plan with another note on that scenario; InvalidPlan when it is locked."""
    return _exchange(plan, replace(_unlocked(plan, key), note=note))


def decide_scenario(plan: Plan, key: str, by: str, on: date, decision: str) -> Plan:
    """The plan that says who decided on that scenario, when and what; InvalidPlan when it is locked.

    `by` is a role, a board or a pseudonym; what looks like a name is refused.
    """
    present = _unlocked(plan, key)
    require(bool(by.strip()), "decided_by", by, "say who decided: a role or a board")
    require_role("decided_by", by)
    return _exchange(plan, replace(present, decided_by=by, decided_on=on, decision=decision))


def set_baseline(plan: Plan, key: str | None) -> Plan:
    """The plan whose others are compared with that scenario (None: with none), locked or not."""
    if key is not None:
        _known(plan, key)
    marked = (replace(entry, baseline=entry.key == key) for entry in plan.scenarios)
    return replace(plan, scenarios=tuple(marked))


def remove_scenario(plan: Plan, key: str) -> Plan:
    """The plan without that scenario; InvalidPlan when there is none or it is locked."""
    gone = _unlocked(plan, key)
    return replace(plan, scenarios=tuple(scenario for scenario in plan.scenarios if scenario is not gone))


def lock_scenario(plan: Plan, key: str, *, locked: bool = True) -> Plan:
    """The plan with that scenario closed to changes, or opened to them again; InvalidPlan when there is none."""
    return _exchange(plan, replace(_known(plan, key), locked=locked))


def _exchange(plan: Plan, scenario: Scenario) -> Plan:
    return replace(
        plan, scenarios=tuple(scenario if present.key == scenario.key else present for present in plan.scenarios)
    )


def _undecided(scenario: Scenario) -> Scenario:
    """The scenario without marks that are set by functions of their own."""
    return replace(scenario, baseline=False, decided_by="", decided_on=None, decision="")


def _find(plan: Plan, key: str) -> Scenario | None:
    return next((scenario for scenario in plan.scenarios if scenario.key == key), None)


def _known(plan: Plan, key: str) -> Scenario:
    scenario = _find(plan, key)
    if scenario is None:
        raise InvalidPlan("scenarios", key, "no such scenario in this plan")
    return scenario


def _unlocked(plan: Plan, key: str) -> Scenario:
    scenario = _known(plan, key)
    _require_unlocked(scenario)
    return scenario


def _require_unlocked(scenario: Scenario) -> None:
    place = f"scenarios[{scenario.key}]"
    require(not scenario.locked, place, scenario.name, "a locked scenario is not changed: unlock it or change a copy")


UNDO_NAMES: dict[Callable[..., Plan], str] = {
    put_scenario: "Change a scenario",
    clone_scenario: "Copy a scenario",
    rename_scenario: "Rename a scenario",
    note_scenario: "Change the note of a scenario",
    decide_scenario: "Record a decision",
    set_baseline: "Set the baseline",
    remove_scenario: "Remove a scenario",
    lock_scenario: "Lock or unlock a scenario",
}
"""What the Undo menu calls each change."""
