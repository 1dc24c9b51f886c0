"""What is kept between runs is never served to a plan, a scenario or a length of run that it was not made for."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from planner.model.scenario import CaseloadLimit, DemandGrowth, Recruits, Scenario
from planner.simulate import machine
from planner.simulate.kept import kept
from planner.simulate.network import Built, build
from planner.simulate.replicate import simulate
from tests.simulate.small_networks import START, everything, figure

DAYS = 40
TEAMS = ("a", "b")


def differing(one: Built, other: Built) -> set[str]:
    """The names of the network's arrays in which two differ."""
    pairs = zip(one.network._fields, one.network, other.network, strict=True)
    return {name for name, left, right in pairs if not np.array_equal(left, right)}


def afresh(plan, scenario=None, teams=TEAMS, days=DAYS) -> Built:
    """The network of a plan that is equal and new, so that nothing is known of it."""
    return build(replace(plan), scenario, teams, days)


SCENARIOS = (
    None,
    Scenario("s", "S", (DemandGrowth("a", 50, START),)),
    Scenario("s", "S", (DemandGrowth("a", 51, START),)),
    Scenario("s", "S", (CaseloadLimit("a", 4, START), Recruits("a", 1, START))),
    Scenario("s", "S", (Recruits("a", 2, START + timedelta(3)),)),
)


def test_a_moved_lever_counts():
    plan = everything()
    found = [build(plan, scenario, TEAMS, DAYS) for scenario in SCENARIOS]
    for scenario, built in zip(SCENARIOS, found, strict=True):
        assert differing(built, afresh(plan, scenario)) == set()
    assert differing(found[0], found[1]) == differing(found[1], found[2]) == {"arrivals"}
    assert {"limits", "person_days", "people"} <= differing(found[0], found[3])
    assert "opening" not in differing(found[0], found[4]), "recruits come after those who own cases"


def test_a_changed_plan_counts():
    plan = everything()
    build(plan, None, TEAMS, DAYS)
    first = plan.team("a")
    slower = replace(first, stages=(replace(first.stages[0], due=(), first_action=False), *first.stages[1:]))
    changed = {
        "stages": replace(plan, teams=(slower, plan.team("b"))),
        "opening": replace(plan, cases=plan.cases[:-1]),
        "servers": replace(plan, resources=(replace(plan.resources[0], servers=figure(2, "servers")),)),
    }
    for name, other in changed.items():
        built = build(other, None, TEAMS, DAYS)
        assert name in differing(built, build(plan, None, TEAMS, DAYS))
        assert differing(built, afresh(other)) == set()


def test_another_length_or_choice_of_teams_counts():
    plan = everything()
    for days in (DAYS, DAYS + 1, DAYS):
        assert differing(build(plan, None, TEAMS, days), afresh(plan, days=days)) == set()
        assert build(plan, None, TEAMS, days).network.months.size == days
    for teams in (TEAMS, ("a",), ("b", "a")):
        assert differing(build(plan, None, teams, DAYS), afresh(plan, teams=teams)) == set()


def test_what_is_kept_cannot_be_written_to():
    network = build(everything(), None, TEAMS, DAYS).network
    with pytest.raises(ValueError, match="read-only"):
        network.tables[0, 0] = 1


def test_results_name_the_plan_that_was_run():
    plan = everything()
    one = simulate(plan, days=2, replications=1)
    assert simulate(plan, days=3, replications=1).plan_fingerprint == one.plan_fingerprint
    assert simulate(replace(plan, name="Other"), days=2, replications=1).plan_fingerprint != one.plan_fingerprint


class Value:
    def __init__(self, number: int) -> None:
        self.number = number


def test_a_value_is_worked_out_once_and_again_when_it_has_been_dropped():
    asked: list[int] = []

    @kept(2)
    def twice(value: Value, times: int = 2) -> int:
        asked.append(value.number)
        return value.number * times

    first, second, third = (Value(number) for number in (1, 2, 3))
    assert [twice(first), twice(first), twice(second), twice(first, 3), twice(first, times=5)] == [2, 2, 4, 3, 5]
    assert asked == [1, 2, 1, 1]
    twice(third)
    assert twice(second) == 4
    assert asked == [1, 2, 1, 1, 3, 2]


def test_a_value_made_after_another_was_dropped_is_not_taken_for_it():
    """Python gives the place of a dropped value to the next one."""

    @kept(2)
    def number_of(value: Value) -> int:
        return value.number

    assert [number_of(Value(number)) for number in range(100)] == list(range(100))


def test_what_is_kept_is_bounded():
    @kept(2)
    def number_of(value: Value) -> int:
        return value.number

    values = [Value(number) for number in range(3)]
    watched = [weakref.ref(value) for value in values]
    for value in values:
        number_of(value)
    del values, value
    gc.collect()
    assert [watch() is not None for watch in watched] == [False, True, True]


def test_a_run_that_nobody_wants_any_more_ends_between_two_replications():
    built = build(everything(), None, TEAMS, DAYS)
    output = machine.new_output(built.network, 5)
    answers = iter((False, False, True))
    machine.Machine(built.network).run(output, 1, 0, lambda: next(answers))
    assert np.flatnonzero(output.handled[:, 0]).tolist() == [0, 1]
