"""What a longer, larger or more certain run costs: processor time against replications, days and cases.

Each line of the table is the median of five runs; the slope of log(time) over log(size) is 1 when cost is
proportional. `pytest tests/benchmarks/test_scaling.py --benchmark-enable -s` prints the table.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from planner.model.plan import Plan
from planner.simulate.replicate import simulate
from tests.simulate.small_networks import case_managers

STEEPEST = 1.1


@pytest.fixture(scope="module", autouse=True)
def engine(user_folders: Path) -> None:
    from planner import paths
    from planner.simulate.compiled import keep_in, load

    keep_in(paths.user_cache())
    load()


def teams(number: int) -> Plan:
    """So many of network B side by side, under names of their own."""
    one = case_managers()
    unit = one.teams[0]

    def place(key: str | None, copy: int) -> str:
        return f"{key}-{copy}"

    return replace(
        one,
        teams=tuple(replace(unit, key=f"t-{copy}") for copy in range(number)),
        officers=tuple(
            replace(person, key=place(person.key, copy), team=f"t-{copy}")
            for copy in range(number)
            for person in one.officers
        ),
        cases=tuple(
            replace(case, key=place(case.key, copy), team=f"t-{copy}", owner=place(case.owner, copy))
            for copy in range(number)
            for case in one.cases
        ),
    )


def by_replications(size: int) -> Callable[[], object]:
    plan = case_managers()
    return lambda: simulate(plan, days=365, replications=20 * size, threads=1)


def by_days(size: int) -> Callable[[], object]:
    plan = case_managers()
    return lambda: simulate(plan, days=36 * size, replications=40, threads=1)


def by_cases(size: int) -> Callable[[], object]:
    plan = teams(size)
    return lambda: simulate(plan, days=365, replications=20, threads=1)


MEASURES = {
    "replications": (by_replications, (1, 10, 100)),
    "days": (by_days, (1, 10, 100)),
    "cases": (by_cases, (1, 3, 10, 30)),
}


def processor_time(work: Callable[[], object], rounds: int) -> float:
    """The median of some runs, in seconds of this process."""
    found = []
    work()
    for _ in range(rounds):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return float(np.median(found))


@pytest.mark.benchmark(group="engine: cost against size")
@pytest.mark.parametrize("measure", MEASURES)
def test_cost_is_proportional(benchmark: BenchmarkFixture, measure: str) -> None:
    make, sizes = MEASURES[measure]
    chosen = sizes if benchmark.enabled else sizes[:2]
    rounds = 5 if benchmark.enabled else 1
    works = {size: make(size) for size in chosen}
    found = benchmark.pedantic(lambda: {size: processor_time(work, rounds) for size, work in works.items()}, rounds=1)
    slopes = np.diff(np.log(list(found.values()))) / np.diff(np.log(list(found)))
    overall = float(np.polyfit(np.log(list(found)), np.log(list(found.values())), 1)[0])
    benchmark.extra_info |= {f"{size} x: ms": round(1000 * seconds, 1) for size, seconds in found.items()}
    benchmark.extra_info |= {"slope": round(overall, 3), "steepest": round(float(slopes.max()), 3)}
    if benchmark.enabled:
        assert overall <= STEEPEST
