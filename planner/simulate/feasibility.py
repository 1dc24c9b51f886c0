"""What is refused before anything runs: networks that can never finish."""

from __future__ import annotations

from planner.model.checks import InvalidPlan
from planner.model.people import Role
from planner.model.plan import Plan
from planner.model.scenario import Loan, Recruits, Scenario
from planner.model.team import Performer, Stage, Team


def refuse_endless(plan: Plan, scenario: Scenario | None, teams: tuple[str, ...]) -> None:
    """Raise InvalidPlan, with team, stage and field named, when a case could never get through a team."""
    for key in teams:
        team = plan.team(key)
        _refuse_unstaffed(plan, scenario, team)
        for stage in team.stages:
            place = f"teams[{key}].stages[{stage.key}].routes"
            if stage.key not in _reaching_an_end(team):
                raise InvalidPlan(
                    place, [route.to for route in stage.routes], "from here a case can end: add a way out"
                )
            if _timeless(stage) and stage.key in _timeless_from(team, stage):
                raise InvalidPlan(
                    place, stage.key, "a loop takes time: give a stage of it effort, a delay or an interval"
                )


def _refuse_unstaffed(plan: Plan, scenario: Scenario | None, team: Team) -> None:
    arriving = any(
        isinstance(lever, Recruits | Loan) and lever.team == team.key and lever.count > 0
        for lever in (scenario.levers if scenario else ())
    )
    officers = bool(plan.officers_of(team.key)) or arriving
    supervisors = bool(plan.officers_of(team.key, Role.SUPERVISOR))
    for stage in team.stages:
        place = f"teams[{team.key}].stages[{stage.key}].performer"
        if stage.performer is Performer.SUPERVISOR and not supervisors:
            raise InvalidPlan(place, str(stage.performer), "this stage needs a supervisor: add one to the team")
        if stage.performer is not Performer.SUPERVISOR and not officers:
            raise InvalidPlan(place, str(stage.performer), "this stage needs an officer: add one to the team")


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
    """Whether a case can pass a stage without any time going by."""
    delay = stage.delay.mean if stage.delay else 0.0
    return stage.effort.mean == 0 and delay == 0 and stage.recurrence is None


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
