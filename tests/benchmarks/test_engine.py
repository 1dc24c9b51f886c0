"""How fast the engine is, beside the same models in idiomatic SimPy and in the same run: the ratio is the measure.

`pytest tests/benchmarks/test_engine.py --benchmark-enable` prints the table; `extra_info` (in `--benchmark-json`) holds
seconds a replication, the ratio to SimPy, and the memory of a large run.
"""

from __future__ import annotations

import heapq
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
import simpy
from pytest_benchmark.fixture import BenchmarkFixture

from planner.model.plan import Plan
from planner.model.team import Performer
from planner.simulate.replicate import simulate
from tests.simulate.small_networks import START, case_managers, exponential, station

ROOT = Path(__file__).parents[2]
SERVICE = 0.02
"""Days of a task in the single station: at ten officers and a load of 0.9, 450 customers a day."""


@pytest.fixture(scope="module", autouse=True)
def engine(user_folders: Path) -> None:
    from planner import paths
    from planner.simulate.compiled import keep_in, load

    keep_in(paths.user_cache())
    load()
    simulate(case_managers(), days=3, replications=1)


class Team:
    """SimPy's view of network B: officers as priority resources, and a queue for those below their limit."""

    LIMIT = 35
    DUES = (5, 20, 55, 190, 225)
    DELAYS = ((7, 2), (30, 2), (120, 4), (25, 2), (5, 2))

    def __init__(self, plan: Plan, seed: int) -> None:
        self.env = simpy.Environment()
        self.chance = np.random.default_rng(seed)
        self.officers = [simpy.PriorityResource(self.env) for _ in plan.officers]
        self.caseload = [0] * len(plan.officers)
        self.waiting: list[tuple[int, float, int, simpy.Event]] = []
        self.turn = count()
        self.open = 0
        owners = {person.key: place for place, person in enumerate(plan.officers)}
        for case in plan.cases:
            self.caseload[owners[case.owner or ""]] += 1
            outside = self.rest(case.phase == "delay", int(case.stage[1]), (START - case.since).days)
            opened = float((case.opened - START).days)
            self.env.process(
                self.case(int(case.band[1]), opened, int(case.stage[1]), owners[case.owner or ""], outside)
            )
        self.env.process(self.arrivals())

    def rest(self, away: bool, stage: int, age: int) -> float | None:
        """What is left of a delay that is longer than its age so far."""
        while away:
            mean, shape = self.DELAYS[stage]
            delay = self.chance.gamma(shape, mean / shape)
            if delay > age:
                return float(delay - age)
        return None

    def arrivals(self) -> Iterator[simpy.Event]:
        while True:
            yield self.env.timeout(self.chance.exponential(0.5))
            self.env.process(self.case(int(self.chance.choice(4, p=(0.1, 0.2, 0.4, 0.3))), self.env.now, 0, None, None))

    def case(
        self, band: int, opened: float, stage: int, owner: int | None, outside: float | None
    ) -> Iterator[simpy.Event]:
        self.open += 1
        if owner is None:
            owner = yield from self.allocated(band, opened + self.DUES[0])
        if outside is not None:
            yield self.env.timeout(outside)
            stage += 1
        for place in range(stage, len(self.DUES)):
            with self.officers[owner].request(priority=(band, opened + self.DUES[place])) as turn:
                yield turn
                yield self.env.timeout(self.chance.lognormal(np.log(6) - np.log(2) / 2, np.log(2) ** 0.5) / 6)
            mean, shape = self.DELAYS[place]
            yield self.env.timeout(self.chance.gamma(shape, mean / shape))
        self.open -= 1
        self.caseload[owner] -= 1
        self.allocate()

    def allocated(self, band: int, due: float) -> Iterator[simpy.Event]:
        """Wait for an owner; the value is the officer's place."""
        event = self.env.event()
        heapq.heappush(self.waiting, (band, due, next(self.turn), event))
        self.allocate()
        return (yield event)

    def allocate(self) -> None:
        while self.waiting and min(self.caseload) < self.LIMIT:
            owner = self.caseload.index(min(self.caseload))
            self.caseload[owner] += 1
            heapq.heappop(self.waiting)[-1].succeed(owner)


def peer_case_managers(plan: Plan, seed: int, days: int = 730) -> int:
    """Cases open at the end of one replication of network B in SimPy."""
    team = Team(plan, seed)
    team.env.run(until=days)
    return team.open


def peer_station(customers: int, seed: int) -> float:
    """Mean wait of the first `customers` of an M/M/10 queue at a load of 0.9 in SimPy."""
    env, chance, waits = simpy.Environment(), np.random.default_rng(seed), []
    servers = simpy.Resource(env, 10)

    def customer() -> Iterator[simpy.Event]:
        came = env.now
        with servers.request() as turn:
            yield turn
            waits.append(env.now - came)
            yield env.timeout(chance.exponential(SERVICE))

    def arrivals() -> Iterator[simpy.Event]:
        for _ in range(customers):
            yield env.timeout(chance.exponential(SERVICE / 9))
            env.process(customer())

    env.process(arrivals())
    env.run()
    return float(np.mean(waits))


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def ciw_station(customers: int, seed: int) -> int:
    """The same queue in Ciw, for about so many customers; how many were served."""
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(9 / SERVICE)],
        service_distributions=[ciw.dists.Exponential(1 / SERVICE)],
        number_of_servers=[10],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(customers * SERVICE / 9)
    return len(simulation.get_all_records())


@pytest.mark.benchmark(group="engine: case managers")
@pytest.mark.parametrize("threads", [1, 2])
def test_case_managers(benchmark: BenchmarkFixture, threads: int) -> None:
    """Network B of the design's anchors, two years."""
    plan = case_managers()
    number, peers = (200, 10) if benchmark.enabled else (4, 1)
    found = benchmark.pedantic(
        simulate,
        (plan,),
        {"days": 730, "replications": number, "threads": threads},
        rounds=5 if benchmark.enabled else 1,
        warmup_rounds=1,
    )
    ended: list[int] = []
    peer = timed(lambda: ended.extend(peer_case_managers(plan, seed) for seed in range(peers))) / peers
    benchmark.extra_info |= {"SimPy: ms a replication": round(1000 * peer, 1)}
    if benchmark.enabled:
        ours = benchmark.stats.stats.median / number
        benchmark.extra_info |= {"ms a replication": round(1000 * ours, 3), "times SimPy": round(peer / ours)}
        assert np.mean(ended) == pytest.approx(found.team("t").open[:, -1].mean(), rel=0.05)


@pytest.mark.benchmark(group="engine: ten officers, one queue")
@pytest.mark.parametrize("performer", [Performer.ANY_OFFICER, Performer.OWNER])
def test_ten_officers(benchmark: BenchmarkFixture, performer: Performer) -> None:
    """M/M/10 at a load of 0.9, 200,000 customers, one thread: served by whoever is free, as in the peers; and given to
    owners who have one case each, which the peers do not do."""
    customers = 200_000 if benchmark.enabled else 2_000
    plan = station(
        10, 0.9, exponential(5 * SERVICE), limit=1 if performer is Performer.OWNER else 1000, performer=performer
    )
    days = round(customers * SERVICE / 9)
    found = benchmark.pedantic(
        simulate,
        (plan,),
        {"days": days, "replications": 1, "threads": 1},
        rounds=9 if benchmark.enabled else 1,
        warmup_rounds=1,
    )
    came = int(found.team("t").arrived.sum())
    assert came == pytest.approx(customers, rel=0.15)
    peer = timed(lambda: peer_station(customers, 1)) / customers
    if benchmark.enabled:
        ours = benchmark.stats.stats.median / came
        benchmark.extra_info |= {"customers a second": round(1 / ours), "times SimPy": round(peer / ours)}


@pytest.mark.benchmark(group="engine: ten officers, one queue")
def test_ten_servers_in_ciw(benchmark: BenchmarkFixture) -> None:
    """The peer's own time, to be read beside that of `test_ten_officers`."""
    pytest.importorskip("ciw")
    customers = 20_000 if benchmark.enabled else 500
    served: list[int] = []
    benchmark.pedantic(lambda: served.append(ciw_station(customers, 1)), rounds=3 if benchmark.enabled else 1)
    assert served[0] == pytest.approx(customers, rel=0.2)
    if benchmark.enabled:
        benchmark.extra_info |= {"customers a second": round(served[0] / benchmark.stats.stats.median)}


@pytest.mark.benchmark(group="engine: the first fan")
@pytest.mark.parametrize("known", [False, True], ids=["a plan never seen before", "a plan that was run before"])
def test_the_first_twenty_futures(benchmark: BenchmarkFixture, known: bool) -> None:
    """One team of the demo plan, two years, 20 replications: what the first fan of a chart needs."""
    from planner.workspace import demo_plan

    plan = demo_plan()
    options = {"teams": ["polit"], "days": 730, "replications": 20}

    def again() -> tuple[tuple[Plan], dict[str, object]]:
        return (plan if known else replace(plan),), options

    found = benchmark.pedantic(simulate, setup=again, rounds=15 if benchmark.enabled else 1, warmup_rounds=1)
    assert found.team("polit").open.shape == (20, 730)


WARM_START = """
import sys
if sys.argv[1] == "engine":
    from planner.simulate.replicate import simulate
    from planner.workspace import demo_plan, prepare_engine
    prepare_engine()
    simulate(demo_plan(), days=730, replications=1)
"""


@pytest.mark.benchmark(group="engine: start with a warm cache")
@pytest.mark.parametrize("what", ["nothing", "engine"])
def test_a_start_with_a_warm_cache(benchmark: BenchmarkFixture, what: str) -> None:
    """Whole processes: an interpreter that does nothing, and one that loads the engine and runs the demo plan once."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    def start() -> None:
        command = [sys.executable, "-c", WARM_START, what]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=110)

    benchmark.pedantic(start, rounds=7 if benchmark.enabled else 1, warmup_rounds=int(benchmark.enabled))


LARGE_RUN = """
import json, sys
from pathlib import Path
from planner.simulate.replicate import simulate
from planner.workspace import demo_plan, prepare_engine

def peak():
    # Not getrusage: its peak begins with that of the process that started this one.
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024

prepare_engine()
plan = demo_plan()
simulate(plan, days=3, replications=1)
before = peak()
result = simulate(plan, days=730, replications=int(sys.argv[1]))
print(json.dumps({"seconds": result.seconds, "peak MB": peak(), "of which the run": peak() - before}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read where Linux keeps it")
@pytest.mark.benchmark(group="engine: the demo plan")
def test_the_demo_plan(benchmark: BenchmarkFixture) -> None:
    """All four teams, two years, 1,000 replications in one call of a fresh process."""
    number = 1000 if benchmark.enabled else 2
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    def run() -> dict[str, float]:
        done = subprocess.run(
            [sys.executable, "-c", LARGE_RUN, str(number)],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=110,
        )
        return json.loads(done.stdout)

    found = benchmark.pedantic(run, rounds=1)
    benchmark.extra_info |= {name: round(value, 2) for name, value in found.items()}
    benchmark.extra_info["replications a second"] = round(number / found["seconds"], 1)
    assert found["of which the run"] < 300
