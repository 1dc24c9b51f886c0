""" "Why not?": what it would cost to have a cell otherwise, or which rules forbid it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from planner.model.rota_checks import Breach, Lines, check_rota
from planner.model.rota_facts import RotaFacts
from planner.model.rota_setting import SHIPPED_SETTINGS
from planner.model.rota_solution import NoRota, RotaConflict, RotaSolution
from planner.rota.conflict import find_conflict
from planner.rota.search import solve_by_cpsat

Pins = Mapping[tuple[str, int], str]
"""The kind of duty (OFF: none) that an officer is to have on a day, by officer and number of the day."""

NEAR_DAYS = 7
"""How far from a pinned day others are moved first."""


@dataclass(frozen=True, slots=True)
class PinCost:
    """What pinned cells cost: `price` more than the lines that they are compared with; less than 0 when they help."""

    price: int
    proven: bool
    """False: a longer search may find a cheaper way."""
    worse: tuple[Breach, ...]
    """What is broken then and was not before."""
    better: tuple[Breach, ...]
    solution: RotaSolution


def with_pins(facts: RotaFacts, pins: Pins) -> RotaFacts:
    """The facts with some cells held as they are asked for; KeyError for an officer who is not on the rota."""
    people = {person.key: person for person in facts.people}
    for (officer, day), cell in pins.items():
        person = people[officer]
        people[officer] = replace(person, held=person.held | {day: cell}, pinned=person.pinned | {day})
    locked = {"locked": SHIPPED_SETTINGS["locked"]}
    return replace(facts, people=tuple(people.values()), settings=facts.settings | locked)


def why_not(facts: RotaFacts, lines: Lines, pins: Pins, seconds: float = 3.0) -> PinCost | RotaConflict | None:
    """What pins cost beside the present lines, or the smallest set of rules that forbids them; None when unknown."""
    pinned = with_pins(facts, pins)
    present = check_rota(facts, lines)
    start: Lines = {
        officer: tuple(pins.get((officer, day), cell) for day, cell in enumerate(cells))
        for officer, cells in lines.items()
    }
    try:
        found = _near(pinned, start, pins, seconds)
        found = solve_by_cpsat(pinned, seconds / 3, start=start if found is None else found.lines)
    except NoRota:
        return find_conflict(pinned, seconds)
    before, after = set(present.breaches), set(found.check.breaches)
    return PinCost(
        found.price - present.price,
        found.is_proven,
        tuple(breach for breach in found.check.breaches if breach not in before),
        tuple(breach for breach in present.breaches if breach not in after),
        found,
    )


def _near(pinned: RotaFacts, start: Lines, pins: Pins, seconds: float) -> RotaSolution | None:
    """The best rota that leaves most of `start` as it is; None when that cannot be.

    First the pinned people alone may be moved, then everybody about the pinned days: a whole rota from nothing would
    say more of the time that it had than of the pins.
    """
    pinned_people = {officer for officer, _ in pins}
    near_days = {day + step for _, day in pins for step in range(-NEAR_DAYS, NEAR_DAYS + 1)}
    found: RotaSolution | None = None
    for days in (set(), near_days):
        lines = start if found is None else found.lines
        people = tuple(
            replace(person, held={day: cell for day, cell in enumerate(lines[person.key]) if day not in days})
            if person.key not in pinned_people
            else person
            for person in pinned.people
        )
        with suppress(NoRota):
            found = solve_by_cpsat(replace(pinned, people=people), seconds / 3, start=lines)
    return found
