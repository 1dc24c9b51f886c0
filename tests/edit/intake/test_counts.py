"""Tables of counts into histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.model.demand import DemandHistory
from planner.model.imported import ImportKind, Trace
from planner.model.intake import Conflict, ImportSettings
from planner.model.period import Period
from planner.model.plan import Plan

COUNTS = ImportKind.COUNTS
HEADER = ["Month", "Team", "Band", "Count"]


def history(plan: Plan, team: str, band: str) -> dict[date, int | None]:
    (row,) = (row for row in plan.histories if (row.team, row.band) == (team, band))
    return {row.begins(place): count for place, count in enumerate(row.counts)}


@pytest.fixture(scope="module")
def bare(plan) -> Plan:
    return replace(plan, histories=(), scenarios=())


def test_long_and_wide_tables_say_the_same(bare, take):
    long = [HEADER, *(["Mar-26", "polit", band, count] for band, count in (("VH", "1"), ("High", "2"), ("Low", "nil")))]
    wide = [["Month", "Very high", "High", "Low", "Medium"], ["Mar-26", 1, 2.0, "0", ""]]
    one = take(long, COUNTS, bare).plan
    other = take(wide, COUNTS, bare, ImportSettings(team="polit")).plan
    assert one.histories == other.histories
    assert {row.band: row.counts for row in one.histories} == {"very-high": (1,), "high": (2,), "low": (0,)}


@pytest.mark.parametrize(("conflict", "count"), [(Conflict.REPLACE, 7), (Conflict.ADD, None), (Conflict.SKIP, None)])
def test_what_the_plan_holds_already(conflict, count, plan, take):
    before = history(plan, "polit", "high")
    rows = [HEADER, ["Oct-26", "POLIT", "High", 7], ["Nov-26", "POLIT", "High", 9]]
    reading = take(rows, COUNTS, plan, ImportSettings(conflict))
    after = history(reading.plan, "polit", "high")
    old = before[date(2026, 10, 1)]
    assert old
    assert old != 7
    assert after[date(2026, 10, 1)] == {Conflict.REPLACE: 7, Conflict.ADD: old + 7, Conflict.SKIP: old}[conflict]
    assert after[date(2026, 11, 1)] == 9
    assert {day: after[day] for day in list(before)[:-1]} == {day: before[day] for day in list(before)[:-1]}
    traced = {trace.subject: trace for trace in reading.record.traces}
    skipped = conflict is Conflict.SKIP
    assert ("history/polit/high/2026-10-01" in traced) == (not skipped)
    assert traced["history/polit/high/2026-11-01"] == Trace("history/polit/high/2026-11-01", 3, 3, "9")
    assert reading.record.taken == (1 if skipped else 2)
    assert reading.record.conflict == conflict
    assert (reading.record.first_row, reading.record.last_row) == (2, 3)


@pytest.mark.parametrize(
    ("conflict", "said"),
    [
        (
            Conflict.REPLACE,
            "16 referrals in 2 months, October 2026 to November 2026 (counts: 1 new, 1 in place of the plan's, ",
        ),
        (
            Conflict.ADD,
            "16 referrals in 2 months, October 2026 to November 2026 (counts: 1 new, 1 added to the plan's, ",
        ),
        (
            Conflict.SKIP,
            "9 referrals in 1 month, November 2026 to November 2026 (counts: 1 new, 1 left as the plan has it, ",
        ),
    ],
)
def test_the_totals_say_what_becomes_of_each_count(conflict, said: str, plan, take):
    own = [history for history in plan.histories if history.team == "polit"]
    others = sum(count is not None for history in own for count in history.counts) - 1
    rows = [HEADER, ["Oct-26", "POLIT", "High", 7], ["Nov-26", "POLIT", "High", 9]]
    (line,) = take(rows, COUNTS, plan, ImportSettings(conflict)).totals
    assert line == f"POLIT: {said}{others} others stay)"


def test_an_import_that_changes_nothing_says_so(plan, take):
    (line,) = take([HEADER, ["Oct-26", "polit", "High", 7]], COUNTS, plan, ImportSettings(Conflict.SKIP)).totals
    assert line.startswith("POLIT: no count changes (counts: ")


@pytest.mark.parametrize(
    ("rows", "conflict", "kept"),
    [
        ([["Sep-26", 7]], Conflict.REPLACE, True),
        ([["Sep-26", 7], ["Oct-26", 8]], Conflict.REPLACE, False),
        ([["Sep-26", 7], ["Oct-26", 8]], Conflict.ADD, True),
        ([["Sep-26", 7], ["Oct-26", 8]], Conflict.SKIP, True),
    ],
)
def test_a_source_goes_with_the_last_count_it_speaks_of(rows, conflict, kept: bool, bare, take):
    told = DemandHistory("polit", "high", date(2026, 9, 1), (3, 4), "Counted by hand")
    plan = replace(bare, histories=(told,))
    (after,) = take([["Month", "High"], *rows], COUNTS, plan, ImportSettings(conflict, team="polit")).plan.histories
    assert after.source == ("Counted by hand" if kept else "")


def test_a_gap_is_not_zero(bare, take):
    rows = [HEADER, ["Jan-26", "polit", "High", 3], ["Feb-26", "polit", "High", "-"], ["Mar-26", "polit", "High", 4]]
    reading = take(rows, COUNTS, bare)
    assert reading.plan.histories[0].counts == (3, None, 4)
    assert reading.notes == ("1 cell holds no count and changed nothing.",)


def test_weeks(bare, take):
    rows = [["w/c", "Team", "Band", "Count"], ["02/03/2026", "polit", "High", 3], ["09/03/2026", "polit", "High", 4]]
    (row,) = take(rows, COUNTS, bare).plan.histories
    assert (row.period, row.start, row.counts) == (Period.WEEK, date(2026, 3, 2), (3, 4))


@pytest.mark.parametrize("header", ["w/c", "W.C.", "Week commencing", "WEEK", "Date (w/b)"])
def test_a_header_says_that_a_first_of_the_month_is_a_week(header, bare, take):
    (row,) = take([[header, "Team", "Band", "Count"], ["01/06/2026", "polit", "High", 3]], COUNTS, bare).plan.histories
    assert row.period is Period.WEEK
    (other,) = take(
        [["Month or week", "Team", "Band", "Count"], ["01/06/2026", "polit", "High", 3]], COUNTS, bare
    ).plan.histories
    assert other.period is Period.MONTH


def test_the_sum_below_a_table_is_left_out(bare, take):
    rows = [["Month", "Team", "Band", "Count"], ["Mar-26", "polit", "High", 3], ["Grand Total:", "", "", 3]]
    reading = take(rows, COUNTS, bare)
    assert reading.plan.histories[0].counts == (3,)
    assert reading.notes == ("1 row of sums was left out.",)
    assert [row[0] for row in reading.preview] == ["March 2026", "a sum, left out"]
    assert reading.record.taken == 1


def test_months_across_are_told(bare, take):
    reading = take([["Band", "Apr-26", "May-26"], ["High", 3, 4]], COUNTS, bare, ImportSettings(team="polit"))
    assert "Transpose" in reading.problems[-1].reason
    assert not any("Transpose" in one.reason for one in take([["Band", "n"], ["High", 3]], COUNTS, bare).problems)


def test_a_team_changes_from_months_to_weeks_only_as_a_whole(plan, take):
    rows = [["Week", "Team", "Band", "Count"], ["2026-W10", "polit", "High", 3]]
    refused = take(rows, COUNTS, plan, ImportSettings(Conflict.ADD))
    assert refused.plan is None
    assert "counted by month in this plan and by week in this file" in refused.problems[0].reason
    reading = take(rows, COUNTS, plan)
    assert [row.band for row in reading.plan.histories if row.team == "polit"] == ["high"]
    assert "give way" in reading.notes[0]


@pytest.mark.parametrize(
    ("rows", "row", "said"),
    [
        ([["Mar-26", "polit", "High", 3], ["Mar-26", "POLIT", "H", 4]], 3, "stand in row 2 as well"),
        ([["15/03/2026", "polit", "High", 3]], 2, "not the first of a month"),
        ([["Mar-26", "polit", "High", 3], ["2026-W10", "polit", "High", 3]], 3, "a week in a table by month"),
        ([["Mar-26", "polit", "High", "3.5"]], 2, "whole number"),
        ([["Mar-26", "polit", "", 3]], 2, "empty"),
        ([["Mar-26", "", "High", 3]], 2, "empty"),
        ([["Mar-27", "polit", "High", 3]], 2, "month lies ahead"),
        ([["", "polit", "High", 3]], 2, "empty"),
        ([["Mar-26", "polit", "Urgent", 3]], 2, "has no such risk band"),
        ([["Mar-24", "polit", "High", 3], ["Mar-25", "dpmu", "High", "?"]], 3, "whole number"),
    ],
)
def test_problems_have_a_row_and_a_reason(rows, row: int, said: str, bare, take):
    reading = take([HEADER, *rows], COUNTS, bare)
    assert reading.plan is None
    (problem,) = reading.problems
    assert problem.row == row
    assert said in problem.reason


def test_a_wrong_century_is_not_filled_with_gaps(plan, take):
    reading = take([HEADER, ["1950-W10", "polit", "High", 3], ["2026-W10", "polit", "High", 3]], COUNTS, plan)
    assert "look for a wrong year" in reading.problems[0].reason


def test_twice_the_same_is_summed_when_adding(bare, take):
    rows = [HEADER, ["Mar-26", "polit", "High", 3], ["Mar-26", "POLIT", "H", 4]]
    reading = take(rows, COUNTS, bare, ImportSettings(Conflict.ADD))
    assert reading.plan.histories[0].counts == (7,)
    assert reading.record.traces[0] == Trace("history/polit/high/2026-03-01", 2, 3, "7")


def test_a_day_of_the_month_will_do_when_the_user_says_month(bare, take):
    rows = [HEADER, ["31/03/2026", "polit", "High", 3]]
    reading = take(rows, COUNTS, bare, ImportSettings(period=Period.MONTH))
    assert reading.plan.histories[0].start == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (["Team", "Band", "Count"], "no column is mapped to Month or week"),
        (["Month", "Band", "Count"], "map a column to Team"),
        (["Month", "Team", "Count"], "no column is mapped to Risk band"),
        (["Month", "Team", "Band"], "no column is mapped to Count"),
    ],
)
def test_a_missing_column_is_told(header, said: str, plan, take):
    reading = take([header, ["x"] * len(header)], COUNTS, plan)
    assert any(said.lower() in problem.reason.lower() for problem in reading.problems)


def test_a_table_without_rows(plan, take):
    reading = take([HEADER], COUNTS, plan, fields={"Month": "period"})
    assert [problem.reason for problem in reading.problems] == ["The table holds no count."]


def test_ten_thousand_problems_are_kept_and_all_are_counted(plan, take):
    rows = [HEADER, *(["Mar-26", "polit", "High", f"x{number}"] for number in range(10_500))]
    reading = take(rows, COUNTS, plan, block=4_000)
    assert len(reading.problems) == 10_000
    assert reading.problem_count == 10_500
