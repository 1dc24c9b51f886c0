"""The supervisor's weekly sheet: who is over, late, due and away, on one page whatever there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.model.absence import Absence, AbsenceKind
from planner.model.cases import Phase
from planner.model.people import Officer
from planner.model.plan import Plan
from planner.report.document import Document, Grid, Heading, Paragraph
from planner.report.pdf.pages import pages_of
from planner.report.weekly_sheet import due_cases, late_cases, loads, weekly_sheet
from tests.model.small_plans import START, recurrence, small_case, small_plan, small_team, stage
from tests.report.printed import PROVENANCE


def day(number: int) -> date:
    return START + timedelta(days=number)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A limit of 10: Ann holds 12 of which two are late, Bo (half time) 3 with room for 2, and one case has nobody."""
    before = {"opened": day(-60), "since": day(-30)}
    ann = [small_case(f"a{n}", owner="ann", due=day(n - 2), **before) for n in range(12)]
    bo = [small_case(f"b{n}", owner="bo", due=None, **before) for n in range(3)]
    nobody = small_case("n0", owner=None, due=day(13), phase=Phase.TASK, **before)
    later = small_case("n1", owner=None, due=day(14), phase=Phase.TASK, **before)
    away = Absence(AbsenceKind.LEAVE, day(3), day(9))
    gone = Absence(AbsenceKind.COURSE, day(14), day(20))
    officers = (Officer("ann", "Ann <1>", "team"), Officer("bo", "Bo", "team", fte=0.5, absences=(away, gone)))
    return small_plan(teams=(small_team(abstraction=None),), officers=officers, cases=(*ann, *bo, nobody, later))


def grids(document: Document) -> dict[str, Grid]:
    """The tables, by the heading before each."""
    found, heading = {}, ""
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Grid):
            found[heading] = block
    return found


def test_loads_are_counted_against_the_limit_of_each_ones_hours(plan: Plan):
    ann, bo = loads(plan, plan.teams[0])
    assert (ann.officer.key, ann.cases, ann.limit, ann.over, ann.late, ann.due) == ("ann", 12, 10, 2, 2, 10)
    assert (bo.officer.key, bo.cases, bo.limit, bo.over) == ("bo", 3, 5, -2)


def test_the_fortnight_begins_on_the_first_day_and_ends_before_the_fifteenth(plan: Plan):
    team = plan.teams[0]
    assert [case.key for case in late_cases(plan, team)] == ["a0", "a1"]
    assert [case.due for case in due_cases(plan, team, visits=False)] == [day(n) for n in range(10)] + [day(13)]
    assert due_cases(plan, team, visits=True) == []


def test_the_sheet_says_it(plan: Plan):
    document = weekly_sheet(plan, ("team",), PROVENANCE)
    found = grids(document)
    assert found["Who is over"].rows == (("Ann <1>", "12", "10", "2", "2", "10"),)
    assert [row[-1] for row in found["Late"].rows] == ["2", "1"]
    assert found["Due this fortnight"].rows[-1][3] == "nobody yet"
    assert found["Away this fortnight"].rows == (("Bo", "annual leave", "5 Nov 2026", "11 Nov 2026", "100 %"),)
    said = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert "Room for more, in cases: Bo (2)." in said


@pytest.mark.slow
def test_a_page_for_each_team_however_much_there_is(plan: Plan):
    many = [
        small_case(f"c{number}", owner="ann", due=day(number % 20 - 8), opened=day(-60), since=day(-30))
        for number in range(200)
    ]
    other = small_team(key="other", name="A team whose name is long enough to want a second line on its own " * 2)
    crowded = replace(plan, teams=(*plan.teams, other), cases=tuple(many))
    made = pages_of(weekly_sheet(crowded, ("team", "other"), PROVENANCE))
    assert made.count == 2
    late = grids(made.document)["Late"]
    assert late.note == f"{80 - len(late.rows)} more are late, by less."


def test_nobody_and_nothing():
    document = weekly_sheet(small_plan(officers=(), cases=()), ("team",), PROVENANCE)
    said = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert "Nobody is in post." in said and "Nothing is late." in said and "No task is due." in said
    assert not grids(document)


def test_visits_are_told_from_tasks(plan: Plan):
    team = small_team(stages=(stage(recurrence=recurrence()),), abstraction=None)
    visiting = replace(plan, teams=(team,))
    assert len(due_cases(visiting, team, visits=True)) == 11
    assert "Next visits" in grids(weekly_sheet(visiting, ("team",), PROVENANCE))
