"""Days, months and bank holidays."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12


@lru_cache(maxsize=32)
def bank_holidays(first_year: int, last_year: int) -> frozenset[date]:
    """Bank holidays of England and Wales from one year to another inclusive, as the government publishes them.

    Eight in an ordinary year: one that falls on a weekend is kept on the weekday that is published for it, and the
    weekend itself is left out. Source: the holidays package, which lists both.
    """
    import holidays

    listed = holidays.country_holidays("GB", subdiv="ENG", years=range(first_year, last_year + 1))
    return frozenset(day for day in listed if day.weekday() < 5)


def month_indices(start: date, days: int) -> NDArray[np.int64]:
    """[days] index of the calendar month of each day from `start` on, 0 for the month of the start."""
    import numpy as np

    months = (np.datetime64(start, "D") + np.arange(days)).astype("datetime64[M]").astype(np.int64)
    return np.asarray(months - months[0])


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (following - date(year, month, 1)).days))


def is_summer_time(day: date, minute: int) -> bool:
    """Whether clocks of the United Kingdom are an hour ahead at that minute of a day's local clock.

    From the last Sunday of March at 01:00 to the last Sunday of October at 02:00, when the hour before comes again.
    """
    if day.month in (3, 10):
        last_sunday = 31 - date(day.year, day.month, 31).isoweekday() % 7
        if day.day == last_sunday:
            return minute >= 60 if day.month == 3 else minute < 120
        return (day.day > last_sunday) is (day.month == 3)
    return 3 < day.month < 10
