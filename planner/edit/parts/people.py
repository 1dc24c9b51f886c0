"""The officers of a team as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from planner.edit.intake.values import read_post
from planner.edit.parts.sheet import PartColumn, PartRow, Sheet
from planner.edit.parts.teams import free_key, free_name
from planner.edit.parts.texts import choice_of, day_of, day_text, number_of, number_text, skills_of
from planner.model.checks import require
from planner.model.people import Officer, Origin, Role
from planner.model.plan import Plan
from planner.model.team import Team


def officer_sheet(plan: Plan, team: Team) -> Sheet:
    """The officers and supervisors of a team, in the order of the plan."""
    people = [officer for officer in plan.officers if officer.team == team.key]
    known = frozenset(officer.name.casefold() for officer in plan.officers)
    return Sheet(
        "officers",
        "Officers",
        _columns(known),
        tuple(PartRow(officer.key, officer) for officer in people),
        lambda rows, _: _with_officers(plan, team, rows),
        lambda: _new(plan, team),
        lambda row: _without(plan, row.value),
        "Posts and pseudonyms only: nobody's name is needed. Absences and reductions are in Caseload.",
    )


def _columns(known: frozenset[str]) -> tuple[PartColumn, ...]:
    return (
        PartColumn(
            "Post",
            lambda officer: officer.name,
            lambda officer, text: replace(
                officer, name=read_post(text, known, "write the number or name of the post instead")
            ),
            hint="The number or name of the post, never of a person.",
        ),
        PartColumn(
            "Role",
            lambda officer: str(officer.role),
            lambda officer, text: replace(officer, role=choice_of(Role)(text)),
            choices=tuple(map(str, Role)),
            hint="An officer owns cases; a supervisor does the reviews and owns none.",
        ),
        PartColumn(
            "Origin",
            lambda officer: str(officer.origin),
            lambda officer, text: _with_origin(officer, choice_of(Origin)(text)),
            choices=tuple(map(str, Origin)),
            hint="A recruit works up to full rate; somebody on loan has it at once, outside the establishment.",
        ),
        PartColumn(
            "FTE",
            lambda officer: number_text(officer.fte),
            lambda officer, text: replace(officer, fte=number_of(text)),
            "FTE",
            number=True,
            hint="Full-time equivalent: 1 for full time, 0.5 for half.",
        ),
        PartColumn(
            "Starts",
            lambda officer: day_text(officer.start),
            lambda officer, text: replace(officer, start=day_of(text)),
            hint="First day in the team; empty when already there.",
        ),
        PartColumn(
            "Leaves",
            lambda officer: day_text(officer.end),
            lambda officer, text: replace(officer, end=day_of(text)),
            hint="Last day in the team; empty when none is known.",
        ),
        PartColumn(
            "Skills",
            lambda officer: ", ".join(officer.skills),
            lambda officer, text: replace(officer, skills=skills_of(text)),
            hint="Skills with commas between them.",
        ),
    )


def _with_origin(officer: Officer, origin: Origin) -> Officer:
    rule = "give the start date first: a recruit has one"
    require(origin is not Origin.RECRUIT or officer.start is not None, "start", None, rule)
    return replace(officer, origin=origin)


def _with_officers(plan: Plan, team: Team, rows: Sequence[PartRow]) -> Plan:
    changed = {row.key: row.value for row in rows}
    kept = [changed.pop(officer.key, officer) for officer in plan.officers]
    people = (*kept, *changed.values())
    _require_end(plan, people)
    return replace(plan, officers=people)


def _require_end(plan: Plan, people: Sequence[Officer]) -> None:
    """Nobody who owns cases has left before the plan begins."""
    owners = {case.owner for case in plan.cases}
    gone: date | None
    for officer in people:
        gone = officer.end
        rule = f"{officer.name} owns open cases and would have left before the plan starts: give them to others first"
        require(gone is None or gone >= plan.start or officer.key not in owners, "end", str(gone), rule)


def _new(plan: Plan, team: Team) -> PartRow:
    count = sum(officer.team == team.key for officer in plan.officers) + 1
    name = free_name(f"{team.name} {count:02d}", (officer.name for officer in plan.officers))
    key = free_key(f"{team.key}-{count:02d}", (officer.key for officer in plan.officers))
    return PartRow(key, Officer(key, name, team.key))


def _without(plan: Plan, officer: Officer) -> Plan:
    held = sum(case.owner == officer.key for case in plan.cases)
    rule = (
        f"{officer.name} owns {held:,} open {'case' if held == 1 else 'cases'}: give them to others in Caseload first, "
        "or enter a day on which the officer leaves"
    )
    require(not held, "officers", officer.key, rule)
    rest = tuple(entry for entry in plan.officers if entry is not officer)
    duties = tuple(duty for duty in plan.duties if duty.officer != officer.key)
    return replace(plan, officers=rest, duties=duties)
