"""Prices that a finance lead may change, and the costs that follow from them by formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from planner.model.assumption import Assumption
from planner.model.calendar import DAYS_A_YEAR
from planner.model.plan import Plan
from planner.model.prices import PRICES, Grade
from planner.model.scenario import Lever, Loan, Outsourcing, Overtime, Recruits
from planner.report.book.sheet import Column, Formula, Sheet, Value
from planner.report.book.writer import cell_name
from planner.report.brief import TRUST
from planner.report.levers import lever_sentence
from planner.report.scenario_cost import Option
from planner.report.standing import short_day

PRICES_SHEET, COSTS_SHEET = "Prices", "Costs"


def prices_sheet(plan: Plan) -> Sheet:
    """Every price with a name that the costs call it by."""
    prices = plan.prices
    rows: list[tuple[Value, ...]] = []
    names: list[tuple[str, int, int]] = []

    def add(name: str, what: str, value: float | Formula, unit: str, figure: Assumption | None) -> None:
        names.append((name, len(rows), 1))
        about = ("", "") if figure is None else (TRUST[figure.status], figure.source or figure.rationale)
        rows.append((what, value, unit, *about))

    for name in PRICES:
        figure = getattr(prices, name)
        add(f"price_{name}", name.replace("_", " ").capitalize(), figure.value, figure.unit, figure)
    for number, grade in enumerate(prices.grades, start=1):
        add(f"pay_{number}", f"{grade.name}: pay", grade.pay.value, grade.pay.unit, grade.pay)
        add(
            f"contributions_{number}",
            f"{grade.name}: contributions",
            grade.on_cost.value,
            grade.on_cost.unit,
            grade.on_cost,
        )
        daily = Formula(f"=pay_{number}*(1+contributions_{number})/{DAYS_A_YEAR}", grade.daily)
        add(f"daily_{number}", f"{grade.name}: a day in post", daily, "pounds, reckoned", None)
        hour = f"=pay_{number}/(price_weekly_hours*{DAYS_A_YEAR}/7)*price_overtime_rate"
        paid = grade.pay.value / (prices.weekly_hours.value * DAYS_A_YEAR / 7) * prices.overtime_rate.value
        add(f"overtime_{number}", f"{grade.name}: an hour of overtime", Formula(hour, paid), "pounds, reckoned", None)
    columns = (
        Column("Price", width=44),
        Column("Value", "price", 14),
        Column("Unit", width=22),
        Column("How far to trust it", width=22),
        Column("Source or reason", width=80),
    )
    note = "Change a value on a yellow ground and the sheet Costs follows; the chances do not depend on prices."
    return Sheet(PRICES_SHEET, "Prices", note, columns, tuple(rows), (), tuple(names))


def costs_sheet(plan: Plan, options: Sequence[Option]) -> Sheet:
    """One row for each lever that costs something in the options' run, reckoned from the prices."""
    start, days = plan.start, options[0].days
    rows: list[tuple[Value, ...]] = []
    for option in options:
        first = len(rows)
        for lever, cost in option.cost.levers:
            quantities, formula = _reckoned(plan, lever, cost.mean, start, days, len(rows))
            rows.append((option.scenario.name, lever_sentence(lever, plan), *quantities, Formula(formula, cost.mean)))
        total = option.cost.together.mean
        summed = f"=SUM({cell_name(first, 6)}:{cell_name(len(rows) - 1, 6)})" if len(rows) > first else "=0"
        rows.append((option.scenario.name, "Together", None, None, None, None, Formula(summed, total)))
    columns = (
        Column("Scenario", width=34),
        Column("What", width=70),
        Column("Asked for", "whole", 11),
        Column("First days of work", "whole", 11),
        Column("Days in post", "whole", 11),
        Column("Overtime hours or items (mean)", "number", 16),
        Column("Cost", "money", 16),
    )
    last = start + timedelta(days=days - 1)
    span = f"from {short_day(start)} to {short_day(last)}"
    note = f"Beyond the plan as it is, {span}; mean of the futures. Costs follow the sheet {PRICES_SHEET}."
    return Sheet(COSTS_SHEET, "What each scenario costs", note, columns, tuple(rows))


def _reckoned(
    plan: Plan, lever: Lever, mean: float, start: date, days: int, row: int
) -> tuple[tuple[Value, Value, Value, Value], str]:
    """The quantities of a lever and the formula of its cost."""
    asked, began, posts, used = (cell_name(row, column) for column in (2, 3, 4, 5))
    end = start + timedelta(days=days)
    if isinstance(lever, Recruits):
        begins = lever.start + timedelta(days=lever.vetting_days)
        number = _grade_number(plan, lever.team)
        quantities = (
            lever.count if start <= lever.start < end else 0,
            lever.count if start <= begins < end else 0,
            lever.count * max((end - max(begins, start)).days, 0),
            None,
        )
        return quantities, f"={asked}*price_recruiting+{began}*price_training+{posts}*daily_{number}"
    if isinstance(lever, Loan):
        there = (min(lever.end + timedelta(days=1), end) - max(lever.start, start)).days
        number = _grade_number(plan, lever.team)
        return (None, None, lever.count * max(there, 0), None), f"={posts}*daily_{number}*price_loan_share"
    assert isinstance(lever, Overtime | Outsourcing)
    if isinstance(lever, Overtime):
        price, name = plan.prices.overtime_hour(lever.team), f"overtime_{_grade_number(plan, lever.team)}"
    else:
        price, name = plan.prices.outsourced_item.value, "price_outsourced_item"
    own = lever.cost > 0
    each = lever.cost if own else price
    quantity = mean / each if each else 0.0
    return (None, None, None, quantity), f"={used}*{lever.cost if own else name}"


def _grade_number(plan: Plan, team: str) -> int:
    grade: Grade = plan.prices.grade_of(team)
    return 1 + next(at for at, known in enumerate(plan.prices.grades) if known.key == grade.key)
