"""The master problem: which of the lines found so far to give to whom, by HiGHS, in shares or in whole lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from planner.rota.arrays import Floats, Integers, ProblemArrays
from planner.rota.highs import silent_highs
from planner.rota.pricing import Window
from planner.rota.watch import Watch

_UNBOUNDED = 1e30
_DUAL, _PRIMAL = 1, 4
"""HiGHS' numbers for its kinds of simplex."""


@dataclass(frozen=True)
class Part:
    """What is free: some people over some days. All else stays as `rota` has it (None: everybody and every day)."""

    arrays: ProblemArrays
    people: tuple[int, ...]
    window: Window
    rota: Integers | None = None

    @cached_property
    def covers(self) -> Integers:
        """The places of the covers that the free people can change."""
        day = self.arrays.day
        inside = (day >= self.window.first) & (day < self.window.end)
        touched = self.arrays.members[:, list(self.people)].sum(axis=1) > 0
        return np.flatnonzero(inside & touched[self.arrays.crowd])

    @cached_property
    def required(self) -> Floats:
        """What each of the covers still wants beside those who stay."""
        required: Floats = self.arrays.required[self.covers].copy()
        if self.rota is not None:
            required -= self.arrays.presence(self.rota)[self.covers]
            for place, person in enumerate(self.people):
                np.add.at(required, self.rows(place, self.inside(self.rota[person])), 1.0)
        return required

    @cached_property
    def _row_tables(self) -> list[Integers]:
        """For each crowd-membership of a free person: the covers counting each day and column, padded with -1."""
        made: dict[bytes, Integers] = {}
        return [
            made.setdefault(key, self._row_table(person))
            if (key := self._membership(person)) not in made
            else made[key]
            for person in self.people
        ]

    def _membership(self, person: int) -> bytes:
        return self.arrays.members[:, person].tobytes()

    def _row_table(self, person: int) -> Integers:
        arrays, (first, end) = self.arrays, self.window
        found: list[list[int]] = [[] for _ in range((end - first) * arrays.columns)]
        for row, cover in enumerate(self.covers):
            if arrays.members[arrays.crowd[cover], person]:
                for column in np.flatnonzero(arrays.counted[cover]):
                    found[(arrays.day[cover] - first) * arrays.columns + column].append(row)
        table = np.full((len(found), max(map(len, found), default=0)), -1, dtype=np.int64)
        for place, rows in enumerate(found):
            table[place, : len(rows)] = rows
        return table

    def inside(self, line: Sequence[int] | Integers) -> Integers:
        """The days of a whole line that are in the window."""
        return np.asarray(line[self.window.first : self.window.end], dtype=np.int64)

    def whole(self, place: int, line: Integers) -> Integers:
        """A line of the window with the days that stay before and after it."""
        if self.rota is None:
            return line
        kept: Integers = self.rota[self.people[place]].copy()
        kept[self.window.first : self.window.end] = line
        return kept

    def rows(self, place: int, line: Integers) -> Integers:
        """The rows (places among `covers`) that a line of the window counts for."""
        flat = np.arange(len(line)) * self.arrays.columns + line + 1
        rows: Integers = self._row_tables[place][flat].ravel()
        return rows[rows >= 0]

    def line_cost(self, place: int, line: Integers) -> float:
        """What a line of the window costs; with prices of choices together, what the whole line does."""
        person = self.people[place]
        if self.arrays.problem.people[person].has_joint_prices:
            return self.arrays.line_cost(person, self.whole(place, line))
        days = np.arange(self.window.first, self.window.end)
        return float(self.arrays.prices[person, days, line + 1].sum())


@dataclass(frozen=True, slots=True)
class Solution:
    """A linear master's cost, the worth of one more in each cover, each person's share of it, each column's value."""

    cost: float
    duals: Floats
    shares: Floats
    values: Floats


class Master:
    """A growing set of lines for the free people of a part; each person has one, in shares."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.owner: list[int] = []
        self.lines: list[Integers] = []
        self.costs: list[float] = []
        self._rows: list[Integers] = []
        self._known: dict[tuple[int, bytes], int] = {}
        self._model = _model(part)
        self._first = self._model.getNumCol()
        self._has_settled = False
        self._waiting: list[tuple[float, Integers]] = []

    def add(self, place: int, line: Integers) -> bool:
        """Take in a line of the window for the free person at this place; False when it is known already."""
        key = (place, line.tobytes())
        if key in self._known:
            return False
        self._known[key] = len(self.lines)
        cost = self.part.line_cost(place, line)
        self.owner.append(place)
        self.lines.append(line)
        self.costs.append(cost)
        self._rows.append(self.part.rows(place, line))
        self._waiting.append(self.entry(self._known[key]))
        return True

    def entry(self, column: int) -> tuple[float, Integers]:
        """The cost of a column and the rows it stands in: covers, then its person's."""
        return self.costs[column], np.append(self._rows[column], len(self.part.covers) + self.owner[column])

    def presence(self, columns: Sequence[int]) -> Floats:
        """How many each cover of the part finds of the free people with these lines."""
        present = np.zeros(len(self.part.covers))
        for column in columns:
            np.add.at(present, self._rows[column], 1.0)
        return present

    def cost(self, columns: Sequence[int]) -> float:
        """What these lines and the cover that they leave cost, as the master counts it."""
        arrays, covers = self.part.arrays, self.part.covers
        short = self.part.required - self.presence(columns)
        cover = np.where(short > 0, arrays.under[covers] * short, -arrays.over[covers] * short).sum()
        return float(cover) + sum(self.costs[column] for column in columns)

    def column(self, place: int, line: Integers) -> int:
        """The number of the column that gives this line to the person at this place, taken in when it is new."""
        self.add(place, line)
        return self._known[place, line.tobytes()]

    def reduced_costs(self, solution: Solution) -> Floats:
        """How much dearer each line is than its person's share at the solution's worth of cover."""
        worth = [solution.duals[self._rows[column]].sum() for column in range(len(self.lines))]
        dearer: Floats = np.array(self.costs) - np.array(worth) - solution.shares[np.array(self.owner)]
        return dearer

    def reduced_cost(self, place: int, line: Integers, solution: Solution) -> float:
        """How much dearer a line is than its person's share; what is below 0 would lower the solution's cost."""
        worth = float(solution.duals[self.part.rows(place, line)].sum())
        return self.part.line_cost(place, line) - worth - float(solution.shares[place])

    def _flush(self) -> None:
        if self._waiting:
            _add_columns(self._model, self._waiting, _UNBOUNDED)
            self._waiting.clear()

    def solve(self) -> Solution:
        """The linear programme's optimum; everybody has at least one line when it is called."""
        self._flush()
        # After new lines the last optimum stays feasible (primal); after settling its worth of cover does (dual).
        self._model.setOptionValue("simplex_strategy", _DUAL if self._has_settled else _PRIMAL)
        self._has_settled = False
        self._model.run()
        found = self._model.getSolution()
        duals = np.array(found.row_dual)
        covers = len(self.part.covers)
        return Solution(
            cost=float(self._model.getInfo().objective_function_value),
            duals=duals[:covers],
            shares=duals[covers:],
            values=np.array(found.col_value)[self._first :],
        )

    def settle(self, columns: Sequence[int], lowest: float) -> None:
        """Give columns at least this share: 1 settles their people, 0 frees them again."""
        self._flush()
        self._has_settled = True
        for column in columns:
            self._model.changeColBounds(self._first + column, lowest, _UNBOUNDED)


def _model(part: Part) -> Any:
    """The rows and the columns of shortfall and excess, without any line."""
    model = silent_highs()
    model.setOptionValue("presolve", "off")
    none = np.zeros(0, dtype=np.int32)
    rows = np.concatenate([part.required, np.ones(len(part.people))])
    model.addRows(len(rows), rows, rows, 0, np.zeros(len(rows), dtype=np.int32), none, none.astype(np.float64))
    covers = np.arange(len(part.covers), dtype=np.int32)
    for price, sign in ((part.arrays.under, 1.0), (part.arrays.over, -1.0)):
        costs = price[part.covers]
        lower, upper = np.zeros(len(covers)), np.full(len(covers), _UNBOUNDED)
        model.addCols(len(covers), costs, lower, upper, len(covers), covers, covers, np.full(len(covers), sign))
    return model


def _add_columns(model: Any, columns: Sequence[tuple[float, Integers]], most: float) -> None:
    sizes = [len(rows) for _, rows in columns]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32)
    entries = np.concatenate([rows for _, rows in columns]).astype(np.int32)
    costs = np.array([cost for cost, _ in columns])
    count = len(columns)
    lower, upper = np.zeros(count), np.full(count, most)
    model.addCols(count, costs, lower, upper, len(entries), starts, entries, np.ones(len(entries)))


class Choice(NamedTuple):
    """A column for each free person, a lower bound for all choices of the same columns, and whether it is the best."""

    columns: list[int]
    bound: float
    finished: bool


def best_choice(master: Master, columns: Sequence[int], known: Sequence[int], seconds: float, watch: Watch) -> Choice:
    """The cheapest choice of one of these columns for each free person, beginning with the known one (by place).

    It ends, with what it has, after so many seconds or when the watch is over.
    """
    import highspy

    part = master.part
    model = _model(part)
    for option, value in (("presolve", "choose"), ("simplex_strategy", _DUAL), ("mip_rel_gap", 0.0)):
        model.setOptionValue(option, value)
    model.setOptionValue("time_limit", float(seconds))
    first = model.getNumCol()
    wanted = sorted({*columns, *known})
    _add_columns(model, [master.entry(column) for column in wanted], 1.0)
    numbers = np.arange(first, first + len(wanted), dtype=np.int32)
    model.changeColsIntegrality(len(wanted), numbers, np.full(len(wanted), highspy.HighsVarType.kInteger))
    start = highspy.HighsSolution()
    chosen = set(known)
    short = part.required - master.presence(known)
    start.col_value = [*short.clip(min=0), *(-short).clip(min=0), *(float(column in chosen) for column in wanted)]
    model.setSolution(start)
    for event in (model.cbMipInterrupt, model.cbSimplexInterrupt):
        event.subscribe(lambda news: news.interrupt(watch.is_over()))
    model.run()
    values = np.array(model.getSolution().col_value)[first:]
    picked = {master.owner[column]: column for column, value in zip(wanted, values, strict=False) if value > 0.5}
    finished = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    bound = float(model.getInfo().mip_dual_bound)
    whole = len(picked) == len(part.people)
    return Choice([picked[place] for place in range(len(part.people))] if whole else list(known), bound, finished)
