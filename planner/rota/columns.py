"""The solver of line problems: column generation for the bound, diving and neighbourhoods for the rota.

A first rota is built one person at a time; pricing every line gives a lower bound and the worth of cover; a dive makes
whole lines of it; then people are freed a few at a time. Where the tables of the whole time would be too large to price
again and again, a few weeks are taken at a time and the bound is that of the rules without their totals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from planner.model.progress import Cancelled, Progress, unheard
from planner.rota.arrays import Floats, Integers, ProblemArrays
from planner.rota.construction import first_rota, mended_rota, mended_window
from planner.rota.diving import dive
from planner.rota.generation import Generation
from planner.rota.lines import OFF, Cover, LineProblem, Person, Price, Rota, Shift, Told
from planner.rota.master import Part, best_choice
from planner.rota.neighbourhoods import (
    LinePool,
    Neighbourhood,
    Outcome,
    cost_step,
    drawn_people,
    drawn_window,
    window_edges,
)
from planner.rota.pricing import MOST_CELLS, LinePricer, Window, room, unlimited_stretch, whole_stretch
from planner.rota.solution import LineSolution
from planner.rota.watch import TimeIsUp, Watch

_SECONDS_A_CELL = 1e-9
_ROUNDS = 40
_WINDOW_DAYS = 28
_LONG_DAYS = 42
_ROUNDS_A_PERSON = 2.0
_CONVERGE_SHARE = 0.6
"""Of the time, for the bound and the lines that the dive and all that follows are made of, where it takes so long."""
_DIVES, _NEAR = 4, 0.01
"""How often to dive at most, and how near to the bound (a share of the cost) is near enough."""
_LINES_IN_ALL = 15_000
THREADS = 2
"""How many people are priced at a time; it changes nothing but the time."""


def untold(_: Rota | None, __: float) -> None:
    """For when nobody listens."""


def solve_by_columns(
    problem: LineProblem, seconds: float = 60.0, progress: Progress = unheard, seed: int = 1, told: Told = untold
) -> LineSolution:
    """The best rota found in so many seconds, with its bound; it ends sooner when the rota is proven to be the best.

    `progress` hears milliseconds; when it raises Cancelled the best rota so far is given, if there is one yet. `told`
    hears of better rotas and bounds. Raises Unsolvable when somebody has no lawful line.
    """
    search = _Search(problem, Watch(seconds, progress), np.random.default_rng(seed), told)
    try:
        search.run()
    except TimeIsUp:
        pass
    except Cancelled:
        if search.rota is None:
            raise
    return search.solution()


def prepare() -> None:
    """Compile what is compiled, where it is not yet: some ten seconds once on a machine, beside no search's time."""
    shift, free = Shift("D", 480), frozenset({OFF, 0})
    person = Person("A", (free,) * 2, prices=(Price(0, 0, 1.0), Price(1, 0, 1.0)), most_minutes=480)
    cover = Cover(0, frozenset({0}), 1, 2.0, 1.0)
    problem = LineProblem(2, (shift,), (person, person), (cover, cover))
    solve_by_columns(problem)  # that is proven without all lines that are near the cheapest: those are compiled here
    machine = ProblemArrays(problem).machines[0]
    pricer = LinePricer(problem, person, machine, whole_stretch(problem, person, machine))
    pricer.lines_within(np.zeros((2, 2)), 0.0, 10, room())


class _Search:
    """The best rota and bound so far."""

    def __init__(self, problem: LineProblem, watch: Watch, chance: np.random.Generator, told: Told) -> None:
        self._problem = problem
        self._watch = watch
        self._told = told
        self._chance = chance
        self._arrays = ProblemArrays(problem)
        self._whole = problem.has_whole_costs()
        self._everybody = tuple(range(len(problem.people)))
        self._all_days = Window(0, problem.days)
        self._worth = np.zeros(len(problem.covers))
        self._learns = False
        self._tables = tuple(room() for _ in range(THREADS))
        self.rota: Integers | None = None
        self._cost = math.inf
        self._bound = -math.inf
        self._improvements: list[tuple[float, float]] = []

    def run(self) -> None:
        """Search until the rota is proven or the time is up."""
        self._raise_bound(self._bound_of_prices())
        pricers = [
            LinePricer(self._problem, person, machine, whole_stretch(self._problem, person, machine))
            for person, machine in zip(self._problem.people, self._arrays.machines, strict=True)
        ]
        cells = [pricer.cells for pricer in pricers]
        self._round_seconds = sum(cells) * self._arrays.columns * _SECONDS_A_CELL
        affordable = self._round_seconds * _ROUNDS < 0.5 * self._watch.seconds and max(cells, default=0) <= MOST_CELLS
        self._offer(first_rota(self._arrays, pricers if affordable else None, self._watch))
        self._watch.hear()
        if affordable:
            self._search_whole(pricers)
        else:
            self._search_without_bound()

    def solution(self) -> LineSolution:
        """What was found."""
        if self.rota is None:
            raise TimeIsUp
        first = self._improvements[0][0]
        rota, improvements = _as_rota(self.rota), tuple(self._improvements)
        return LineSolution(rota, self._cost, min(self._bound, self._cost), self._watch.passed(), first, improvements)

    def _offer(self, rota: Integers) -> None:
        cost = self._arrays.cost(rota)
        if cost < self._cost - 1e-9:
            self.rota, self._cost = rota, cost
            self._improvements.append((self._watch.passed(), cost))
            self._told(_as_rota(rota), self._bound)

    def _raise_bound(self, bound: float) -> None:
        """Take note of a bound of the whole problem, without its constant."""
        bound += self._problem.constant
        if self._whole and math.isfinite(bound):
            bound = float(math.ceil(bound - 1e-6))
        if bound > self._bound:
            self._bound = bound
            self._told(None, bound)

    def _is_proven(self) -> bool:
        return self._bound >= self._cost - 1e-6

    def _search_whole(self, pricers: Sequence[LinePricer]) -> None:
        assert self.rota is not None
        self._offer(mended_rota(self._arrays, self.rota, pricers, self._watch))
        part = Part(self._arrays, self._everybody, self._all_days)
        generation = Generation(part, pricers, self._chance, self._watch, self._tables)
        for place, line in enumerate(self.rota):
            generation.master.add(place, line)
        begun = self._watch.passed()
        try:
            generation.converge(until=_CONVERGE_SHARE * self._watch.seconds)
        finally:
            self._raise_bound(generation.bound)
            self._worth[part.covers] = generation.bound_duals
        a_round = (self._watch.passed() - begun) / max(1, generation.rounds)
        if a_round * len(self._everybody) * _ROUNDS_A_PERSON < 0.5 * self._watch.left():
            self._dive(generation)
        if self._is_proven():
            return
        if self._problem.days > _LONG_DAYS:
            self._search_windows()
            return
        prices, least = generation.least_costs()
        pool = LinePool(prices, least)
        for place, line in zip(generation.master.owner, generation.master.lines, strict=True):
            pool.add(place, line)
        self._refine(generation, pool, pricers)

    def _dive(self, generation: Generation) -> None:
        """Dive, and again while that is quick and the rota far from the bound: a dive has luck, good and bad."""
        for _ in range(_DIVES):
            begun = self._watch.passed()
            columns = dive(generation, until=0.75 * self._watch.seconds)
            self._offer(np.array([generation.master.lines[column] for column in columns]))
            taken = self._watch.passed() - begun
            if self._cost - self._bound <= _NEAR * abs(self._cost) or taken > 0.15 * self._watch.left():
                return

    def _refine(self, generation: Generation, pool: LinePool, pricers: Sequence[LinePricer]) -> None:
        people = len(self._everybody)
        size = min(people, max(4, round(0.3 * people)))
        fruitless, enough, tried = 0, 0, math.inf
        while not self._is_proven():
            if fruitless >= enough and self._cost < tried:
                self._finish(generation, pool)
                tried, enough = self._cost, 15
                continue
            self._watch.hear()
            found = self._search_near(self._regrets(pool), size, pricers, pool)
            fruitless = 0 if found is Outcome.BETTER else fruitless + 1
            if found is Outcome.UNFINISHED:
                size = max(3, round(0.8 * size))
            elif found is not Outcome.BETTER:
                size = min(people, size + 1)

    def _regrets(self, pool: LinePool) -> Floats:
        assert self.rota is not None
        return np.array([pool.regret(person, line) for person, line in enumerate(self.rota)]).clip(min=0.0)

    def _search_near(
        self, regrets: Floats, size: int, pricers: Sequence[LinePricer] | None, pool: LinePool | None, days: int = 0
    ) -> Outcome:
        assert self.rota is not None
        gaps = self._arrays.cover_gaps(self._arrays.presence(self.rota), self._worth).clip(min=0.0)
        people = drawn_people(self._arrays, self.rota, regrets, gaps, size, self._chance)
        window = drawn_window(self._arrays, gaps, days, self._chance) if days else self._all_days
        near = Neighbourhood(self._arrays, people, window, self.rota, self._chance, self._watch, self._tables)
        outcome, rota = near.search(pricers, pool, self._worth, cost_step(self._whole, self._cost))
        if self._learns:
            self._worth[near.covers] = near.worth
        self._offer(rota)
        return outcome

    def _finish(self, generation: Generation, pool: LinePool) -> None:
        """Choose among all lines that a better rota could have, where they are few: that proves what it finds."""
        master, step = generation.master, cost_step(self._whole, self._cost)
        assert self.rota is not None
        known = [master.column(place, line) for place, line in enumerate(self.rota)]
        slack = self._cost - self._problem.constant - step - generation.bound + 1e-6
        lines = generation.lines_within(slack, _LINES_IN_ALL)
        if lines is None:
            return
        columns = [master.column(place, line) for place, found in enumerate(lines) for line in found]
        seconds = min(0.3 * self._watch.seconds, self._watch.left())
        chosen = best_choice(master, columns, known, seconds, self._watch)
        self._offer(np.array([master.lines[column] for column in chosen.columns]))
        self._raise_bound(min(chosen.bound, master.cost(known) - (0.0 if chosen.finished else step)))

    def _search_windows(self) -> None:
        """A few weeks and some people at a time."""
        size, days = min(12, len(self._everybody)), min(_WINDOW_DAYS, self._problem.days)
        flat = np.ones(len(self._everybody))
        while not self._is_proven():
            self._watch.hear()
            found = self._search_near(flat, size, None, None, days)
            if found is Outcome.UNFINISHED:
                size = max(3, round(0.8 * size))
            elif found is not Outcome.BETTER:
                size = min(len(self._everybody), 30, size + 1)

    def _mend_windows(self) -> None:
        """Each person's best days beside the others, window after window, as long as it helps."""
        edges = window_edges(self._problem)
        before = math.inf
        while self._cost < before - 1e-9:
            before, end = self._cost, 0
            while end < self._problem.days:
                first, end = end, max(edge for edge in edges if edge <= end + _WINDOW_DAYS or edge == edges[0])
                assert self.rota is not None
                self._offer(mended_window(self._arrays, self.rota, Window(first, end), self._watch))

    def _search_without_bound(self) -> None:
        """What is too large to price over all days: windows, and at last the bound that their worth of cover gives."""
        self._learns = True
        begun = self._watch.passed()
        self._raise_bound(self._bound_of_rules(self._worth))
        taken = self._watch.passed() - begun
        self._watch.reserve(2.0 * taken + 0.02 * self._watch.seconds)
        try:
            self._mend_windows()
            self._search_windows()
        finally:
            self._raise_bound(self._bound_of_rules(self._worth))

    def _bound_of_prices(self) -> float:
        """The bound at once: everybody's cheapest choice of each day, and all the cover that is wanted."""
        turns = sum(
            min(0.0, turn.cost) * self._problem.days for person in self._problem.people for turn in person.turn_prices
        )
        return float(self._arrays.prices.min(axis=2).sum()) + turns

    def _bound_of_rules(self, worth: Floats) -> float:
        """The bound that cover of this worth gives with everybody's rules but their totals."""
        arrays, table = self._arrays, room()
        worth = np.clip(worth, -arrays.over, arrays.under)
        earned = arrays.rewards(worth)
        total = float(worth @ arrays.required)
        for person, machine in zip(self._everybody, arrays.machines, strict=True):
            rules = self._problem.people[person]
            pricer = LinePricer(self._problem, rules, machine, unlimited_stretch(self._problem, rules, machine))
            prices = arrays.prices[person] - np.tensordot(arrays.members[:, person], earned, axes=(0, 0))
            total += pricer.price(prices, np.zeros(1), np.zeros((1, len(prices))), table).least
        return total


def _as_rota(found: Integers) -> Rota:
    return tuple(tuple(line) for line in found.tolist())
