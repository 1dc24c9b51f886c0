"""Networks with an exact answer: what the engine finds is what the theory says, over several loads.

The formulas are in Gross, Shortle, Thompson and Harris, "Fundamentals of Queueing Theory", 4th edition, chapters 2
to 5, unless another source is named. Loads are shares of the time that an officer is at work.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from planner.model.cases import Phase
from planner.model.duration import Duration, Shape
from planner.model.plan import Plan
from planner.model.results import TeamResult
from planner.model.team import Outcome, Performer
from planner.simulate.replicate import simulate
from tests.simulate.agreement import agrees, erlang_c, first_wait, keeps_littles_law, time_in_system
from tests.simulate.small_networks import (
    DAY_HOURS,
    START,
    band,
    constant,
    duration,
    exponential,
    figure,
    officers,
    opening,
    plan,
    route,
    stage,
    station,
    supervisors,
    team,
)

HOURS = 0.1
"""Mean effort of a single station's task: fifty a day, so that a year is many tasks."""
SERVICE = HOURS / DAY_HOURS
"""Days that the mean task takes."""
WARM_DAYS = 59


def run(network: Plan, days: int = 424, replications: int = 40) -> TeamResult:
    return simulate(network, days=days, replications=replications, seed=2).teams[0]


@pytest.mark.parametrize(
    ("servers", "load", "days"),
    [(1, 0.5, 180), (1, 0.8, 424), (1, 0.9, 730), (2, 0.8, 300), (3, 0.95, 550), (10, 0.9, 120)],
)
def test_waiting_with_several_officers(servers, load, days):
    """M/M/c: the mean wait is C s / (c (1 - load)) with C of Erlang's second formula (1917); M/M/1 when c is 1."""
    found = run(station(servers, load, exponential(HOURS)), days)
    agrees(first_wait(found), erlang_c(servers, load) * SERVICE / (servers * (1 - load)), sharp=0.2)
    used = found.hours_used[:, WARM_DAYS:].sum(axis=1, dtype=float)
    agrees(used / found.hours_available[:, WARM_DAYS:].sum(axis=1, dtype=float), load, sharp=0.02)
    keeps_littles_law(found)


EFFORTS = {
    "constant": constant(HOURS),
    "gamma, cv 0.5": duration(Shape.GAMMA, HOURS, 0.5),
    "lognormal, cv 1": duration(Shape.LOGNORMAL, HOURS, 1),
    "gamma, cv 1.5": duration(Shape.GAMMA, HOURS, 1.5),
    "triangular": duration(Shape.TRIANGULAR, 0, 0.05, 0.25),
}


@pytest.mark.parametrize("load", [0.5, 0.85])
@pytest.mark.parametrize("effort", EFFORTS.values(), ids=EFFORTS)
def test_waiting_with_any_effort(effort: Duration, load):
    """M/G/1 (M/D/1 for the constant): mean wait rate E[S²] / (2 (1 - load)), Pollaczek (1930), Khinchine (1932)."""
    found = run(station(1, load, effort))
    mean = effort.mean / DAY_HOURS
    agrees(first_wait(found), load * mean * (1 + effort.cv**2) / (2 * (1 - load)), sharp=0.1)
    keeps_littles_law(found)


SHARES = (0.2, 0.5, 0.3)


@pytest.mark.parametrize("limit", [1, 1000], ids=["allocation queue", "own queue"])
@pytest.mark.parametrize("load", [0.7, 0.9])
def test_waiting_by_priority(load, limit):
    """M/G/1 with three priorities, none of which interrupts: W0 / ((1 - above) (1 - upto)) (Cobham, 1954)."""
    bands = tuple(band(f"b{place}", share, priority=place) for place, share in enumerate(SHARES))
    effort = duration(Shape.GAMMA, HOURS, 1.2)
    found = run(station(1, load, effort, bands=bands, limit=limit), days=600)
    residual = load * SERVICE * (1 + 1.2**2) / 2
    above = 0.0
    for place, share in enumerate(SHARES):
        upto = above + load * share
        agrees(first_wait(found, band=place), residual / ((1 - above) * (1 - upto)), sharp=0.15)
        above = upto
    keeps_littles_law(found)


@pytest.mark.parametrize("load", [0.6, 0.85])
def test_an_immediate_band_interrupts(load):
    """M/G/1, preemptive resume: T(k) = s / (1 - above) + rate up to k E[S²] / (2 (1 - above) (1 - upto)).

    `above` is the load of the bands that interrupt, `upto` that of band k as well.
    """
    bands = (band("now", 0.3, immediate=True), band("later", 0.7, priority=1))
    effort = duration(Shape.LOGNORMAL, HOURS, 1)
    serve = stage("serve", effort, route("urgent", band="now"), route("usual", band="later"))
    ends = (Outcome("urgent", "Urgent"), Outcome("usual", "Usual"))
    found = run(plan(team(serve, rate=load / SERVICE, bands=bands, outcomes=ends)), days=600)
    second, above = 2 * SERVICE**2, 0.0
    for place, upto in enumerate((0.3 * load, load)):
        exact = SERVICE / (1 - above) + upto / SERVICE * second / (2 * (1 - above) * (1 - upto))
        agrees(time_in_system(found, place), exact, sharp=0.1)
        above = upto
    keeps_littles_law(found)


DELAYS = {
    "exponential": exponential(20, "days"),
    "constant": constant(20, "days"),
    "gamma": duration(Shape.GAMMA, 20, 0.6, unit="days"),
    "lognormal": duration(Shape.LOGNORMAL, 20, 0.8, unit="days"),
}


@pytest.mark.parametrize("delay", DELAYS.values(), ids=DELAYS)
def test_cases_that_only_wait_outside(delay: Duration):
    """M/G/∞: cases open in the steady state are Poisson with mean λ E[S], whatever the distribution."""
    found = run(plan(team(stage("wait", constant(0), delay=delay), rate=5)), days=300, replications=400)
    late = found.open[:, -1].astype(float)
    agrees(late, 100)
    assert abs(late.var() / late.mean() - 1) < 4 * (2 / 400) ** 0.5
    assert np.array_equal(found.open, found.outside)


def test_cases_that_wait_outside_from_an_empty_start():
    """M/M/∞ from empty: λ m (1 - exp(-t / m)) open at time t."""
    found = run(plan(team(stage("wait", constant(0), delay=exponential(20, "days")), rate=5)), 120, 400)
    for day in (0, 4, 19, 59, 119):
        agrees(found.open[:, day].astype(float), 100 * (1 - np.exp(-(day + 1) / 20)), sharp=0.15)


@pytest.mark.parametrize("dispersion", [1.0, 3.0, 12.0])
def test_new_cases_scatter_as_asked(dispersion):
    """Negative binomial days: the variance of a month's count is the mean times the overdispersion."""
    unit = team(stage("serve", constant(0)), rate=4, overdispersion=figure(dispersion, "ratio"))
    arrived = run(plan(unit), days=59, replications=2000).arrived[:, 0, 1].astype(float)
    agrees(arrived, 4 * 28)
    assert arrived.var(ddof=1) / arrived.mean() == pytest.approx(dispersion, rel=0.15)


def test_an_open_network_with_feedback():
    """Jackson (1957): each station is an M/M/1 queue of its own; mean open cases are the sum of load / (1 - load)."""
    rate, back = 20.0, 0.25
    first = stage("first", exponential(0.1), route("check"))
    onward = (route("first", back), route("done", 1 - back))
    check = stage("check", exponential(0.15), *onward, performer=Performer.SUPERVISOR)
    people = (*officers(1), *supervisors(1))
    found = run(plan(team(first, check, rate=rate), people=people), days=600)
    loads = [rate / (1 - back) * hours / DAY_HOURS for hours in (0.1, 0.15)]
    exact = sum(load / (1 - load) for load in loads)
    agrees(found.open[:, WARM_DAYS:].mean(axis=1), exact, sharp=0.1)
    agrees(time_in_system(found), exact / rate, sharp=0.1)
    keeps_littles_law(found)


def closed_network(cases: int, stages: tuple[float, ...], away: float) -> Plan:
    """`cases` that never end: an officer (then a supervisor) works on each, then it is away for `away` days."""
    # One in a billion ends, because a network that can never finish is refused.
    back = (route("first", 1 - 1e-9), route("done", 1e-9))
    outside = exponential(away, "days")
    if len(stages) == 1:
        work = (stage("first", exponential(stages[0]), *back, delay=outside),)
    else:
        work = (
            stage("first", exponential(stages[0]), route("second")),
            stage("second", exponential(stages[1]), *back, performer=Performer.SUPERVISOR, delay=outside),
        )
    book = opening(cases, "t-0", work[-1].key, phase=Phase.DELAY, since=START - timedelta(1))
    return plan(team(*work, rate=0), people=(*officers(1), *supervisors(1)), cases=book)


def mean_values(cases: int, service: list[float], away: float) -> tuple[float, list[float]]:
    """Throughput and mean queues of a closed network, by mean-value analysis (Reiser and Lavenberg, 1980)."""
    queues, rate = [0.0] * len(service), 0.0
    for number in range(1, cases + 1):
        passing = [time * (1 + queue) for time, queue in zip(service, queues, strict=True)]
        rate = number / (away + sum(passing))
        queues = [rate * time for time in passing]
    return rate, queues


@pytest.mark.parametrize(("cases", "effort", "away"), [(10, 1.0, 3.0), (31, 0.5, 3.0), (31, 0.25, 3.0)])
def test_a_case_manager_with_a_fixed_caseload(cases, effort, away):
    """The machine-repair queue M/M/1//N: a case manager whose cases return from outside (mean-value analysis)."""
    found = run(closed_network(cases, (effort,), away), days=365)
    rate, queues = mean_values(cases, [effort / DAY_HOURS], away)
    agrees(found.hours_used[:, WARM_DAYS:].mean(axis=1).astype(float), rate * effort, sharp=0.03)
    agrees(found.outside[:, WARM_DAYS:].mean(axis=1), cases - queues[0], sharp=0.03)
    assert (found.open == cases).all()


def test_a_case_manager_and_a_supervisor_with_a_fixed_caseload():
    """Two single-server stations and a delay, closed: exact by mean-value analysis."""
    found = run(closed_network(20, (0.6, 0.8), 2.0), days=365)
    rate, queues = mean_values(20, [0.6 / DAY_HOURS, 0.8 / DAY_HOURS], 2.0)
    agrees(found.hours_used[:, WARM_DAYS:].mean(axis=1).astype(float), rate * 0.6, sharp=0.03)
    agrees(found.outside[:, WARM_DAYS:].mean(axis=1), 20 - sum(queues), sharp=0.03)


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


@pytest.mark.parametrize(("limit", "arrivals"), [(3, 4.0), (5, 5.5)])
def test_a_case_manager_with_a_caseload_limit(limit, arrivals):
    """The case-manager network itself, with one manager: owned and unallocated cases as its Markov chain has them."""
    again, hours, away = 0.5, 0.25, 0.15
    # A supervisor with nothing to do sends the case out: a task without effort would queue at its officer.
    gone = {"performer": Performer.SUPERVISOR, "delay": exponential(away, "days")}
    outside = stage("outside", constant(0), route("work"), **gone)
    work = stage("work", exponential(hours), route("outside", again), route("done", 1 - again), first_action=True)
    people = (*officers(1), *supervisors(1))
    found = run(plan(team(work, outside, rate=arrivals, limit=limit), people=people), days=1460, replications=100)
    owned, waiting = limited_case_manager(arrivals, DAY_HOURS / hours, 1 / away, again, limit)
    agrees(found.unallocated[:, WARM_DAYS:].mean(axis=1), waiting, sharp=0.15)
    agrees((found.open - found.unallocated)[:, WARM_DAYS:].mean(axis=1), owned, sharp=0.05)
    keeps_littles_law(found)


def test_half_time_officers_serve_at_half_speed():
    """An officer at half time is a server of half the rate: M/M/1 with the service time doubled."""
    network = station(1, 0.4, exponential(HOURS))
    halved = replace(network, officers=officers(1, fte=0.5))
    agrees(first_wait(run(halved)), 0.8 * 2 * SERVICE / (1 - 0.8), sharp=0.1)
