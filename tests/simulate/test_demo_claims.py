"""What the demo plan is there to show, as its simulation says it."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from planner.model.people import Origin
from planner.model.plan import Plan
from planner.model.results import TeamResult
from planner.simulate.replicate import simulate
from planner.workspace import demo_plan

REPLICATIONS = 100
HALF_YEAR = slice(0, 6)
"""The first six calendar months."""


@pytest.fixture(scope="module")
def demo() -> Plan:
    return demo_plan()


@pytest.fixture(scope="module")
def base(demo: Plan) -> dict[str, TeamResult]:
    """Two years of every team with demand as today."""
    found = simulate(demo, days=730, replications=REPLICATIONS)
    return {team.team: team for team in found.teams}


def share_on_time(team: TeamResult, stage: str, months: slice) -> float:
    place = team.stages.index(stage)
    return float(team.met[:, place, :, months].sum() / team.due[:, place, :, months].sum())


def test_polit_officers_hold_31_cases_each(base):
    assert base["polit"].caseload_mean[:, :30].mean() == pytest.approx(31, rel=0.1)


def test_polit_still_holds_31_each_after_a_year_of_demand_as_today(base):
    daily = base["polit"].caseload_mean[:, :365].mean(axis=0)
    assert daily.min() > 31 * 0.9
    assert daily.max() < 31 * 1.1


def test_polit_cannot_take_seventy_percent_more(demo):
    found = simulate(demo, demo.scenario("growth-70"), teams=["polit"], days=730, replications=REPLICATIONS)
    waiting = found.team("polit").unallocated.mean(axis=0)
    assert waiting[364] > 50
    assert waiting[729] > 2 * waiting[364]
    assert waiting[-90:].min() > waiting[364:454].max(), "the queue has stopped growing"


def test_dpmu_first_visits_miss_their_standard(base):
    assert share_on_time(base["dpmu"], "first-visit", HALF_YEAR) < 0.9


def test_a_third_to_a_half_of_shared_records_take_more_than_25_days(demo, base):
    limit = next(row.figure.value for row in demo.team("referral-sharing").stage("share").due if row.band != "urgent")
    assert limit == 25
    assert 0.3 <= 1 - share_on_time(base["referral-sharing"], "share", HALF_YEAR) <= 0.5


def test_mosovo_recruits_relieve_overdue_visits(demo, base):
    """The recruits start in February to April 2027; by the second autumn they have made the difference."""
    staff = tuple(person for person in demo.officers if person.team != "mosovo" or person.origin is not Origin.RECRUIT)
    assert len(staff) < len(demo.officers)
    without = simulate(replace(demo, officers=staff), teams=["mosovo"], days=730, replications=REPLICATIONS)
    late_without = without.team("mosovo").overdue.sum(axis=1).mean(axis=0)
    late_with = base["mosovo"].overdue.sum(axis=1).mean(axis=0)
    assert np.array_equal(late_with[:60], late_without[:60]), "nothing differs before the first recruit comes"
    assert late_with[-1] < 0.7 * late_without[-1]
    assert late_with.mean() < late_without.mean()


def test_progress_counts_up_to_the_total_on_the_callers_thread(demo):
    heard: list[tuple[int, int]] = []
    caller = threading.current_thread()

    def listen(done: int, total: int) -> None:
        assert threading.current_thread() is caller
        heard.append((done, total))

    simulate(demo, days=730, replications=57, progress=listen)
    assert heard[0] == (0, 57)
    assert heard[-1] == (57, 57)
    assert heard == sorted(heard)
    assert len(heard) > 4
