"""The figures of a team, of its visits and of shared resources, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.edit.parts.sheet import PartColumn, PartRow, Sheet, own_figure
from planner.edit.parts.teams import free_key, free_name
from planner.edit.parts.texts import number_of, number_text, share_of, share_text, whole_of
from planner.edit.provenance import RegisterRow, register, set_figure
from planner.model.assumption import Assumption
from planner.model.checks import require
from planner.model.plan import Plan
from planner.model.scenario import Resource
from planner.model.team import Team

_SHARES = frozenset({"share", "share a year", "probability"})
_ELSEWHERE = ("/bands/", "/routes/")
"""Figures that have to add up, and have tables of their own."""


def figure_sheet(plan: Plan, team: Team) -> Sheet:
    """Every figure of a team but the shares that add up: value, unit, status and source."""
    within = f"teams/{team.key}/"
    rows = [row for row in register(plan) if row.place.startswith(within) and row.editable]
    return Sheet(
        "figures",
        "All figures",
        _FIGURE_COLUMNS,
        tuple(PartRow(row.place, row) for row in rows if not any(part in row.place for part in _ELSEWHERE)),
        lambda found, edited: _with_figures(plan, found, edited),
        note="A figure that you type is your own: its status becomes OK and its source says so until you say more.",
    )


def _show_value(row: RegisterRow) -> str:
    figure = row.figure
    return share_text(figure.value) if figure.unit in _SHARES else number_text(figure.value)


def _put_value(row: RegisterRow, text: str) -> RegisterRow:
    unit = row.figure.unit
    value = share_of(text) if unit in _SHARES else number_of(text)
    return replace(row, figure=own_figure(row.figure, value, unit))


_FIGURE_COLUMNS = (
    PartColumn("Figure", lambda row: row.name, hint="What it is."),
    PartColumn(
        "Value",
        _show_value,
        _put_value,
        number=True,
        hint="The figure, in the unit beside it.",
        place=lambda row: row.place,
    ),
    PartColumn(
        "Unit", lambda row: "%" if row.figure.unit in _SHARES else row.figure.unit, hint="What it is measured in."
    ),
    PartColumn("Status", lambda row: str(row.figure.status), hint="How far the figure can be trusted."),
    PartColumn("Source", lambda row: row.figure.source, hint="Where the figure came from."),
)


def _with_figures(plan: Plan, rows: Sequence[PartRow], edited: frozenset[str]) -> Plan:
    for row in rows:
        if row.key in edited:
            plan = set_figure(plan, row.key, row.value.figure)
    return plan


def resource_sheet(plan: Plan) -> Sheet:
    """The shared resources of the plan: device examiners and the like."""
    return Sheet(
        "resources",
        "Shared resources",
        (
            PartColumn(
                "Name",
                lambda resource: resource.name,
                lambda resource, text: replace(resource, name=text),
                hint="What the resource is called on every screen and report.",
                alone="shared resource",
            ),
            PartColumn(
                "Servers",
                lambda resource: number_text(resource.servers.value),
                lambda resource, text: replace(
                    resource, servers=own_figure(resource.servers, whole_of(text), "servers")
                ),
                "servers",
                number=True,
                hint="How many cases it works on at once; the rest queue.",
                place=lambda resource: f"resources/{resource.key}/servers",
            ),
        ),
        tuple(PartRow(resource.key, resource) for resource in plan.resources),
        lambda rows, _: replace(plan, resources=tuple(row.value for row in rows)),
        lambda: _new_resource(plan),
        lambda row: _without_resource(plan, row.value),
        "A stage joins the queue of a shared resource where its column Waits for says so.",
    )


def _new_resource(plan: Plan) -> PartRow:
    name = free_name("Device examiners", (resource.name for resource in plan.resources))
    key = free_key(name, (resource.key for resource in plan.resources))
    return PartRow(key, Resource(key, name, Assumption(1.0, "servers")))


def _without_resource(plan: Plan, gone: Resource) -> Plan:
    using = [
        f"{stage.name} of {team.name}" for team in plan.teams for stage in team.stages if stage.resource == gone.key
    ]
    rule = f"{' and '.join(using)} waits for {gone.name}: choose another in Stages first"
    require(not using, "resources", gone.key, rule)
    return replace(plan, resources=tuple(entry for entry in plan.resources if entry is not gone))
