"""When officers have fewer hours: dated absences, and reductions of their weekly hours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from planner.model.absence import Absence, Reduction
from planner.model.checks import InvalidPlan, require
from planner.model.people import Officer
from planner.model.plan import Plan

TimeOff = Absence | Reduction


def add_time_off(plan: Plan, officer: str, what: TimeOff) -> Plan:
    """The plan with an absence or reduction more.

    InvalidPlan when there is no such officer, the officer has the very same already, or for a dated absence in a team
    that loses hours by an abstraction rate.
    """
    person = _officer(plan, officer)
    present = (*person.absences, *person.reductions)
    require(what not in present, f"officers[{officer}]", what.first.isoformat(), "the officer has this already")
    return _with(plan, _put(person, what))


def change_time_off(plan: Plan, officer: str, before: TimeOff, after: TimeOff) -> Plan:
    """The plan with one absence or reduction in another's place; InvalidPlan as for adding, and when it is gone."""
    return plan if before == after else add_time_off(remove_time_off(plan, officer, before), officer, after)


def end_time_off(plan: Plan, officer: str, what: TimeOff, last: date) -> Plan:
    """The plan in which an absence or reduction has another last day; InvalidPlan when that is before its first."""
    return change_time_off(plan, officer, what, replace(what, last=last))


def remove_time_off(plan: Plan, officer: str, what: TimeOff) -> Plan:
    """The plan without that absence or reduction; InvalidPlan when the officer has none like it."""
    person = _officer(plan, officer)
    if what not in (*person.absences, *person.reductions):
        raise InvalidPlan(
            f"officers[{officer}]", what.first.isoformat(), "the officer has no such absence or reduction"
        )
    if isinstance(what, Absence):
        return _with(plan, replace(person, absences=tuple(entry for entry in person.absences if entry != what)))
    return _with(plan, replace(person, reductions=tuple(entry for entry in person.reductions if entry != what)))


def _put(person: Officer, what: TimeOff) -> Officer:
    if isinstance(what, Absence):
        return replace(person, absences=tuple(sorted((*person.absences, what), key=lambda entry: entry.first)))
    return replace(person, reductions=tuple(sorted((*person.reductions, what), key=lambda entry: entry.first)))


def _officer(plan: Plan, key: str) -> Officer:
    for officer in plan.officers:
        if officer.key == key:
            return officer
    raise InvalidPlan("officers", key, "no such officer in this plan")


def _with(plan: Plan, person: Officer) -> Plan:
    people = tuple(person if officer.key == person.key else officer for officer in plan.officers)
    return replace(plan, officers=people)


UNDO_NAMES: dict[Callable[..., Plan], str] = {
    add_time_off: "Add an absence or reduction",
    change_time_off: "Change an absence or reduction",
    end_time_off: "End an absence or reduction",
    remove_time_off: "Remove an absence or reduction",
}
"""What the Undo menu calls each change."""
