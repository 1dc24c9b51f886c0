"""A team in balance that starts from a drawn book stays level: its stages, its ages and what it is late with.

Demand is set to what the team's hours carry at the caseload (`level_at`); nobody leaves, and no caseload limit is
felt. Means over 100 futures (25 books, four futures each) of the first three months are compared with those of the same
months a year later, since bank holidays make the seasons differ, and with months 10 to 24. Level means within 3 %: of
the open cases for every count of cases, of itself for ages and closures, for which four standard errors are added, as a
register closes few cases in three months.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.edit.beginning import posts
from planner.edit.durations import chance_stream
from planner.edit.flow import case_flow
from planner.edit.level import level_at
from planner.edit.opening import BookSummary, draw_book
from planner.model.assumption import Assumption, BandFigure
from planner.model.calendar import DAYS_A_MONTH
from planner.model.cases import Case
from planner.model.people import Officer, Role
from planner.model.plan import Plan
from planner.model.results import TeamResult
from planner.model.team import DueFrom, Performer, Rebanding, Recurrence, Team
from planner.simulate.replicate import simulate
from planner.storage.templates import read_template
from tests.simulate.small_networks import band, constant, exponential, figure, route, stage, team, within

START = date(2026, 11, 2)
BOOKS = 25
FUTURES = 4
FIRST, YEAR_LATER, LATER = slice(0, 91), slice(365, 456), slice(273, 730)
"""Days."""


def chain() -> Team:
    """Three stages with delays between them, two bands of which one goes first, deadlines from the opening."""
    return team(
        stage(
            "take",
            exponential(3),
            route("find"),
            due=within(20),
            due_from=DueFrom.OPENED,
            delay=exponential(90, "days"),
        ),
        stage("find", exponential(4), route("close", 0.7), route("take", 0.3), delay=constant(30, "days")),
        stage("close", exponential(2), due=within(15)),
        bands=(band("high", 0.3), band("low", 0.7, priority=1)),
    )


def pool() -> Team:
    """Tasks that any officer may do, and more of them on some days than on others."""
    return team(
        stage(
            "sift",
            exponential(1),
            route("done", 0.5),
            route("write", 0.5),
            performer=Performer.ANY_OFFICER,
            due=within(2),
        ),
        stage("write", exponential(2), performer=Performer.ANY_OFFICER, delay=exponential(30, "days")),
        overdispersion=figure(2, "ratio"),
    )


def turns(reactive: float = 0.0) -> Team:
    """A register: a first task, then a turn every 60 or 120 days, between which cases change band."""
    visits = Recurrence(
        (*within(60, "high"), *within(120)),
        figure(5, "days"),
        (Rebanding("high", "low", figure(0.2, "probability")), Rebanding("low", "high", figure(0.1, "probability"))),
        (BandFigure(figure(reactive, "share"), "low"),),
    )
    return team(
        stage("first", exponential(4), route("visit"), due=within(10)),
        stage("visit", exponential(3), route("visit", 0.6), route("write", 0.3), route("done", 0.1), recurrence=visits),
        stage("write", exponential(5), route("visit"), due=within(30)),
        bands=(band("high", 0.3), band("low", 0.7, priority=1)),
    )


@dataclass(frozen=True, slots=True)
class Balanced:
    """A team whose demand is what its officers carry at their caseload."""

    team: Team
    people: tuple[Officer, ...]
    cases: int

    @property
    def officers(self) -> tuple[Officer, ...]:
        return tuple(person for person in self.people if person.role is Role.OFFICER)

    @property
    def summary(self) -> BookSummary:
        return BookSummary(owned=self.cases)


def balanced(unit: Team, officers: int, each: int) -> Balanced:
    people = posts(unit.key, unit.name, officers, 2)
    found = Balanced(unit, people, officers * each)
    pace = level_at(unit, case_flow(unit), found.officers, found.cases, found.summary.supervisor_days)
    demand = Assumption(pace.rate * DAYS_A_MONTH, "cases a month")
    quiet = {"leaver_rate": figure(0, "share a year"), "caseload_limit": figure(1000, "cases")}
    return replace(found, team=replace(unit, referrals_per_month=demand, **quiet))


def drawn(unit: Balanced, number: int) -> tuple[Case, ...]:
    return draw_book(unit.team, unit.summary, unit.officers, START, chance_stream(7, number))


def naive(unit: Balanced, number: int) -> tuple[Case, ...]:
    """As many cases, all of which came in yesterday."""
    bands = [entry.key for entry in unit.team.bands for _ in range(round(100 * entry.share.value))]
    yesterday = START - timedelta(days=1)
    return tuple(
        Case(
            f"case-{place}",
            unit.team.key,
            bands[place * 37 % len(bands)],
            unit.team.stages[0].key,
            yesterday,
            yesterday,
            owner=unit.officers[(place + number) % len(unit.officers)].key,
        )
        for place in range(unit.cases)
    )


def futures(unit: Balanced, book: Callable[[Balanced, int], tuple[Case, ...]]) -> list[TeamResult]:
    return [
        simulate(
            Plan("Level", START, (unit.team,), unit.people, book(unit, number)),
            days=731,
            replications=FUTURES,
            seed=number + 1,
        ).team(unit.team.key)
        for number in range(BOOKS)
    ]


def drifts(found: list[TeamResult]) -> dict[str, float]:
    """By how much each measure strays from level: above 1 is out of tolerance."""

    def daily(count: Callable[[TeamResult], np.ndarray]) -> np.ndarray:
        return np.mean([count(one).mean(axis=0) for one in found], axis=0)

    open_ = daily(lambda one: one.open)
    outside = daily(lambda one: one.outside)
    overdue = daily(lambda one: one.overdue.sum(axis=1))
    counts = {"open": open_, "outside": outside, "with the team": open_ - outside, "overdue": overdue}
    strays = {
        name: max(abs(days[FIRST].mean() - days[when].mean()) for when in (YEAR_LATER, LATER)) / (0.03 * open_.mean())
        for name, days in counts.items()
    }
    closed = np.array([one.closed.sum(axis=1).mean(axis=0) for one in found])[:, :24]
    ages = np.array([one.closed_age_days.sum(axis=1).mean(axis=0) for one in found])[:, :24]
    early, late = closed[:, :3].mean(), closed[:, 10:].mean()
    strays["closures"] = abs(early / late - 1) / (0.03 + 4 * error(closed[:, :3].sum(axis=1)))
    young, old = ages[:, :3].sum() / closed[:, :3].sum(), ages[:, 10:].sum() / closed[:, 10:].sum()
    strays["age at the end"] = abs(young / old - 1) / (
        0.03 + 4 * error(ages[:, :3].sum(axis=1) / closed[:, :3].sum(axis=1))
    )
    return strays


def error(by_book: np.ndarray) -> float:
    """Standard error of a mean over books, as a share of it."""
    return float(by_book.std(ddof=1) / by_book.mean() / len(by_book) ** 0.5)


UNITS = {
    "polit": (lambda: read_template("polit"), 12, 31),
    "polit, few": (lambda: read_template("polit"), 5, 30),
    "mosovo": (lambda: read_template("mosovo"), 12, 55),
    "dpmu": (lambda: read_template("dpmu"), 9, 50),
    "referral-sharing": (lambda: read_template("referral-sharing"), 4, 30),
    "chain": (chain, 4, 64),
    "pool": (pool, 5, 36),
    "turns": (turns, 4, 90),
    "turns, some managed reactively": (lambda: turns(0.5), 4, 100),
}


QUICK = ("polit", "chain", "turns, some managed reactively")


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in UNITS]
)
@pytest.mark.slow
def test_a_team_in_balance_stays_level(name: str):
    make, officers, each = UNITS[name]
    strays = drifts(futures(balanced(make(), officers, each), drawn))
    assert max(strays.values()) < 1, strays


@pytest.mark.parametrize("name", ["polit", "chain", "turns"])
def test_a_team_whose_cases_all_came_in_yesterday_does_not(name: str):
    make, officers, each = UNITS[name]
    strays = drifts(futures(balanced(make(), officers, each), naive))
    assert strays["age at the end"] > 2, strays
    assert sum(stray > 1 for stray in strays.values()) >= 3, strays
