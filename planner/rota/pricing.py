"""The cheapest lawful lines of one person when each choice of each day has a price."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planner.rota.automaton import Automaton
from planner.rota.lines import OFF, CountCap, LineProblem, Person

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

UNREACHED = 1e15
MOST_CELLS = 40_000_000
"""The largest table that is filled: 320 MB."""
_FIRST_SURCHARGE, _LAST_SURCHARGE = 1.0, 1e6
Table = Callable[[int], Floats]
"""Room for so many numbers, which is used again."""


class Window(NamedTuple):
    """Days from `first` up to but not `end`; what lies outside of it stays as a line has it."""

    first: int
    end: int


class Priced(NamedTuple):
    """The cost of the cheapest lines (infinite when there is none), and lines near to it, the cheapest first."""

    least: float
    lines: Integers


@dataclass(frozen=True, slots=True)
class Limits:
    """What of a person's limits is left for the days of a window."""

    most_minutes: int
    fewest_minutes: int
    most_weekends: int
    caps: tuple[CountCap, ...]
    weekend_prices: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a person that are to be priced: the state before them, what each state after them costs, the limits."""

    window: Window
    start: int
    ending: Floats
    limits: Limits


def whole_stretch(problem: LineProblem, person: Person, machine: Automaton) -> Stretch:
    """All days."""
    limits = limits_left(problem, person, (), ())
    return Stretch(Window(0, problem.days), machine.start, np.zeros(len(machine.following)), limits)


def inner_stretch(
    problem: LineProblem, person: Person, machine: Automaton, window: Window, line: Sequence[int]
) -> Stretch:
    """The days of a window, when the others stay as a line has them; the window cuts no weekend in two."""
    outside = [day for day in range(problem.days) if not window.first <= day < window.end]
    start = machine.after(machine.start, line[: window.first])
    lone = person.lone_off or (0.0,) * problem.days
    ending = machine.prices_from_each(line[window.end :], lone[window.end - 1 : -1])
    return Stretch(window, start, ending, limits_left(problem, person, outside, line))


def unlimited_stretch(problem: LineProblem, person: Person, machine: Automaton) -> Stretch:
    """All days without minutes, weekends and caps: quick, and no line is cheaper than what it finds."""
    longest = sum(shift.minutes for shift in problem.shifts) * problem.days
    limits = Limits(longest, 0, len(problem.weekends), ())
    return Stretch(Window(0, problem.days), machine.start, np.zeros(len(machine.following)), limits)


class LinePricer:
    """Prices the lines of one person over a stretch of days.

    Caps that the cheapest line keeps anyway are left out of the table until one is broken; from then on it is counted
    exactly, so that the least cost is that of a lawful line and no line is cheaper. Where the table would become too
    large for that, the least cost is still one that no lawful line is below.
    """

    def __init__(self, problem: LineProblem, person: Person, machine: Automaton, stretch: Stretch) -> None:
        first, end = self.window = stretch.window
        self._machine = machine
        self._start = stretch.start
        self._ending = np.minimum(stretch.ending, UNREACHED)
        limits = stretch.limits
        lengths = [0, *(shift.minutes for shift in problem.shifts)]
        unlimited = limits.fewest_minutes <= 0 and limits.most_minutes >= max(lengths) * (end - first)
        self._unit = math.gcd(*lengths) or 1
        self._units = np.array([0 if unlimited else length // self._unit for length in lengths], dtype=np.int64)
        self._most = limits.most_minutes // self._unit
        self._fewest = max(0, -(-limits.fewest_minutes // self._unit))
        self._allowed = np.full((end - first, len(lengths)), UNREACHED)
        for day in range(first, end):
            for choice in person.allowed[day]:
                self._allowed[day - first, choice + 1] = 0.0
        self._low, self._high = self._minutes_by_day()
        self._weekends = _weekend_columns(problem, self.window)
        self._most_weekends = limits.most_weekends
        self._weekend_prices = limits.weekend_prices
        self._no_duties = problem.no_duties
        lone = (0.0, *person.lone_off[:-1]) if person.lone_off else (0.0,) * problem.days
        self._alone = np.array(lone[first:end])
        self._slots = _slots(limits.caps, limits.most_minutes // self._unit, np.array(lengths) // self._unit)
        self._counted: set[int] = set()
        self._tabulate()

    def _minutes_by_day(self) -> tuple[Integers, Integers]:
        """The fewest and the most units worked before each day, of lines that can end within the limits."""
        units = np.broadcast_to(self._units, self._allowed.shape)
        least = np.where(self._allowed > 0, 1 << 40, units).min(axis=1)
        most = np.where(self._allowed > 0, -(1 << 40), units).max(axis=1)
        before_least, before_most = (np.concatenate([[0], np.cumsum(part)]) for part in (least, most))
        after_least, after_most = before_least[-1] - before_least, before_most[-1] - before_most
        low = np.maximum(before_least, self._fewest - after_most)
        return low.clip(min=0), np.minimum(before_most, self._most - after_least)

    def _tabulate(self) -> None:
        """Number what is counted beside the state: weekends, and the slots whose caps count."""
        days, columns = self._allowed.shape
        weekends = sum(1 for place in self._weekends.values() if place == 0)
        counts = self._most_weekends < weekends or any(self._weekend_prices)
        most = [min(self._most_weekends, weekends)] if counts else []
        slots = [self._slots[place] for place in sorted(self._counted)]
        sizes = [*(limit + 1 for limit in most), *(max(cap.most for cap in slot) + 1 for slot in slots)]
        steps: dict[tuple[tuple[bool, bool, int], ...], int] = {}
        self._pattern = np.zeros((days, 2, columns), dtype=np.int64)
        for day in range(days):
            for on_duty in (0, 1):
                for column in range(columns):
                    key = [(False, self._begins_weekend(day, on_duty, column), limit) for limit in most]
                    key += [_slot_step(slot, day + self.window.first, column - 1) for slot in slots]
                    self._pattern[day, on_duty, column] = steps.setdefault(tuple(key), len(steps))
        self._step = np.array([_step_of(key, sizes) for key in steps], dtype=np.int64)
        self._toll = np.zeros(self._step.shape)
        if counts:
            prices = [*self._weekend_prices, *(0.0,) * (weekends + 1)]
            worked = np.arange(self._step.shape[1]) % sizes[0]
            for place, (weekend, *_) in enumerate(steps):
                self._toll[place] = np.array(prices)[worked] * weekend[1]
        width = max(0, int((self._high - self._low).max())) + 1
        self._shape = (days + 1, len(self._machine.following), self._step.shape[1], width)

    @property
    def cells(self) -> int:
        """The size of the table: memory and time grow with it."""
        return math.prod(self._shape)

    def _begins_weekend(self, day: int, on_duty: int, column: int) -> bool:
        place = self._weekends.get(day)
        return column - 1 not in self._no_duties and place is not None and not (place == 1 and on_duty)

    def price(self, prices: Floats, slack: Floats, chance: Floats, table: Table = np.empty) -> Priced:
        """The least cost under prices[day of the window, choice + 1], and lines within each `slack` of it.

        `chance` (a row for each slack, a number from 0 to 1 for each day) says which of the lines are taken; `table`
        gives room.
        """
        cost = prices + self._allowed
        np.minimum(cost, UNREACHED, out=cost)
        while True:
            found = self._priced(cost, slack, chance, table)
            if not len(found.lines):
                return found
            broken = self._broken(found.lines[0])
            if not broken:
                lawful = [place for place, line in enumerate(found.lines) if not place or not self._broken(line)]
                return Priced(found.least, found.lines[lawful])
            if not self._count_too(broken):
                return Priced(found.least, self._lawful_lines(found.lines, cost, slack, chance, table))

    def _count_too(self, broken: set[int]) -> bool:
        """Count these slots from now on; False when the table would become too large, and they are left out."""
        before = self._counted
        self._counted = before | broken
        self._tabulate()
        if self.cells <= MOST_CELLS:
            return True
        self._counted = before
        self._tabulate()
        return False

    def _lawful_lines(self, lines: Integers, cost: Floats, slack: Floats, chance: Floats, table: Table) -> Integers:
        """Lawful lines where not all caps are counted: what breaks one is made dearer until it is kept."""
        cost = cost.copy()
        dearer = _FIRST_SURCHARGE
        while dearer < _LAST_SURCHARGE:
            lawful = [place for place, line in enumerate(lines) if not self._broken(line)]
            if lawful:
                return lines[lawful]
            for place in self._broken(lines[0]):
                for day in range(len(cost)):
                    for cap in self._slots[place]:
                        for shift in cap.shifts:
                            cost[day, shift + 1] += dearer * cap.counts(day + self.window.first, shift)
            dearer *= 2
            lines = self._priced(np.minimum(cost, UNREACHED), slack, chance, table).lines
        return lines[:0]

    def lines_within(self, prices: Floats, slack: float, most: int, table: Table) -> Integers | None:
        """Every lawful line that costs at most `slack` more than the cheapest; None when there are more than `most`."""
        from planner.rota import pricing_kernel as kernel

        found = self.price(prices, np.zeros(1), np.zeros((1, len(prices))), table)
        if not len(found.lines):
            return found.lines if found.least == math.inf else None
        lines = np.empty((most + 1, len(prices)), dtype=np.int64)
        count = kernel.gather(
            table(self.cells)[: self.cells].reshape(self._shape),
            np.minimum(prices + self._allowed, UNREACHED),
            *self._rules(),
            self._low,
            self._high,
            self._start,
            slack,
            lines,
        )
        if count > most:
            return None
        return lines[[place for place in range(count) if not self._broken(lines[place])]]

    def _rules(self) -> tuple[Floats | Integers, ...]:
        machine = self._machine
        counting = (self._units, self._pattern, self._step, self._toll)
        return (machine.following, machine.price, machine.on_duty, *counting, machine.lone, self._alone)

    def _priced(self, cost: Floats, slack: Floats, chance: Floats, table: Table) -> Priced:
        from planner.rota import pricing_kernel as kernel

        days = cost.shape[0]
        none = np.zeros((0, days), dtype=np.int64)
        if self._start < 0 or self._most_weekends < 0 or self._most < 0 or np.any(self._low > self._high):
            return Priced(math.inf, none)
        least = table(self.cells)[: self.cells].reshape(self._shape)
        reached = np.empty(self._shape[:3], dtype=np.bool_)
        rules = self._rules()
        kernel.fill(least, reached, cost, *rules, self._ending, self._low, self._high, self._start)
        lines = np.empty((len(slack), days), dtype=np.int64)
        found = kernel.walk(least, cost, *rules, self._low, self._high, self._start, slack, chance, lines)
        if not found:
            return Priced(math.inf, none)
        return Priced(float(least[0, self._start, 0, 0]), lines)

    def _broken(self, line: Integers) -> set[int]:
        """The slots not yet counted of which a line breaks a cap."""
        return {
            place
            for place, slot in enumerate(self._slots)
            if place not in self._counted and any(_count(cap, line, self.window.first) > cap.most for cap in slot)
        }


def limits_left(problem: LineProblem, person: Person, outside: Sequence[int], line: Sequence[int]) -> Limits:
    """What is left of the person's limits beside the days `outside` of a line."""
    worked = {day for day in outside if line[day] != OFF}
    minutes = sum(problem.shifts[line[day]].minutes for day in worked)
    longest = max((shift.minutes for shift in problem.shifts), default=0) * problem.days
    duties = {day for day in worked if line[day] not in problem.no_duties}
    weekends = sum(any(day in duties for day in weekend) for weekend in problem.weekends)
    most = longest if person.most_minutes is None else min(person.most_minutes, longest)
    most_weekends = len(problem.weekends) if person.most_weekends is None else person.most_weekends
    caps = tuple(
        CountCap(cap.shifts, left, cap.first_day, cap.last_day)
        for cap in person.caps
        if (left := cap.most - sum(cap.counts(day, line[day]) for day in outside)) < problem.days
    )
    prices = person.weekend_prices[weekends:]
    return Limits(most - minutes, person.fewest_minutes - minutes, most_weekends - weekends, caps, prices)


def _weekend_columns(problem: LineProblem, window: Window) -> dict[int, int]:
    """The place in its weekend (0, 1) of each day of the window that belongs to one."""
    return {
        day - window.first: place
        for weekend in problem.weekends
        for place, day in enumerate(weekend)
        if window.first <= day < window.end
    }


def _slots(caps: Sequence[CountCap], most_units: int, units: Integers) -> list[list[CountCap]]:
    """The caps that can bind, those whose days do not meet together: one count, begun anew, serves them all."""
    slots: list[list[CountCap]] = []
    for cap in sorted(caps, key=lambda cap: cap.first_day):
        shortest = min((int(units[shift + 1]) for shift in cap.shifts), default=0)
        if shortest and cap.most >= 0 and most_units // shortest <= cap.most:
            continue
        for slot in slots:
            last = slot[-1].last_day
            if last is not None and last < cap.first_day:
                slot.append(cap)
                break
        else:
            slots.append([cap])
    return slots


def _count(cap: CountCap, line: Integers, first_day: int) -> int:
    return sum(cap.counts(day, int(choice)) for day, choice in enumerate(line, start=first_day))


def _slot_step(slot: Sequence[CountCap], day: int, choice: int) -> tuple[bool, bool, int]:
    """Whether a slot's count begins anew on this day, whether the choice adds to it, and the most it may be."""
    for cap in slot:
        if cap.first_day <= day and (cap.last_day is None or day <= cap.last_day):
            return day == cap.first_day, choice in cap.shifts, cap.most
    return True, False, 0


def _step_of(key: Sequence[tuple[bool, bool, int]], sizes: Sequence[int]) -> list[int]:
    """Where each mixed number leads, or -1 when a limit is passed."""
    led = []
    for place in range(math.prod(max(size, 0) for size in sizes)):
        rest, total, scale = place, 0, 1
        for (anew, adds, limit), size in zip(key, sizes, strict=True):
            rest, count = divmod(rest, size)
            count = (0 if anew else count) + adds
            if count > limit:
                total = -1
                break
            total += count * scale
            scale *= size
        led.append(total)
    return led


def room() -> Table:
    """Memory for tables that is used again by each of a series of pricings (one thread at a time)."""
    kept = [np.empty(0)]

    def table(cells: int) -> Floats:
        if len(kept[0]) < cells:
            kept[0] = np.empty(cells)
        return kept[0]

    return table
