"""How long the plan file takes: made, opened, and saved after a small change, with the demo's 1,662 open cases.

`pytest tests/benchmarks/test_plan_file.py --benchmark-enable` prints the table.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from planner.model.plan import Plan
from planner.storage.planfile import PlanFile
from planner.workspace import demo_plan


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
