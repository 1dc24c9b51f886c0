"""`planner rota`: the commands about rotas, gathered in one group."""

from __future__ import annotations

import click

from planner.cli.rota_before import before
from planner.cli.rota_benchmark import benchmark
from planner.cli.rota_change import new, publish, repair, solve
from planner.cli.rota_need import need
from planner.cli.rota_reading import check, export, why


@click.group(short_help="Find, check and mend rotas.")
def rota() -> None:
    """Find, check and mend rotas.

    \b
    Example:
        planner rota solve north.plan --seconds 60
    """


for command in (new, before, need, solve, check, why, repair, publish, export, benchmark):
    rota.add_command(command)
