"""Keeping what the levers say as a scenario of the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.app.names import key_for

if TYPE_CHECKING:
    from planner.app.session import Session
    from planner.model.scenario import Scenario


def save_scenario(session: Session, shown: Scenario, name: str, origin: object) -> str | None:
    """Put a scenario value into the plan under a name, in one step; an unlocked one of that name is replaced.

    Gives its key; None when it could not be saved, which the session has told.
    """
    from planner.edit.scenarios import put_scenario
    from planner.model.checks import InvalidPlan

    plan = session.plan
    known = next((entry for entry in plan.scenarios if entry.name == name), None)
    try:
        scenario = replace(
            shown,
            key=key_for(name, {entry.key for entry in plan.scenarios}) if known is None else known.key,
            name=name,
            note="" if known is None else known.note,
            locked=False,
        )
        changed = put_scenario(plan, scenario)
    except InvalidPlan as error:
        session.tell_failure(error)
        return None
    label = f"{'Add' if known is None else 'Change'} scenario “{name}”"
    return scenario.key if session.change(label, changed, origin) else None
