"""Single stations: officers who take cases from one queue, by any effort, priority, interruption or overflow."""

from __future__ import annotations

from dataclasses import replace

from planner.model.duration import Duration, Shape
from planner.model.team import Outcome
from tests.simulate.small_networks import (
    DAY_HOURS,
    band,
    constant,
    duration,
    exponential,
    figure,
    officers,
    plan,
    route,
    stage,
    station,
    team,
)
from tests.simulate.theory import formulas
from tests.simulate.theory.check import Check, Mean, stay, wait

HOURS = 0.1
"""Mean effort of a single station's task: fifty a day, so that a year is many tasks.

Not less: the engine counts time in ticks of 82 ms and rounds the end of a task up, which at 250 tasks a day and a load
of 0.95 would add a quarter of a per cent to the wait.
"""
SERVICE = HOURS / DAY_HOURS
"""Days that the mean task takes."""
LONG = {"days": 1461, "warm": 12}
"""Of a run at a load of 0.9 and more: its queue settles over months."""


def _several(servers: int, load: float, replications: int, sharp: float = 0.02, **run: int) -> Check:
    exact = formulas.wait_of_many(servers, load, SERVICE)
    return Check(
        f"M/M/{servers}",
        "Erlang (1917)",
        load,
        station(servers, load, exponential(HOURS)),
        (Mean("wait, days", exact, wait(), sharp),),
        replications=replications,
        **run,
    )


def _any_effort(name: str, load: float, effort: Duration, replications: int, sharp: float = 0.02, **run: int) -> Check:
    exact = formulas.wait_of_one(load, effort.mean / DAY_HOURS, effort.cv)
    return Check(
        name,
        "Pollaczek (1930), Khinchine (1932)",
        load,
        station(1, load, effort),
        (Mean("wait, days", exact, wait(), sharp),),
        replications=replications,
        **run,
    )


SHARES = (0.2, 0.5, 0.3)


def _priorities(where: str, limit: int, load: float, replications: int, sharp: float = 0.02, **run: int) -> Check:
    """Three priorities, none of which interrupts; the queue is the officer's own, or the allocation queue (limit 1)."""
    bands = tuple(band(f"b{place}", share, priority=place) for place, share in enumerate(SHARES))
    effort = duration(Shape.GAMMA, HOURS, 1.2)
    exact = formulas.wait_by_priority(load, SERVICE, 1.2, SHARES)
    return Check(
        f"M/G/1 with three priorities in the {where}, gamma, cv 1.2",
        "Cobham (1954)",
        load,
        station(1, load, effort, bands=bands, limit=limit),
        tuple(
            Mean(f"wait of priority {place + 1}, days", value, wait(place), sharp) for place, value in enumerate(exact)
        ),
        replications=replications,
        **run,
    )


def _interrupting(load: float, replications: int, sharp: float = 0.02, **run: int) -> Check:
    shares = (0.3, 0.7)
    bands = (band("now", shares[0], immediate=True), band("later", shares[1], priority=1))
    effort = duration(Shape.LOGNORMAL, HOURS, 1)
    serve = stage("serve", effort, route("urgent", band="now"), route("usual", band="later"))
    ends = (Outcome("urgent", "Urgent"), Outcome("usual", "Usual"))
    first, second = formulas.stay_by_interruption(load, SERVICE, 1, shares)
    return Check(
        "M/G/1, an immediate band interrupts, lognormal, cv 1",
        "Kleinrock (1976)",
        load,
        plan(team(serve, rate=load / SERVICE, bands=bands, outcomes=ends)),
        (
            Mean("days to the end, immediate", first, stay(0), sharp),
            Mean("days to the end, usual", second, stay(1), sharp),
        ),
        replications=replications,
        **run,
    )


def _overflow(fast: int, load: float, replications: int) -> Check:
    """Cases that find every full-time officer busy go to one at a tenth of the time, of whom there are always more."""
    offered, slow = fast * load, 40
    network = station(fast, load, exponential(HOURS))
    spare = tuple(replace(person, key=f"slow-{place}", fte=0.1) for place, person in enumerate(officers(slow)))
    exact = formulas.stay_with_overflow(fast, offered, SERVICE, 10)
    return Check(
        f"M/M/{fast}/{fast} with overflow to slow servers",
        "Erlang (1917)",
        load,
        replace(network, officers=(*network.officers, *spare)),
        (Mean("days to the end", exact, stay()),),
        days=180,
        replications=replications,
    )


def _half_time(load: float, replications: int) -> Check:
    """An officer at half time is a server of half the rate."""
    exact = formulas.wait_of_many(1, load, 2 * SERVICE)
    network = replace(station(1, load / 2, exponential(HOURS)), officers=officers(1, fte=0.5))
    means = (Mean("wait, days", exact, wait()),)
    return Check("M/M/1, the officer at half time", "Erlang (1917)", load, network, means, replications=replications)


def _pairs(load: float, replications: int) -> Check:
    """Two officers who share every task have the same queue at every moment: one M/M/1 between them."""
    serve = stage("serve", exponential(HOURS), officers=figure(2, "officers"))
    network = plan(team(serve, rate=load / SERVICE), people=officers(2))
    exact = formulas.wait_of_many(1, load, SERVICE) + SERVICE
    means = (Mean("days to the end", exact, stay()),)
    return Check("M/M/1 of two-officer tasks", "Erlang (1917)", load, network, means, replications=replications)


CHECKS = (
    _several(1, 0.5, 120),
    _several(1, 0.8, 200),
    _several(1, 0.9, 240, **LONG),
    _several(1, 0.95, 300, 0.03, **LONG),
    _several(2, 0.8, 120),
    _several(3, 0.95, 240, 0.03, days=790, warm=4),
    _several(10, 0.9, 240, days=210),
    _any_effort("M/D/1", 0.5, constant(HOURS), 60),
    _any_effort("M/D/1", 0.8, constant(HOURS), 120),
    _any_effort("M/D/1", 0.95, constant(HOURS), 160, 0.03, **LONG),
    _any_effort("M/G/1, gamma, cv 0.5", 0.9, duration(Shape.GAMMA, HOURS, 0.5), 120, **LONG),
    _any_effort("M/G/1, gamma, cv 1.5", 0.8, duration(Shape.GAMMA, HOURS, 1.5), 400),
    _any_effort("M/G/1, lognormal, cv 1", 0.85, duration(Shape.LOGNORMAL, HOURS, 1), 400),
    _any_effort("M/G/1, triangular", 0.5, duration(Shape.TRIANGULAR, 0, 0.05, 0.25), 60),
    _priorities("allocation queue", 1, 0.7, 200),
    _priorities("officer's own queue", 1000, 0.9, 240, 0.03, **LONG),
    _interrupting(0.6, 200),
    _interrupting(0.85, 400),
    _overflow(5, 0.8, 120),
    _overflow(10, 0.95, 120),
    _half_time(0.8, 400),
    _pairs(0.8, 200),
)
