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

    `following` has the next state or DEAD, `price` the price of the turn, `on_duty` 1 where the last day was worked.
    """

    start: int
    following: Integers
    price: Floats
    on_duty: Integers

    def after(self, state: int, line: Sequence[int]) -> int:
        """The state that a part of a line leads to, or DEAD."""
        for choice in line:
            if state == DEAD:
                break
            state = int(self.following[state, choice + 1])
        return state

    def prices_from_each(self, line: Sequence[int]) -> Floats:
        """The turns' price of a part of a line from each state; infinite from those that it may not follow."""
        states = np.arange(len(self.following))
        total = np.zeros(len(states))
        for choice in line:
            total += np.where(states == DEAD, np.inf, self.price[states, choice + 1])
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
        frozenset().union(*person.allowed),
    )


def automaton(person: Person, shifts: int) -> Automaton:
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
    on_duty = [past.last not in (None, OFF) for past in pasts]
    prices = np.zeros((len(pasts), shifts + 1))
    for state, past in enumerate(pasts):
        for turn in person.turn_prices:
            if turn.choice == past.last:
                prices[state, turn.following + 1] += turn.cost
    return _smallest(np.array(following), prices, np.array(on_duty, dtype=np.int64))


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
        longest = person.fewest_days_off_in_a_row
    else:
        longest = max(person.fewest_days_in_a_row, person.most_days_in_a_row or 0)
    return _Past(choice, min(past.run + 1, longest), past.began_before, groups)


def _smallest(following: Integers, prices: Floats, on_duty: Integers) -> Automaton:
    """The machine with states joined that cannot be told apart (Moore's partition refinement)."""
    kinds = on_duty
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
        on_duty=on_duty[members],
    )
