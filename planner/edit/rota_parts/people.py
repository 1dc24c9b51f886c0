"""The people of a rota as a table: contracts, cycles, skills, fixed free days, and the limits of some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from planner.edit.parts.sheet import PartColumn, PartRow, Sheet
from planner.edit.parts.texts import choice_of, key_of, number_text, skills_of, whole_of
from planner.edit.rota import put_person, remove_person
from planner.edit.rota_beginning import people_to_add, rota_person
from planner.edit.rota_parts.texts import (
    Duties,
    field_column,
    free_days_of,
    hours_text,
    minutes_of,
    optional,
    signed_of,
    truth_column,
    weekdays_text,
)
from planner.model.people import Officer
from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_people import PatternUse, RotaPerson

NO_CYCLE = "none"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """An officer and what the rota says of them."""

    officer: Officer
    person: RotaPerson


def people_sheet(plan: Plan, rota: Rota) -> Sheet:
    """Who is on a rota."""
    officers = {officer.key: officer for officer in plan.officers}
    left = people_to_add(plan, rota)
    return Sheet(
        "people",
        "People",
        _columns(rota),
        tuple(PartRow(person.officer, PersonLine(officers[person.officer], person)) for person in rota.people),
        lambda rows, edited: _with_people(plan, rota, rows, edited),
        (lambda: PartRow(left[0].key, PersonLine(left[0], rota_person(left[0])))) if left else None,
        lambda row: remove_person(plan, rota.key, row.key),
        "A row that is added is the next of the team who is not on the rota. Whoever is taken off leaves the drafts, "
        "wishes and days away too.",
    )


def _with_people(plan: Plan, rota: Rota, rows: Sequence[PartRow], edited: frozenset[str]) -> Plan:
    changed = {row.key: row.value for row in rows if row.key in edited}
    for line in changed.values():
        plan = put_person(plan, rota.key, line.person)
    officers = tuple(changed[officer.key].officer if officer.key in changed else officer for officer in plan.officers)
    return plan if officers == plan.officers else replace(plan, officers=officers)


_column = partial(field_column, part="person")
_truth_column = partial(truth_column, part="person")


def _put(line: PersonLine, **fields: Any) -> PersonLine:
    return replace(line, person=replace(line.person, **fields))


def _columns(rota: Rota) -> tuple[PartColumn, ...]:
    return (*_contract_columns(), *_cycle_columns(rota), *_limit_columns(Duties(rota.shifts)))


def _contract_columns() -> tuple[PartColumn, ...]:
    return (
        PartColumn("Post", lambda line: line.officer.name, hint="The post, from the plan's officers."),
        PartColumn("Rank", lambda line: str(line.officer.role), hint="From the plan's officers: Data, Plan, Officers."),
        _column(
            "Contract",
            "weekly_minutes",
            hours_text,
            minutes_of,
            "hours a week",
            number=True,
            hint="Full time is 40, refreshments included; less for part-timers.",
        ),
        _column(
            "Free days",
            "free_weekdays",
            lambda days: weekdays_text(days) if days else "",
            free_days_of,
            hint="A part-timer's fixed free days, as Wed, or Mon-Tue; empty: none.",
        ),
        PartColumn(
            "Skills",
            lambda line: ", ".join(line.officer.skills),
            lambda line, text: replace(line, officer=replace(line.officer, skills=skills_of(text))),
            hint="The officer's skills, with commas; they are the same all over the plan.",
        ),
        _truth_column("May supervise", "can_supervise", "An acting supervisor. Supervisors by rank need no mark."),
    )


def _cycle_columns(rota: Rota) -> tuple[PartColumn, ...]:
    names = {pattern.key: pattern.name for pattern in rota.patterns}

    def put(line: PersonLine, text: str) -> PersonLine:
        if text.casefold() in ("", NO_CYCLE):
            return _put(line, pattern=None, pattern_offset=0, pattern_use=PatternUse.FREE)
        use = PatternUse.ADAPTED if line.person.pattern is None else line.person.pattern_use
        return _put(line, pattern=key_of(names, "cycle on this rota")(text), pattern_use=use)

    return (
        PartColumn(
            "Cycle",
            lambda line: NO_CYCLE if line.person.pattern is None else names[line.person.pattern],
            put,
            choices=(NO_CYCLE, *names.values()),
            hint="The fixed cycle of duties that this person is on; the table Cycles has them.",
        ),
        _column(
            "Days ahead",
            "pattern_offset",
            number_text,
            signed_of,
            "days",
            number=True,
            hint="How far this person is ahead in the cycle: that is how teams on one cycle differ.",
        ),
        _column(
            "Cycle is",
            "pattern_use",
            str,
            choice_of(PatternUse),
            choices=tuple(map(str, PatternUse)),
            hint="Kept: duties are as the cycle says. Adapted: they may differ, at a price. Or left to the solver.",
        ),
    )


def _limit_columns(duties: Duties) -> tuple[PartColumn, ...]:
    return (
        _column(
            "Not on",
            "barred",
            duties.list_text,
            duties.list_of,
            hint="Letters of duties that this person does not do: restricted or recuperative duties.",
        ),
        _column(
            "Longest tour",
            "most_duty_minutes",
            hours_text,
            optional(minutes_of),
            "hours",
            number=True,
            hint="While duties are recuperative; empty: as everybody.",
        ),
        _column(
            "Most duties",
            "most_week_duties",
            number_text,
            optional(whole_of),
            "a week",
            number=True,
            hint="Monday to Sunday, while duties are recuperative; empty: as everybody.",
        ),
        _truth_column("Opted out", "opted_out", "Yes: has agreed in writing that the 48-hour average does not apply."),
        _column(
            "Weekends before",
            "weekends_before",
            str,
            signed_of,
            "weekends",
            number=True,
            hint="Weekends worked beyond an equal share before this rota; below 0 when fewer.",
        ),
        _column(
            "Worked before",
            "before",
            duties.row_text,
            duties.row_of,
            hint="The days just before the rota, the last one last: letters, - for a rest day.",
        ),
    )
