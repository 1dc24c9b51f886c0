"""A plan under a scenario as the arrays that the compiled engine runs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.model.assumption import figure_for
from planner.model.calendar import DAYS_A_MONTH
from planner.model.duration import Duration, Shape
from planner.model.plan import Plan
from planner.model.scenario import (
    CaseloadLimit,
    DemandGrowth,
    EffortChange,
    ResourceServers,
    Scenario,
    VisitInterval,
)
from planner.model.team import DueFrom, Performer, Stage, Team
from planner.simulate.book import Book, book_of
from planner.simulate.calendars import Calendar, Roster, salt, team_roster
from planner.simulate.durations import table_of
from planner.simulate.kept import kept
from planner.simulate.kernel import layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PERFORMERS = {
    Performer.OWNER: layout.BY_OWNER,
    Performer.ANY_OFFICER: layout.BY_ANY,
    Performer.SUPERVISOR: layout.BY_SUPERVISOR,
}
_CLOCKS = {
    DueFrom.OPENED: layout.FROM_OPENED,
    DueFrom.READY: layout.FROM_READY,
    DueFrom.LAST_DONE: layout.FROM_LAST_DONE,
}


@dataclass(frozen=True, slots=True)
class Built:
    """The engine's network, and where each team's rows are in it."""

    network: layout.Network
    teams: tuple[Team, ...]
    rosters: tuple[Roster, ...]
    first_band: tuple[int, ...]
    first_stage: tuple[int, ...]
    first_outcome: tuple[int, ...]


class _Durations:
    """Collects the distributions of a plan, each once."""

    def __init__(self) -> None:
        self._places: dict[Duration, int] = {}

    def place(self, duration: Duration | None) -> int:
        if duration is None:
            return -1
        return self._places.setdefault(duration, len(self._places))

    def arrays(self) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
        kinds = np.zeros(len(self._places), np.int64)
        means = np.zeros(len(self._places))
        tables = np.zeros((len(self._places), 3 * (layout.CELLS + 1)))
        for duration, place in self._places.items():
            means[place] = duration.mean
            if duration.shape is Shape.CONSTANT:
                kinds[place] = layout.CONSTANT
            elif duration.shape is Shape.EXPONENTIAL:
                kinds[place] = layout.EXPONENTIAL
            else:
                kinds[place] = layout.TABLE
                tables[place] = table_of(duration)
        return kinds, means, tables


@dataclass(frozen=True, slots=True)
class _Standing:
    """What levers do not touch."""

    teams: tuple[Team, ...]
    books: tuple[Book, ...]
    widest: int
    first_band: tuple[int, ...]
    first_stage: tuple[int, ...]
    first_outcome: tuple[int, ...]
    arrays: dict[str, NDArray[Any]]


@kept(4)
def _standing(plan: Plan, teams: frozenset[str], days: int) -> _Standing:
    """All of the network of the named teams that no scenario changes."""
    chosen = tuple(team for team in plan.teams if team.key in teams)
    first_band = _offsets([len(team.bands) for team in chosen])
    first_stage = _offsets([len(team.stages) for team in chosen])
    first_outcome = _offsets([len(team.outcomes) for team in chosen])
    widest = max(len(team.bands) for team in chosen)
    durations = _Durations()
    arrays = {
        "bands": _band_rows(chosen),
        "stages": _stage_rows(plan, chosen, first_stage, durations),
        "outcomes": _outcome_rows(chosen, durations),
        "due_days": _due(chosen, widest),
        "rebanding": _rebanding(chosen, widest),
        "shares": np.concatenate([np.cumsum([band.share.value for band in team.bands]) for team in chosen]),
        "months": Calendar(plan.start, days).months(),
    }
    routes = _routes(chosen, first_stage, first_outcome, widest)
    arrays["route_from"], arrays["route_to"], arrays["route_upto"] = routes
    arrays["kinds"], arrays["means"], arrays["tables"] = durations.arrays()
    for array in arrays.values():
        array.flags.writeable = False
    books = tuple(book_of(plan, team) for team in chosen)
    return _Standing(chosen, books, widest, first_band, first_stage, first_outcome, arrays)


def build(plan: Plan, scenario: Scenario | None, teams: Sequence[str], days: int) -> Built:
    """The network of the named teams (in plan order) over `days` days; levers and feeds of other teams are left out."""
    standing = _standing(plan, frozenset(teams), days)
    chosen = standing.teams
    calendar = Calendar(plan.start, days)
    rosters = tuple(team_roster(plan, scenario, team, calendar) for team in chosen)
    levers = scenario.levers if scenario else ()
    network = layout.Network(
        fixed_teams=_team_rows(chosen, rosters, standing.first_band, standing.first_stage),
        opening=_opening_rows(standing, rosters),
        intervals=_day_by_day(_intervals(chosen, standing.widest, levers, calendar)),
        effort_factors=_day_by_day(_effort_factors(chosen, levers, calendar)),
        person_days=_person_days(rosters),
        hazards=np.array(
            [-np.log1p(-min(team.leaver_rate.value, 0.999999)) / 365.25
             for team, roster in zip(chosen, rosters, strict=True) for _ in roster.people]
        ),
        limits=_day_by_day(_limits(chosen, levers, calendar)),
        servers=_day_by_day(_servers(plan, levers, calendar)),
        arrivals=_day_by_day(_arrivals(chosen, levers, calendar))[np.newaxis],
        people=np.array(
            [(place, int(number >= roster.owners)) for place, roster in enumerate(rosters)
             for number in range(len(roster.people))], np.int64
        ).reshape(-1, 2),
        people_salts=np.array(
            [salt(person.team, person.key) for roster in rosters for person in roster.people], np.uint64
        ),
        **standing.arrays,
    )  # fmt: skip
    return Built(network, chosen, rosters, standing.first_band, standing.first_stage, standing.first_outcome)


def _day_by_day(rows: NDArray[Any]) -> NDArray[Any]:
    """The array with its last axis, the days, first: the engine reads one day at a time."""
    return np.ascontiguousarray(np.moveaxis(rows, -1, 0))


def _opening_rows(standing: _Standing, rosters: tuple[Roster, ...]) -> NDArray[Any]:
    rows = []
    people = 0
    for place, (book, roster) in enumerate(zip(standing.books, rosters, strict=True)):
        places = {person.key: people + number for number, person in enumerate(roster.people)}
        rows.append(book.placed(standing.first_band[place], standing.first_stage[place], places))
        people += len(roster.people)
    return np.concatenate(rows)


def _person_days(rosters: tuple[Roster, ...]) -> NDArray[Any]:
    """[days, people] from the rosters' [people, days]."""
    columns = {"rate": "rates", "weight": "weights", "presence": "presence"}
    parts = {name: np.concatenate([getattr(roster, column) for roster in rosters]) for name, column in columns.items()}
    found = np.zeros(parts["rate"].T.shape, layout.PERSON_DAY)
    for name, part in parts.items():
        found[name] = part.T
    return found


def _offsets(sizes: list[int]) -> tuple[int, ...]:
    return tuple(int(place) for place in np.concatenate([[0], np.cumsum(sizes)]))


def _team_rows(
    teams: tuple[Team, ...], rosters: tuple[Roster, ...], first_band: tuple[int, ...], first_stage: tuple[int, ...]
) -> NDArray[Any]:
    rows = np.zeros(len(teams), layout.TEAM)
    people = 0
    for place, (team, roster) in enumerate(zip(teams, rosters, strict=True)):
        row = rows[place]
        row["first_officer"] = people
        row["past_officer"] = row["first_supervisor"] = people + roster.owners
        people += len(roster.people)
        row["past_supervisor"] = people
        row["first_band"], row["past_band"] = first_band[place], first_band[place + 1]
        row["entry"] = first_stage[place]
        row["dispersion"] = team.overdispersion.value if team.overdispersion else 1.0
        row["handover"] = team.handover_hours.value
        row["refill"] = team.refill_days.value if team.refill_days else np.inf
        row["ramp_start"] = team.ramp.start_share.value
        row["ramp_days"] = team.ramp.days.value
    return rows


def _band_rows(teams: tuple[Team, ...]) -> NDArray[Any]:
    return np.array(
        [
            (place, number, band.priority, int(band.immediate), salt(team.key, band.key))
            for place, team in enumerate(teams)
            for number, band in enumerate(team.bands)
        ],
        layout.BAND,
    )


def _stage_rows(
    plan: Plan, teams: tuple[Team, ...], first_stage: tuple[int, ...], durations: _Durations
) -> NDArray[Any]:
    resources = {resource.key: place for place, resource in enumerate(plan.resources)}
    rows = np.zeros(first_stage[-1], layout.STAGE)
    for place, team in enumerate(teams):
        for number, stage in enumerate(team.stages):
            row = rows[first_stage[place] + number]
            row["team"] = place
            row["performer"] = _PERFORMERS[stage.performer]
            row["crew"] = stage.crew
            row["priority"] = stage.priority
            row["due_from"] = _CLOCKS[team.clocked_stage(stage).due_from]
            row["effort"] = durations.place(stage.effort)
            row["delay"] = durations.place(stage.delay)
            row["resource"] = resources[stage.resource] if stage.resource else -1
            row["recurs"] = stage.recurrence is not None
            row["first_action"] = stage.first_action
            row["lead"] = stage.recurrence.lead_days.value if stage.recurrence else 0.0
    return rows


def _outcome_rows(teams: tuple[Team, ...], durations: _Durations) -> NDArray[Any]:
    keys = [team.key for team in teams]
    rows = []
    for place, team in enumerate(teams):
        for outcome in team.outcomes:
            feed = outcome.feed if outcome.feed and outcome.feed.team in keys else None
            mark = salt(team.key, outcome.key, "feed")
            if feed is None:
                rows.append((place, -1, -1, 0.0, mark))
            else:
                rows.append((place, keys.index(feed.team), durations.place(feed.lag), feed.probability.value, mark))
    return np.array(rows, layout.OUTCOME)


def _routes(
    teams: tuple[Team, ...], first_stage: tuple[int, ...], first_outcome: tuple[int, ...], widest: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    start = np.zeros((first_stage[-1], widest), np.int64)
    targets: list[int] = []
    upto: list[float] = []
    for place, team in enumerate(teams):
        places = {stage.key: first_stage[place] + number for number, stage in enumerate(team.stages)}
        places |= {outcome.key: -1 - first_outcome[place] - number for number, outcome in enumerate(team.outcomes)}
        for stage in team.stages:
            for number, band in enumerate(team.bands):
                start[places[stage.key], number] = len(targets)
                routes = stage.routes_for(band.key)
                targets += [places[route.to] for route in routes]
                reached = np.cumsum([route.probability.value for route in routes])
                reached[-1] = 2.0  # above any draw, whatever the rounding of the sum
                upto += reached.tolist()
    return start, np.array(targets, np.int64), np.array(upto)


def _per_stage(teams: tuple[Team, ...]) -> list[tuple[int, Team, Stage]]:
    return [(place, team, stage) for place, team in enumerate(teams) for stage in team.stages]


def _due(teams: tuple[Team, ...], widest: int) -> NDArray[np.float64]:
    rows = np.full((len(_per_stage(teams)), widest), np.inf)
    for row, (_, team, stage) in zip(rows, _per_stage(teams), strict=True):
        for number, band in enumerate(team.bands):
            within = figure_for(team.clocked_stage(stage).due, band.key)
            if within is not None:
                row[number] = within.value
    return rows


def _intervals(
    teams: tuple[Team, ...], widest: int, levers: Sequence[object], calendar: Calendar
) -> NDArray[np.float64]:
    rows = np.ones((len(_per_stage(teams)), widest, calendar.days))
    changes = sorted((lever for lever in levers if isinstance(lever, VisitInterval)), key=lambda lever: lever.start)
    for row, (_, team, stage) in zip(rows, _per_stage(teams), strict=True):
        if stage.recurrence is None:
            continue
        for number, band in enumerate(team.bands):
            interval = figure_for(stage.recurrence.interval, band.key)
            row[number] = interval.value if interval else np.inf
            for lever in changes:
                if lever.team == team.key and lever.band in (None, band.key):
                    row[number, calendar.from_day(lever.start)] = lever.days
    return rows


def _rebanding(teams: tuple[Team, ...], widest: int) -> NDArray[np.float64]:
    rows = np.ones((len(_per_stage(teams)), widest, widest))
    for row, (_, team, stage) in zip(rows, _per_stage(teams), strict=True):
        keys = [band.key for band in team.bands]
        chances = np.eye(widest)
        for change in stage.recurrence.rebanding if stage.recurrence else ():
            before, after = keys.index(change.before), keys.index(change.after)
            chances[before, after] += change.probability.value
            chances[before, before] -= change.probability.value
        row[:] = np.cumsum(chances, axis=1)
    return rows


def _effort_factors(teams: tuple[Team, ...], levers: Sequence[object], calendar: Calendar) -> NDArray[np.float64]:
    rows = np.ones((len(_per_stage(teams)), calendar.days))
    for row, (_, team, stage) in zip(rows, _per_stage(teams), strict=True):
        for lever in levers:
            if isinstance(lever, EffortChange) and lever.team == team.key and lever.stage in (None, stage.key):
                row[calendar.from_day(lever.start)] *= 1 + lever.percent / 100
    return rows


def _limits(teams: tuple[Team, ...], levers: Sequence[object], calendar: Calendar) -> NDArray[np.float64]:
    rows = np.array([np.full(calendar.days, team.caseload_limit.value) for team in teams])
    changes = sorted((lever for lever in levers if isinstance(lever, CaseloadLimit)), key=lambda lever: lever.start)
    for row, team in zip(rows, teams, strict=True):
        for lever in changes:
            if lever.team == team.key:
                row[calendar.from_day(lever.start)] = lever.cases
    return rows


def _servers(plan: Plan, levers: Sequence[object], calendar: Calendar) -> NDArray[np.int64]:
    rows = np.zeros((len(plan.resources), calendar.days), np.int64)
    changes = sorted((lever for lever in levers if isinstance(lever, ResourceServers)), key=lambda lever: lever.start)
    for row, resource in zip(rows, plan.resources, strict=True):
        row[:] = int(resource.servers.value)
        for lever in changes:
            if lever.resource == resource.key:
                row[calendar.from_day(lever.start)] = lever.servers
    return rows


def _arrivals(teams: tuple[Team, ...], levers: Sequence[object], calendar: Calendar) -> NDArray[np.float64]:
    """[bands, days] expected new cases of a day: the present level by weekday, times every growth lever."""
    rows = []
    day = np.arange(calendar.days)
    for team in teams:
        daily = team.referrals_per_month.value / DAYS_A_MONTH
        week = 7 * np.array(team.weekday_referrals)[calendar.weekdays()]
        for band in team.bands:
            row = daily * week * band.share.value
            for lever in levers:
                if isinstance(lever, DemandGrowth) and lever.team == team.key and lever.band in (None, band.key):
                    since = day - calendar.index(lever.start)
                    risen = (since >= 0) * 1.0 if lever.over_days == 0 else np.clip(since / lever.over_days, 0, 1)
                    row = row * (1 + lever.percent / 100 * risen)
            rows.append(row)
    return np.array(rows)
