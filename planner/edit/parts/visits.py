"""How often recurring stages come round, band by band, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.edit.parts.sheet import PartColumn, PartRow, Sheet, own_figure
from planner.edit.parts.teams import band_figure, with_band_figure, with_team
from planner.edit.parts.texts import number_of, number_text, share_of, share_text
from planner.model.plan import Plan
from planner.model.team import Band, Recurrence, Stage, Team


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One recurring stage and band."""

    stage: Stage
    band: Band
    recurrence: Recurrence


def visit_sheet(plan: Plan, team: Team) -> Sheet:
    """The recurring stages of a team, a row for each band; empty where nothing recurs."""
    rows = tuple(
        PartRow(f"{stage.key}/{band.key}", VisitLine(stage, band, stage.recurrence))
        for stage in team.stages
        if stage.recurrence is not None
        for band in team.bands
    )
    return Sheet(
        "visits",
        "Visits",
        _columns(team),
        rows,
        lambda found, edited: _with_visits(plan, team, found, edited),
        note="Days between visits, by band. Cases under reactive management are not visited.",
    )


def _columns(team: Team) -> tuple[PartColumn, ...]:
    return (
        PartColumn("Stage", lambda line: line.stage.name, hint="The stage that comes round again."),
        PartColumn("Band", lambda line: line.band.name, hint="The risk band."),
        PartColumn(
            "Every",
            _show_interval,
            lambda line, text: replace(line, recurrence=_with_interval(team, line, number_of(text))),
            "days",
            number=True,
            hint="Days from one visit to the next.",
            place=lambda line: _place(team, line),
        ),
        PartColumn(
            "Reactive share",
            _show_reactive,
            lambda line, text: replace(line, recurrence=_with_reactive(team, line, share_of(text))),
            "%",
            number=True,
            hint="Share of the band's cases that are not visited while nothing is heard of them.",
        ),
    )


def _show_interval(line: VisitLine) -> str:
    figure = band_figure(line.recurrence.interval, line.band.key)
    return "" if figure is None else number_text(figure.value)


def _show_reactive(line: VisitLine) -> str:
    figure = band_figure(line.recurrence.reactive, line.band.key)
    return share_text(0.0 if figure is None else figure.value)


def _place(team: Team, line: VisitLine) -> str | None:
    for number, row in enumerate(line.recurrence.interval):
        if row.figure is band_figure(line.recurrence.interval, line.band.key):
            return f"teams/{team.key}/stages/{line.stage.key}/recurrence/interval/{number}/figure"
    return None


def _with_interval(team: Team, line: VisitLine, days: float) -> Recurrence:
    rows, band = line.recurrence.interval, line.band.key
    figure = own_figure(band_figure(rows, band), days, "days")
    return replace(line.recurrence, interval=with_band_figure(rows, band, figure, team.bands))


def _with_reactive(team: Team, line: VisitLine, share: float) -> Recurrence:
    rows, band = line.recurrence.reactive, line.band.key
    figure = own_figure(band_figure(rows, band), share, "share") if share else None
    return replace(line.recurrence, reactive=with_band_figure(rows, band, figure, team.bands))


def _with_visits(plan: Plan, team: Team, rows: Sequence[PartRow], edited: frozenset[str]) -> Plan:
    """Each row holds its stage's rhythm as a whole; only what a row says of its own band is taken from it."""
    stages = {stage.key: stage for stage in team.stages}
    for row in rows:
        if row.key not in edited:
            continue
        line = row.value
        stage = stages[line.stage.key]
        held = stage.recurrence or line.recurrence
        band = line.band.key
        interval = with_band_figure(held.interval, band, band_figure(line.recurrence.interval, band), team.bands)
        reactive = with_band_figure(held.reactive, band, band_figure(line.recurrence.reactive, band), team.bands)
        stages[stage.key] = replace(stage, recurrence=replace(held, interval=interval, reactive=reactive))
    return with_team(plan, replace(team, stages=tuple(stages.values())))
