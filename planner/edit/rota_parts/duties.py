"""The kinds of duty of a rota as a table."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from planner.edit.intake.dates import Unreadable
from planner.edit.parts.sheet import PartColumn, PartRow, Sheet
from planner.edit.parts.teams import free_key, free_name, name_column
from planner.edit.parts.texts import number_text, whole_of
from planner.edit.rota import is_published, published_words, put_rota
from planner.edit.rota_parts.texts import (
    clock_of,
    clock_text,
    field_column,
    hours_text,
    minutes_of,
    optional,
    truth_column,
)
from planner.model.checks import require
from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.shift import ShiftKind


def duty_sheet(plan: Plan, rota: Rota) -> Sheet:
    """The kinds of duty: their times, hours and what they are."""
    return Sheet(
        "duties",
        "Kinds of duty",
        _columns(rota),
        tuple(PartRow(shift.key, shift) for shift in rota.shifts),
        lambda rows, _: put_rota(plan, replace(rota, shifts=tuple(row.value for row in rows))),
        lambda: _new(rota.shifts),
        lambda row: put_rota(plan, _without(rota, row.value)),
        "Times are those of the clock. A duty that ends on the day after belongs to the day on which it starts.",
    )


def _with_code(shifts: Sequence[ShiftKind], shift: ShiftKind, text: str) -> ShiftKind:
    for other in shifts:
        if other.key != shift.key and other.code.casefold() == text.casefold():
            raise Unreadable(f"{other.name} has the letters {other.code}: choose others")
    return replace(shift, code=text)


def _with_start(shift: ShiftKind, text: str) -> ShiftKind:
    return replace(shift, start_minute=clock_of(text) % 1440)


def _with_end(shift: ShiftKind, text: str) -> ShiftKind:
    """Empty: no tour of duty. The same time as the start: 24 hours."""
    minutes = (clock_of(text) - shift.start_minute - 1) % 1440 + 1 if text else 0
    return replace(shift, minutes=minutes, break_minutes=min(shift.break_minutes, minutes))


def _kept(rota: Rota, column: PartColumn) -> PartColumn:
    """A column that refuses to change a duty that people were told in a published version."""

    typed = column.put
    assert typed is not None

    def put(shift: ShiftKind, text: str) -> ShiftKind:
        changed: ShiftKind = typed(shift, text)
        if changed != shift and is_published(rota, shift.key):
            raise Unreadable(published_words(rota, shift))
        return changed

    return replace(column, put=put)


def _columns(rota: Rota) -> tuple[PartColumn, ...]:
    shifts = rota.shifts
    kept = partial(_kept, rota)
    return (
        name_column("duty", "duty on this rota"),
        PartColumn(
            "Letters",
            lambda shift: shift.code,
            lambda shift, text: _with_code(shifts, shift, text),
            hint="One to three letters; the first is the key that paints it.",
        ),
        kept(
            PartColumn(
                "Starts",
                lambda shift: clock_text(shift.start_minute),
                _with_start,
                hint="When it starts, as 07:00. The end moves with it.",
            )
        ),
        kept(
            PartColumn(
                "Ends",
                lambda shift: clock_text(shift.end_minute % 1440) if shift.is_duty else "",
                _with_end,
                hint="When it ends, on the next day where that is before the start. "
                "Empty: a day on call without a tour.",
            )
        ),
        PartColumn(
            "Tour",
            lambda shift: hours_text(shift.minutes),
            unit="hours",
            number=True,
            hint="From start to end, with the meal break.",
        ),
        kept(
            field_column(
                "Meal break",
                "break_minutes",
                number_text,
                whole_of,
                "minutes",
                number=True,
                hint="The refreshment within the tour; the work done is the rest.",
            )
        ),
        kept(
            field_column(
                "Counts",
                "counted_minutes",
                hours_text,
                optional(minutes_of),
                "hours",
                number=True,
                hint="What counts towards the contract; empty: the whole tour, refreshment included.",
            )
        ),
        kept(truth_column("On call", "on_call", "Whoever works it is on call besides, until the next morning.")),
        truth_column("Image grading", "exposure", "Held to the limit of exposure to indecent images."),
        truth_column("Never alone", "crewed", "Never to be worked by one person alone."),
    )


def free_code(taken: Sequence[str], wanted: str = "") -> str:
    """Letters for a duty that no other has: those wanted where they are free."""
    used = {code.casefold() for code in taken}
    if wanted and wanted.casefold() not in used:
        return wanted
    numbered = (f"{wanted[:1]}{number}" for number in range(2, 10) if wanted)
    letters = (f"{letter}{number}" for number in ("", *range(2, 10)) for letter in string.ascii_uppercase)
    return next(code for code in chain(numbered, letters) if code.casefold() not in used)


def _new(shifts: Sequence[ShiftKind]) -> PartRow:
    name = free_name("New duty", (shift.name for shift in shifts))
    key = free_key(name, (shift.key for shift in shifts))
    code = free_code([shift.code for shift in shifts], "D")
    return PartRow(key, ShiftKind(key, name, code, start_minute=480, minutes=480, break_minutes=45))


def _without(rota: Rota, gone: ShiftKind) -> Rota:
    """The rota without a duty that is on no day and in no cycle; what else names it goes without it. InvalidPlan."""
    key = gone.key
    painted = sum(line.cells.count(key) for draft in rota.drafts for line in draft.lines)
    days = "1 day" if painted == 1 else f"{painted:,} days"
    rule = f"{gone.name} is painted on {days} of drafts: paint them otherwise first"
    require(not painted, "shifts", key, rule)
    require(not is_published(rota, key), "shifts", key, published_words(rota, gone))
    cycles = [pattern.name for pattern in rota.patterns if key in pattern.cells]
    require(not cycles, "shifts", key, f"{gone.name} is in the cycle {' and '.join(cycles)}: change that first")
    require(len(rota.shifts) > 1, "shifts", key, "a rota has at least one kind of duty")
    cover = (
        replace(row, shifts=tuple(entry for entry in row.shifts if entry != key))
        for row in rota.cover
        if row.shifts != (key,)
    )
    earlier = any(key in person.before for person in rota.people)
    require(
        not earlier, "shifts", key, f"{gone.name} is among the days worked before this rota: change those in People"
    )
    people = (replace(person, barred=tuple(entry for entry in person.barred if entry != key)) for person in rota.people)
    return replace(
        rota,
        shifts=tuple(shift for shift in rota.shifts if shift.key != key),
        cover=tuple(cover),
        people=tuple(people),
        wishes=tuple(wish for wish in rota.wishes if wish.shift != key),
    )
