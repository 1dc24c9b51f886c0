"""How many people each day needs, as a table."""

from __future__ import annotations

from dataclasses import replace

from planner.edit.parts.sheet import PartColumn, PartRow, Sheet
from planner.edit.parts.teams import free_key, free_name, name_column
from planner.edit.parts.texts import day_of, day_text, number_text, whole_of
from planner.edit.rota import change_rota, put_rota
from planner.edit.rota_parts.texts import Duties, field_column, optional, truth_column, weekdays_of, weekdays_text
from planner.model.plan import Plan
from planner.model.rota import Cover, Rota


def cover_sheet(plan: Plan, rota: Rota) -> Sheet:
    """The rows of cover of a rota."""
    return Sheet(
        "cover",
        "Cover",
        _columns(Duties(rota.shifts), _skills(plan, rota)),
        tuple(PartRow(row.key, row) for row in rota.cover),
        lambda rows, _: put_rota(plan, replace(rota, cover=tuple(row.value for row in rows))),
        lambda: _new(rota),
        lambda row: put_rota(plan, replace(rota, cover=tuple(entry for entry in rota.cover if entry.key != row.key))),
        "Each row counts the people on its duties, on each of its days. A public holiday counts as a Sunday. What it "
        "costs to be below the minimum or ideal, or above the most, is among the rules.",
    )


def put_need(plan: Plan, key: str, rows: tuple[Cover, ...]) -> Plan:
    """The plan with rows of cover from the demand, in place of those that came from it before."""
    kept = tuple(row for row in plan.rota(key).cover if not row.key.startswith("need-"))
    return change_rota(plan, key, cover=(*kept, *rows))


def _skills(plan: Plan, rota: Rota) -> tuple[str, ...]:
    people = {person.officer for person in rota.people}
    found = {skill for officer in plan.officers if officer.key in people for skill in officer.skills}
    return tuple(sorted(found, key=str.casefold))


def _columns(duties: Duties, skills: tuple[str, ...]) -> tuple[PartColumn, ...]:
    had = f" Skills on this rota: {', '.join(skills)}." if skills else " Nobody on this rota has a skill yet."
    return (
        name_column("row"),
        field_column(
            "Duties",
            "shifts",
            duties.list_text,
            duties.list_of,
            hint="Letters of the duties that count, with commas; people on any of them are added up.",
        ),
        PartColumn(
            "Minimum",
            lambda row: number_text(row.minimum),
            _with_minimum,
            number=True,
            hint="People; too few below this. An ideal or a most that is less follows it.",
        ),
        PartColumn(
            "Ideal",
            lambda row: number_text(row.ideal),
            _with_ideal,
            number=True,
            hint="People; wanted where it can be had; empty: no more than the minimum.",
        ),
        field_column(
            "Most",
            "most",
            number_text,
            optional(whole_of),
            number=True,
            hint="People; more than these are not wanted; empty: no limit.",
        ),
        field_column(
            "Skill", "skill", lambda skill: skill or "", optional(str), hint=f"Only people with it count.{had}"
        ),
        truth_column("Supervisors only", "supervisor", "Yes: only supervisors count, acting ones included."),
        field_column("Days", "weekdays", weekdays_text, weekdays_of, hint="Weekdays, as Mon-Fri, or Sat, Sun."),
        field_column("From", "first", day_text, day_of, hint="First day it is about; empty: from the start."),
        field_column("To", "last", day_text, day_of, hint="Last day it is about; empty: to the end."),
    )


def _with_minimum(row: Cover, text: str) -> Cover:
    least = whole_of(text)
    ideal = None if row.ideal is None else max(row.ideal, least)
    most = None if row.most is None else max(row.most, ideal or least)
    return replace(row, minimum=least, ideal=ideal, most=most)


def _with_ideal(row: Cover, text: str) -> Cover:
    ideal = whole_of(text) if text else None
    most = None if row.most is None else max(row.most, ideal or row.minimum)
    return replace(row, ideal=ideal, most=most)


def _new(rota: Rota) -> PartRow:
    shift = rota.shifts[0]
    name = free_name(shift.name, (row.name for row in rota.cover))
    key = free_key(name, (row.key for row in rota.cover))
    return PartRow(key, Cover(key, name, (shift.key,), 1))
