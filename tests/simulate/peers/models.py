"""Small networks without a formula, as plans, in SimPy and in Ciw: the same figures under three engines.

Efforts are in hours of an officer who works five a day; the peers are given days.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import simpy

from planner.model.duration import Shape
from planner.model.plan import Plan
from planner.model.results import TeamResult
from planner.model.team import Outcome, Performer
from tests.simulate.agreement import first_wait, time_in_system
from tests.simulate.small_networks import (
    DAY_HOURS,
    band,
    duration,
    exponential,
    officers,
    plan,
    route,
    stage,
    station,
    supervisors,
    team,
)

DAYS, WARM = 424, 59
"""A run of fourteen months, of which the first two are not looked at."""
EFFORT = 2.5
SERVICE = EFFORT / DAY_HOURS
SHARES = (0.3, 0.7)


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A network in three engines. The peers give means of one replication, in the order of `ours`."""

    name: str
    plan: Plan
    ours: Callable[[TeamResult], list[np.ndarray]]
    simpy: Callable[[int], list[float]]
    ciw: Callable[[int], list[float]]


def lognormal(mean: float, cv: float) -> tuple[float, float]:
    """Mean and standard deviation of the logarithm."""
    spread = math.sqrt(math.log1p(cv**2))
    return math.log(mean) - spread**2 / 2, spread


class _Pool:
    """Servers with one queue by priority, in SimPy."""

    def __init__(self, rate: float, servers: int, draw: Callable[[np.random.Generator], float], seed: int) -> None:
        self.env = simpy.Environment()
        self.chance = np.random.default_rng(seed)
        self.servers = simpy.PriorityResource(self.env, servers)
        self.rate, self.draw = rate, draw
        self.waits: tuple[list[float], ...] = ([], [])
        self.env.process(self.arrivals())

    def arrivals(self) -> Iterator[simpy.Event]:
        while True:
            yield self.env.timeout(self.chance.exponential(1 / self.rate))
            self.env.process(self.customer(int(self.chance.random() >= SHARES[0])))

    def customer(self, kind: int) -> Iterator[simpy.Event]:
        came = self.env.now
        with self.servers.request(priority=kind) as turn:
            yield turn
            if self.env.now >= WARM:
                self.waits[kind].append(self.env.now - came)
            yield self.env.timeout(self.draw(self.chance))


def _many(servers: int, load: float) -> Model:
    rate = load * servers / SERVICE

    def in_simpy(seed: int) -> list[float]:
        # One class: priorities would not change its mean, but they would its scatter.
        pool = _Pool(rate, servers, lambda chance: chance.exponential(SERVICE), seed)
        pool.env.run(until=DAYS)
        return [float(np.mean(pool.waits[0] + pool.waits[1]))]

    def in_ciw(seed: int) -> list[float]:
        import ciw

        network = ciw.create_network(
            arrival_distributions=[ciw.dists.Exponential(rate)],
            service_distributions=[ciw.dists.Exponential(1 / SERVICE)],
            number_of_servers=[servers],
        )
        ciw.seed(seed)
        queue = ciw.Simulation(network)
        queue.simulate_until_max_time(DAYS)
        return [_mean_wait(queue.get_all_records())]

    return Model(
        f"M/M/{servers}, load {load}",
        station(servers, load, exponential(EFFORT)),
        lambda found: [first_wait(found)],
        in_simpy,
        in_ciw,
    )


def _mean_wait(records: list[tuple[float, ...]], kind: str | None = None) -> float:
    waits = [
        record.waiting_time  # type: ignore[attr-defined]
        for record in records
        if record.service_start_date >= WARM and kind in (None, record.customer_class)  # type: ignore[attr-defined]
    ]
    return float(np.mean(waits))


def _priorities(servers: int, load: float, cv: float) -> Model:
    rate = load * servers / SERVICE
    bands = tuple(band(f"b{place}", share, priority=place) for place, share in enumerate(SHARES))

    def in_simpy(seed: int) -> list[float]:
        pool = _Pool(rate, servers, lambda chance: chance.lognormal(*lognormal(SERVICE, cv)), seed)
        pool.env.run(until=DAYS)
        return [float(np.mean(waits)) for waits in pool.waits]

    def in_ciw(seed: int) -> list[float]:
        import ciw

        kinds = ("first", "second")
        network = ciw.create_network(
            arrival_distributions={
                kind: [ciw.dists.Exponential(rate * share)] for kind, share in zip(kinds, SHARES, strict=True)
            },
            service_distributions={kind: [ciw.dists.Lognormal(*lognormal(SERVICE, cv))] for kind in kinds},
            number_of_servers=[servers],
            priority_classes={kind: place for place, kind in enumerate(kinds)},
        )
        ciw.seed(seed)
        queue = ciw.Simulation(network)
        queue.simulate_until_max_time(DAYS)
        records = queue.get_all_records()
        return [_mean_wait(records, kind) for kind in kinds]

    return Model(
        f"M/G/{servers} with two priorities, load {load}",
        station(servers, load, duration(Shape.LOGNORMAL, EFFORT, cv), bands=bands),
        lambda found: [first_wait(found, band=place) for place in range(2)],
        in_simpy,
        in_ciw,
    )


RATE, AGAIN = 2.4, 0.2
FIRST, CHECK, AWAY = (2.5, 0.7), (1.0, 1.0), (8.0, 0.5)
"""Mean and cv: an officer's hours (gamma), a supervisor's hours (exponential), days outside between them (gamma)."""


def _gamma(mean: float, cv: float) -> tuple[float, float]:
    """Shape and scale."""
    return cv**-2, mean * cv**2


def _two_stages_in_simpy(seed: int) -> list[float]:
    env, chance, stays = simpy.Environment(), np.random.default_rng(seed), []
    pool, lead = simpy.Resource(env, 2), simpy.Resource(env, 1)

    def case() -> Iterator[simpy.Event]:
        came, again = env.now, True
        while again:
            with pool.request() as turn:
                yield turn
                yield env.timeout(chance.gamma(*_gamma(FIRST[0] / DAY_HOURS, FIRST[1])))
            yield env.timeout(chance.gamma(*_gamma(*AWAY)))
            with lead.request() as turn:
                yield turn
                yield env.timeout(chance.exponential(CHECK[0] / DAY_HOURS))
            again = chance.random() < AGAIN
        if env.now >= WARM:
            stays.append(env.now - came)

    def arrivals() -> Iterator[simpy.Event]:
        while True:
            yield env.timeout(chance.exponential(1 / RATE))
            env.process(case())

    env.process(arrivals())
    env.run(until=DAYS)
    return [float(np.mean(stays))]


def _two_stages_in_ciw(seed: int) -> list[float]:
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(RATE), None, None],
        service_distributions=[
            ciw.dists.Gamma(*_gamma(FIRST[0] / DAY_HOURS, FIRST[1])),
            ciw.dists.Gamma(*_gamma(*AWAY)),
            ciw.dists.Exponential(DAY_HOURS / CHECK[0]),
        ],
        routing=[[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [AGAIN, 0.0, 0.0]],
        number_of_servers=[2, float("inf"), 1],
    )
    ciw.seed(seed)
    queue = ciw.Simulation(network)
    queue.simulate_until_max_time(DAYS)
    # Who has left is on the last node; the others have no end yet.
    gone = queue.nodes[-1].all_individuals
    stays = [
        person.data_records[-1].exit_date - person.data_records[0].arrival_date
        for person in gone
        if person.data_records[-1].exit_date >= WARM
    ]
    return [float(np.mean(stays))]


def _two_stages() -> Model:
    first = stage(
        "first",
        duration(Shape.GAMMA, *FIRST),
        route("check"),
        performer=Performer.ANY_OFFICER,
        delay=duration(Shape.GAMMA, *AWAY, unit="days"),
    )
    onward = (route("first", AGAIN), route("done", 1 - AGAIN))
    check = stage("check", exponential(CHECK[0]), *onward, performer=Performer.SUPERVISOR)
    whole = plan(
        team(first, check, rate=RATE, outcomes=(Outcome("done", "Done"),)), people=(*officers(2), *supervisors(1))
    )
    return Model(
        "two stages with a delay between them",
        whole,
        lambda found: [time_in_system(found)],
        _two_stages_in_simpy,
        _two_stages_in_ciw,
    )


MODELS = (_many(3, 0.7), _many(2, 0.8), _priorities(2, 0.75, 1.0), _two_stages())
