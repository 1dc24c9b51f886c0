"""A line problem given whole to OR-Tools' CP-SAT: the plain model that column generation is measured beside."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from planner.model.progress import Cancelled, Progress, unheard
from planner.rota.lines import OFF, LineProblem, Person
from planner.rota.solution import LineSolution, Unsolvable
from planner.rota.watch import TimeIsUp, Watch

_WORKERS = 2
_FINE = 10_000
"""Parts that a unit of cost is counted in where costs are not whole."""


def solve_by_cpsat(
    problem: LineProblem, seconds: float = 60.0, progress: Progress = unheard, seed: int = 1
) -> LineSolution:
    """The best rota that CP-SAT finds in so many seconds, with its bound.

    Raises TimeIsUp when it finds none, Unsolvable when there is none, and Cancelled when that comes before the first.
    """
    from ortools.sat.python import cp_model

    watch = Watch(seconds, progress)
    model = _PlainModel(problem, watch)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.01, watch.left())
    solver.parameters.num_workers = _WORKERS
    solver.parameters.random_seed = seed % (1 << 31)
    improvements: list[tuple[float, float]] = []
    stopped: list[Exception] = []

    def listen(_: float = 0.0) -> None:
        try:
            watch.hear()
        except (Cancelled, TimeIsUp) as error:
            stopped.append(error)
            solver.stop_search()

    class Improved(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            improvements.append((watch.passed(), self.objective_value / model.scale + problem.constant))
            listen()

    solver.best_bound_callback = listen
    status = solver.solve(model.model, Improved())
    if status == cp_model.INFEASIBLE:
        raise Unsolvable(None)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise stopped[0] if stopped else TimeIsUp
    rota = tuple(
        tuple(next(choice for choice, literal in choices.items() if solver.boolean_value(literal)) for choices in line)
        for line in model.chosen
    )
    bound = solver.best_objective_bound / model.scale + problem.constant
    if problem.has_whole_costs() and math.isfinite(bound):
        bound = float(math.ceil(bound - 1e-6))
    cost = problem.cost(rota)
    first = improvements[0][0] if improvements else watch.passed()
    return LineSolution(rota, cost, min(bound, cost), watch.passed(), first, tuple(improvements))


def lawful_line(problem: LineProblem, person: Person, seconds: float = 20.0) -> tuple[int, ...] | None:
    """Any line that keeps a person's rules; None when there is none. Raises TimeIsUp when that is not known in time."""
    from ortools.sat.python import cp_model

    alone = replace(problem, people=(replace(person, prices=(), turn_prices=()),), covers=())
    model = _PlainModel(alone, Watch(math.inf))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = _WORKERS
    status = solver.solve(model.model)
    if status == cp_model.INFEASIBLE:
        return None
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise TimeIsUp
    return model.line(solver, 0)


class _PlainModel:
    """One literal for each choice of each person and day."""

    def __init__(self, problem: LineProblem, watch: Watch) -> None:
        from ortools.sat.python import cp_model

        self._problem = problem
        self.model: Any = cp_model.CpModel()
        self.scale = 1 if problem.has_whole_costs() else _FINE
        self.chosen: list[list[dict[int, Any]]] = []
        self._terms: list[Any] = []
        for person in problem.people:
            watch.hear()
            self._add_person(person)
        for cover in problem.covers:
            found = [
                literal
                for place, line in enumerate(self.chosen)
                for choice, literal in line[cover.day].items()
                if cover.counts(place, choice)
            ]
            short = self.model.new_int_var(0, max(0, cover.required), "")
            many = self.model.new_int_var(0, len(found), "")
            self.model.add(sum(found) + short - many == cover.required)
            self._terms += [self._priced(cover.under, short), self._priced(cover.over, many)]
        self.model.minimize(sum(self._terms))

    def line(self, solver: Any, place: int) -> tuple[int, ...]:
        """The line that a solved model gives a person."""
        return tuple(
            next(choice for choice, literal in choices.items() if solver.boolean_value(literal))
            for choices in self.chosen[place]
        )

    def _priced(self, cost: float, term: Any) -> Any:
        return round(cost * self.scale) * term

    def _add_person(self, person: Person) -> None:
        line = [{choice: self.model.new_bool_var("") for choice in sorted(allowed)} for allowed in person.allowed]
        self.chosen.append(line)
        for choices in line:
            self.model.add_exactly_one(list(choices.values()))
        for price in person.prices:
            if price.choice in line[price.day]:
                self._terms.append(self._priced(price.cost, line[price.day][price.choice]))
        # The days before are constants: a literal's place holds 1 or 0.
        whole: list[dict[int, Any]] = [{choice: 1} for choice in person.before] + line
        self._add_turns(person, whole)
        self._add_runs(person, whole)
        self._add_counts(person, line)
        self._add_lone_off(person, whole)
        self._add_weekends(person, line)

    def _add_turns(self, person: Person, whole: Sequence[dict[int, Any]]) -> None:
        costs: dict[tuple[int, int], float] = {}
        for turn in person.turn_prices:
            costs[turn.choice, turn.following] = costs.get((turn.choice, turn.following), 0.0) + turn.cost
        first = len(person.before)
        for day, (today, tomorrow) in enumerate(pairwise(whole), start=1):
            if day < first:
                continue
            for one, then in person.forbidden:
                if one in today and then in tomorrow:
                    self.model.add(today[one] + tomorrow[then] <= 1)
            for (one, then), cost in costs.items():
                if one in today and then in tomorrow:
                    both = self.model.new_bool_var("")
                    self.model.add(both >= today[one] + tomorrow[then] - 1)
                    self.model.add(2 * both <= today[one] + tomorrow[then])
                    self._terms.append(self._priced(cost, both))

    def _add_runs(self, person: Person, whole: Sequence[dict[int, Any]]) -> None:
        first = len(person.before)
        off = [choices.get(OFF, 0) for choices in whole]
        longest = person.most_days_in_a_row
        if longest is not None:
            for days in _stretches(len(whole), longest + 1, first):
                self.model.add(sum(off[day] for day in days) >= 1)
        for cap in person.run_caps:
            within = [sum(literal for choice, literal in day.items() if choice in cap.shifts) for day in whole]
            for days in _stretches(len(whole), cap.most + 1, first):
                self.model.add(sum(within[day] for day in days) <= cap.most)
        for length in range(1, max(person.fewest_days_in_a_row, person.fewest_days_off_in_a_row)):
            for days in _stretches(len(whole), length + 2, first):
                inner = sum(off[day] for day in days[1:-1])
                ends = off[days[0]] + off[days[-1]]
                if length < person.fewest_days_in_a_row:
                    self.model.add(ends - inner <= 1)
                if length < person.fewest_days_off_in_a_row:
                    self.model.add(inner - ends <= length - 1)

    def _add_counts(self, person: Person, line: Sequence[dict[int, Any]]) -> None:
        problem, model = self._problem, self.model
        minutes = sum(
            problem.shifts[choice].minutes * literal
            for choices in line
            for choice, literal in choices.items()
            if choice != OFF
        )
        if person.most_minutes is not None:
            model.add(minutes <= person.most_minutes)
        if person.fewest_minutes > 0:
            model.add(minutes >= person.fewest_minutes)
        for cap in person.caps:
            counted = [
                literal
                for day, choices in enumerate(line)
                for choice, literal in choices.items()
                if cap.counts(day, choice)
            ]
            model.add(sum(counted) <= cap.most)

    def _add_lone_off(self, person: Person, whole: Sequence[dict[int, Any]]) -> None:
        first = len(person.before)
        for day in range(max(1, first), len(whole) - 1):
            cost = person.lone_off[day - first] if person.lone_off else 0.0
            if cost and OFF in whole[day]:
                alone = self.model.new_bool_var("")
                around = whole[day - 1].get(OFF, 0) + whole[day + 1].get(OFF, 0)
                self.model.add(alone >= whole[day][OFF] - around)
                self._terms.append(self._priced(cost, alone))

    def _add_weekends(self, person: Person, line: Sequence[dict[int, Any]]) -> None:
        model, crowded = self.model, person.crowded_weekends
        if person.most_weekends is None and not person.weekend_prices and crowded is None:
            return
        worked = []
        for weekend in self._problem.weekends:
            busy = model.new_bool_var("")
            for day in weekend:
                free = sum(literal for choice, literal in line[day].items() if choice in self._problem.no_duties)
                model.add(free + busy >= 1)
            worked.append(busy)
        if person.most_weekends is not None:
            model.add(sum(worked) <= person.most_weekends)
        beyond = [model.new_bool_var("") for _ in person.weekend_prices]  # never cheaper: the first are taken first
        if beyond:
            model.add(sum(beyond) >= sum(worked))
        self._terms += [self._priced(cost, one) for cost, one in zip(person.weekend_prices, beyond, strict=True)]
        if crowded is not None:
            for end in range(crowded.length, len(worked) + 1):
                excess = model.new_int_var(0, crowded.length, "")
                model.add(excess >= sum(worked[end - crowded.length : end]) - crowded.most)
                self._terms.append(self._priced(crowded.cost, excess))


def _stretches(days: int, length: int, first: int) -> Iterator[range]:
    """So many days in a row, all of them that end on or after the first day of the problem."""
    for begin in range(max(0, first - length + 1), days - length + 1):
        yield range(begin, begin + length)
