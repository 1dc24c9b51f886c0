"""The problem of duty lines: who may work what on which day, what each choice costs, and the cover that is wanted.

A line is one person's choice for each day: the number of a shift, or `OFF`. All rules here bind one person's line
alone; people meet only in the cover, whose shortfall and excess have a price and are never forbidden. A rule of the
house is brought to this form before it is solved: eleven hours between duties become pairs of shifts that may not
follow each other, a lock is a day on which one choice is allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

OFF = -1
"""The choice of a day without duty."""

Line = tuple[int, ...]
"""One person's choice for each day."""
Rota = tuple[Line, ...]
"""The line of each person, in the problem's order."""

Told = Callable[[Rota | None, float], None]
"""Called with each better rota, or with None, and the bound so far."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A kind of duty and the minutes that it counts; what is no duty (on call, a course) makes no weekend worked."""

    key: str
    minutes: int
    is_duty: bool = True


@dataclass(frozen=True, slots=True)
class CountCap:
    """At most so many duties of a group of shifts, between two days with both included (None: to the last)."""

    shifts: frozenset[int]
    most: int
    first_day: int = 0
    last_day: int | None = None

    def counts(self, day: int, choice: int) -> bool:
        """Whether this choice is one of those that are limited."""
        return choice in self.shifts and self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class RunCap:
    """At most so many days in a row on a group of shifts, such as nights."""

    shifts: frozenset[int]
    most: int


@dataclass(frozen=True, slots=True)
class Price:
    """What a choice on a day costs; less than nothing for one that is wished for."""

    day: int
    choice: int
    cost: float


@dataclass(frozen=True, slots=True)
class TurnPrice:
    """What it costs to go from one choice to another overnight: a turn backwards, or a lone day off."""

    choice: int
    following: int
    cost: float


@dataclass(frozen=True, slots=True)
class CrowdedWeekends:
    """What each weekend worked costs beyond so many of so many that follow each other."""

    length: int
    most: int
    cost: float

    def price(self, worked: Sequence[bool]) -> float:
        """What the weekends of a line cost, whether each is worked."""
        ends = range(self.length, len(worked) + 1)
        return self.cost * sum(max(0, sum(worked[end - self.length : end]) - self.most) for end in ends)


@dataclass(frozen=True, slots=True)
class Person:
    """One person's rules. None is no limit.

    `allowed` has the choices of each day, `OFF` among them: a day that must be off allows `OFF` alone, a lock one
    choice.
    `forbidden` has pairs (shift, shift that may not be worked on the next day). `before` has the choices of the days
    before the first, the latest last: runs go on from it. The rules of fewest in a row do not bind a run that touches
    the last day, or that began before what is known. The weekends are those of the problem. `lone_off` has for each day
    what it costs as a day off between two that are not (empty: nothing; not the last day, and no run that began before
    what is known), `weekend_prices` what the first weekend worked costs, the second and so on, never falling.
    """

    key: str
    allowed: tuple[frozenset[int], ...]
    prices: tuple[Price, ...] = ()
    turn_prices: tuple[TurnPrice, ...] = ()
    forbidden: frozenset[tuple[int, int]] = frozenset()
    caps: tuple[CountCap, ...] = ()
    run_caps: tuple[RunCap, ...] = ()
    most_minutes: int | None = None
    fewest_minutes: int = 0
    most_days_in_a_row: int | None = None
    fewest_days_in_a_row: int = 1
    fewest_days_off_in_a_row: int = 1
    most_weekends: int | None = None
    before: tuple[int, ...] = ()
    lone_off: tuple[float, ...] = ()
    weekend_prices: tuple[float, ...] = ()
    crowded_weekends: CrowdedWeekends | None = None

    @property
    def has_joint_prices(self) -> bool:
        """Whether a line costs more than its choices do one by one."""
        return bool(self.turn_prices or self.lone_off or self.weekend_prices or self.crowded_weekends)

    def joint_cost(self, line: Sequence[int], weekends: Sequence[bool]) -> float:
        """What the choices of a line cost together, when each weekend is worked or not."""
        cost = sum(self.weekend_prices[: sum(weekends)])
        if self.turn_prices:
            turns = list(pairwise([*self.before[-1:], *line]))
            cost += sum(price.cost * turns.count((price.choice, price.following)) for price in self.turn_prices)
        if self.crowded_weekends is not None:
            cost += self.crowded_weekends.price(weekends)
        if self.lone_off:
            whole = (*self.before[-1:], *line)
            shift = len(whole) - len(line)
            for place in range(1, len(whole) - 1):
                if whole[place] == OFF and whole[place - 1] != OFF and whole[place + 1] != OFF and place >= shift:
                    cost += self.lone_off[place - shift]
        return cost


@dataclass(frozen=True, slots=True)
class Cover:
    """How many of a set of people are wanted on a day on any of a set of shifts; None is everybody.

    Each one too few costs `under`, each one too many `over`. Several on one day make a price that rises in steps.
    """

    day: int
    shifts: frozenset[int]
    required: int
    under: float
    over: float
    people: frozenset[int] | None = None

    def counts(self, person: int, choice: int) -> bool:
        """Whether a person's choice of this day is one that is counted."""
        return choice in self.shifts and (self.people is None or person in self.people)

    def cost(self, present: int) -> float:
        """What this many costs."""
        return self.under * max(0, self.required - present) + self.over * max(0, present - self.required)


@dataclass(frozen=True)
class LineProblem:
    """Lines to find for all people. `weekends` has the days of each weekend: one day, or two that follow each other.

    A weekend counts as worked when any of its days is. `constant` is a cost that no rota can avoid or change.
    Raises ValueError when a day or shift is named that is not there.
    """

    days: int
    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    covers: tuple[Cover, ...] = ()
    weekends: tuple[tuple[int, ...], ...] = ()
    constant: float = 0.0

    def __post_init__(self) -> None:
        last = -1
        for weekend in self.weekends:
            if len(weekend) not in (1, 2) or weekend[0] <= last or weekend[-1] - weekend[0] != len(weekend) - 1:
                raise ValueError(f"weekend {weekend}: one day or two in a row, and no weekend before an earlier one")
            last = weekend[-1]
            self._require_days(f"weekend {weekend}", weekend)
        self._require_days("a cover", (cover.day for cover in self.covers))
        for cover in self.covers:
            self._require_choices("a cover", cover.shifts)
            if cover.under < 0 or cover.over < 0:
                raise ValueError(f"cover of day {cover.day}: a price of cover is never less than nothing")
        for person in self.people:
            self._check(person)

    def _check(self, person: Person) -> None:
        if len(person.allowed) != self.days:
            raise ValueError(f"{person.key}: {len(person.allowed)} days of allowed choices for {self.days} days")
        for choices in set(person.allowed):
            self._require_choices(person.key, choices)
        self._require_days(person.key, (price.day for price in person.prices))
        self._require_choices(person.key, (price.choice for price in person.prices))
        self._require_choices(person.key, person.before)
        for turn in person.turn_prices:
            self._require_choices(person.key, (turn.choice, turn.following))
        if len(person.lone_off) not in (0, self.days) or any(cost < 0 for cost in person.lone_off):
            raise ValueError(f"{person.key}: a price of lone days off for each day, and none below nothing")
        prices = (0.0, *person.weekend_prices)
        if len(prices) not in (1, len(self.weekends) + 1) or list(prices) != sorted(prices):
            raise ValueError(f"{person.key}: a price for each weekend worked, none below that before it")

    def _require_days(self, what: str, days: Iterable[int]) -> None:
        for day in days:
            if not 0 <= day < self.days:
                raise ValueError(f"{what}: there is no day {day} among {self.days}")

    def _require_choices(self, what: str, choices: Iterable[int]) -> None:
        for choice in choices:
            if not OFF <= choice < len(self.shifts):
                raise ValueError(f"{what}: there is no shift {choice} among {len(self.shifts)}")

    @cached_property
    def covers_by_day(self) -> tuple[tuple[int, ...], ...]:
        """The places in `covers` of each day's cover."""
        found: list[list[int]] = [[] for _ in range(self.days)]
        for place, cover in enumerate(self.covers):
            found[cover.day].append(place)
        return tuple(map(tuple, found))

    @cached_property
    def no_duties(self) -> frozenset[int]:
        """The choices that make no weekend worked."""
        return frozenset({OFF, *(place for place, shift in enumerate(self.shifts) if not shift.is_duty)})

    def weekends_worked(self, line: Sequence[int]) -> list[bool]:
        """Whether each weekend of a line is worked."""
        return [any(line[day] not in self.no_duties for day in weekend) for weekend in self.weekends]

    def joint_cost(self, person: Person, line: Sequence[int]) -> float:
        """What a line costs beside its choices one by one."""
        return person.joint_cost(line, self.weekends_worked(line)) if person.has_joint_prices else 0.0

    def line_cost(self, person: Person, line: Sequence[int]) -> float:
        """What a line costs, without cover."""
        alone = sum(price.cost for price in person.prices if line[price.day] == price.choice)
        return alone + self.joint_cost(person, line)

    def has_whole_costs(self) -> bool:
        """Whether every price is a whole number, so that the cost of any rota is one."""
        costs = [self.constant, *(cost for cover in self.covers for cost in (cover.under, cover.over))]
        for person in self.people:
            costs += [price.cost for price in person.prices] + [turn.cost for turn in person.turn_prices]
            costs += [*person.lone_off, *person.weekend_prices]
            costs += [person.crowded_weekends.cost] if person.crowded_weekends else []
        return all(float(cost).is_integer() for cost in costs)

    def presence(self, rota: Sequence[Sequence[int]]) -> list[int]:
        """How many each cover finds in a rota."""
        return [sum(cover.counts(person, line[cover.day]) for person, line in enumerate(rota)) for cover in self.covers]

    def cost(self, rota: Sequence[Sequence[int]]) -> float:
        """What a rota costs: the constant, the choices of each line, and the cover."""
        lines = sum(self.line_cost(person, line) for person, line in zip(self.people, rota, strict=True))
        covers = sum(cover.cost(found) for cover, found in zip(self.covers, self.presence(rota), strict=True))
        return self.constant + lines + covers
