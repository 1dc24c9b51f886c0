"""The commands that bring a file's rows into a plan, and a plan's tables out of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.arguments import FILE, only_plan, wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.model.imported import ImportKind
    from planner.model.intake import ColumnChoice, ImportSettings
    from planner.model.plan import Plan
    from planner.workspace import ReadImport, Source, Workspace


@click.command(name="import", short_help="Bring the rows of a CSV or spreadsheet file into a plan.")
@click.argument("file", metavar="FILE", type=FILE)
@click.argument("plan_file", metavar="[PLAN]", type=FILE, required=False)
@click.option(
    "--as",
    "wanted",
    metavar="KIND",
    required=True,
    help="What the rows are: referral-counts, referral-events, case-book or officers.",
)
@click.option(
    "--map",
    "maps",
    metavar="COLUMN=FIELD",
    multiple=True,
    help="Read a column as this field, or as drop to leave it out; may be repeated (default: guessed, and shown).",
)
@click.option("--sheet", metavar="NAME", help="Sheet of a workbook (default: the first).")
@click.option("--team", metavar="KEY", help="Team of every row, where no column says it.")
@click.option("--period", type=click.Choice(["month", "week"]), help="What counts are by (default: as the dates say).")
@click.option("--month-first", is_flag=True, help="Dates such as 03/14/2026 are written the American way.")
@click.option(
    "--conflict",
    type=click.Choice(["replace", "add", "skip"]),
    default="replace",
    show_default=True,
    help="What to do where the plan holds the same already.",
)
@click.option(
    "--file-name",
    metavar="NAME",
    default="",
    help="What the plan keeps in place of the file's name, which may say whom it is about.",
)
@click.option("--errors", metavar="FILE", type=FILE, help="Write every problem to this .csv or .xlsx file.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--who", metavar="NAME", help="Whose import it is (default: your display name or login).")
@click.option("--json", "as_json", is_flag=True, help="Print one object for another program.")
def import_(
    file: Path,
    plan_file: Path | None,
    wanted: str,
    maps: tuple[str, ...],
    sheet: str | None,
    team: str | None,
    period: str | None,
    month_first: bool,
    conflict: str,
    file_name: str,
    errors: Path | None,
    dry_run: bool,
    who: str | None,
    as_json: bool,
) -> None:
    """Bring the rows of a .csv, .xlsx, .xls or .ods file into a plan: all of them, or none when any has a problem.

    Columns are guessed by their headers and first values. A column that is not read as anything is not kept. Without
    PLAN the only plan of this folder is meant.

    \b
    Example:
        planner import referrals.csv north.plan --as referral-counts --team polit --dry-run
    """
    from planner.cli.import_outcome import as_document, as_text
    from planner.cli.progress import ProgressLine
    from planner.workspace import Workspace, open_source, read_import

    kind = _kind(wanted)
    plan_file = _plan_for(file, plan_file)
    if errors is not None and any(_same(errors, other) for other in (file, plan_file)):
        raise click.UsageError(f"--errors: the problems would be written over {errors.name}: choose another name")
    with Workspace.open(plan_file, read_only=dry_run) as workspace, open_source(file, sheet) as source:
        settings = _settings(workspace.plan, team, period, conflict, month_first, file_name)
        choices = _choices(source, kind, workspace.plan, maps)
        progress = ProgressLine(f"Reading {file.name}")
        try:
            read = read_import(
                source, kind, choices, workspace.import_basis(kind), settings, who=_name(who), progress=progress
            )
        finally:
            progress.clear()
        if not dry_run and read.plan is not None:
            _take(workspace, read)
        show = as_document if as_json else as_text
        click.echo(show(workspace, source.table, choices, read, imported=not dry_run and read.plan is not None))
        _report_problems(file, read, errors)


@click.command(name="export", short_help="Write a table of a plan as CSV or for a spreadsheet.")
@click.argument("file", metavar="PLAN", type=FILE)
@click.option(
    "--what",
    "wanted",
    metavar="TABLE",
    required=True,
    help="histories, referrals, cases, officers, absences, events, growth-cases, assumptions, imports, and more.",
)
@click.option("--out", metavar="FILE", type=FILE, required=True, help="File to write; it ends in .csv or .xlsx.")
@click.option("--replace", "over", is_flag=True, help="Write over a file that is there.")
def export(file: Path, wanted: str, out: Path, over: bool) -> None:
    """Write a table of a plan to a .csv or .xlsx file. Tables of histories, cases and officers can be imported again.

    histories are counts of new cases; referrals are the single ones that were imported, with pseudonyms for references;
    events are the dated events that changed demand.

    \b
    Example:
        planner export north.plan --what histories --out counts.csv
    """
    from planner.workspace import Workspace, export_table, table_names

    known = table_names()
    if wanted not in known:
        raise wrong("--what", f"there is no table {wanted!r}", wanted, known)
    if out.exists() and not over:
        raise click.UsageError(f"--out: there is already a file {out.name}: choose another name, or add --replace")
    with Workspace.open(file, read_only=True) as workspace:
        rows = export_table(workspace, wanted, out)
        made_up = " The plan is illustrative: every figure is made up." if workspace.plan.illustrative else ""
    click.echo(f"Wrote {rows:,} {'row' if rows == 1 else 'rows'} to {out.name}.{made_up}")


def _kind(wanted: str) -> ImportKind:
    from planner.model.imported import ImportKind

    known = [str(kind) for kind in ImportKind]
    if wanted not in known:
        raise wrong("--as", f"there is no kind {wanted!r}", wanted, known)
    return ImportKind(wanted)


def _plan_for(file: Path, named: Path | None) -> Path:
    """The plan to import into: the one named, or the only one here, unless that is made up."""
    if named is not None:
        return named
    if file.suffix.lower() == ".plan":
        raise click.UsageError(f"FILE: {file.name} is a plan: name the table first, as in planner import FILE PLAN")
    found = only_plan("planner import FILE north.plan")
    from planner.workspace import Workspace

    with Workspace.open(found, read_only=True) as workspace:
        if workspace.plan.illustrative:
            said = f"the only plan in this folder, {found.name}, is illustrative"
            raise click.UsageError(f"PLAN: {said}: name it to import into it all the same")
    return found


def _settings(
    plan: Plan, team: str | None, period: str | None, conflict: str, month_first: bool, file_name: str
) -> ImportSettings:
    from planner.model.intake import Conflict, ImportSettings
    from planner.model.period import Period

    known = [entry.key for entry in plan.teams]
    if team is not None and team not in known:
        raise wrong("--team", f"this plan has no team {team!r}", team, known)
    return ImportSettings(
        conflict=Conflict(conflict),
        team=team,
        period=None if period is None else Period(period),
        month_first=month_first,
        file_name=" ".join(file_name.split()),
    )


def _choices(source: Source, kind: ImportKind, plan: Plan, maps: Sequence[str]) -> tuple[ColumnChoice, ...]:
    """What each column is read as: the guess, with what `--map` says in its place."""
    from planner.model.imported import DROPPED
    from planner.workspace import guess_columns, import_fields

    choices = {choice.header: choice for choice in guess_columns(source, kind, plan)}
    fields = [*(field.key for field in import_fields(kind, plan)), DROPPED]
    headers = {header.casefold(): header for header in choices}
    for text in maps:
        column, given, field = (part.strip() for part in text.rpartition("="))
        if not given:
            raise click.UsageError(f"--map: {text!r} is no COLUMN=FIELD such as {next(iter(choices))}={fields[0]}")
        header = column if column in choices else headers.get(column.casefold())
        if header is None:
            raise wrong("--map", f"{source.table.file} has no column {column!r}", column, list(choices))
        if field.casefold() not in fields:
            raise wrong("--map", f"there is no field {field!r} in {kind}", field, fields)
        choices[header] = replace(choices[header], field=field.casefold(), why="as you said")
    return tuple(choices.values())


def _name(who: str | None) -> str:
    """Who imports: as named, or as the user is called in the settings, or as they logged in."""
    import getpass

    from planner.settings import read_settings

    given = who or read_settings().display_name
    if given:
        return given
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _take(workspace: Workspace, read: ReadImport) -> None:
    """Take the import in one step that Ctrl+C does not cut short: it lasts a moment, and is whole or not at all."""
    import signal

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        workspace.take_import(read)
    finally:
        signal.signal(signal.SIGINT, before)


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _report_problems(file: Path, read: ReadImport, errors: Path | None) -> None:
    """Write the problems where they are wanted, and end the command with exit code 2 when there are any."""
    from planner.report.words import counted
    from planner.workspace import write_problems

    if errors is not None:
        write_problems(read, errors)
    if read.problem_count:
        listed = "" if errors is None else f"; {errors.name} lists them"
        raise click.ClickException(
            f"{file.name} has {counted(read.problem_count, 'problem')}, so nothing was imported{listed}"
        )
