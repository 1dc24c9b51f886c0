"""More demand never lowers open work, and an added officer never raises it: with common luck, in the mean of 400 runs.

What of this holds on every single day, and what only over the year, is said test by test.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.model.duration import Shape
from planner.model.people import Officer
from planner.model.plan import Plan
from planner.model.scenario import DemandGrowth, Resource, Scenario
from planner.model.team import Performer
from planner.simulate.replicate import simulate
from planner.workspace import demo_plan
from tests.simulate.small_networks import (
    START,
    band,
    case_managers,
    constant,
    duration,
    exponential,
    figure,
    officers,
    plan,
    route,
    stage,
    station,
    supervisors,
    team,
)

ROUNDING = 1e-9


def two_stages() -> Plan:
    """Four officers with few cases each, a supervisor, a laboratory of two, and cases that come back."""
    first = stage(
        "first",
        duration(Shape.LOGNORMAL, 4, 1),
        route("check"),
        delay=duration(Shape.GAMMA, 3, 0.7, unit="days"),
        resource="lab",
    )
    check = stage("check", exponential(3), route("first", 0.2), route("done", 0.8), performer=Performer.SUPERVISOR)
    unit = team(first, check, rate=1.0, limit=4)
    laboratory = (Resource("lab", "Laboratory", figure(5, "servers")),)
    return plan(unit, people=(*officers(4), *supervisors(1)), resources=laboratory)


def by_priority() -> Plan:
    bands = (band("now", 0.2, immediate=True), band("mid", 0.5, priority=1), band("low", 0.3, priority=2))
    return station(3, 0.95, duration(Shape.LOGNORMAL, 10, 1), limit=6, bands=bands)


SMALL = {
    "one queue": lambda: station(4, 1.02, duration(Shape.LOGNORMAL, 8, 1), limit=3),
    "one queue, constant effort": lambda: station(2, 0.9, constant(6)),
    "three bands": by_priority,
    "two stages": two_stages,
    "case managers": case_managers,
}


def mean_open(whole: Plan, percent: float = 0, key: str = "t", days: int = 365) -> np.ndarray:
    """[days] mean open cases of 400 replications with `percent` more demand."""
    levers = Scenario("s", "S", (DemandGrowth(key, percent, START, 0),))
    result = simulate(whole, levers, teams=[key], days=days, replications=400, seed=3)
    return np.asarray(result.team(key).open.mean(axis=0))


def joined(whole: Plan, number: int, key: str = "t") -> Plan:
    more = tuple(Officer(f"more-{place}", "More", key) for place in range(number))
    return replace(whole, officers=(*whole.officers, *more))


@pytest.mark.parametrize("network", SMALL.values(), ids=SMALL)
@pytest.mark.slow
def test_more_demand_never_lowers_the_open_cases(network):
    """On every day, in each of these."""
    whole = network()
    before = mean_open(whole)
    for percent in (3, 20):
        after = mean_open(whole, percent)
        assert (after >= before - ROUNDING).all(), f"+{percent} %: {(after - before).min()}"
        assert after[-90:].mean() > before[-90:].mean()
        before = after


@pytest.mark.parametrize("name", ["one queue", "one queue, constant effort", "three bands"])
def test_an_added_officer_never_raises_the_open_cases(name):
    """On every day, where each case needs one task."""
    whole = SMALL[name]()
    before = mean_open(whole)
    for number in (1, 2, 4):
        after = mean_open(joined(whole, number))
        assert (after <= before + ROUNDING).all(), f"{number} more: {(after - before).max()}"
        assert after.mean() < before.mean()
        before = after


@pytest.mark.parametrize("name", ["two stages", "case managers"])
@pytest.mark.slow
def test_an_added_officer_lowers_the_open_cases_over_the_year(name):
    """Not on each day: what a newcomer begins competes with what is about to end (case managers: +0.8 of 437)."""
    whole = SMALL[name]()
    before = mean_open(whole, 10)
    for number in (1, 3):
        after = mean_open(joined(whole, number), 10)
        assert after.mean() < before.mean()
        assert after[-90:].mean() <= before[-90:].mean()
        assert (after - before).max() < 0.01 * before.mean()
        before = after


@pytest.mark.slow
def test_a_team_of_the_demo_plan():
    """POLIT: demand on every day; officers over the year, and on every day from the fourth month on.

    Before that, what a newcomer begins competes with what was about to end.
    """
    whole = demo_plan()
    usual, before = mean_open(whole, key="polit"), mean_open(whole, 20, "polit")
    assert (before >= usual - ROUNDING).all()
    assert before.mean() > usual.mean()
    for number in (1, 3):
        after = mean_open(joined(whole, number, "polit"), 20, "polit")
        assert after.mean() < before.mean()
        assert (after - before)[90:].max() < 0
        assert (after - before).max() < 0.015 * before.mean()
        before = after
