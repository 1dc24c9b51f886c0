"""The fixed cycles of duties of a rota as a table, and those of the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.edit.parts.sheet import PartColumn, PartRow, Sheet
from planner.edit.parts.teams import free_key, free_name, name_column
from planner.edit.parts.texts import choice_of, day_of, day_text, number_text
from planner.edit.rota import change_rota, put_rota
from planner.edit.rota_parts.duties import free_code
from planner.edit.rota_parts.texts import Duties, field_column
from planner.model.assumption import Status
from planner.model.checks import require
from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_library import LibraryPattern
from planner.model.rota_people import PatternUse
from planner.model.shift import OFF, ShiftKind, ShiftPattern


def cycle_sheet(plan: Plan, rota: Rota) -> Sheet:
    """The cycles that people of a rota can be on."""
    return Sheet(
        "cycles",
        "Cycles",
        _columns(rota),
        tuple(PartRow(pattern.key, pattern) for pattern in rota.patterns),
        lambda rows, _: put_rota(plan, replace(rota, patterns=tuple(row.value for row in rows))),
        lambda: _new(rota),
        lambda row: put_rota(plan, _without(rota, row.key)),
        "Who is on which cycle, and whether it is kept, adapted or left to the solver, is in People. A draft that is "
        "there already stays as it is painted.",
    )


def add_library_cycle(plan: Plan, key: str, cycle: LibraryPattern) -> Plan:
    """The plan with a shipped cycle more on a rota, from its first day on, and the kinds of duty that it needs.

    A kind of duty of the rota with the same key and times is used; one with other times stays beside the new one.
    """
    rota = plan.rota(key)
    shifts, keys = list(rota.shifts), {OFF: OFF}
    for shift in cycle.shifts:
        if shift.key in cycle.cells:
            same = (entry for entry in rota.shifts if entry.key == shift.key and _times(entry) == _times(shift))
            used = next(same, None) or _free_duty(shifts, shift)
            keys[shift.key] = used.key
            if used not in shifts:
                shifts.append(used)
    free = free_key(cycle.key, (pattern.key for pattern in rota.patterns))
    name = free_name(cycle.name, (pattern.name for pattern in rota.patterns))
    cells = tuple(keys[cell] for cell in cycle.cells)
    anchored = replace(cycle.anchored(rota.start), key=free, name=name, cells=cells)
    return change_rota(plan, key, shifts=tuple(shifts), patterns=(*rota.patterns, anchored))


def _times(shift: ShiftKind) -> tuple[int, int, int]:
    return shift.start_minute, shift.minutes, shift.break_minutes


def _free_duty(shifts: Sequence[ShiftKind], shift: ShiftKind) -> ShiftKind:
    """A kind of duty under a key, a name and letters that no other has."""
    return replace(
        shift,
        key=free_key(shift.key, (entry.key for entry in shifts)),
        name=free_name(shift.name, (entry.name for entry in shifts)),
        code=free_code([entry.code for entry in shifts], shift.code),
    )


def put_all_on_cycle(
    plan: Plan, key: str, pattern: str, offsets: Sequence[int] = (), use: PatternUse = PatternUse.ADAPTED
) -> Plan:
    """The plan with everybody of a rota on one cycle, spread in turn over these days ahead; drafts stay.

    Without offsets: a week apart where the cycle is of whole weeks, else a day apart. InvalidPlan without the cycle.
    """
    rota = plan.rota(key)
    cycle = next((entry for entry in rota.patterns if entry.key == pattern), None)
    require(cycle is not None, f"rotas[{key}].patterns", pattern, "this rota has no such cycle")
    assert cycle is not None
    days = len(cycle.cells)
    spread = offsets or range(0, days, 1 if days % 7 else 7)
    people = (
        replace(person, pattern=pattern, pattern_offset=spread[place % len(spread)], pattern_use=use)
        for place, person in enumerate(rota.people)
    )
    return change_rota(plan, key, people=tuple(people))


def _columns(rota: Rota) -> tuple[PartColumn, ...]:
    duties = Duties(rota.shifts)
    counted = {shift.key: shift.counts for shift in rota.shifts}

    def hours(pattern: ShiftPattern) -> str:
        total = sum(counted.get(cell, 0) for cell in pattern.cells)
        return f"{total / 60 / len(pattern.cells) * 7:.3g}"

    return (
        name_column("cycle", "cycle on this rota"),
        field_column(
            "Cycle",
            "cells",
            duties.row_text,
            duties.row_of,
            hint="Day after day, then again: letters of duties, - for a rest day. E E L L N N - - - - is 2-2-2-4.",
        ),
        PartColumn("Length", lambda pattern: f"{len(pattern.cells)}", unit="days", number=True, hint="Days of it."),
        PartColumn("Hours", hours, unit="a week", number=True, hint="What counts towards the contract, on average."),
        field_column("First day", "anchor", day_text, day_of, hint="A day on which the cycle begins."),
        PartColumn(
            "People",
            lambda pattern: number_text(sum(person.pattern == pattern.key for person in rota.people)),
            number=True,
            hint="How many of the rota are on it.",
        ),
        field_column(
            "Status",
            "status",
            str,
            choice_of(Status),
            choices=tuple(map(str, Status)),
            hint="How far it can be trusted; write its source first.",
        ),
        field_column("Source", "source", str, str, hint="Who agreed it, or where it is published."),
    )


def _new(rota: Rota) -> PartRow:
    name = free_name("New cycle", (pattern.name for pattern in rota.patterns))
    key = free_key(name, (pattern.key for pattern in rota.patterns))
    cells = (*(rota.shifts[0].key,) * 5, OFF, OFF)
    return PartRow(key, ShiftPattern(key, name, cells, rota.start))


def _without(rota: Rota, gone: str) -> Rota:
    """The rota without a cycle; whoever was on it is left to the solver."""
    people = tuple(
        replace(person, pattern=None, pattern_offset=0, pattern_use=PatternUse.FREE)
        if person.pattern == gone
        else person
        for person in rota.people
    )
    return replace(rota, patterns=tuple(entry for entry in rota.patterns if entry.key != gone), people=people)
