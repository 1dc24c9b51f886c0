"""The stages of a team as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.edit.intake.dates import Unreadable
from planner.edit.parts.routes import routed_past
from planner.edit.parts.sheet import PartColumn, PartRow, Sheet, own_figure
from planner.edit.parts.teams import (
    band_figure,
    free_key,
    free_name,
    in_use,
    name_column,
    skill_column,
    with_band_figure,
    with_team,
)
from planner.edit.parts.texts import choice_of, key_of, number_of, number_text, truth_of, truth_text, whole_of
from planner.model.assumption import Assumption
from planner.model.checks import require
from planner.model.duration import PARAMETERS, Duration, Shape
from planner.model.plan import Plan
from planner.model.team import Band, DueFrom, Performer, Route, Stage, Team

NO_RESOURCE = "none"
_SPREAD = 1.0
"""Coefficient of variation of a new length of time: that of an exponential one, until the user knows better."""

_SEEN = 1e-4
"""A difference in spread that the column does not show."""
_OTHERWISE = {
    Shape.TRIANGULAR: "this one has a lowest, a most likely and a highest figure: change those in All figures",
    Shape.EMPIRICAL: "this one is drawn from durations of your own: it follows them",
}


def stage_sheet(plan: Plan, team: Team) -> Sheet:
    """The stages of a team, in their order."""
    return Sheet(
        "stages",
        "Stages",
        _columns(plan, team),
        tuple(PartRow(stage.key, stage) for stage in team.stages),
        lambda rows, _: _with_stages(plan, team, rows),
        lambda: _new(team),
        lambda row: _without(plan, team, row.value),
        "Cases enter at the first stage. Where they go from each is in Routes.",
    )


def _columns(plan: Plan, team: Team) -> tuple[PartColumn, ...]:
    resources = {"": NO_RESOURCE} | {resource.key: resource.name for resource in plan.resources}
    resource_of = key_of(resources, "shared resource")
    return (
        name_column(
            "stage", "stage of this team", (outcome.name for outcome in team.outcomes), "an outcome of this team"
        ),
        PartColumn(
            "Done by",
            lambda stage: str(stage.performer),
            lambda stage, text: replace(stage, performer=choice_of(Performer)(text)),
            choices=tuple(map(str, Performer)),
            hint="The owner of the case, any officer of the team, or a supervisor.",
        ),
        PartColumn(
            "Officers",
            lambda stage: str(stage.crew),
            lambda stage, text: replace(stage, officers=own_figure(stage.officers, whole_of(text), "officers")),
            "officers",
            number=True,
            hint="1, or 2 for a task that two officers do together.",
            place=lambda stage: None if stage.officers is None else f"{_place(team, stage)}/officers",
        ),
        PartColumn(
            "Effort, mean",
            lambda stage: number_text(stage.effort.mean),
            lambda stage, text: replace(stage, effort=_with_mean(stage.effort, number_of(text))),
            "hours",
            number=True,
            hint="Hours of work that the task takes each officer, on average.",
            place=lambda stage: _mean_place(team, stage, "effort", stage.effort),
        ),
        PartColumn(
            "Effort, spread",
            lambda stage: number_text(round(stage.effort.cv, 4)),
            lambda stage, text: replace(stage, effort=_with_spread(stage.effort, number_of(text))),
            "ratio",
            number=True,
            hint="Standard deviation divided by the mean: 0 when all take the same, 1 when they vary much.",
        ),
        *(_due_column(team, band) for band in team.bands),
        PartColumn(
            "Due from",
            lambda stage: str(stage.due_from),
            lambda stage, text: replace(stage, due_from=choice_of(DueFrom)(text)),
            choices=tuple(map(str, DueFrom)),
            hint="What starts the clock of the deadline.",
        ),
        PartColumn(
            "Wait after it, mean",
            lambda stage: "" if stage.delay is None else number_text(stage.delay.mean),
            _put_delay,
            "days",
            number=True,
            hint="Days that the case then waits outside the team (court, laboratory); empty when it goes straight on.",
            place=lambda stage: None if stage.delay is None else _mean_place(team, stage, "delay", stage.delay),
        ),
        PartColumn(
            "Waits for",
            lambda stage: resources[stage.resource or ""],
            lambda stage, text: replace(stage, resource=resource_of(text) or None),
            choices=tuple(resources.values()),
            hint="The shared resource whose queue the case joins after the task.",
        ),
        PartColumn(
            "Priority",
            lambda stage: str(stage.priority),
            lambda stage, text: replace(stage, priority=whole_of(text)),
            number=True,
            hint="Within a band, tasks of a stage with a smaller number go first.",
        ),
        PartColumn(
            "First action",
            lambda stage: truth_text(stage.first_action),
            lambda stage, text: replace(stage, first_action=truth_of(text)),
            choices=("yes", "no"),
            hint="Whether the start of this stage counts as the first action on a case: one stage at most.",
        ),
        skill_column("The skill that whoever does the task must have; empty when anybody may."),
    )


def _due_column(team: Team, band: Band) -> PartColumn:
    def put(stage: Stage, text: str) -> Stage:
        before = band_figure(stage.due, band.key)
        figure = own_figure(before, number_of(text), "days") if text else None
        return replace(stage, due=with_band_figure(stage.due, band.key, figure, team.bands))

    def show(stage: Stage) -> str:
        figure = band_figure(stage.due, band.key)
        return "" if figure is None else number_text(figure.value)

    def place(stage: Stage) -> str | None:
        for number, row in enumerate(stage.due):
            if row.figure is band_figure(stage.due, band.key):
                return f"{_place(team, stage)}/due/{number}/figure"
        return None

    hint = f"Days within which the task is due for a case in band {band.name}; empty when it has no deadline."
    return PartColumn(f"Due, {band.name}", show, put, "days", number=True, hint=hint, place=place)


def _place(team: Team, stage: Stage) -> str:
    return f"teams/{team.key}/stages/{stage.key}"


def _mean_place(team: Team, stage: Stage, part: str, length: Duration) -> str | None:
    """Where the mean stands, for the shapes that have one figure for it."""
    if PARAMETERS[length.shape][:1] in (("mean",), ("value",)):
        return f"{_place(team, stage)}/{part}/parameters/0"
    return None


def _with_mean(length: Duration, mean: float) -> Duration:
    if number_text(mean) == number_text(length.mean):
        return length
    if PARAMETERS[length.shape][:1] not in (("mean",), ("value",)):
        raise Unreadable(_OTHERWISE[length.shape])
    return replace(length, parameters=(own_figure(length.parameters[0], mean, length.unit), *length.parameters[1:]))


def _with_spread(length: Duration, spread: float) -> Duration:
    if abs(spread - length.cv) < _SEEN:
        return length
    if length.shape in (Shape.TRIANGULAR, Shape.EMPIRICAL):
        raise Unreadable(_OTHERWISE[length.shape])
    mean = length.parameters[0]
    if spread == 0:
        return Duration(Shape.CONSTANT, (mean,), unit=length.unit)
    shape = length.shape if length.shape in (Shape.GAMMA, Shape.LOGNORMAL) else Shape.GAMMA
    before = length.parameters[1] if len(length.parameters) > 1 else None
    return Duration(shape, (mean, own_figure(before, spread, "ratio")), unit=length.unit)


def _put_delay(stage: Stage, text: str) -> Stage:
    if not text:
        return replace(stage, delay=None, resource=None)
    mean = number_of(text)
    if stage.delay is None:
        return replace(stage, delay=_length(mean, "days"))
    return replace(stage, delay=_with_mean(stage.delay, mean))


def _length(mean: float, unit: str) -> Duration:
    return Duration(Shape.GAMMA, (own_figure(None, mean, unit), Assumption(_SPREAD, "ratio")), unit=unit)


def _with_stages(plan: Plan, team: Team, rows: Sequence[PartRow]) -> Plan:
    known = {stage.key for stage in team.stages}
    stages = [row.value for row in rows if row.key in known]
    for row in rows:
        if row.key in known:
            continue
        last = stages[-1]
        # What left the team after the last stage goes through the new one first.
        onwards = tuple(_once(route) for route in last.routes_for(team.bands[0].key) if route.to not in known)
        new = replace(row.value, routes=_even(onwards, team))
        stages[-1] = replace(last, routes=_into(last.routes, known, new.key))
        stages.append(new)
    return with_team(plan, replace(team, stages=tuple(stages)))


def _once(route: Route) -> Route:
    return replace(route, band=None)


def _even(routes: tuple[Route, ...], team: Team) -> tuple[Route, ...]:
    """Routes out whose chances are in the proportion they had, and add up to 1."""
    total = sum(route.probability.value for route in routes)
    if not total:
        return (Route(team.outcomes[-1].key, Assumption(1.0, "probability")),)
    return tuple(
        replace(route, probability=replace(route.probability, value=route.probability.value / total))
        for route in routes
    )


def _into(routes: tuple[Route, ...], known: set[str], new: str) -> tuple[Route, ...]:
    """Routes with those that left for an outcome leading to the new stage instead, one for each band."""
    kept = [route for route in routes if route.to in known]
    leaving: dict[str | None, Route] = {}
    for route in routes:
        if route.to not in known:
            before = leaving.get(route.band)
            chance = route.probability.value + (0.0 if before is None else before.probability.value)
            first = route if before is None else before
            leaving[route.band] = replace(first, to=new, probability=replace(first.probability, value=min(chance, 1.0)))
    return (*kept, *leaving.values())


def _new(team: Team) -> PartRow:
    name = free_name("New stage", (stage.name for stage in team.stages))
    key = free_key(name, [stage.key for stage in team.stages] + [outcome.key for outcome in team.outcomes])
    effort = Duration(Shape.GAMMA, (Assumption(1.0, "hours"), Assumption(_SPREAD, "ratio")), unit="hours")
    return PartRow(key, Stage(key, name, effort, (Route(team.outcomes[-1].key, Assumption(1.0, "probability")),)))


def _without(plan: Plan, team: Team, stage: Stage) -> Plan:
    require(len(team.stages) > 1, "stages", stage.key, f"a team has at least one stage, and {stage.name} is its last")
    used = in_use(plan, team, stage=stage.key)
    require(not used, "stages", stage.key, f"{' and '.join(used)} are at {stage.name}: move or remove them first")
    waiting = [entry.name for entry in team.stages if entry.works_towards == stage.key]
    rule = f"{' and '.join(waiting)} works towards the deadline of {stage.name}"
    require(not waiting, "stages", stage.key, rule)
    return with_team(plan, replace(team, stages=routed_past(team, stage)))
