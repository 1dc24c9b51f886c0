"""CP-SAT on a rota: a lawful rota at once, then better ones, with a lower bound; Cancel keeps the best."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from planner.model.progress import Cancelled
from planner.model.rota_checks import Lines, RotaCheck, check_rota
from planner.model.rota_facts import RotaFacts
from planner.model.rota_solution import Heard, NoRota, RotaNews, RotaSolution, unheard_news
from planner.rota.beside import watched
from planner.rota.rota_model import Hardness, RotaModel
from planner.rota.rules import state_rules

WORKERS = 2


class Best:
    """The best rota of a search, and how far it is.

    Solvers put in what they find, on any thread; whoever began the search is told on theirs, by `tell`.
    """

    def __init__(self, heard: Heard = unheard_news) -> None:
        self.lines: dict[str, tuple[str, ...]] | None = None
        self.price: int | None = None
        self.bound = 0.0
        self.first_seconds = 0.0
        self.cancelled = False
        self._heard = heard
        self._began = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Since the search began."""
        return time.perf_counter() - self._began

    @property
    def is_proven(self) -> bool:
        """Whether no rota is cheaper: prices are whole points."""
        return self.price is not None and self.price - self.bound < 1 - 1e-6

    def found(self, lines: dict[str, tuple[str, ...]], price: int) -> None:
        """A rota; kept when it is the first or cheaper."""
        if self.price is not None and price >= self.price:
            return
        if self.price is None:
            self.first_seconds = self.seconds
        self.lines, self.price = lines, price

    def proved(self, bound: float) -> None:
        """No rota costs less."""
        self.bound = max(self.bound, bound)

    def tell(self) -> None:
        """Tell how far the search is; note when that is answered by Cancelled."""
        if self.cancelled:
            return
        try:
            self._heard(RotaNews(self.seconds, self.price, self.bound))
        except Cancelled:
            self.cancelled = True

    def goes_on(self) -> bool:
        """Tell how far the search is, and give whether it is still wanted."""
        self.tell()
        return not self.cancelled


def solver_for(seconds: float, seed: int = 1) -> Any:
    """A CP-SAT solver with a time limit."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = seed
    return solver


def _solve(solver: Any, model: RotaModel, best: Best, listener: Any = None) -> Any:
    """The status of a search that ends soon after it is cancelled."""

    def look() -> None:
        best.tell()
        if best.cancelled:
            solver.stop_search()

    status = watched(lambda: solver.solve(model.cp, listener), look, solver.stop_search)
    best.tell()
    return status


def hard_facts(facts: RotaFacts) -> RotaFacts:
    """The facts with the hard rules alone."""
    return replace(facts, settings={key: setting for key, setting in facts.settings.items() if setting.hard})


def find_lawful(facts: RotaFacts, best: Best, seconds: float, start: Lines | None = None, seed: int = 1) -> None:
    """A first lawful rota, whatever it costs: `start` where that is lawful, so that nothing worse is ever given back.

    Elsewhere only the hard rules are told, and the rota is as near to `start` as it happens to be.

    Raises NoRota, without a conflict, when there is none.
    """
    from ortools.sat.python import cp_model

    if start is not None and not (check := check_rota(facts, start)).hard:
        best.found({officer: tuple(cells) for officer, cells in start.items()}, check.price)
        return
    model = RotaModel(hard_facts(facts))
    state_rules(model, goes_on=best.goes_on)
    if best.cancelled:
        return
    if start is not None:
        model.hint(dict(start))
    solver = solver_for(seconds - best.seconds, seed)
    status = _solve(solver, model, best)
    if status == cp_model.INFEASIBLE:
        raise NoRota(None)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        lines = model.read(solver.boolean_value)
        best.found(lines, check_rota(facts, lines).price)
        best.tell()


def search(
    facts: RotaFacts,
    best: Best,
    seconds: float,
    *,
    start: Lines | None = None,
    seed: int = 1,
    hardness: Hardness = Hardness.KEPT,
) -> None:
    """Look for rotas that are better than `best` for so long.

    Raises NoRota, without a conflict, when it is proven that there is none.
    """
    from ortools.sat.python import cp_model

    until = best.seconds + seconds
    model = RotaModel(facts, hardness)
    state_rules(model, goes_on=best.goes_on)
    if best.cancelled:
        return
    model.minimise()
    if start is not None:
        model.hint(dict(start))
    solver = solver_for(until - best.seconds, seed)
    status = _solve(solver, model, best, _listener(model, best, solver))
    if status == cp_model.INFEASIBLE:
        raise NoRota(None)
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError(model.cp.validate())
    best.proved(solver.best_objective_bound)
    best.tell()


def _listener(model: RotaModel, best: Best, solver: Any) -> Any:
    from ortools.sat.python import cp_model

    class Listener(cp_model.CpSolverSolutionCallback):
        """Takes each solution as it is found."""

        def on_solution_callback(self) -> None:
            best.found(model.read(self.boolean_value), round(self.objective_value))
            best.proved(self.best_objective_bound)

    solver.best_bound_callback = best.proved
    return Listener()


def solve_by_cpsat(
    facts: RotaFacts,
    seconds: float = 10.0,
    heard: Heard = unheard_news,
    start: Lines | None = None,
    seed: int = 1,
) -> RotaSolution:
    """The best rota that CP-SAT finds in so many seconds, checked; NoRota when none is lawful or none was found."""
    best = Best(heard)
    find_lawful(facts, best, seconds, start, seed)
    search(facts, best, max(0.0, seconds - best.seconds), start=start or best.lines, seed=seed)
    return solution(facts, best, "cpsat")


def solution(facts: RotaFacts, best: Best, solver: str) -> RotaSolution:
    """The best rota of a search as it is given back, re-scored by the independent check."""
    if best.lines is None:
        raise NoRota(None)
    check = require_lawful(facts, best.lines)
    return RotaSolution(best.lines, check, best.bound, best.seconds, best.first_seconds, solver)


def require_lawful(facts: RotaFacts, lines: Lines) -> RotaCheck:
    """The independent check of a solver's answer; RuntimeError, a fault of the program, when it breaks a hard rule."""
    check = check_rota(facts, lines)
    if check.hard:
        raise RuntimeError(f"the solver broke a rule: {check.hard[0].name}: {check.hard[0].words}")
    return check
