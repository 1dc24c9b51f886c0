"""What a team's stages and routes imply for an average case: visits, hours and days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.model.assumption import figure_for
from planner.model.checks import InvalidPlan
from planner.model.team import Performer, Stage, Team

Place = tuple[str, str]
"""A band key and a stage key."""


@dataclass(frozen=True, slots=True)
class CaseFlow:
    """The average way of a new case through a team.

    With e the shares of the bands at the first stage and P the chances of going from one (band, stage) to another, the
    mean numbers of visits v satisfy v = e + Pᵀ v. Everything else is a sum over v: hours a case, and by Little's law
    (mean number present = arrival rate times mean time) the average number of cases in each place.
    """

    visits: Mapping[Place, float]
    """Mean number of times that one new case enters each place."""
    entries: Mapping[Place, float]
    """Chance that a new case begins in each place."""
    steps: Mapping[tuple[Place, Place], float]
    """Chance that a case leaving the first place goes to the second; what is missing to 1 ends the case."""
    outside_days: Mapping[Place, float]
    """Mean days that one visit to each place spends waiting for something other than the team's officers."""
    officer_hours: float
    """Officer-hours of one case over its life; a task for two officers counts twice."""
    supervisor_hours: float
    """Supervisors' hours of one case over its life."""

    @property
    def outside_days_a_case(self) -> float:
        """Mean days of one case's life outside the team's hands."""
        return sum(visits * self.outside_days[place] for place, visits in self.visits.items())

    def days_a_case(self, work_days: Mapping[Place, float]) -> float:
        """Mean days of one case's life when each visit also waits `work_days` for, and under, officers' effort."""
        return self.outside_days_a_case + sum(visits * work_days[place] for place, visits in self.visits.items())


def case_flow(team: Team) -> CaseFlow:
    """The flow of a team's cases; InvalidPlan when some case could never end."""
    places = [(band.key, stage.key) for band in team.bands for stage in team.stages]
    steps = {
        (place, after): chance
        for place in places
        for after, chance in _ways_on(team, *place).items()
        if after[1] in {stage.key for stage in team.stages}
    }
    entries = {(band.key, team.stages[0].key): band.share.value for band in team.bands}
    visits = _solve(team, places, steps, entries)
    officer_hours = supervisor_hours = 0.0
    for (_, key), times in visits.items():
        stage = team.stage(key)
        if stage.performer is Performer.SUPERVISOR:
            supervisor_hours += times * stage.effort.mean * stage.crew
        else:
            officer_hours += times * stage.effort.mean * stage.crew
    outside = {place: waiting_days(team.stage(place[1]), place[0]) for place in places}
    return CaseFlow(visits, entries, steps, outside, officer_hours, supervisor_hours)


def waiting_days(stage: Stage, band: str) -> float:
    """Mean days of one visit to a stage without the team: until a recurring task is ready, and any external delay."""
    days = 0.0 if stage.delay is None else stage.delay.mean
    if stage.recurrence is not None:
        interval = figure_for(stage.recurrence.interval, band)
        assert interval is not None  # Team has made sure
        days += interval.value - stage.recurrence.lead_days.value
    return days


def _ways_on(team: Team, band: str, key: str) -> dict[Place, float]:
    """Chances of each (band, stage or outcome) that follows a stage. A re-banding comes before the route is chosen."""
    stage = team.stage(key)
    bands = {band: 1.0}
    if stage.recurrence is not None:
        for row in stage.recurrence.rebanding:
            if row.before == band:
                bands[row.after] = bands.get(row.after, 0.0) + row.probability.value
                bands[band] -= row.probability.value
    ways: dict[Place, float] = {}
    for after, chance in bands.items():
        for route in stage.routes_for(after):
            place = (after, route.to)
            ways[place] = ways.get(place, 0.0) + chance * route.probability.value
    return {place: chance for place, chance in ways.items() if chance > 0}


def _solve(
    team: Team, places: list[Place], steps: Mapping[tuple[Place, Place], float], entries: Mapping[Place, float]
) -> dict[Place, float]:
    """Solve v = e + Pᵀ v by Gaussian elimination with partial pivoting (a few dozen unknowns)."""
    size = len(places)
    index = {place: number for number, place in enumerate(places)}
    rows = [[float(i == j) for j in range(size)] + [entries.get(places[i], 0.0)] for i in range(size)]
    for (before, after), chance in steps.items():
        rows[index[after]][index[before]] -= chance
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        if abs(rows[pivot][column]) < 1e-12:
            raise InvalidPlan(
                f"teams[{team.key}].stages", places[column], "every case must be able to reach an outcome"
            )
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(column + 1, size):
            factor = rows[row][column] / rows[column][column]
            if factor:
                rows[row] = [value - factor * top for value, top in zip(rows[row], rows[column], strict=True)]
    found = [0.0] * size
    for row in reversed(range(size)):
        rest = sum(rows[row][column] * found[column] for column in range(row + 1, size))
        found[row] = (rows[row][size] - rest) / rows[row][row]
    return {place: max(0.0, found[index[place]]) for place in places}
