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
from planner.rota.lines import LineProblem, Told
from planner.rota.lines import Rota as LineRota
from planner.rota.search import Best, find_lawful, search, solution
from planner.rota.translation import Translation

COLUMN_SHARE = 0.8
"""Of the time that is left after the first lawful rota, where lines cannot say all that the rota's rules do."""
SHORTEST_COLUMNS = 3.0
"""Seconds below which columns are not worth their start."""
SECONDS_OF_CHECKS = 0.5
"""Kept back for the last check."""


class RotaSolver(StrEnum):
    """How a rota is solved."""

    BOTH = "both"
    CPSAT = "cpsat"


ColumnSolver = Callable[[LineProblem, float, Progress, int, Told], LineRota | None]
"""Gives lines for a line problem, in so many seconds; None when it finds none."""


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
    seconds -= min(SECONDS_OF_CHECKS, 0.1 * seconds)
    try:
        find_lawful(facts, best, seconds, start, seed)
        begun = best.seconds
        hint = start or best.lines
        if columns is not None and not best.cancelled and seconds - best.seconds >= SHORTEST_COLUMNS:
            hint = _Lines(facts, best, seconds).improve(columns, seed) or best.lines
        # What is left must be longer than it takes to state the rules again.
        late = columns is not None and best.lines is not None and seconds - best.seconds < begun
        if not (best.cancelled or best.is_proven or late):
            search(facts, best, seconds - best.seconds, start=hint, seed=seed)
    except NoRota:
        if best.lines is None:
            raise NoRota(find_conflict(facts)) from None
    if best.lines is None and best.cancelled:
        raise Cancelled
    return solution(facts, best, str(RotaSolver.CPSAT if columns is None else solver))


class _Lines:
    """The rota as lines while columns improve them, until `seconds` of the search have passed.

    Where the best lines are no lawful rota, CP-SAT is left time to make one of them.
    """

    def __init__(self, facts: RotaFacts, best: Best, seconds: float) -> None:
        self._facts, self._best, self._until = facts, best, seconds
        self._share_ends = best.seconds + COLUMN_SHARE * (seconds - best.seconds)
        self._lawful = False

    def improve(self, columns: ColumnSolver, seed: int) -> Lines | None:
        """The best lines, a starting point where they are no lawful rota; None where there are none."""
        self._translation = Translation(self._facts)
        try:
            rota = columns(
                self._translation.problem, max(0.5, self._until - self._best.seconds), self._hear, seed, self._take
            )
        except Cancelled:
            return None
        return None if rota is None else self._translation.cells(rota)

    def _hear(self, _: int, __: int) -> None:
        self._best.tell()
        if self._best.cancelled or (not self._lawful and self._best.seconds > self._share_ends):
            raise Cancelled

    def _take(self, rota: LineRota | None, bound: float) -> None:
        self._best.proved(bound)
        if rota is not None:
            lines = self._translation.cells(rota)
            check = check_rota(self._facts, lines)
            self._lawful = not check.hard
            if self._lawful:
                self._best.found(lines, check.price)


def column_solver() -> ColumnSolver | None:
    """Column generation as a function of a line problem; None in a program that is built without it."""
    from importlib import import_module
    from importlib.util import find_spec

    if find_spec("planner.rota.columns") is None:
        return None
    module, ends = import_module("planner.rota.columns"), import_module("planner.rota.solution")
    late = import_module("planner.rota.watch").TimeIsUp

    def solve(problem: LineProblem, seconds: float, progress: Progress, seed: int, told: Told) -> LineRota | None:
        try:
            found: LineRota = module.solve_by_columns(problem, seconds, progress, seed, told).rota
        except (ends.Unsolvable, late):
            return None
        return found

    return solve
