"""What a rota may hold, and what its parts say of a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from planner.model.assumption import Status
from planner.model.checks import InvalidPlan
from planner.model.codec import fingerprint, from_plain, to_plain
from planner.model.plan import Plan
from planner.model.rota import Cover
from planner.model.rota_draft import PlacedVisit, RotaDraft, RotaLine, RotaPublication
from planner.model.rota_facts import rota_facts
from planner.model.rota_people import AwayKind, PatternUse, RotaPerson, RotaWish, Unavailability
from planner.model.rota_rule import Binding, RuleKind
from planner.model.rota_rules import RULES
from planner.model.rota_setting import SHIPPED_SETTINGS, RuleSetting
from planner.model.shift import OFF, ShiftKind, ShiftPattern
from tests.model.small_plans import small_plan
from tests.model.small_rotas import CALL, EARLY, LATE, MONDAY, NIGHT, cells, day, rota_plan, small_rota

BAD: list[tuple[str, Callable[[], object], str, str]] = [
    ("a key", lambda: ShiftKind("Early", "E", "E", 0, 60), "key", "lower-case"),
    ("a code of two words", lambda: ShiftKind("e", "E", "E L", 0, 60), "code", "one to three letters"),
    ("a start after midnight", lambda: ShiftKind("e", "E", "E", 1440, 60), "start_minute", "0 to 1439"),
    ("a duty of two days", lambda: ShiftKind("e", "E", "E", 0, 1441), "minutes", "0 to 1,440"),
    ("no duty and no call", lambda: ShiftKind("e", "E", "E", 0, 0), "minutes", "on call"),
    ("a long break", lambda: ShiftKind("e", "E", "E", 0, 60, 61), "break_minutes", "part of the tour"),
    ("a cycle of nothing", lambda: ShiftPattern("p", "P", (), MONDAY), "cells", "1 to 366 days"),
    ("a sourced cycle without", lambda: ShiftPattern("p", "P", ("e",), MONDAY, "", Status.OK), "source", "names its"),
    ("no contract", lambda: RotaPerson("a", 0), "weekly_minutes", "1 to 60 hours"),
    ("a kept pattern of no name", lambda: RotaPerson("a", pattern_use=PatternUse.KEPT), "pattern", "has to be named"),
    ("a free eighth day", lambda: RotaPerson("a", free_weekdays=(7,)), "free_weekdays", "0 for Monday"),
    ("seven free days", lambda: RotaPerson("a", free_weekdays=tuple(range(7))), "free_weekdays", "at most six"),
    ("eight duties a week", lambda: RotaPerson("a", most_week_duties=8), "most_week_duties", "0 to 7"),
    ("a long past", lambda: RotaPerson("a", before=("e",) * 120), "before", "at most 119 days"),
    ("away backwards", lambda: Unavailability("a", AwayKind.SICK, day(1), day(0)), "last", "on or after"),
    ("a part of a day", lambda: Unavailability("a", AwayKind.COURT, day(0), day(0), True, 5), "from_minute", "part"),
    ("a wish of no weekday", lambda: RotaWish("a", day(0), day(0), weekdays=()), "weekdays", "0 for Monday"),
    ("a wish at a loss", lambda: RotaWish("a", day(0), day(0), points=-1), "points", "whole points"),
    ("cover of nothing", lambda: Cover("c", "C", ()), "shifts", "name the kinds"),
    ("ideal below least", lambda: Cover("c", "C", ("e",), 2, 1), "ideal", "from the minimum"),
    ("most below ideal", lambda: Cover("c", "C", ("e",), 1, 3, 2), "most", "not fewer than ideal"),
    ("locks in disorder", lambda: RotaLine("a", ("e", "e"), (1, 0)), "locked", "in order"),
    ("a lock outside", lambda: RotaLine("a", ("e", "e"), (2,)), "locked", "in order"),
    ("three at a visit", lambda: PlacedVisit("c", day(0), ("a", "b", "c")), "officers", "one or two"),
    ("version nought", lambda: RotaPublication(0, day(0), ()), "version", "from 1"),
    ("locked for good", lambda: RotaPublication(1, day(0), (RotaLine("a", ("e",), (0,)),)), "lines", "no locks"),
    ("an unknown rule", lambda: RuleSetting("sleep"), "rule", "no such rule"),
    ("a limit where none is", lambda: RuleSetting("wishes", limit=3), "limit", "no limit"),
    ("a limit that is missing", lambda: RuleSetting("nights-in-a-row"), "limit", "0 to 28 nights"),
    ("half a night", lambda: RuleSetting("nights-in-a-row", limit=2.5), "limit", "whole number of nights"),
    ("leave at a price", lambda: RuleSetting("away-kept", hard=False), "hard", "always hard"),
    ("wishes that bind", lambda: RuleSetting("wishes", hard=True), "hard", "always priced"),
    ("no day", lambda: small_rota("E", days=0), "days", "1 to 366 days"),
    ("no kind of duty", lambda: small_rota(shifts=()), "shifts", "at least one kind"),
    ("one letter twice", lambda: small_rota(shifts=(EARLY, replace(LATE, code="e"))), "shifts.code", "used once"),
    ("cover of no kind", lambda: small_rota(cover=(Cover("c", "C", ("x",)),)), "cover[c].shifts", "early"),
    ("nobody's wish", lambda: small_rota("E", wishes=(RotaWish("z", day(0), day(0)),)), "wishes[0].officer", "a"),
    ("a long line", lambda: replace(small_rota("E"), days=2), "drafts[d].lines[a].cells", "2 days"),
    (
        "an unknown duty",
        lambda: replace(small_rota("E"), drafts=(RotaDraft("d", "D", (RotaLine("a", ("x",)),)),)),
        "drafts[d].lines[a].cells",
        "early",
    ),
    ("a line too few", lambda: replace(small_rota("E"), drafts=(RotaDraft("d", "D", ()),)), "drafts[d].lines", "each"),
    (
        "versions that skip",
        lambda: replace(small_rota("E"), publications=(RotaPublication(2, day(0), ()),)),
        "publications[1].version",
        "count from 1",
    ),
    ("an unknown team", lambda: rota_plan("E", team="x"), "rotas[r].team", "no such team"),
    ("an unknown officer", lambda: small_plan(rotas=(small_rota("E"),)), "rotas[r].people[a].officer", "no such"),
]


@pytest.mark.parametrize(("build", "field", "rule"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_no_rota_may_hold(build: Callable[[], object], field: str, rule: str) -> None:
    with pytest.raises(InvalidPlan) as caught:
        build()
    assert caught.value.field == field
    assert rule in caught.value.rule


def test_times_of_a_duty() -> None:
    assert (EARLY.times, NIGHT.times, CALL.times) == ("07:00-15:00", "22:00-07:00", "on call")
    assert (EARLY.is_night, LATE.is_night, NIGHT.is_night) == (False, False, True)
    assert replace(LATE, minutes=721).is_night, "from 23:00 on, three hours and a minute"
    assert ShiftKind("x", "X", "X", 180, 480).is_night, "from 03:00 to 06:00"
    assert NIGHT.end_minute == 1440 + 420
    assert EARLY.productive_hours == 7.25
    assert (EARLY.counts, replace(EARLY, counted_minutes=435).counts) == (480, 435)
    assert (EARLY.is_duty, CALL.is_duty) == (True, False)


def test_a_pattern_goes_on_both_ways() -> None:
    pattern = ShiftPattern("p", "P", cells("EELLNN----"), MONDAY)
    assert [pattern.on(day(number)) for number in (0, 2, 10, -1)] == ["early", "late", "early", OFF]
    assert pattern.on(day(0), offset=4) == "night"
    person = RotaPerson("a", pattern="p", pattern_offset=2, pattern_use=PatternUse.KEPT)
    rota = small_rota(patterns=(pattern,), people=(person,))
    assert rota.pattern_cells(person) == cells("LLNN---")
    assert rota.pattern_cells(replace(person, pattern_use=PatternUse.FREE)) is None


def test_days_of_a_rota() -> None:
    rota = small_rota(start=date(2026, 12, 21), days=14)
    assert (rota.dates[0], rota.end) == (date(2026, 12, 21), date(2027, 1, 3))
    assert rota.holidays == {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
    row = Cover("c", "C", ("early",), weekdays=(6,), first=day(0), last=day(7))
    assert row.falls_on(day(6), 6)
    assert row.falls_on(day(2), 6), "a public holiday is a Sunday"
    assert not row.falls_on(day(2), 2)
    assert not row.falls_on(day(13), 6)


@pytest.mark.parametrize("use", list(PatternUse))
def test_leave_on_a_public_holiday_is_not_taken_off_the_contract_twice(use: PatternUse) -> None:
    start = date(2026, 12, 21)
    pattern = ShiftPattern("p", "P", cells("EEEEE--"), start)
    person = RotaPerson("a", pattern="p", pattern_use=use)
    leave = (Unavailability("a", AwayKind.LEAVE, date(2026, 12, 24), date(2026, 12, 25)),)
    plan = rota_plan("-" * 7, start=start, patterns=(pattern,), people=(person,), away=leave)
    facts = rota_facts(plan, plan.rotas[0]).people[0]
    assert facts.credit == (0, 0, 0, 480, 0, 0, 0), "the contract is already less by the holiday"


def test_wishes_and_days_away() -> None:
    wish = RotaWish("a", day(0), day(6), "late", wanted=False, weekdays=(0,))
    assert wish.falls_on(day(0))
    assert not wish.falls_on(day(1))
    assert (wish.is_met_by("early"), wish.is_met_by("late")) == (True, False)
    away = Unavailability("a", AwayKind.COURT, day(0), day(1), from_minute=540, to_minute=600)
    assert (away.whole_day, away.covers(day(1)), away.covers(day(2)), len(away.days())) == (False, True, False, 2)
    assert [kind for kind in AwayKind if kind.is_work] == [AwayKind.COURSE, AwayKind.COURT, AwayKind.OTHER]
    assert PlacedVisit("c", day(3), ("a",), day(1)).days_late == 2
    assert PlacedVisit("c", day(3), ("a",)).days_late == 0


def test_rules_say_where_they_come_from() -> None:
    for rule in RULES.values():
        assert rule.source or rule.status is Status.ASSUME, rule.key
        assert rule.source or rule.kind not in (RuleKind.LAW, RuleKind.REGULATION), rule.key
        assert (rule.limit is None) == (rule.unit == ""), rule.key
        assert rule.hard or rule.binding is not Binding.HARD, rule.key
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    assert SHIPPED_SETTINGS["rest-between-duties"].price == 0
    assert SHIPPED_SETTINGS["cover-minimum"].price == 2000


def test_a_rota_has_the_rules_that_ship_but_for_its_own() -> None:
    own = RuleSetting("nights-in-a-row", limit=5, points=10)
    rota = small_rota(settings=(own,))
    assert rota.setting("nights-in-a-row") is own
    assert rota.setting("duties-in-a-row").limit == 6


def test_a_plan_with_a_rota_comes_back_from_its_document_and_one_without_keeps_its_fingerprint() -> None:
    plan = rota_plan("EELLNN----", "-EELLNN---")
    assert from_plain(Plan, to_plain(plan)) == plan
    bare = replace(plan, rotas=())
    assert "rotas" not in to_plain(bare)
    assert fingerprint(bare) != fingerprint(plan)
