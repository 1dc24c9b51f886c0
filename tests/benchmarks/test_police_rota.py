"""A police rota of 20 people and 13 weeks with all rules, a minute: lawful, and how near the bound it is.

`pytest tests/benchmarks/test_police_rota.py --benchmark-enable -m "slow or not slow" -s` prints what it found.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from planner.model.plan import Plan
from planner.model.rota_facts import rota_facts
from planner.rota.columns import prepare
from planner.rota.solve import solve_rota
from planner.workspace import demo_plan

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(autouse=True)
def measured(request: pytest.FixtureRequest) -> None:
    """A minute on a machine that has nothing else to do: not where all tests run."""
    if not request.config.getoption("benchmark_enable"):
        pytest.skip("goals are measured with --benchmark-enable")


def team_of_20() -> Plan:
    """The demo plan's team with six of its people twice."""
    plan = demo_plan()
    rota = plan.rotas[0]
    twice = rota.people[: 20 - len(rota.people)]
    officers = {officer.key: officer for officer in plan.officers}
    people = tuple(replace(person, officer=f"{person.officer}-2") for person in twice)
    more = tuple(replace(officers[person.officer], key=f"{person.officer}-2") for person in twice)
    larger = replace(rota, people=(*rota.people, *people), drafts=(), publications=())
    return replace(plan, officers=(*plan.officers, *more), rotas=(larger,))


def test_20_people_13_weeks_with_all_rules_are_within_2_per_cent_of_the_bound():
    prepare()
    plan = team_of_20()
    found = solve_rota(rota_facts(plan, plan.rotas[0]), 60)
    gap = 1 - found.bound / found.price
    sys.stdout.write(
        f"\nprice {found.price}, bound {found.bound:.0f}, gap {100 * gap:.2f} %, "
        f"first {found.first_seconds:.1f} s, {found.seconds:.0f} s\n"
    )
    assert found.check.hard == ()
    assert found.seconds < 62
    assert gap < 0.02
