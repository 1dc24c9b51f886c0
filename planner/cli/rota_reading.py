"""`planner rota check`, `why` and `export`: what is said of a rota, and what leaves the program."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli.arguments import DAY, FILE
from planner.cli.rota_arguments import (
    DRAFT,
    FILE_OF_PLAN,
    JSON_FORMAT,
    ROTA,
    SECONDS,
    chosen_lines,
    existing,
    made_up,
    read_pin,
)

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.rota import Rota
    from planner.model.rota_checks import Breach, RotaCheck
    from planner.rota.visits import VisitPlan


def _read(file: Path, wanted: str | None) -> tuple[Plan, Rota]:
    from planner.workspace import Workspace
    from planner.workspace.rota import find_rota

    with Workspace.open(file, read_only=True) as workspace:
        return workspace.plan, find_rota(workspace.plan, wanted)


@click.command(short_help="Check a rota against every rule, and see which visits it would leave late.")
@FILE_OF_PLAN
@ROTA
@click.option("--draft", metavar="KEY", help="Which of its drafts, or published (default: the last draft).")
@click.option("--today", type=DAY, metavar="DATE", help="When changes to what is published would be told.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for another program.")
def check(file: Path, wanted: str | None, draft: str | None, today: datetime | None, as_json: bool) -> None:
    """Check a rota: whether it is lawful, every rule that it breaks with person, date and price, and the visits of the
    book that fall due by its end. The check knows nothing of the solver.

    \b
    Example:
        planner rota check north.plan --draft solved
    """
    from planner.report.rota import check_lines
    from planner.report.words import counted
    from planner.workspace.rota import check_draft, visits_on_rota

    plan, rota = _read(file, wanted)
    name, lines = chosen_lines(rota, draft)
    found = check_draft(plan, rota, lines, today.date() if today else None)
    visits = visits_on_rota(plan, rota, lines)
    if as_json:
        click.echo(json.dumps(_check_document(plan, rota, name, found, visits), indent=2, ensure_ascii=False))
        return
    click.echo(f"{rota.name}: {name}")
    click.echo("\n".join(check_lines(plan, found)))
    if visits.placed or visits.unplaced:
        late = f"{counted(len(visits.late), 'visit')} after the due date" if visits.late else "none late"
        none = f", {counted(len(visits.unplaced), 'visit')} without a day" if visits.unplaced else ""
        due = counted(len(visits.placed) + len(visits.unplaced), "visit")
        click.echo(f"Of the book of {plan.start}, {due} due by {rota.end}: {late}{none}.")
    for line in made_up(plan):
        click.echo(line)


def _check_document(plan: Plan, rota: Rota, name: str, found: RotaCheck, visits: VisitPlan) -> dict[str, Any]:
    return {
        "format": JSON_FORMAT,
        "plan": plan.name,
        "illustrative": plan.illustrative,
        "rota": rota.key,
        "draft": name,
        "lawful": not found.hard,
        "price": found.price,
        "breaches": [breach_document(breach) for breach in found.breaches],
        "visits": {
            "due": len(visits.placed) + len(visits.unplaced),
            "late": [
                {
                    "case": visit.case,
                    "day": visit.day.isoformat(),
                    "due": visit.due and visit.due.isoformat(),
                    "officers": list(visit.officers),
                }
                for visit in visits.late
            ],
            "without_a_day": [case.key for case in visits.unplaced],
        },
    }


def breach_document(breach: Breach) -> dict[str, Any]:
    """A broken rule for another program."""
    return {
        "rule": breach.rule,
        "name": breach.name,
        "officer": breach.officer or None,
        "day": breach.day and breach.day.isoformat(),
        "hard": breach.hard,
        "price": breach.price,
        "words": breach.words,
    }


@click.command(short_help="Ask what it would cost to have a cell otherwise, or what forbids it.")
@FILE_OF_PLAN
@click.argument("cells", metavar="OFFICER:DATE=DUTY...", nargs=-1, required=True)
@ROTA
@DRAFT
@click.option("--seconds", type=SECONDS, default=5.0, show_default=True, help="How long to look.")
def why(file: Path, cells: tuple[str, ...], wanted: str | None, draft: str | None, seconds: float) -> None:
    """Ask why somebody does not have a duty, or a day off, on a day.

    The answer is what it would cost beside the draft, with the rules that it would break, or the smallest set of hard
    rules that forbids it.

    \b
    Example:
        planner rota why north.plan polit-3:2027-01-09=off
    """
    from planner.model.rota_solution import RotaConflict
    from planner.report.rota import breach_words
    from planner.report.rota_answers import conflict_lines
    from planner.workspace.rota import ask_why_not, find_draft

    plan, rota = _read(file, wanted)
    pins = dict(read_pin(rota, cell) for cell in cells)
    answer = ask_why_not(plan, rota, find_draft(rota, draft), pins, seconds)
    if answer is None:
        raise click.ClickException(f"no answer was found in {seconds:g} s: give it more with --seconds")
    if isinstance(answer, RotaConflict):
        click.echo("\n".join(("It cannot be.", *conflict_lines(plan, answer))))
        return
    than = f"{abs(answer.price):,} points {'more' if answer.price >= 0 else 'less'} than the draft"
    click.echo(f"It can be, for {than}{'' if answer.proven else ' or less: the search was cut short'}.")
    for title, breaches in (("Then broken:", answer.worse), ("No longer broken:", answer.better)):
        if breaches:
            click.echo(title)
            click.echo("\n".join(f"  {breach_words(plan, breach)}" for breach in breaches[:20]))


@click.command(short_help="Write a rota as .xlsx or .csv, or one person's diary as .ics.")
@FILE_OF_PLAN
@ROTA
@click.option("--draft", metavar="KEY", help="Which of its drafts, or published (default: the last draft).")
@click.option("--out", type=FILE, required=True, metavar="FILE", help="Its ending chooses .xlsx, .csv or .ics.")
@click.option("--person", metavar="KEY", help="With .ics: whose diary.")
def export(file: Path, wanted: str | None, draft: str | None, out: Path, person: str | None) -> None:
    """Write a rota for a spreadsheet, people by days, or one person's duties, leave, courses and court for a diary.

    Import a diary into a calendar of its own. Imported again, it changes what became different and cancels duties that
    were published and are dropped; what a draft had, or leave that is no longer, stays until that calendar is replaced.

    \b
    Examples:
        planner rota export north.plan --draft published --out rota.xlsx
        planner rota export north.plan --draft published --out diary.ics --person polit-09
    """
    from planner.workspace.rota import export_rota

    if out.suffix.lower() not in (".xlsx", ".csv", ".ics"):
        raise click.UsageError(f"--out: {out.name} ends neither in .xlsx nor .csv nor .ics")
    if person is not None and out.suffix.lower() != ".ics":
        raise click.UsageError(f"--person: only a diary, .ics, is of one person; {out.name} would have everybody")
    plan, rota = _read(file, wanted)
    name, lines = chosen_lines(rota, draft)
    export_rota(plan, rota, lines, existing(out), person)
    click.echo(f"Wrote {name} of {rota.name} to {out.name}.{''.join(f' {line}' for line in made_up(plan))}")
