"""A rota to begin with: a team on a shipped cycle, with the cover that the cycle gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from planner.edit.rota import add_draft, put_rota
from planner.edit.rota_before import take_over_before
from planner.model.checks import require, require_unique
from planner.model.people import Officer, Role
from planner.model.plan import Plan
from planner.model.rota import Cover, Rota
from planner.model.rota_library import LibraryPattern
from planner.model.rota_people import PatternUse, RotaPerson

FULL_TIME_MINUTES = 2400
"""40 hours a week (Annex E)."""


def begin_rota(plan: Plan, team: str, key: str, pattern: LibraryPattern, start: date, weeks: int) -> Plan:
    """The plan with a rota of a team's people more, its draft filled from a cycle that may be adapted.

    People are spread over the cycle's teams in turn. The minimum cover is one person fewer than the cycle puts on a
    duty on its thinnest day. What people worked just before it is taken from the team's published rotas. InvalidPlan
    for an unknown team, a key that is taken, or a team without people.
    """
    require(team in {entry.key for entry in plan.teams}, "team", team, "no such team in this plan")
    require_unique("rotas", [*(rota.key for rota in plan.rotas), key])
    require(1 <= weeks <= 52, "weeks", weeks, "a rota covers 1 to 52 weeks")
    officers = _in_rank([officer for officer in plan.officers if officer.team == team and officer.serves_on(start)])
    require(bool(officers), "team", team, "nobody is in this team on that day")
    offsets = pattern.team_offsets
    people = tuple(
        replace(
            rota_person(officer),
            pattern=pattern.key,
            pattern_offset=offsets[place % len(offsets)],
            pattern_use=PatternUse.ADAPTED,
        )
        for place, officer in enumerate(officers)
    )
    rota = Rota(
        key=key,
        name=f"{plan.team(team).name}, {weeks} week{'' if weeks == 1 else 's'} from {start.day} {start:%B %Y}",
        team=team,
        start=start,
        days=7 * weeks,
        shifts=pattern.shifts,
        people=people,
        patterns=(pattern.anchored(start),),
        note=pattern.note,
    )
    filled = add_draft(put_rota(plan, rota), key, "pattern", "The pattern as it stands")
    made = filled.rotas[-1]
    return take_over_before(put_rota(filled, replace(made, cover=_cover(made))), key)


def rota_person(officer: Officer) -> RotaPerson:
    """An officer as a rota has them at first: hours by the full-time equivalent, duties left to the solver."""
    return RotaPerson(officer.key, weekly_minutes=round(FULL_TIME_MINUTES * officer.fte))


def people_to_add(plan: Plan, rota: Rota) -> tuple[Officer, ...]:
    """Who is in a rota's team on one of its days and not on it, supervisors first."""
    present = {person.officer for person in rota.people}

    def missing(officer: Officer) -> bool:
        begun = officer.start is None or officer.start <= rota.end
        there = begun and (officer.end is None or officer.end >= rota.start)
        return officer.team == rota.team and there and officer.key not in present

    return tuple(_in_rank(list(filter(missing, plan.officers))))


def _in_rank(officers: list[Officer]) -> list[Officer]:
    return sorted(officers, key=lambda officer: officer.role is not Role.SUPERVISOR)


def _cover(rota: Rota) -> tuple[Cover, ...]:
    """One row for each kind of duty: from what the cycle gives."""
    lines = rota.drafts[0].lines
    by_day = [Counter(line.cells[day] for line in lines) for day in range(rota.days)]
    rows = []
    for shift in rota.shifts:
        given = [counts[shift.key] for counts in by_day if counts[shift.key]]
        if given:
            worked = tuple(
                weekday
                for weekday in range(7)
                if any(by_day[day][shift.key] for day in range(rota.days) if rota.dates[day].weekday() == weekday)
            )
            least = max(1, min(given) - 1)
            rows.append(Cover(shift.key, shift.name, (shift.key,), least, max(least, min(given)), weekdays=worked))
    return tuple(rows)
