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

    Reactive management is taken as the plan has it on its first day. It changes neither where cases go nor how often,
    only the share of turns that become a task: a turn that passes unvisited takes no effort and no external delay of
    the stage, lasts until its due date, and re-bands and routes as any other. That a case keeps its kind of management
    for life does not matter to these means.
    """

    visits: Mapping[Place, float]
    """Mean number of times that one new case enters each place."""
    tasks: Mapping[Place, float]
    """Mean number of tasks that one new case asks for at each place: visits, without the turns that pass unvisited."""
    entries: Mapping[Place, float]
    """Chance that a new case begins in each place."""
    steps: Mapping[tuple[Place, Place], float]
    """Chance that a case leaving the first place goes to the second; what is missing to 1 ends the case."""
    delay_days: Mapping[Place, float]
    """Mean days of the external delay that follows one task at each place."""
    turn_days: Mapping[Place, float]
    """Mean days from a recurring task to the next one being ready, at each place where tasks recur."""
    lead_days: Mapping[Place, float]
    """Days by which a recurring task is ready before it is due, at each place where tasks recur."""
    officer_hours: float
    """Officer-hours of one case over its life; a task for two officers counts twice."""
    supervisor_hours: float
    """Supervisors' hours of one case over its life."""

    def outside_days(self, work_days: Mapping[Place, float]) -> dict[Place, float]:
        """Mean days of one visit to each place that pass without the team: a turn awaited, and an external delay.

        `work_days` is the mean time that a task waits for an officer and is worked on. It matters here because a turn
        is counted from the last time: what a case did elsewhere in between has used up a part of it.
        """
        passed = self._passed_days(work_days)
        days = {}
        for place, visits in self.visits.items():
            days[place] = 0.0
            if visits > 0:
                days[place] = self.delay_days[place] * self.tasks[place] / visits
                days[place] += max(0.0, self.turn_days.get(place, 0.0) - passed.get(place, 0.0) / visits)
        return days

    def days_before(self, work_days: Mapping[Place, float]) -> dict[Place, float]:
        """Mean days from the opening of a case to its coming to each place."""
        outside = self.outside_days(work_days)
        spent = dict.fromkeys(self.visits, 0.0)
        for (before, after), chance in self.steps.items():
            stay = self.visits[before] * outside[before] + self.tasks[before] * work_days[before]
            spent[after] += chance * stay
        since = _solve(list(self.visits), self.steps, spent)
        return {place: since[place] / visits if visits else 0.0 for place, visits in self.visits.items()}

    def _passed_days(self, work_days: Mapping[Place, float]) -> dict[Place, float]:
        """At each recurring place, days that have passed since the last turn when it is entered, times visits.

        With r the visits to a place that follow a turn and T what has passed by then times r, both flow on from
        place to place as cases do, but begin anew at each turn: a visit begins them with the delay after it, a turn
        that passes unvisited ends its lead time early.
        """
        if not self.turn_days:
            return {}
        ways = {pair: chance for pair, chance in self.steps.items() if pair[0] not in self.turn_days}
        begun, since = dict.fromkeys(self.visits, 0.0), dict.fromkeys(self.visits, 0.0)
        for (before, after), chance in self.steps.items():
            if before in self.turn_days:
                unvisited = self.visits[before] - self.tasks[before]
                begun[after] += chance * self.visits[before]
                since[after] += chance * (
                    self.tasks[before] * self.delay_days[before] - unvisited * self.lead_days[before]
                )
        following = _solve(list(self.visits), ways, begun)
        for (before, after), chance in ways.items():
            since[after] += chance * following[before] * (work_days[before] + self.delay_days[before])
        passed = _solve(list(self.visits), ways, since)
        return {place: passed[place] for place in self.turn_days}

    def days_a_case(self, work_days: Mapping[Place, float]) -> float:
        """Mean days of one case's life when each task also waits `work_days` for, and under, officers' effort."""
        outside = self.outside_days(work_days)
        return sum(
            visits * outside[place] + self.tasks[place] * work_days[place] for place, visits in self.visits.items()
        )


def case_flow(team: Team) -> CaseFlow:
    """The flow of a team's cases; InvalidPlan when some case could never end."""
    places = [(band.key, stage.key) for band in team.bands for stage in team.stages]
    steps = {
        (place, after): chance
        for place in places
        for after, chance in ways_on(team, *place).items()
        if after[1] in {stage.key for stage in team.stages}
    }
    entries = {(band.key, team.stages[0].key): band.share.value for band in team.bands}
    try:
        visits = {place: max(0.0, times) for place, times in _solve(places, steps, entries).items()}
    except InvalidPlan as error:
        raise error.inside(f"teams[{team.key}]") from None
    tasks = {place: times * (1 - reactive_share(team.stage(place[1]), place[0])) for place, times in visits.items()}
    officer_hours = supervisor_hours = 0.0
    for (_, key), times in tasks.items():
        stage = team.stage(key)
        if stage.performer is Performer.SUPERVISOR:
            supervisor_hours += times * stage.effort.mean * stage.crew
        else:
            officer_hours += times * stage.effort.mean * stage.crew
    recurring = [place for place in places if team.stage(place[1]).recurrence is not None]
    return CaseFlow(
        visits,
        tasks,
        entries,
        steps,
        delay_days={place: delay.mean if (delay := team.stage(place[1]).delay) else 0.0 for place in places},
        turn_days={place: turn_days(team.stage(place[1]), place[0]) for place in recurring},
        lead_days={place: lead_days(team.stage(place[1])) for place in recurring},
        officer_hours=officer_hours,
        supervisor_hours=supervisor_hours,
    )


def reactive_share(stage: Stage, band: str) -> float:
    """Share of a band's cases whose turn at a stage passes without a visit."""
    share = figure_for(stage.recurrence.reactive, band) if stage.recurrence else None
    return 0.0 if share is None else share.value


def lead_days(stage: Stage) -> float:
    """Days by which a task is ready before its due date; 0 at a stage that does not recur."""
    return stage.recurrence.lead_days.value if stage.recurrence else 0.0


def turn_days(stage: Stage, band: str) -> float:
    """Days from one time of a recurring task to the next one being ready; 0 at a stage that does not recur."""
    interval = figure_for(stage.recurrence.interval, band) if stage.recurrence else None
    return 0.0 if interval is None else interval.value - lead_days(stage)


def ways_on(team: Team, band: str, key: str) -> dict[Place, float]:
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
    places: list[Place], steps: Mapping[tuple[Place, Place], float], entries: Mapping[Place, float]
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
            raise InvalidPlan("stages", places[column], "every case must be able to reach an outcome")
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(column + 1, size):
            factor = rows[row][column] / rows[column][column]
            if factor:
                rows[row] = [value - factor * top for value, top in zip(rows[row], rows[column], strict=True)]
    found = [0.0] * size
    for row in reversed(range(size)):
        rest = sum(rows[row][column] * found[column] for column in range(row + 1, size))
        found[row] = (rows[row][size] - rest) / rows[row][row]
    return {place: found[index[place]] for place in places}
