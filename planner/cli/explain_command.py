"""`planner explain`: why two scenarios differ."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli.arguments import PLAN, announce_preparation, find_scenario, read_plan, wrong

if TYPE_CHECKING:
    from planner.model.explanation import Explanation, Subject
    from planner.model.plan import Plan
    from planner.model.scenario import Scenario

JSON_FORMAT = 1
"""Raised when an entry of the JSON changes its meaning or goes; new entries do not raise it."""
BASE = "base"
"""Stands for the plan as it is, without a scenario."""
DAY = click.DateTime(["%Y-%m-%d"])


@click.command(short_help="Split the difference between two scenarios among its causes.")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@PLAN
@click.option(
    "--measure",
    "wanted",
    metavar="NAME",
    required=True,
    help="open, unallocated, caseload, overdue, on-time, or the key of a standard: the chance that it holds.",
)
@click.option("--team", metavar="KEY", help="Whose (default: the only team with a lever that differs).")
@click.option(
    "--on", "day", type=DAY, metavar="DATE", help="On which day (default: a year ahead; a standard's own date)."
)
@click.option("--stage", metavar="KEY", help="Of on-time: which stage (default: the one that is watched).")
@click.option("--band", metavar="KEY", help="Of on-time and overdue: only this band.")
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
    subject = _subject(plan, (before, after), **measure)
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


def _subject(
    plan: Plan,
    ends: tuple[Scenario | None, Scenario | None],
    *,
    wanted: str,
    team: str | None,
    day: datetime | None,
    stage: str | None,
    band: str | None,
) -> Subject:
    from planner.model.calendar import add_months
    from planner.model.explanation import ChanceOf, MeanOf
    from planner.model.precision import Quantity
    from planner.model.requirement import Window
    from planner.report.summary import watched_stage

    standards = {standard.key: standard for standard in plan.standards}
    quantities = [str(quantity) for quantity in Quantity]
    if wanted in standards:
        on = day.date() if day else standards[wanted].by or plan.reinspection
        if on is None:
            raise click.UsageError("--on: this standard has no date of its own, so say on which day")
        return ChanceOf(standards[wanted], Window.on(on))
    if wanted not in quantities:
        raise wrong("--measure", f"there is no measure or standard {wanted!r}", wanted, [*quantities, *standards])
    known = [entry.key for entry in plan.teams]
    if team is not None and team not in known:
        raise wrong("--team", f"this plan has no team {team!r}", team, known)
    key = team or _only_team(ends)
    quantity = Quantity(wanted)
    if quantity is Quantity.ON_TIME and stage is None:
        watched = watched_stage(plan, plan.team(key))
        if watched is None:
            raise click.UsageError("--stage: say which stage, as this team has none that is watched")
        stage = watched.key
    return MeanOf(quantity, key, day.date() if day else add_months(plan.start, 12), stage, band)


def _only_team(ends: tuple[Scenario | None, Scenario | None]) -> str:
    teams = {getattr(lever, "team", None) for scenario in ends if scenario for lever in scenario.levers}
    if len(teams) != 1 or None in teams:
        raise click.UsageError("--team: say which, as these scenarios are not about one team alone")
    return str(teams.pop())


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
