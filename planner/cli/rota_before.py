"""`planner rota before`: what people worked just before a rota, from the team's published ones."""

from __future__ import annotations

from pathlib import Path

import click

from planner.cli.rota_arguments import FILE_OF_PLAN, ROTA


@click.command(short_help="Fill in what people worked just before a rota.")
@FILE_OF_PLAN
@ROTA
def before(file: Path, wanted: str | None) -> None:
    """Fill in what people worked just before a rota, and their weekends, from what is published of the team.

    A new rota is begun with this; do it again once the rota before it is published, or published anew.

    \b
    Example:
        planner rota before north.plan --rota polit-spring
    """
    from planner.workspace import Workspace
    from planner.workspace.rota import find_rota, with_days_before

    with Workspace.open(file) as workspace:
        rota = find_rota(workspace.plan, wanted)
        plan = with_days_before(workspace.plan, rota)
        if plan is workspace.plan:
            click.echo(f"No published rota of the team goes up to {rota.name}, or all of it is there already.")
            return
        workspace.change("Fill in the days before a rota", plan)
        days = max(len(person.before) for person in plan.rota(rota.key).people)
    click.echo(f"{rota.name} knows what its people worked on up to {days} days before it.")
