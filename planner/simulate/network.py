"""A plan under a scenario as the arrays that the compiled engine runs on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.model.assumption import figure_for
from planner.model.calendar import DAYS_A_YEAR
from planner.model.duration import Duration, Shape
from planner.model.plan import Plan
from planner.model.results import period_ends
from planner.model.scenario import Scenario
from planner.model.team import Band, DueFrom, Performer, Team
from planner.simulate import levers as pulled
from planner.simulate.absences import pattern_rows
from planner.simulate.book import Book, book_of
from planner.simulate.calendars import Calendar, Roster, salt, team_roster
from planner.simulate.durations import table_of
from planner.simulate.kept import kept
from planner.simulate.kernel import layout, records
from planner.simulate.skills import Lanes, SkillBits, lanes

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
    """Collects distributions, each once; their places are counted from `first` on."""

    def __init__(self, first: int = 0) -> None:
        self._first = first
        self._places: dict[Duration, int] = {}

    def place(self, duration: Duration | None) -> int:
        if duration is None:
            return -1
        return self._first + self._places.setdefault(duration, len(self._places))

    def arrays(self) -> dict[str, NDArray[Any]]:
        kinds = np.zeros(len(self._places), np.int64)
        means = np.zeros(len(self._places))
        # In single precision all the tables of a plan stay in the processor's cache.
        tables = np.zeros((len(self._places), 3 * (layout.CELLS + 1)), np.float32)
        for duration, place in self._places.items():
            means[place] = duration.mean
            if duration.shape is Shape.CONSTANT:
                kinds[place] = layout.CONSTANT
            elif duration.shape is Shape.EXPONENTIAL:
                kinds[place] = layout.EXPONENTIAL
            else:
                kinds[place] = layout.TABLE
                tables[place] = table_of(duration)
        return {"kinds": kinds, "means": means, "tables": tables}


@dataclass(frozen=True, slots=True)
class _Standing:
    """What levers do not touch."""

    teams: tuple[Team, ...]
    books: tuple[Book, ...]
    bits: SkillBits
    queues: Lanes
    widest: int
    first_band: tuple[int, ...]
    first_stage: tuple[int, ...]
    first_outcome: tuple[int, ...]
    first_pattern: tuple[int, ...]
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
    bits = SkillBits(chosen)
    queues = lanes(chosen, bits)
    patterns, first_pattern = pattern_rows(chosen, durations.place)
    arrays = {
        "bands": _band_rows(chosen, queues),
        "stages": _stage_rows(plan, chosen, first_stage, durations, queues),
        "outcomes": _outcome_rows(chosen, durations),
        "lanes": queues.rows,
        "patterns": patterns,
        "due_days": _due(chosen, widest),
        "rebanding": _rebanding(chosen, widest),
        "shares": np.concatenate([np.cumsum([band.share.value for band in team.bands]) for team in chosen]),
        "months": Calendar(plan.start, days).months(),
    }
    arrays["route_from"], arrays["routes"] = _routes(chosen, first_stage, first_outcome, widest)
    arrays |= durations.arrays()
    for array in arrays.values():
        array.flags.writeable = False
    books = tuple(book_of(plan, team) for team in chosen)
    firsts = (first_band, first_stage, first_outcome, first_pattern)
    return _Standing(chosen, books, bits, queues, widest, *firsts, arrays)


def build(
    plan: Plan,
    scenario: Scenario | None,
    teams: Sequence[str],
    days: int,
    demand: pulled.Demand | None = None,
    marks: tuple[date, ...] = (),
) -> Built:
    """The network of the named teams (in plan order) over `days` days; levers and feeds of other teams are left out.

    `demand` holds paths by team; a team without has its present level. InvalidPlan when paths do not fit, or when a
    lever asks for some that are not there. `marks` are those of a result.
    """
    standing = _standing(plan, frozenset(teams), days)
    chosen = standing.teams
    calendar = Calendar(plan.start, days)
    rosters = tuple(team_roster(plan, scenario, team, calendar) for team in chosen)
    levers = scenario.levers if scenario else ()
    paths = demand or {}
    pulled.refuse_missing_paths(chosen, levers, paths)
    durations = _Durations(standing.arrays["kinds"].size)
    outsourcing = pulled.outsourcing_rows(plan, levers, calendar, durations.place)
    arrays = dict(standing.arrays)
    if marks:
        arrays["months"] = np.searchsorted(period_ends(plan.start, days, marks), np.arange(days))
    for name, more in durations.arrays().items():
        arrays[name] = np.concatenate([arrays[name], more]) if more.size else arrays[name]
    daily: dict[str, NDArray[Any]] = {
        "intervals": pulled.intervals(chosen, standing.widest, levers, calendar),
        "effort_factors": pulled.effort_factors(chosen, levers, calendar),
        "overtime": pulled.overtime_rows(chosen, levers, calendar),
        "triage": pulled.triage_rows(chosen, standing.first_outcome, levers, calendar),
        "outsourcing": outsourcing,
        "reactive": pulled.reactive_shares(chosen, standing.widest, levers, calendar),
        "limits": pulled.limits(chosen, levers, calendar),
        "servers": pulled.servers(plan, levers, calendar),
    }
    person_days, kinds_of_day = _person_days(rosters)
    network = layout.Network(
        fixed_teams=_team_rows(standing, rosters, paths),
        opening=_opening_rows(standing, rosters),
        person_days=person_days,
        rosters=kinds_of_day,
        hazards=np.array(
            [-np.log1p(-min(team.leaver_rate.value, 0.999999)) / DAYS_A_YEAR
             for team, roster in zip(chosen, rosters, strict=True) for _ in roster.people]
        ),
        skills=standing.bits.people([entry for roster in rosters for entry in roster.brought_in()]),
        arrivals=pulled.arrivals(chosen, levers, calendar, paths),
        people=np.array(
            [(place, int(number >= roster.owners)) for place, roster in enumerate(rosters)
             for number in range(len(roster.people))], np.int64
        ).reshape(-1, 2),
        people_salts=np.array(
            [salt(person.team, person.key) for roster in rosters for person in roster.people], np.uint64
        ),
        **_by_stretches(daily, days),
        **arrays,
    )  # fmt: skip
    return Built(network, chosen, rosters, standing.first_band, standing.first_stage, standing.first_outcome)


def _kinds_of_day(days: int, arrays: Iterable[NDArray[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first day of each kind, and the kind of each day: days are of a kind when all arrays, [days, ...], have the
    same for them.

    A plan's years of equal days would wash everything else out of the processor's cache.
    """
    parts = [np.ascontiguousarray(array).reshape(days, -1).view(np.uint8) for array in arrays if array.size]
    kinds: dict[bytes, int] = {}
    rows = np.concatenate([np.zeros((days, 1), np.uint8), *parts], axis=1)
    of_day = np.array([kinds.setdefault(row.tobytes(), len(kinds)) for row in rows])
    return np.unique(of_day, return_index=True)[1], of_day


def _by_stretches(daily: dict[str, NDArray[Any]], days: int) -> dict[str, NDArray[Any]]:
    """What levers change of each day, once for each stretch of equal days, and the stretch that each day belongs to."""
    firsts, of_day = _kinds_of_day(days, daily.values())
    found = {name: np.ascontiguousarray(array[firsts]) for name, array in daily.items()}
    found["stretches"] = of_day
    return found


def _opening_rows(standing: _Standing, rosters: tuple[Roster, ...]) -> NDArray[Any]:
    rows = []
    people = 0
    for place, (book, roster) in enumerate(zip(standing.books, rosters, strict=True)):
        places = {person.key: people + number for number, person in enumerate(roster.people)}
        rows.append(book.placed(standing.first_band[place], standing.first_stage[place], places))
        people += len(roster.people)
    return np.concatenate(rows)


def _person_days(rosters: tuple[Roster, ...]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """[kinds of day, people] from the rosters' [people, days], and the kind of each day: most are days like others."""
    columns = {"rate": "rates", "weight": "weights", "presence": "presence", "duty": "duty"}
    parts = {name: np.concatenate([getattr(roster, column) for roster in rosters]) for name, column in columns.items()}
    found = np.zeros(parts["rate"].T.shape, records.PERSON_DAY)
    for name, part in parts.items():
        found[name] = part.T
    firsts, of_day = _kinds_of_day(len(found), [found])
    return found[firsts], of_day


def _offsets(sizes: list[int]) -> tuple[int, ...]:
    return tuple(int(place) for place in np.concatenate([[0], np.cumsum(sizes)]))


def _team_rows(standing: _Standing, rosters: tuple[Roster, ...], demand: pulled.Demand) -> NDArray[Any]:
    rows = np.zeros(len(rosters), records.TEAM)
    first_band, first_pattern = standing.first_band, standing.first_pattern
    people = 0
    for place, (team, roster) in enumerate(zip(standing.teams, rosters, strict=True)):
        row = rows[place]
        row["first_officer"] = people
        row["past_officer"] = row["first_supervisor"] = people + roster.owners
        people += len(roster.people)
        row["past_supervisor"] = people
        row["first_band"], row["past_band"] = first_band[place], first_band[place + 1]
        row["first_pattern"], row["past_pattern"] = first_pattern[place], first_pattern[place + 1]
        row["first_lane"], row["pool_lane"], row["supervisor_lane"], row["past_lane"] = standing.queues.spans[place]
        row["immediate"] = any(band.immediate for band in team.bands)
        row["entry"] = standing.first_stage[place]
        row["dispersion"] = pulled.dispersion(team, demand)
        row["handover"] = team.handover_hours.value
        row["refill"] = team.refill_days.value if team.refill_days else np.inf
        row["ramp_start"] = team.ramp.start_share.value
        row["ramp_days"] = team.ramp.days.value
    return rows


def _band_rows(teams: tuple[Team, ...], queues: Lanes) -> NDArray[Any]:
    bands = [(place, number, band, team) for place, team in enumerate(teams) for number, band in enumerate(team.bands)]
    return np.array(
        [
            (place, number, _rank(band), lane, salt(team.key, band.key))
            for (place, number, band, team), lane in zip(bands, queues.of_band, strict=True)
        ],
        records.BAND,
    )


def _rank(band: Band) -> int:
    return band.priority + (0 if band.immediate else layout.AFTER_IMMEDIATE)


def _stage_rows(
    plan: Plan, teams: tuple[Team, ...], first_stage: tuple[int, ...], durations: _Durations, queues: Lanes
) -> NDArray[Any]:
    resources = {resource.key: place for place, resource in enumerate(plan.resources)}
    rows = np.zeros(first_stage[-1], records.STAGE)
    asking = 0
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
            row["queue"] = asking if stage.resource else -1
            asking += stage.resource is not None
            row["recurs"] = stage.recurrence is not None
            row["first_action"] = stage.first_action
            row["lane"], row["second_lane"] = queues.of_stage[first_stage[place] + number]
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
    return np.array(rows, records.OUTCOME)


def _routes(
    teams: tuple[Team, ...], first_stage: tuple[int, ...], first_outcome: tuple[int, ...], widest: int
) -> tuple[NDArray[np.int64], NDArray[Any]]:
    start = np.zeros((first_stage[-1], widest), np.int64)
    rows: list[tuple[float, int]] = []
    for place, team in enumerate(teams):
        places = {stage.key: first_stage[place] + number for number, stage in enumerate(team.stages)}
        places |= {outcome.key: -1 - first_outcome[place] - number for number, outcome in enumerate(team.outcomes)}
        for stage in team.stages:
            for number, band in enumerate(team.bands):
                start[places[stage.key], number] = len(rows)
                routes = stage.routes_for(band.key)
                upto = np.cumsum([route.probability.value for route in routes])
                upto[-1] = 2.0  # above any draw, whatever the rounding of the sum
                rows += zip(upto.tolist(), [places[route.to] for route in routes], strict=True)
    return start, np.array(rows, records.ROUTE)


def _due(teams: tuple[Team, ...], widest: int) -> NDArray[np.float64]:
    rows = np.full((len(pulled.stages_of(teams)), widest), np.inf)
    for row, (team, stage) in zip(rows, pulled.stages_of(teams), strict=True):
        for number, band in enumerate(team.bands):
            within = figure_for(team.clocked_stage(stage).due, band.key)
            if within is not None:
                row[number] = within.value
    return rows


def _rebanding(teams: tuple[Team, ...], widest: int) -> NDArray[np.float64]:
    rows = np.ones((len(pulled.stages_of(teams)), widest, widest))
    for row, (team, stage) in zip(rows, pulled.stages_of(teams), strict=True):
        keys = [band.key for band in team.bands]
        chances = np.eye(widest)
        for change in stage.recurrence.rebanding if stage.recurrence else ():
            before, after = keys.index(change.before), keys.index(change.after)
            chances[before, after] += change.probability.value
            chances[before, before] -= change.probability.value
        row[:] = np.cumsum(chances, axis=1)
    return rows
