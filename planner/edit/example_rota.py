"""The rota of the demo plan: thirteen weeks of its POLIT team, illustrative as all of it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from planner.edit.rota import add_draft, put_rota
from planner.edit.rota_beginning import begin_rota
from planner.model.plan import Plan
from planner.model.rota import Cover
from planner.model.rota_library import LibraryPattern
from planner.model.rota_people import AwayKind, RotaWish, Unavailability
from planner.model.shift import ShiftKind

WEEKS = 13
GRADING = ShiftKind("grading", "Image grading", "G", 480, 480, 45, exposure=True)
_WORKING_DAYS = (0, 1, 2, 3, 4)


def add_example_rota(plan: Plan, team: str, pattern: LibraryPattern, start: date) -> Plan:
    """The plan with a rota of early and late weeks more: with leave, a course, court, wishes, and grading."""
    begun = begin_rota(plan, team, f"{team}-winter", pattern, start, WEEKS)
    rota = begun.rotas[-1]
    people = [person.officer for person in rota.people]
    day = [start + timedelta(days=number) for number in range(rota.days)]
    away = (
        *(_leave(people[2 + number], day[7 * number], 7) for number in range(6)),
        Unavailability(people[9], AwayKind.COURSE, day[21], day[25]),
        Unavailability(people[10], AwayKind.COURT, day[30], day[30], from_minute=540, to_minute=960),
        Unavailability(people[11], AwayKind.COURT, day[44], day[45], certain=False),
    )
    wishes = (
        RotaWish(people[4], day[54], day[55], points=30),
        RotaWish(people[6], day[0], day[-1], "late", wanted=False, points=5, weekdays=(4,)),
    )
    cover = (
        Cover("early", "Early", ("early",), 3, 4, weekdays=_WORKING_DAYS),
        Cover("late", "Late", ("late",), 3, 4, weekdays=_WORKING_DAYS),
        Cover("grading", "Image grading", (GRADING.key,), 1, 2, weekdays=_WORKING_DAYS),
        Cover("supervisor", "Supervisor", ("early", "late"), 1, supervisor=True, weekdays=_WORKING_DAYS),
        Cover("weekend", "Weekend", ("early",), 1, 2, weekdays=(5, 6)),
    )
    made = replace(
        rota,
        name="POLIT, winter",
        shifts=(*rota.shifts, GRADING),
        cover=cover,
        away=away,
        wishes=wishes,
        note="Illustrative: people, leave, court and cover are made up.",
    )
    return add_draft(put_rota(begun, made), made.key, "draft", "First draft", source="pattern")


def _leave(officer: str, first: date, days: int) -> Unavailability:
    return Unavailability(officer, AwayKind.LEAVE, first, first + timedelta(days=days - 1))
