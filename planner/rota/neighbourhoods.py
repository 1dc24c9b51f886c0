"""Better rotas near the best one: some people are freed over some days, and their lines chosen together anew."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from planner.rota.arrays import Floats, Integers, ProblemArrays
from planner.rota.generation import Generation
from planner.rota.lines import LineProblem
from planner.rota.master import Part, best_choice
from planner.rota.pricing import LinePricer, Table, Window, inner_stretch
from planner.rota.watch import Watch

_LINES_TO_BEGIN_WITH = 30
_COLUMNS_TO_CHOOSE_FROM = 2000
_CHOICE_SECONDS = 4.0
_LINES_KEPT = 2000


class Outcome(Enum):
    """What became of a neighbourhood: it holds nothing better, it was searched in vain or not to the end, or it did."""

    HOPELESS = "hopeless"
    IN_VAIN = "in vain"
    UNFINISHED = "unfinished"
    BETTER = "better"


@dataclass
class LinePool:
    """Lines met so far by person, and how much dearer each is than the cheapest at the root's worth of cover."""

    prices: Floats
    least: Floats

    def __post_init__(self) -> None:
        self._lines: list[dict[bytes, tuple[float, Integers]]] = [{} for _ in self.prices]

    def regret(self, person: int, line: Integers) -> float:
        """How much dearer a whole line is than the person's cheapest."""
        return float(self.prices[person, np.arange(len(line)), line + 1].sum() - self.least[person])

    def add(self, person: int, line: Integers) -> None:
        """Keep a line."""
        kept = self._lines[person]
        key = line.tobytes()
        if key not in kept and len(kept) < _LINES_KEPT:
            kept[key] = (self.regret(person, line), line)

    def cheapest(self, person: int, most: int) -> list[Integers]:
        """Up to so many lines, the cheapest first."""
        return [line for _, line in sorted(self._lines[person].values(), key=lambda entry: entry[0])[:most]]


@dataclass
class Neighbourhood:
    """Some people over some days, free beside a rota."""

    arrays: ProblemArrays
    people: Sequence[int]
    window: Window
    rota: Integers
    chance: np.random.Generator
    watch: Watch
    tables: Sequence[Table] = ()

    def __post_init__(self) -> None:
        self.covers = np.zeros(0, dtype=np.int64)
        self.worth = np.zeros(0)

    def search(
        self, pricers: Sequence[LinePricer] | None, pool: LinePool | None, worth: Floats, step: float
    ) -> tuple[Outcome, Integers]:
        """A rota that is cheaper by at least `step`, or the one there is; `worth` is the likely worth of cover.

        With pricers (of everybody, over all days) and their pool the window is all days.
        """
        part = Part(self.arrays, tuple(self.people), self.window, self.rota)
        generation = Generation(part, self._pricers(part, pricers), self.chance, self.watch, self.tables)
        master = generation.master
        known = [master.column(place, part.inside(self.rota[person])) for place, person in enumerate(part.people)]
        if pool is not None:
            for place, person in enumerate(part.people):
                for line in pool.cheapest(person, _LINES_TO_BEGIN_WITH):
                    master.add(place, line)
        most = master.cost(known) - step
        generation.begin(worth[part.covers])
        generation.converge(whole=step == 1.0, rounds=60, cutoff=most + 1e-6)
        if pool is not None:
            for place, line in zip(master.owner, master.lines, strict=True):
                pool.add(part.people[place], line)
        self.covers, self.worth = part.covers, generation.bound_duals
        solution = generation.solution
        if solution is None or generation.bound > most + 1e-6:
            return Outcome.HOPELESS, self.rota
        dearer = master.reduced_costs(solution)
        nearest = np.argsort(dearer)[:_COLUMNS_TO_CHOOSE_FROM]
        worthwhile = [int(column) for column in nearest if dearer[column] <= most - solution.cost + 1e-6]
        chosen = best_choice(master, worthwhile, known, min(_CHOICE_SECONDS, self.watch.left()), self.watch)
        if master.cost(chosen.columns) > most + 1e-6:
            return (Outcome.IN_VAIN if chosen.finished else Outcome.UNFINISHED), self.rota
        better = self.rota.copy()
        for place, column in enumerate(chosen.columns):
            better[part.people[place]] = part.whole(place, master.lines[column])
        return Outcome.BETTER, better

    def _pricers(self, part: Part, pricers: Sequence[LinePricer] | None) -> list[LinePricer]:
        if pricers is not None:
            return [pricers[person] for person in part.people]
        problem, machines = self.arrays.problem, self.arrays.machines
        return [
            LinePricer(
                problem,
                problem.people[person],
                machines[person],
                inner_stretch(
                    problem, problem.people[person], machines[person], self.window, self.rota[person].tolist()
                ),
            )
            for person in part.people
        ]


def drawn_people(
    arrays: ProblemArrays, rota: Integers, regrets: Floats, gaps: Floats, size: int, chance: np.random.Generator
) -> list[int]:
    """People who are likely to have something to gain together.

    `regrets` is how much dearer each line is than it need be, `gaps` the same of each cover: those are drawn who
    carry most of it, and often those who work at a time that is short or full.
    """
    people = len(regrets)
    is_short = arrays.required > arrays.presence(rota)
    weight = regrets + 0.3 + 0.05 * regrets.mean()
    total = gaps.sum()
    if total > 1e-6 and chance.random() < 0.6:
        cover = int(chance.choice(len(gaps), p=gaps / total))
        there = arrays.counted[cover, rota[:, arrays.day[cover]] + 1]
        weight = weight + 2.0 * (1.0 - there if is_short[cover] else there) * arrays.members[arrays.crowd[cover]]
    return sorted(chance.choice(people, size=min(size, people), replace=False, p=weight / weight.sum()).tolist())


def window_edges(problem: LineProblem) -> list[int]:
    """The days that a window may begin on, or end before: those that cut no weekend in two."""
    within = {day for weekend in problem.weekends for day in weekend[1:]}
    return [day for day in range(problem.days + 1) if day not in within]


def drawn_window(arrays: ProblemArrays, gaps: Floats, days: int, chance: np.random.Generator) -> Window:
    """Some days in a row that cut no weekend in two, often about a cover that is far from what it could be."""
    total, edges = arrays.problem.days, window_edges(arrays.problem)
    middle = int(chance.integers(total))
    if gaps.sum() > 1e-6 and chance.random() < 0.7:
        middle = int(arrays.day[int(chance.choice(len(gaps), p=gaps / gaps.sum()))])
    first = max([edge for edge in edges if edge <= max(0, middle - days // 2)], default=0)
    end = min([edge for edge in edges if edge >= min(total, first + days)], default=total)
    return Window(first, end)


def cost_step(whole: bool, cost: float) -> float:
    """How much cheaper a rota has to be to be worth the search."""
    return 1.0 if whole else max(1e-4, 1e-6 * abs(cost) if math.isfinite(cost) else 0.0)
