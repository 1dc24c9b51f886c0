"""An opening case book drawn from a summary, for a unit that cannot list its open cases."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Generic, TypeVar

from planner.edit.durations import Chance, draw_age, draw_length
from planner.edit.flow import CaseFlow, Place, case_flow, reactive_share
from planner.edit.level import Level, level_at
from planner.model.assumption import figure_for
from planner.model.calendar import DAYS_A_MONTH
from planner.model.cases import Case, Phase
from planner.model.checks import require
from planner.model.people import Officer
from planner.model.team import DueFrom, Performer, Stage, Team

Choice = TypeVar("Choice")
_TRIES = 100
"""How often a case's past is drawn again, when it does not fit what is known of the case."""


@dataclass(frozen=True, slots=True)
class BookSummary:
    """A case book in a few figures."""

    owned: int
    """Open cases that have an owner."""
    work_days: Mapping[str, float] | None = None
    """By band: mean days that a task waits for an officer and is worked on (how long work lies in the tray). None: as
    long as it does in a team that holds so many cases level (`level_at`)."""
    unallocated: int = 0
    """Cases that wait for an owner at the first stage, on top of `owned`."""
    supervisor_days: float = 1.0
    """Mean days that a task waits for a supervisor and is worked on."""
    legacy_share: float = 0.0
    """Share of the cases, the longest open ones, that count as the old backlog."""
    longest_days: int = 7305
    """No case is older than this (20 years unless told)."""

    def __post_init__(self) -> None:
        require(self.owned >= 0, "owned", self.owned, "a number of cases is zero or more")
        require(self.unallocated >= 0, "unallocated", self.unallocated, "a number of cases is zero or more")
        require(self.longest_days >= 1, "longest_days", self.longest_days, "a case is at least a day old")
        require(0 <= self.legacy_share <= 1, "legacy_share", self.legacy_share, "a share is between 0 and 1")
        for days in (*(self.work_days or {}).values(), self.supervisor_days):
            require(0 < days <= 3660, "work_days", days, "a wait is above 0 and up to 3660 days")


def draw_book(
    team: Team, summary: BookSummary, officers: tuple[Officer, ...], start: date, chance: Chance
) -> tuple[Case, ...]:
    """Open cases as they would be found on the morning of `start` in a unit that has long been running level.

    The chance of finding a case in a band, stage and phase is in proportion to visits times mean days of the phase
    (Little's law; `CaseFlow` gives the visits). Inside a phase its age is drawn as a visitor would find it
    (`draw_age`; waits for work are exponential), so a simulation that draws what remains given the age goes on
    level from here. The way the case came is drawn backwards: the stage before s was r with chance
    visits(r) P(r to s) / visits(s), until the case's opening is reached; the days of those stages date it.

    At a recurring stage, Phase.DELAY means that the next visit is being waited for: `since` is the last visit and `due`
    the next; Phase.TASK means that it is ready (since the lead time before it is due) or overdue. Turns under
    reactive management pass unvisited in the drawn past too; who is under it from now on is decided by the simulation.
    Cases without an owner are those that priorities leave in the queue, and have waited as long as a queue of that
    length takes. Owners are dealt the cases in proportion to full-time equivalents. InvalidPlan when there is nobody to
    own a case.
    """
    require(bool(officers) or summary.owned == 0, "officers", (), "owned cases need an officer")
    if summary.work_days is not None:
        missing = [band.key for band in team.bands if band.key not in summary.work_days]
        require(not missing, "work_days", missing, "each band needs its wait for work")
    flow = case_flow(team)
    drawn = _Drawing(team, flow, summary, _level(team, flow, summary, officers), start, chance)
    cases = [drawn.case(owner) for owner in _deal(officers, summary.owned)]
    cases += [drawn.arrival() for _ in range(summary.unallocated)]
    cases.sort(key=lambda case: (case.opened, case.since, case.key))
    legacy = round(summary.legacy_share * len(cases))
    return tuple(
        replace(case, key=f"{team.key}-{number:04d}", legacy=number <= legacy)
        for number, case in enumerate(cases, start=1)
    )


def _level(team: Team, flow: CaseFlow, summary: BookSummary, officers: tuple[Officer, ...]) -> Level:
    """The team's pace by the summary: by its waits when it has them, otherwise by its caseload alone."""
    if summary.work_days is None:
        return level_at(team, flow, officers, summary.owned, summary.supervisor_days)
    days = {
        (band, key): summary.supervisor_days
        if team.stage(key).performer is Performer.SUPERVISOR
        else summary.work_days[band]
        for band, key in flow.visits
    }
    return Level(summary.owned / flow.days_a_case(days), days)


def _deal(officers: tuple[Officer, ...], count: int) -> list[str]:
    """An owner for each of `count` cases: always the officer with the fewest cases for the hours worked."""
    loads = {officer.key: 0 for officer in officers}
    owners: list[str] = []
    for _ in range(count):
        owner = min(officers, key=lambda officer: loads[officer.key] / officer.fte).key
        loads[owner] += 1
        owners.append(owner)
    return owners


class _Choices(Generic[Choice]):
    """Things to choose from in proportion to their weights."""

    def __init__(self, weights: list[tuple[Choice, float]]) -> None:
        some = [(choice, weight) for choice, weight in weights if weight > 0] or weights[:1]
        self._choices = [choice for choice, _ in some]
        self._upto = list(accumulate(weight for _, weight in some))

    def pick(self, level: float) -> Choice:
        """The choice at a level between 0 and 1."""
        return self._choices[min(bisect_right(self._upto, level * self._upto[-1]), len(self._choices) - 1)]


class _Drawing:
    """The draws for one book."""

    def __init__(
        self, team: Team, flow: CaseFlow, summary: BookSummary, level: Level, start: date, chance: Chance
    ) -> None:
        self._team, self._flow, self._start, self._chance = team, flow, start, chance
        self._work_days, self._longest = level.work_days, summary.longest_days
        self._queue_days = _queue_days(team, summary.unallocated, level.rate)
        outside = flow.outside_days(level.work_days)
        self._number = 0
        self._stages = {stage.key: stage for stage in team.stages}
        self._unvisited = {place: reactive_share(self._stages[place[1]], place[0]) for place in flow.visits}
        found = [((place, Phase.TASK), flow.tasks[place] * level.work_days[place]) for place in flow.visits]
        found += [((place, Phase.DELAY), visits * outside[place]) for place, visits in flow.visits.items()]
        self._found = _Choices(found)
        waiting = [(place, share * self._queue_days[place[0]]) for place, share in flow.entries.items()]
        self._waiting = _Choices(waiting)
        before: dict[Place, list[tuple[Place | None, float]]] = {
            place: [(None, flow.entries.get(place, 0.0))] for place in flow.visits
        }
        for (earlier, after), step in flow.steps.items():
            before[after].append((earlier, flow.visits[earlier] * step))
        self._before = {place: _Choices(weights) for place, weights in before.items()}

    def case(self, owner: str) -> Case:
        """One case of the level-running unit."""
        place, phase = self._found.pick(self._chance())
        most = self._longest
        for _ in range(_TRIES):
            opened, since = self._past(place, phase)
            if opened <= most:
                break
        opened = min(opened, most)
        return self._dated(place, phase, owner, opened, min(since, opened))

    def arrival(self) -> Case:
        """One case that has come in and waits for an owner."""
        place = self._waiting.pick(self._chance())
        age = min(self._exponential(self._queue_days[place[0]]), self._longest)
        return self._dated(place, Phase.TASK, None, age, age)

    def _dated(self, place: Place, phase: Phase, owner: str | None, opened: float, since: float) -> Case:
        """A case from the days since its opening and since its phase began (a turn: since the last one)."""
        stage = self._stages[place[1]]
        turned = self._start - timedelta(days=math.ceil(since))
        began = min(turned, self._start - timedelta(days=1))
        opening = min(began, self._start - timedelta(days=math.ceil(opened)))
        self._number += 1
        return Case(
            key=f"drawn-{self._number:06d}",
            team=self._team.key,
            band=place[0],
            stage=stage.key,
            opened=opening,
            since=began,
            phase=phase,
            owner=owner,
            due=_due(self._team, stage, place[0], opening, turned if phase is Phase.DELAY else began, phase),
        )

    def _past(self, place: Place, phase: Phase) -> tuple[float, float]:
        """Days since the opening of a case found at a place, and since its phase there began (a turn: since the last
        one, below zero when that passed unvisited before its time)."""
        turn = self._flow.turn_days.get(place)
        if turn is None:
            came, _ = self._way_here(place, self._chance())
            if phase is Phase.DELAY:
                came += self._exponential(self._work_days[place])
            age = self._age(place, phase)
            return came + age, age
        for _ in range(_TRIES):
            managed = self._chance()
            came, last = self._way_here(place, managed)
            begins = max(came, last + turn)
            if phase is Phase.TASK:
                if managed >= self._unvisited[place]:
                    break
            # Of all ways here, those with longer to wait are found more often.
            elif self._chance() * (turn + self._flow.lead_days[place]) < begins - came:
                break
        if phase is Phase.TASK:
            age = self._age(place, phase)
            return begins + age, age
        now = came + self._chance() * (begins - came)
        return now, now - last

    def _age(self, place: Place, phase: Phase) -> float:
        """Days since the present phase began: a task's, or an external delay's."""
        if phase is Phase.TASK:
            return self._exponential(self._work_days[place])
        delay = self._stages[place[1]].delay
        assert delay is not None  # else no case would be found there
        return draw_age(delay, self._chance)

    def _way_here(self, place: Place, managed: float) -> tuple[float, float]:
        """Days from the opening of a case to its arrival at a place, and to its last turn (before the first: to its
        arrival). Its turns pass unvisited where the reactive share is above `managed`."""
        way: list[Place] = []
        while (before := self._before[place].pick(self._chance())) is not None:
            place = before
            way.append(place)
        now = self._exponential(self._queue_days[place[0]])
        last: float | None = None
        for place in reversed(way):
            stage = self._stages[place[1]]
            if stage.recurrence is not None:
                now = max(now, (now if last is None else last) + self._flow.turn_days[place])
                if managed < self._unvisited[place]:
                    last = now + self._flow.lead_days[place]
                    continue
            now += self._exponential(self._work_days[place])
            if stage.recurrence is not None:
                last = now
            if stage.delay is not None:
                now += draw_length(stage.delay, self._chance)
        return now, now if last is None else last

    def _exponential(self, mean: float) -> float:
        return -mean * math.log(1 - self._chance())


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


def _queue_days(team: Team, unallocated: int, rate: float) -> dict[str, float]:
    """By band, mean days for an owner in a queue of this length: by priority (Cobham), all together by Little's law."""
    fullness = unallocated / (1 + unallocated)
    weights: dict[str, float] = {}
    for band in team.bands:
        before = fullness * sum(other.share.value for other in team.bands if other.priority < band.priority)
        upto = fullness * sum(other.share.value for other in team.bands if other.priority <= band.priority)
        weights[band.key] = 1 / ((1 - before) * (1 - upto))
    waiting = sum(band.share.value * weights[band.key] for band in team.bands)
    most = rate or team.referrals_per_month.value / DAYS_A_MONTH or 1.0
    return {key: unallocated / most * weight / waiting for key, weight in weights.items()}
