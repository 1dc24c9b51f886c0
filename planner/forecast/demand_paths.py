"""What the simulation takes: a team's expected new cases, by path, band and day, from its history and a growth case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

import numpy as np

from planner.forecast.bands import TeamForecast, forecast_bands
from planner.forecast.daily import LEVEL_WEEK, daily_expected
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


@dataclass(frozen=True, slots=True, eq=False)
class TeamCounts:
    """A team's counts up to the period in which a run starts, its bands laid side by side; NaN where unknown."""

    period: Period
    begin: date
    """The first day of the first period."""
    bands: Mapping[str, Floats]

    @property
    def length(self) -> int:
        """Periods."""
        return len(next(iter(self.bands.values())))

    @property
    def past(self) -> date:
        """The first day that is not history: the first of the period in which the run starts."""
        return self.period.start(self.begin, self.length)

    @property
    def total(self) -> Floats:
        """Of all bands; unknown where any band is."""
        found: Floats = np.sum([*self.bands.values()], axis=0)
        return found

    def steps(self, events: Sequence[DemandEvent]) -> tuple[int, ...]:
        """The places from which dated events count."""
        return steps(events, self.begin, self.period, self.length)


@dataclass(frozen=True, slots=True, eq=False)
class DemandPaths:
    """A team's demand ahead. Path k is the same future in every array."""

    period: Period
    first: date
    """The first day of the period that the forecast starts with: the one in which the run starts."""
    forecast: TeamForecast
    """Before the growth case; its bands are in the team's order."""
    expected: Floats
    """Expected cases a period under the growth case, [paths, bands, periods]."""
    counts: Floats
    """Whole cases a period under the growth case, [paths, bands, periods]: for the charts."""

    def daily(self, start: date, days: int, weekdays: Sequence[float] = LEVEL_WEEK, paths: int | None = None) -> Floats:
        """Expected cases by day of a run, [the first `paths` paths (None: all), bands, days]; arguments as in
        `daily_expected`."""
        return daily_expected(self.expected[:paths], self.first, self.period, start, days, weekdays)


def team_counts(team: Team, histories: Sequence[DemandHistory], start: date) -> TeamCounts:
    """The counts of whole periods before the one of `start`, at most the last 240.

    InvalidPlan when a band of the team has none.
    """
    own = {history.band: history for history in histories if history.team == team.key}
    require(bool(own), "histories", team.key, "this team has no counts of past cases: import or enter them")
    period = next(iter(own.values())).period
    first = period.holding(start)
    length = min(max(period.place(history.start, first) for history in own.values()), LONGEST)
    rule = f"this team's counts start after the run does: import earlier {period}s"
    require(length > 0, "histories", team.key, rule)
    begin = period.start(first, -length)
    aligned = {}
    for band in team.bands:
        row = np.full(length, np.nan)
        if band.key in own:
            history = own[band.key]
            for index, count in enumerate(history.counts):
                place = period.place(begin, history.begins(index))
                if count is not None and 0 <= place < length:
                    row[place] = count
        place_of_fault = f"histories[{team.key}/{band.key}]"
        rule = f"risk band {band.name} has no count before the run: import or enter them, or zeros"
        require(not np.isnan(row).all(), place_of_fault, None, rule)
        aligned[band.key] = row
    return TeamCounts(period, begin, aligned)


def periods_of_run(period: Period, start: date, days: int) -> int:
    """How many periods a run touches, the one in which it starts included."""
    require(1 <= days <= 3660, "days", days, "a run covers 1 to 3,660 days")
    return period.place(period.holding(start), start + timedelta(days=days - 1)) + 1


def forecast_team(
    team: str,
    counts: TeamCounts,
    periods: int = 12,
    paths: int = 1000,
    seed: int = 1,
    *,
    events: Sequence[DemandEvent] = (),
    trend: bool = True,
    progress: Progress = unheard,
) -> TeamForecast:
    """Forecast a team's counts. Teams have their own luck: the paths depend on the team's key and the seed."""
    mark = int.from_bytes(sha256(team.encode()).digest()[:8], "big")
    return forecast_bands(
        counts.bands,
        counts.period,
        periods,
        paths,
        seed << 64 | mark,
        steps=counts.steps(events),
        trend=trend,
        progress=progress,
    )


def under_case(forecast: TeamForecast, counts: TeamCounts, case: GrowthCase | None) -> DemandPaths:
    """A team's forecast under a growth case; one that replaces the trend takes a forecast made without."""
    expected, grown = forecast.expected, forecast.counts
    if case is not None:
        expected = grow(forecast.expected, case, counts.past, counts.period)
        grown = grow_counts(forecast.counts, forecast.expected, expected)
    return DemandPaths(counts.period, counts.past, forecast, expected, grown)


def demand_paths(
    team: Team,
    histories: Sequence[DemandHistory],
    start: date,
    periods: int = 12,
    paths: int = 1000,
    seed: int = 1,
    *,
    case: GrowthCase | None = None,
    events: Sequence[DemandEvent] = (),
    progress: Progress = unheard,
) -> DemandPaths:
    """Forecast a team from the period of `start` on; errors are those of `team_counts` and `forecast`."""
    counts = team_counts(team, histories, start)
    trend = case is None or not case.replaces_trend
    made = forecast_team(team.key, counts, periods, paths, seed, events=events, trend=trend, progress=progress)
    return under_case(made, counts, case)
