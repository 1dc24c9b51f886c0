"""Changes to a plan's standards and to the day on which they are looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.model.checks import require
from planner.model.plan import Plan
from planner.model.standard import Standard

MOST_DAYS = 3660
"""From the plan's start to the day: a run covers ten years."""


def set_reinspection(plan: Plan, day: date) -> Plan:
    """The plan with another date of the re-inspection; InvalidPlan when that is not within ten years of its start."""
    days = (day - plan.start).days
    rule = f"the plan starts on {plan.start:%d/%m/%Y}: choose a later day, within ten years"
    require(0 < days < MOST_DAYS, "reinspection", day.isoformat(), rule)
    return plan if day == plan.reinspection else replace(plan, reinspection=day)


def set_target(plan: Plan, key: str, value: float) -> Plan:
    """The plan with another target of a standard; InvalidPlan when it is out of range."""
    standard = _standard(plan, key)
    return _exchange(plan, replace(standard, target=replace(standard.target, value=value)))


def set_by(plan: Plan, key: str, by: date) -> Plan:
    """The plan with another date by which a standard is to be met; InvalidPlan when that is before its start."""
    rule = f"the plan starts on {plan.start:%d/%m/%Y}: choose that day or a later one"
    require(by >= plan.start, "by", by.isoformat(), rule)
    return _exchange(plan, replace(_standard(plan, key), by=by))


def _standard(plan: Plan, key: str) -> Standard:
    return next(standard for standard in plan.standards if standard.key == key)


def _exchange(plan: Plan, changed: Standard) -> Plan:
    standards = tuple(changed if standard.key == changed.key else standard for standard in plan.standards)
    return plan if standards == plan.standards else replace(plan, standards=standards)
