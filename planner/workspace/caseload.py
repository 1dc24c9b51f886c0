"""What each officer holds and has hours for: people's days as the engine has them, work as the stages say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.caseload import TeamLoad
    from planner.model.plan import Plan


def caseload_of(plan: Plan, team: str) -> TeamLoad:
    """A team's officers and cases on the plan's first morning, and the weeks of its capacity rule.

    Hours are those of the simulation: weekly profile and bank holidays, abstraction rate or dated absences, rotas,
    ramps and reductions; spells of absence that come at random take their share of every week. KeyError when there is
    no such team, InvalidPlan when some case could never end.
    """
    from planner.edit.workload import team_load
    from planner.simulate.calendars import Calendar, team_roster
    from planner.simulate.durations import share_shorter

    weeks = plan.capacity.whole_weeks
    of_team = plan.team(team)
    roster = team_roster(plan, None, of_team, Calendar(plan.start, 7 * weeks))
    left = max(0.0, 1 - sum(pattern.share for pattern in of_team.absences))
    hours = (roster.rates[: roster.owners] * left).reshape(roster.owners, weeks, 7).sum(axis=2)
    people = roster.people[: roster.owners]
    available = {person.key: tuple(row.tolist()) for person, row in zip(people, hours, strict=True)}
    shares = {person.key: float(row[0]) for person, row in zip(people, roster.weights, strict=False)}
    return team_load(plan, team, available, shares, share_shorter)
