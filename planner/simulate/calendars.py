"""Who works when: each officer's productive hours and share of new cases for every day of a run."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from planner.model.calendar import bank_holidays, month_indices
from planner.model.people import Officer, Origin, Role
from planner.model.plan import Plan
from planner.model.scenario import AbstractionRate, Loan, Recruits, Scenario
from planner.model.team import Team

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


LEAST_FREE = 0.02
"""Of the week, that counts for sharing out cases when an officer is in post and reductions take every hour."""


def salt(*names: str) -> int:
    """A 63-bit number that belongs to a name, the same on every machine."""
    return int.from_bytes(hashlib.sha256("/".join(names).encode()).digest()[:8], "big") >> 1


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a run."""

    start: date
    days: int

    def index(self, day: date) -> int:
        """Days from the start (negative before it)."""
        return (day - self.start).days

    def weekdays(self) -> NDArray[np.int64]:
        """[days] 0 for Monday to 6 for Sunday."""
        return (self.start.weekday() + np.arange(self.days)) % 7

    def duty_days(self) -> NDArray[np.int64]:
        """[days] the weekday by which people work: a bank holiday is worked like a Sunday."""
        found = self.weekdays()
        for day in bank_holidays(self.start.year, (self.start + timedelta(days=self.days)).year):
            if 0 <= self.index(day) < self.days:
                found[self.index(day)] = 6
        return found

    def months(self) -> NDArray[np.int64]:
        """[days] index of the calendar month, 0 for the month of the start."""
        return month_indices(self.start, self.days)

    def from_day(self, day: date) -> slice:
        """The days of the run from `day` on."""
        return self.between(day, None)

    def between(self, first: date, last: date | None) -> slice:
        """The days of the run from `first` to `last`, both inclusive; to its end when `last` is None."""
        begins = min(max(self.index(first), 0), self.days)
        past = self.days if last is None else min(max(self.index(last) + 1, begins), self.days)
        return slice(begins, past)


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of one team in the order the engine numbers them, and their days.

    `rates` productive hours a day, `weights` full-time equivalents by which cases are shared out (the ramp counts),
    `presence` full-time equivalents in post, `duty` share of the week's overtime that falls on the day: each
    [people, days]. `owners` come first, then supervisors.
    """

    people: tuple[Officer, ...]
    owners: int
    rates: Floats
    weights: Floats
    presence: Floats
    duty: Floats
    brought: frozenset[str]
    """Keys of those whom a lever brings in."""

    def brought_in(self) -> list[tuple[Officer, bool]]:
        """Everybody, and whether a lever brings them in."""
        return [(person, person.key in self.brought) for person in self.people]


def team_roster(plan: Plan, scenario: Scenario | None, team: Team, calendar: Calendar) -> Roster:
    """The team's people under a scenario's levers."""
    levers = [lever for lever in (scenario.levers if scenario else ()) if getattr(lever, "team", None) == team.key]
    there = {role: plan.officers_of(team.key, role) for role in Role}
    coming: dict[Role, list[Officer]] = {role: [] for role in Role}
    for number, lever in enumerate(levers):
        if isinstance(lever, Recruits):
            coming[lever.role] += _recruited(team, lever, number)
        elif isinstance(lever, Loan) and lever.count > 0:
            coming[Role.OFFICER] += _lent(team, lever, number)
    brought = frozenset(person.key for people in coming.values() for person in people)
    owners = (*there[Role.OFFICER], *coming[Role.OFFICER])
    people = (*owners, *there[Role.SUPERVISOR], *coming[Role.SUPERVISOR])
    presence = np.array([_presence(person, calendar) for person in people]).reshape(len(people), calendar.days)
    for lever in levers:
        if isinstance(lever, Loan) and lever.count < 0:
            _lend_out(presence, len(plan.officers_of(team.key)), lever, calendar)
    ramps = np.array([_ramp(person, team, calendar) for person in people]).reshape(presence.shape)
    lost = np.full(calendar.days, team.abstraction.value if team.abstraction else 0.0)
    for lever in sorted(
        (lever for lever in levers if isinstance(lever, AbstractionRate)), key=lambda lever: lever.start
    ):
        lost[calendar.from_day(lever.start)] = lever.share
    week = np.array(team.weekday_work)[calendar.duty_days()]
    free = np.array([_free(person, team, calendar) for person in people]).reshape(presence.shape)
    # Nobody is taken to have left because no hours are free for cases.
    weights = presence * ramps * np.maximum(free, LEAST_FREE)
    at_work = np.array([_at_work(person, calendar) for person in people]).reshape(presence.shape)
    rates = presence * ramps * free * (team.weekly_hours.value * week * (1 - lost)) * at_work
    duty = presence * ramps * free * week * at_work
    _follow_rotas(plan, people, calendar, ramps * free * (presence > 0), rates, duty)
    return Roster(people, len(owners), rates, weights, presence, duty, brought)


def _follow_rotas(
    plan: Plan, people: tuple[Officer, ...], calendar: Calendar, ramps: Floats, rates: Floats, duty: Floats
) -> None:
    """Put the hours of the officers' rotas in the place of the week's, on the days that they cover."""
    rotas = {rota.officer: rota for rota in plan.duties}
    for row, person in enumerate(people):
        rota = rotas.get(person.key)
        if rota is None:
            continue
        begins = calendar.index(rota.start)
        first, past = max(begins, 0), min(begins + len(rota.hours), calendar.days)
        if first < past:
            hours = np.array(rota.hours[first - begins : past - begins])
            rates[row, first:past] = hours * ramps[row, first:past]
            duty[row, first:past] = ramps[row, first:past] * (hours > 0) / 7


def _recruited(team: Team, lever: Recruits, number: int) -> list[Officer]:
    begins = lever.start + timedelta(days=lever.vetting_days)
    return [
        Officer(
            key=f"recruit-{number}-{place}",
            name=f"Recruit {place + 1}",
            team=team.key,
            role=lever.role,
            origin=Origin.RECRUIT,
            start=begins,
        )
        for place in range(lever.count)
    ]


def _lent(team: Team, lever: Loan, number: int) -> list[Officer]:
    return [
        Officer(
            key=f"loan-{number}-{place}",
            name=f"On loan {place + 1}",
            team=team.key,
            origin=Origin.LOAN,
            start=lever.start,
            end=lever.end,
        )
        for place in range(lever.count)
    ]


def _lend_out(presence: Floats, owners: int, lever: Loan, calendar: Calendar) -> None:
    """Take the last officers in post away for the loan's days."""
    away = calendar.between(lever.start, lever.end)
    if away.start == away.stop:
        return
    present = [place for place in range(owners) if presence[place, away.start] > 0]
    for place in present[lever.count :]:
        presence[place, away] = 0


def _presence(person: Officer, calendar: Calendar) -> Floats:
    found = np.full(calendar.days, person.fte)
    if person.start is not None:
        found[: max(min(calendar.index(person.start), calendar.days), 0)] = 0
    if person.end is not None:
        found[max(min(calendar.index(person.end) + 1, calendar.days), 0) :] = 0
    return found


def _ramp(person: Officer, team: Team, calendar: Calendar) -> Floats:
    if person.origin is not Origin.RECRUIT or person.start is None:
        return np.ones(calendar.days)
    served = np.arange(calendar.days) - calendar.index(person.start)
    first = team.ramp.start_share.value
    length = team.ramp.days.value
    share = first + (1 - first) * (served / length if length > 0 else np.ones(calendar.days))
    return np.clip(share, first, 1.0)


def _free(person: Officer, team: Team, calendar: Calendar) -> Floats:
    """[days] the share of the officer's week that reductions leave for cases."""
    less = np.zeros(calendar.days)
    for reduction in person.reductions:
        less[calendar.between(reduction.first, reduction.last)] += reduction.weekly_hours
    return np.clip(1 - less / (team.weekly_hours.value * person.fte), 0.0, 1.0)


def _at_work(person: Officer, calendar: Calendar) -> Floats:
    share = np.ones(calendar.days)
    for absence in person.absences:
        share[calendar.between(absence.first, absence.last)] *= 1 - absence.share
    return share
