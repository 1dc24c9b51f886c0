"""Days, months, weeks, counts and the rest, as they are found in real spreadsheets."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from planner.edit.intake.dates import Unreadable, read_day, read_period
from planner.edit.intake.values import read_count, read_key, read_number, read_skills, read_truth
from planner.edit.intake.words import Vocabulary, matching_form
from planner.model.period import Period

BANDS = Vocabulary({"very-high": "Very high", "high": "High", "medium": "Medium", "low": "Low"})


@pytest.mark.parametrize(
    "cell",
    [
        "02/03/2026", "2/3/26", "2-3-2026", "02.03.2026", "2026-03-02", "2026/03/02", "20260302", 20260302, 46083,
        46083.75, "46083", "2 Mar 2026", "2nd March 2026", "02-Mar-26", "March 2, 2026", "Mon 2 March 2026",
        "02/03/2026 23:59", "2026-03-02T00:00:00", "2026-03-02 13:45:12.5", "2/3/2026 1:05 PM", " 02/03/2026 ",
        date(2026, 3, 2), datetime(2026, 3, 2, 23, 59),  # noqa: DTZ001 - a spreadsheet knows no zone
    ],
)  # fmt: skip
def test_days(cell):
    assert read_day(cell) == date(2026, 3, 2)


@pytest.mark.parametrize(
    "cell",
    ["03/14/2026", "31/04/2026", "2026-02-30", "29/02/2025", "tomorrow", "12", 12, True, 1e300, float("inf"),
     float("nan"), "1/1/1949", "0/1/2026", "\u0662/3/2026x", "1/2/3/4", "99999", "2 Foo 2026", "x" * 1000],
)  # fmt: skip
def test_what_is_no_day(cell):
    with pytest.raises(Unreadable):
        read_day(cell)


def test_the_american_way_is_told_and_never_guessed():
    with pytest.raises(Unreadable, match="say that the month comes first"):
        read_day("03/14/2026")
    assert read_day("03/14/2026", month_first=True) == date(2026, 3, 14)
    assert read_day("03/04/2026") == date(2026, 4, 3)
    with pytest.raises(Unreadable, match="day first"):
        read_day("14/03/2026", month_first=True)


def test_two_digits_of_a_year():
    assert read_day("1/1/68").year == 2068
    assert read_day("1/1/69").year == 1969


@pytest.mark.parametrize(
    ("cell", "start", "period"),
    [
        ("Mar-26", date(2026, 3, 1), Period.MONTH),
        ("Sept 2026", date(2026, 9, 1), Period.MONTH),
        ("March 2026", date(2026, 3, 1), Period.MONTH),
        ("2026-03", date(2026, 3, 1), Period.MONTH),
        ("03/2026", date(2026, 3, 1), Period.MONTH),
        ("2026 Mar", date(2026, 3, 1), Period.MONTH),
        ("2026-W10", date(2026, 3, 2), Period.WEEK),
        ("2026W10", date(2026, 3, 2), Period.WEEK),
        ("Week 10 2026", date(2026, 3, 2), Period.WEEK),
        ("w/c 02/03/2026", date(2026, 3, 2), Period.WEEK),
        ("Week commencing 2 March 2026", date(2026, 3, 2), Period.WEEK),
        ("02/03/2026", date(2026, 3, 2), None),
        (date(2026, 3, 1), date(2026, 3, 1), None),
    ],
)
def test_months_and_weeks(cell, start: date, period: Period | None):
    assert read_period(cell) == (start, period)


@pytest.mark.parametrize("cell", ["2026-W54", "2026-13", "w/c 03/03/2026", "13/2026", "Foo-26"])
def test_what_is_neither(cell: str):
    with pytest.raises(Unreadable):
        read_period(cell)


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("1,234", 1234),
        ("12.0", 12),
        (12.0, 12),
        (" 7 ", 7),
        ("nil", 0),
        ("0", 0),
        ("-", None),
        ("n/a", None),
        ("007", 7),
    ],
)
def test_counts(cell, count):
    assert read_count(cell) == count


@pytest.mark.parametrize(
    "cell",
    ["12.5", 12.5, "-3", -3, "1,23", "0,750", "£5", "twelve", "1000001", "9" * 5000, "1e3", "<5"],
)
def test_what_is_no_count(cell):
    with pytest.raises(Unreadable):
        read_count(cell)


def test_numbers_shares_and_truths():
    assert read_number("37.5") == 37.5
    assert read_number("80%") == 0.8
    assert read_truth("Y") is True
    assert read_truth("no") is False
    for cell in ("", "-1", "a", "1.2.3", "."):
        with pytest.raises(Unreadable):
            read_number(cell)
    with pytest.raises(Unreadable):
        read_truth("perhaps")


@pytest.mark.parametrize(
    ("text", "number"), [("1,500", 1500), ("12,000.5", 12000.5), ("1,000,000", 1e6), ("12000", 12000), (".5", 0.5)]
)
def test_commas_stand_between_thousands(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2,5", "write 2.5"),
        ("2,25", "write 2.25"),
        ("0,75", "write 0.75"),
        ("0,750", "write 0.750"),
        ("2,5 %", "write 2.5 %"),
        ("1500,5", "write 1500.5"),
        ("1,50,0", "a decimal with a point, as 2.5"),
        ("1.500,5", "a decimal with a point, as 2.5"),
        ("1e5", "write the number in plain digits"),
        ("99999999", "this number is too large: the most is 1,000,000"),
    ],
)
def test_what_is_nearly_a_number_is_refused_with_what_to_write(text, sentence):
    with pytest.raises(Unreadable) as caught:
        read_number(text)
    assert sentence in str(caught.value)


def test_keys_and_skills():
    assert read_key("POLIT-01", frozenset()) == "polit-01"
    assert read_skills("arms; Interview , arms") == ("arms", "Interview")
    assert read_key("Alpha", frozenset({"alpha"})) == "alpha"
    for cell in ("specimen", "ann-specimen", "Ann Specimen", "a b", "a/b", "x@example.invalid"):
        with pytest.raises(Unreadable):
            read_key(cell, frozenset())


@pytest.mark.parametrize(
    "text",
    [
        "very-high",
        "VERY HIGH",
        "V High",
        "VH",
        "1. Very high",
        "(1) Very-High risk",
        "very_high",
        "Very High Risk",
        "v.high",
    ],
)
def test_bands_by_many_spellings(text: str):
    assert BANDS.key(text) == "very-high"


def test_what_is_no_band_is_offered_the_nearest():
    assert BANDS.key("Medium risk") == "medium"
    assert BANDS.key("Hgh") is None
    assert BANDS.offer("Hgh") == 'Did you mean "High"? Known: Very high, High, Medium, Low'
    assert BANDS.offer("purple") == "Known: Very high, High, Medium, Low"
    assert matching_form("risk") == "risk"
