"""A run in a few numbers and a sentence, on runs of the real engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from planner.model.plan import Plan
from planner.model.results import Result
from planner.model.standard import Measure, Standard
from planner.report.summary import chance, fan, on_time_by_band, percent, verdict, watched_stage
from planner.workspace import simulate_plan
from tests.simulate.small_networks import (
    START,
    band,
    constant,
    exponential,
    figure,
    officers,
    plan,
    route,
    stage,
    station,
    team,
    within,
)


def run(whole: Plan, days: int = 400) -> Result:
    return simulate_plan(whole, days=days, replications=30)


def test_a_fan_holds_the_quantiles_of_each_day():
    values = np.arange(101)[:, None] * np.array([1, 10])
    lines = fan(values)
    for line, share in zip(
        (lines.low90, lines.low50, lines.median, lines.high50, lines.high90), (5, 25, 50, 75, 95), strict=True
    ):
        assert line.tolist() == [share, 10 * share]


def test_a_chance_and_its_error():
    found = chance(np.array([True] * 25 + [False] * 75))
    assert found.share == 0.25
    assert found.error == pytest.approx(np.sqrt(0.25 * 0.75 / 100), rel=0.02)
    assert chance(np.ones(100, bool)).error > 0


def test_demand_beyond_capacity_is_said_with_its_queue():
    whole = station(2, 1.5, exponential(5), limit=4)
    result = run(whole)
    sentence = verdict(whole, result, "t")
    assert sentence.startswith("Demand outruns capacity: from January 2026 on")
    assert "keeps growing" in sentence
    assert "limit of 4" in sentence
    assert f"{np.median(result.team('t').unallocated[:, -1]):.0f}"[0] in sentence


def test_a_queue_that_empties_again_is_not_where_it_begins():
    """The queue of the opening weeks goes; the one that stays begins with the growth half way through."""
    from planner.model.scenario import DemandGrowth, Scenario

    whole = station(2, 0.9, exponential(5), limit=4)
    surge = Scenario("surge", "Surge", (DemandGrowth("t", 100, START + timedelta(days=200), over_days=0),))
    result = simulate_plan(whole, surge, days=400, replications=30)
    sentence = verdict(whole, result, "t")
    assert sentence.startswith("Demand outruns capacity: from July 2026") or "from August 2026" in sentence


def test_a_team_in_balance():
    whole = station(4, 0.6, exponential(5), limit=10)
    assert verdict(whole, run(whole), "t").startswith("In balance: about ")


def test_overdue_work_that_rises_is_said_although_the_queue_is_empty():
    late = stage("serve", constant(5), due=within(3))
    whole = plan(team(late, rate=2.2, limit=1000), people=officers(2))
    sentence = verdict(whole, run(whole), "t")
    assert "overdue work rises from" in sentence


def test_nobody_in_post():
    gone = tuple(replace(person, end=START + timedelta(days=30)) for person in officers(2))
    whole = plan(team(stage("serve", constant(1))), people=gone)
    assert verdict(whole, run(whole, 100), "t").startswith("Nobody is in post")


def test_a_short_run_tells_no_trend():
    whole = station(1, 0.5, constant(1))
    assert verdict(whole, run(whole, 1), "t").startswith("A run of 1 day is too short")


def test_the_stage_that_is_watched():
    first = stage("first", constant(1), route("second"), first_action=True)
    unit = team(first, stage("second", constant(1), due=within(5)))
    whole = plan(unit)
    assert watched_stage(whole, unit) == first
    target = Standard("s", "S", "t", Measure.ON_TIME, figure(0.9, "share"), stage="second")
    assert watched_stage(replace(whole, standards=(target,)), unit) == unit.stage("second")
    assert watched_stage(whole, replace(unit, stages=(replace(first, first_action=False), unit.stages[1]))) is None


def test_on_time_by_band_and_the_worst_of_them():
    serve = stage("serve", constant(5), due=within(2), first_action=True)
    bands = (band("high", 0.5, priority=0), band("low", 0.5, priority=1))
    whole = plan(team(serve, rate=0.95, bands=bands), people=officers(1))
    result = run(whole)
    shares = on_time_by_band(result.team("t"), "serve")
    assert shares["high"] is not None
    assert shares["low"] is not None
    assert shares["high"] > shares["low"] + 0.1
    assert f"{percent(shares['low'])} in band {whole.team('t').band('low').name}" in verdict(whole, result, "t")
