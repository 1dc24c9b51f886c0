"""The pace of a team that holds its caseload level: how many cases come, and how long work lies in the tray."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from planner.edit.flow import CaseFlow, Place
from planner.model.assumption import figure_for
from planner.model.calendar import DAYS_A_YEAR, bank_holidays
from planner.model.people import Officer
from planner.model.team import DueFrom, Performer, Team

_FULLEST = 0.99
"""Share of officers' hours in use above which queueing theory no longer says how long work waits."""
_YEARS = (2025, 2034)
"""The years whose bank holidays make up the average year."""
_WEEK = 7 * 24


@dataclass(frozen=True, slots=True)
class Level:
    """A team that goes on as it is."""

    rate: float
    """New cases a day, as many as end."""
    work_days: Mapping[Place, float]
    """Mean days that a task waits for somebody, and is worked on, at each place."""


def level_at(team: Team, flow: CaseFlow, officers: tuple[Officer, ...], cases: float, supervisor_days: float) -> Level:
    """The pace at which these officers hold this many owned cases, no more and no fewer coming than end.

    By Little's law the cases are the rate times the days of a case's life. Those days are the ones outside the team,
    the effort, and the wait for an officer, which grows with the rate. So each caseload has one rate. A caseload too
    high for that keeps the officers as busy as can be, and work lies as long as it then takes. Every officer is taken
    to own as many cases for the hours as the others, and a supervisor's task to take `supervisor_days`.
    """
    if not cases or not hours_a_day(team, officers):
        return Level(0.0, dict.fromkeys(flow.visits, supervisor_days))
    queue = _Queue(team, flow, officers, supervisor_days)

    def held(rate: float, scale: float = 1.0) -> float:
        return rate * flow.days_a_case(queue.work_days(rate, scale))

    fullest = _FULLEST * queue.hours / flow.officer_hours if flow.officer_hours else cases + 1.0
    if held(fullest) >= cases:
        rate = _where(held, cases, fullest)
        return Level(rate, queue.work_days(rate))
    longest = _where(lambda scale: held(fullest, scale), cases, 1e9)
    return Level(fullest, queue.work_days(fullest, longest))


def hours_a_day(team: Team, officers: tuple[Officer, ...]) -> float:
    """Productive hours of these officers on an average day of the year: absences off, bank holidays as on a Sunday."""
    lost = sum(pattern.share for pattern in team.absences) if team.abstraction is None else team.abstraction.value
    free = sum(team.weekday_work[day.weekday()] - team.weekday_work[6] for day in bank_holidays(*_YEARS))
    weeks = DAYS_A_YEAR / 7 * (_YEARS[1] - _YEARS[0] + 1)
    week = team.weekly_hours.value * (1 - free / weeks) * max(0.0, 1 - lost)
    return sum(officer.fte for officer in officers) * week / 7


class _Queue:
    """How long work waits for a team's officers.

    For tasks of priority p a mean of W / ((1 - s(p-1)) (1 - s(p))) days, s(p) being the share of the officers' hours
    that tasks of priority p or before take (A. Cobham, "Priority assignment in waiting line problems", Operations
    Research 2, 1954). W is what a task that comes at any moment finds in hand.

    Where any of n officers may do it, that is H. Sakasegawa's approximation (Annals of the Institute of Statistical
    Mathematics 29, 1977). Where each works on the own cases it would be n times that of one pool; but new cases go to
    whoever has fewest, and a second officer is whoever is free, which evens the queues out, the more the busier they
    are: 1/n + (1 - 1/n) (1 - s)^0.4 of it. This last rule is no theory. The simulation of the shipped teams of 4 to 12
    officers at s from 0.75 to 0.92 keeps to it within a quarter.

    What piles up on days of the week on which more work comes than there are hands for is added, for tasks that do not
    follow on work just done.
    """

    def __init__(self, team: Team, flow: CaseFlow, officers: tuple[Officer, ...], supervisor_days: float) -> None:
        self.hours = hours_a_day(team, officers)
        self._team, self._flow, self._people = team, flow, sum(officer.fte for officer in officers)
        self._supervisor_days = supervisor_days
        self._places = [place for place in flow.visits if team.stage(place[1]).performer is not Performer.SUPERVISOR]
        self._fresh = self._fresh_shares()
        self._slack = self._slacks()
        self._hours: dict[Place, float] = {}
        self._load: dict[Place, float] = {}
        self._squares: dict[Place, float] = {}
        self._alike: dict[int, list[Place]] = {}
        for place in self._places:
            stage = team.stage(place[1])
            tasks = flow.tasks[place] * stage.crew
            self._hours[place] = flow.tasks[place] * stage.effort.mean
            self._load[place] = tasks * stage.effort.mean
            self._squares[place] = tasks * self._effort_days(place) ** 2 * (1 + stage.effort.cv**2)
            self._alike.setdefault(self._order(place), []).append(place)
        self._immediate = {
            order: all(team.band(place[0]).immediate for place in alike) for order, alike in self._alike.items()
        }
        self._owned = any(team.stage(key).performer is Performer.OWNER for _, key in self._places)

    def work_days(self, rate: float, scale: float = 1.0) -> dict[Place, float]:
        """Mean days of a task at each place when `rate` new cases come a day; waits are `scale` times theory's."""
        days = dict.fromkeys(self._flow.visits, self._supervisor_days)
        loads: dict[int, float] = {}
        found: dict[int, float] = {}
        for order, alike in self._alike.items():
            hours = rate * sum(self._load[place] for place in alike)
            loads[order] = hours / self.hours
            # Of one officer's work, what is in hand: rate of tasks times the mean square of their length, halved.
            found[order] = rate * sum(self._squares[place] for place in alike) / self._people / 2
        busy = sum(loads.values())
        shared, piled = self._shared(busy), self._piled_days(busy)
        for order, load in loads.items():
            alike = self._alike[order]
            before = sum(other for earlier, other in loads.items() if earlier < order)
            # What may be interrupted is not waited for.
            immediate = self._immediate[order]
            in_hand = shared * sum(work for other, work in found.items() if other <= order or not immediate)
            waits = self._by_deadline(alike, in_hand / ((1 - before) * (1 - before - load)))
            for place in alike:
                days[place] = self._effort_days(place) + scale * (piled * self._fresh[place] + waits[place])
        return days

    def _by_deadline(self, alike: list[Place], wait: float) -> dict[Place, float]:
        """The waits at places of one priority, whose mean by hours of a task is `wait`: the earliest due goes first, so
        all are done equally late, or as soon as they are ready."""
        slack = {place: self._slack.get(place, 0.0) for place in alike}
        latest = max(slack.values())
        spread = latest - min(slack.values())

        def waits(longest: float) -> dict[Place, float]:
            return {place: max(0.0, longest - (latest - slack[place])) for place in alike}

        def waited(longest: float) -> float:
            return sum(self._hours[place] * days for place, days in waits(longest).items())

        return waits(_where(waited, wait * sum(self._hours[place] for place in alike), wait + spread))

    def _slacks(self) -> dict[Place, float]:
        """Mean days from a task's being ready to its deadline, at the places that have one."""
        came = self._flow.days_before({place: self._effort_days(place) for place in self._flow.visits})
        slack = dict(self._flow.lead_days)
        for band, key in self._places:
            clock = self._team.clocked_stage(self._team.stage(key))
            within = figure_for(clock.due, band)
            if within is not None and (band, key) not in slack:
                passed = came[band, key] if clock.due_from is DueFrom.OPENED else 0.0
                slack[band, key] = within.value - passed
        return slack

    def _shared(self, busy: float) -> float:
        """By how much a task waits less than behind one officer's own work."""
        people = max(1.0, self._people)
        if self._owned:
            return float(1 / people + (1 - 1 / people) * (1 - busy) ** 0.4)
        spread = self._team.overdispersion.value if self._team.overdispersion else 1.0
        pooled: float = busy ** ((2 * (people + 1)) ** 0.5 - 2) / people if busy else 0.0
        return pooled * (spread + 1) / 2

    def _piled_days(self, busy: float) -> float:
        """Mean days that work waits because the hands of the week do not come when it does."""
        waiting = total = 0.0
        for hour in range(2 * _WEEK):
            day = hour % _WEEK * 7 // _WEEK
            come, done = self._team.weekday_referrals[day] * busy, self._team.weekday_work[day]
            waiting = max(0.0, waiting + (come - done) * 7 / _WEEK)
            total += waiting if hour >= _WEEK else 0.0
        return total / _WEEK / busy * 7 if busy else 0.0

    def _fresh_shares(self) -> dict[Place, float]:
        """Of the visits to each place, the share that comes at any hour, not from work just done."""
        fresh = dict(self._flow.entries)
        for (before, after), chance in self._flow.steps.items():
            if self._flow.delay_days[before] > 0:
                fresh[after] = fresh.get(after, 0.0) + chance * self._flow.visits[before]
        return {
            place: 1.0 if place in self._flow.turn_days else fresh.get(place, 0.0) / visits if visits else 0.0
            for place, visits in self._flow.visits.items()
        }

    def _order(self, place: Place) -> int:
        """Tasks of a smaller number go first; of one priority, those with a deadline before those without."""
        priority = self._team.band(place[0]).priority + self._team.stage(place[1]).priority
        return 2 * priority + (place not in self._slack)

    def _effort_days(self, place: Place) -> float:
        """Mean days of one officer's time that a task takes."""
        return self._team.stage(place[1]).effort.mean * self._people / self.hours


def _where(value: Callable[[float], float], goal: float, most: float) -> float:
    """Where a rising function of 0 to `most` reaches a goal, by halving."""
    low, high = 0.0, most
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if value(middle) < goal else (low, middle)
    return (low + high) / 2
