"""Levers that change what happens to a case or a working day: overtime, triage, outsourcing, reactive management."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from planner.model.assumption import Assumption, figure_for
from planner.model.duration import Duration, Shape
from planner.model.plan import Plan
from planner.model.scenario import Outsourcing, Overtime, OvertimeTrigger, ReactiveShare, Triage
from planner.model.team import Team
from planner.simulate.kernel import layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from numpy.typing import NDArray

    from planner.simulate.calendars import Calendar

Kind = TypeVar("Kind", Overtime, Triage, Outsourcing, ReactiveShare)

_TRIGGERS = {
    OvertimeTrigger.ALWAYS: layout.ALWAYS,
    OvertimeTrigger.OVERDUE: layout.ON_OVERDUE,
    OvertimeTrigger.UNALLOCATED: layout.ON_UNALLOCATED,
    OvertimeTrigger.CASELOAD: layout.ON_CASELOAD,
}


def _by_start(kind: type[Kind], levers: Sequence[object]) -> list[Kind]:
    """The levers of one kind; the one that starts last comes last, and so has the last word."""
    return sorted((lever for lever in levers if isinstance(lever, kind)), key=lambda lever: lever.start)


def _span(calendar: Calendar, start: date, end: date | None) -> slice:
    first = calendar.from_day(start).start
    past = calendar.days if end is None else min(max(calendar.index(end) + 1, first), calendar.days)
    return slice(first, past)


def overtime_rows(teams: tuple[Team, ...], levers: Sequence[object], calendar: Calendar) -> NDArray[Any]:
    """[D, T] the overtime that is on offer each day, and what sets it off."""
    rows = np.zeros((calendar.days, len(teams)), layout.OVERTIME)
    places = {team.key: place for place, team in enumerate(teams)}
    for lever in _by_start(Overtime, levers):
        if lever.team in places:
            days = _span(calendar, lever.start, lever.end)
            rows[days, places[lever.team]] = (lever.hours, lever.level, _TRIGGERS[lever.trigger])
    return rows


def triage_rows(
    teams: tuple[Team, ...], first_outcome: tuple[int, ...], levers: Sequence[object], calendar: Calendar
) -> NDArray[Any]:
    """[D, B] the share of each band's new cases that is screened out, and the outcome they end with."""
    bands = [(place, team, band.key) for place, team in enumerate(teams) for band in team.bands]
    rows = np.zeros((calendar.days, len(bands)), layout.TRIAGE)
    for lever in _by_start(Triage, levers):
        for column, (place, team, band) in enumerate(bands):
            if lever.team == team.key and lever.band in (None, band):
                number = [outcome.key for outcome in team.outcomes].index(lever.outcome)
                rows[calendar.from_day(lever.start), column] = (lever.share, first_outcome[place] + number)
    return rows


def outsourcing_rows(
    plan: Plan, levers: Sequence[object], calendar: Calendar, place_of: Callable[[Duration], int]
) -> NDArray[Any]:
    """[D, resources] the share of what asks for each resource that goes out, and how long it is then away."""
    rows = np.zeros((calendar.days, len(plan.resources)), layout.OUTSOURCING)
    places = {resource.key: place for place, resource in enumerate(plan.resources)}
    for lever in _by_start(Outsourcing, levers):
        mean = Assumption(lever.days, "days")
        away = Duration(Shape.CONSTANT, (mean,), unit="days")
        if lever.cv > 0:
            away = Duration(Shape.GAMMA, (mean, Assumption(lever.cv, "ratio")), unit="days")
        days = _span(calendar, lever.start, lever.end)
        rows[days, places[lever.resource]] = (lever.share, place_of(away))
    return rows


def reactive_shares(
    teams: tuple[Team, ...], widest: int, levers: Sequence[object], calendar: Calendar
) -> NDArray[np.float64]:
    """[D, S, K] the share of a band's cases whose turn at a recurring stage passes without a visit."""
    stages = [(team, stage) for team in teams for stage in team.stages]
    rows = np.zeros((calendar.days, len(stages), widest))
    for row, (team, stage) in enumerate(stages):
        if stage.recurrence is None:
            continue
        for number, band in enumerate(team.bands):
            usual = figure_for(stage.recurrence.reactive, band.key)
            rows[:, row, number] = usual.value if usual else 0.0
            for lever in _by_start(ReactiveShare, levers):
                if lever.team == team.key and lever.band in (None, band.key):
                    rows[calendar.from_day(lever.start), row, number] = lever.share
    return rows
