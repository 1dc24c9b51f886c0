"""The command that forecasts demand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from planner.cli.arguments import FILE, read_plan, wrong

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.progress import Progress

Found = TypeVar("Found")

_MONTHS = 12
_ORIGINS = 24


@click.command(short_help="Forecast the new cases of each team, or say how good its forecasts have been.")
@click.argument("file", metavar="[PLAN]", type=FILE, required=False)
@click.option("--team", "teams", metavar="KEY", multiple=True, help="Only this team; may be repeated (default: all).")
@click.option("--case", "wanted", metavar="KEY", help="Under this growth case (default: the history's own trend).")
@click.option("--months", type=click.IntRange(1, 120), help="How far ahead (default: 12).")
@click.option("--backtest", is_flag=True, help="Forecast past months again, with what was known then.")
@click.option("--origins", type=click.IntRange(1, 120), help="From so many past months or weeks (default: 24).")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Which futures.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for another program (docs/json.md says which).")
def forecast(
    file: Path | None,
    teams: tuple[str, ...],
    wanted: str | None,
    months: int | None,
    backtest: bool,
    origins: int | None,
    seed: int,
    as_json: bool,
) -> None:
    """Forecast the new cases of each team and band: the middle of a thousand futures, and how far they range.

    The counts of the plan's history up to its start are what is known. The same plan and seed give the same figures.

    \b
    Example:
        planner forecast north.plan --team polit --case high --months 24
        planner forecast north.plan --backtest
    """
    _require_fitting(wanted, months, origins, backtest=backtest)
    plan = read_plan(file)
    chosen = _teams(plan, teams)
    if backtest:
        _back_test(plan, chosen, origins or _ORIGINS, seed, as_json=as_json)
        return
    from planner.cli.forecast_outcome import as_document, as_tables, outlook

    cases = _cases(plan, chosen, wanted)
    found = _work("Forecasting", lambda progress: outlook(plan, chosen, cases, months or _MONTHS, seed, progress))
    click.echo(as_document(plan, found, seed) if as_json else as_tables(plan, found, seed))


def _back_test(plan: Plan, teams: tuple[str, ...], origins: int, seed: int, *, as_json: bool) -> None:
    from planner.cli.backtest_outcome import as_document, as_tables, back_tests

    found = _work("Forecasting the past again", lambda progress: back_tests(plan, teams, origins, seed, progress))
    click.echo(as_document(plan, found, seed) if as_json else as_tables(plan, found, seed))


def _work(label: str, work: Callable[[Progress], Found]) -> Found:
    from planner.cli.progress import ProgressLine

    progress = ProgressLine(label)
    try:
        return work(progress)
    finally:
        progress.clear()


def _require_fitting(wanted: str | None, months: int | None, origins: int | None, *, backtest: bool) -> None:
    """UsageError for options that do not go together."""
    if backtest and wanted is not None:
        raise click.UsageError("--case: a back-test is of the history's own trend, without a growth case")
    if backtest and months is not None:
        raise click.UsageError("--months: a back-test looks one year ahead; --origins says from how many past months")
    if origins is not None and not backtest:
        raise click.UsageError("--origins: it belongs to --backtest")


def _teams(plan: Plan, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The teams that are asked for, or all that can be forecast; UsageError when there are none, or one cannot."""
    known = [team.key for team in plan.teams]
    for key in wanted:
        if key not in known:
            raise wrong("--team", f"this plan has no team {key!r}", key, known)
    counted = {history.team for history in plan.histories}
    asked = tuple(dict.fromkeys(wanted)) or tuple(key for key in known if key in counted)
    if not asked:
        raise click.UsageError("PLAN: no team of this plan has counts of past cases; planner import takes them in")
    hindered = {key: rule for key in asked if (rule := _hindrance(plan, key))}
    said = [f"{plan.team(key).name} cannot be forecast: {rule}" for key, rule in hindered.items()]
    if said and (wanted or len(said) == len(asked)):
        raise click.UsageError(f"{'--team' if wanted else 'PLAN'}: {said[0]}")
    for sentence in said:
        click.echo(f"{sentence}.", err=True)
    return tuple(key for key in asked if key not in hindered)


def _hindrance(plan: Plan, team: str) -> str:
    """Why a team cannot be forecast; empty when it can."""
    from planner.model.checks import InvalidPlan
    from planner.workspace import counts_of

    try:
        counts_of(plan, team)
    except InvalidPlan as error:
        return error.rule
    return ""


def _cases(plan: Plan, teams: tuple[str, ...], wanted: str | None) -> dict[str, str | None]:
    """The growth case by team; teams without one of this key or name follow their own trend."""
    if wanted is None:
        return {}
    cases = [case for case in plan.growth_cases if case.team in teams]
    found: dict[str, str | None] = {
        case.team: case.key for case in cases if wanted.casefold() in (case.key, case.name.casefold())
    }
    if not found:
        known = list(dict.fromkeys(case.key for case in cases))
        raise wrong("--case", f"these teams have no growth case {wanted!r}", wanted, known)
    return found
