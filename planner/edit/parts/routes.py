"""Where cases go after each stage, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.edit.parts.sheet import PartColumn, PartRow, Sheet, own_figure
from planner.edit.parts.teams import shares_settled, with_team
from planner.edit.parts.texts import key_of, share_of, share_text
from planner.model.assumption import Assumption
from planner.model.checks import require
from planner.model.plan import Plan
from planner.model.team import Route, Stage, Team

EVERY_OTHER = "every other"


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A route and the stage it leads from."""

    stage: str
    route: Route


def route_sheet(plan: Plan, team: Team) -> Sheet:
    """The routes of a team, stage by stage in the order in which they are written."""
    lines = [RouteLine(stage.key, route) for stage in team.stages for route in stage.routes]
    return Sheet(
        "routes",
        "Routes",
        _columns(team),
        tuple(PartRow(str(number), line) for number, line in enumerate(lines)),
        lambda rows, edited: _with_routes(plan, team, rows, edited),
        lambda: PartRow("new", RouteLine(team.stages[0].key, _to_the_end(team))),
        lambda row: _without(plan, team, row),
        "The routes of one stage and band add up to 100 %: those you do not edit keep their proportions.",
    )


def _columns(team: Team) -> tuple[PartColumn, ...]:
    stages = {stage.key: stage.name for stage in team.stages}
    places = stages | {outcome.key: outcome.name for outcome in team.outcomes}
    bands = {"": EVERY_OTHER} | {band.key: band.name for band in team.bands}
    stage_of, place_of, band_of = key_of(stages, "stage"), key_of(places, "stage or outcome"), key_of(bands, "band")

    def put_chance(line: RouteLine, text: str) -> RouteLine:
        chance = own_figure(line.route.probability, share_of(text), "probability")
        return replace(line, route=replace(line.route, probability=chance))

    def chance_place(line: RouteLine) -> str | None:
        stage = team.stage(line.stage)
        if line.route not in stage.routes:
            return None
        return f"teams/{team.key}/stages/{stage.key}/routes/{stage.routes.index(line.route)}/probability"

    return (
        PartColumn(
            "After stage",
            lambda line: stages[line.stage],
            lambda line, text: replace(line, stage=stage_of(text)),
            hint="The stage that was just done.",
            choices=tuple(stages.values()),
        ),
        PartColumn(
            "Band",
            lambda line: bands[line.route.band or ""],
            lambda line, text: replace(line, route=replace(line.route, band=band_of(text) or None)),
            hint="A band with routes of its own takes only those.",
            choices=tuple(bands.values()),
        ),
        PartColumn(
            "Leads to",
            lambda line: places[line.route.to],
            lambda line, text: replace(line, route=replace(line.route, to=place_of(text))),
            hint="The next stage, or the outcome with which the case ends.",
            choices=tuple(places.values()),
        ),
        PartColumn(
            "Probability",
            lambda line: share_text(line.route.probability.value),
            put_chance,
            "%",
            number=True,
            hint="How many of a hundred cases take this route.",
            place=chance_place,
        ),
    )


def _with_routes(plan: Plan, team: Team, rows: Sequence[PartRow], edited: frozenset[str]) -> Plan:
    before = {row.key: row.value for row in route_sheet(plan, team).rows}
    groups: dict[tuple[str, str | None], dict[str, RouteLine]] = {}
    for row in rows:
        groups.setdefault((row.value.stage, row.value.route.band), {})[row.key] = row.value
    settled: dict[str, RouteLine] = {}
    for (stage, band), lines in groups.items():
        moved = frozenset(
            key for key, line in lines.items() if key in edited and not _same_chance(line, before.get(key))
        )
        what = f"the routes from {team.stage(stage).name}, {_band_name(team, band)}"
        chances = shares_settled({key: line.route.probability.value for key, line in lines.items()}, moved, what)
        settled |= {key: _with_chance(line, chances[key]) for key, line in lines.items()}
    stages = tuple(
        replace(stage, routes=tuple(settled[row.key].route for row in rows if settled[row.key].stage == stage.key))
        for stage in team.stages
    )
    return with_team(plan, replace(team, stages=stages))


def _same_chance(line: RouteLine, before: RouteLine | None) -> bool:
    return before is not None and before.route.probability.value == line.route.probability.value


def _with_chance(line: RouteLine, chance: float) -> RouteLine:
    figure = line.route.probability
    if figure.value == chance:
        return line
    return replace(line, route=replace(line.route, probability=replace(figure, value=chance)))


def _to_the_end(team: Team) -> Route:
    return Route(team.outcomes[-1].key, Assumption(0.0, "probability"))


def _without(plan: Plan, team: Team, gone: PartRow) -> Plan:
    stage = team.stage(gone.value.stage)
    require(len(stage.routes) > 1, "routes", gone.key, f"{stage.name} leads somewhere: this is its only route")
    rows = [row for row in route_sheet(plan, team).rows if row.key != gone.key]
    return _with_routes(plan, team, rows, frozenset())


def routed_past(team: Team, gone: Stage) -> tuple[Stage, ...]:
    """The team's other stages, what led to `gone` leading on to where that led; InvalidPlan when it leads nowhere."""
    rest = []
    for stage in team.stages:
        if stage is gone:
            continue
        routes: dict[tuple[str, str | None], Route] = {}
        for route in stage.routes:
            for found in _onwards(team, route, gone) if route.to == gone.key else (route,):
                key = (found.to, found.band)
                chance = found.probability.value + (routes[key].probability.value if key in routes else 0.0)
                routes[key] = replace(found, probability=replace(found.probability, value=min(chance, 1.0)))
        rest.append(replace(stage, routes=tuple(routes.values())))
    return tuple(rest)


def _band_name(team: Team, band: str | None) -> str:
    return f"{EVERY_OTHER} band" if band is None else f"band {team.band(band).name}"


def _onwards(team: Team, route: Route, gone: Stage) -> list[Route]:
    onwards = gone.routes_for(route.band) if route.band is not None else gone.routes_for("")
    leaving = [entry for entry in onwards if entry.to != gone.key and entry.probability.value > 0]
    total = sum(entry.probability.value for entry in leaving)
    rule = f"{gone.name} has no route on for {_band_name(team, route.band)}: give it one, or route past it first"
    require(total > 0, "stages", gone.key, rule)
    chance = route.probability
    return [
        replace(route, to=entry.to, probability=replace(chance, value=chance.value * entry.probability.value / total))
        for entry in leaving
    ]
