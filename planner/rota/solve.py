"""The solver of rotas: CP-SAT for a lawful rota at once, columns to improve and bound it, CP-SAT for what lines cannot
say; then the independent check."""

from __future__ import annotations

from collections.abc import Callable

from planner.model.progress import Cancelled, Progress
from planner.model.rota_checks import Lines, check_rota
from planner.model.rota_facts import RotaFacts
from planner.model.rota_solution import Heard, NoRota, RotaSolution, unheard_news
from planner.rota.conflict import find_conflict
from planner.rota.lines import LineProblem
from planner.rota.lines import Rota as LineRota
from planner.rota.search import Best, search, solution
from planner.rota.translation import Translation

FIRST_SHARE, COLUMN_SHARE = 0.2, 0.5
"""Of the time: for the first lawful rota and what comes at once, and for the columns."""
LONGEST_FIRST = 8.0
"""Seconds, at most, before the columns begin."""
SHORTEST_COLUMNS = 3.0
"""Seconds below which columns are not worth their start."""


ColumnSolver = Callable[[LineProblem, float, Progress, int], "tuple[LineRota, float] | None"]
"""Gives lines and a lower bound for a line problem, in so many seconds; None when it finds none."""


def solve_rota(
    facts: RotaFacts,
    seconds: float = 60.0,
    heard: Heard = unheard_news,
    start: Lines | None = None,
    columns: ColumnSolver | None = None,
    seed: int = 1,
) -> RotaSolution:
    """The best rota found in so many seconds, with its lower bound; sooner when it is proven to be the cheapest.

    `heard` is told of each better rota and bound; when it raises Cancelled the best so far is given back. Raises NoRota
    with the conflict when no rota keeps the hard rules.
    """
    best = Best(heard)
    try:
        if columns is None or COLUMN_SHARE * seconds < SHORTEST_COLUMNS:
            search(facts, best, seconds, start=start, seed=seed)
        else:
            _solve_by_both(facts, best, seconds, start, seed, columns)
    except NoRota:
        if best.lines is None:
            raise NoRota(find_conflict(facts)) from None
    if best.lines is None and best.cancelled:
        raise Cancelled
    return solution(facts, best, "cpsat" if columns is None else "both")


def _solve_by_both(
    facts: RotaFacts, best: Best, seconds: float, start: Lines | None, seed: int, columns: ColumnSolver
) -> None:
    first = min(LONGEST_FIRST, FIRST_SHARE * seconds)
    if search(facts, best, first, start=start, seed=seed):
        return
    if best.lines is None and search(facts, best, 0.5 * (seconds - best.seconds), start=start, seed=seed):
        return
    hint = _improve(facts, best, min(COLUMN_SHARE * seconds, seconds - best.seconds), seed, columns)
    left = seconds - best.seconds
    if left > 0.5 and not best.cancelled:
        search(facts, best, left, start=hint or best.lines, seed=seed)


def _improve(facts: RotaFacts, best: Best, seconds: float, seed: int, columns: ColumnSolver) -> Lines | None:
    """Lines that columns make of the rota, a starting point; they raise the bound, and are kept where lawful."""
    translation = Translation(facts)

    def hear(_: int, __: int) -> None:
        best.tell()
        if best.cancelled:
            raise Cancelled

    try:
        found = columns(translation.problem, seconds, hear, seed)
    except Cancelled:
        return None
    if found is None:
        return None
    rota, bound = found
    best.proved(bound)
    return _take(facts, best, translation.cells(rota))


def _take(facts: RotaFacts, best: Best, lines: dict[str, tuple[str, ...]]) -> Lines:
    check = check_rota(facts, lines)
    if not check.hard:
        best.found(lines, check.price)
    return lines
