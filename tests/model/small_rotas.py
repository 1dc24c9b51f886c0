"""The smallest rotas, to change one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from planner.model.people import Officer, Role
from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_draft import RotaDraft, RotaLine
from planner.model.rota_people import RotaPerson
from planner.model.shift import OFF, ShiftKind
from tests.model.small_plans import small_plan

MONDAY = date(2027, 1, 4)
EARLY = ShiftKind("early", "Early", "E", 420, 480, 45)
LATE = ShiftKind("late", "Late", "L", 840, 480, 45)
NIGHT = ShiftKind("night", "Night", "N", 1320, 540, 45)
SHIFTS = (EARLY, LATE, NIGHT)
LETTERS = {"E": "early", "L": "late", "N": "night", "-": OFF, "C": "call", "G": "grade", "T": "tour"}
CALL = ShiftKind("call", "On call", "C", 0, 0, on_call=True)
GRADE = ShiftKind("grade", "Grading", "G", 480, 480, 45, exposure=True)
TOUR = ShiftKind("tour", "Long tour", "T", 420, 720, 60)


def cells(text: str) -> tuple[str, ...]:
    """A line in letters, as `EELLNN----`; spaces between weeks are left out."""
    return tuple(LETTERS[letter] for letter in text if letter != " ")


def officers(count: int) -> tuple[Officer, ...]:
    """`count` officers a, b, c …, and a supervisor s who comes last."""
    people = [Officer(letter, f"Officer {letter}", "team") for letter in "abcdefghijklmnopqr"[:count]]
    return (*people, Officer("s", "Supervisor", "team", Role.SUPERVISOR))


def small_rota(*lines: str, **changes: Any) -> Rota:
    """A rota from a Monday on, with officers a, b … who work these lines in the draft `d`."""
    filled = [cells(line) for line in lines]
    people = tuple(RotaPerson(letter) for letter in "abcdefghijklmnopqr"[: len(lines)])
    fields: dict[str, Any] = {
        "key": "r",
        "name": "Rota",
        "team": "team",
        "start": MONDAY,
        "days": len(filled[0]) if filled else 7,
        "shifts": SHIFTS,
        "people": people,
    } | changes
    rota = Rota(**fields)
    drawn = tuple(RotaLine(person.officer, line) for person, line in zip(people, filled, strict=True))
    if not drawn:
        return rota
    return replace(rota, drafts=(RotaDraft("d", "Draft", drawn),))


def rota_plan(*lines: str, **changes: Any) -> Plan:
    """A plan of one team with that rota."""
    rota = small_rota(*lines, **changes)
    return small_plan(officers=officers(max(len(lines), 2)), cases=(), rotas=(rota,))


def day(number: int) -> date:
    """A day of a small rota."""
    return MONDAY + timedelta(days=number)
