"""Changes to the plan as a whole."""

from __future__ import annotations

from dataclasses import replace

from planner.model.plan import Plan


def rename(plan: Plan, name: str) -> Plan:
    """The plan under another name; InvalidPlan when that is empty, too long or more than one line."""
    return replace(plan, name=name)
