"""The commands that make and change the standards of a plan, and set the day of its re-inspection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.arguments import DAY, FILE, wrong
from planner.cli.measures import only_resource_stage

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.standard import Measure, Standard
    from planner.model.team import Team

_FILE = click.argument("file", metavar="PLAN", type=FILE)
_WANTED = click.argument("wanted", metavar="KEY")
_TARGET = click.option("--target", "goal", metavar="NUMBER", help="Such as 20, or 95% of a share.")
_BY = click.option("--by", "day", type=DAY, metavar="DATE", help="When it is to be met.")
_SOURCE = click.option("--source", metavar="TEXT", default="", help="Where the target comes from.")


@click.group(short_help="Make and change the standards of a plan.")
def standard() -> None:
    """Make and change the standards of a plan: what a team is to keep to, and by when. Undo in the window takes back
    each change.

    \b
    Example:
        planner standard add north.plan "First visits within 14 days" --team polit --measure on-time --target 95%
    """


@standard.command("list", short_help="List the standards of a plan.")
@_FILE
def list_standards(file: Path) -> None:
    """List the standards of a plan, each with its key, and the day of its re-inspection.

    \b
    Example:
        planner standard list north.plan
    """
    from planner.report.words import day_in_words
    from planner.workspace import Workspace

    with Workspace.open(file, read_only=True) as workspace:
        plan = workspace.plan
    rows = [_line(plan, one) for one in plan.standards]
    rows = rows or ["This plan has no standards; `planner standard add` makes one."]
    if plan.reinspection is not None:
        rows.append(f"Re-inspection: {day_in_words(plan.reinspection)}.")
    click.echo("\n".join(rows))


@standard.command(short_help="Add a standard.")
@_FILE
@click.argument("name", metavar="NAME")
@click.option("--team", metavar="KEY", help="Whose (default: the plan's only team).")
@click.option(
    "--measure",
    "word",
    metavar="NAME",
    required=True,
    help="What it looks at: caseload, on-time, most-overdue, unallocated, wait or longest-wait.",
)
@click.option("--stage", metavar="KEY", help="Of on-time (default: the stage that is watched) and of waits: which.")
@click.option("--band", metavar="KEY", help="Only this band (default: all together).")
@_TARGET
@_BY
@_SOURCE
def add(
    file: Path,
    name: str,
    team: str | None,
    word: str,
    stage: str | None,
    band: str | None,
    goal: str | None,
    day: datetime | None,
    source: str,
) -> None:
    """Add a standard, and print it.

    \b
    Example:
        planner standard add north.plan "Devices begun within 60 days" --measure longest-wait --target 60
    """
    from planner.edit.keys import key_for
    from planner.edit.standards import put_standard
    from planner.model.assumption import Assumption, Status
    from planner.model.standard import MEASURE_UNIT, Standard

    measure = _measure(word)
    if goal is None:
        raise click.UsageError("--target: say what is to be kept to, such as 20 or 95%")
    value = read_target(goal)

    def added(plan: Plan) -> tuple[Plan, str]:
        own = _team(plan, team)
        key = key_for(name, {one.key for one in plan.standards}, "standard")
        by = day.date() if day else plan.reinspection
        found = _stage(plan, own, measure, stage)
        unit = MEASURE_UNIT[measure]
        target = (
            Assumption(value, unit, Status.ADAPT, source)
            if source
            else Assumption(value, unit, rationale="Your force's own choice.")
        )
        return put_standard(plan, Standard(key, name.strip(), own.key, measure, target, found, band, by)), key

    _change(file, "Add a standard", added)


@standard.command("set", short_help="Change the target or the date of a standard.")
@_FILE
@_WANTED
@_TARGET
@_BY
def set_standard(file: Path, wanted: str, goal: str | None, day: datetime | None) -> None:
    """Change the target of a standard, or the date by which it is to be met, and print it.

    \b
    Example:
        planner standard set north.plan polit-caseload --target 18 --by 2027-10-01
    """
    from planner.edit.standards import put_standard

    if goal is None and day is None:
        raise click.UsageError("--target: say the new target, or --by the new date")
    value = None if goal is None else read_target(goal)

    def changed(plan: Plan) -> tuple[Plan, str]:
        present = _found(plan, wanted)
        target = present.target if value is None else replace(present.target, value=value)
        return put_standard(plan, replace(present, target=target, by=day.date() if day else present.by)), present.key

    _change(file, "Change a standard", changed)


@standard.command(short_help="Remove a standard.")
@_FILE
@_WANTED
def remove(file: Path, wanted: str) -> None:
    """Remove a standard on which no action of the action plan hangs.

    \b
    Example:
        planner standard remove north.plan polit-unallocated
    """
    from planner.edit.standards import remove_standard

    _change(file, "Remove a standard", lambda plan: (remove_standard(plan, _found(plan, wanted).key), None))


@standard.command(short_help="Set the day of the re-inspection.")
@_FILE
@click.argument("day", metavar="DATE", type=DAY)
def inspection(file: Path, day: datetime) -> None:
    """Set the day of the re-inspection, to which `planner countdown` counts.

    \b
    Example:
        planner standard inspection north.plan 2027-10-04
    """
    from planner.edit.standards import set_reinspection

    def moved(plan: Plan) -> tuple[Plan, None]:
        return set_reinspection(plan, date(day.year, day.month, day.day)), None

    _change(file, "Set the date of the re-inspection", moved)


def read_target(text: str) -> float:
    """A target such as 20 or 95%; UsageError for what is none."""
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise click.UsageError(f"--target: {text!r} is no target such as 20 or 95%") from None


def _change(file: Path, label: str, change: Callable[[Plan], tuple[Plan, str | None]]) -> None:
    """Change the plan in a file by one step, and print the standard that it is about."""
    from planner.workspace import Workspace

    with Workspace.open(file) as workspace:
        plan, key = change(workspace.plan)
        workspace.change(label, plan)
    if key is not None:
        click.echo(_line(plan, _found(plan, key)))


def _found(plan: Plan, wanted: str) -> Standard:
    for one in plan.standards:
        if wanted.casefold() in (one.key, one.name.casefold()):
            return one
    raise wrong("KEY", f"this plan has no standard {wanted!r}", wanted, [one.key for one in plan.standards])


def _measure(word: str) -> Measure:
    from planner.model.standard import Measure

    known = {measure.name.lower().replace("_", "-"): measure for measure in Measure}
    if word not in known:
        raise wrong("--measure", f"a standard cannot look at {word!r}", word, list(known))
    return known[word]


def _team(plan: Plan, key: str | None) -> Team:
    known = [team.key for team in plan.teams]
    if key is None and len(known) > 1:
        raise click.UsageError(f"--team: say which of {', '.join(known)}")
    if key is not None and key not in known:
        raise wrong("--team", f"this plan has no team {key!r}", key, known)
    return plan.team(key or known[0])


def _stage(plan: Plan, team: Team, measure: Measure, given: str | None) -> str | None:
    """The stage that a standard is of: the one that is given, or the only one that comes into question."""
    from planner.report.summary import watched_stage

    if not measure.staged:
        if given is not None:
            raise click.UsageError(f"--stage: {measure} is not told apart by stage, so leave it out")
        return None
    if given is not None:
        return given
    if measure.at_resource:
        return only_resource_stage(team, "--stage")
    watched = watched_stage(plan, team)
    if watched is None:
        raise click.UsageError("--stage: say which stage, as this team has none that is watched")
    return watched.key


def _line(plan: Plan, one: Standard) -> str:
    from planner.report.requirement import standard_in_words
    from planner.report.words import day_in_words

    team = plan.team(one.team)
    parts = [team.name]
    parts += [] if one.stage is None else [team.stage(one.stage).name]
    parts += [] if one.band is None else [f"band {team.band(one.band).name}"]
    by = f", by {day_in_words(one.by)}" if one.by else ""
    return f"{one.key}: {standard_in_words(one)}; {one.measure}, {', '.join(parts)}{by}"
