"""Case books."""

from __future__ import annotations

from datetime import date

import pytest

from planner.model.cases import Case, Phase
from planner.model.imported import ImportKind, Trace
from planner.model.intake import Conflict, ImportSettings
from planner.model.pseudonym import pseudonym
from planner.model.table import PREVIEW_ROWS

CASES = ImportKind.CASES
HEADER = ["Case key", "Team", "Risk", "Stage", "Owner", "Opened", "Since", "Due"]
ROW = ["x-1", "DPMU", "High", "Mandated visit", "DPMU 01", "01/02/2024", "01/09/2026", "01/12/2026"]


def changed(**cells: str) -> list[str]:
    return [cells.get(name.lower().replace(" ", "_"), cell) for name, cell in zip(HEADER, ROW, strict=True)]


def test_a_book_replaces_that_of_its_team(plan, take):
    reading = take([HEADER, ROW, changed(case_key="x-2", owner="", stage="First visit")], CASES, plan)
    assert reading.problems == ()
    assert reading.plan.cases_of("dpmu") == (
        Case(
            "x-1",
            "dpmu",
            "high",
            "visit",
            date(2024, 2, 1),
            date(2026, 9, 1),
            Phase.DELAY,
            "dpmu-01",
            date(2026, 12, 1),
        ),
        Case("x-2", "dpmu", "high", "first-visit", date(2024, 2, 1), date(2026, 9, 1), due=date(2026, 12, 1)),
    )
    assert reading.plan.cases_of("polit") == plan.cases_of("polit")
    assert reading.record.traces == (
        Trace("case/x-1", 2, 2, "dpmu/high/visit"),
        Trace("case/x-2", 3, 3, "dpmu/high/first-visit"),
    )
    assert reading.totals == ("DPMU: 2 open cases, in place of 362; 1 without an owner",)


@pytest.mark.parametrize(
    ("conflict", "cases", "band"),
    [(Conflict.REPLACE, 2, "high"), (Conflict.ADD, 363, "high"), (Conflict.SKIP, 363, None)],
)
def test_what_is_there_already(conflict, cases, band, plan, take):
    present = plan.cases_of("dpmu")[0]
    rows = [HEADER, ROW, changed(case_key=present.key)]
    reading = take(rows, CASES, plan, ImportSettings(conflict))
    after = {case.key: case for case in reading.plan.cases_of("dpmu")}
    assert len(after) == cases
    assert after[present.key] == (present if band is None else after[present.key])
    assert (after[present.key].stage == "visit" and after[present.key].opened == date(2024, 2, 1)) == (band == "high")
    assert reading.record.taken == len(reading.record.traces) == (1 if conflict is Conflict.SKIP else 2)


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"opened": "02/11/2026", "since": ""}, "Opened", "before the plan begins on 02/11/2026"),
        ({"since": "02/11/2026"}, "Since", "before the plan does on 02/11/2026"),
        ({"since": "01/01/2024"}, "Since", "before the case was opened on 01/02/2024"),
        ({"owner": "DPMU supervisor 1"}, "Owner", "a supervisor owns no case"),
        ({"owner": "POLIT 01"}, "Owner", "in team POLIT"),
        ({"owner": "DPMU 99"}, "Owner", "import the officers first"),
        ({"owner": "Specimen"}, "Owner", "import the officers first"),
        ({"stage": "Specimen"}, "Stage", "no such stage"),
        ({"case_key": "specimen"}, "Case key", "like names"),
        ({"owner": "Ann Specimen"}, "Owner", "like names"),
        ({"stage": "Warrant application"}, "Stage", "team DPMU has no such stage"),
        ({"stage": "Visit home"}, "Stage", "no such stage"),
        ({"risk": "Purple"}, "Risk", "no such risk band"),
        ({"case_key": "ann specimen"}, "Case key", "like names"),
        ({"case_key": "ä/7"}, "Case key", "a key is lower-case letters"),
        ({"case_key": "00/1234567A"}, "Case key", "PNC numbers"),
        ({"case_key": ""}, "Case key", "is empty"),
        ({"opened": ""}, "Opened", "is empty"),
        ({"case_key": "polit-0001"}, "Case key", "POLIT has an open case of this key"),
    ],
)
def test_problems(cells, column: str, said: str, plan, take):
    good = [[f"y-{number}", *ROW[1:]] for number in range(PREVIEW_ROWS)]
    reading = take([HEADER, *good, changed(**cells)], CASES, plan)
    assert reading.plan is None
    (problem,) = [problem for problem in reading.problems if problem.row]
    assert (problem.row, problem.column) == (PREVIEW_ROWS + 2, column)
    assert said.lower() in problem.reason.lower()
    assert "pecimen" not in problem.value


def test_a_case_stands_once(plan, take):
    reading = take([HEADER, ROW, ROW], CASES, plan)
    (problem,) = reading.problems
    assert problem.row == 3
    assert "row 2 has the same" in problem.reason.lower()


def test_references_and_owners_as_pseudonyms(plan, take):
    people = take(
        [["Officer name", "Team"], ["Ann Specimen", "DPMU"]], ImportKind.OFFICERS, plan, ImportSettings(Conflict.ADD)
    )
    key = pseudonym(bytes(range(32)), "ann specimen")
    assert people.plan.officers[-1].key == key
    assert people.plan.officers[-1].name == f"Officer {key[:8]}"
    rows = [["Ref", "Team", "Risk", "Stage", "Officer in case", "Opened"], ["EX/1", "DPMU", "Low", "First visit"]]
    rows[1] += ["ANN  SPECIMEN", "01/09/2026"]
    reading = take(rows, CASES, people.plan)
    assert reading.problems == ()
    (case,) = reading.plan.cases_of("dpmu")
    assert (case.key, case.owner) == (pseudonym(bytes(range(32)), "EX/1"), key)
    assert "pecimen" not in repr(reading)
    unknown = take(rows, CASES, plan)
    assert unknown.problems[0].reason.startswith("No officer of this plan has this pseudonym")
    assert "PECIMEN" not in repr(unknown.problems)


def test_without_the_day_a_stage_began_that_of_opening_is_taken(plan, take):
    reading = take([HEADER, changed(since="")], CASES, plan)
    assert reading.plan.cases_of("dpmu")[0].since == date(2024, 2, 1)
    assert reading.notes == ("1 case does not say when the wait began: the day of opening is taken.",)
