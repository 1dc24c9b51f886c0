"""Demand that comes as paths: one future after another takes the next, and growth levers multiply them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from planner.model.assumption import Assumption
from planner.model.checks import InvalidPlan
from planner.model.plan import Plan
from planner.model.scenario import DemandGrowth, ForecastDemand, Lever, Scenario
from planner.simulate.levers import TeamDemand
from planner.simulate.network import build
from planner.simulate.replicate import simulate
from tests.simulate.small_networks import START, band, constant, officers, plan, stage, team

DAYS = 50


def two_teams() -> Plan:
    halves = (band("one", 0.5), band("two", 0.5))
    first = team(stage("serve", constant(1)), key="a", rate=3, bands=halves)
    return plan(
        first, team(stage("serve", constant(1)), key="b", rate=2), people=(*officers(1, "a"), *officers(1, "b"))
    )


def expected(demand: dict[str, np.ndarray], *levers: Lever) -> np.ndarray:
    """[paths, bands, days] what the engine expects."""
    paths = {key: TeamDemand(array) for key, array in demand.items()}
    built = build(two_teams(), Scenario("s", "S", levers), ("a", "b"), DAYS, paths)
    return built.network.arrivals.swapaxes(1, 2)


def test_paths_take_the_place_of_one_teams_level_and_leave_the_other():
    paths = np.arange(3 * 2 * DAYS, dtype=float).reshape(3, 2, DAYS)
    found = expected({"a": paths})
    assert np.array_equal(found[:, :2], paths)
    assert np.allclose(found[:, 2], 2)


def test_growth_multiplies_every_path():
    lever = DemandGrowth("a", 50, START + timedelta(10), 0, band="two")
    paths = np.full((2, 2, DAYS), 4.0)
    found = expected({"a": paths}, lever)
    assert (found[:, 0] == 4).all()
    assert (found[:, 1, :10] == 4).all()
    assert (found[:, 1, 10:] == 6).all()


@pytest.mark.parametrize(
    ("paths", "what"),
    [
        (np.ones((2, 1, DAYS)), "paths, bands, days"),
        (np.ones((2, 2, DAYS - 1)), "paths, bands, days"),
        (np.full((2, 2, DAYS), -1.0), "zero or more"),
        (np.full((2, 2, DAYS), np.nan), "zero or more"),
    ],
)
def test_paths_that_do_not_fit_are_refused(paths, what):
    with pytest.raises(InvalidPlan) as caught:
        expected({"a": paths})
    assert caught.value.field == "demand[a]"
    assert what in caught.value.rule


def test_teams_with_different_numbers_of_paths_are_refused():
    with pytest.raises(InvalidPlan):
        expected({"a": np.ones((2, 2, DAYS)), "b": np.ones((3, 1, DAYS))})


def test_each_future_takes_the_next_path():
    """Every other path brings nothing; a Poisson count of fifty days at five a day is never zero."""
    paths = np.stack([np.zeros((1, DAYS)), np.full((1, DAYS), 5.0)])
    found = simulate(two_teams(), teams=["b"], days=DAYS, replications=6, demand={"b": TeamDemand(paths)})
    assert (found.team("b").arrived.sum(axis=(1, 2)) > 0).tolist() == [False, True] * 3


def test_a_lever_whose_paths_are_missing_is_refused():
    follows = (ForecastDemand("b"), ForecastDemand("a"))
    with pytest.raises(InvalidPlan, match="need the paths of the team") as caught:
        expected({"b": np.ones((2, 1, DAYS))}, *follows)
    assert caught.value.field == "levers[2].team"
    assert expected({"b": np.ones((2, 1, DAYS))}, follows[0]).shape[0] == 2


@pytest.mark.parametrize(("own", "found"), [(None, 2.5), (1.5, 1.5)])
def test_counts_spread_as_the_forecast_says_unless_the_team_does(own, found):
    whole = two_teams()
    spread = None if own is None else Assumption(own, "ratio")
    whole = replace(whole, teams=(whole.teams[0], replace(whole.teams[1], overdispersion=spread)))
    built = build(whole, None, ("a", "b"), DAYS, {"b": TeamDemand(np.ones((2, 1, DAYS)), 2.5)})
    assert built.network.fixed_teams["dispersion"].tolist() == [1.0, found]
