"""The solver's rotas are lawful, its bounds are true, and on problems small enough to try everything it is exact."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.model.progress import Cancelled, Progress
from planner.rota import generation as generation_module
from planner.rota.arrays import ProblemArrays
from planner.rota.automaton import automaton
from planner.rota.beside import shared_out
from planner.rota.columns import prepare, solve_by_columns
from planner.rota.construction import first_rota
from planner.rota.cpsat import solve_by_cpsat
from planner.rota.generation import Generation
from planner.rota.line_faults import line_faults, rota_faults
from planner.rota.lines import OFF, Cover, LineProblem, Person, Shift
from planner.rota.master import Part
from planner.rota.neighbourhoods import Neighbourhood
from planner.rota.pricing import LinePricer, Window, inner_stretch, room, unlimited_stretch, whole_stretch
from planner.rota.solution import Unsolvable
from planner.rota.watch import Watch
from tests.rota.small_problems import drawn_problem, lawful_lines, least_cost

exactly = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
seeds = st.integers(0, 100_000)


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    prepare()


@exactly
@given(seeds)
def test_the_rota_is_lawful_and_the_best_or_nobody_has_a_lawful_line(seed):
    problem = drawn_problem(seed)
    best = least_cost(problem)
    if best is None:
        with pytest.raises(Unsolvable) as refused:
            solve_by_columns(problem, 10, seed=seed)
        assert lawful_lines(problem, problem.people[refused.value.person]) == []
        return
    found = solve_by_columns(problem, 10, seed=seed)
    assert rota_faults(problem, found.rota) == []
    assert problem.cost(found.rota) == pytest.approx(found.cost)
    assert found.bound <= best + 1e-6
    assert (found.cost, found.is_proven, found.gap) == (pytest.approx(best), True, 0)


@exactly
@given(seeds)
def test_every_worth_of_cover_gives_a_bound_that_no_rota_is_below(seed):
    problem = drawn_problem(seed, people=2)
    best = least_cost(problem)
    arrays = ProblemArrays(problem)
    part = Part(arrays, (0, 1), Window(0, problem.days))
    pricers = [
        LinePricer(problem, person, machine, whole_stretch(problem, person, machine))
        for person, machine in zip(problem.people, arrays.machines, strict=True)
    ]
    chance = np.random.default_rng(seed)
    generation = Generation(part, pricers, chance, Watch(60))
    for _ in range(3):
        duals = generation.within_prices(chance.normal(0, 20, len(part.covers)))
        if best is None:
            with pytest.raises(Unsolvable):
                generation.price_lines(duals, [0, 1], 5.0)
        else:
            least, _ = generation.price_lines(duals, [0, 1], 5.0)
            assert float(duals @ part.required + least.sum()) + problem.constant <= best + 1e-9


@exactly
@given(seeds)
def test_the_cheapest_line_is_the_cheapest_of_all_lawful_lines(seed):
    problem = drawn_problem(seed, people=2, days=6)
    person = replace(problem.people[0], crowded_weekends=None)  # a price that only whole lines have
    machine = automaton(person, len(problem.shifts), problem.no_duties)
    chance = np.random.default_rng(seed)
    prices = chance.integers(-20, 20, (problem.days, len(problem.shifts) + 1)).astype(float)
    turns = replace(person, prices=())
    days = range(problem.days)
    costs = {
        line: problem.line_cost(turns, line) + sum(prices[day, line[day] + 1] for day in days)
        for line in lawful_lines(problem, person)
    }
    pricer = LinePricer(problem, person, machine, whole_stretch(problem, person, machine))
    found = pricer.price(prices, np.array([0.0, 6.0, 6.0]), chance.random((3, problem.days)), room())
    assert found.least == pytest.approx(min(costs.values(), default=math.inf))
    lines = [tuple(line) for line in found.lines.tolist()]
    assert all(costs[line] <= found.least + 6 + 1e-9 for line in lines)
    assert not lines or costs[lines[0]] == pytest.approx(found.least)
    near = pricer.lines_within(prices, 6.0, 5000, room())
    assert sorted(map(tuple, near.tolist())) == sorted(line for line in costs if costs[line] <= found.least + 6 + 1e-9)
    loose = LinePricer(problem, person, machine, unlimited_stretch(problem, person, machine))
    assert loose.price(prices, np.zeros(1), np.zeros((1, problem.days)), room()).least <= found.least + 1e-9
    if lines:
        part = inner_stretch(problem, person, machine, Window(3, 6), lines[-1])
        best = LinePricer(problem, person, machine, part).price(prices[3:], np.zeros(1), np.zeros((1, 3)), room())
        line = lines[-1][:3] + tuple(best.lines[0].tolist())
        assert list(line_faults(problem, person, line)) == []
        assert costs[line] == min(cost for other, cost in costs.items() if other[:3] == lines[-1][:3])


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_the_plain_model_agrees(seed):
    problem = drawn_problem(seed)
    best = least_cost(problem)
    found = solve_by_cpsat(problem, 20)
    assert rota_faults(problem, found.rota) == []
    assert (problem.cost(found.rota), found.bound) == (pytest.approx(best), pytest.approx(best))


def test_the_rota_is_the_same_on_one_thread_and_on_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that is stopped after so many looks, with every table shared out."""
    monkeypatch.setattr(generation_module, "_CELLS_WORTH_SHARING", 0)
    found = []
    for threads in (1, 2):
        part = Part(ProblemArrays(team()), tuple(range(9)), Window(0, 28))
        pricers = [
            LinePricer(team(), person, machine, whole_stretch(team(), person, machine))
            for person, machine in zip(team().people, part.arrays.machines, strict=True)
        ]
        tables = tuple(room() for _ in range(threads))
        generation = Generation(part, pricers, np.random.default_rng(3), Watch(60), tables)
        for place in range(9):
            generation.master.add(place, np.full(28, OFF))
        generation.converge(rounds=12)
        found.append((generation.bound, [line.tobytes() for line in generation.master.lines]))
    assert found[0] == found[1]


def test_the_first_fault_or_cancel_ends_what_is_shared_out() -> None:
    begun: list[int] = []

    def work(number: int, _: None) -> None:
        begun.append(number)
        time.sleep(0.01)

    def look() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        shared_out(work, 1000, (None, None), look)
    assert len(begun) < 100
    with pytest.raises(ZeroDivisionError):
        shared_out(lambda number, _: 1 // (number - 3), 10, (None, None), lambda: None)


def test_what_was_cancelled_once_stays_so_also_where_no_exception_can_pass() -> None:
    told: list[int] = []

    def once(done: int, _: int) -> None:
        told.append(done)
        if len(told) == 2:
            raise Cancelled

    watch = Watch(60, once)
    assert not watch.is_over()
    assert watch.is_over()
    with pytest.raises(Cancelled):
        watch.hear()
    assert len(told) == 2
    assert Watch(0).is_over()


def test_a_first_rota_in_haste_takes_the_lines_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = team(people=30, days=56)
    arrays = ProblemArrays(problem)
    late = Watch(1e-9)
    rota = first_rota(arrays, None, late)
    assert rota_faults(problem, rota.tolist()) == []
    assert len({line.tobytes() for line in rota}) < 30
    with pytest.raises(Cancelled):
        first_rota(arrays, None, Watch(60, cancelling_after(3)))


def cancelling_after(looks: int) -> Progress:
    left = [looks]

    def progress(_: int, __: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Cancelled

    return progress


def team(days: int = 28, people: int = 9, **rules: object) -> LineProblem:
    """Earlies, lates and nights for a month, with costs that take longer than an instant."""
    free = frozenset({OFF, 0, 1, 2})
    one = Person("P", (free,) * days, forbidden=frozenset({(1, 0), (2, 0), (2, 1)}))
    one = replace(
        one,
        most_minutes=days * 330,
        fewest_minutes=days * 260,
        most_days_in_a_row=5,
        fewest_days_in_a_row=2,
        fewest_days_off_in_a_row=2,
        most_weekends=days // 14,
    )
    chance = np.random.default_rng(7)
    covers = [
        Cover(day, frozenset({shift}), int(chance.integers(1, 3)), 100.0, 1.0)
        for day in range(days)
        for shift in range(3)
    ]
    shifts = (Shift("E", 480), Shift("L", 510), Shift("N", 600))
    weekends = tuple((day, day + 1) for day in range(5, days, 7))
    return LineProblem(days, shifts, (replace(one, **rules),) * people, tuple(covers), weekends)


def test_the_time_is_kept_and_the_bound_is_below_the_cost():
    found = solve_by_columns(team(), 1.0)
    assert found.seconds < 4.0
    assert -math.inf < found.bound <= found.cost
    assert found.improvements[-1][1] == found.cost
    assert found.first_seconds < 2.0
    assert rota_faults(team(), found.rota) == []


def test_cancelling_keeps_the_best_rota_and_before_the_first_there_is_none():
    def progress(done: int, total: int) -> None:
        heard.append(done)
        if len(heard) > allowed:
            raise Cancelled

    heard: list[int] = []
    allowed = 3 + len(team().people)
    found = solve_by_columns(team(), 60.0, progress)
    assert found.seconds < 10.0
    assert rota_faults(team(), found.rota) == []
    assert found.bound == -math.inf or found.bound <= found.cost
    assert len(heard) == allowed + 1


def test_a_long_time_is_taken_a_few_weeks_at_a_time():
    problem = team(days=182, people=6)
    found = solve_by_columns(problem, 2.0)
    assert rota_faults(problem, found.rota) == []
    assert found.seconds < 6.0
    rota = np.array(found.rota)
    near = Neighbourhood(ProblemArrays(problem), range(6), Window(61, 75), rota, np.random.default_rng(1), Watch(60))
    better = near.search(None, None, np.zeros(len(problem.covers)), 1.0)[1]
    assert rota_faults(problem, better.tolist()) == []
    assert problem.cost(better.tolist()) <= found.cost
    assert np.array_equal(better[:, :61], rota[:, :61])
    assert np.array_equal(better[:, 75:], rota[:, 75:])
    assert -math.inf < found.bound <= found.cost


def test_who_has_no_lawful_line_is_named():
    problem = team(people=2)
    stuck = replace(problem.people[1], most_minutes=0)
    with pytest.raises(Unsolvable) as refused:
        solve_by_columns(replace(problem, people=(problem.people[0], stuck)), 5)
    assert refused.value.person == 1
