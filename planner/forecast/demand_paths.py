"""What the simulation takes: a team's expected new cases, by path, band and day, from its history and a growth case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from planner.forecast.bands import TeamForecast, forecast_bands
from planner.forecast.daily import daily_expected
from planner.forecast.events import steps
from planner.forecast.growth import grow, grow_counts
from planner.forecast.periods import LONGEST
from planner.forecast.scores import Floats
from planner.model.checks import require
from planner.model.demand import DemandEvent, DemandHistory
from planner.model.growth import GrowthCase
from planner.model.period import Period
from planner.model.progress import Progress, unheard
from planner.model.team import Team

MONTH = Period.MONTH


@dataclass(frozen=True, slots=True, eq=False)
class DemandPaths:
    """A team's demand ahead. Path k is the same future in every array."""

    first: date
    """The month that the forecast starts with: the one in which the run starts."""
    forecast: TeamForecast
    """Before the growth case; its bands are in the team's order."""
    expected: Floats
    """Expected cases a month under the growth case, [paths, bands, months]."""
    counts: Floats
    """Whole cases a month under the growth case, [paths, bands, months]: for the charts."""
    daily: Floats
    """Expected cases by day of the run, [paths, bands, days]."""


def demand_paths(
    team: Team,
    histories: Sequence[DemandHistory],
    start: date,
    days: int,
    paths: int = 1000,
    seed: int = 1,
    *,
    case: GrowthCase | None = None,
    events: Sequence[DemandEvent] = (),
    progress: Progress = unheard,
) -> DemandPaths:
    """Forecast the months of a run of `days` from `start` and spread them over its days by the team's referral week.

    Only months before the one of `start` count as history; months missing up to it are unknown. InvalidPlan when a band
    of the team has no such month.
    """
    require(1 <= days <= 3660, "days", days, "a run covers 1 to 3,660 days")
    first = start.replace(day=1)
    counts, begin = _aligned(team, histories, first)
    months = MONTH.place(first, start + timedelta(days=days - 1)) + 1
    made = forecast_bands(
        counts,
        MONTH,
        months,
        paths,
        seed,
        steps=steps(events, begin, MONTH, MONTH.place(begin, first)),
        trend=case is None or not case.replaces_trend,
        progress=progress,
    )
    expected = made.expected if case is None else grow(made.expected, case, first, MONTH)
    grown = grow_counts(made.counts, made.expected, expected)
    daily = daily_expected(expected, first, MONTH, start, days, team.weekday_referrals)
    return DemandPaths(first, made, expected, grown, daily)


def _aligned(team: Team, histories: Sequence[DemandHistory], first: date) -> tuple[dict[str, Floats], date]:
    """Each band's counts over the same months before `first`, NaN where unknown; and the first of those months."""
    own = {history.band: history for history in histories if history.team == team.key}
    require(bool(own), "histories", team.key, "this team has no counts of past cases: import or enter them")
    length = min(max(MONTH.place(history.start, first) for history in own.values()), LONGEST)
    require(length > 0, "histories", team.key, "this team's counts start after the run does: import earlier months")
    begin = MONTH.start(first, -length)
    aligned = {}
    for band in team.bands:
        row = np.full(length, np.nan)
        if band.key in own:
            history = own[band.key]
            for index, count in enumerate(history.counts):
                place = MONTH.place(begin, history.begins(index))
                if count is not None and 0 <= place < length:
                    row[place] = count
        place_of_fault = f"histories[{team.key}/{band.key}]"
        rule = "this band has no count before the run: enter them, or zeros"
        require(not np.isnan(row).all(), place_of_fault, None, rule)
        aligned[band.key] = row
    return aligned, begin
