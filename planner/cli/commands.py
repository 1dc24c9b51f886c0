"""The commands: each one parses, calls the workspace and prints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner import __version__
from planner.cli.arguments import FILE, FOLDER, PLAN, announce_preparation, find_scenario, read_aims, read_plan, wrong
from planner.cli.caseload_command import caseload
from planner.cli.compare_command import compare
from planner.cli.cost_command import cost
from planner.cli.countdown_command import countdown
from planner.cli.explain_command import explain
from planner.cli.forecast_commands import forecast
from planner.cli.import_commands import export, import_
from planner.cli.report_command import report
from planner.cli.require_command import require
from planner.cli.result_commands import rerun, results
from planner.cli.rota_commands import rota
from planner.cli.scenario_commands import scenario
from planner.cli.standard_commands import standard
from planner.cli.version_commands import versions

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.precision import Estimate
    from planner.model.results import Result
    from planner.workspace import Workspace

_REPLICATIONS = 200
_LIMIT = 1000
_WORTH_SAYING = 2.0
"""Seconds of a run of which it is said that it will take them."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="Caseload Planner", message="%(prog)s %(version)s")
def planner() -> None:
    """Plan the caseload and strength of police public-protection teams.

    Without a command, `planner` opens the window.
    """


@planner.command(short_help="Write the demo plan and print its path.")
@click.option("--out", type=FOLDER, help="Folder to write it to (default: your documents).")
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
@click.option("--out", "file", type=FILE, help="File to write (default: NAME.plan in this folder).")
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
        raise wrong("--template", f"there is no template {template!r}", template, known)
    path = file or Path(f"{template}.plan")
    if path.suffix.lower() != ".plan":
        raise click.BadParameter("choose a name that ends in .plan", param_hint="--out")
    plan = new_plan(template, name, Beginning(officers, supervisors, cases, referrals))
    Workspace.create(path, plan).close()
    click.echo(path)


@planner.command(short_help="Say in words what is in a plan.")
@PLAN
def show(file: Path | None) -> None:
    """Say in words what is in a plan: teams, people, position today, standards and scenarios.

    \b
    Example:
        planner show north.plan
    """
    from planner.cli.description import describe

    click.echo(describe(read_plan(file)))


@planner.command(short_help="Verify a plan file and say what was found.")
@click.argument("file", metavar="FILE", type=FILE)
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
@PLAN
@click.option("--scenario", "wanted", metavar="NAME", help="A scenario of the plan, by key or name (default: none).")
@click.option(
    "--team",
    "teams",
    metavar="KEY",
    multiple=True,
    help="Show only this team; may be repeated (default: all). Teams that feed it or share a resource are played too.",
)
@click.option("--days", type=click.IntRange(1, 3660), default=730, show_default=True, help="How far ahead.")
@click.option("--replications", type=click.IntRange(1, 100_000), help="Futures to run (default: 200).")
@click.option(
    "--precision",
    metavar="TEXT",
    help="Run until the means are known this well: 5 (open cases at the end), or any of open, unallocated, caseload, "
    "overdue, most-overdue, on-time, wait, longest-wait, as in unallocated=3,on-time=2%.",
)
@click.option(
    "--limit", type=click.IntRange(50, 100_000), help="Most futures that --precision may run (default: 1000)."
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Which ones.")
@click.option(
    "--save",
    metavar="[NAME]",
    is_flag=False,
    flag_value="",
    help="Keep the result in the plan file: by name until you remove it, without one among the last 20.",
)
@click.option("--arrays", "arrays_file", metavar="FILE.npz", type=FILE, help="Write every array, for NumPy.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for another program (docs/json.md says which).")
def simulate(
    file: Path | None,
    wanted: str | None,
    teams: tuple[str, ...],
    days: int,
    replications: int | None,
    precision: str | None,
    limit: int | None,
    seed: int,
    save: str | None,
    arrays_file: Path | None,
    as_json: bool,
) -> None:
    """Simulate a plan and print where each team is heading. The same plan and seed give the same figures.

    \b
    Example:
        planner simulate north.plan --scenario growth-70 --team polit --days 365
    """
    from planner.cli.outcome import as_document, as_tables
    from planner.workspace import simulate_until

    _require_fitting(file, replications, precision, limit, save, arrays_file)
    with _opened(file, editing=save is not None) as (plan, workspace):
        chosen = find_scenario(plan, wanted) if wanted is not None else None
        known = [team.key for team in plan.teams]
        for key in teams:
            if key not in known:
                raise wrong("--team", f"this plan has no team {key!r}", key, known)
        aims = () if precision is None else read_aims(precision, plan, teams or known)
        most = replications or _REPLICATIONS if precision is None else limit or _LIMIT
        announce_preparation()
        news = _News(f"Simulating {'up to ' if aims else ''}{most:,} futures of {days:,} days", eager=bool(aims))
        try:
            result = simulate_until(
                plan,
                chosen,
                aims=aims,
                limit=most,
                teams=teams or None,
                days=days,
                seed=seed,
                progress=news.progress,
                estimated=news.estimated,
            )
        finally:
            news.progress.clear()
        if workspace is not None:
            key = workspace.save_result(result, save or None)
            click.echo(f"Kept in {workspace.path.name} as {key}.", err=True)
    if arrays_file is not None:
        _write_arrays(result, arrays_file)
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


def _require_fitting(
    file: Path | None,
    replications: int | None,
    precision: str | None,
    limit: int | None,
    save: str | None,
    arrays_file: Path | None,
) -> None:
    """UsageError or InvalidPlan for options that do not go together, before anything is run."""
    if precision is not None and replications is not None:
        raise click.UsageError("--replications: with --precision the run finds its own length; --limit bounds it")
    if limit is not None and precision is None:
        raise click.UsageError("--limit: it bounds a run with --precision; otherwise use --replications")
    if save is not None:
        if file is None:
            hint = ", or write --save after it" if save.endswith(".plan") else ""
            raise click.UsageError(f"--save: name the plan file to keep the result in{hint}")
        if save:
            from planner.model.saved_result import result_key

            result_key(save)
    if arrays_file is not None and not arrays_file.absolute().parent.is_dir():
        raise click.UsageError(f"--arrays: there is no folder {arrays_file.absolute().parent}")


class _News:
    """What a run says on stderr while it lasts: how long it will take, when that is worth saying, and how far it is."""

    def __init__(self, label: str, *, eager: bool) -> None:
        from planner.cli.progress import ProgressLine

        self.progress = ProgressLine(label)
        self._eager = eager
        self._said = False

    def estimated(self, estimate: Estimate) -> None:
        """Say the first estimate, that of the trial."""
        if self._said:
            return
        self._said = True
        if self._eager or estimate.seconds >= _WORTH_SAYING:
            self.progress.clear()
            click.echo(f"{_about(estimate.seconds)} for {estimate.replications:,} futures.", err=True)


def _about(seconds: float) -> str:
    if seconds < 1:
        return "Less than a second"
    return f"About {seconds:.0f} s" if seconds < 100 else f"About {seconds / 60:.0f} minutes"


def _write_arrays(result: Result, path: Path) -> None:
    from planner.report.arrays import write_arrays

    try:
        write_arrays(result, path)
    except OSError as error:
        raise click.ClickException(f"--arrays: {path} cannot be written: {error.strerror or error}") from None


@contextmanager
def _opened(file: Path | None, *, editing: bool) -> Iterator[tuple[Plan, Workspace | None]]:
    """The plan, and its workspace where something is to be kept: it is held from the start, so that nothing can come
    between a long run and its keeping."""
    from planner.workspace import Workspace

    if file is None or not editing:
        yield read_plan(file), None
    else:
        with Workspace.open(file) as workspace:
            yield workspace.plan, workspace


planner.add_command(forecast)
planner.add_command(results)
planner.add_command(rerun)
planner.add_command(import_)
planner.add_command(export)
planner.add_command(require)
planner.add_command(explain)
planner.add_command(compare)
planner.add_command(cost)
planner.add_command(countdown)
planner.add_command(report)
planner.add_command(caseload)
planner.add_command(versions)
planner.add_command(rota)
planner.add_command(scenario)
planner.add_command(standard)
planner.add_command(rota)
