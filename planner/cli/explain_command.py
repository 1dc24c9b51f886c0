"""`planner explain`: why two scenarios differ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli.arguments import DAY, PLAN, announce_preparation, find_scenario, read_plan
from planner.cli.measures import BASE, read_measure

if TYPE_CHECKING:
    from planner.model.explanation import Explanation
    from planner.model.plan import Plan

JSON_FORMAT = 1
"""Raised when an entry of the JSON changes its meaning or goes; new entries do not raise it."""


@click.command(short_help="Split the difference between two scenarios among its causes.")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@PLAN
@click.option(
    "--measure",
    "wanted",
    metavar="NAME",
    required=True,
    help="open, unallocated, caseload, overdue, most-overdue, on-time, wait, longest-wait, or the key of a standard: "
    "the chance that it holds.",
)
@click.option("--team", metavar="KEY", help="Whose (default: the only team with a lever that differs).")
@click.option(
    "--on", "day", type=DAY, metavar="DATE", help="On which day (default: a year ahead; a standard's own date)."
)
@click.option("--stage", metavar="KEY", help="Of on-time (default: the stage that is watched) and of waits: which.")
@click.option("--band", metavar="KEY", help="Only this band, where a measure is told apart by band.")
@click.option(
    "--replications", "futures", type=click.IntRange(2, 100_000), default=200, show_default=True, help="Futures."
)
@click.option("--orders", type=click.IntRange(4, 10_000), help="Sample so many orders (default: all, up to 6 changes).")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Which futures.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for another program.")
def explain(
    first: str,
    second: str,
    file: Path | None,
    futures: int,
    orders: int | None,
    seed: int,
    as_json: bool,
    **measure: Any,
) -> None:
    """Say why scenarios A and B differ: the difference in a measure, split exactly among the levers that differ.

    A or B may be `base`: the plan as it is.

    \b
    Example:
        planner explain base growth-70-recruits north.plan --measure open --team polit --on 2027-11-01
    """
    from planner.cli.progress import ProgressLine
    from planner.report.explanation import explanation_lines
    from planner.workspace import explain_difference

    plan = read_plan(file)
    before, after = (None if name.casefold() == BASE else find_scenario(plan, name) for name in (first, second))
    subject = read_measure(plan, (before, after), **measure)
    announce_preparation()
    progress = ProgressLine("Looking for the causes")
    try:
        found = explain_difference(
            plan, before, after, subject, futures=futures, seed=seed, orders=orders, progress=progress
        )
    finally:
        progress.clear()
    if as_json:
        click.echo(_document(plan, found))
        return
    made_up = ["Illustrative: every figure of this plan is made up."] if plan.illustrative else []
    click.echo("\n".join((*explanation_lines(plan, found), *made_up)))


def _document(plan: Plan, found: Explanation) -> str:
    import json

    from planner.model.codec import to_plain
    from planner.report.explanation import change_in_words, explanation_lines, waterfall

    document = {
        "format": JSON_FORMAT,
        "plan": plan.name,
        "illustrative": plan.illustrative,
        "first": found.first and found.first.key,
        "second": found.second and found.second.key,
        "measure": to_plain(found.subject),
        "before": found.before,
        "after": found.after,
        "difference": found.difference,
        "error": found.error,
        "terms": [
            {
                "change": change_in_words(plan, term.change),
                "before": to_plain(term.change.before),
                "after": to_plain(term.change.after),
                "amount": term.amount,
                "error": term.error,
            }
            for term in found.terms
        ],
        "waterfall": [
            {"label": step.label, "begins": step.begins, "ends": step.ends, "half_width": round(step.half_width, 4)}
            for step in waterfall(plan, found)
        ],
        "orders": found.orders,
        "runs": found.runs,
        "futures": found.futures,
        "seed": found.seed,
        "sentences": list(explanation_lines(plan, found)),
    }
    return json.dumps(document, indent=2, ensure_ascii=False)
