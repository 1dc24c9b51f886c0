"""The commands that make and change the scenarios of a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli.arguments import DAY, FILE, find_scenario
from planner.cli.lever_text import kind_lines, read_lever

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.scenario import Scenario

JSON_FORMAT = 1
"""Raised when an entry of the JSON changes its meaning or goes; new entries do not raise it."""
_NONE = "none"
_FILE = click.argument("file", metavar="PLAN", type=FILE)
_WANTED = click.argument("wanted", metavar="SCENARIO")
_LEVER = click.option(
    "--lever",
    "texts",
    metavar="TEXT",
    multiple=True,
    help="A lever to pull, such as “recruits team=polit count=4 start=2027-01-04”; may be repeated.",
)


@click.group(short_help="Make and change the scenarios of a plan.")
def scenario() -> None:
    """Make and change the scenarios of a plan. Each change can be undone in the window.

    \b
    Example:
        planner scenario add north.plan "Four recruits" --lever "recruits team=polit count=4 start=2027-01-04"
    """


@scenario.command("list", short_help="List the scenarios of a plan with their levers.")
@_FILE
@click.option("--json", "as_json", is_flag=True, help="Print them for another program.")
def list_scenarios(file: Path, as_json: bool) -> None:
    """List the scenarios of a plan, each lever with its number.

    \b
    Example:
        planner scenario list north.plan
    """
    from planner.workspace import Workspace

    with Workspace.open(file, read_only=True) as workspace:
        plan = workspace.plan
    if as_json:
        click.echo(_document(plan))
        return
    rows = [_lines(plan, entry) for entry in plan.scenarios]
    click.echo("\n".join(rows) if rows else "This plan has no scenarios; `planner scenario add` makes one.")


@scenario.command(short_help="Say which levers there are, and their fields.")
def kinds() -> None:
    """Say which kinds of levers there are, with their fields; those in brackets may be left out.

    Dates are written 2027-01-04, shares 0.1 or 10%, and `none` stands for every band or stage and for no last day.

    \b
    Example:
        planner scenario kinds
    """
    click.echo("\n".join(kind_lines()))


@scenario.command(short_help="Add a scenario.")
@_FILE
@click.argument("name", metavar="NAME")
@_LEVER
@click.option("--note", metavar="TEXT", default="", help="What it is about.")
def add(file: Path, name: str, texts: tuple[str, ...], note: str) -> None:
    """Add a scenario with a name of its own, and print it.

    \b
    Example:
        planner scenario add north.plan "Overtime" --lever "overtime team=polit hours=4 start=2027-01-04"
    """
    from planner.edit.keys import key_for
    from planner.edit.scenarios import put_scenario
    from planner.model.scenario import Scenario

    def made(plan: Plan) -> tuple[Plan, str]:
        _refuse_taken(plan, name)
        key = key_for(name, {entry.key for entry in plan.scenarios})
        levers = tuple(read_lever(text, plan) for text in texts)
        return put_scenario(plan, Scenario(key, name.strip(), levers, note)), key

    _change(file, put_scenario, made)


@scenario.command(short_help="Add levers to a scenario, or take some away.")
@_FILE
@_WANTED
@_LEVER
@click.option("--remove", "numbers", type=click.IntRange(1), multiple=True, help="Number of a lever to take away.")
def lever(file: Path, wanted: str, texts: tuple[str, ...], numbers: tuple[int, ...]) -> None:
    """Add levers to a scenario, take some away by the numbers that `planner scenario list` shows, and print it.

    \b
    Example:
        planner scenario lever north.plan growth-70 --remove 1 --lever "caseload-limit cases=25 start=2027-01-04"
    """
    from planner.edit.scenarios import put_scenario

    if not texts and not numbers:
        raise click.UsageError("--lever: say which lever to add, or --remove which to take away")

    def changed(plan: Plan) -> tuple[Plan, str]:
        present = _found(plan, wanted)
        for number in numbers:
            if number > len(present.levers):
                raise click.UsageError(f"--remove: {present.key} has no lever {number}, only {len(present.levers)}")
        kept = tuple(one for number, one in enumerate(present.levers, start=1) if number not in numbers)
        levers = (*kept, *(read_lever(text, plan) for text in texts))
        return put_scenario(plan, replace(present, levers=levers)), present.key

    _change(file, put_scenario, changed)


@scenario.command(short_help="Copy a scenario under another name.")
@_FILE
@_WANTED
@click.argument("name", metavar="NAME")
def copy(file: Path, wanted: str, name: str) -> None:
    """Copy a scenario, levers and note, under another name, and print the copy.

    \b
    Example:
        planner scenario copy north.plan growth-70 "Growth and a loan"
    """
    from planner.edit.keys import key_for
    from planner.edit.scenarios import clone_scenario

    def copied(plan: Plan) -> tuple[Plan, str]:
        _refuse_taken(plan, name)
        key = key_for(name, {entry.key for entry in plan.scenarios})
        return clone_scenario(plan, _found(plan, wanted).key, key, name.strip()), key

    _change(file, clone_scenario, copied)


@scenario.command(short_help="Rename a scenario.")
@_FILE
@_WANTED
@click.argument("name", metavar="NAME")
def rename(file: Path, wanted: str, name: str) -> None:
    """Rename a scenario; its key stays.

    \b
    Example:
        planner scenario rename north.plan growth-70 "Growth as last year"
    """
    from planner.edit.scenarios import rename_scenario

    def renamed(plan: Plan) -> tuple[Plan, str]:
        present = _found(plan, wanted)
        _refuse_taken(plan, name, present.key)
        return rename_scenario(plan, present.key, name.strip()), present.key

    _change(file, rename_scenario, renamed)


@scenario.command(short_help="Put a note on a scenario.")
@_FILE
@_WANTED
@click.argument("text", metavar="TEXT")
def note(file: Path, wanted: str, text: str) -> None:
    """Put another note on a scenario.

    \b
    Example:
        planner scenario note north.plan growth-70 "As the board asked in May"
    """
    from planner.edit.scenarios import note_scenario

    _change_one(file, wanted, note_scenario, text)


@scenario.command(short_help="Record who decided on a scenario, when and what.")
@_FILE
@_WANTED
@click.argument("decision", metavar="TEXT")
@click.option("--by", metavar="ROLE", required=True, help="A role or a board, never a name.")
@click.option("--on", "day", type=DAY, metavar="DATE", help="When (default: today).")
def decide(file: Path, wanted: str, decision: str, by: str, day: datetime | None) -> None:
    """Record who decided on a scenario, when, and what was decided.

    \b
    Example:
        planner scenario decide north.plan growth-70 "Approved for two posts" --by "Chief officers" --on 2027-01-12
    """
    from planner.edit.scenarios import decide_scenario

    _change_one(file, wanted, decide_scenario, by, (day or datetime.now().astimezone()).date(), decision)


@scenario.command(short_help="Close a scenario to changes.")
@_FILE
@_WANTED
def lock(file: Path, wanted: str) -> None:
    """Close a scenario to changes, and to being removed.

    \b
    Example:
        planner scenario lock north.plan growth-70
    """
    from planner.edit.scenarios import lock_scenario

    _change_one(file, wanted, lock_scenario)


@scenario.command(short_help="Open a locked scenario to changes again.")
@_FILE
@_WANTED
def unlock(file: Path, wanted: str) -> None:
    """Open a locked scenario to changes again.

    \b
    Example:
        planner scenario unlock north.plan growth-70
    """
    from planner.edit.scenarios import lock_scenario

    _change_one(file, wanted, lock_scenario, locked=False)


@scenario.command(short_help="Say which scenario the others are compared with.")
@_FILE
@_WANTED
def baseline(file: Path, wanted: str) -> None:
    """Say which scenario the others are compared with; `none` for none.

    \b
    Example:
        planner scenario baseline north.plan as-today
    """
    from planner.edit.scenarios import set_baseline

    def marked(plan: Plan) -> tuple[Plan, str | None]:
        key = None if wanted.casefold() == _NONE else _found(plan, wanted).key
        return set_baseline(plan, key), key

    _change(file, set_baseline, marked)


@scenario.command(short_help="Remove a scenario.")
@_FILE
@_WANTED
def remove(file: Path, wanted: str) -> None:
    """Remove a scenario that is not locked.

    \b
    Example:
        planner scenario remove north.plan growth-70
    """
    from planner.edit.scenarios import remove_scenario

    def removed(plan: Plan) -> tuple[Plan, None]:
        return remove_scenario(plan, _found(plan, wanted).key), None

    _change(file, remove_scenario, removed)


def _change_one(file: Path, wanted: str, function: Callable[..., Plan], *values: object, **named: object) -> None:
    def changed(plan: Plan) -> tuple[Plan, str]:
        key = _found(plan, wanted).key
        return function(plan, key, *values, **named), key

    _change(file, function, changed)


def _change(file: Path, function: Callable[..., Plan], change: Callable[[Plan], tuple[Plan, str | None]]) -> None:
    """Change the plan in a file by one step that Undo takes back, and print the scenario that it is about."""
    from planner.edit.scenarios import UNDO_NAMES
    from planner.workspace import Workspace

    with Workspace.open(file) as workspace:
        plan, key = change(workspace.plan)
        workspace.change(UNDO_NAMES[function], plan)
    if key is not None:
        click.echo(_lines(plan, plan.scenario(key)))


def _found(plan: Plan, wanted: str) -> Scenario:
    return find_scenario(plan, wanted, "SCENARIO")


def _refuse_taken(plan: Plan, name: str, key: str | None = None) -> None:
    """UsageError when another scenario has the name, or it could not be told from `none` and `base`."""
    if name.strip().casefold() in (_NONE, "base"):
        raise click.UsageError(f"NAME: {name.strip()!r} stands for no scenario: choose another name")
    if any(name.strip().casefold() == entry.name.casefold() and entry.key != key for entry in plan.scenarios):
        raise click.UsageError(f"NAME: another scenario is called {name.strip()!r}: choose another name")


def _lines(plan: Plan, entry: Scenario) -> str:
    from planner.report.decisions import decision_lines
    from planner.report.levers import lever_sentence

    marks = ", baseline" * entry.baseline + ", locked" * entry.locked
    rows = [f"{entry.key}: {entry.name}{marks}"]
    rows += [f"  {number}. {lever_sentence(one, plan)}" for number, one in enumerate(entry.levers, start=1)]
    rows += [f"  {line}" for line in ([entry.note] if entry.note else []) + list(decision_lines(entry))]
    return "\n".join(rows)


def _document(plan: Plan) -> str:
    import json

    from planner.model.codec import to_plain
    from planner.report.levers import lever_sentence

    def about(entry: Scenario) -> dict[str, Any]:
        return {**to_plain(entry), "sentences": [lever_sentence(one, plan) for one in entry.levers]}

    document = {
        "format": JSON_FORMAT,
        "plan": plan.name,
        "illustrative": plan.illustrative,
        "scenarios": [about(entry) for entry in plan.scenarios],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)
