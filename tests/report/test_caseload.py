"""The officers' rows, the words about them, and who can take a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.edit.allocation import try_moves
from planner.model.absence import Absence, AbsenceKind, Reduction
from planner.model.caseload import TeamLoad
from planner.model.cases import Phase
from planner.model.people import Officer, Origin
from planner.model.plan import Plan
from planner.report.adviser import Candidate, who_can_take
from planner.report.caseload import (
    Lateness,
    book_table,
    caseload_table,
    effect_lines,
    late_text,
    officer_rows,
    team_sentence,
)
from planner.workspace import caseload_of
from tests.model.small_plans import START, band, days, figure, hours, route, small_case, small_plan, small_team, stage


def held(owner: str | None, number: int, **changes: object) -> tuple:
    return tuple(small_case(f"{owner or 'waiting'}-{place}", owner=owner, **changes) for place in range(number))


def load_of(*cases, people: tuple[Officer, ...] | None = None, **team: object) -> TeamLoad:
    changes = {} if people is None else {"officers": people}
    return caseload_of(small_plan(teams=(small_team(**team),), cases=cases, **changes), "team")


def test_a_row_for_each_officer_and_one_for_those_without() -> None:
    late = small_case("late", due=START - timedelta(days=12), opened=START - timedelta(days=40), owner="officer-1")
    low = small_case("low", band="low", owner=None, due=START - timedelta(days=3))
    first, second, nobody = officer_rows(load_of(*held("officer-1", 3), late, low))
    assert (first.by_band, first.open, first.limit) == ((4, 0), 4, 10)
    assert (first.wanted, first.available) == pytest.approx((8, 112))
    assert first.capacity == pytest.approx(8 / 112)
    assert first.late == Lateness(1, 40, 12, "work")
    assert (first.state, first.tone) == ("Has room", "good")
    assert (second.open, second.late) == (0, Lateness(0, None, 0, ""))
    assert (nobody.key, nobody.by_band, nobody.wanted, nobody.late.overdue) == (None, (0, 1), 2, 1)
    assert (nobody.capacity, nobody.state) == (None, "To be given out")


@pytest.mark.parametrize(
    ("cases", "limit", "state", "tone"),
    [
        (61, 100, "Has room", "good"),
        (10, 10, "At the case limit", "warn"),
        (11, 10, "Over the case limit", "bad"),
        (70, 100, "Over 110 % for 4 weeks", "bad"),
    ],
)
def test_the_worst_is_said_first(cases: int, limit: int, state: str, tone: str) -> None:
    found = load_of(*held("officer-1", cases), caseload_limit=figure(limit, "cases"))
    row = officer_rows(found)[0]
    assert (row.state, row.tone) == (state, tone)


def test_work_that_comes_later_does_not_make_every_week_over() -> None:
    asked = stage("work", route("more"), delay=days(8))
    more = stage("more", effort=hours(3))
    away = {"phase": Phase.DELAY, "since": START - timedelta(days=1)}
    row = officer_rows(
        load_of(*held("officer-1", 42, **away), stages=(asked, more), caseload_limit=figure(99, "cases"))
    )[0]
    assert (row.capacity, row.over, row.lasts) == (pytest.approx(126 / 112), True, False)
    assert (row.state, row.tone) == ("Over 110 %", "warn")


def test_what_is_particular_about_hours() -> None:
    tutor = Reduction("Tutor", START, None, 8)
    people = (
        Officer("officer-1", "A", "team", fte=0.6, reductions=(tutor,)),
        Officer("officer-2", "B", "team", origin=Origin.LOAN, end=START + timedelta(days=30)),
        Officer("officer-3", "C", "team", origin=Origin.RECRUIT, start=START + timedelta(days=3)),
        Officer("officer-4", "D", "team", absences=(Absence(AbsenceKind.LEAVE, START, START),)),
    )
    rows = officer_rows(load_of(people=people, abstraction=None))
    assert [row.note for row in rows] == [
        "Works 0.6 of full time; Tutor, 8 hours a week less",
        "Leaves on 2 December 2026; on loan",
        "Begins on 5 November 2026; recruit",
        "Annual leave to 2 November 2026",
    ]


def test_the_sentence_says_how_the_team_stands() -> None:
    late = small_case("late", due=START - timedelta(days=12), owner=None)
    assert team_sentence(load_of(*held("officer-1", 70), late)) == (
        "2 officers hold 70 open cases, which want 63 % of the hours of the coming 4 weeks. 1 is over 110 %, in every "
        "one of the 4 weeks. 1 is overdue. 1 open case has no owner yet."
    )
    asked = stage("work", route("more"), delay=days(8))
    later = held("officer-2", 42, phase=Phase.DELAY, since=START - timedelta(days=1))
    now = held("officer-1", 42, stage="more")
    both = load_of(*now, *later, stages=(asked, stage("more", effort=hours(3))))
    assert "2 are over 110 %, 1 of them in every one of the 4 weeks." in team_sentence(both)
    assert team_sentence(load_of(people=())).startswith("0 officers hold 0 open cases.")


def test_the_sentence_counts_whoever_holds_cases_without_hours() -> None:
    reduced = Officer("officer-1", "A", "team", reductions=(Reduction("Secondment", START, None, 60),))
    other, idle = Officer("officer-2", "B", "team"), Officer("officer-3", "C", "team", reductions=reduced.reductions)
    book = (*held("officer-1", 4), *held("officer-2", 9))
    assert team_sentence(load_of(*book, people=(reduced, other, idle))).startswith(
        "2 officers hold 13 open cases, which want 23 % of the hours of the coming 4 weeks. "
        "1 of them has no hours: nobody works on 4 open cases."
    )
    assert team_sentence(load_of(*held("officer-1", 4), people=(reduced,))) == (
        "1 officer holds 4 open cases. Nobody has hours for them in the coming 4 weeks."
    )


def test_a_trial_says_what_it_does_to_both() -> None:
    before = load_of(*held("officer-1", 70), *held("officer-2", 5), *held(None, 1))
    after = try_moves(before, {**{f"officer-1-{place}": "officer-2" for place in range(3)}, "waiting-0": "officer-2"})
    assert effect_lines(before, after) == (
        "Officer 1: 70 → 67 cases, 125 % → 120 % of hours (over 110 % for 4 weeks)",
        "Officer 2: 5 → 9 cases, 9 % → 16 % of hours (has room)",
        "No owner yet: 1 → 0",
    )
    assert effect_lines(before, before) == ()


def test_tables_are_as_wide_as_their_headers() -> None:
    found = load_of(*held("officer-1", 2), *held(None, 1))
    for table in (caseload_table(found), book_table(found, "officer-1"), book_table(found, None)):
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.header)}
    assert book_table(found, None).title == "Cases without an owner"
    assert [late_text(days) for days in (None, 0, 1, 12, -4)] == [
        "",
        "due today",
        "1 day late",
        "12 days late",
        "4 days left",
    ]


def named(found: tuple[Candidate, ...]) -> list[tuple[str, str]]:
    return [(one.officer.officer.name, one.refusal) for one in found]


def test_the_one_with_most_room_comes_first() -> None:
    found = who_can_take(load_of(*held("officer-1", 5), *held("officer-2", 2)), "high")
    assert named(found) == [("Officer 2", ""), ("Officer 1", "")]
    assert found[0].reasons == ("4 % → 5 % of hours", "2 of at most 10 cases")
    assert found[0].after == pytest.approx(6 / 112)


def test_who_cannot_and_why() -> None:
    def person(number: int, **changes: object) -> Officer:
        return Officer(f"o{number}", f"O{number}", "team", **({"skills": ("interviewing",)} | changes))

    soon = START + timedelta(days=20)
    people = (
        person(1),
        person(2, skills=()),
        person(3, end=soon),
        person(4, start=soon, origin=Origin.RECRUIT),
        person(5, absences=(Absence(AbsenceKind.SICKNESS, START, soon),)),
        person(6, reductions=(Reduction("Tutor", START, None, 60),)),
        person(7, fte=0.5, absences=(Absence(AbsenceKind.COURSE, soon, soon),)),
        person(8),
    )
    bands = (band("high", 1.0, skill="interviewing"),)
    found = load_of(*held("o8", 10), *held("o1", 2), people=people, bands=bands, abstraction=None)
    advice = who_can_take(found, "high")
    assert named(advice) == [
        ("O7", ""),
        ("O1", ""),
        ("O8", "holds 10 of at most 10 cases"),
        ("O6", "has no hours in the coming 4 weeks"),
        ("O2", "does not have “interviewing”"),
        ("O3", "leaves on 22 November 2026"),
        ("O5", "away until 22 November 2026 (sickness)"),
        ("O4", "begins on 22 November 2026"),
    ]
    assert [one.firm for one in advice] == [False] * 4 + [True] * 4
    assert advice[0].reasons[2:] == (
        "has “interviewing”",
        "works 0.5 of full time",
        "course from 22 November 2026 to 22 November 2026",
    )
    assert {name for name, why in named(who_can_take(found, "high", "driver")) if not why} == set()


def test_nobody_is_asked_above_the_threshold() -> None:
    heavy = small_plan(teams=(small_team(),), cases=(*held("officer-1", 9), *held("officer-2", 9)))
    rule = replace(heavy.capacity, threshold=replace(heavy.capacity.threshold, value=0.5))
    tight: Plan = replace(heavy, capacity=rule, teams=(small_team(stages=(stage(delay=days(1), effort=hours(7)),)),))
    assert named(who_can_take(caseload_of(tight, "team"), "high"))[0][1] == "would be at 63 %, over 50 %"


def test_a_waiting_case_is_given_by_its_own_hours() -> None:
    two = (stage("work", route("more")), stage("more"))
    waiting = small_case("w", stage="more", owner=None)
    found = load_of(waiting, stages=two)
    assert who_can_take(found, "high", case="w")[0].after == pytest.approx(2 / 112)
    assert who_can_take(found, "high")[0].after == pytest.approx(4 / 112)
    with pytest.raises(KeyError):
        who_can_take(found, "high", case="other")
