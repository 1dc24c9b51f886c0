"""The solver of rotas: CP-SAT for a lawful rota at once, columns to improve and bound it, CP-SAT for what is left.

Then the independent check scores it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from planner.model.progress import Cancelled, Progress
from planner.model.rota_checks import Lines, check_rota
from planner.model.rota_facts import RotaFacts
from planner.model.rota_solution import Heard, NoRota, RotaSolution, unheard_news
from planner.rota.conflict import find_conflict
from planner.rota.lines import LineProblem
from planner.rota.lines import Rota as LineRota
from planner.rota.search import Best, find_lawful, search, solution
from planner.rota.translation import Translation

COLUMN_SHARE = 0.8
"""Of the time that is left after the first lawful rota."""
SHORTEST_COLUMNS = 3.0
"""Seconds below which columns are not worth their start."""


class RotaSolver(StrEnum):
    """How a rota is solved."""

    BOTH = "both"
    CPSAT = "cpsat"


ColumnSolver = Callable[[LineProblem, float, Progress, int], "tuple[LineRota, float] | None"]
"""Gives lines and a lower bound for a line problem, in so many seconds; None when it finds none."""


def solve_rota(
    facts: RotaFacts,
    seconds: float = 60.0,
    heard: Heard = unheard_news,
    start: Lines | None = None,
    solver: RotaSolver = RotaSolver.BOTH,
    seed: int = 1,
) -> RotaSolution:
    """The best rota found in so many seconds, with its lower bound; sooner when it is proven to be the cheapest.

    `heard` is told of each better rota and bound; when it raises Cancelled the best so far is given back. Raises NoRota
    with the conflict when no rota keeps the hard rules.
    """
    best = Best(heard)
    columns = column_solver() if solver is RotaSolver.BOTH else None
    try:
        find_lawful(facts, best, seconds, start, seed)
        hint = start or best.lines
        if columns is not None and COLUMN_SHARE * (seconds - best.seconds) >= SHORTEST_COLUMNS:
            hint = _improve(facts, best, COLUMN_SHARE * (seconds - best.seconds), seed, columns) or best.lines
        if not best.cancelled:
            search(facts, best, max(0.0, seconds - best.seconds), start=hint, seed=seed)
    except NoRota:
        if best.lines is None:
            raise NoRota(find_conflict(facts)) from None
    if best.lines is None and best.cancelled:
        raise Cancelled
    return solution(facts, best, str(RotaSolver.CPSAT if columns is None else solver))


def _improve(facts: RotaFacts, best: Best, seconds: float, seed: int, columns: ColumnSolver) -> Lines | None:
    """Lines that columns make of the rota, a starting point where they are not kept; and the bound."""
    translation = Translation(facts)
    found = _lines(translation.problem, best, seconds, seed, columns)
    if found is None:
        return None
    rota, bound = found
    best.proved(bound)
    lines = translation.cells(rota)
    _take(facts, best, lines)
    return lines


def _lines(
    problem: LineProblem, best: Best, seconds: float, seed: int, columns: ColumnSolver
) -> tuple[LineRota, float] | None:
    def hear(_: int, __: int) -> None:
        best.tell()
        if best.cancelled:
            raise Cancelled

    try:
        return columns(problem, max(0.5, seconds), hear, seed)
    except Cancelled:
        return None


def _take(facts: RotaFacts, best: Best, lines: dict[str, tuple[str, ...]]) -> None:
    check = check_rota(facts, lines)
    if not check.hard:
        best.found(lines, check.price)


def column_solver() -> ColumnSolver | None:
    """Column generation as a function of a line problem; None in a program that is built without it."""
    from importlib import import_module
    from importlib.util import find_spec

    if find_spec("planner.rota.columns") is None:
        return None
    module, ends = import_module("planner.rota.columns"), import_module("planner.rota.solution")
    late = import_module("planner.rota.watch").TimeIsUp

    def solve(problem: LineProblem, seconds: float, progress: Progress, seed: int) -> tuple[LineRota, float] | None:
        try:
            found = module.solve_by_columns(problem, seconds, progress, seed)
        except (ends.Unsolvable, late):
            return None
        return found.rota, found.bound

    return solve
