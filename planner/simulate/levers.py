"""What the levers of a scenario change, as arrays whose first axis is the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from planner.model.assumption import Assumption, BandFigure, figure_for
from planner.model.calendar import DAYS_A_MONTH
from planner.model.checks import InvalidPlan
from planner.model.duration import Duration, Shape
from planner.model.plan import Plan
from planner.model.scenario import (
    CaseloadLimit,
    DemandGrowth,
    EffortChange,
    ForecastDemand,
    Outsourcing,
    Overtime,
    OvertimeTrigger,
    ReactiveShare,
    ResourceServers,
    Triage,
    VisitInterval,
)
from planner.model.team import Recurrence, Stage, Team
from planner.simulate.kernel import layout, records

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.simulate.calendars import Calendar

Kind = TypeVar("Kind", CaseloadLimit, Outsourcing, Overtime, ReactiveShare, ResourceServers, Triage, VisitInterval)


class TeamDemand(NamedTuple):
    """New cases of a team that come otherwise than at its present level."""

    expected: NDArray[np.float64]
    """Paths of the expected new cases of a day, [paths, bands, days]."""
    dispersion: float = 1.0
    """Variance over mean of a count around what is expected; a team's own overdispersion goes before it."""


Demand = Mapping[str, TeamDemand]
"""By team key."""

_TRIGGERS = {
    OvertimeTrigger.ALWAYS: layout.ALWAYS,
    OvertimeTrigger.OVERDUE: layout.ON_OVERDUE,
    OvertimeTrigger.UNALLOCATED: layout.ON_UNALLOCATED,
    OvertimeTrigger.CASELOAD: layout.ON_CASELOAD,
}


def _by_start(kind: type[Kind], levers: Sequence[object]) -> list[Kind]:
    """The levers of one kind; the one that starts last comes last, and so has the last word."""
    return sorted((lever for lever in levers if isinstance(lever, kind)), key=lambda lever: lever.start)


def stages_of(teams: Sequence[Team]) -> list[tuple[Team, Stage]]:
    """The stages of some teams, in the order of the engine's rows."""
    return [(team, stage) for team in teams for stage in team.stages]


def overtime_rows(teams: tuple[Team, ...], levers: Sequence[object], calendar: Calendar) -> NDArray[Any]:
    """[D, T] the overtime that is on offer each day, and what sets it off."""
    rows = np.zeros((calendar.days, len(teams)), records.OVERTIME)
    places = {team.key: place for place, team in enumerate(teams)}
    for lever in _by_start(Overtime, levers):
        if lever.team in places:
            days = calendar.between(lever.start, lever.end)
            rows[days, places[lever.team]] = (lever.hours, lever.level, _TRIGGERS[lever.trigger])
    return rows


def triage_rows(
    teams: tuple[Team, ...], first_outcome: tuple[int, ...], levers: Sequence[object], calendar: Calendar
) -> NDArray[Any]:
    """[D, B] the share of each band's new cases that is screened out, and the outcome they end with."""
    bands = [(place, team, band.key) for place, team in enumerate(teams) for band in team.bands]
    rows = np.zeros((calendar.days, len(bands)), records.TRIAGE)
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
    rows = np.zeros((calendar.days, len(plan.resources)), records.OUTSOURCING)
    places = {resource.key: place for place, resource in enumerate(plan.resources)}
    for lever in _by_start(Outsourcing, levers):
        mean = Assumption(lever.days, "days")
        away = Duration(Shape.CONSTANT, (mean,), unit="days")
        if lever.cv > 0:
            away = Duration(Shape.GAMMA, (mean, Assumption(lever.cv, "ratio")), unit="days")
        days = calendar.between(lever.start, lever.end)
        rows[days, places[lever.resource]] = (lever.share, place_of(away))
    return rows


def reactive_shares(
    teams: tuple[Team, ...], widest: int, levers: Sequence[object], calendar: Calendar
) -> NDArray[np.float64]:
    """[D, S, K] the share of a band's cases whose turn at a recurring stage passes without a visit."""
    rows = np.zeros((calendar.days, len(stages_of(teams)), widest))
    changes = [(lever, lever.share) for lever in _by_start(ReactiveShare, levers)]
    return _of_recurring(rows, teams, changes, calendar, lambda recurrence: recurrence.reactive, 0.0)


def intervals(
    teams: tuple[Team, ...], widest: int, levers: Sequence[object], calendar: Calendar
) -> NDArray[np.float64]:
    """[D, S, K] days between a recurring stage's turns."""
    rows = np.ones((calendar.days, len(stages_of(teams)), widest))
    changes = [(lever, lever.days) for lever in _by_start(VisitInterval, levers)]
    return _of_recurring(rows, teams, changes, calendar, lambda recurrence: recurrence.interval, np.inf)


def _of_recurring(
    rows: NDArray[np.float64],
    teams: tuple[Team, ...],
    changes: Sequence[tuple[VisitInterval | ReactiveShare, float]],
    calendar: Calendar,
    figures: Callable[[Recurrence], tuple[BandFigure, ...]],
    otherwise: float,
) -> NDArray[np.float64]:
    """Put a figure of each band (`otherwise` where it has none) at recurring stages into `rows`, [D, S, K], and then
    what levers make of it from their dates on."""
    for row, (team, stage) in enumerate(stages_of(teams)):
        if stage.recurrence is None:
            continue
        for number, band in enumerate(team.bands):
            usual = figure_for(figures(stage.recurrence), band.key)
            rows[:, row, number] = usual.value if usual else otherwise
            for lever, value in changes:
                if lever.team == team.key and lever.band in (None, band.key):
                    rows[calendar.from_day(lever.start), row, number] = value
    return rows


def effort_factors(teams: tuple[Team, ...], levers: Sequence[object], calendar: Calendar) -> NDArray[np.float64]:
    """[D, S] what the effort of a stage is multiplied by."""
    rows = np.ones((calendar.days, len(stages_of(teams))))
    for row, (team, stage) in enumerate(stages_of(teams)):
        for lever in levers:
            if isinstance(lever, EffortChange) and lever.team == team.key and lever.stage in (None, stage.key):
                rows[calendar.from_day(lever.start), row] *= 1 + lever.percent / 100
    return rows


def limits(teams: tuple[Team, ...], levers: Sequence[object], calendar: Calendar) -> NDArray[np.float64]:
    """[D, T] caseload limit of a full-time officer."""
    rows = np.tile([team.caseload_limit.value for team in teams], (calendar.days, 1))
    for column, team in enumerate(teams):
        for lever in _by_start(CaseloadLimit, levers):
            if lever.team == team.key:
                rows[calendar.from_day(lever.start), column] = lever.cases
    return rows


def servers(plan: Plan, levers: Sequence[object], calendar: Calendar) -> NDArray[np.int64]:
    """[D, resources] servers."""
    rows = np.zeros((calendar.days, len(plan.resources)), np.int64)
    for column, resource in enumerate(plan.resources):
        rows[:, column] = int(resource.servers.value)
        for lever in _by_start(ResourceServers, levers):
            if lever.resource == resource.key:
                rows[calendar.from_day(lever.start), column] = lever.servers
    return rows


def arrivals(
    teams: tuple[Team, ...], levers: Sequence[object], calendar: Calendar, demand: Demand
) -> NDArray[np.float64]:
    """[paths, D, B] expected new cases of a day: a team's demand paths, or its present level by weekday; times every
    growth lever."""
    number = max((one.expected.shape[0] for one in demand.values()), default=1)
    rows = []
    for team in teams:
        base = _present_level(team, calendar)[np.newaxis]
        if team.key in demand:
            base = demand[team.key].expected
            _refuse_misfit(team, base, (number, len(team.bands), calendar.days))
        rows.append(np.broadcast_to(base * _growth(team, levers, calendar), (number, *base.shape[1:])))
    return np.ascontiguousarray(np.concatenate(rows, axis=1).swapaxes(1, 2))


def refuse_missing_paths(teams: Sequence[Team], levers: Sequence[object], demand: Demand) -> None:
    """Raise InvalidPlan when a team's demand is to follow its forecast and no paths of it are there."""
    keys = {team.key for team in teams}
    for number, lever in enumerate(levers, start=1):
        if isinstance(lever, ForecastDemand) and lever.team in keys - demand.keys():
            rule = "new cases as forecast need the paths of the team's forecast, which this run was not given"
            raise InvalidPlan(f"levers[{number}].team", lever.team, rule)


def dispersion(team: Team, demand: Demand) -> float:
    """Variance over mean of a day's new cases around their expected number."""
    if team.overdispersion is not None:
        return team.overdispersion.value
    return demand[team.key].dispersion if team.key in demand else 1.0


def _refuse_misfit(team: Team, paths: NDArray[np.float64], shape: tuple[int, ...]) -> None:
    place = f"demand[{team.key}]"
    if paths.shape != shape:
        raise InvalidPlan(place, paths.shape, f"the paths of every team are {shape}: paths, bands, days")
    if not (np.isfinite(paths).all() and (paths >= 0).all()):
        raise InvalidPlan(place, "a number below zero or none", "expected new cases are zero or more")


def _present_level(team: Team, calendar: Calendar) -> NDArray[np.float64]:
    """[bands, days] expected new cases of a day at the team's present level."""
    daily = team.referrals_per_month.value / DAYS_A_MONTH
    week = 7 * np.array(team.weekday_referrals)[calendar.weekdays()]
    return np.array([daily * week * band.share.value for band in team.bands])


def _growth(team: Team, levers: Sequence[object], calendar: Calendar) -> NDArray[np.float64]:
    """[bands, days] what the growth levers multiply new cases by."""
    day = np.arange(calendar.days)
    rows = np.ones((len(team.bands), calendar.days))
    for row, band in zip(rows, team.bands, strict=True):
        for lever in levers:
            if isinstance(lever, DemandGrowth) and lever.team == team.key and lever.band in (None, band.key):
                since = day - calendar.index(lever.start)
                risen = (since >= 0) * 1.0 if lever.over_days == 0 else np.clip(since / lever.over_days, 0, 1)
                row *= 1 + lever.percent / 100 * risen
    return rows
