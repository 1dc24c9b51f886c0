"""What holds for a table of any kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from planner.edit.intake.guess import guess_columns
from planner.edit.intake.table import columns_read, read_table
from planner.model.imported import DROPPED, ImportKind, MappedColumn
from planner.model.intake import ColumnChoice, ImportSettings
from planner.model.table import Block, Fault

KEY = bytes(32)
MADE = datetime(2026, 11, 2, 9, tzinfo=UTC)
OFFICERS = [["Surname", "Unit", "Notes", "Colour"], ["Specimen", "DPMU", "made up", "red"]]


def read(source, plan, choices, blocks, kind=ImportKind.OFFICERS, rows=OFFICERS):
    return read_table(source(rows), blocks, kind, choices, plan, ImportSettings(), KEY, made=MADE, who="analyst")


def choices(source, plan, rows=OFFICERS, **fields: str) -> list[ColumnChoice]:
    return [
        replace(choice, field=fields.get(choice.header, choice.field))
        for choice in guess_columns(source(rows), ImportKind.OFFICERS, plan)
    ]


def test_a_private_header_may_be_mapped_to_a_pseudonym(plan, source):
    mapped = choices(source, plan, Surname="person", Notes=DROPPED)
    reading = read(source, replace(plan, cases=()), mapped, [Block(2, (["Specimen"], ["DPMU"]), 1)])
    assert reading.problems == ()
    assert reading.record.columns == (
        MappedColumn("Surname", "person"),
        MappedColumn("Unit", "team"),
        MappedColumn("Notes", DROPPED),
    )
    assert (reading.record.who, reading.record.made, reading.record.fingerprint) == ("analyst", MADE, "ab" * 32)


def test_the_columns_that_are_read(plan, source):
    assert columns_read(choices(source, plan, Surname="person", Notes=DROPPED)) == (0, 1)


def test_a_cell_that_could_not_be_read_is_a_problem_where_it_matters(plan, source):
    mapped = choices(source, plan, Surname="person", Notes=DROPPED)
    faults = (Fault(2, 1, "#REF!", "This is an error."), Fault(3, None, "", "Too long."), Fault(4, 3, "#N/A", "No."))
    reading = read(source, plan, mapped, [Block(2, (["Specimen"], ["DPMU"]), 1, faults=faults)])
    assert [(problem.row, problem.column, problem.reason) for problem in reading.problems if problem.row] == [
        (2, "Unit", "This is an error."),
        (3, "", "Too long."),
    ]


def test_rows_have_the_numbers_of_the_block(plan, source):
    mapped = choices(source, plan, Surname="person", Notes=DROPPED)
    blocks = [Block(2, (["A", "B"], ["DPMU", "Nowhere"]), 2, numbers=[2, 7])]
    reading = read(source, plan, mapped, blocks)
    assert [problem.row for problem in reading.problems if problem.column == "Unit"] == [7]


def test_more_rows_than_a_plan_can_hold(plan, source):
    mapped = choices(source, plan, Surname="person", Notes=DROPPED)

    def blocks():
        yield Block(2, (["A"] * 10_001, ["DPMU"] * 10_001), 10_001)
        raise AssertionError("reading goes on")

    reading = read(source, plan, mapped, blocks())
    assert any("more than 10,000 rows: import it in parts" in problem.reason for problem in reading.problems)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"Surname": "person", "Colour": "person"}, "is mapped to Name or number, as a pseudonym already"),
        ({"Surname": "person", "Colour": "shade"}, 'there is no field "shade"'),
        ({"Surname": "person", "Colour": "name"}, "cannot both be mapped"),
        ({"Surname": DROPPED}, "no column is mapped to Name or number"),
    ],
)
def test_mappings_that_will_not_do(fields, said: str, plan, source):
    reading = read(source, plan, choices(source, plan, Notes=DROPPED, **fields), [])
    (problem,) = reading.problems
    assert said.lower() in problem.reason.lower()
    assert problem.row == 0


def test_a_very_long_cell_is_a_problem(plan, source):
    mapped = choices(source, plan, Surname="person", Notes=DROPPED)
    reading = read(source, plan, mapped, [Block(2, (["A", "x" * 1_001], ["DPMU", "DPMU"]), 2)])
    (problem,) = [problem for problem in reading.problems if problem.row == 3]
    assert (problem.value, problem.column) == ("x… (1001 characters)", "Surname")
    assert "1,001 characters" in problem.reason
