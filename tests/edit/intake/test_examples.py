"""The shipped example files: the good ones go in, the broken one says all that is wrong with it."""

from __future__ import annotations

import pytest

from planner.model.imported import DROPPED, ImportKind

GOOD = {
    "referral-counts": (ImportKind.COUNTS, "Import 96 referral counts from north.csv"),
    "referral-events": (ImportKind.EVENTS, "Import 209 referrals from north.csv"),
    "case-book": (ImportKind.CASES, "Import 61 cases from north.csv"),
    "officers": (ImportKind.OFFICERS, "Import 17 officers from north.csv"),
}
PRIVATE = {
    "Subj. surname": "names",
    "D.O.B.": "dates of birth",
    "E mail addr": "e-mail addresses",
    "PNCID": "PNC numbers",
    "Notes": "free text",
}
BROKEN_CELLS = [
    (5, "Recvd on", "09/14/2026", "Dates are read day first"),
    (6, "Recvd on", "31/09/2026", "There is no such day"),
    (7, "Recvd on", "06/09/2062", "This day lies ahead"),
    (8, "Recvd on", "next week", "This is not a date"),
    (9, "Recvd on", "", "This cell is empty"),
    (10, "Unit / Team", "PLOIT", 'This plan has no such team. Did you mean "POLIT"?'),
    (11, "Risk level", "Hihg", 'This plan has no such risk band. Did you mean "High"?'),
    (12, "Risk level", "Urgent", "Team POLIT has no such risk band"),
    (
        13,
        "Risk level",
        "D… (11 characters)",
        "This looks like names, where a risk band should stand: are the columns right?",
    ),
    (14, "Risk level", "", "This cell is empty"),
]


@pytest.mark.parametrize("name", GOOD)
def test_a_good_one_goes_in(name: str, plan, take, example):
    kind, label = GOOD[name]
    reading = take(example(name), kind, plan)
    assert reading.problems == ()
    assert reading.label == label
    assert reading.plan is not None
    assert reading.plan.imports == (reading.record,)
    assert reading.plan != plan


def test_the_broken_one_says_all_that_is_wrong(plan, take, example):
    reading = take(example("broken-referral-events"), ImportKind.EVENTS, plan)
    assert reading.plan is None
    assert reading.record is None
    columns = {problem.column: problem.reason for problem in reading.problems if problem.row == 0}
    assert columns.keys() == PRIVATE.keys()
    for header, what in PRIVATE.items():
        assert columns[header].startswith(f"This column looks like {what}: map it")
    cells = [problem for problem in reading.problems if problem.row > 0]
    assert reading.problem_count == len(PRIVATE) + len(BROKEN_CELLS)
    for problem, (row, column, value, reason) in zip(cells, BROKEN_CELLS, strict=True):
        assert (problem.row, problem.column, problem.value) == (row, column, value)
        assert problem.reason.startswith(reason)
        assert problem.reason[-1] in ".?"
        assert not problem.reason.endswith("?.")


def test_with_its_private_columns_dropped_only_the_cells_are_left(plan, take, example):
    fields = dict.fromkeys(PRIVATE, DROPPED)
    reading = take(example("broken-referral-events"), ImportKind.EVENTS, plan, fields=fields)
    assert [problem.row for problem in reading.problems] == [row for row, *_ in BROKEN_CELLS]


def test_mended_the_broken_one_goes_in(plan, take, example):
    rows = example("broken-referral-events")
    mended = [rows[0]] + [row for number, row in enumerate(rows[1:], 2) if number < 5]
    mended += [["EX-0020", "30/09/2026", "POLIT", "Low", *row[4:]] for row in rows[5:6]]
    reading = take(mended, ImportKind.EVENTS, plan, fields=dict.fromkeys(PRIVATE, DROPPED))
    assert reading.problems == ()
    stored = repr(reading.plan) + repr(reading.events)
    for private in ("Specimen", "Madeup", "1234567A", "example.invalid", "1985", "EX-0001"):
        assert private not in stored
