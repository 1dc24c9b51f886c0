"""Changes to a plan's prices and lead times; a single figure of them is changed by `provenance.set_figure`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from planner.model.checks import InvalidPlan, require
from planner.model.countdown import LEAD_STEPS, LeadStep
from planner.model.plan import Plan
from planner.model.prices import SHIPPED, Grade, Prices


def put_grade(plan: Plan, grade: Grade) -> Plan:
    """The plan with `grade` in place of the one with its key, or added last."""
    grades = plan.prices.grades
    if all(present.key != grade.key for present in grades):
        return _with(plan, replace(plan.prices, grades=(*grades, grade)))
    return _with(
        plan,
        replace(plan.prices, grades=tuple(grade if present.key == grade.key else present for present in grades)),
    )


def remove_grade(plan: Plan, key: str) -> Plan:
    """The plan without that grade; InvalidPlan when there is none, or somebody is priced at it."""
    _require_grade(plan, key)
    prices = plan.prices
    rule = "the usual grade is needed: make another the usual one first"
    require(key != prices.usual_grade, "prices.grades", key, rule)
    used = [plan.team(team).name for team, grade in prices.team_grades if grade == key]
    require(not used, "prices.grades", key, f"{', '.join(used)} is priced at this grade: change that first")
    return _with(plan, replace(prices, grades=tuple(grade for grade in prices.grades if grade.key != key)))


def set_usual_grade(plan: Plan, key: str) -> Plan:
    """The plan whose officers are priced at that grade where nothing else is said."""
    return _with(plan, replace(plan.prices, usual_grade=key))


def set_team_grade(plan: Plan, team: str, key: str | None) -> Plan:
    """The plan with a team's officers priced at a grade of their own; None for the usual one."""
    others = tuple(entry for entry in plan.prices.team_grades if entry[0] != team)
    return _with(plan, replace(plan.prices, team_grades=others if key is None else (*others, (team, key))))


def set_lead_steps(plan: Plan, steps: tuple[LeadStep, ...]) -> Plan:
    """The plan with these steps from the approval of a post to the first day of work."""
    return replace(plan, lead_steps=steps)


def restore_prices(plan: Plan) -> Plan:
    """The plan with the prices that ship with the program."""
    return _with(plan, SHIPPED)


def restore_lead_steps(plan: Plan) -> Plan:
    """The plan with the lead times that ship with the program."""
    return set_lead_steps(plan, LEAD_STEPS)


def _with(plan: Plan, prices: Prices) -> Plan:
    return replace(plan, prices=prices)


def _require_grade(plan: Plan, key: str) -> None:
    if all(grade.key != key for grade in plan.prices.grades):
        raise InvalidPlan("prices.grades", key, "no such grade in this price list")


UNDO_NAMES: dict[Callable[..., Plan], str] = {
    put_grade: "Change a grade",
    remove_grade: "Remove a grade",
    set_usual_grade: "Set the usual grade",
    set_team_grade: "Set a team's grade",
    set_lead_steps: "Change the lead times",
    restore_prices: "Restore the prices that ship",
    restore_lead_steps: "Restore the lead times that ship",
}
"""What the Undo menu calls each change."""
