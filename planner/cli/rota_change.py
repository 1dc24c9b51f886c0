"""`planner rota new`, `solve`, `repair` and `publish`: commands that change the rotas of a plan."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli.arguments import DAY
from planner.cli.rota_arguments import (
    DRAFT,
    FILE_OF_PLAN,
    JSON_FORMAT,
    ROTA,
    SECONDS,
    draft_or_none,
    into_option,
    made_up,
    read_away,
    search_news,
)
from planner.cli.rota_reading import breach_document

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.rota import Rota
    from planner.model.rota_draft import RotaDraft
    from planner.model.rota_people import Unavailability
    from planner.model.rota_solution import RotaConflict, RotaSolution
    from planner.rota.repair import RotaRepair


@click.command(short_help="Begin a rota of a team from a shipped cycle.")
@FILE_OF_PLAN
@click.option("--team", required=True, metavar="KEY", help="Whose rota.")
@click.option("--pattern", required=True, metavar="NAME", help="The cycle, such as two-two-two-four or office-week.")
@click.option("--start", type=DAY, required=True, metavar="DATE", help="Its first day.")
@click.option("--weeks", type=click.IntRange(1, 52), default=4, show_default=True, help="How long it is.")
@click.option("--key", metavar="KEY", help="What it is called on the command line (default: the team's key).")
def new(file: Path, team: str, pattern: str, start: datetime, weeks: int, key: str | None) -> None:
    """Begin a rota of a team from a shipped cycle, with everybody of the team on it and the cover that the cycle gives.

    \b
    Example:
        planner rota new north.plan --team polit --pattern office-week --start 2027-01-04 --weeks 13
    """
    from planner.workspace import Workspace
    from planner.workspace.rota import new_rota

    with Workspace.open(file) as workspace:
        plan = new_rota(workspace.plan, team, key or team, pattern, start.date(), weeks)
        workspace.change("Begin a rota", plan)
        made = plan.rotas[-1]
    people = "1 person" if len(made.people) == 1 else f"{len(made.people)} people"
    click.echo(f"{made.name}: {people}, {made.days} days, called {made.key}. Its draft is the pattern.")


@click.command(short_help="Find the best lawful rota, and keep it as a draft.")
@FILE_OF_PLAN
@ROTA
@click.option("--draft", metavar="KEY", help="The draft whose locked days are kept (default: the last).")
@into_option("solved")
@click.option("--seconds", type=SECONDS, default=60.0, show_default=True, help="How long to look.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Which search.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for another program.")
def solve(
    file: Path, wanted: str | None, draft: str | None, into: str, seconds: float, seed: int, as_json: bool
) -> None:
    """Find the best lawful rota in so many seconds, with the locked days of a draft kept, and keep it as a draft.

    It ends sooner when no rota is cheaper; Ctrl+C ends it and keeps the best. Where no rota is lawful, the rules that
    contradict each other are named, and the cheapest ways out.

    \b
    Example:
        planner rota solve north.plan --seconds 60
    """
    from planner.model.rota_solution import NoRota
    from planner.report.rota_answers import solution_words
    from planner.workspace import Workspace
    from planner.workspace.rota import find_rota, solve_plan_rota

    with Workspace.open(file) as workspace:
        plan, rota = workspace.plan, find_rota(workspace.plan, wanted)
        begun = draft_or_none(rota, draft)
        try:
            with search_news("Looking for a rota", seconds) as heard:
                found = solve_plan_rota(plan, rota, begun, seconds=seconds, heard=heard, seed=seed)
        except NoRota as error:
            raise click.ClickException(_no_rota(plan, rota, begun, error.conflict)) from None
        note = f"Solved: {solution_words(found)}"
        workspace.change("Solve a rota", _kept(plan, rota, into, begun, found.lines, note))
    if as_json:
        click.echo(json.dumps(_solution_document(plan, rota, into, found), indent=2, ensure_ascii=False))
        return
    from planner.report.rota import check_lines

    click.echo(f"Kept as the draft {into} of {rota.name}, after {found.seconds:.1f} s.")
    click.echo(solution_words(found))
    click.echo("\n".join((*check_lines(plan, found.check, 20), *made_up(plan))))


def _kept(
    plan: Plan, rota: Rota, into: str, begun: RotaDraft | None, lines: dict[str, tuple[str, ...]], note: str
) -> Plan:
    """The plan with the lines as a draft, locked where the draft is that they were begun from."""
    from planner.edit.rota import add_draft, adopt, lock

    if all(draft.key != into for draft in rota.drafts):
        plan = add_draft(plan, rota.key, into, into.replace("-", " ").capitalize())
    plan = adopt(plan, rota.key, into, lines, note)
    every = [(officer, day) for officer in lines for day in range(rota.days)]
    held = [] if begun is None else [(line.officer, day) for line in begun.lines for day in line.locked]
    return lock(lock(plan, rota.key, into, every, locked=False), rota.key, into, held)


def _no_rota(plan: Plan, rota: Rota, draft: RotaDraft | None, conflict: RotaConflict | None) -> str:
    from planner.report.rota_answers import conflict_lines, relaxation_lines
    from planner.workspace.rota import ways_out

    if conflict is None:
        return " ".join(conflict_lines(plan, None))
    said = [*conflict_lines(plan, conflict), *relaxation_lines(plan, ways_out(plan, rota, draft, conflict))]
    sentences = (line.removeprefix("• ") for line in said)
    return " ".join(
        ["There is no lawful rota.", *(one if one.endswith((".", ":")) else f"{one}." for one in sentences)]
    )


def _solution_document(plan: Plan, rota: Rota, into: str, found: RotaSolution) -> dict[str, Any]:
    return {
        "format": JSON_FORMAT,
        "plan": plan.name,
        "illustrative": plan.illustrative,
        "rota": rota.key,
        "draft": into,
        "price": found.price,
        "bound": round(found.bound, 3),
        "gap": round(found.gap, 6),
        "proven": found.is_proven,
        "seconds": round(found.seconds, 2),
        "first_seconds": round(found.first_seconds, 2),
        "solver": found.solver,
        "breaches": [breach_document(breach) for breach in found.check.breaches],
    }


@click.command(short_help="Mend a published rota with the fewest changes, and say who is told.")
@FILE_OF_PLAN
@ROTA
@DRAFT
@click.option("--today", type=DAY, required=True, metavar="DATE", help="The day on which changes are told.")
@click.option(
    "--sick", "sick", metavar="OFFICER:FIRST[:LAST]", multiple=True, help="Who is away, and when; may be repeated."
)
@into_option("mended")
@click.option("--seconds", type=SECONDS, default=10.0, show_default=True, help="How long to look.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for another program.")
def repair(
    file: Path,
    wanted: str | None,
    draft: str | None,
    today: datetime,
    sick: tuple[str, ...],
    into: str,
    seconds: float,
    as_json: bool,
) -> None:
    """Mend a rota after sickness or an operation: cover again, with the fewest changes from what is published (or from
    the draft, where nothing is), told in time; days up to today and locked days stay. Says whom to tell by when, and
    what is owed.

    \b
    Example:
        planner rota repair north.plan --today 2027-01-08 --sick polit-3:2027-01-09:2027-01-12
    """
    from dataclasses import replace

    from planner.edit.rota import change_rota
    from planner.model.rota_solution import NoRota
    from planner.workspace import Workspace
    from planner.workspace.rota import find_rota, repair_plan_rota

    with Workspace.open(file) as workspace:
        rota = find_rota(workspace.plan, wanted)
        told = [read_away(workspace.plan, rota, "--sick", text) for text in sick]
        away, notes = _new_away(rota, told)
        plan = change_rota(workspace.plan, rota.key, away=(*rota.away, *away)) if away else workspace.plan
        rota = replace(rota, away=(*rota.away, *away))
        base = draft_or_none(rota, draft)
        if base is None and rota.published is None:
            raise click.UsageError(f"--draft: the rota {rota.key} has nothing to mend: neither a version nor a draft")
        try:
            with search_news("Mending the rota", seconds) as heard:
                found = repair_plan_rota(plan, rota, today.date(), base, seconds=seconds, heard=heard)
        except NoRota:
            raise click.ClickException(f"nothing was found in {seconds:g} s: give it more with --seconds") from None
        note = f"Mended on {today:%Y-%m-%d}: {len(found.changes)} changes."
        workspace.change("Mend a rota", _kept(plan, rota, into, base, found.lines, note))
    for note in notes:
        click.echo(note, err=True)
    if as_json:
        click.echo(json.dumps(_repair_document(plan, rota, into, found), indent=2, ensure_ascii=False))
        return
    click.echo("\n".join(_repair_lines(plan, rota, into, found)))


def _new_away(rota: Rota, told: list[Unavailability]) -> tuple[tuple[Unavailability, ...], list[str]]:
    """The days away that are new to a rota, and a sentence for each that is not kept."""
    new: list[Unavailability] = []
    notes = []
    for away in told:
        days = f"{away.first}" if away.first == away.last else f"{away.first} to {away.last}"
        if away.last < rota.start or away.first > rota.end:
            rule = f"outside the rota, which goes from {rota.start} to {rota.end}"
            notes.append(f"--sick: {away.officer}, {days}, is {rule}: nothing is kept of it.")
        elif away in rota.away or away in new:
            notes.append(f"--sick: {away.officer}, {days}, is in the rota already: it is not kept twice.")
        else:
            new.append(away)
    return tuple(new), notes


def _repair_lines(plan: Plan, rota: Rota, into: str, found: RotaRepair) -> list[str]:
    from planner.report.rota import check_lines
    from planner.report.rota_answers import offer_lines
    from planner.report.words import counted, day_in_words, pounds

    fewest = "the fewest there can be" if found.proven else "perhaps not the fewest"
    lines = [f"Kept as the draft {into} of {rota.name}: {counted(len(found.changes), 'change')}, {fewest}."]
    told = None
    for change in found.changes:
        if change.tell_by != told:
            told = change.tell_by
            lines.append(f"Tell by the end of {day_in_words(told)}:")
        lines.append(f"  {change.words}")
    if found.paid_hours or found.rest_days:
        owed = f"{found.paid_hours:g} hours' pay (about {pounds(round(found.cost))})"
        lines.append(f"Owed: {owed} and {counted(found.rest_days, 'rest day')}.")
    lines += offer_lines(found.offers, "  ")
    return [*lines, *check_lines(plan, found.check, 10), *_brought_lines(plan, found), *made_up(plan)]


def _brought_lines(plan: Plan, found: RotaRepair) -> list[str]:
    """Which of the broken hard rules the repair has brought, and which there were before it."""
    from planner.report.rota import breach_words

    brought, before = found.brought, len(found.check.hard) - len(found.brought)
    lines = [f"{before} of the hard rules were broken before the repair as well."] if before else []
    if brought:
        lines.append(f"{len(brought)} of the hard rules are broken by the repair, as nothing nearer was found:")
        lines += [f"  {breach_words(plan, breach)}" for breach in brought]
    return lines


def _repair_document(plan: Plan, rota: Rota, into: str, found: RotaRepair) -> dict[str, Any]:
    return {
        "format": JSON_FORMAT,
        "plan": plan.name,
        "illustrative": plan.illustrative,
        "rota": rota.key,
        "draft": into,
        "proven": found.proven,
        "seconds": round(found.seconds, 2),
        "price": found.check.price,
        "lawful": not found.check.hard,
        "paid_hours": found.paid_hours,
        "rest_days": found.rest_days,
        "cost": round(found.cost, 2),
        "changes": [
            {
                "officer": change.officer,
                "day": change.day.isoformat(),
                "before": change.before or None,
                "after": change.after or None,
                "clear_days": change.clear_days,
                "tell_by": change.tell_by.isoformat(),
                "paid_hours": change.paid_hours,
                "rest_days": change.rest_days,
                "cost": change.cost,
                "words": change.words,
            }
            for change in found.changes
        ],
        "offers": [
            {
                "officer": offer.change.officer,
                "day": offer.change.day.isoformat(),
                "duty": offer.change.after,
                "short": offer.short,
                "paid_hours": offer.change.paid_hours,
                "cost": offer.change.cost,
                "words": offer.words,
            }
            for offer in found.offers
        ],
        "brought": [breach_document(breach) for breach in found.brought],
        "breaches": [breach_document(breach) for breach in found.check.breaches],
    }


@click.command(short_help="Publish a draft: a version more, which never changes.")
@FILE_OF_PLAN
@ROTA
@DRAFT
@click.option("--on", type=DAY, required=True, metavar="DATE", help="The day on which it is told.")
@click.option("--reason", metavar="TEXT", default="", help="Why, where it breaks a hard rule or differs.")
@click.option("--use", is_flag=True, help="Let the simulation work its hours.")
def publish(file: Path, wanted: str | None, draft: str | None, on: datetime, reason: str, use: bool) -> None:
    """Publish a draft of a rota on a day. One that breaks a hard rule needs a reason, which is kept with it. A warning
    says where people are told late; a rota that has ended is not published any more.

    \b
    Example:
        planner rota publish north.plan --draft solved --on 2026-12-01 --use
    """
    from planner.edit.rota import publish as published
    from planner.edit.rota import use_rota
    from planner.model.rota_notice import publication_warnings
    from planner.report.rota import breach_words
    from planner.report.words import counted
    from planner.workspace import Workspace
    from planner.workspace.rota import check_draft, find_draft, find_rota

    with Workspace.open(file) as workspace:
        rota = find_rota(workspace.plan, wanted)
        chosen = find_draft(rota, draft)
        check = check_draft(workspace.plan, rota, chosen.lines, None if rota.published is None else on.date())
        if check.hard and not reason.strip():
            broken = f"{counted(len(check.hard), 'hard rule')}, such as {breach_words(workspace.plan, check.hard[0])}"
            raise click.UsageError(f"--reason: it breaks {broken}: say why it is published")
        plan = published(workspace.plan, rota.key, chosen.key, on.date(), reason)
        if use:
            plan = use_rota(plan, rota.key, chosen.lines)
        workspace.change("Publish a rota", plan)
    for warning in publication_warnings(rota, on.date()):
        click.echo(f"Warning: {warning}", err=True)
    version = len(rota.publications) + 1
    click.echo(f"Published {chosen.name} of {rota.name} as version {version}, {on:%Y-%m-%d}.")
