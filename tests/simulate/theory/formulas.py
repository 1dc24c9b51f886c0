"""Exact means of queues and networks. Times come out in the unit of the service times that go in.

Each function names the source of its formula; test_formulas.py holds them against one another and against tables.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from scipy.special import gammainc, ndtr


def erlang_b(servers: int, offered: float) -> float:
    """The chance that a customer finds all servers busy when nobody waits (Erlang, 1917)."""
    loss = 1.0
    for number in range(1, servers + 1):
        loss = offered * loss / (number + offered * loss)
    return loss


def erlang_c(servers: int, load: float) -> float:
    """The chance of waiting at `servers` servers, each busy a share `load` of the time (Erlang, 1917)."""
    loss = erlang_b(servers, servers * load)
    return loss / (1 - load * (1 - loss))


def wait_of_many(servers: int, load: float, service: float) -> float:
    """Mean wait in M/M/c (Erlang, 1917)."""
    return erlang_c(servers, load) * service / (servers * (1 - load))


def wait_of_one(load: float, service: float, cv: float) -> float:
    """Mean wait in M/G/1, `cv` that of the service time (Pollaczek, 1930; Khinchine, 1932)."""
    return load * service * (1 + cv**2) / (2 * (1 - load))


def wait_by_priority(load: float, service: float, cv: float, shares: Sequence[float]) -> list[float]:
    """Mean waits in M/G/1 by priority, highest first, when no priority interrupts (Cobham, 1954)."""
    residual, above, waits = load * service * (1 + cv**2) / 2, 0.0, []
    for share in shares:
        upto = above + load * share
        waits.append(residual / ((1 - above) * (1 - upto)))
        above = upto
    return waits


def stay_by_interruption(load: float, service: float, cv: float, shares: Sequence[float]) -> list[float]:
    """Mean times in the system of M/G/1 by priority when a higher one interrupts and the work is resumed.

    Kleinrock, "Queueing Systems", volume 2 (1976), chapter 3.
    """
    above, stays = 0.0, []
    for share in shares:
        upto = above + load * share
        residual = upto * service * (1 + cv**2) / 2
        stays.append(service / (1 - above) + residual / ((1 - above) * (1 - upto)))
        above = upto
    return stays


def stay_with_overflow(fast: int, offered: float, service: float, slower: float) -> float:
    """Mean time in the system when a case that finds the fast servers busy goes to one `slower` times as slow.

    The fast servers are Erlang's loss system (1917); an arrival sees what there is (PASTA: Wolff, 1982).
    """
    loss = erlang_b(fast, offered)
    return service * (1 - loss) + service * slower * loss


def station_mean(servers: int, load: float) -> float:
    """Mean customers at a station of an open network, as if it were M/M/c alone (Jackson, 1957)."""
    return servers * load + erlang_c(servers, load) * load / (1 - load)


def mean_values(cases: int, stations: Sequence[tuple[float, int]], away: float) -> tuple[float, list[float]]:
    """Throughput and mean queues (those in service included) of a closed network: stations of (service time, servers)
    one after the other, then `away` outside. Mean-value analysis (Reiser and Lavenberg, 1980), in the form for stations
    whose rate depends on their queue."""
    chances = [[1.0] + [0.0] * cases for _ in stations]
    rate, stays = 0.0, [0.0] * len(stations)
    for number in range(1, cases + 1):
        stays = [
            service * sum(place / min(place, servers) * found[place - 1] for place in range(1, number + 1))
            for (service, servers), found in zip(stations, chances, strict=True)
        ]
        rate = number / (away + sum(stays))
        for (service, servers), found in zip(stations, chances, strict=True):
            for place in range(number, 0, -1):
                found[place] = rate * service / min(place, servers) * found[place - 1]
            found[0] = 1 - sum(found[1 : number + 1])
    return rate, [rate * stay for stay in stays]


def finite_source(cases: int, servers: int, service: float, away: float) -> tuple[float, float]:
    """Throughput and mean queue of M/M/c//N, the machine-repair queue, from its birth and death rates.

    Palm (1947); Gross, Shortle, Thompson and Harris, "Fundamentals of Queueing Theory", 4th edition, chapter 2.
    """
    weights = [1.0]
    for number in range(1, cases + 1):
        weights.append(weights[-1] * (cases - number + 1) / away * service / min(number, servers))
    busy = sum(min(number, servers) * weight for number, weight in enumerate(weights)) / sum(weights)
    return busy / service, sum(number * weight for number, weight in enumerate(weights)) / sum(weights)


def limited_case_manager(arrivals: float, service: float, back: float, again: float, limit: int) -> tuple[float, float]:
    """Mean owned and waiting cases of one case manager with a caseload limit, from the balance equations.

    States (cases with the manager, cases outside, cases in the allocation queue) of the Markov chain behind
    Campello, Ingolfsson and Shumsky, "Queueing models of case managers" (2017); `service` and `back` are rates,
    `again` the chance that a case goes outside after a task.
    """
    queue = 150
    states = [(i, j, 0) for i in range(limit + 1) for j in range(limit + 1 - i)]
    states += [(i, limit - i, q) for i in range(limit + 1) for q in range(1, queue + 1)]
    place = {state: number for number, state in enumerate(states)}
    rates = np.zeros((len(states), len(states)))
    for (i, j, q), row in place.items():
        moves = {
            (i + 1, j, q) if i + j < limit else (i, j, q + 1): arrivals,
            (i + 1, j - 1, q): j * back,
            (i - 1, j + 1, q): service * again if i else 0.0,
            (i, j, q - 1) if q else (i - 1, j, q): service * (1 - again) if i else 0.0,
        }
        for state, rate in moves.items():
            if rate and state in place:
                rates[row, place[state]] += rate
                rates[row, row] -= rate
    rates[:, 0] = 1.0
    share = np.linalg.solve(rates.T, np.eye(len(states))[0])
    amounts = np.array(states) * share[:, np.newaxis]
    return float(amounts[:, :2].sum()), float(amounts[:, 2].sum())


Part = Callable[[float], float]
"""The mean of what a duration lasts up to an age: E[min(S, age)]."""


def exponential_part(mean: float) -> Part:
    return lambda age: mean * -math.expm1(-age / mean)


def constant_part(mean: float) -> Part:
    return lambda age: min(mean, age)


def gamma_part(mean: float, cv: float) -> Part:
    form = cv**-2
    return lambda age: float(
        mean * gammainc(form + 1, age * form / mean) + age * (1 - gammainc(form, age * form / mean))
    )


def lognormal_part(mean: float, cv: float) -> Part:
    spread = math.sqrt(math.log1p(cv**2))
    middle = math.log(mean) - spread**2 / 2

    def part(age: float) -> float:
        if age <= 0:
            return 0.0
        place = (math.log(age) - middle) / spread
        return float(mean * ndtr(place - spread) + age * (1 - ndtr(place)))

    return part


def present(rates: Sequence[float], part: Part) -> float:
    """Mean cases present in M(t)/G/∞ that began empty, at the end of the last of the days whose rates are given.

    m(t) = ∫ rate(u) P(S > t - u) du: Eick, Massey and Whitt, "The physics of the Mt/G/∞ queue" (1993), theorem 1.
    """
    ages = range(len(rates) - 1, -1, -1)
    return sum(rate * (part(age + 1) - part(age)) for rate, age in zip(rates, ages, strict=True))
