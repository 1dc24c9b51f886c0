"""The rules about what may follow what, as a small machine: a person's past is a state, a choice leads to the next.

Two pasts that allow the same futures at the same prices are one state, so that it stays small however many shifts there
are. Weekends, minutes and caps are not in it: they are counted beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.rota.lines import OFF, Person

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

DEAD = -1
"""Where a choice leads that is forbidden."""


class _Past(NamedTuple):
    """What of a past matters: the last choice (None before the first), and how long its runs have lasted."""

    last: int | None = None
    run: int = 0
    began_before: bool = True
    groups: tuple[int, ...] = ()


@dataclass(frozen=True)
class Automaton:
    """States by number; choices as columns, `OFF` in column 0 and shift s in column s + 1.

    `following` has the next state or DEAD, `price` the price of the turn, `on_duty` 1 where the last day was worked,
    `lone` 1 where it was the only day off so far and one that has a price if it stays so.
    """

    start: int
    following: Integers
    price: Floats
    on_duty: Integers
    lone: Integers

    def after(self, state: int, line: Sequence[int]) -> int:
        """The state that a part of a line leads to, or DEAD."""
        for choice in line:
            if state == DEAD:
                break
            state = int(self.following[state, choice + 1])
        return state

    def prices_from_each(self, line: Sequence[int], lone_off: Sequence[float]) -> Floats:
        """The price of a part of a line's turns and lone days off from each state; infinite where it may not follow.

        `lone_off` has the price of the day before each as a lone day off.
        """
        states = np.arange(len(self.following))
        total = np.zeros(len(states))
        for choice, alone in zip(line, lone_off, strict=True):
            price = self.price[states, choice + 1] + (alone * self.lone[states] if choice != OFF else 0.0)
            total += np.where(states == DEAD, np.inf, price)
            states = np.where(states == DEAD, DEAD, self.following[states, choice + 1])
        return np.where(states == DEAD, np.inf, total)


def rules_key(person: Person) -> tuple[Any, ...]:
    """People with the same key have the same automaton."""
    return (
        person.forbidden,
        person.run_caps,
        person.turn_prices,
        person.most_days_in_a_row,
        person.fewest_days_in_a_row,
        person.fewest_days_off_in_a_row,
        person.before,
        bool(person.lone_off),
        frozenset().union(*person.allowed),
    )


def automaton(person: Person, shifts: int, no_duties: frozenset[int] = frozenset({OFF})) -> Automaton:
    """The machine of a person's rules, with as few states as do."""
    choices = sorted(frozenset().union(*person.allowed))
    begin = _Past(groups=(0,) * len(person.run_caps))
    for choice in person.before:
        begin = _moved(person, begin, choice)
    places = {begin: 0}
    pasts = [begin]
    following: list[list[int]] = []
    for past in pasts:  # grows while it is gone through
        row = [DEAD] * (shifts + 1)
        for choice in choices:
            if _may_follow(person, past, choice):
                moved = _moved(person, past, choice)
                if moved not in places:
                    places[moved] = len(pasts)
                    pasts.append(moved)
                row[choice + 1] = places[moved]
        following.append(row)
    on_duty = [past.last is not None and past.last not in no_duties for past in pasts]
    priced = bool(person.lone_off)
    lone = [priced and past.last == OFF and past.run == 1 and not past.began_before for past in pasts]
    prices = np.zeros((len(pasts), shifts + 1))
    for state, past in enumerate(pasts):
        for turn in person.turn_prices:
            if turn.choice == past.last:
                prices[state, turn.following + 1] += turn.cost
    kinds = np.array(on_duty, dtype=np.int64) + 2 * np.array(lone, dtype=np.int64)
    return _smallest(np.array(following), prices, kinds)


def _may_follow(person: Person, past: _Past, choice: int) -> bool:
    groups = zip(person.run_caps, past.groups, strict=True)
    if any(choice in cap.shifts and done >= cap.most for cap, done in groups):
        return False
    changes = (choice == OFF) != (past.last == OFF) or past.last is None
    run = 0 if changes else past.run
    if choice != OFF and person.most_days_in_a_row is not None and run >= person.most_days_in_a_row:
        return False
    if past.last is None:
        return True
    fewest = person.fewest_days_off_in_a_row if past.last == OFF else person.fewest_days_in_a_row
    cut_short = changes and past.run < fewest and not past.began_before
    return not cut_short and (past.last, choice) not in person.forbidden


def _moved(person: Person, past: _Past, choice: int) -> _Past:
    """The past one day later; it may be one that the rules forbid, as what lies before the first day may be."""
    groups = tuple(
        min(done + 1, cap.most) if choice in cap.shifts else 0
        for cap, done in zip(person.run_caps, past.groups, strict=True)
    )
    if past.last is None or (choice == OFF) != (past.last == OFF):
        return _Past(choice, 1, past.last is None, groups)
    if choice == OFF:
        longest = max(person.fewest_days_off_in_a_row, 2 if person.lone_off else 0)
    else:
        longest = max(person.fewest_days_in_a_row, person.most_days_in_a_row or 0)
    return _Past(choice, min(past.run + 1, longest), past.began_before, groups)


def _smallest(following: Integers, prices: Floats, marks: Integers) -> Automaton:
    """The machine with states joined that cannot be told apart (Moore's partition refinement)."""
    kinds = marks
    count = 0
    while True:
        led = np.where(following == DEAD, DEAD, kinds[following])
        _, members, kinds = np.unique(
            np.column_stack([kinds, led, np.where(following == DEAD, 0.0, prices)]),
            axis=0,
            return_index=True,
            return_inverse=True,
        )
        kinds = kinds.ravel()
        if len(members) == count:
            break
        count = len(members)
    joined = following[members]
    return Automaton(
        start=int(kinds[0]),
        following=np.where(joined == DEAD, DEAD, kinds[joined]),
        price=np.ascontiguousarray(prices[members]),
        on_duty=marks[members] % 2,
        lone=marks[members] // 2,
    )
