"""The formulas against one another, printed tables and plain linear algebra: a wrong one would prove nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad

from tests.simulate.theory import formulas


def test_erlangs_tables():
    """Blocking of 5 erlangs at 10 lines, and waiting of 8 erlangs at 10, as printed tables have them."""
    assert formulas.erlang_b(10, 5) == pytest.approx(0.018385, abs=1e-6)
    assert formulas.erlang_c(10, 0.8) == pytest.approx(0.409, abs=5e-4)


@pytest.mark.parametrize("load", [0.3, 0.95])
def test_one_server_is_a_special_case(load):
    assert formulas.erlang_c(1, load) == pytest.approx(load)
    assert formulas.wait_of_many(1, load, 2.0) == pytest.approx(formulas.wait_of_one(load, 2.0, 1.0))
    assert formulas.wait_of_one(load, 2.0, 0.0) == pytest.approx(formulas.wait_of_one(load, 2.0, 1.0) / 2)
    assert formulas.station_mean(1, load) == pytest.approx(load / (1 - load))


def test_waits_by_priority_keep_the_conservation_law():
    """Order of service moves waiting from one class to another; the mean over all is that of one class (Kleinrock)."""
    shares = (0.2, 0.5, 0.3)
    waits = formulas.wait_by_priority(0.9, 1, 1.2, shares)
    assert np.dot(shares, waits) == pytest.approx(formulas.wait_of_one(0.9, 1, 1.2))
    assert waits == sorted(waits)


def test_interruption_leaves_the_first_class_alone_and_keeps_the_total_of_exponential_work():
    first, second = formulas.stay_by_interruption(0.8, 1, 1, (0.25, 0.75))
    assert first == pytest.approx(1 + formulas.wait_of_one(0.2, 1, 1))
    assert 0.25 * first + 0.75 * second == pytest.approx(1 / (1 - 0.8))


def test_overflow_to_servers_as_fast_is_no_queue_at_all():
    assert formulas.stay_with_overflow(3, 2.4, 0.5, 1) == pytest.approx(0.5)


def stationary(rates: np.ndarray) -> np.ndarray:
    """Shares of time of a Markov chain from its rates between states."""
    balance = (rates - np.diag(rates.sum(axis=1))).T
    balance[0] = 1
    return np.linalg.solve(balance, np.eye(len(rates))[0])


@pytest.mark.parametrize(("cases", "servers"), [(4, 1), (12, 2), (9, 12)])
def test_a_finite_source_is_its_markov_chain_and_mean_value_analysis(cases, servers):
    rates = np.zeros((cases + 1, cases + 1))
    for number in range(cases):
        rates[number, number + 1] = (cases - number) / 3.0
        rates[number + 1, number] = min(number + 1, servers) / 0.5
    queue = stationary(rates) @ np.arange(cases + 1)
    throughput, mean = formulas.finite_source(cases, servers, 0.5, 3.0)
    assert mean == pytest.approx(queue)
    assert throughput == pytest.approx((cases - queue) / 3.0)
    rate, (analysed,) = formulas.mean_values(cases, [(0.5, servers)], 3.0)
    assert (rate, analysed) == (pytest.approx(throughput), pytest.approx(mean))


def test_mean_value_analysis_of_two_stations_is_their_markov_chain():
    cases, first, second, away = 6, (0.4, 2), (0.7, 1), 1.5
    states = [(i, j) for i in range(cases + 1) for j in range(cases + 1 - i)]
    place = {state: number for number, state in enumerate(states)}
    rates = np.zeros((len(states), len(states)))
    for (i, j), row in place.items():
        if i + j < cases:
            rates[row, place[i + 1, j]] = (cases - i - j) / away
        if i:
            rates[row, place[i - 1, j + 1]] = min(i, first[1]) / first[0]
        if j:
            rates[row, place[i, j - 1]] = min(j, second[1]) / second[0]
    means = stationary(rates) @ np.array(states)
    rate, queues = formulas.mean_values(cases, [first, second], away)
    assert queues == pytest.approx(means.tolist())
    assert rate == pytest.approx((cases - means.sum()) / away)


def test_a_limit_that_never_binds_is_no_limit():
    """Without a limit the manager is an M/M/1 with feedback, and cases outside are Poisson."""
    owned, waiting = formulas.limited_case_manager(2.0, 20.0, 5.0, 0.5, 9)
    assert waiting == pytest.approx(0, abs=1e-5)
    assert owned == pytest.approx(formulas.station_mean(1, 0.2) + 2.0 / 5.0, abs=1e-4)


PARTS = {
    "exponential": (formulas.exponential_part(7), lambda x: math.exp(-x / 7)),
    "constant": (formulas.constant_part(7), lambda x: float(x < 7)),
    "gamma": (formulas.gamma_part(7, 1 / math.sqrt(2)), lambda x: math.exp(-2 * x / 7) * (1 + 2 * x / 7)),
    "lognormal": (
        formulas.lognormal_part(7, 1.5),
        lambda x: math.erfc((math.log(x / 7) + math.log(3.25) / 2) / math.sqrt(2 * math.log(3.25))) / 2,
    ),
}


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("age", [0.5, 7, 30])
def test_parts_of_durations_are_the_area_under_the_survival_curve(name, age):
    part, survival = PARTS[name]
    assert part(age) == pytest.approx(quad(survival, 1e-12, age, points=[7.0] if age > 7 else None)[0], rel=1e-6)
    assert part(0) == 0
    assert part(1e6) == pytest.approx(7)


def test_a_steady_rate_fills_up_to_rate_by_mean():
    assert formulas.present([5.0] * 400, formulas.exponential_part(20)) == pytest.approx(100)
    assert formulas.present([5.0] * 3, formulas.exponential_part(20)) == pytest.approx(100 * (1 - math.exp(-3 / 20)))
