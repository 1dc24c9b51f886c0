"""`planner rota need`: what cover the work of a team asks for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli.arguments import announce_preparation, find_scenario, wrong
from planner.cli.rota_arguments import FILE_OF_PLAN, JSON_FORMAT, ROTA, made_up

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.rota import Cover, Rota
    from planner.model.rota_need import RotaNeed


@click.command(short_help="Say what cover the work asks for, by weekday.")
@FILE_OF_PLAN
@ROTA
@click.option("--scenario", metavar="NAME", help="Whose demand and staffing (default: those of the plan).")
@click.option("--duties", metavar="LETTERS", help="Duties that the work is done on, as E,L (default: every tour).")
@click.option("--replications", type=click.IntRange(1, 100_000), default=100, show_default=True, help="Futures to run.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Which ones.")
@click.option("--set", "as_cover", is_flag=True, help="Make it the rota's cover, in place of what was set so before.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for another program.")
def need(
    file: Path,
    wanted: str | None,
    scenario: str | None,
    duties: str | None,
    replications: int,
    seed: int,
    as_cover: bool,
    as_json: bool,
) -> None:
    """Say how many people the team's work takes on each weekday of a rota, from a simulation up to its last day.

    The minimum is enough on average, the ideal in four of five futures. The rota's own hours are left out of the run.

    \b
    Example:
        planner rota need north.plan --scenario growth-70 --duties E,L --set
    """
    from planner.cli.progress import ProgressLine
    from planner.edit.rota_parts.cover import put_need
    from planner.model.rota_need import cover_for
    from planner.workspace import Workspace
    from planner.workspace.rota import find_rota
    from planner.workspace.rota_need import cover_need

    with Workspace.open(file, read_only=not as_cover) as workspace:
        plan, rota = workspace.plan, find_rota(workspace.plan, wanted)
        chosen = None if scenario is None else find_scenario(plan, scenario).key
        shifts = _duties(rota, duties)
        announce_preparation()
        progress = ProgressLine("Working out what cover the work needs")
        try:
            found = cover_need(plan, rota, chosen, replications=replications, seed=seed, progress=progress)
        finally:
            progress.clear()
        rows = cover_for(found.needs, rota, shifts)
        if as_cover and rows:
            workspace.change("Set the cover from the demand", put_need(plan, rota.key, rows))
    if as_json:
        click.echo(json.dumps(_document(plan, rota, found, rows), indent=2, ensure_ascii=False))
        return
    click.echo("\n".join(_lines(plan, rota, found, rows, as_cover=as_cover)))


def _duties(rota: Rota, letters: str | None) -> tuple[str, ...]:
    """Keys of the duties that are named, or of every tour of duty."""
    tours = {shift.code.casefold(): shift.key for shift in rota.shifts if shift.is_duty}
    if letters is None:
        return tuple(tours.values())
    found = []
    for letter in letters.split(","):
        if letter.strip().casefold() not in tours:
            raise wrong("--duties", f"this rota has no tour of duty {letter.strip()!r}", letter, [*tours])
        found.append(tours[letter.strip().casefold()])
    return tuple(dict.fromkeys(found))


def _lines(plan: Plan, rota: Rota, found: RotaNeed, rows: tuple[Cover, ...], *, as_cover: bool) -> list[str]:
    from tabulate import tabulate

    from planner.report.rota_need import need_row, need_words

    table = [need_row(day, rows) for day in found.needs]
    headers = ["day", "hours", "busy hours", "minimum", "ideal"]
    said = [need_words(found)]
    if table:
        aligned = ("left", "right", "right", "right", "right")
        said.append(tabulate(table, headers=headers, disable_numparse=True, colalign=aligned))
    if as_cover and rows:
        said.append(f"Set as the cover of {rota.name}.")
    return [*said, *made_up(plan)]


def _document(plan: Plan, rota: Rota, found: RotaNeed, rows: tuple[Cover, ...]) -> dict[str, Any]:
    from planner.report.rota_need import people_needed

    people = [people_needed(day, rows) for day in found.needs]
    return {
        "format": JSON_FORMAT,
        "plan": plan.name,
        "illustrative": plan.illustrative,
        "rota": rota.key,
        "scenario": found.scenario,
        "replications": found.replications,
        "seed": found.seed,
        "days": [
            {
                "weekday": day.weekday,
                "hours": round(day.hours, 2),
                "busy_hours": round(day.busy_hours, 2),
                "limited": day.limited,
                "minimum": minimum,
                "ideal": ideal,
            }
            for day, (minimum, ideal) in zip(found.needs, people, strict=True)
        ],
    }
