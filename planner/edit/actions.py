"""Changes to the action plan that hangs on a plan's standards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from planner.edit.roles import require_role
from planner.model.action import ActionItem
from planner.model.checks import InvalidPlan, require
from planner.model.plan import Plan


def add_action(plan: Plan, action: ActionItem) -> Plan:
    """The plan with an action more, the last; InvalidPlan when its key is taken or its owner looks like a name."""
    taken = any(present.key == action.key for present in plan.actions)
    require(not taken, "actions", action.key, "another action has this key")
    require_role(f"actions[{action.key}].owner", action.owner)
    return replace(plan, actions=(*plan.actions, action))


def change_action(plan: Plan, action: ActionItem) -> Plan:
    """The plan with `action` in place of the one with its key; InvalidPlan as above, and when there is none."""
    present = _known(plan, action.key)
    require_role(f"actions[{action.key}].owner", action.owner)
    return replace(plan, actions=tuple(action if entry is present else entry for entry in plan.actions))


def mark_done(plan: Plan, key: str, on: date | None, evidence: str | None = None) -> Plan:
    """The plan with an action done on a day (None: not done after all), and what shows it (None: as it was)."""
    present = _known(plan, key)
    return change_action(plan, replace(present, done=on, evidence=present.evidence if evidence is None else evidence))


def remove_action(plan: Plan, key: str) -> Plan:
    """The plan without that action; InvalidPlan when there is none."""
    gone = _known(plan, key)
    return replace(plan, actions=tuple(action for action in plan.actions if action is not gone))


def _known(plan: Plan, key: str) -> ActionItem:
    for action in plan.actions:
        if action.key == key:
            return action
    raise InvalidPlan("actions", key, "no such action in this plan")


UNDO_NAMES: dict[Callable[..., Plan], str] = {
    add_action: "Add an action",
    change_action: "Change an action",
    mark_done: "Mark an action as done",
    remove_action: "Remove an action",
}
"""What the Undo menu calls each change."""
