"""A first rota: one person after another takes the cheapest lawful line beside those who have theirs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from planner.rota.arrays import Floats, Integers, ProblemArrays
from planner.rota.automaton import Automaton
from planner.rota.cpsat import lawful_line
from planner.rota.line_faults import line_faults
from planner.rota.lines import OFF, LineProblem, Person
from planner.rota.pricing import (
    MOST_CELLS,
    UNREACHED,
    Limits,
    LinePricer,
    Stretch,
    Table,
    Window,
    inner_stretch,
    limits_left,
    room,
    whole_stretch,
)
from planner.rota.solution import Unsolvable
from planner.rota.watch import TimeIsUp, Watch

_BLOCK_DAYS = 14
_SHIFTS_A_BLOCK = 6


_UNHURRIED_SHARE = 0.4
"""Of the time; after that whoever has no line yet takes one that somebody else has, where it is lawful for them."""
_LINES_TO_TRY = 30


def first_rota(arrays: ProblemArrays, pricers: Sequence[LinePricer] | None, watch: Watch) -> Integers:
    """A lawful rota; without pricers of the whole time it is put together from two weeks at a time.

    It ends only with a rota, however late; Cancelled ends it without. Raises Unsolvable when somebody has no lawful
    line.
    """
    people = len(arrays.problem.people)
    rota = np.full((people, arrays.problem.days), OFF, dtype=np.int64)
    present = np.zeros(len(arrays.required), dtype=np.int64)
    table = room()
    for person in range(people):
        with suppress(TimeIsUp):
            watch.hear()
        prices = _prices_beside(arrays, person, present)
        line = None
        if watch.passed() > _UNHURRIED_SHARE * watch.seconds:
            line = _line_of_another(arrays, rota[:person], person, prices)
        if line is None and pricers is not None:
            line = _cheapest(pricers[person], prices, table)
        elif line is None:
            line = _line_in_blocks(arrays, person, prices, table)
        if line is None:
            raise Unsolvable(person)
        rota[person] = line
        present += _presence_of(arrays, person, line)
    return rota


def _line_of_another(arrays: ProblemArrays, lines: Integers, person: int, prices: Floats) -> Integers | None:
    """The cheapest of these lines that is lawful for a person too; None when none of the cheapest is."""
    days = np.arange(arrays.problem.days)
    costs = [float(prices[days, line + 1].sum()) for line in lines]
    rules = arrays.problem.people[person]
    for place in np.argsort(costs)[:_LINES_TO_TRY]:
        line: Integers = lines[place]
        if next(line_faults(arrays.problem, rules, line.tolist()), None) is None:
            return line
    return None


def mended_rota(arrays: ProblemArrays, rota: Integers, pricers: Sequence[LinePricer], watch: Watch) -> Integers:
    """A rota in which nobody's line alone can be bettered: each person in turn takes the best beside the others."""
    rota = rota.copy()
    present = arrays.presence(rota)
    table = room()
    content = 0
    person = 0
    while content < len(rota):
        watch.hear()
        present -= _presence_of(arrays, person, rota[person])
        prices = _prices_beside(arrays, person, present)
        line = _cheapest(pricers[person], prices, table)
        if line is not None and _line_cost(arrays, person, line, prices) < (
            _line_cost(arrays, person, rota[person], prices) - 1e-6
        ):
            rota[person] = line
            content = 0
        present += _presence_of(arrays, person, rota[person])
        content += 1
        person = (person + 1) % len(rota)
    return rota


def mended_window(arrays: ProblemArrays, rota: Integers, window: Window, watch: Watch) -> Integers:
    """A rota in which each person in turn has taken the best days of a window beside the others."""
    rota = rota.copy()
    problem, present, table = arrays.problem, arrays.presence(rota), room()
    for person, (rules, machine) in enumerate(zip(problem.people, arrays.machines, strict=True)):
        watch.hear()
        present -= _presence_of(arrays, person, rota[person])
        prices = _prices_beside(arrays, person, present)
        stretch = inner_stretch(problem, rules, machine, window, rota[person].tolist())
        found = _cheapest(LinePricer(problem, rules, machine, stretch), prices[window.first : window.end], table)
        if found is not None:
            line = rota[person].copy()
            line[window.first : window.end] = found
            if _line_cost(arrays, person, line, prices) < _line_cost(arrays, person, rota[person], prices) - 1e-6:
                rota[person] = line
        present += _presence_of(arrays, person, rota[person])
    return rota


def _line_cost(arrays: ProblemArrays, person: int, line: Integers, prices: Floats) -> float:
    days = np.arange(len(line))
    turns = arrays.line_cost(person, line) - float(arrays.prices[person, days, line + 1].sum())
    return float(prices[days, line + 1].sum()) + turns


def _presence_of(arrays: ProblemArrays, person: int, line: Integers) -> Integers:
    """For which covers a line counts."""
    counted = arrays.counted[np.arange(len(arrays.day)), line[arrays.day] + 1]
    return np.asarray(counted * arrays.members[arrays.crowd, person], dtype=np.int64)


def _prices_beside(arrays: ProblemArrays, person: int, present: Integers) -> Floats:
    """What each choice costs the rota beside the others who are present: one more changes each cover by one."""
    earned = arrays.rewards(_worth(arrays, present))
    prices: Floats = arrays.prices[person] - np.tensordot(arrays.members[:, person], earned, axes=(0, 0))
    return prices


def _worth(arrays: ProblemArrays, present: Integers) -> Floats:
    """What one more is worth to each cover: what too few costs while it is short, and then less than nothing."""
    return np.where(arrays.required > present, arrays.under, -arrays.over)


def _cheapest(pricer: LinePricer, prices: Floats, table: Table) -> Integers | None:
    found = pricer.price(prices, np.zeros(1), np.zeros((1, len(prices))), table)
    return found.lines[0] if len(found.lines) else None


def _line_in_blocks(arrays: ProblemArrays, person: int, prices: Floats, table: Table) -> Integers | None:
    """A line made block by block, each with its part of the limits; when that fails, in one piece."""
    problem, rules, machine = arrays.problem, arrays.problem.people[person], arrays.machines[person]
    line = np.full(problem.days, OFF, dtype=np.int64)
    state = machine.start
    working = np.cumsum([any(choice != OFF for choice in allowed) for allowed in rules.allowed])
    for first in range(0, problem.days, _BLOCK_DAYS):
        window = Window(first, min(first + _BLOCK_DAYS, problem.days))
        left = limits_left(problem, rules, range(first), line.tolist())
        shares = _shares(
            arrays, rules, left, line[:first], window, float(working[window.end - 1] / max(1, working[-1]))
        )
        inside = _few_shifts(prices[window.first : window.end])
        for limits, block_prices in ((shares, inside), (shares, prices[window.first : window.end])):
            stretch = Stretch(window, state, np.zeros(len(machine.following)), limits)
            found = _cheapest(LinePricer(problem, rules, machine, stretch), block_prices, table)
            if found is not None:
                break
        else:
            return _cheapest(LinePricer(problem, rules, machine, whole_stretch(problem, rules, machine)), prices, table)
        line[window.first : window.end] = found
        state = machine.after(state, found.tolist())
    return line


def _line_in_one(
    problem: LineProblem, rules: Person, machine: Automaton, prices: Floats, table: Table
) -> Integers | None:
    """The cheapest line of the whole time, or where that is too much to tabulate any lawful line."""
    pricer = LinePricer(problem, rules, machine, whole_stretch(problem, rules, machine))
    if pricer.cells <= MOST_CELLS:
        return _cheapest(pricer, prices, table)
    line = lawful_line(problem, rules)
    return None if line is None else np.array(line, dtype=np.int64)


def _shares(arrays: ProblemArrays, rules: Person, left: Limits, done: Integers, window: Window, share: float) -> Limits:
    """The limits of a block: what is left, but no more than this share of the whole."""
    problem = arrays.problem
    if window.end == problem.days:
        return left
    minutes = np.array([0, *(shift.minutes for shift in problem.shifts)])
    worked = int(minutes[done + 1].sum())
    longest = int(minutes.max())
    most = worked + left.most_minutes
    middle = share * (max(0, rules.fewest_minutes) + most) / 2 - worked
    weekends = len(problem.weekends) if rules.most_weekends is None else rules.most_weekends
    passed = sum(1 for weekend in problem.weekends if weekend[-1] < window.end)
    fair = int(weekends * passed / max(1, len(problem.weekends))) - (weekends - left.most_weekends)
    caps = tuple(
        replace(
            cap,
            most=min(cap.most, max(0, int(cap.most * (window.end - window.first) / (problem.days - window.first)) + 1)),
        )
        for cap in left.caps
    )
    return Limits(
        most_minutes=min(left.most_minutes, int(middle) + longest),
        fewest_minutes=int(middle) - longest,
        most_weekends=min(left.most_weekends, max(0, fair)),
        caps=caps,
    )


def _few_shifts(prices: Floats) -> Floats:
    """The prices with only the shifts that are cheapest in this block, where there are many: the fewer, the quicker."""
    if prices.shape[1] <= _SHIFTS_A_BLOCK + 2:
        return prices
    order = np.argsort(prices[:, 1:].sum(axis=0))[_SHIFTS_A_BLOCK:] + 1
    few = prices.copy()
    few[:, order] = UNREACHED
    return few
