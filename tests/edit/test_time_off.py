"""Absences and reductions of officers, added, changed, ended and removed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from planner.edit.time_off import UNDO_NAMES, add_time_off, change_time_off, end_time_off, remove_time_off
from planner.model.absence import Absence, AbsenceKind, Reduction
from planner.model.checks import InvalidPlan
from planner.model.plan import Plan
from planner.report.time_off import (
    about_to_end,
    amount_in_words,
    ending_entries,
    ending_sentences,
    excess_in_words,
    standing_in_words,
    time_off_of,
    what_in_words,
)
from tests.model.small_plans import START, small_plan, small_team

TUTOR = Reduction("Tutor", START, None, 8)
LEAVE = Absence(AbsenceKind.LEAVE, START, START + timedelta(days=13), reason="Summer")


def itemised() -> Plan:
    return small_plan(teams=(small_team(abstraction=None),))


def test_added_changed_ended_removed() -> None:
    plan = add_time_off(add_time_off(itemised(), "officer-2", LEAVE), "officer-2", TUTOR)
    assert plan.officers[0] == itemised().officers[0]
    assert (plan.officers[1].absences, plan.officers[1].reductions) == ((LEAVE,), (TUTOR,))
    course = Absence(AbsenceKind.COURSE, START, START)
    changed = change_time_off(plan, "officer-2", LEAVE, course)
    assert changed.officers[1].absences == (course,)
    swapped = change_time_off(plan, "officer-2", LEAVE, Reduction("Phased return", START, START, 20))
    assert swapped.officers[1].absences == ()
    assert len(swapped.officers[1].reductions) == 2
    ended = end_time_off(plan, "officer-2", TUTOR, START)
    assert ended.officers[1].reductions == (Reduction("Tutor", START, START, 8),)
    assert remove_time_off(remove_time_off(plan, "officer-2", LEAVE), "officer-2", TUTOR) == itemised()
    assert change_time_off(plan, "officer-2", LEAVE, LEAVE) is plan
    assert len(UNDO_NAMES) == len(set(UNDO_NAMES.values())) == 4


def test_they_stand_in_order_of_their_first_days() -> None:
    sooner = Reduction("Representative", START - timedelta(days=9), None, 4)
    plan = add_time_off(add_time_off(small_plan(), "officer-1", TUTOR), "officer-1", sooner)
    assert plan.officers[0].reductions == (sooner, TUTOR)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda: add_time_off(small_plan(), "officer-1", LEAVE), "never both"),
        (lambda: add_time_off(small_plan(), "nobody", TUTOR), "no such officer"),
        (lambda: add_time_off(add_time_off(small_plan(), "officer-1", TUTOR), "officer-1", TUTOR), "has this already"),
        (lambda: remove_time_off(small_plan(), "officer-1", TUTOR), "no such absence or reduction"),
        (
            lambda: end_time_off(add_time_off(small_plan(), "officer-1", TUTOR), "officer-1", TUTOR, date(2026, 11, 1)),
            "on or after its first day",
        ),
    ],
)
def test_refused(change, rule) -> None:
    with pytest.raises(InvalidPlan, match=rule):
        change()


def test_a_reduction_stands_beside_an_abstraction_rate() -> None:
    assert add_time_off(small_plan(), "officer-1", TUTOR).officers[0].reductions == (TUTOR,)


def test_those_about_to_end_come_first_to_last() -> None:
    def less(name: str, begins: int, ends: int | None) -> Reduction:
        last = None if ends is None else START + timedelta(days=ends)
        return Reduction(name, START + timedelta(days=begins), last, 4)

    plan = small_plan()
    for reduction in (less("a", -9, 30), less("b", -9, 31), less("c", -9, 0), less("d", -9, -1), less("e", 1, 20)):
        plan = add_time_off(plan, "officer-1", reduction)
    plan = add_time_off(plan, "officer-2", less("f", -9, None))
    assert [row["what"] for row in ending_entries(plan)] == ["c", "a"]
    assert ending_entries(plan, "team")[0] == {
        "officer": "officer-1",
        "what": "c",
        "takes": "4 hours a week",
        "last": "2026-11-02",
    }
    assert ending_sentences(plan)[1] == (
        "Officer 1: a, 4 hours a week, ends on 2 December 2026 (30 days from 2 November 2026)."
    )
    assert len(time_off_of(plan)) == 6


def test_how_they_stand_in_words() -> None:
    assert standing_in_words(TUTOR, START) == "Until further notice"
    assert standing_in_words(LEAVE, START) == "Ends in 13 days"
    assert standing_in_words(LEAVE, START + timedelta(days=13)) == "Ends today"
    assert standing_in_words(LEAVE, START + timedelta(days=14)) == "Over"
    assert standing_in_words(LEAVE, START - timedelta(days=1)) == "In 1 day"
    assert (what_in_words(LEAVE), amount_in_words(LEAVE)) == ("annual leave (Summer)", "all hours")
    assert amount_in_words(Absence(AbsenceKind.COURT, START, START, 0.5)) == "50 % of hours"
    assert about_to_end(LEAVE, START)


def test_reductions_that_take_more_than_the_paid_hours_are_named() -> None:
    plan = add_time_off(small_plan(), "officer-2", TUTOR)
    paid = plan.teams[0].weekly_hours.value
    name = plan.officers[1].name
    alone = Reduction("Secondment", START, None, paid)
    assert excess_in_words(small_plan(), "officer-2", alone) == ""
    assert excess_in_words(plan, "officer-2", alone) == (
        f"{name} is paid for {paid:g} hours a week and this takes {paid:g}, with the 8 of other reductions "
        f"{paid + 8:g}: no hours are left for cases."
    )
    assert excess_in_words(plan, "officer-2", alone, instead_of=TUTOR) == ""
    before = Reduction("Secondment", START - timedelta(days=9), START - timedelta(days=1), paid)
    assert excess_in_words(plan, "officer-2", before) == "", "they never hold on the same day"
    until = Reduction("Secondment", START - timedelta(days=9), START, paid)
    assert excess_in_words(plan, "officer-2", until), "they meet on its last day"


@pytest.mark.parametrize(
    ("reason", "rule"), [("x" * 201, "is one line of at most 200 characters"), ("", "cannot be empty")]
)
def test_a_reason_that_is_refused_is_called_a_reason(reason, rule):
    with pytest.raises(InvalidPlan) as caught:
        Reduction(reason, START, None, 20)
    assert caught.value.rule == f"a reason {rule}"
