"""Column generation: lines are priced and taken into the master until no line of anybody would lower its cost.

Each pricing gives a lower bound too (Lagrange): with any worth of cover between what too few and too many cost, no rota
costs less than the worth of what is required and each person's cheapest line. It is valid whatever the master does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.rota.arrays import Floats, Integers
from planner.rota.beside import shared_out
from planner.rota.master import Master, Part, Solution
from planner.rota.pricing import LinePricer, Priced, Table, room
from planner.rota.solution import Unsolvable
from planner.rota.watch import Watch

_TOLERANCE = 1e-6
_NEAR = 1e-3
"""The bound has met the master's cost when it is so near."""
_LINES_A_PERSON = 3
_CELLS_WORTH_SHARING = 1_000_000
"""Tables of fewer cells are filled sooner than a thread begins."""
_SMOOTHING = 0.7
"""How much of the best worth of cover so far is kept when the next one is tried: it swings less."""


@dataclass
class Generation:
    """The lines and bounds of one part of a problem while they grow."""

    part: Part
    pricers: Sequence[LinePricer]
    chance: np.random.Generator
    watch: Watch
    tables: Sequence[Table] = ()
    """Room for the tables of each thread that prices."""

    def __post_init__(self) -> None:
        arrays, part = self.part.arrays, self.part
        self.master = Master(part)
        first, end = part.window
        self._prices = arrays.prices[list(part.people), first:end]
        self._members = arrays.members[:, list(part.people)]
        self.tables = self.tables or (room(),)
        self.bound = -math.inf
        self.bound_duals = np.zeros(len(part.covers))
        self.solution: Solution | None = None
        self.rounds = 0

    def prices(self, duals: Floats) -> Floats:
        """The price of each choice for each free person when cover is worth so much."""
        arrays, (first, end) = self.part.arrays, self.part.window
        worth = np.zeros(len(arrays.day))
        worth[self.part.covers] = duals
        earned = arrays.rewards(worth)[:, first:end]
        return self._prices - np.tensordot(self._members, earned, axes=(0, 0))

    def price_lines(
        self, duals: Floats, free: list[int], spread: float, lowering: Solution | None = None
    ) -> tuple[Floats, int]:
        """Price everybody in `free`, take their lines in, and give the least costs and how many lines were new.

        `spread` is how much more than the cheapest the further lines may cost. With `lowering` only lines are taken in
        that would lower the cost of that solution.
        """
        prices = self.prices(duals)
        slack = np.full(_LINES_A_PERSON, spread)
        slack[0] = 0.0
        chance = self.chance.random((len(free), _LINES_A_PERSON, prices.shape[1]))

        def priced(number: int, table: Table) -> Priced:
            place = free[number]
            return self.pricers[place].price(prices[place], slack, chance[number], table)

        least = np.zeros(len(free))
        added = 0
        for number, (place, found) in enumerate(zip(free, self._each(priced, free), strict=True)):
            if found.least == math.inf:
                raise Unsolvable(self.part.people[place])
            least[number] = found.least
            for line in found.lines:
                if lowering is None or self.master.reduced_cost(place, line, lowering) < -_TOLERANCE:
                    added += self.master.add(place, line)
        return least, added

    def _each(self, priced: Callable[[int, Table], Priced], places: Sequence[int]) -> list[Priced]:
        """What pricing gives for each of these people: the same on any number of threads."""
        shared = len(self.tables) > 1 and sum(self.pricers[place].cells for place in places) > _CELLS_WORTH_SHARING
        if shared:
            return shared_out(priced, len(places), self.tables, self.watch.hear)
        found = []
        for number in range(len(places)):
            self.watch.hear()
            found.append(priced(number, self.tables[0]))
        return found

    def least_costs(self) -> tuple[Floats, Floats]:
        """Everybody's prices at the bound's worth of cover, and the cost of their cheapest line."""
        prices = self.prices(self.bound_duals)
        none, first = np.zeros(1), np.zeros((1, prices.shape[1]))
        places = range(len(self.pricers))
        found = self._each(lambda place, table: self.pricers[place].price(prices[place], none, first, table), places)
        return prices, np.array([one.least for one in found])

    def lines_within(self, slack: float, most: int) -> list[Integers] | None:
        """Everybody's lines within `slack` of their cheapest, at the bound's worth; None when they are too many."""
        prices = self.prices(self.bound_duals)
        lines: list[Integers] = []
        for place, pricer in enumerate(self.pricers):
            found = pricer.lines_within(prices[place], slack, most, self.tables[0])
            if found is None or (most := most - len(found)) < 0:
                return None
            lines.append(found)
        return lines

    def within_prices(self, duals: Floats) -> Floats:
        """Duals brought between what too many and too few cost."""
        covers, arrays = self.part.covers, self.part.arrays
        return np.clip(duals, -arrays.over[covers], arrays.under[covers])

    def converge(
        self, until: float = math.inf, rounds: int = 1000, whole: bool = False, cutoff: float = math.inf
    ) -> None:
        """Go on until the bound meets the master's cost, rounded up when costs are `whole`, or passes the cutoff.

        It ends before that at `until` (seconds of the watch) or after so many rounds.
        """
        free = list(range(len(self.part.people)))
        centre = self.bound_duals if self.bound > -math.inf else None
        for _ in range(rounds):
            solution = self.solution = self.master.solve()
            if self.bound > cutoff or _meets(self.bound, solution.cost, whole):
                return
            duals = self.within_prices(solution.duals)
            spread = self._spread(solution)
            steady = duals if centre is None else _SMOOTHING * centre + (1 - _SMOOTHING) * duals
            added = self._price_for_bound(steady, free, spread, solution)
            if not added and centre is not None:
                added = self._price_for_bound(duals, free, spread, solution)
            centre = self.bound_duals
            if not added or self.watch.passed() > until:
                break
        self.solution = self.master.solve()

    def begin(self, duals: Floats) -> None:
        """Price at a worth of cover that is likely near the best one; what follows keeps near to it."""
        self._price_for_bound(self.within_prices(duals), list(range(len(self.part.people))), 5.0)

    def _price_for_bound(self, duals: Floats, free: list[int], spread: float, lowering: Solution | None = None) -> int:
        self.rounds += 1
        least, added = self.price_lines(duals, free, spread, lowering)
        found = float(duals @ self.part.required + least.sum())
        if found > self.bound:
            self.bound, self.bound_duals = found, duals
        return added

    def deepen(self, free: list[int], rounds: int, enough: float) -> None:
        """Price for these people alone, with the others settled, until the master costs no more than is enough.

        The bound is left as it is.
        """
        self.solution = self.master.solve()
        for _ in range(rounds):
            if self.solution.cost <= enough:
                return
            duals = self.within_prices(self.solution.duals)
            if not self.price_lines(duals, free, self._spread(self.solution), self.solution)[1]:
                return
            self.solution = self.master.solve()

    def _spread(self, solution: Solution) -> float:
        if self.bound == -math.inf:
            return 5.0
        return min(5.0, max(0.5, (solution.cost - self.bound) / len(self.part.people)))


def _meets(bound: float, cost: float, whole: bool) -> bool:
    if whole and math.isfinite(bound):
        return math.ceil(bound - _TOLERANCE) >= math.ceil(cost - _TOLERANCE)
    return bound >= cost - max(_NEAR, 1e-6 * abs(cost))
