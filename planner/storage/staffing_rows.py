"""Prices, lead times and the capacity rule as rows; those that ship with the program have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.capacity import SHIPPED_RULE, CapacityRule
from planner.model.countdown import LEAD_STEPS, LeadStep
from planner.model.prices import PRICES, SHIPPED, Prices

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.storage.rows import Rows


def add_staffing(plan: Plan, rows: Rows) -> None:
    """The rows of what a plan has of its own."""
    _prices(plan.prices, rows)
    _lead_steps(plan.lead_steps, rows)
    _capacity(plan.capacity, rows)


def _prices(prices: Prices, rows: Rows) -> None:
    if prices == SHIPPED:
        return
    single = (rows.figure("price_list", name, getattr(prices, name)) for name in PRICES)
    rows.add("price_list", 1, prices.usual_grade, *single)
    for place, grade in enumerate(prices.grades):
        subject = f"grade/{grade.key}"
        figures = rows.figure(subject, "pay", grade.pay), rows.figure(subject, "on_cost", grade.on_cost)
        rows.add("grade", grade.key, place, grade.name, *figures)
    for place, (team, key) in enumerate(prices.team_grades):
        rows.add("team_grade", team, place, key)


def _lead_steps(steps: tuple[LeadStep, ...], rows: Rows) -> None:
    for place, step in enumerate(steps if steps != LEAD_STEPS else ()):
        rows.add("lead_step", place, step.name, rows.figure(f"lead_step/{place}", "days", step.days))


def _capacity(rule: CapacityRule, rows: Rows) -> None:
    if rule != SHIPPED_RULE:
        figures = (rows.figure("capacity_rule", name, getattr(rule, name)) for name in ("threshold", "weeks"))
        rows.add("capacity_rule", 1, *figures)
