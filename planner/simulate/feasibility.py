"""What is refused before anything runs: networks that can never finish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.model.checks import InvalidPlan
from planner.model.people import Role
from planner.model.plan import Plan
from planner.model.scenario import Loan, Recruits, Scenario
from planner.model.team import Performer, Stage, Team
from planner.simulate.skills import asked_skills

if TYPE_CHECKING:
    from planner.simulate.calendars import Roster

_MOMENT = 1 / 1440
"""Days (one minute): a loop that takes less keeps the engine busy without end."""
_SHORT = 28
"""Days: in a shorter run somebody may well have no hours."""
_RING = 0.95
"""Above this a run would need room for twenty times its own cases."""


def refuse_endless(plan: Plan, scenario: Scenario | None, teams: tuple[str, ...]) -> None:
    """Raise InvalidPlan, with team, stage and field named, when a case could never get through a team."""
    _refuse_ring(plan)
    for key in teams:
        team = plan.team(key)
        _refuse_unstaffed(plan, scenario, team)
        _refuse_unskilled(plan, scenario, team)
        reaching = _reaching_an_end(team)
        for stage in team.stages:
            place = f"teams[{key}].stages[{stage.key}].routes"
            if stage.key not in reaching:
                raise InvalidPlan(
                    place, [route.to for route in stage.routes], "from here a case can end: add a way out"
                )
            if _timeless(stage) and stage.key in _timeless_from(team, stage):
                raise InvalidPlan(
                    place, stage.key, "a loop takes time: give a stage of it effort, a delay or an interval"
                )


def _refuse_unstaffed(plan: Plan, scenario: Scenario | None, team: Team) -> None:
    """Refuse a stage that more people are needed for than the team ever has."""
    officers = len(plan.officers_of(team.key)) + _arriving(scenario, team)
    supervisors = len(plan.officers_of(team.key, Role.SUPERVISOR)) + _arriving(scenario, team, Role.SUPERVISOR)
    for stage in team.stages:
        by_supervisor = stage.performer is Performer.SUPERVISOR
        role, there = (Role.SUPERVISOR, supervisors) if by_supervisor else (Role.OFFICER, officers)
        if there < 1:
            raise InvalidPlan(f"teams[{team.key}].{role}s", there, f"stage {stage.key} needs one: add one to the team")
        if stage.crew == 2 and officers < (1 if by_supervisor else 2):
            raise InvalidPlan(
                f"teams[{team.key}].officers",
                officers,
                f"stage {stage.key} takes two officers at once: add one to the team",
            )


def refuse_idle(rosters: Sequence[Roster], days: int) -> None:
    """Raise InvalidPlan when somebody in post all through a run of four weeks or more never works: whatever lies with
    that person could never be done."""
    if days < _SHORT:
        return
    for roster in rosters:
        for person, rates, presence in zip(roster.people, roster.rates, roster.presence, strict=True):
            if presence.min() > 0 and rates.max() <= 0:
                raise InvalidPlan(
                    f"officers[{person.key}].absences",
                    "no hours",
                    "somebody in post works at least one day of the run: shorten the absence, or give a last day",
                )


def _refuse_unskilled(plan: Plan, scenario: Scenario | None, team: Team) -> None:
    """Refuse a band that nobody can own or a stage that nobody can do, for want of a skill."""
    officers = [frozenset(person.skills) for person in plan.officers_of(team.key)]
    officers += [asked_skills(team)] * _arriving(scenario, team)
    supervisors = [frozenset(person.skills) for person in plan.officers_of(team.key, Role.SUPERVISOR)]
    supervisors += [asked_skills(team)] * _arriving(scenario, team, Role.SUPERVISOR)
    for stage in team.stages:
        if stage.skill is None:
            continue
        by_supervisor = stage.performer is Performer.SUPERVISOR
        for people, needed in ((supervisors, int(by_supervisor)), (officers, stage.crew - by_supervisor)):
            if sum(stage.skill in skills for skills in people) < needed:
                who = "a supervisor" if people is supervisors else "an officer" if needed == 1 else "two officers"
                rule = f"{who} of the team must have this skill: give it to somebody"
                raise InvalidPlan(f"teams[{team.key}].stages[{stage.key}].skill", stage.skill, rule)
    for band in team.bands:
        needed_by_owner = team.owner_skills(band.key)
        if not any(needed_by_owner <= skills for skills in officers):
            raise InvalidPlan(
                f"teams[{team.key}].bands[{band.key}].skill",
                ", ".join(sorted(needed_by_owner)),
                "an officer of the team must have all that owning such a case takes: give it to somebody",
            )


def _arriving(scenario: Scenario | None, team: Team, role: Role = Role.OFFICER) -> int:
    """People of a role whom levers bring into the team."""
    return sum(
        lever.count
        for lever in (scenario.levers if scenario else ())
        if isinstance(lever, Recruits | Loan) and lever.team == team.key and lever.count > 0
        if getattr(lever, "role", Role.OFFICER) is role
    )


def _refuse_ring(plan: Plan) -> None:
    """Refuse teams that open cases in one another in a ring so often that the cases multiply without end."""
    import numpy as np

    keys = [team.key for team in plan.teams]
    chances = np.zeros((len(keys), len(keys)))
    for place, team in enumerate(plan.teams):
        for outcome in team.outcomes:
            if outcome.feed is not None:
                to = keys.index(outcome.feed.team)
                chances[place, to] = max(chances[place, to], outcome.feed.probability.value)
    if np.abs(np.linalg.eigvals(chances)).max() > _RING:
        fed = [keys[to] for to in np.flatnonzero(chances.any(axis=0))]
        raise InvalidPlan(
            "teams.outcomes.feed.probability",
            fed,
            f"teams that feed each other in a ring pass on at most {_RING:.0%} of their cases from round to round",
        )


def _reaching_an_end(team: Team) -> set[str]:
    """The stages from which some outcome can be reached in every band's routes."""
    found = {outcome.key for outcome in team.outcomes}
    while True:
        more = {
            stage.key
            for stage in team.stages
            if stage.key not in found
            and all(
                any(route.to in found and route.probability.value > 0 for route in stage.routes_for(band.key))
                for band in team.bands
            )
        }
        if not more:
            return found
        found |= more


def _timeless(stage: Stage) -> bool:
    """Whether a case can pass a stage with next to no time going by."""
    spent = stage.effort.mean / 24 + (stage.delay.mean if stage.delay else 0.0)
    if stage.recurrence is not None:
        lead = stage.recurrence.lead_days.value
        spent += min(row.figure.value for row in stage.recurrence.interval) - lead
    return spent < _MOMENT


def _timeless_from(team: Team, stage: Stage) -> set[str]:
    """The stages that can follow a stage without any time going by."""
    timeless = {entry.key: entry for entry in team.stages if _timeless(entry)}
    found: set[str] = set()
    coming = [stage]
    while coming:
        for route in coming.pop().routes:
            if route.to in timeless and route.to not in found and route.probability.value > 0:
                found.add(route.to)
                coming.append(timeless[route.to])
    return found
