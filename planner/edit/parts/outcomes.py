"""The ways in which cases end, and what they open in another team, as a table."""

from __future__ import annotations

from dataclasses import replace

from planner.edit.intake.dates import Unreadable
from planner.edit.parts.sheet import PartColumn, PartRow, Sheet, own_figure
from planner.edit.parts.teams import free_key, free_name, name_column, with_team
from planner.edit.parts.texts import key_of, number_of, number_text, share_of, share_text
from planner.model.assumption import Assumption
from planner.model.checks import require
from planner.model.duration import PARAMETERS, Duration, Shape
from planner.model.plan import Plan
from planner.model.scenario import Triage
from planner.model.team import Feed, Outcome, Team

NOWHERE = "nowhere"


def outcome_sheet(plan: Plan, team: Team) -> Sheet:
    """The outcomes of a team."""
    return Sheet(
        "outcomes",
        "Outcomes",
        _columns(plan, team),
        tuple(PartRow(outcome.key, outcome) for outcome in team.outcomes),
        lambda rows, _: with_team(plan, replace(team, outcomes=tuple(row.value for row in rows))),
        lambda: _new(team),
        lambda row: _without(plan, team, row.value),
        "An outcome may open a case in another team after a while: a surge in one shows in the other's book.",
    )


def _columns(plan: Plan, team: Team) -> tuple[PartColumn, ...]:
    teams = {"": NOWHERE} | {entry.key: entry.name for entry in plan.teams if entry.key != team.key}
    team_of = key_of(teams, "team")

    def put_team(outcome: Outcome, text: str) -> Outcome:
        key = team_of(text)
        if not key:
            return replace(outcome, feed=None)
        lag = Duration(Shape.CONSTANT, (Assumption(0.0, "days"),), unit="days")
        feed = outcome.feed or Feed(key, Assumption(1.0, "probability"), lag)
        return replace(outcome, feed=replace(feed, team=key))

    place = f"teams/{team.key}/outcomes"
    return (
        name_column("outcome", "outcome of this team", (stage.name for stage in team.stages), "a stage of this team"),
        PartColumn(
            "Opens a case in",
            lambda outcome: teams[outcome.feed.team if outcome.feed else ""],
            put_team,
            choices=tuple(teams.values()),
            hint="The team that gets a case from this outcome.",
        ),
        PartColumn(
            "For a share of",
            lambda outcome: share_text(outcome.feed.probability.value) if outcome.feed else "",
            lambda outcome, text: replace(outcome, feed=_with_chance(_fed(outcome), text)),
            "%",
            number=True,
            hint="How many of a hundred such outcomes open a case there.",
            place=lambda outcome: f"{place}/{outcome.key}/feed/probability" if outcome.feed else None,
        ),
        PartColumn(
            "After, mean",
            lambda outcome: number_text(outcome.feed.lag.mean) if outcome.feed else "",
            lambda outcome, text: replace(outcome, feed=_with_lag(_fed(outcome), text)),
            "days",
            number=True,
            hint="Days from this outcome to the new case there, on average.",
        ),
    )


def _fed(outcome: Outcome) -> Feed:
    if outcome.feed is None:
        raise Unreadable("say first in which team it opens a case")
    return outcome.feed


def _with_chance(feed: Feed, text: str) -> Feed:
    return replace(feed, probability=own_figure(feed.probability, share_of(text), "probability"))


def _with_lag(feed: Feed, text: str) -> Feed:
    lag = feed.lag
    if PARAMETERS[lag.shape][:1] not in (("mean",), ("value",)):
        raise Unreadable("this one is made of several figures: change them in Assumptions")
    mean = own_figure(lag.parameters[0], number_of(text), "days")
    return replace(feed, lag=replace(lag, parameters=(mean, *lag.parameters[1:])))


def _new(team: Team) -> PartRow:
    name = free_name("New outcome", (outcome.name for outcome in team.outcomes))
    key = free_key(name, [stage.key for stage in team.stages] + [outcome.key for outcome in team.outcomes])
    return PartRow(key, Outcome(key, name))


def _without(plan: Plan, team: Team, gone: Outcome) -> Plan:
    leading = [stage.name for stage in team.stages if any(route.to == gone.key for route in stage.routes)]
    rule = f"{' and '.join(leading)} leads to {gone.name}: change the route first"
    require(not leading, "outcomes", gone.key, rule)
    triage = [
        scenario.name
        for scenario in plan.scenarios
        for lever in scenario.levers
        if isinstance(lever, Triage) and lever.team == team.key and lever.outcome == gone.key
    ]
    rule = f"the scenario {' and '.join(triage)} screens cases out as {gone.name}: change it first"
    require(not triage, "outcomes", gone.key, rule)
    return with_team(plan, replace(team, outcomes=tuple(entry for entry in team.outcomes if entry is not gone)))
