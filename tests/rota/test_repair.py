"""A repair changes as little as can be, keeps the past and the locks, and says who is told and what is owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.edit.rota import lock, publish
from planner.model.plan import Plan
from planner.model.rota import Cover
from planner.model.rota_changes import hourly_pay, list_changes
from planner.model.rota_checks import lines_of
from planner.model.rota_facts import rota_facts
from planner.model.rota_people import AwayKind, Unavailability
from planner.rota.repair import repair_rota
from tests.model.small_rotas import MONDAY, cells, day, rota_plan

ROWS = (Cover("e", "Early", ("early",), 1), Cover("l", "Late", ("late",), 1))
LINES = ("EEEE---EEEE---", "LLLL---LLLL---", "----EEE----EEE", "----LLL----LLL", "-" * 14)


@pytest.fixture
def plan() -> Plan:
    made = rota_plan(*LINES, cover=ROWS)
    published = publish(made, "r", "d", MONDAY - timedelta(60))
    sick = Unavailability("a", AwayKind.SICK, day(8), day(9))
    rota = published.rotas[0]
    return replace(published, rotas=(replace(rota, away=(sick,)),))


def test_only_the_days_of_the_sick_change(plan: Plan) -> None:
    mended = repair_rota(plan, plan.rotas[0], day(7))
    assert mended.proven
    assert mended.check.hard == ()
    before = lines_of(plan.rotas[0].publications[0].lines)
    changed = {
        (officer, number)
        for officer, line in mended.lines.items()
        for number, cell in enumerate(line)
        if cell != before[officer][number]
    }
    assert {("a", 8), ("a", 9)} <= changed
    assert len(changed) == 4, "two days off, and two days' early duty for somebody else"
    assert all(number > 7 for _, number in changed)
    assert not [breach for breach in mended.check.breaches if breach.rule == "cover-minimum"]
    told = [change for change in mended.changes if change.officer != "a"]
    assert {change.after for change in told} == {"early"}
    assert [change.tell_by for change in told] == [day(7), day(8)]
    assert [change.clear_days for change in told] == [0, 1]
    assert mended.paid_hours == 2 * 8 * 1.5
    assert mended.cost == pytest.approx(24 * hourly_pay(plan, "team"), abs=0.02)


def test_a_locked_day_stays_and_so_does_the_past(plan: Plan) -> None:
    held = lock(plan, "r", "d", [("e", 8), ("e", 9)])
    rota = held.rotas[0]
    mended = repair_rota(held, rota, day(8), rota.drafts[0])
    assert mended.lines["e"][8:10] == ("", "")
    before = lines_of(rota.publications[0].lines)
    assert all(line[:8] == before[officer][:8] for officer, line in mended.lines.items())


@pytest.mark.parametrize(
    ("start", "was", "now", "told", "hours", "rest_days", "words"),
    [
        (MONDAY, "-", "E", -15, 12.0, 0, "14 clear days' notice"),
        (MONDAY, "-", "E", -16, 0.0, 1, "named within 4 days"),
        (MONDAY, "E", "L", -2, 0.0, 0, "Early becomes Late"),
        (MONDAY, "E", "-", -2, 0.0, 0, "Early becomes day off"),
        (date(2027, 5, 31), "-", "E", -5, 16.0, 1, "double time and another day off; needs"),
        (date(2027, 5, 31), "-", "E", -20, 16.0, 0, "public holiday: double time"),
    ],
)
def test_what_is_owed_depends_on_the_notice(
    start: date, was: str, now: str, told: int, hours: float, rest_days: int, words: str
) -> None:
    plan = rota_plan(now + "------", start=start)
    facts = rota_facts(plan, plan.rotas[0])
    today = start + timedelta(told)
    (change,) = list_changes(plan, facts, {"a": cells(was + "------")}, {"a": cells(now + "------")}, today)
    assert (change.paid_hours, change.rest_days) == (hours, rest_days)
    assert words in change.words
    assert change.tell_by == start - timedelta(1)


def test_what_is_over_and_broke_a_rule_does_not_stop_a_repair(plan: Plan) -> None:
    broken = tuple(replace(line, cells=cells("LE" + "-" * 12)) for line in plan.rotas[0].publications[0].lines[:1])
    lines = (*broken, *plan.rotas[0].publications[0].lines[1:])
    rota = replace(plan.rotas[0], publications=(replace(plan.rotas[0].publications[0], lines=lines),))
    mended = repair_rota(plan, rota, day(7))
    assert [breach.rule for breach in mended.check.hard] == ["rest-between-duties"]
    assert all(change.day > day(7) for change in mended.changes)
