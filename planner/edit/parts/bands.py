"""The risk bands of a team as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.edit.parts.sheet import PartColumn, PartRow, Sheet, own_figure
from planner.edit.parts.teams import (
    free_key,
    free_name,
    in_use,
    name_column,
    shares_settled,
    skill_column,
    with_team,
)
from planner.edit.parts.texts import share_of, share_text, truth_of, truth_text, whole_of
from planner.model.assumption import Assumption, BandFigure
from planner.model.checks import require
from planner.model.plan import Plan
from planner.model.team import Band, Stage, Team


def band_sheet(plan: Plan, team: Team) -> Sheet:
    """The bands of a team, highest risk first as the plan has them."""
    return Sheet(
        "bands",
        "Risk bands",
        _columns(team),
        tuple(PartRow(band.key, band) for band in team.bands),
        lambda rows, edited: _with_bands(plan, team, rows, edited),
        lambda: _new(team),
        lambda row: _without(plan, team, row.value),
        "Shares add up to 100 %: the bands you do not edit keep their proportions.",
    )


def _columns(team: Team) -> tuple[PartColumn, ...]:
    def put_share(band: Band, text: str) -> Band:
        return replace(band, share=own_figure(band.share, share_of(text), "share"))

    return (
        name_column("band", "band of this team"),
        PartColumn(
            "Share of new cases",
            lambda band: share_text(band.share.value),
            put_share,
            "%",
            number=True,
            hint="How many of a hundred new cases arrive in this band.",
            place=lambda band: f"teams/{team.key}/bands/{band.key}/share",
        ),
        PartColumn(
            "Priority",
            lambda band: str(band.priority),
            lambda band, text: replace(band, priority=whole_of(text)),
            number=True,
            hint="0 goes first; the tasks of a band with a smaller number go before all others.",
        ),
        PartColumn(
            "Interrupts work",
            lambda band: truth_text(band.immediate),
            lambda band, text: replace(band, immediate=truth_of(text)),
            hint="Whether an officer leaves the task in hand for a task of this band.",
            choices=("yes", "no"),
        ),
        skill_column("The skill an officer must have to own a case of this band; empty when anybody may."),
    )


def _with_bands(plan: Plan, team: Team, rows: Sequence[PartRow], edited: frozenset[str]) -> Plan:
    before = {band.key: band.share.value for band in team.bands}
    bands = {row.key: row.value for row in rows}
    moved = frozenset(key for key, band in bands.items() if band.share.value != before.get(key))
    shares = shares_settled(
        {key: band.share.value for key, band in bands.items()}, moved & edited, "the shares of the bands"
    )
    settled = tuple(replace(band, share=_share(band.share, shares[key])) for key, band in bands.items())
    return with_team(plan, replace(team, bands=settled))


def _share(figure: Assumption, value: float) -> Assumption:
    """A share that only made room for another keeps its source."""
    return figure if figure.value == value else replace(figure, value=value)


def _new(team: Team) -> PartRow:
    name = free_name("New band", (band.name for band in team.bands))
    key = free_key(name, (band.key for band in team.bands))
    last = max((band.priority for band in team.bands), default=0)
    return PartRow(key, Band(key, name, Assumption(0.0, "share"), priority=min(last + 1, 15)))


def _without(plan: Plan, team: Team, band: Band) -> Plan:
    require(len(team.bands) > 1, "bands", band.key, f"a team has at least one band, and {band.name} is its last")
    used = in_use(plan, team, band=band.key)
    rule = f"{' and '.join(used)} are in band {band.name}: move or remove them first"
    require(not used, "bands", band.key, rule)
    rest = [entry for entry in team.bands if entry is not band]
    shares = shares_settled({entry.key: entry.share.value for entry in rest}, frozenset(), "the shares of the bands")
    bands = tuple(replace(entry, share=_share(entry.share, shares[entry.key])) for entry in rest)
    stages = tuple(_stage_without(stage, band.key) for stage in team.stages)
    return with_team(plan, replace(team, bands=bands, stages=stages))


def _stage_without(stage: Stage, band: str) -> Stage:
    def kept(rows: tuple[BandFigure, ...]) -> tuple[BandFigure, ...]:
        return tuple(row for row in rows if row.band != band)

    recurrence = stage.recurrence
    if recurrence is not None:
        recurrence = replace(
            recurrence,
            interval=kept(recurrence.interval),
            reactive=kept(recurrence.reactive),
            rebanding=tuple(row for row in recurrence.rebanding if band not in (row.before, row.after)),
        )
    routes = tuple(route for route in stage.routes if route.band != band)
    return replace(stage, due=kept(stage.due), routes=routes, recurrence=recurrence)
