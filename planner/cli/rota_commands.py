"""`planner rota`: the commands about rotas, gathered in one group."""

from __future__ import annotations

import click

from planner.cli.rota_benchmark import benchmark


@click.group(short_help="Find, check and mend rotas.")
def rota() -> None:
    """Find, check and mend rotas.

    \b
    Example:
        planner rota benchmark Instance1.txt --seconds 60
    """


rota.add_command(benchmark)
