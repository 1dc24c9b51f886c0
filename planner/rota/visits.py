"""Visits of the book on the days of a rota: who goes when, and which will be late, before it is published.

The rota stays as it is. Visits are taken in the order of their due dates, then of their band's priority; each goes to
the first day of its window on which its officers are on duty together with time to spare, the case's owner among them
where that is possible in time. That is a plan to work from, not the fewest late ones that could be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.model.cases import Case
from planner.model.people import Role
from planner.model.plan import Plan
from planner.model.rota_checks import Lines
from planner.model.rota_draft import PlacedVisit
from planner.model.rota_facts import RotaFacts
from planner.model.shift import ShiftKind
from planner.model.team import Stage


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """Visits that fall due by the end of a rota: those placed, and those that found no day."""

    placed: tuple[PlacedVisit, ...]
    unplaced: tuple[Case, ...]

    @property
    def late(self) -> tuple[PlacedVisit, ...]:
        """Those that are placed after their due date."""
        return tuple(visit for visit in self.placed if visit.days_late)


def due_visits(plan: Plan, team: str, first: date, last: date) -> tuple[tuple[Case, Stage, date], ...]:
    """The team's recurring visits that fall due by `last`, with their stage and the first day on which they may be."""
    stages = {stage.key: stage for stage in plan.team(team).stages}
    priorities = {band.key: band.priority for band in plan.team(team).bands}
    found = []
    for case in plan.cases_of(team):
        stage = stages[case.stage]
        if stage.recurrence is None or case.due is None or case.due > last:
            continue
        opens = case.due - timedelta(days=round(stage.recurrence.lead_days.value))
        found.append((case, stage, max(first, opens)))
    return tuple(sorted(found, key=lambda entry: (entry[0].due, priorities[entry[0].band], entry[0].key)))


def place_visits(plan: Plan, facts: RotaFacts, lines: Lines) -> VisitPlan:
    """Put the team's visits on the days of a rota. Nights, grading and days on call are left free of them."""
    team = facts.rota.team
    days = _Days(plan, facts, lines)
    placed, unplaced = [], []
    for case, stage, opens in due_visits(plan, team, facts.rota.start, facts.rota.end):
        visit = days.place(case, stage, opens)
        if visit is None:
            unplaced.append(case)
        else:
            placed.append(visit)
    return VisitPlan(tuple(placed), tuple(unplaced))


class _Days:
    """The hours that are left of each officer's duties."""

    def __init__(self, plan: Plan, facts: RotaFacts, lines: Lines) -> None:
        self._facts = facts
        self._skills = {person.key: person.skills for person in facts.people}
        visiting = {officer.key for officer in plan.officers_of(facts.rota.team, Role.OFFICER)}
        self._duties: list[dict[str, ShiftKind]] = [{} for _ in facts.dates]
        self._left: list[dict[str, float]] = [{} for _ in facts.dates]
        for person in facts.people:
            for day, cell in enumerate(lines[person.key]):
                kind = facts.kinds.get(cell)
                if person.key not in visiting or kind is None or not _may_visit(kind):
                    continue
                self._duties[day][person.key] = kind
                self._left[day][person.key] = kind.productive_hours

    def place(self, case: Case, stage: Stage, opens: date) -> PlacedVisit | None:
        """The first day with a crew: with the owner in time, else anybody in time, else whoever is there first."""
        assert case.due is not None
        first = (opens - self._facts.rota.start).days
        in_time = range(first, min((case.due - self._facts.rota.start).days, self._facts.rota.days - 1) + 1)
        for days, owner in ((in_time, case.owner), (in_time, None), (range(first, self._facts.rota.days), None)):
            for day in days:
                crew = next(self._crews(day, stage, owner), None)
                if crew is not None:
                    for officer in crew:
                        self._left[day][officer] -= stage.effort.mean
                    return PlacedVisit(case.key, self._facts.dates[day], tuple(crew), case.due)
        return None

    def _crews(self, day: int, stage: Stage, owner: str | None) -> Iterator[Sequence[str]]:
        """Who can go together on a day: those with the most time left first."""
        hours = stage.effort.mean
        able = [
            officer
            for officer, left in sorted(self._left[day].items(), key=lambda entry: (-entry[1], entry[0]))
            if left >= hours - 1e-9 and (stage.skill is None or stage.skill in self._skills[officer])
        ]
        leads = able if owner is None else [officer for officer in able if officer == owner]
        for lead in leads:
            if stage.crew == 1:
                yield (lead,)
            for other in able if stage.crew == 2 else ():
                if other != lead and _together(self._duties[day][lead], self._duties[day][other]) >= hours * 60:
                    yield (lead, other)


def _may_visit(kind: ShiftKind) -> bool:
    return kind.is_duty and not kind.is_night and not kind.exposure


def _together(one: ShiftKind, other: ShiftKind) -> int:
    """Minutes that two duties of a day have in common."""
    return max(0, min(one.end_minute, other.end_minute) - max(one.start_minute, other.start_minute))
