"""Plans that say a textbook queue in the planner's words, and one small plan that uses everything the engine can do."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from planner.model.assumption import Assumption, BandFigure
from planner.model.calendar import DAYS_A_MONTH
from planner.model.cases import Case, Phase
from planner.model.duration import Duration, Shape
from planner.model.people import Officer, Role
from planner.model.plan import Plan
from planner.model.results import Result
from planner.model.scenario import Resource
from planner.model.team import (
    Band,
    DueFrom,
    Feed,
    Outcome,
    Performer,
    Ramp,
    Rebanding,
    Recurrence,
    Route,
    Stage,
    Team,
)

START = date(2026, 1, 1)
DAY_HOURS = 5.0
"""Productive hours that a full-time officer of these plans works each day of the week."""


def figure(value: float, unit: str) -> Assumption:
    return Assumption(float(value), unit)


def duration(shape: Shape, *figures: float, unit: str = "hours") -> Duration:
    """A duration from plain figures; a `cv` has no unit of its own."""
    named = [
        figure(value, "ratio" if number == 1 and shape is not Shape.TRIANGULAR else unit)
        for number, value in enumerate(figures)
    ]
    return Duration(shape, tuple(named), unit=unit)


def exponential(mean: float, unit: str = "hours") -> Duration:
    return duration(Shape.EXPONENTIAL, mean, unit=unit)


def constant(value: float, unit: str = "hours") -> Duration:
    return duration(Shape.CONSTANT, value, unit=unit)


def route(to: str = "done", probability: float = 1.0, band: str | None = None) -> Route:
    return Route(to, figure(probability, "probability"), band)


def band(key: str, share: float = 1.0, **changes: Any) -> Band:
    return Band(key, key, figure(share, "share"), **changes)


def stage(key: str, effort: Duration, *routes: Route, **changes: Any) -> Stage:
    return Stage(key, key, effort, routes or (route(),), **changes)


def within(days: float, band: str | None = None) -> tuple[BandFigure, ...]:
    return (BandFigure(figure(days, "days"), band),)


def team(*stages: Stage, rate: float = 1.0, limit: float = 1000, **changes: Any) -> Team:
    """A team that takes `rate` cases a day; five hours each day of the week, nothing lost, nobody leaves."""
    given: dict[str, Any] = {
        "key": "t",
        "name": "Team",
        "bands": (band("all"),),
        "stages": stages,
        "outcomes": (Outcome("done", "Done"),),
        "referrals_per_month": figure(rate * DAYS_A_MONTH, "cases a month"),
        "establishment": figure(10, "FTE"),
        "caseload_limit": figure(limit, "cases"),
        "weekly_hours": figure(7 * DAY_HOURS, "hours a week"),
        "ramp": Ramp(figure(1, "share"), figure(0, "days")),
        "leaver_rate": figure(0, "share a year"),
        "handover_hours": figure(0, "hours"),
    }
    return Team(**given | changes)


def officers(number: int, team: str = "t", **changes: Any) -> tuple[Officer, ...]:
    return tuple(Officer(f"{team}-{place}", f"Officer {place}", team, **changes) for place in range(number))


def supervisors(number: int, team: str = "t") -> tuple[Officer, ...]:
    return tuple(Officer(f"{team}-s{place}", f"Lead {place}", team, Role.SUPERVISOR) for place in range(number))


def plan(*teams: Team, people: tuple[Officer, ...] | None = None, **changes: Any) -> Plan:
    return Plan("Small", START, teams, officers(1) if people is None else people, **changes)


def opening(number: int, owner: str | None, stage: str = "serve", **changes: Any) -> tuple[Case, ...]:
    """Cases of the opening book that wait for their task since yesterday."""
    given: dict[str, Any] = {"team": "t", "band": "all", "opened": START - timedelta(9), "since": START - timedelta(1)}
    return tuple(Case(f"{owner}-{place}", stage=stage, owner=owner, **given | changes) for place in range(number))


def station(
    servers: int,
    load: float,
    effort: Duration,
    *,
    limit: float = 1,
    performer: Performer = Performer.OWNER,
    **changes: Any,
) -> Plan:
    """A single station of `servers` officers at a load between 0 and 1 (one case each at a time unless `limit`)."""
    rate = load * servers * DAY_HOURS / effort.mean
    serve = stage("serve", effort, first_action=True, performer=performer)
    return plan(team(serve, rate=rate, limit=limit, **changes), people=officers(servers))


def case_managers() -> Plan:
    """Network B of the design's anchors: 12 officers with 31 cases each, five stages, two arrivals a day."""
    shares, waits, shapes = (0.1, 0.2, 0.4, 0.3), (7, 30, 120, 25, 5), (2, 2, 4, 2, 2)
    dues = (5, 20, 55, 190, 225)
    stages = [
        stage(
            f"s{place}",
            duration(Shape.LOGNORMAL, 6, 1),
            route(f"s{place + 1}" if place < 4 else "done"),
            due=within(dues[place]),
            due_from=DueFrom.OPENED,
            delay=duration(Shape.GAMMA, waits[place], shapes[place] ** -0.5, unit="days"),
            first_action=place == 0,
        )
        for place in range(5)
    ]
    bands = tuple(band(f"b{place}", share, priority=place) for place, share in enumerate(shares))
    unit = team(*stages, rate=2, limit=35, bands=bands, weekly_hours=figure(42, "hours a week"))
    return plan(unit, people=officers(12), cases=_warm_book(shares, waits))


def _warm_book(shares: tuple[float, ...], waits: tuple[int, ...]) -> tuple[Case, ...]:
    chance = np.random.default_rng(1)
    cases = []
    for number in range(12 * 31):
        at_work = chance.random() < 0.15
        place = int(chance.integers(5) if at_work else chance.choice(5, p=np.array(waits) / sum(waits)))
        age = 1 if at_work else int(chance.random() * waits[place]) + 1
        cases.append(
            Case(
                f"c{number}",
                "t",
                f"b{chance.choice(4, p=shares)}",
                f"s{place}",
                START - timedelta(max(int(200 * chance.random()) + 1, age)),
                START - timedelta(age),
                Phase.TASK if at_work else Phase.DELAY,
                f"t-{number // 31}",
            )
        )
    return tuple(cases)


def everything() -> Plan:
    """Two teams that between them use every branch of the engine, in few cases."""
    visits = Recurrence(
        (*within(9, "high"), *within(20)),
        figure(3, "days"),
        (Rebanding("high", "low", figure(0.4, "probability")), Rebanding("low", "high", figure(0.2, "probability"))),
    )
    first = team(
        stage("grade", duration(Shape.LOGNORMAL, 3, 1), route("exam"), first_action=True, due=within(2)),
        stage(
            "exam",
            constant(1),
            route("review"),
            performer=Performer.ANY_OFFICER,
            delay=duration(Shape.GAMMA, 1, 0.7, unit="days"),
            resource="lab",
        ),
        stage("review", exponential(1), route("visit"), performer=Performer.SUPERVISOR, delay=exponential(2, "days")),
        stage(
            "visit",
            duration(Shape.TRIANGULAR, 1, 2, 4),
            route("visit", 0.6),
            route("over", 0.3),
            route("closed", 0.1),
            officers=figure(2, "officers"),
            recurrence=visits,
            due_from=DueFrom.LAST_DONE,
            priority=1,
        ),
        key="a",
        rate=1.2,
        limit=6,
        bands=(band("high", 0.3, immediate=True), band("low", 0.7, priority=2)),
        outcomes=(Outcome("over", "Over", Feed("b", figure(0.7, "probability"), exponential(3, "days"))), _CLOSED),
        leaver_rate=figure(0.95, "share a year"),
        handover_hours=figure(2, "hours"),
        refill_days=figure(12, "days"),
        overdispersion=figure(2.5, "ratio"),
        ramp=Ramp(figure(0.4, "share"), figure(30, "days")),
        weekday_work=(0.2, 0.2, 0.2, 0.2, 0.2, 0.0, 0.0),
    )
    second = team(
        stage("assess", Duration(Shape.EMPIRICAL, (), (1, 2, 2, 3, 9)), route("closed"), due=within(4)),
        key="b",
        rate=0.5,
        outcomes=(_CLOSED,),
    )
    people = (*officers(4, "a"), *supervisors(1, "a"), *officers(2, "b", fte=0.5))
    return plan(first, second, people=people, cases=_mixed_book(), resources=(Resource("lab", "Lab", _ONE),))


_CLOSED = Outcome("closed", "Closed")
_ONE = figure(1, "servers")


def _mixed_book() -> tuple[Case, ...]:
    """One open case in each position that a case can be in."""
    usual: dict[str, Any] = {"team": "a", "opened": START - timedelta(40), "since": START - timedelta(2)}
    return (
        Case("queued", band="low", stage="grade", legacy=True, **usual),
        Case("graded", band="high", stage="grade", owner="a-0", **usual),
        Case("examined", band="low", stage="exam", owner="a-1", phase=Phase.DELAY, **usual),
        Case("reviewed", band="low", stage="review", owner="a-1", phase=Phase.DELAY, legacy=True, **usual),
        Case("visited", band="low", stage="visit", owner="a-2", phase=Phase.DELAY, **usual),
        Case("due", band="high", stage="visit", owner="a-2", due=START - timedelta(1), **usual),
    )


def only(whole: Plan, key: str) -> Plan:
    """The plan without its other teams and what belongs to them."""
    return replace(
        whole,
        teams=(whole.team(key),),
        officers=tuple(person for person in whole.officers if person.team == key),
        cases=whole.cases_of(key),
    )


def arrays(result: Result) -> dict[str, np.ndarray]:
    """Every array of a result by where it is."""
    return {
        f"{part.team if hasattr(part, 'team') else part.resource}.{field.name}": value
        for part in (*result.teams, *result.resources)
        for field in fields(part)
        if isinstance(value := getattr(part, field.name), np.ndarray)
    }


def differing(one: Result, other: Result) -> list[str]:
    """The names of the arrays that two results do not share to the last bit."""
    left, right = arrays(one), arrays(other)
    assert left.keys() == right.keys()
    return [name for name in left if left[name].tobytes() != right[name].tobytes()]


def digest(result: Result) -> str:
    """A hash of every array of a result."""
    mark = hashlib.sha256()
    for name, array in sorted(arrays(result).items()):
        mark.update(name.encode() + np.ascontiguousarray(array).tobytes())
    return mark.hexdigest()
