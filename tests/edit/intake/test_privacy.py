"""What looks private is refused, and what does not is let in."""

from __future__ import annotations

from datetime import date

import pytest

from planner.edit.intake.privacy import column_worry, header_worry, masked, value_worry
from planner.model.imported import DROPPED, ImportKind
from planner.model.intake import ImportSettings

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("D.O.B.", "dates of birth"),
        ("DOB", "dates of birth"),
        ("date_of_birth", "dates of birth"),
        ("SubjectDOB", "dates of birth"),
        ("Born", "dates of birth"),
        ("Nominal_Name ", "names"),
        ("Subj. surname", "names"),
        ("FORENAME(S)", "names"),
        ("First Name", "names"),
        ("suspect", "names"),
        ("Victim 1", ""),
        ("Offender full name", "names"),
        ("E mail addr", "e-mail addresses"),
        ("e-mail", "e-mail addresses"),
        ("PNCID", "PNC numbers"),
        ("PNC_No", "PNC numbers"),
        ("PncId", "PNC numbers"),
        ("CRO", "CRO numbers"),
        ("CRO Number", "CRO numbers"),
        ("Post Code", "postcodes"),
        ("HomePostcode", "postcodes"),
        ("Address line 1", "addresses"),
        ("Tel.", "telephone numbers"),
        ("Mobile No", "telephone numbers"),
        ("NHS no.", "NHS numbers"),
        ("NI Number", "National Insurance numbers"),
        ("Free-text", "free text"),
        ("Circumstances", "free text"),
        ("MO", "free text"),
    ],
)
def test_messy_headers(header: str, what: str):
    assert header_worry(header) == what


@pytest.mark.parametrize(
    "header",
    [
        "Team name", "Stage", "Risk band", "Number of victims", "Offender risk level", "Date received", "Registered",
        "Count", "Crime reference", "Officer role", "Post", "Post number", "Month", "Status", "Offender manager",
        "Hours", "Very High", "Skills", "Months", "Mode", "Crown court",
    ],
)  # fmt: skip
def test_headers_that_only_seem_private(header: str):
    assert header_worry(header) == ""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("SPECIMEN, John", "names"),
        ("Specimen, J", "names"),
        ("Mr J Specimen", "names"),
        ("DC Specimen", "names"),
        ("John Specimen", "names"),
        ("J. Specimen", "names"),
        ("Specimen J", "names"),
        ("Anne-Marie O'Specimen", "names"),
        ("specimen@example.invalid", "e-mail addresses"),
        ("07700 900123", "telephone numbers"),
        ("+44 7700 900123", "telephone numbers"),
        ("(0117) 496 0123", "telephone numbers"),
        ("7700900123", "telephone numbers"),
        ("ZZ99 3VZ", "postcodes"),
        ("zz993vz", "postcodes"),
        ("00/1234567A", "PNC numbers"),
        ("1999/123A", "PNC numbers"),
        ("19990000123A", "PNC numbers"),
        ("123456/99A", "CRO numbers"),
        ("SF39/123456A", "CRO numbers"),
        ("QQ 12 34 56 C", ""),
        ("AB 12 34 56 C", "National Insurance numbers"),
        ("999 999 9999", "NHS numbers"),
        ("1 Specimen Street", "addresses"),
        ("Flat 2, 12 Made Up Road", ""),
        ("He said that he would come back on the next day", "free text"),
    ],
)
def test_values(text: str, what: str):
    found = value_worry(text)
    assert found == what or (not what and found)


@pytest.mark.parametrize(
    "text",
    [
        "Very High", "High Risk", "POLIT 01", "Home Visit", "Device Examination", "No Further Action", "North Team",
        "1234", "PC1234", "14/12345/26", "26/12345", "50260012345", "EX-00001", "Referral sharing", "12/03/2026",
        "2026-03-02", "Mar-26", "polit-07", "MOSOVO recruit 1", "On Loan", "Multi-agency meeting (MAPPA)", "3.5",
        "V High", "Supervisor's review and authority", "999 999 9998", "Risk assessment (ARMS)", "Awaiting Charge",
        "OP EXAMPLE 7",
    ],
)  # fmt: skip
def test_values_that_only_seem_private(text: str):
    assert value_worry(text) == ""


def test_dates_of_birth_in_a_recent_table():
    births = [f"{day:02}/06/{year}" for day, year in zip(range(1, 11), range(1950, 2000, 5), strict=True)]
    assert column_worry("Date", births, (), TODAY) == "dates of birth"
    assert column_worry("Date", ["01/06/2026", "02/06/2025", "03/06/2021"], (), TODAY) == ""


def test_ten_digit_numbers_are_nhs_numbers_when_all_pass_the_check():
    good = ["9434765919", "4505577104", "9876543210"]
    assert column_worry("Number", good, (), TODAY) == "NHS numbers"
    assert column_worry("Number", [*good, "9876543211"], (), TODAY) == ""


def test_a_few_stage_names_that_come_again_and_again_are_no_names():
    stages = ["Alpha Bravo", "Alpha Bravo", "Charlie Delta"] * 6
    assert column_worry("Where", stages, (), TODAY) == ""
    assert column_worry("Who", ["Ann Specimen", "Bob Placeholder", "Cat Fictitious"], (), TODAY) == "names"


def test_a_mask_shows_one_letter_and_the_length():
    assert masked("Specimen") == "S… (8 characters)"


EVENTS = [["Received", "Team", "Band", "Who"], ["01/09/2026", "POLIT", "High", "Ann Specimen"]]


@pytest.mark.parametrize(("field", "refused"), [("", True), ("band", True), (DROPPED, False), ("reference", False)])
def test_a_private_column_needs_a_pseudonym_or_the_drop(field: str, refused: bool, plan, take):
    rows = [EVENTS[0], *([f"{day:02}/09/2026", "POLIT", "High", f"Ann {name}"] for day, name in enumerate(
        ("Specimen", "Madeup", "Placeholder", "Invented"), 1))]  # fmt: skip
    fields = {"Who": field, "Band": "" if field == "band" else "band"}
    settings = ImportSettings(last_day=date(2026, 9, 30))
    reading = take(rows, ImportKind.EVENTS, plan, settings, fields)
    assert (reading.plan is None) == refused
    assert "Specimen" not in repr(reading)


def test_a_name_deep_in_the_file_is_caught_and_masked(plan, take):
    rows = [["Key", "Team", "Post"], *([f"p{number}", "POLIT", f"Post {number}"] for number in range(500))]
    rows[400] = ["p399", "POLIT", "Ann Specimen"]
    reading = take(rows, ImportKind.OFFICERS, plan, ImportSettings(team="polit"))
    (problem,) = [problem for problem in reading.problems if problem.row]
    assert (problem.row, problem.column, problem.value) == (401, "Post", "A… (12 characters)")


def test_an_unmapped_column_is_never_kept(plan, take):
    rows = [["Received", "Team", "Band", "Zephyr"], ["30/09/2026", "POLIT", "High", "Xanadu"]]
    settings = ImportSettings(first_day=date(2026, 9, 1), last_day=date(2026, 9, 30))
    reading = take(rows, ImportKind.EVENTS, plan, settings)
    assert reading.problems == ()
    assert "Xanadu" not in repr(reading)
    assert "Zephyr" not in repr(reading)
