"""Single referrals, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.edit.intake.counting import coverage, places_of, pseudonyms
from planner.model.imported import ImportKind, Trace
from planner.model.intake import Conflict, ImportSettings
from planner.model.period import Period
from planner.model.plan import Plan
from planner.model.pseudonym import pseudonym_bytes

EVENTS = ImportKind.EVENTS
HEADER = ["Received", "Team", "Band", "Ref"]
SUMMER = [(date(2026, 6, 1) + timedelta(days=day)) for day in range(92)]
ROWS = [
    HEADER,
    *(
        [f"{day:%d/%m/%Y}", "polit" if place % 3 else "DPMU", ("VH", "High", "low")[place % 3], f"EX-{place}"]
        for place, day in enumerate(SUMMER)
    ),
]


@pytest.fixture(scope="module")
def bare(plan) -> Plan:
    return replace(plan, histories=(), scenarios=())


def test_counted_by_month(bare, take):
    reading = take(ROWS, EVENTS, bare)
    expected = Counter((day.month, place % 3) for place, day in enumerate(SUMMER))
    found = {(row.team, row.band): row.counts for row in reading.plan.histories}
    assert found["polit", "high"] == tuple(expected[month, 1] for month in (6, 7, 8))
    assert found["polit", "low"] == tuple(expected[month, 2] for month in (6, 7, 8))
    assert found["dpmu", "very-high"] == tuple(expected[month, 0] for month in (6, 7, 8))
    assert found["dpmu", "medium"] == (0, 0, 0)
    assert {row.start for row in reading.plan.histories} == {date(2026, 6, 1)}
    assert reading.record.taken == 92
    assert Trace("history/polit/high/2026-06-01", 3, 30, str(expected[6, 1])) in reading.record.traces
    assert reading.label == "Import 92 referrals from north.csv"


def test_the_events_are_kept_as_numbers(bare, take):
    events = take(ROWS, EVENTS, bare).events
    assert [date.fromordinal(day) for day in events.days.tolist()] == SUMMER
    assert events.rows.tolist() == list(range(2, 94))
    assert [events.team_keys[team] for team in events.teams[:3]] == ["dpmu", "polit", "polit"]
    assert [events.band_keys[band] for band in events.bands[:3]] == ["very-high", "high", "low"]
    assert events.references[5].tobytes() == pseudonym_bytes(bytes(range(32)), "EX-5")[:8]


def test_the_same_in_blocks_of_any_size(bare, take):
    one, other = take(ROWS, EVENTS, bare, block=1), take(ROWS, EVENTS, bare, block=1000)
    assert one.plan == other.plan
    assert one.preview == other.preview
    assert np.array_equal(one.events.references, other.events.references)


def test_what_the_file_holds_in_part_is_left_out(bare, take):
    reading = take(ROWS[:-1], EVENTS, bare)
    assert {len(row.counts) for row in reading.plan.histories} == {2}
    assert reading.notes == (
        "Not counted, because the file holds it in part: August 2026 (the file ends on 30 August 2026); 30 rows.",
    )
    assert len(reading.events) == reading.record.taken == 61
    told = take(ROWS[:-1], EVENTS, bare, ImportSettings(last_day=date(2026, 8, 31)))
    assert {len(row.counts) for row in told.plan.histories} == {3}


@pytest.mark.parametrize(
    ("period", "first", "last", "told", "start", "length"),
    [
        (Period.MONTH, date(2026, 6, 1), date(2026, 6, 30), False, date(2026, 6, 1), 1),
        (Period.MONTH, date(2026, 6, 4), date(2026, 7, 30), False, date(2026, 6, 1), 1),
        (Period.MONTH, date(2026, 6, 5), date(2026, 7, 31), False, date(2026, 7, 1), 1),
        (Period.MONTH, date(2026, 6, 2), date(2026, 7, 31), True, date(2026, 7, 1), 1),
        (Period.MONTH, date(2025, 12, 31), date(2026, 1, 30), False, date(2026, 1, 1), 0),
        (Period.MONTH, date(2026, 6, 9), date(2026, 6, 12), False, date(2026, 6, 1), 0),
        (Period.WEEK, date(2026, 6, 1), date(2026, 6, 14), False, date(2026, 6, 1), 2),
        (Period.WEEK, date(2026, 6, 2), date(2026, 6, 20), False, date(2026, 6, 8), 1),
    ],
)
def test_whole_months_and_weeks(period, first, last, told, start, length):
    held = coverage(period, first, last, told)
    assert (held.start, held.length) == (start, length)


@pytest.mark.parametrize(("period", "start"), [(Period.MONTH, date(2024, 2, 1)), (Period.WEEK, date(2024, 1, 29))])
def test_places_of_days(period, start):
    days = [date(2023, 12, 1) + timedelta(days=day) for day in range(900)]
    ordinals = np.array([day.toordinal() for day in days], np.int32)
    assert places_of(ordinals, period, start).tolist() == [period.place(start, day) for day in days]


def test_by_week_as_the_teams_history_is(bare, take):
    weekly = take(ROWS, EVENTS, bare, ImportSettings(period=Period.WEEK)).plan
    assert {row.period for row in weekly.histories} == {Period.WEEK}
    again = take(ROWS, EVENTS, weekly).plan
    assert again.histories == weekly.histories


def test_repeats_within_the_file_are_skipped_and_told(bare, take):
    rows = [*ROWS, ROWS[5], ROWS[9], [*ROWS[10][:3], ""], [*ROWS[10][:3], ""]]
    reading = take(rows, EVENTS, bare)
    assert reading.notes == ("2 rows that repeat a reference were skipped.",)
    assert reading.record.taken == 94


@pytest.mark.parametrize(("conflict", "taken"), [(Conflict.ADD, 31), (Conflict.REPLACE, 92), (Conflict.SKIP, 31)])
def test_a_later_file_that_overlaps(conflict, taken, bare, take):
    first = take(ROWS[:62], EVENTS, bare)
    second = take(ROWS, EVENTS, first.plan, ImportSettings(conflict), known=first.events.references)
    assert second.record.taken == taken
    assert [row.counts for row in second.plan.histories] == [
        row.counts for row in take(ROWS, EVENTS, bare).plan.histories
    ]
    assert second.record.key != first.record.key


@pytest.mark.parametrize(
    ("rows", "row", "said"),
    [
        ([["01/01/2030", "polit", "High", "1"]], 2, "lies ahead"),
        ([["01/06/1962", "polit", "High", "1"], ["01/06/2026", "polit", "High", "1"]], 2, "look for a wrong year"),
        ([["09/14/2026", "polit", "High", "1"]], 2, "month comes first"),
        ([["05/06/2026", "polit", "High", "1"]], 0, "no whole month"),
    ],
)
def test_problems(rows, row: int, said: str, bare, take):
    reading = take([HEADER, *rows], EVENTS, bare)
    assert reading.plan is None
    (problem,) = reading.problems
    assert problem.row == row
    assert said in problem.reason


def test_dates_of_birth_deep_in_the_file(bare, take):
    recent = [["01/09/2026", "polit", "High", f"EX-{number}"] for number in range(30)]
    births = [
        [f"{1 + number % 28:02}/{1 + number % 12:02}/{1950 + number}", "polit", "High", "x"] for number in range(50)
    ]
    reading = take([HEADER, *recent, *births], EVENTS, bare)
    assert any("dates of birth" in problem.reason for problem in reading.problems)


def test_empty_rows_are_told(bare, take):
    reading = take([*ROWS, ["", None, "", ""], ["", "", "", ""]], EVENTS, bare)
    assert reading.notes == ("2 rows are empty in the columns that are read.",)


@pytest.mark.parametrize(
    "texts", [["EX-1", "ex-1 ", "", "É 2", "\uff25\uff38-1"], ["a", "B/2", "", "C"], ["a\0b", "c"], [12, 12.0, None]]
)
def test_references_become_the_plans_pseudonyms(texts):
    key = bytes(32)
    found = pseudonyms(key, texts)
    plain = ["" if text is None else str(text).removesuffix(".0") for text in texts]
    assert [entry.tobytes() for entry in found] == [
        (pseudonym_bytes(key, text) if text.strip() else bytes(16))[:8] for text in plain
    ]
