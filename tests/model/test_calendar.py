"""Bank holidays of England and Wales, and months."""

from __future__ import annotations

from datetime import date

import pytest

from planner.model.calendar import add_months, bank_holidays
from planner.model.demand import DemandHistory


def test_bank_holidays_of_2026_and_2027():
    # The list that the government publishes for England and Wales; substitute days included.
    expected = {
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31),
        date(2026, 12, 25), date(2026, 12, 28),
        date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3), date(2027, 5, 31), date(2027, 8, 30),
        date(2027, 12, 27), date(2027, 12, 28),
    }  # fmt: skip
    weekdays = {day for day in bank_holidays(2026, 2027) if day.weekday() < 5}
    assert weekdays == expected


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
