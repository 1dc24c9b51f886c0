"""The commands that look at results kept in a plan file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.arguments import FILE, announce_preparation, only_plan, wrong

if TYPE_CHECKING:
    from planner.model.saved_result import ResultNote
    from planner.workspace import Rerun, Workspace

_NAMED = 5
"""Differing arrays that are named one by one."""


@click.command(short_help="List the results kept in a plan file.")
@click.argument("file", metavar="PLAN", type=FILE)
@click.option("--remove", "unwanted", metavar="KEY", multiple=True, help="Take this result out; may be repeated.")
def results(file: Path, unwanted: tuple[str, ...]) -> None:
    """List the results that `planner simulate --save` has kept in a plan file, newest first.

    \b
    Example:
        planner results north.plan
    """
    from planner.workspace import Workspace

    with Workspace.open(file, read_only=not unwanted) as workspace:
        for key in unwanted:
            try:
                workspace.remove_result(key)
            except KeyError:
                raise _unknown(workspace, key) from None
        click.echo(_table(workspace))


@click.command(short_help="Run a kept result again and prove that it is the same.")
@click.argument("result", metavar="RESULT")
@click.argument("file", metavar="[PLAN]", type=FILE, required=False)
def rerun(result: str, file: Path | None) -> None:
    """Run a kept result again, from the plan and scenario that were kept with it, and compare every array bit for bit.

    RESULT is its key, as `planner results` lists it. Without PLAN it is looked for in the only plan of this folder.

    \b
    Example:
        planner rerun growth-70 north.plan
    """
    from planner.cli.progress import ProgressLine
    from planner.workspace import Workspace, rerun_result

    if file is not None and result.endswith(".plan"):
        # The other commands take the plan first.
        result, file = str(file), Path(result)
    with Workspace.open(file or only_plan("planner rerun RESULT north.plan"), read_only=True) as workspace:
        try:
            saved = workspace.result(result, ())
        except KeyError:
            raise _unknown(workspace, result) from None
    announce_preparation()
    progress = ProgressLine(f"Running {saved.note.replications:,} futures of {saved.note.days:,} days again")
    try:
        found = rerun_result(saved, progress)
    finally:
        progress.clear()
    if found.differing:
        raise click.ClickException(_difference(found, len(saved.digests)))
    click.echo(
        f"identical: {len(saved.digests)} arrays, {saved.note.replications:,} futures, {found.result.seconds:.1f} s"
    )
    if not found.same_engine:
        click.echo(f"{_makers(found)}; the figures are the same all the same.")


def _unknown(workspace: Workspace, key: str) -> click.UsageError:
    known = [note.key for note in workspace.results()]
    none = "" if known else "; `planner simulate PLAN --save` keeps one"
    return wrong("RESULT", f"{workspace.path.name} has no result {key!r}{none}", key, known)


def _difference(found: Rerun, arrays: int) -> str:
    names = ", ".join(found.differing[:_NAMED])
    more = len(found.differing) - _NAMED
    rest = f" and {more} more" if more > 0 else ""
    said = f"{found.note.key} differs in {len(found.differing)} of {arrays} arrays: {names}{rest}"
    if found.same_engine:
        return f"{said}, although version and engine are the same: please report it with the plan and this line"
    return f"{said}. {_makers(found)}, and results may differ between versions"


def _makers(found: Rerun) -> str:
    return (
        f"It was made by version {found.note.version} (engine {found.note.engine}); "
        f"this is version {found.result.version} (engine {found.result.engine})"
    )


def _table(workspace: Workspace) -> str:
    from tabulate import tabulate

    from planner.model.codec import fingerprint

    notes = workspace.results()
    if not notes:
        return f"{workspace.path.name} holds no results; `planner simulate PLAN --save` keeps one."
    present = fingerprint(workspace.plan)
    rows = [[note.key, *_row(note, present)] for note in notes]
    headers = ["key", "name", "made", "scenario", "futures", "days", "plan", "size"]
    alignment = ("left", "left", "left", "left", "right", "right", "left", "right")
    return tabulate(rows, headers=headers, disable_numparse=True, colalign=alignment)


def _row(note: ResultNote, present: str) -> list[str]:
    return [
        note.name,
        f"{note.made.astimezone():%d %b %Y %H:%M}",
        note.scenario or "none",
        f"{note.replications:,}",
        f"{note.days:,}",
        "as it is now" if note.plan_fingerprint == present else "changed since",
        f"{note.size / 1e6:.1f} MB",
    ]
