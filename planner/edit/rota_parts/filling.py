"""A rota filled from what the plan knows already: the people of its team, and the days on which they are away."""

from __future__ import annotations

from planner.edit.rota import change_rota, put_person
from planner.edit.rota_beginning import people_to_add, rota_person
from planner.model.absence import Absence, AbsenceKind
from planner.model.plan import Plan
from planner.model.rota_people import AwayKind, Unavailability

_KINDS = {
    AbsenceKind.LEAVE: AwayKind.LEAVE,
    AbsenceKind.SICKNESS: AwayKind.SICK,
    AbsenceKind.COURSE: AwayKind.COURSE,
    AbsenceKind.COURT: AwayKind.COURT,
    AbsenceKind.OTHER: AwayKind.OTHER,
}


def fill_from_team(plan: Plan, key: str) -> Plan:
    """The plan with everybody of the team on its rota who is not yet: contract by their full-time equivalent.

    The plan itself where nobody is missing.
    """
    for officer in people_to_add(plan, plan.rota(key)):
        plan = put_person(plan, key, rota_person(officer))
    return plan


def fill_days_away(plan: Plan, key: str) -> Plan:
    """The plan with the dated absences of its officers that fall on the rota, whole days only, as days away.

    The plan itself where the rota has them all.
    """
    rota = plan.rota(key)
    people = {person.officer for person in rota.people}
    found = [
        _away(officer.key, absence)
        for officer in plan.officers
        if officer.key in people
        for absence in officer.absences
        if absence.share >= 1 and absence.first <= rota.end and absence.last >= rota.start
    ]
    new = tuple(away for away in dict.fromkeys(found) if away not in rota.away)
    return change_rota(plan, key, away=(*rota.away, *new)) if new else plan


def _away(officer: str, absence: Absence) -> Unavailability:
    return Unavailability(officer, _KINDS[absence.kind], absence.first, absence.last)
