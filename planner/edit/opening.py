"""An opening case book drawn from a summary, for a unit that cannot list its open cases."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from planner.edit.durations import Chance, draw_age, draw_length
from planner.edit.flow import CaseFlow, Place, case_flow
from planner.model.assumption import figure_for
from planner.model.cases import Case, Phase
from planner.model.checks import InvalidPlan, require
from planner.model.people import Officer
from planner.model.team import DueFrom, Performer, Stage, Team

Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class BookSummary:
    """A case book in a few figures."""

    owned: int
    """Open cases that have an owner."""
    work_days: Mapping[str, float]
    """By band: mean days that a task waits for an officer and is worked on (how long work lies in the tray)."""
    unallocated: int = 0
    """Cases that wait for an owner at the first stage, on top of `owned`."""
    supervisor_days: float = 1.0
    """Mean days that a task waits for a supervisor."""
    legacy_share: float = 0.0
    """Share of the cases, the longest open ones, that count as the old backlog."""
    longest_days: int = 7305
    """No case is older than this (20 years unless told)."""

    def __post_init__(self) -> None:
        require(self.owned >= 0, "owned", self.owned, "a number of cases is zero or more")
        require(self.unallocated >= 0, "unallocated", self.unallocated, "a number of cases is zero or more")
        require(self.longest_days >= 1, "longest_days", self.longest_days, "a case is at least a day old")
        require(0 <= self.legacy_share <= 1, "legacy_share", self.legacy_share, "a share is between 0 and 1")
        for days in (*self.work_days.values(), self.supervisor_days):
            require(0 < days <= 3660, "work_days", days, "a wait is above 0 and up to 3660 days")

    def wait(self, team: Team, place: Place) -> float:
        """Mean days of the work phase at a place."""
        band, stage = place
        return self.supervisor_days if team.stage(stage).performer is Performer.SUPERVISOR else self.work_days[band]


def draw_book(
    team: Team, summary: BookSummary, officers: tuple[Officer, ...], start: date, chance: Chance
) -> tuple[Case, ...]:
    """Open cases as they would be found on the morning of `start` in a unit that has long been running level.

    The chance of finding a case in a band, stage and phase is in proportion to visits times mean days of the phase
    (Little's law; `CaseFlow` gives the visits). Inside a phase its age is drawn as a visitor would find it
    (`draw_age`; waits for work are exponential), so a simulation that draws what remains given the age goes on
    level from here. The way the case came is then drawn backwards: the stage before s was r with chance
    visits(r) P(r to s) / visits(s), until the case's opening is reached; the lengths of those stages date it.

    At a recurring stage, Phase.DELAY means that the next visit is being waited for: `since` is the last visit and `due`
    the next; Phase.TASK means that it is ready (since the lead time before it is due) or overdue.
    Owners are dealt the cases in proportion to full-time equivalents. InvalidPlan when there is nobody to own a case.
    """
    require(bool(officers) or summary.owned == 0, "officers", (), "owned cases need an officer")
    missing = [band.key for band in team.bands if band.key not in summary.work_days]
    require(not missing, "work_days", missing, "each band needs its wait for work")
    drawn = _Drawing(team, case_flow(team), summary, start, chance)
    cases = [drawn.case(owner) for owner in _deal(officers, summary.owned)]
    cases += [drawn.arrival() for _ in range(summary.unallocated)]
    cases.sort(key=lambda case: (case.opened, case.since, case.key))
    legacy = round(summary.legacy_share * len(cases))
    return tuple(
        replace(case, key=f"{team.key}-{number:04d}", legacy=number <= legacy)
        for number, case in enumerate(cases, start=1)
    )


def _deal(officers: tuple[Officer, ...], count: int) -> list[str]:
    """An owner for each of `count` cases: always the officer with the fewest cases for the hours worked."""
    loads = {officer.key: 0 for officer in officers}
    owners: list[str] = []
    for _ in range(count):
        owner = min(officers, key=lambda officer: loads[officer.key] / officer.fte).key
        loads[owner] += 1
        owners.append(owner)
    return owners


class _Drawing:
    """The draws for one book."""

    def __init__(self, team: Team, flow: CaseFlow, summary: BookSummary, start: date, chance: Chance) -> None:
        self._team, self._flow, self._summary, self._start, self._chance = team, flow, summary, start, chance
        self._number = 0
        weights: list[tuple[tuple[Place, Phase], float]] = []
        for place, visits in flow.visits.items():
            weights.append(((place, Phase.TASK), visits * summary.wait(team, place)))
            weights.append(((place, Phase.DELAY), visits * flow.outside_days[place]))
        self._weights = weights
        self._before: dict[Place, list[tuple[Place | None, float]]] = {
            place: [(None, flow.entries.get(place, 0.0))] for place in flow.visits
        }
        for (before, after), step in flow.steps.items():
            self._before[after].append((before, flow.visits[before] * step))

    def case(self, owner: str) -> Case:
        """One case of the level-running unit."""
        place, phase = self._pick(self._weights)
        return self._dated(place, phase, owner)

    def arrival(self) -> Case:
        """One case that has just come in: its first task has not been begun."""
        place = self._pick(list(self._flow.entries.items()))
        return self._dated(place, Phase.TASK, None)

    def _dated(self, place: Place, phase: Phase, owner: str | None) -> Case:
        """The case with its dates: back from the plan's start through its phase and the stages before it."""
        band, key = place
        stage = self._team.stage(key)
        age = self._age(place, phase)
        before = 0.0 if phase is Phase.TASK else self._work_time(place)
        if stage.recurrence is not None:
            # A visit that is ready has been waited for first; one that is waited for has no work behind it yet.
            before = self._flow.outside_days[place] if phase is Phase.TASK else 0.0
        since = self._start - timedelta(days=max(1, round(age)))
        opened = since - timedelta(days=self._earlier_days(place, before, (self._start - since).days))
        self._number += 1
        return Case(
            key=f"drawn-{self._number:06d}",
            team=self._team.key,
            band=band,
            stage=key,
            opened=opened,
            since=since,
            phase=phase,
            owner=owner,
            due=_due(self._team, stage, band, opened, since, phase),
        )

    def _age(self, place: Place, phase: Phase) -> float:
        """Days since the present phase began."""
        stage = self._team.stage(place[1])
        if phase is Phase.TASK:
            return -self._summary.wait(self._team, place) * math.log(1 - self._chance())
        if stage.recurrence is not None:
            return self._flow.outside_days[place] * self._chance()
        if stage.delay is None:
            raise InvalidPlan("stage", stage.key, "a stage without an external delay cannot be in one")
        return draw_age(stage.delay, self._chance)

    def _earlier_days(self, place: Place, before: float, age: int) -> int:
        """Whole days from a case's opening to its present phase; ways that make the case too old are drawn again."""
        most = max(0, self._summary.longest_days - age)
        for _ in range(100):
            days = round(before + self._way_here(place))
            if days <= most:
                return days
        return most

    def _way_here(self, place: Place) -> float:
        """Days from the opening of a case to its arrival at a place."""
        days = 0.0
        while (before := self._pick(self._before[place])) is not None:
            place = before
            days += self._work_time(place)
            stage = self._team.stage(place[1])
            if stage.recurrence is not None:
                days += self._flow.outside_days[place]
            elif stage.delay is not None:
                days += draw_length(stage.delay, self._chance)
        return days

    def _work_time(self, place: Place) -> float:
        """Days in which a finished task waited and was worked on."""
        return -self._summary.wait(self._team, place) * math.log(1 - self._chance())

    def _pick(self, weights: list[tuple[Choice, float]]) -> Choice:
        """One of the choices, in proportion to its weight."""
        level = self._chance() * sum(weight for _, weight in weights)
        for choice, weight in weights:
            level -= weight
            if level < 0:
                return choice
        return max(weights, key=lambda entry: entry[1])[0]


def _due(team: Team, stage: Stage, band: str, opened: date, since: date, phase: Phase) -> date | None:
    """When the task in hand, or the next visit of a recurring stage, is due."""
    if stage.recurrence is not None:
        interval = figure_for(stage.recurrence.interval, band)
        assert interval is not None  # Team has made sure
        lead = stage.recurrence.lead_days.value if phase is Phase.TASK else interval.value
        return since + timedelta(days=round(lead))
    clock = team.clocked_stage(stage)
    limit = figure_for(clock.due, band)
    if limit is None or phase is Phase.DELAY:
        return None
    return (opened if clock.due_from is DueFrom.OPENED else since) + timedelta(days=round(limit.value))
