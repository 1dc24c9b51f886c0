"""Teams of a plan as a whole: added, renamed, removed."""

from __future__ import annotations

from dataclasses import fields, replace

from planner.edit.beginning import posts
from planner.edit.parts.teams import free_key, free_name, with_team
from planner.model.checks import require
from planner.model.plan import Plan
from planner.model.prices import Prices
from planner.model.team import Outcome, Performer, Team


def add_team(plan: Plan, template: Team, officers: int = 0, supervisors: int | None = None) -> tuple[Plan, str]:
    """The plan with a team like `template` (feeds to teams it lacks left out), and the key under which it has it.

    By default it has the one supervisor that its stages need, if they do. InvalidPlan for a bad number.
    """
    require(0 <= officers <= 500, "officers", officers, "a team has 0 to 500 officers")
    key = free_key(template.key, (team.key for team in plan.teams))
    name = free_name(template.name, (team.name for team in plan.teams))
    known = {team.key for team in plan.teams}
    outcomes = tuple(_without_feed(outcome, known) for outcome in template.outcomes)
    team = replace(template, key=key, name=name, outcomes=outcomes)
    if supervisors is None:
        supervisors = int(any(stage.performer is Performer.SUPERVISOR for stage in team.stages))
    people = posts(key, name, officers, supervisors)
    taken = {officer.key for officer in plan.officers}
    people = tuple(replace(officer, key=free_key(officer.key, taken)) for officer in people)
    resources = {resource.key for resource in plan.resources}
    stages = tuple(
        stage if stage.resource is None or stage.resource in resources else replace(stage, resource=None)
        for stage in team.stages
    )
    team = replace(team, stages=stages)
    return replace(plan, teams=(*plan.teams, team), officers=(*plan.officers, *people)), key


def _without_feed(outcome: Outcome, known: set[str]) -> Outcome:
    return outcome if outcome.feed is None or outcome.feed.team in known else replace(outcome, feed=None)


def rename_team(plan: Plan, key: str, name: str) -> Plan:
    """The plan with a team under another name; InvalidPlan when that is empty, too long or another team's."""
    others = {team.name.casefold() for team in plan.teams if team.key != key}
    require(name.strip().casefold() not in others, "name", name, "another team of this plan is called so")
    return with_team(plan, replace(plan.team(key), name=name.strip()))


def call_cases(plan: Plan, key: str, word: str) -> Plan:
    """The plan with another word for what a case of a team is called, in the singular."""
    return with_team(plan, replace(plan.team(key), case_word=word))


def remove_team(plan: Plan, key: str) -> Plan:
    """The plan without a team and all that is the team's: people, cases, counts, standards, levers, growth cases.

    What opened a case in it opens none any more. InvalidPlan when it is the plan's last team.
    """
    require(len(plan.teams) > 1, "teams", key, "a plan has at least one team, and this is its last")
    people = {officer.key for officer in plan.officers if officer.team == key}
    standards = tuple(standard for standard in plan.standards if standard.team != key)
    kept_standards = {standard.key for standard in standards}
    others = {team.key for team in plan.teams} - {key}
    changed: dict[str, object] = {
        "teams": tuple(
            replace(team, outcomes=tuple(_without_feed(outcome, others) for outcome in team.outcomes))
            for team in plan.teams
            if team.key != key
        ),
        "standards": standards,
        "actions": tuple(action for action in plan.actions if action.standard in kept_standards),
        "duties": tuple(duty for duty in plan.duties if duty.officer not in people),
        "scenarios": tuple(
            replace(entry, levers=tuple(lever for lever in entry.levers if getattr(lever, "team", None) != key))
            for entry in plan.scenarios
        ),
        "prices": _without_grade(plan.prices, key),
    }
    for field in fields(Plan):
        entries = getattr(plan, field.name)
        if field.name not in changed and isinstance(entries, tuple):
            changed[field.name] = tuple(entry for entry in entries if getattr(entry, "team", None) != key)
    return replace(plan, **changed)  # type: ignore[arg-type]


def _without_grade(prices: Prices, team: str) -> Prices:
    grades = tuple((key, grade) for key, grade in prices.team_grades if key != team)
    return prices if grades == prices.team_grades else replace(prices, team_grades=grades)


def in_words(plan: Plan, key: str) -> str:
    """What goes with a team when it is removed, in words."""
    held = {
        "people": sum(officer.team == key for officer in plan.officers),
        "open cases": len(plan.cases_of(key)),
        "standards": sum(standard.team == key for standard in plan.standards),
    }
    said = ", ".join(f"{number:,} {what}" for what, number in held.items() if number)
    return said or "nothing else"
