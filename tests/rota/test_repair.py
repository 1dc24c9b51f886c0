"""A repair changes as little as can be, keeps the past and the locks, and says who is told and what is owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.edit.rota import change_rota, lock, publish
from planner.model.plan import Plan
from planner.model.rota import Cover
from planner.model.rota_changes import hourly_pay, list_changes
from planner.model.rota_checks import check_rota, lines_of
from planner.model.rota_facts import rota_facts
from planner.model.rota_people import AwayKind, PatternUse, Unavailability
from planner.model.shift import OFF, ShiftPattern
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
    assert mended.brought == ()
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
    assert "rest-between-duties" in {breach.rule for breach in mended.check.hard}
    assert mended.brought == ()
    assert all(change.day > day(7) for change in mended.changes)


def published(plan: Plan, *away: Unavailability) -> Plan:
    made = publish(plan, "r", "d", MONDAY - timedelta(60))
    return change_rota(made, "r", away=away)


def test_where_nothing_happened_nothing_changes() -> None:
    ideal = (Cover("e", "Early", ("early",), 1, 2), Cover("l", "Late", ("late",), 1))
    made = rota_plan("EEEE---EEEE---", *LINES, cover=ideal)
    never = ShiftPattern("never", "Never", (OFF,) * 7, MONDAY)
    people = tuple(replace(person, pattern="never", pattern_use=PatternUse.ADAPTED) for person in made.rotas[0].people)
    plan = published(change_rota(made, "r", patterns=(never,), people=people))
    mended = repair_rota(plan, plan.rotas[0], MONDAY - timedelta(40))
    assert mended.proven
    assert mended.changes == ()
    assert mended.lines == lines_of(plan.rotas[0].publications[0].lines)


def test_hours_that_were_published_so_are_no_reason_for_a_change() -> None:
    plan = published(rota_plan("EEEEE--EEEEE--", "E" + "-" * 13))
    mended = repair_rota(plan, plan.rotas[0], MONDAY - timedelta(40))
    assert mended.changes == ()
    assert [breach.rule for breach in mended.check.hard] == ["hours-over-roster"]
    assert mended.brought == ()


def test_a_sick_day_counts_the_hours_of_the_duty_that_was_published() -> None:
    made = rota_plan("EEEEE--EEEEE--", "-----EE" + "EEE----")
    sick = Unavailability("b", AwayKind.SICK, day(5), day(7))
    known = Unavailability("b", AwayKind.SICK, day(11), day(11))
    plan = published(made, sick, known)
    credit = rota_facts(plan, plan.rotas[0]).people[1].credit
    assert credit[5:8] == (480, 480, 480), "as published, on Saturday and Sunday too"
    assert credit[11] == 480, "known before: a fifth of the week"


def test_the_plans_own_rules_say_whether_the_repair_is_lawful() -> None:
    made = rota_plan("EEEE---EEEE---", cover=(Cover("f", "Operation", ("early",), 1, weekdays=(0, 1, 2, 3, 4)),))
    part_time = tuple(replace(person, weekly_minutes=32 * 60) for person in made.rotas[0].people)
    plan = published(change_rota(made, "r", people=part_time))
    rota, today = plan.rotas[0], MONDAY - timedelta(40)
    mended = repair_rota(plan, rota, today)
    assert mended.lines["a"] == cells("EEEEE--EEEEE--")
    assert check_rota(rota_facts(plan, rota, None, today), mended.lines).breaches == mended.check.breaches
    assert mended.before.hard == ()
    assert [breach.rule for breach in mended.brought] == ["hours-over-roster"]


def test_whoever_falls_sick_today_is_off_today_and_the_duty_is_offered() -> None:
    plan = published(
        rota_plan(*LINES, cover=ROWS),
        Unavailability("a", AwayKind.SICK, day(8), day(9)),
    )
    mended = repair_rota(plan, plan.rotas[0], day(8))
    assert mended.lines["a"][8:10] == (OFF, OFF)
    before = lines_of(plan.rotas[0].publications[0].lines)
    assert all(line[:8] == before[officer][:8] for officer, line in mended.lines.items())
    assert all(line[8] == before[officer][8] for officer, line in mended.lines.items() if officer != "a")
    assert not [breach for breach in mended.check.hard if breach.rule in ("away-kept", "told-by-midnight")]
    assert mended.check.of_days[8][0].rule == "cover-minimum"
    assert {offer.change.after for offer in mended.offers} == {"early"}
    assert "e" in {offer.change.officer for offer in mended.offers}
    offer = next(offer for offer in mended.offers if offer.change.officer == "e")
    assert offer.change.paid_hours == 8 * 1.5
    assert "on the day itself" in offer.words
    assert "07:00" in offer.words
    assert "Early, 0 on duty, at least 1" in offer.short
