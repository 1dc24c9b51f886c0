"""`planner report`: what leaves the program, as PDF, Word or Excel."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.arguments import DAY, FILE, PLAN, announce_preparation, find_scenario, read_plan, read_share, wrong

if TYPE_CHECKING:
    from planner.model.plan import Plan


@click.command(short_help="Write a report: brief, statement, pack, weekly sheet or workbook.")
@PLAN
@click.option("--kind", "wanted", metavar="KIND", required=True, help="brief, fms, inspection, weekly or workbook.")
@click.option("--out", "path", type=FILE, required=True, help="File to write: .pdf, .docx or .xlsx, as the kind has.")
@click.option("--scenario", metavar="NAME", help="What happens whatever is decided (default: the plan as it is).")
@click.option("--standard", metavar="KEY", help="Of a brief: what is to be met (default: the first on caseloads).")
@click.option("--by", type=DAY, metavar="DATE", help="The day in question (default: the standard's own).")
@click.option("--probability", callback=read_share, metavar="SHARE", help="How sure, such as 90% (default).")
@click.option("--team", "teams", metavar="KEY", multiple=True, help="Of weekly sheets; may be repeated (default: all).")
@click.option("--before", metavar="VERSION", help="A version of the plan, or an older file, to set beside it.")
@click.option("--template", type=FILE, help="A Word file whose styles, page and header a Word report takes.")
@click.option("--date", "made", type=DAY, metavar="DATE", help="The day that the report bears (default: today).")
@click.option("--replications", "futures", type=click.IntRange(50, 100_000), default=200, help="Futures (200).")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Which futures.")
def report(
    file: Path | None,
    wanted: str,
    path: Path,
    scenario: str | None,
    standard: str | None,
    by: datetime | None,
    probability: float | None,
    teams: tuple[str, ...],
    before: str | None,
    template: Path | None,
    made: datetime | None,
    futures: int,
    seed: int,
) -> None:
    """Write a report of a plan to a file, and print its path. The same plan, seed and --date give the same bytes.

    \b
    brief       one question and its answer on two pages     .pdf .docx
    fms         the force management statement's four steps  .docx .pdf
    inspection  standards, countdown, action plan, overdue   .pdf .docx
    weekly      a supervisor's page for each team            .pdf .docx
    workbook    every table behind them, with charts         .xlsx

    \b
    Example:
        planner report north.plan --kind brief --standard polit-caseload --out brief.pdf
    """
    from planner.cli.progress import ProgressLine
    from planner.report.kinds import Kind
    from planner.workspace.reports import (
        ReportOrder,
        make_report,
        require_form,
        require_place,
        require_template,
        save_report,
    )

    if wanted not in set(Kind):
        raise wrong("--kind", f"there is no kind of report {wanted!r}", wanted, [str(kind) for kind in Kind])
    kind = Kind(wanted)
    require_form(kind, path)
    require_template(path, template)
    require_place(path)
    plan = read_plan(file)
    order = ReportOrder(
        kind,
        date.today() if made is None else made.date(),  # noqa: DTZ011 - the user's own day
        None if scenario is None else find_scenario(plan, scenario),
        _known("--standard", standard, plan, "standards") if standard else None,
        None if by is None else by.date(),
        0.9 if probability is None else probability,
        tuple(_known("--team", team, plan, "teams") for team in teams),
        None if before is None else _before(file, before),
        futures,
        seed,
    )
    if kind is not Kind.WEEKLY:
        announce_preparation()
    progress = ProgressLine("Making the report")
    try:
        save_report(make_report(plan, order, progress), path, template=template, progress=progress)
    finally:
        progress.clear()
    click.echo(path)


def _known(option: str, key: str, plan: Plan, field: str) -> str:
    """A key of the plan; the error offers the likely one."""
    keys = [entry.key for entry in getattr(plan, field)]
    if key not in keys:
        raise wrong(option, f"this plan has no {field.removesuffix('s')} {key!r}", key, keys)
    return key


def _before(file: Path | None, given: str) -> Plan:
    """The plan as it was: that of another file, or a version that the plan's file keeps."""
    from planner.cli.version_commands import find_version
    from planner.workspace import Workspace

    if file is None or Path(given).is_file():
        return read_plan(Path(given))
    with Workspace.open(file, read_only=True) as workspace:
        return workspace.version(find_version(workspace, given).key)
