"""The guessed mapping: remembered, by header, by value."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from planner.edit.intake.fields import fields_for
from planner.edit.intake.guess import guess_columns
from planner.model.imported import DROPPED, ImportKind, ImportRecord, MappedColumn


def guessed(source, rows, kind, plan) -> dict[str, str]:
    return {choice.header: choice.field for choice in guess_columns(source(rows), kind, plan)}


@pytest.mark.parametrize("kind", ImportKind)
def test_each_name_of_a_field_is_known(kind: ImportKind, plan, source):
    for field in fields_for(kind, plan):
        assert field.name and field.help
        assert guessed(source, [[field.name]], kind, plan) == {field.name: field.key}


def test_by_header(plan, source):
    rows = [["Crime No.", "Date Recieved", "RISK_LEVEL", "TeamName", "Colour"]]
    assert guessed(source, rows, ImportKind.EVENTS, plan) == {
        "Crime No.": "reference",
        "Date Recieved": "received",
        "RISK_LEVEL": "band",
        "TeamName": "team",
        "Colour": "",
    }


def test_by_value(plan, source):
    rows = [["A", "B", "C"], ["02/03/2026", "polit", "V High"], ["oops", "POLIT", "Low"], ["3 Mar 26", "DPMU", "H"]]
    assert guessed(source, rows, ImportKind.EVENTS, plan) == {"A": "received", "B": "team", "C": "band"}


def test_a_column_for_each_band(plan, source):
    rows = [["Month", "Total", "V High", "High Risk", "Low"], ["Mar-26", "6", "1", "2", "3"]]
    assert guessed(source, rows, ImportKind.COUNTS, plan) == {
        "Month": "period",
        "Total": "",
        "V High": "count:very-high",
        "High Risk": "count:high",
        "Low": "count:low",
    }


def test_the_latest_import_decides(plan, source):
    def record(key: str, *columns: tuple[str, str], kind: ImportKind = ImportKind.EVENTS) -> ImportRecord:
        made = datetime(2026, 11, 2, tzinfo=UTC)
        mapped = tuple(MappedColumn(*column) for column in columns)
        return ImportRecord(key, kind, f"{key}.csv", "", "ab" * 32, made, "", 2, 9, 8, mapped)

    known = replace(
        plan,
        imports=(
            record("one", ("X", "band"), ("Date received", "reference")),
            record("two", ("X", "received"), ("Surname", DROPPED)),
            record("three", ("X", "opened"), kind=ImportKind.CASES),
        ),
    )
    rows = [["X", "Date received", "Surname", "Date"]]
    assert guessed(source, rows, ImportKind.EVENTS, known) == {
        "X": "received",
        "Date received": "reference",
        "Surname": DROPPED,
        "Date": "",
    }
    assert guess_columns(source(rows), ImportKind.EVENTS, known)[0].why == "as in the import of two.csv"


def test_private_samples_are_masked(plan, source):
    rows = [["Ref", "Surname"], ["EX-1", "Specimen"]]
    choices = guess_columns(source(rows), ImportKind.EVENTS, plan)
    assert choices[1].samples == ("S… (8 characters)",)
    assert choices[1].worry == "This column looks like names."
    assert choices[1].field == ""
    assert choices[0].samples == ("EX-1",)


def test_a_name_goes_to_the_field_that_hides_it(plan, source):
    rows = [["Officer name", "Team"], ["Ann Specimen", "POLIT"]]
    assert guessed(source, rows, ImportKind.OFFICERS, plan) == {"Officer name": "person", "Team": "team"}
