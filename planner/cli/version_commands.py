"""The commands that keep versions of a plan in its file, compare them and go back to one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.arguments import FILE, wrong

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.version import VersionNote
    from planner.workspace import Workspace

_NOW = "now"
_FILE = click.argument("file", metavar="PLAN", type=FILE)
_KINDS = {"named": "you named it", "safety": "before a step", "regular": "kept by date"}


@click.group(short_help="Keep versions of a plan, compare them, and go back to one.")
def versions() -> None:
    """Keep versions of a plan in its file, compare two in words, and go back to one.

    The program keeps one by itself before an import, before the file is brought up to date, and before going back.

    \b
    Example:
        planner versions save north.plan "As agreed with the board"
    """


@versions.command("list", short_help="List the versions of a plan.")
@_FILE
def list_versions(file: Path) -> None:
    """List the versions that a plan file keeps, latest first.

    \b
    Example:
        planner versions list north.plan
    """
    from planner.workspace import Workspace

    with Workspace.open(file, read_only=True) as workspace:
        click.echo(_table(workspace))


@versions.command(short_help="Keep the plan as it is now under a name.")
@_FILE
@click.argument("name", metavar="NAME")
def save(file: Path, name: str) -> None:
    """Keep the plan as it is now under a name, until you remove it.

    \b
    Example:
        planner versions save north.plan "As agreed with the board"
    """
    from planner.workspace import Workspace

    with Workspace.open(file) as workspace:
        click.echo(workspace.keep_version(name))


@versions.command(short_help="Say in words what differs between two versions.")
@_FILE
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="[AFTER]", default=_NOW)
def compare(file: Path, before: str, after: str) -> None:
    """Say in words what differs between two versions, or between a version and the plan as it is now.

    BEFORE and AFTER are keys or names, as `planner versions list` shows them; `now` is the plan itself.

    \b
    Example:
        planner versions compare north.plan v-1
    """
    from planner.workspace import Workspace, compare_plans

    with Workspace.open(file, read_only=True) as workspace:
        plans = [_plan(workspace, name) for name in (before, after)]
    lines = compare_plans(*plans)
    click.echo("\n".join(lines) if lines else "The two are the same.")


@versions.command(short_help="Make a version the present plan.")
@_FILE
@click.argument("name", metavar="NAME")
def restore(file: Path, name: str) -> None:
    """Make a version the present plan, as one step that Undo takes back. What is there now is kept as a version first.

    \b
    Example:
        planner versions restore north.plan v-1
    """
    from planner.workspace import Workspace

    with Workspace.open(file) as workspace:
        note = find_version(workspace, name)
        if workspace.version(note.key) == workspace.plan:
            click.echo(f"{file.name} is as in “{note.name}” already; nothing was changed.")
            return
        workspace.restore_version(note.key)
        before = workspace.versions()[0]
    click.echo(f"{file.name} is now as in “{note.name}”. What was there before is kept as {before.key}.")


@versions.command(short_help="Remove a version.")
@_FILE
@click.argument("name", metavar="NAME")
def remove(file: Path, name: str) -> None:
    """Remove a version from the file. It cannot be brought back.

    \b
    Example:
        planner versions remove north.plan v-1
    """
    from planner.workspace import Workspace

    with Workspace.open(file) as workspace:
        note = find_version(workspace, name)
        workspace.remove_version(note.key)
    click.echo(f"Removed {note.key}, “{note.name}”.")


def _plan(workspace: Workspace, name: str) -> Plan:
    return workspace.plan if name == _NOW else workspace.version(find_version(workspace, name).key)


def find_version(workspace: Workspace, name: str) -> VersionNote:
    """The version with this key, or the latest with this name."""
    notes = workspace.versions()
    for note in notes:
        if name.casefold() in (note.key, note.name.casefold()):
            return note
    none = "" if notes else "; `planner versions save PLAN NAME` keeps one"
    raise wrong("VERSION", f"{workspace.path.name} has no version {name!r}{none}", name, [note.key for note in notes])


def _table(workspace: Workspace) -> str:
    from tabulate import tabulate

    from planner.model.codec import fingerprint

    notes = workspace.versions()
    if not notes:
        return f"{workspace.path.name} has no versions; `planner versions save PLAN NAME` keeps one."
    present = fingerprint(workspace.plan)
    rows = [
        [
            note.key,
            note.name,
            f"{note.made.astimezone():%d %b %Y %H:%M}",
            _KINDS[note.kind],
            "as it is now" if note.plan_fingerprint == present else "different",
            f"{note.size / 1e3:,.0f} kB",
        ]
        for note in notes
    ]
    headers = ["key", "name", "made", "why", "plan", "size"]
    alignment = ("left", "left", "left", "left", "left", "right")
    return tabulate(rows, headers=headers, disable_numparse=True, colalign=alignment)
