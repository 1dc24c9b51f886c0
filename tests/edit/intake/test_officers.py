"""Lists of officers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.model.imported import ImportKind, Trace
from planner.model.intake import Conflict, ImportSettings
from planner.model.people import DutyHours, Officer, Origin, Role
from planner.model.plan import Plan
from planner.model.table import PREVIEW_ROWS

OFFICERS = ImportKind.OFFICERS
HEADER = ["Post", "Team", "Role", "Hours", "Start", "End", "Origin", "Skills"]


@pytest.fixture(scope="module")
def idle(plan) -> Plan:
    """Nobody owns a case, and one officer of DPMU has a rota."""
    return replace(plan, cases=(), duties=(DutyHours("dpmu-02", plan.start, (8.0,)),))


def test_a_new_list_takes_the_place_of_the_old(idle, take):
    rows = [
        HEADER,
        ["DPMU 01", "DPMU", "DC", "20", "", "", "", "arms; interview"],
        ["DPMU 90", "DPMU", "Sergeant", "", "01/02/2027", "28/02/2028", "on loan", ""],
    ]
    reading = take(rows, OFFICERS, idle)
    assert reading.problems == ()
    assert reading.plan.officers_of("dpmu") + reading.plan.officers_of("dpmu", Role.SUPERVISOR) == (
        Officer("dpmu-01", "DPMU 01", "dpmu", fte=0.5, skills=("arms", "interview")),
        Officer(
            "dpmu-90", "DPMU 90", "dpmu", Role.SUPERVISOR, Origin.LOAN, start=date(2027, 2, 1), end=date(2028, 2, 28)
        ),
    )
    assert reading.plan.duties == ()
    assert reading.plan.officers_of("polit") == idle.officers_of("polit")
    assert Trace("officer/dpmu-90", 3, 3, "dpmu/1") in reading.record.traces
    assert "6 officers of the plan are not in the file and leave it." in reading.notes


@pytest.mark.parametrize(("conflict", "fte"), [(Conflict.ADD, 0.5), (Conflict.SKIP, 1.0)])
def test_what_is_there_already(conflict, fte, plan, take):
    rows = [["Post", "Team", "FTE"], ["dpmu 01", "DPMU", "50%"], ["DPMU 90", "DPMU", "1"]]
    after = take(rows, OFFICERS, plan, ImportSettings(conflict)).plan
    assert len(after.officers) == len(plan.officers) + 1
    assert {officer.key: officer.fte for officer in after.officers}["dpmu-01"] == fte
    assert after.cases == plan.cases


def test_whoever_owns_cases_stays(plan, take):
    rows = [["Post", "Team", "Role"], ["DPMU 01", "DPMU", "supervisor"], ["DPMU 02", "POLIT", ""]]
    reading = take(rows, OFFICERS, plan)
    assert reading.plan is None
    reasons = [problem.reason for problem in reading.problems]
    assert sum("is not in the file" in reason for reason in reasons) >= 4
    assert [(problem.row, problem.column) for problem in reading.problems if problem.row] == [(2, "Role"), (3, "Team")]
    assert all("open case" in reason for reason in reasons)


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (["X 1", "DPMU", "wizard", "40", "", "", "", ""], "Role", "officer or supervisor"),
        (["X 1", "DPMU", "", "80", "", "", "", ""], "Hours", "0.1 to 1"),
        (["X 1", "DPMU", "", "lots", "", "", "", ""], "Hours", "not a number"),
        (["X 1", "DPMU", "", "", "02/01/2027", "01/01/2027", "", ""], "End", "leaves on or after"),
        (["X 1", "DPMU", "", "", "", "", "recruit", ""], "Start", "a recruit has a start date"),
        (["X 1", "DPMU", "", "", "", "", "", "ring 07700 900123"], "Skills", "telephone"),
        (["", "DPMU", "DC", "", "", "", "", ""], "Post", "is empty"),
        (["DPMU 1", "DPMU", "DC", "", "", "", "", ""], "Post", "row 2 has the same"),
    ],
)
def test_problems(row, column: str, said: str, idle, take):
    good = [[f"DPMU {number}", "DPMU", "DC", "", "", "", "", ""] for number in range(1, PREVIEW_ROWS + 1)]
    reading = take([HEADER, *good, row], OFFICERS, idle)
    assert reading.plan is None
    (problem,) = [problem for problem in reading.problems if problem.row]
    assert (problem.row, problem.column) == (PREVIEW_ROWS + 2, column)
    assert said in problem.reason.lower()
