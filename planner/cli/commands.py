"""The commands: each one parses, calls the workspace and prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner import __version__

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.scenario import Scenario

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_PLAN = click.argument("file", metavar="[PLAN]", type=_FILE, required=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="Caseload Planner", message="%(prog)s %(version)s")
def planner() -> None:
    """Plan the caseload and strength of police public-protection teams.

    Without a command, `planner` opens the window.
    """


@planner.command(short_help="Write the demo plan and print its path.")
@click.option("--out", type=_FOLDER, help="Folder to write it to (default: your documents).")
@click.option("--replace", is_flag=True, help="Write it again over an older copy.")
def demo(out: Path | None, replace: bool) -> None:
    """Write the demo plan, Example Constabulary, and print its path. All its figures are illustrative.

    A copy that is already there is left as it is, with what you changed in it.

    \b
    Example:
        planner demo --out plans
    """
    from planner.workspace import Workspace, demo_path, demo_plan

    path = demo_path(out)
    if replace or not path.exists():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.ClickException(f"the folder {path.parent} cannot be made: {error.strerror}") from None
        Workspace.create(path, demo_plan(), replace=replace).close()
    click.echo(path)


@planner.command(short_help="Write a new plan from a template and print its path.")
@click.option("--template", metavar="NAME", required=True, help="The team it starts with, such as polit or mosovo.")
@click.option("--name", metavar="TEXT", help="What the plan is called (default: the template's name).")
@click.option("--officers", type=click.IntRange(1, 500), help="Officers in post (default: every funded post).")
@click.option("--supervisors", type=click.IntRange(0, 100), default=1, show_default=True, help="Supervisors in post.")
@click.option(
    "--cases", type=click.IntRange(0, 1000), default=0, show_default=True, help="Open cases an officer holds."
)
@click.option("--referrals", type=click.FloatRange(0, 100_000), help="New cases a month (default: the template's).")
@click.option("--out", "file", type=_FILE, help="File to write (default: NAME.plan in this folder).")
def new(
    template: str,
    name: str | None,
    officers: int | None,
    supervisors: int,
    cases: int,
    referrals: float | None,
    file: Path | None,
) -> None:
    """Write a new plan with one team from a template, and print its path.

    With --cases the plan begins with open cases whose stages and ages fit a team in balance.

    \b
    Example:
        planner new --template polit --officers 12 --supervisors 2 --cases 31 --referrals 60 --out north.plan
    """
    from planner.edit.beginning import Beginning
    from planner.workspace import Workspace, new_plan, template_names

    known = template_names()
    if template not in known:
        raise _wrong("--template", f"there is no template {template!r}", template, known)
    path = file or Path(f"{template}.plan")
    if path.suffix.lower() != ".plan":
        raise click.BadParameter("choose a name that ends in .plan", param_hint="--out")
    plan = new_plan(template, name, Beginning(officers, supervisors, cases, referrals))
    Workspace.create(path, plan).close()
    click.echo(path)


@planner.command(short_help="Say in words what is in a plan.")
@_PLAN
def show(file: Path | None) -> None:
    """Say in words what is in a plan: teams, people, position today, standards and scenarios.

    \b
    Example:
        planner show north.plan
    """
    from planner.cli.description import describe

    click.echo(describe(_read(file)))


@planner.command(short_help="Verify a plan file and say what was found.")
@click.argument("file", metavar="FILE", type=_FILE)
def check(file: Path) -> None:
    """Verify a plan file and say what was found; nothing is changed.

    \b
    Example:
        planner check north.plan
    """
    from planner.storage.inspection import check as inspect

    found = inspect(file)
    if not found.ok:
        raise click.ClickException(" ".join(found.lines))
    click.echo("\n".join(found.lines))


@planner.command(short_help="Simulate a plan and print where each team is heading.")
@_PLAN
@click.option("--scenario", "wanted", metavar="NAME", help="A scenario of the plan, by key or name (default: none).")
@click.option("--team", "teams", metavar="KEY", multiple=True, help="Only this team; may be repeated (default: all).")
@click.option("--days", type=click.IntRange(1, 3660), default=730, show_default=True, help="How far ahead.")
@click.option("--replications", type=click.IntRange(1, 100_000), default=200, show_default=True, help="Futures to run.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Which ones.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for another program (the README says which).")
def simulate(
    file: Path | None,
    wanted: str | None,
    teams: tuple[str, ...],
    days: int,
    replications: int,
    seed: int,
    as_json: bool,
) -> None:
    """Simulate a plan and print where each team is heading. The same plan and seed give the same figures.

    \b
    Example:
        planner simulate north.plan --scenario growth-70 --team polit --days 365
    """
    from planner.cli.outcome import as_document, as_tables
    from planner.cli.progress import ProgressLine
    from planner.workspace import engine_is_ready, simulate_plan

    plan = _read(file)
    scenario = _scenario(plan, wanted) if wanted is not None else None
    known = [team.key for team in plan.teams]
    for key in teams:
        if key not in known:
            raise _wrong("--team", f"this plan has no team {key!r}", key, known)
    if not engine_is_ready():
        click.echo("Preparing the engine (once; about half a minute) …", err=True)
    progress = ProgressLine(f"Simulating {replications:,} futures of {days:,} days")
    try:
        result = simulate_plan(
            plan, scenario, teams=teams or None, days=days, replications=replications, seed=seed, progress=progress
        )
    finally:
        progress.clear()
    click.echo(as_document(plan, result) if as_json else as_tables(plan, result))


@planner.command(short_help="Compile the engine now, so that no run has to wait for it.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Keep the compiled engine in this folder; by default the user's own cache folder.",
)
def prepare(into: Path | None) -> None:
    """Compile the engine now (about half a minute, once on each computer), so that no run has to wait for it.

    \b
    Example:
        planner prepare
    """
    from planner.workspace import prepare_engine

    prepare_engine(into)
    click.echo("The engine is ready.")


def _read(file: Path | None) -> Plan:
    """The plan in `file`, or the demo plan."""
    from planner.workspace import Workspace, demo_plan

    if file is None:
        click.echo("No plan was named: this is the demo plan, and its figures are illustrative.", err=True)
        return demo_plan()
    with Workspace.open(file, read_only=True) as workspace:
        return workspace.plan


def _scenario(plan: Plan, wanted: str) -> Scenario:
    """The scenario with this key or name, in any case of letters."""
    for scenario in plan.scenarios:
        if wanted.casefold() in (scenario.key, scenario.name.casefold()):
            return scenario
    known = [scenario.key for scenario in plan.scenarios]
    raise _wrong("--scenario", f"this plan has no scenario {wanted!r}", wanted, known)


def _wrong(option: str, sentence: str, wanted: str, known: Sequence[str]) -> click.UsageError:
    """The error for a name that is none of those known; it offers the likely one, or all of them."""
    from difflib import get_close_matches

    close = get_close_matches(wanted.casefold(), known, n=1)
    offer = f"; did you mean {close[0]}?" if close else f"; it is one of {', '.join(known)}" if known else ""
    return click.UsageError(f"{option}: {sentence}{offer}")
