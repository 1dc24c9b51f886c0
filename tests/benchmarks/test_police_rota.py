"""Police rotas with all rules: a minute's search and how near the bound it is, a repair, and reasons for no rota.

`pytest tests/benchmarks/test_police_rota.py --benchmark-enable -m "slow or not slow" -s` prints what it found.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from planner.edit.rota import add_away, add_draft, adopt, publish
from planner.edit.rota_parts.about import resize_rota
from planner.model.plan import Plan
from planner.model.rota_facts import rota_facts
from planner.model.rota_people import AwayKind, Unavailability
from planner.rota.columns import prepare
from planner.rota.conflict import find_conflict
from planner.rota.reasons import with_pins
from planner.rota.repair import repair_rota
from planner.rota.solve import solve_rota
from planner.workspace import demo_plan

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(autouse=True)
def measured(request: pytest.FixtureRequest) -> None:
    """A minute on a machine that has nothing else to do: not where all tests run."""
    if not request.config.getoption("benchmark_enable"):
        pytest.skip("goals are measured with --benchmark-enable")


def team_of(people: int) -> Plan:
    """The demo plan's team with as many of its people again as it takes."""
    plan = demo_plan()
    rota = plan.rotas[0]
    officers = {officer.key: officer for officer in plan.officers}
    crew, more = list(rota.people), []
    for number in range(people - len(rota.people)):
        turn, place = divmod(number, len(rota.people))
        person = rota.people[place]
        key = f"{person.officer}-{turn + 2}"
        crew.append(replace(person, officer=key))
        more.append(replace(officers[person.officer], key=key))
    larger = replace(rota, people=tuple(crew), drafts=(), publications=())
    return replace(plan, officers=(*plan.officers, *more), rotas=(larger,))


def team_of_20() -> Plan:
    """The demo plan's team with six of its people twice."""
    return team_of(20)


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


def test_a_repair_of_40_people_and_28_days_takes_less_than_two_seconds():
    """Six people fall sick for the second week, told the day before."""
    prepare()
    plan = resized(team_of(40), 28)
    rota = plan.rotas[0]
    plan = adopt(add_draft(plan, rota.key, "d", "D"), rota.key, "d", solve_rota(rota_facts(plan, rota), 20).lines)
    plan = publish(plan, rota.key, "d", rota.start - timedelta(60))
    week = (rota.start + timedelta(7), rota.start + timedelta(13))
    for person in rota.people[4:10]:
        plan = add_away(plan, rota.key, Unavailability(person.officer, AwayKind.SICK, *week))
    repair_rota(plan, plan.rotas[0], rota.start + timedelta(6))  # OR-Tools is loaded
    begun = time.perf_counter()
    found = repair_rota(plan, plan.rotas[0], rota.start + timedelta(6))
    seconds = time.perf_counter() - begun
    sys.stdout.write(f"\nrepair: {len(found.changes)} changes, proven {found.proven}, {seconds:.2f} s\n")
    assert found.changes
    assert found.proven
    assert seconds < 2


def test_why_there_is_no_rota_is_said_within_three_seconds():
    """Eight early duties in a row are locked for one person of twenty; then more people are needed than there are."""
    plan = team_of_20()
    facts = rota_facts(plan, plan.rotas[0])
    first = next(person for person in facts.people if all(person.can_work(day) for day in range(8)))
    early = next(key for key, kind in facts.kinds.items() if kind.is_duty)
    pinned = with_pins(facts, {(first.key, day): early for day in range(8)})
    rows = tuple(replace(row, minimum=12, ideal=None, most=None) for row in facts.rota.cover)
    hard = facts.settings | {"cover-minimum": replace(facts.settings["cover-minimum"], hard=True)}
    short = replace(rota_facts(plan, replace(facts.rota, cover=rows)), settings=hard)
    for name, asked in (("a row of duties", pinned), ("too few people", short)):
        begun = time.perf_counter()
        conflict = find_conflict(asked)
        seconds = time.perf_counter() - begun
        assert conflict is not None
        sys.stdout.write(f"\n{name}: {len(conflict.rules)} rules, minimal {conflict.minimal}, {seconds:.2f} s")
        assert seconds < 3


def resized(plan: Plan, days: int) -> Plan:
    """Twice the cover of twenty people, for fewer days."""
    rota = resize_rota(plan.rotas[0], days)
    cover = tuple(
        replace(row, minimum=2 * row.minimum, ideal=row.ideal and 2 * row.ideal, most=row.most and 2 * row.most)
        for row in rota.cover
    )
    return replace(plan, rotas=(replace(rota, cover=cover),))
