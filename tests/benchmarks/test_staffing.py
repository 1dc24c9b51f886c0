"""How long the fewest officers of the demo plan's POLIT take to be found: one team, one standard.

`pytest tests/benchmarks/test_staffing.py --benchmark-enable` prints the seconds: on two cores fewer than ten.
"""

from __future__ import annotations

from pytest_benchmark.fixture import BenchmarkFixture

from planner.model.requirement import Posts, Requirement, Window
from planner.workspace import demo_plan, prepare_engine, require_officers


def test_one_team_and_one_standard(benchmark: BenchmarkFixture, user_folders) -> None:
    prepare_engine()
    plan = demo_plan()
    standard = next(standard for standard in plan.standards if standard.key == "polit-caseload")
    assert standard.by is not None
    asked = Requirement((standard,), Window.on(standard.by), (Posts("polit", plan.start, 182),))
    found = benchmark.pedantic(require_officers, (plan, asked), rounds=3)
    benchmark.extra_info["futures"] = sum(verdict.futures for verdict in found.tried)
    assert found.verdict.officers > 0
