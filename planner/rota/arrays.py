"""A line problem as arrays: what the solvers count and price with, thousands of times a second."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from planner.rota.automaton import Automaton, automaton, rules_key
from planner.rota.lines import LineProblem

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


class ProblemArrays:
    """Prices and cover of a line problem; choices are columns, `OFF` in column 0 and shift s in column s + 1.

    `prices[person, day, column]`; `required`, `under` and `over` by cover. Covers of the same people form a crowd.
    """

    def __init__(self, problem: LineProblem) -> None:
        self.problem = problem
        self.columns = len(problem.shifts) + 1
        self.prices = np.zeros((len(problem.people), problem.days, self.columns))
        for place, person in enumerate(problem.people):
            for price in person.prices:
                self.prices[place, price.day, price.choice + 1] += price.cost
        covers = problem.covers
        self.day = np.array([cover.day for cover in covers], dtype=np.int64)
        self.required = np.array([cover.required for cover in covers], dtype=np.float64)
        self.under = np.array([cover.under for cover in covers], dtype=np.float64)
        self.over = np.array([cover.over for cover in covers], dtype=np.float64)
        self.counted = np.zeros((len(covers), self.columns))
        for place, cover in enumerate(covers):
            for shift in cover.shifts:
                self.counted[place, shift + 1] = 1.0
        order = {people: place for place, people in enumerate(dict.fromkeys(cover.people for cover in covers))}
        self.crowd = np.array([order[cover.people] for cover in covers], dtype=np.int64)
        self.members = np.array(
            [[people is None or person in people for person in range(len(problem.people))] for people in order],
            dtype=np.float64,
        ).reshape(len(order), len(problem.people))
        machines: dict[object, Automaton] = {}
        self.machines: list[Automaton] = []
        for person in problem.people:
            key = rules_key(person)
            if key not in machines:
                machines[key] = automaton(person, len(problem.shifts), problem.no_duties)
            self.machines.append(machines[key])

    def line_cost(self, person: int, line: Sequence[int] | Integers) -> float:
        """What one line costs."""
        columns = np.asarray(line) + 1
        cost = float(self.prices[person, np.arange(len(columns)), columns].sum())
        rules = self.problem.people[person]
        return cost + self.problem.joint_cost(rules, [int(choice) for choice in line])

    def presence(self, rota: Integers) -> Integers:
        """How many each cover finds, of rota[person, day]."""
        people, days = rota.shape
        chosen = np.zeros((people, days, self.columns))
        np.put_along_axis(chosen, (rota + 1)[:, :, None], 1.0, axis=2)
        here = np.tensordot(self.members, chosen, axes=(1, 0))
        found = (here[self.crowd, self.day] * self.counted).sum(axis=1)
        return np.asarray(np.rint(found), dtype=np.int64)

    def cover_cost(self, presence: Integers) -> float:
        """What it costs that so many are present."""
        short = self.required - presence
        return float(np.where(short > 0, self.under * short, -self.over * short).sum())

    def cover_gaps(self, presence: Integers, worth: Floats) -> Floats:
        """What each cover costs above what it would if one more or fewer were worth `worth`."""
        short = self.required - presence
        return np.where(short > 0, (self.under - worth) * short, -(self.over + worth) * short)

    def cost(self, rota: Integers) -> float:
        """What a rota costs."""
        lines = sum(self.line_cost(person, line) for person, line in enumerate(rota))
        return self.problem.constant + lines + self.cover_cost(self.presence(rota))

    def rewards(self, duals: Floats) -> Floats:
        """What each choice earns each crowd when each cover's next one is worth `duals`: [crowd, day, column]."""
        earned = np.zeros((len(self.members), self.problem.days, self.columns))
        np.add.at(earned, (self.crowd, self.day), duals[:, None] * self.counted)
        return earned
