"""The forecast joined to the plan: what came in, what may come, and the paths that a run follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model.checks import InvalidPlan, require
from planner.model.progress import Progress, unheard
from planner.model.scenario import ForecastDemand

if TYPE_CHECKING:
    from collections.abc import Hashable

    from planner.forecast.backtest import BackTest
    from planner.forecast.bands import TeamForecast
    from planner.forecast.control_chart import ControlChart
    from planner.forecast.demand_paths import DemandPaths, TeamCounts
    from planner.forecast.level_changes import LevelChange
    from planner.model.demand import DemandEvent
    from planner.model.growth import GrowthCase
    from planner.model.plan import Plan
    from planner.model.scenario import Scenario
    from planner.simulate.levers import TeamDemand

PATHS = 1000
"""Futures of a team's demand; the replications of a run take them in turn."""
AHEAD = {"month": (62, 122), "week": (262, 530)}
"""Periods that are forecast at once: every run of up to five years has the same demand on the same day, however long it
is, and so has the chart; so have those of up to ten."""
MOST_KEPT = 8
"""Forecasts that are remembered; 5 to 40 MB each."""
_DIGITS = 6
"""Of expected cases a day: what linear algebra makes of the later ones differs between machines."""


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """A team's history up to a plan's start, and whether it changed."""

    counts: TeamCounts
    chart: ControlChart
    """Each level that is believed has a phase of its own."""
    changes: tuple[LevelChange, ...]
    words: str
    """The latest change of the level, or what the control chart says."""


def past(plan: Plan, team: str, band: str | None = None) -> Past:
    """The history of a team (or of one band of it) as the forecast sees it: whole periods before the plan's start.

    KeyError when there is no such team or band, InvalidPlan when it has no counts (the chart needs two).
    """
    from planner.forecast.control_chart import phased_chart
    from planner.forecast.level_changes import in_words, level_changes

    counts = counts_of(plan, team)
    series = counts.total if band is None else counts.bands[band]
    changes = level_changes(series, counts.period.per_year)
    chart = phased_chart(series, [change.place for change in changes])
    return Past(counts, chart, changes, in_words(chart, changes, counts.begin, counts.period))


def counts_of(plan: Plan, team: str) -> TeamCounts:
    """The counts of a team that a forecast from the plan's start may know. KeyError when there is no such team,
    InvalidPlan when one of its bands has none."""
    from planner.forecast.demand_paths import team_counts

    return team_counts(plan.team(team), plan.histories, plan.start)


def growth_cases(plan: Plan, team: str) -> tuple[GrowthCase, ...]:
    """The team's growth cases, in the plan's order."""
    return tuple(case for case in plan.growth_cases if case.team == team)


def with_history(plan: Plan) -> tuple[str, ...]:
    """Keys of the teams that can be forecast: each band has a count before the plan's start."""

    def counted(team: str) -> bool:
        try:
            counts_of(plan, team)
        except InvalidPlan:
            return False
        return True

    return tuple(team.key for team in plan.teams if counted(team.key))


def forecast_plan(
    plan: Plan,
    teams: Sequence[str] | None = None,
    *,
    months: int = 12,
    cases: Mapping[str, str | None] | None = None,
    paths: int = PATHS,
    seed: int = 1,
    progress: Progress = unheard,
) -> dict[str, DemandPaths]:
    """Forecast some teams (None: all that can be) from the plan's start on; `cases` names a growth case by team.

    `progress` counts series (a team's bands and their sum) and may raise Cancelled. What was forecast lately is not
    forecast again. KeyError for a team or case that is not there; InvalidPlan for one that cannot be forecast.
    """
    chosen = {team: (cases or {}).get(team) for team in (with_history(plan) if teams is None else teams)}
    asked = [_Asked.of(plan, team, case, paths, seed, _months(plan, team, months)) for team, case in chosen.items()]
    made = _make(asked, progress)
    return {one.team: one.under_case(found) for one, found in zip(asked, made, strict=True)}


def forecast_cases(
    plan: Plan,
    team: str,
    *,
    months: int = 12,
    paths: int = PATHS,
    seed: int = 1,
    progress: Progress = unheard,
) -> dict[str | None, DemandPaths]:
    """One team's forecast under each of its growth cases, and under None: the history's own trend. Path k is the same
    luck in all that keep that trend, and in all that replace it. Errors are those of `forecast_plan`."""
    periods = _months(plan, team, months)
    keys = [None, *(case.key for case in growth_cases(plan, team))]
    asked = [_Asked.of(plan, team, key, paths, seed, periods) for key in keys]
    made = _make(asked, progress)
    return {key: one.under_case(found) for key, one, found in zip(keys, asked, made, strict=True)}


def back_test(
    plan: Plan,
    team: str,
    band: str | None = None,
    *,
    origins: int = 24,
    paths: int = PATHS,
    seed: int = 1,
    progress: Progress = unheard,
) -> BackTest:
    """How the forecast of a team (or of one band) would have done, a year ahead from each of the last periods.

    KeyError when there is no such team or band, InvalidPlan when its history is too short.
    """
    from planner.forecast.backtest import backtest

    counts = counts_of(plan, team)
    series = counts.total if band is None else counts.bands[band]
    steps = counts.steps(_events(plan, team))
    period = counts.period
    return backtest(series, period, period.per_year, origins, paths, seed, steps=steps, progress=progress)


def demand_of_run(
    plan: Plan, scenario: Scenario | None, days: int, replications: int, seed: int, progress: Progress = unheard
) -> dict[str, TeamDemand]:
    """The paths of each team that the scenario has follow its forecast, as many as the replications can take.

    Replication r takes path r, and from 1,000 on the paths again from the first. InvalidPlan, with the lever's place,
    for a team that cannot be forecast.
    """
    levers = [
        (number, lever)
        for number, lever in enumerate(scenario.levers if scenario else (), start=1)
        if isinstance(lever, ForecastDemand)
    ]
    if not levers:
        return {}
    from planner.simulate.levers import TeamDemand

    require(replications >= 1, "replications", replications, "a run has 1 to 100,000 futures")
    asked = []
    for number, lever in levers:
        try:
            asked.append(_asked_by_lever(plan, lever, days, seed))
        except InvalidPlan as error:
            raise error.inside(f"levers[{number}]") from None
    found = {}
    for one, forecast in zip(asked, _make(asked, progress), strict=True):
        ahead = one.under_case(forecast)
        weekdays = plan.team(one.team).weekday_referrals
        expected = ahead.daily(plan.start, days, weekdays, replications)
        found[one.team] = TeamDemand(expected.round(_DIGITS), round(forecast.team.dispersion, _DIGITS))
    return found


def _asked_by_lever(plan: Plan, lever: ForecastDemand, days: int, seed: int) -> _Asked:
    from planner.forecast.demand_paths import periods_of_run

    keys = {case.key for case in growth_cases(plan, lever.team)}
    rule = f"team {lever.team} has no such growth case"
    require(lever.case is None or lever.case in keys, "case", lever.case, rule)
    periods = periods_of_run(counts_of(plan, lever.team).period, plan.start, days)
    return _Asked.of(plan, lever.team, lever.case, PATHS, seed, periods)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A forecast that somebody wants, and how much of it."""

    team: str
    counts: TeamCounts
    events: tuple[DemandEvent, ...]
    case: GrowthCase | None
    paths: int
    seed: int
    periods: int
    ahead: int
    """Periods that are forecast; the first `periods` are wanted."""
    key: Hashable
    """Equal where the forecast is the same."""

    @classmethod
    def of(cls, plan: Plan, team: str, case: str | None, paths: int, seed: int, periods: int) -> _Asked:
        chosen = None if case is None else {known.key: known for known in growth_cases(plan, team)}[case]
        counts, events = counts_of(plan, team), _events(plan, team)
        trend = chosen is None or not chosen.replaces_trend
        series = tuple((band, row.tobytes()) for band, row in counts.bands.items())
        five_years, ten_years = AHEAD[counts.period]
        ahead = five_years if periods <= five_years else ten_years
        key = (team, counts.period, counts.steps(events), series, ahead, paths, seed, trend)
        return cls(team, counts, events, chosen, paths, seed, periods, ahead, key)

    @property
    def series(self) -> int:
        return len(self.counts.bands) + 1

    def make(self, progress: Progress) -> TeamForecast:
        from planner.forecast.demand_paths import forecast_team

        return forecast_team(
            self.team,
            self.counts,
            self.ahead,
            self.paths,
            self.seed,
            events=self.events,
            trend=self.case is None or not self.case.replaces_trend,
            progress=progress,
        )

    def under_case(self, made: TeamForecast) -> DemandPaths:
        from planner.forecast.demand_paths import under_case

        return under_case(made.upto(self.periods), self.counts, self.case)


_kept: dict[Hashable, TeamForecast] = {}
"""The last forecasts, found by value. Any thread may ask; at worst two make the same."""


def forget() -> None:
    """Let go of every forecast that is kept."""
    _kept.clear()


def _make(asked: Sequence[_Asked], progress: Progress) -> list[TeamForecast]:
    """What is asked for, in its order, kept or made; one after another, as two threads gain a fifth at most."""
    found = {one.key: _kept.get(one.key) for one in asked}
    missing = {one.key: one for one in asked if found[one.key] is None}
    before, total = 0, sum(one.series for one in missing.values())
    progress(0, total)
    for key, one in missing.items():
        found[key] = one.make(lambda done, _, before=before: progress(before + done, total))  # type: ignore[misc]
        before += one.series
    made = {key: forecast for key, forecast in found.items() if forecast is not None}
    for key, forecast in made.items():
        _kept.pop(key, None)
        _kept[key] = forecast
    for oldest in list(_kept)[:-MOST_KEPT]:
        _kept.pop(oldest, None)
    return [made[one.key] for one in asked]


def _events(plan: Plan, team: str) -> tuple[DemandEvent, ...]:
    return tuple(event for event in plan.events if event.team in (None, team))


def _months(plan: Plan, team: str, months: int) -> int:
    """So many months ahead as periods of the team's counts."""
    require(1 <= months <= 120, "months", months, "a forecast covers 1 to 120 months")
    per_year = counts_of(plan, team).period.per_year
    return -(-months * per_year // 12)
