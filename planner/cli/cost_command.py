"""`planner cost`: what scenarios cost, and what that buys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli.arguments import PLAN, announce_preparation, find_scenario, read_plan, wrong

if TYPE_CHECKING:
    from planner.model.assumption import Assumption
    from planner.model.plan import Plan
    from planner.model.prices import Prices
    from planner.model.standard import Standard
    from planner.report.cost import Cost
    from planner.report.scenario_cost import CostPart
    from planner.workspace import Option

JSON_FORMAT = 1
"""Raised when an entry of the JSON changes its meaning or goes; new entries do not raise it."""


@click.command(short_help="Say what scenarios cost, and what that buys.")
@PLAN
@click.option("--scenario", "wanted", metavar="NAME", multiple=True, help="May be repeated (default: all).")
@click.option(
    "--standard", "standards", metavar="KEY", multiple=True, help="May be repeated (default: every standard)."
)
@click.option("--days", type=click.IntRange(1, 3660), default=365, show_default=True, help="Over how long, at least.")
@click.option("--replications", "futures", type=click.IntRange(1, 100_000), default=200, help="Futures (200).")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Which futures.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for another program, by month and lever.")
def cost(
    file: Path | None,
    wanted: tuple[str, ...],
    standards: tuple[str, ...],
    days: int,
    futures: int,
    seed: int,
    as_json: bool,
) -> None:
    """Say what scenarios cost beyond the plan as it is, what that buys, and which are worth their money.

    \b
    Example:
        planner cost north.plan --scenario growth-70-recruits --standard polit-unallocated
    """
    from planner.cli.progress import ProgressLine
    from planner.workspace import price_scenarios

    plan = read_plan(file)
    scenarios = [find_scenario(plan, name) for name in wanted] or list(plan.scenarios)
    chosen = _standards(plan, standards)
    announce_preparation()
    progress = ProgressLine("Pricing scenarios")
    try:
        options = price_scenarios(plan, scenarios, chosen, days=days, futures=futures, seed=seed, progress=progress)
    finally:
        progress.clear()
    click.echo(_document(plan, chosen, options, futures, seed) if as_json else _tables(plan, chosen, options))


def _standards(plan: Plan, keys: tuple[str, ...]) -> list[Standard]:
    known = {standard.key: standard for standard in plan.standards}
    for key in keys:
        if key not in known:
            raise wrong("--standard", f"this plan has no standard {key!r}", key, list(known))
    return [known[key] for key in keys] or list(plan.standards)


def _tables(plan: Plan, standards: list[Standard], options: tuple[Option, ...]) -> str:
    from tabulate import tabulate

    from planner.report.words import percentage, rounded_pounds

    rows = [
        [
            option.scenario.name,
            rounded_pounds(option.cost.together.mean),
            _range(option),
            f"{sum(option.bought.chances):.1f}",
            _pounds(option.bought.per_more),
            percentage(option.together),
            "yes" if option.efficient else "",
        ]
        for option in options
    ]
    headers = ["Scenario", "cost", "nine in ten", f"of {len(standards)} met", "for each more", "all met", "efficient"]
    alignment = ("left", *("right" for _ in headers[1:-1]), "left")
    first, last = (options[0].cost.months[place] for place in (0, -1))
    lines = [
        *_payroll_lines(plan, options[0].days),
        f"{plan.name}: cost beyond the plan as it is, {first:%B %Y} to {last:%B %Y}",
        tabulate(rows, headers=headers, disable_numparse=True, colalign=alignment),
        *_part_lines(plan, options),
        (
            "“Met” is the mean number of the standards met, each on its date; “all met” the share of futures with "
            "all of them; efficient: no other is as cheap and as likely, and better in one of them. Prices are "
            "assumptions of the plan: --json lists them."
        ),
    ]
    if plan.illustrative:
        lines.append("Illustrative: every figure of this plan is made up.")
    return "\n\n".join(lines)


def _range(option: Option) -> str:
    from planner.report.words import rounded_pounds

    low, high = (rounded_pounds(amount) for amount in (option.cost.together.low, option.cost.together.high))
    return "the same in all" if low == high else f"{low} to {high}"


def _part_lines(plan: Plan, options: tuple[Option, ...]) -> list[str]:
    """What each scenario's money is spent on; nothing for one that costs nothing."""
    rows = [
        f"{option.scenario.name}: {'; '.join(_part(plan, part) for part in option.cost.parts)}."
        for option in options
        if option.cost.parts
    ]
    return ["\n".join(rows)] if rows else []


def _part(plan: Plan, part: CostPart) -> str:
    from planner.report.words import rounded_pounds

    whom = "" if part.grade is None else f" ({plan.prices.grade(part.grade).name}, {part.role})"
    return f"{part.kind} {rounded_pounds(part.mean)}{whom}"


def _payroll_lines(plan: Plan, days: int) -> list[str]:
    """What the people whom the plan has cost over the run, team by team."""
    from planner.report.posts_cost import payroll
    from planner.report.words import counted, rounded_pounds

    rows = []
    for team in plan.teams:
        parts = payroll(plan, team.key, days)
        said = "; ".join(
            f"{part.role} {part.kind} {rounded_pounds(part.pounds.sum())} ({part.grade.name})" for part in parts
        )
        if parts:
            rows.append(f"{team.name}: {rounded_pounds(sum(part.pounds.sum() for part in parts))}. Of that: {said}.")
    return [f"What those in post cost over {counted(days, 'day')}:\n" + "\n".join(rows)] if rows else []


def _pounds(amount: float | None) -> str:
    from planner.report.words import rounded_pounds

    return "none more" if amount is None else rounded_pounds(amount)


def _document(plan: Plan, standards: list[Standard], options: tuple[Option, ...], futures: int, seed: int) -> str:
    import json

    from planner.model.codec import to_plain

    document = {
        "format": JSON_FORMAT,
        "plan": plan.name,
        "illustrative": plan.illustrative,
        "futures": futures,
        "seed": seed,
        "months": [month.isoformat()[:7] for month in options[0].cost.months],
        "standards": [standard.key for standard in standards],
        "options": [
            {
                "scenario": option.scenario.key,
                "cost": _cost(option.cost.together),
                "levers": [
                    {"lever": to_plain(lever), "kind": type(lever).__name__, "cost": _cost(line)}
                    for lever, line in option.cost.levers
                ],
                "parts": [
                    {
                        "kind": str(part.kind),
                        "role": part.role and str(part.role),
                        "grade": part.grade,
                        "mean": round(part.mean, 2),
                        "by_month": [round(float(month), 2) for month in part.months],
                    }
                    for part in option.cost.parts
                ],
                "chances": [round(chance, 6) for chance in option.bought.chances],
                "all_met": round(option.together, 6),
                "per_standard_met": _rounded(option.bought.per_standard),
                "per_more_met": _rounded(option.bought.per_more),
                "efficient": option.efficient,
            }
            for option in options
        ],
        "payroll": _payroll(plan, options[0].days),
        "prices": _prices(plan.prices),
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _cost(cost: Cost) -> dict[str, Any]:
    return {
        "mean": round(cost.mean, 2),
        "p5": round(cost.low, 2),
        "p95": round(cost.high, 2),
        "by_month": [round(float(month), 2) for month in cost.month_mean],
    }


def _payroll(plan: Plan, days: int) -> list[dict[str, Any]]:
    from planner.report.posts_cost import by_month, payroll

    return [
        {
            "team": team.key,
            "kind": str(part.kind),
            "role": str(part.role),
            "grade": part.grade.key,
            "by_month": [round(float(month), 2) for month in by_month(part.pounds, plan.start)],
        }
        for team in plan.teams
        for part in payroll(plan, team.key, days)
    ]


def _rounded(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 2)


def _prices(prices: Prices) -> dict[str, Any]:
    """Every price with its status and source."""
    from planner.model.prices import PRICES

    return {name: _figure(getattr(prices, name)) for name in PRICES} | {
        f"{part} of {grade.key}": _figure(getattr(grade, part))
        for grade in prices.grades
        for part in ("pay", "on_cost")
    }


def _figure(figure: Assumption) -> dict[str, Any]:
    return {
        "value": round(figure.value, 6),
        "unit": figure.unit,
        "status": str(figure.status),
        "source": figure.source or figure.rationale,
    }
