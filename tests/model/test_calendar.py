"""Bank holidays of England and Wales, and months."""

from __future__ import annotations

from datetime import date

import pytest

from planner.model.calendar import add_months, bank_holidays
from planner.model.demand import DemandHistory

PUBLISHED = {
    2026: ("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"),
    2027: ("01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"),
    2028: ("01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"),
    2029: ("01-01", "03-30", "04-02", "05-07", "05-28", "08-27", "12-25", "12-26"),
    2030: ("01-01", "04-19", "04-22", "05-06", "05-27", "08-26", "12-25", "12-26"),
}
"""England and Wales (gov.uk/bank-holidays; years that are not published yet by the same rules), substitute days for
those that fall on a weekend."""


@pytest.mark.parametrize("year", PUBLISHED)
def test_eight_bank_holidays_a_year_as_they_are_published(year: int):
    expected = {date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[year]}
    assert bank_holidays(year, year) == expected


def test_a_scottish_holiday_is_not_among_them():
    assert date(2026, 11, 30) not in bank_holidays(2026, 2026)
    assert date(2026, 1, 2) not in bank_holidays(2026, 2026)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 11, 2), 9, date(2027, 8, 2)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 1), -36, date(2023, 11, 1)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_later(day: date, months: int, after: date):
    assert add_months(day, months) == after


def test_the_months_of_a_history():
    history = DemandHistory("team", "low", date(2025, 11, 1), (1, None, 3))
    assert [history.begins(index) for index in range(3)] == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]
