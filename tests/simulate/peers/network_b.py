"""Network B of the design's anchors, as a plan and in SimPy: twelve case managers, each run from a book of its own."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import count

import numpy as np
import simpy

from planner.model.cases import Case, Phase
from planner.model.duration import Shape
from planner.model.plan import Plan
from planner.model.team import Stage
from tests.simulate.small_networks import START, case_managers, constant, duration, route, stage

OFFICERS, HELD, LIMIT, HOURS, DAYS = 12, 31, 35, 6, 730
SHARES = (0.1, 0.2, 0.4, 0.3)
DELAYS = ((7, 2), (30, 2), (120, 4), (25, 2), (5, 2))
"""Mean days and gamma shape of the wait after each stage."""
DUES = (5, 20, 55, 190, 225)
AT_WORK = 0.15
BACK = 200
"""Cases of the book were opened evenly over so many days before the start."""

FROZEN = {"owned": (410.59, 0.65), "unallocated": (11.87, 0.81), "first action": (5.04, 0.16)}
"""Mean and half-width of the 95 % interval over 1,800 replications of another SimPy model, older than the engine: cases
with an owner and without one on the last evening, and days to first action."""

Found = tuple[float, float, float]
"""Owned and unallocated cases on the last evening, and mean days to first action."""


def drawn_book(chance: np.random.Generator) -> Iterator[tuple[int, float, int, bool]]:
    """Band, day of opening, stage and whether at work, of each case of each officer in turn."""
    for _ in range(OFFICERS * HELD):
        band, opened = int(chance.choice(4, p=SHARES)), -BACK * chance.random()
        at_work = bool(chance.random() < AT_WORK)
        weights = [mean for mean, _ in DELAYS]
        place = int(chance.integers(5) if at_work else chance.choice(5, p=np.divide(weights, sum(weights))))
        yield band, opened, place, at_work


def as_plan(seed: int) -> Plan:
    """The plan whose book is drawn with `seed`.

    A case outside has an even share of its whole delay still to come: U by gamma(n), which is one of gamma(1) to
    gamma(n - 1) with equal chance. Each is a stage of its own, that only cases of the book are in. They have been there
    for a day, as a book asks: gamma(1) forgets it, and the others are a day longer.
    """
    chance = np.random.default_rng(seed)
    whole = _without_book()
    cases = []
    for number, (band, opened, place, at_work) in enumerate(drawn_book(chance)):
        stage_key, phase = f"s{place}", Phase.TASK
        if not at_work:
            stage_key, phase = f"rest-{place}-{chance.integers(1, DELAYS[place][1])}", Phase.DELAY
        day, owner = START + timedelta(int(np.floor(opened))), f"t-{number // HELD}"
        cases.append(Case(f"c{number}", "t", f"b{band}", stage_key, day, START - timedelta(1), phase, owner))
    unit = replace(whole.teams[0], stages=(*whole.teams[0].stages, *_rests()))
    return replace(whole, teams=(unit,), cases=tuple(cases))


@cache
def _without_book() -> Plan:
    return replace(case_managers(), cases=())


def _rests() -> Iterator[Stage]:
    for place, (mean, shape) in enumerate(DELAYS):
        for part in range(1, shape):
            left = duration(Shape.GAMMA, mean * part / shape + (part > 1), part**-0.5, unit="days")
            onward = route(f"s{place + 1}" if place < 4 else "done")
            yield stage(f"rest-{place}-{part}", constant(0), onward, delay=left)


class InSimPy:
    """One replication, as one would write it in SimPy."""

    def __init__(self, seed: int) -> None:
        self.env = simpy.Environment()
        self.chance = np.random.default_rng(seed)
        self.desks = [simpy.PriorityResource(self.env) for _ in range(OFFICERS)]
        self.held = [0] * OFFICERS
        self.queue: list[tuple[int, int, simpy.Event]] = []
        self.turn = count()
        self.waits: list[float] = []
        for number, (band, opened, place, at_work) in enumerate(drawn_book(self.chance)):
            self.held[number // HELD] += 1
            self.env.process(self.known(number // HELD, band, opened, place, at_work))
        self.env.process(self.arrivals())

    def run(self) -> Found:
        self.env.run(until=DAYS)
        return sum(self.held), len(self.queue), float(np.mean(self.waits))

    def arrivals(self) -> Iterator[simpy.Event]:
        while True:
            yield self.env.timeout(self.chance.exponential(0.5))
            self.env.process(self.new(int(self.chance.choice(4, p=SHARES))))

    def delay(self, place: int) -> float:
        mean, shape = DELAYS[place]
        return float(self.chance.gamma(shape, mean / shape))

    def known(self, owner: int, band: int, opened: float, place: int, at_work: bool) -> Iterator[simpy.Event]:
        if not at_work:
            yield self.env.timeout(self.chance.random() * self.delay(place))
            place += 1
        yield from self.stages(owner, band, opened, place)

    def new(self, band: int) -> Iterator[simpy.Event]:
        opened = self.env.now
        asked = self.env.event()
        heapq.heappush(self.queue, (band, next(self.turn), asked))
        self.allocate()
        owner = yield asked
        yield from self.stages(owner, band, opened, 0)

    def stages(self, owner: int, band: int, opened: float, first: int) -> Iterator[simpy.Event]:
        for place in range(first, len(DELAYS)):
            with self.desks[owner].request(priority=(band, opened + DUES[place])) as turn:
                yield turn
                if place == 0 and opened >= 0:
                    self.waits.append(self.env.now - opened)
                yield self.env.timeout(self.chance.lognormal(np.log(6) - np.log(2) / 2, np.log(2) ** 0.5) / HOURS)
            yield self.env.timeout(self.delay(place))
        self.held[owner] -= 1
        self.allocate()

    def allocate(self) -> None:
        while self.queue and min(self.held) < LIMIT:
            owner = self.held.index(min(self.held))
            self.held[owner] += 1
            heapq.heappop(self.queue)[-1].succeed(owner)
