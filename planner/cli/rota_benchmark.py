"""`planner rota benchmark`: public shift-scheduling problems solved, and every cost counted again."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from planner.rota.benchmark import Instance
    from planner.rota.solution import LineSolution

SOLVERS = ("columns", "cpsat")


@click.command(short_help="Solve public shift-scheduling problems, and say how good the rotas are.")
@click.argument("files", metavar="FILE...", type=click.Path(path_type=Path, dir_okay=False), nargs=-1, required=True)
@click.option("--seconds", type=click.FloatRange(0.1, 86_400), default=60.0, show_default=True, help="For each file.")
@click.option("--solver", type=click.Choice(SOLVERS), default="columns", show_default=True, help="Which one.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Which search.")
@click.option("--json", "as_json", is_flag=True, help="Print one object a line for each file, in order.")
def benchmark(files: tuple[Path, ...], seconds: float, solver: str, seed: int, as_json: bool) -> None:
    """Solve problems in the text format of the public benchmark of Curtois and Qu.

    Each gets its cost, a bound that no rota is below, the gap between them as a share of the cost, and the cost that an
    independent count of the rota gives. Ctrl+C ends the search of one file and keeps its best rota.

    \b
    Example:
        planner rota benchmark Instance1.txt Instance2.txt --seconds 60 --json
    """
    from planner.rota.benchmark import read_benchmark

    instances = [(file, read_benchmark(_existing(file))) for file in files]
    _prepare(solver)
    if not as_json:
        click.echo(_ROW.format("file", "cost", "bound", "gap", "seconds", "checked"))
    for file, instance in instances:
        found = _solved(file, instance, seconds, solver, seed)
        click.echo(json.dumps(found) if as_json else _row(found))


_ROW = "{:<28} {:>9} {:>9} {:>8} {:>8} {:>9}"


def _row(found: dict[str, Any]) -> str:
    if found["cost"] is None:
        return f"{found['file']:<28} {found['reason']}"
    gap = "proven" if found["proven"] else "-" if found["gap"] is None else f"{100 * found['gap']:.2f} %"
    costs = [f"{found[name]:g}" for name in ("cost", "bound")]
    return _ROW.format(found["file"], *costs, gap, f"{found['seconds']:.1f}", f"{found['checked_cost']:g}")


def _existing(file: Path) -> Path:
    if not file.is_file():
        raise click.UsageError(f"FILE: there is no file {file}")
    return file


def _prepare(solver: str) -> None:
    """Compile before the clock runs; once on a machine it takes some seconds."""
    if solver == "columns":
        from planner.cli.progress import ProgressLine
        from planner.rota.columns import prepare

        progress = ProgressLine("Preparing the solver, once on this machine")
        try:
            prepare()
        finally:
            progress.clear()


def _solved(file: Path, instance: Instance, seconds: float, solver: str, seed: int) -> dict[str, Any]:
    from planner.cli.progress import ProgressLine
    from planner.model.progress import Cancelled
    from planner.rota.benchmark_lines import line_problem
    from planner.rota.columns import solve_by_columns
    from planner.rota.cpsat import solve_by_cpsat
    from planner.rota.solution import Unsolvable
    from planner.rota.watch import TimeIsUp

    solve = solve_by_columns if solver == "columns" else solve_by_cpsat
    line = ProgressLine(file.name)
    try:
        with _stop_by_key() as stopped:

            def progress(done: int, total: int) -> None:
                line(done, total)
                if stopped:
                    raise Cancelled

            solution = solve(line_problem(instance), seconds, progress, seed)
    except Unsolvable as error:
        who = "somebody" if error.person is None else instance.staff[error.person].key
        return _nothing(file, solver, f"no rota: {who} has no line that keeps every rule")
    except (TimeIsUp, Cancelled):
        return _nothing(file, solver, "no rota was found in this time")
    finally:
        line.clear()
    return _figures(file, instance, solver, solution)


def _nothing(file: Path, solver: str, reason: str) -> dict[str, Any]:
    figures = dict.fromkeys(("cost", "bound", "gap", "seconds", "checked_cost"))
    return {"file": file.name, **figures, "proven": False, "first_seconds": None, "solver": solver, "reason": reason}


def _figures(file: Path, instance: Instance, solver: str, solution: LineSolution) -> dict[str, Any]:
    from math import isfinite

    from planner.rota.benchmark_lines import roster
    from planner.rota.benchmark_score import score

    checked = score(instance, roster(instance, solution.rota))
    bound, gap = solution.bound, solution.gap
    return {
        "file": file.name,
        "cost": round(solution.cost),
        "bound": round(bound, 3) if isfinite(bound) else None,
        "gap": round(gap, 6) if isfinite(gap) else None,
        "seconds": round(solution.seconds, 2),
        "checked_cost": checked.cost,
        "proven": solution.is_proven,
        "first_seconds": round(solution.first_seconds, 2),
        "solver": solver,
        "broken": list(checked.broken),
    }


@contextmanager
def _stop_by_key() -> Iterator[list[bool]]:
    """A list that is filled when Ctrl+C is pressed once; pressed again it does what it always does."""
    pressed: list[bool] = []

    def press(*_: object) -> None:
        pressed.append(True)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)
