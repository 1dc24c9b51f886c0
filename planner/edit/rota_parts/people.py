"""The people of a rota as a table: contracts, cycles, skills, fixed free days, and the limits of some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from planner.edit.intake.values import read_skills
from planner.edit.parts.sheet import PartColumn, PartRow, Sheet
from planner.edit.parts.texts import choice_of, key_of, number_text, truth_of, truth_text, whole_of
from planner.edit.rota import put_person, remove_person
from planner.edit.rota_beginning import people_to_add, rota_person
from planner.edit.rota_parts.texts import (
    Duties,
    free_days_of,
    hours_text,
    minutes_of,
    optional,
    signed_of,
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


def _put(line: PersonLine, **fields: Any) -> PersonLine:
    return replace(line, person=replace(line.person, **fields))


def _columns(rota: Rota) -> tuple[PartColumn, ...]:
    return (*_contract_columns(), *_cycle_columns(rota), *_limit_columns(Duties(rota.shifts)))


def _contract_columns() -> tuple[PartColumn, ...]:
    return (
        PartColumn("Post", lambda line: line.officer.name, hint="The post, from the plan's officers."),
        PartColumn("Rank", lambda line: str(line.officer.role), hint="From the plan's officers: Data, Plan, Officers."),
        PartColumn(
            "Contract",
            lambda line: hours_text(line.person.weekly_minutes),
            lambda line, text: _put(line, weekly_minutes=minutes_of(text)),
            "hours a week",
            number=True,
            hint="Full time is 40, refreshments included; less for part-timers.",
        ),
        PartColumn(
            "Free days",
            lambda line: weekdays_text(line.person.free_weekdays) if line.person.free_weekdays else "",
            lambda line, text: _put(line, free_weekdays=free_days_of(text)),
            hint="A part-timer's fixed free days, as Wed, or Mon-Tue; empty: none.",
        ),
        PartColumn(
            "Skills",
            lambda line: ", ".join(line.officer.skills),
            lambda line, text: replace(line, officer=replace(line.officer, skills=read_skills(text))),
            hint="The officer's skills, with commas; they are the same all over the plan.",
        ),
        PartColumn(
            "May supervise",
            lambda line: truth_text(line.person.can_supervise),
            lambda line, text: _put(line, can_supervise=truth_of(text)),
            choices=("yes", "no"),
            hint="An acting supervisor. Supervisors by rank need no mark.",
        ),
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
        PartColumn(
            "Days ahead",
            lambda line: number_text(line.person.pattern_offset),
            lambda line, text: _put(line, pattern_offset=signed_of(text)),
            "days",
            number=True,
            hint="How far this person is ahead in the cycle: that is how teams on one cycle differ.",
        ),
        PartColumn(
            "Cycle is",
            lambda line: str(line.person.pattern_use),
            lambda line, text: _put(line, pattern_use=choice_of(PatternUse)(text)),
            choices=tuple(map(str, PatternUse)),
            hint="Kept: duties are as the cycle says. Adapted: they may differ, at a price. Or left to the solver.",
        ),
    )


def _limit_columns(duties: Duties) -> tuple[PartColumn, ...]:
    return (
        PartColumn(
            "Not on",
            lambda line: duties.list_text(line.person.barred),
            lambda line, text: _put(line, barred=duties.list_of(text)),
            hint="Letters of duties that this person does not do: restricted or recuperative duties.",
        ),
        PartColumn(
            "Longest tour",
            lambda line: hours_text(line.person.most_duty_minutes),
            lambda line, text: _put(line, most_duty_minutes=optional(minutes_of)(text)),
            "hours",
            number=True,
            hint="While duties are recuperative; empty: as everybody.",
        ),
        PartColumn(
            "Most duties",
            lambda line: number_text(line.person.most_week_duties),
            lambda line, text: _put(line, most_week_duties=optional(whole_of)(text)),
            "a week",
            number=True,
            hint="Monday to Sunday, while duties are recuperative; empty: as everybody.",
        ),
        PartColumn(
            "Opted out",
            lambda line: truth_text(line.person.opted_out),
            lambda line, text: _put(line, opted_out=truth_of(text)),
            choices=("yes", "no"),
            hint="Yes: has agreed in writing that the 48-hour average does not apply.",
        ),
        PartColumn(
            "Weekends before",
            lambda line: f"{line.person.weekends_before}",
            lambda line, text: _put(line, weekends_before=signed_of(text)),
            "weekends",
            number=True,
            hint="Weekends worked beyond an equal share before this rota; below 0 when fewer.",
        ),
        PartColumn(
            "Worked before",
            lambda line: duties.row_text(line.person.before),
            lambda line, text: _put(line, before=duties.row_of(text)),
            hint="The days just before the rota, the last one last: letters, - for a rest day.",
        ),
    )
