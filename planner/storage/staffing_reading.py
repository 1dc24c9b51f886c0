"""Rows about prices, lead times, capacity and the action plan as values of the plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from planner.model.absence import Reduction
from planner.model.action import ActionItem
from planner.model.assumption import Assumption
from planner.model.capacity import SHIPPED_RULE, CapacityRule
from planner.model.countdown import LEAD_STEPS, LeadStep
from planner.model.prices import PRICES, SHIPPED, Grade, Prices

Row = dict[str, Any]
FigureOf = Callable[[str, str, float], Assumption]
"""The figure of a value, with the provenance noted under a subject and a field."""


def prices(rows: dict[str, list[Row]], figure: FigureOf) -> Prices:
    """The price list of a file; the one that ships when there is none."""
    if not rows["price_list"]:
        return SHIPPED
    row = rows["price_list"][0]
    return Prices(
        grades=tuple(_grade(grade, figure) for grade in rows["grade"]),
        usual_grade=row["usual_grade"],
        team_grades=tuple((entry["team"], entry["grade"]) for entry in rows["team_grade"]),
        **{name: figure("price_list", name, row[name]) for name in PRICES},
    )


def _grade(row: Row, figure: FigureOf) -> Grade:
    pay, on_cost = (figure(f"grade/{row['key']}", name, row[name]) for name in ("pay", "on_cost"))
    return Grade(row["key"], row["name"], pay, on_cost)


def lead_steps(rows: dict[str, list[Row]], figure: FigureOf) -> tuple[LeadStep, ...]:
    """The lead times of a file; those that ship when there are none."""
    steps = (
        LeadStep(row["name"], figure(f"lead_step/{row['position']}", "days", row["days"])) for row in rows["lead_step"]
    )
    return tuple(steps) or LEAD_STEPS


def capacity(rows: dict[str, list[Row]], figure: FigureOf) -> CapacityRule:
    """The capacity rule of a file; the one that ships when there is none."""
    for row in rows["capacity_rule"]:
        return CapacityRule(*(figure("capacity_rule", name, row[name]) for name in ("threshold", "weeks")))
    return SHIPPED_RULE


def reduction(row: Row) -> Reduction:
    """A row of the table reduction."""
    last = row["last_day"]
    days = date.fromisoformat(row["first_day"]), None if last is None else date.fromisoformat(last)
    return Reduction(row["reason"], *days, row["weekly_hours"])


def action(row: Row) -> ActionItem:
    """A row of the table action."""
    due, done = (None if row[name] is None else date.fromisoformat(row[name]) for name in ("due", "done"))
    return ActionItem(row["key"], row["standard"], row["what"], row["owner"], due, done, row["evidence"])
