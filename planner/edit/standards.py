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


def put_standard(plan: Plan, standard: Standard) -> Plan:
    """The plan with `standard` in place of the one with its key, or added last; InvalidPlan when a run cannot speak of
    it, or another has its name."""
    team = next((team for team in plan.teams if team.key == standard.team), None)
    require(team is not None, "team", standard.team, "no such team in this plan")
    assert team is not None
    for part, key, known in (("stage", standard.stage, team.stages), ("band", standard.band, team.bands)):
        require(key is None or key in {entry.key for entry in known}, part, key, f"no such {part} in {team.name}")
    banded = standard.band is None or standard.measure.banded
    require(banded, "band", standard.band, f"{standard.measure} is not told apart by band")
    rule = f"the plan starts on {plan.start:%d/%m/%Y}: choose that day or a later one"
    require(standard.by is None or standard.by >= plan.start, "by", str(standard.by), rule)
    taken = any(one.name == standard.name and one.key != standard.key for one in plan.standards)
    require(not taken, "name", standard.name, "another standard has this name")
    if all(one.key != standard.key for one in plan.standards):
        return replace(plan, standards=(*plan.standards, standard))
    return _exchange(plan, standard)


def remove_standard(plan: Plan, key: str) -> Plan:
    """The plan without that standard; InvalidPlan while actions hang on it."""
    gone = _standard(plan, key)
    hanging = sum(action.standard == key for action in plan.actions)
    number = "an action hangs" if hanging == 1 else f"{hanging} actions hang"
    require(not hanging, "standards", gone.name, f"{number} on this standard: remove them from the action plan first")
    return replace(plan, standards=tuple(one for one in plan.standards if one is not gone))


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
