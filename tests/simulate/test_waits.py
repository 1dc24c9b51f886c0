"""How long cases wait at a shared resource: from the day they ask to the beginning of the examination."""

from __future__ import annotations

from datetime import timedelta

import pytest

from planner.model.cases import Case, Phase
from planner.model.plan import Plan
from planner.model.results import TeamResult
from planner.model.scenario import Outsourcing, Resource, Scenario
from planner.simulate.replicate import simulate
from tests.simulate.small_networks import START, band, constant, figure, officers, plan, stage, team


def examined(**ages: int) -> Plan:
    """One examiner who takes three days a device; each device of the book asked so many days before the start. The
    key's first letter names the band: `high` or `low`."""
    bands = (band("high", 0.5), band("low", 0.5, priority=1))
    unit = team(stage("exam", constant(0), delay=constant(3, "days"), resource="lab"), rate=0, bands=bands)
    lab = Resource("lab", "Lab", figure(1, "servers"))
    book = [
        Case(key, "t", {"h": "high", "l": "low"}[key[0]], "exam", asked, asked, Phase.DELAY, "t-0")
        for key, age in ages.items()
        for asked in [START - timedelta(age)]
    ]
    return plan(unit, people=officers(1), cases=tuple(book), resources=(lab,))


def waits(given: Plan, scenario: Scenario | None = None) -> TeamResult:
    return simulate(given, scenario, days=20, replications=1).team("t")


def test_the_longest_wait_is_first_and_each_counts_from_the_day_it_asked():
    found = waits(examined(low_1=5, low_2=20, low_3=10))
    assert found.queues == ("exam",)
    # What has waited 20 days is under examination on the first morning; the others follow after 3 and 6 days.
    assert found.served[0, 0, :, 0].tolist() == [0, 2]
    assert found.waited_days[0, 0, 1, 0] == pytest.approx((10 + 3) + (5 + 6), abs=1e-3)
    assert found.longest_wait[0, 0, 1, :9].tolist() == [10, 11, 12, 8, 9, 10, 0, 0, 0]


def test_a_band_that_goes_first_waits_less_and_is_told_apart():
    found = waits(examined(low_1=9, high_1=2, high_2=1))
    assert found.served[0, 0, :, 0].tolist() == [1, 1]
    assert found.waited_days[0, 0, :, 0] == pytest.approx([1 + 3, 9 + 6], abs=1e-3)
    assert found.longest_wait[0, 0, 0, :5].tolist() == [1, 2, 3, 0, 0]
    assert found.longest_wait[0, 0, 1, :7].tolist() == [9, 10, 11, 12, 13, 14, 0]


def test_what_goes_to_a_supplier_does_not_queue():
    everything_out = Scenario("out", "Out", (Outsourcing("lab", 1.0, 4.0, START, cv=0.0),))
    found = waits(examined(low_1=5, low_2=20), everything_out)
    assert found.served.sum() == 0
    assert found.longest_wait.sum() == 0
    assert found.closed[0, 0, 0] == 2


def test_a_team_without_a_shared_resource_has_no_such_arrays():
    unit = team(stage("serve", constant(1)))
    found = waits(plan(unit))
    assert found.queues == ()
    assert found.longest_wait.shape == (1, 0, 1, 20)
