"""What is refused before anything runs: networks that can never finish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.model.checks import UnworkablePlan
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
    """Raise UnworkablePlan, with team, stage and field named, when a case could never get through a team."""
    _refuse_ring(plan)
    for key in teams:
        team = plan.team(key)
        _refuse_unstaffed(plan, scenario, team)
        _refuse_unskilled(plan, scenario, team)
        reaching = _reaching_an_end(team)
        for stage in team.stages:
            field = f"teams[{key}].stages[{stage.key}].routes"
            place = f"{team.name}, stage {stage.name}"
            if stage.key not in reaching:
                kept = [band.name for band in team.bands if not _leads_on(stage, band.key, reaching)]
                cases = "a case" if len(kept) == len(team.bands) else f"a case of {' or '.join(kept)}"
                rule = f"{place}: {cases} can never end from here: add a route that leads out"
                raise UnworkablePlan(field, [route.to for route in stage.routes], rule)
            if _timeless(stage) and stage.key in _timeless_from(team, stage):
                rule = (
                    f"{place}: from here cases can go round in a loop that takes no time: give a stage of it effort, "
                    "a delay or an interval"
                )
                raise UnworkablePlan(field, stage.key, rule)


def _refuse_unstaffed(plan: Plan, scenario: Scenario | None, team: Team) -> None:
    """Refuse a stage that more people are needed for than the team ever has."""
    officers = len(plan.officers_of(team.key)) + _arriving(scenario, team)
    supervisors = len(plan.officers_of(team.key, Role.SUPERVISOR)) + _arriving(scenario, team, Role.SUPERVISOR)
    for stage in team.stages:
        by_supervisor = stage.performer is Performer.SUPERVISOR
        role, there = (Role.SUPERVISOR, supervisors) if by_supervisor else (Role.OFFICER, officers)
        if there < 1:
            who = "a supervisor" if by_supervisor else "an officer"
            rule = f"{team.name}: stage {stage.name} needs {who}, and there is none: add one to the team"
            raise UnworkablePlan(f"teams[{team.key}].{role}s", there, rule)
        if stage.crew == 2 and officers < (1 if by_supervisor else 2):
            rule = f"{team.name}: stage {stage.name} takes two officers at once: add one to the team"
            raise UnworkablePlan(f"teams[{team.key}].officers", officers, rule)


def refuse_idle(rosters: Sequence[Roster], days: int) -> None:
    """Raise UnworkablePlan when somebody in post all through a run of four weeks or more never works.

    Whatever lies with that person could never be done.
    """
    if days < _SHORT:
        return
    for roster in rosters:
        for person, rates, presence in zip(roster.people, roster.rates, roster.presence, strict=True):
            if presence.min() > 0 and rates.max() <= 0:
                rule = (
                    f"{person.name} is in post all the time looked at, and has no hours on any day of it: shorten the "
                    "absence or the reductions, or give a last day"
                )
                raise UnworkablePlan(f"officers[{person.key}].absences", "no hours", rule)


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
                rule = (
                    f"{team.name}, stage {stage.name}: {who} of the team must have the skill “{stage.skill}”: "
                    "give it to somebody"
                )
                raise UnworkablePlan(f"teams[{team.key}].stages[{stage.key}].skill", stage.skill, rule)
    for band in team.bands:
        needed_by_owner = team.owner_skills(band.key)
        if not any(needed_by_owner <= skills for skills in officers):
            skills = ", ".join(sorted(needed_by_owner))
            rule = (
                f"{team.name}, band {band.name}: an officer of the team must have all the skills that owning such a "
                f"case takes ({skills}): give them to somebody"
            )
            raise UnworkablePlan(f"teams[{team.key}].bands[{band.key}].skill", skills, rule)


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
        names = " and ".join(plan.team(key).name for key in fed)
        rule = (
            f"{names} open cases in each other, and these multiply without end: in a ring at most {_RING:.0%} "
            "of the cases may be passed on from round to round"
        )
        raise UnworkablePlan("teams.outcomes.feed.probability", fed, rule)


def _reaching_an_end(team: Team) -> set[str]:
    """The stages from which some outcome can be reached in every band's routes."""
    found = {outcome.key for outcome in team.outcomes}
    while True:
        more = {
            stage.key
            for stage in team.stages
            if stage.key not in found and all(_leads_on(stage, band.key, found) for band in team.bands)
        }
        if not more:
            return found
        found |= more


def _leads_on(stage: Stage, band: str, to: set[str]) -> bool:
    """Whether some of a band's cases go from a stage to one of the places in `to`."""
    return any(route.to in to and route.probability.value > 0 for route in stage.routes_for(band))


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
