"""How long the plan file takes: made, opened, and saved after a small change, with the demo's 1,662 open cases; results
in it; and single referrals in it.

`pytest tests/benchmarks/test_plan_file.py --benchmark-enable` prints the table.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from planner.model.plan import Plan
from planner.model.raw_events import RawEvents
from planner.model.results import Result
from planner.storage.events_packing import PackedEvents, pack_events
from planner.storage.inspection import check
from planner.storage.planfile import PlanFile
from planner.storage.results import KEPT
from planner.storage.results_packing import pack
from planner.workspace import demo_plan, simulate_plan
from tests.storage.sample_demand import imports
from tests.storage.sample_events import same, sample_events


@pytest.fixture(scope="module")
def plan() -> Plan:
    return demo_plan()


def test_making_a_file(benchmark: BenchmarkFixture, plan: Plan, tmp_path: Path) -> None:
    benchmark.group = "plan file"
    numbers = count()
    benchmark(lambda: PlanFile.create(tmp_path / f"{next(numbers)}.plan", plan).close())


def test_opening_it(benchmark: BenchmarkFixture, plan: Plan, tmp_path: Path) -> None:
    benchmark.group = "plan file"
    PlanFile.create(tmp_path / "a.plan", plan).close()

    def opened() -> Plan:
        with PlanFile.open(tmp_path / "a.plan") as file:
            return file.plan

    assert benchmark(opened) == plan


def test_saving_a_change_of_scenarios(benchmark: BenchmarkFixture, plan: Plan, tmp_path: Path) -> None:
    benchmark.group = "plan file"
    fewer = replace(plan, scenarios=plan.scenarios[1:])
    with PlanFile.create(tmp_path / "a.plan", plan) as file:
        turns = count()
        benchmark(lambda: file.save(plan if next(turns) % 2 else fewer))
        assert file.plan in (plan, fewer)


@pytest.fixture(scope="module")
def result(plan: Plan, request: pytest.FixtureRequest) -> Result:
    """Two years of all teams: 1,000 futures where it is measured."""
    number = 1000 if request.config.getoption("benchmark_enable") else 2
    return simulate_plan(plan, "growth-70", replications=number)


def test_making_a_result_ready(benchmark: BenchmarkFixture, result: Result) -> None:
    benchmark.group = "results in the plan file"
    packed = benchmark.pedantic(pack, (result,), rounds=5 if benchmark.enabled else 1)
    size = sum(len(part.packed) for part in packed.parts)
    benchmark.extra_info["MB"] = round(size / 1e6, 2)
    assert size < 5_000_000


def test_keeping_it(benchmark: BenchmarkFixture, plan: Plan, result: Result, tmp_path: Path) -> None:
    benchmark.group = "results in the plan file"
    packed = pack(result, "Growth")
    with PlanFile.create(tmp_path / "a.plan", plan) as file:
        benchmark.pedantic(file.save_result, (packed,), rounds=9 if benchmark.enabled else 1)


def test_opening_a_file_that_is_full_of_them(
    benchmark: BenchmarkFixture, plan: Plan, result: Result, tmp_path: Path
) -> None:
    benchmark.group = "results in the plan file"
    path, packed = tmp_path / "a.plan", pack(result)
    with PlanFile.create(path, plan) as file:
        for _ in range(KEPT):
            file.save_result(packed)
    benchmark.extra_info["MB"] = round(path.stat().st_size / 1e6, 1)

    def opened() -> int:
        with PlanFile.open(path) as file:
            return len(file.results())

    assert benchmark(opened) == KEPT
    assert check(path).ok


@pytest.fixture(scope="module")
def raw_events(request: pytest.FixtureRequest) -> RawEvents:
    """A million where it is measured, with a reference each."""
    return sample_events(1_000_000 if request.config.getoption("benchmark_enable") else 1000)


def test_making_events_ready(benchmark: BenchmarkFixture, raw_events: RawEvents) -> None:
    benchmark.group = "single referrals in the plan file"
    packed = benchmark.pedantic(pack_events, (raw_events,), rounds=5 if benchmark.enabled else 1)
    benchmark.extra_info["MB"] = round(sum(len(column.packed) for column in packed.columns) / 1e6, 1)
    assert packed.events == len(raw_events)


def test_keeping_them_with_the_plan(
    benchmark: BenchmarkFixture, plan: Plan, raw_events: RawEvents, tmp_path: Path
) -> None:
    benchmark.group = "single referrals in the plan file"
    packed, (record, *_) = pack_events(raw_events), imports()
    after = replace(plan, imports=(record,))

    def fresh() -> tuple[tuple[PlanFile, PackedEvents], dict[str, object]]:
        return (PlanFile.create(tmp_path / "a.plan", plan, replace=True), packed), {}

    def kept(file: PlanFile, packed: PackedEvents) -> None:
        file.save(after, {record.key: packed})
        file.close()

    benchmark.pedantic(kept, setup=fresh, rounds=9 if benchmark.enabled else 1)
    with PlanFile.open(tmp_path / "a.plan", read_only=True) as file:
        assert same(file.raw_events(record.key), raw_events)


def test_reading_them(benchmark: BenchmarkFixture, plan: Plan, raw_events: RawEvents, tmp_path: Path) -> None:
    benchmark.group = "single referrals in the plan file"
    (record, *_) = imports()
    with PlanFile.create(tmp_path / "a.plan", plan) as file:
        file.save(replace(plan, imports=(record,)), {record.key: raw_events})
        assert same(benchmark(file.raw_events, record.key), raw_events)
