"""Days, months and weeks as they are written in the United Kingdom."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import isfinite

from planner.model.checks import FIRST_DAY, LAST_DAY
from planner.model.period import Period
from planner.model.table import Cell


class Unreadable(ValueError):
    """A cell that does not hold what its column should; `str(error)` says so in a sentence."""


class Private(Unreadable):
    """A cell that looks private where that may not be kept."""


class NoSuchMonth(Unreadable):
    """A day whose month is above 12 where the day comes first: the month may have been written first."""


_SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of a spreadsheet's day numbers, right from March 1900 on."""
_SERIALS = range(20_000, 80_000)
_TIME = re.compile(
    r"[T ,]+(?:at )?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]m|z|gmt|bst|utc|[+-]\d{2}:?\d{2})?\Z", re.I
)
_WEEKDAY = re.compile(r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*\.?,? +(?=\d)", re.I)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\Z")
_DIGITS = re.compile(r"(?:19|20|21)\d{6}\Z")
_NUMERIC = re.compile(r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})\Z")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ,]*(?:of )?([a-z]{3,9})\.?[-/. ,]*(\d{4}|\d{2})\Z", re.I)
_NAME_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\Z", re.I)
_MONTH_NAMED = re.compile(r"([a-z]{3,9})\.?[-/ ']*(\d{4}|\d{2})\Z|(\d{4})[-/ ]([a-z]{3,9})\Z", re.I)
_MONTH_ISO = re.compile(r"(\d{4})[-/. ]?m?(\d{1,2})\Z", re.I)
_MONTH_NUMBER = re.compile(r"(\d{1,2})[-/.](\d{4})\Z")
_WEEK = re.compile(r"(\d{4})[- ]?(?:w|wk|week) ?(\d{1,2})\Z|(?:w|wk|week) ?(\d{1,2})[-/, ]+(\d{4})\Z", re.I)
_COMMENCING = re.compile(r"(?:w\s*[/.]?\s*[cb]|week (?:commencing|beginning|starting|of))[.:]?\s*(.+)\Z", re.I)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
HOW = "write it as day/month/year, such as 14/03/2026"


def read_day(cell: Cell, month_first: bool = False) -> date:
    """The day a cell holds; numbers are a spreadsheet's day numbers. Unreadable when it is no day from 1950 to 2150."""
    if isinstance(cell, bool) or cell is None:
        raise Unreadable(f"this is not a date: {HOW}")
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    if isinstance(cell, int | float):
        return _serial(cell)
    return _day_of_text(_TIME.sub("", " ".join(cell.split())), month_first)


def read_period(cell: Cell, month_first: bool = False) -> tuple[date, Period | None]:
    """A day in the month or week a cell names, and which of the two, None when it gives a day only."""
    if not isinstance(cell, str):
        return read_day(cell, month_first), None
    text = " ".join(cell.split())
    commencing = _COMMENCING.match(text)
    if commencing is not None:
        day = read_day(commencing[1], month_first)
        if day.weekday() != 0:
            raise Unreadable(f"this week begins on a {day:%A}: weeks run from Monday here, so give their Mondays")
        return day, Period.WEEK
    week = _WEEK.match(text)
    if week is not None:
        year, number = int(week[1] or week[4]), int(week[2] or week[3])
        try:
            return _within(date.fromisocalendar(year, number, 1)), Period.WEEK
        except ValueError:
            raise Unreadable(f"there is no week {number} in {year}") from None
    month = _month_of(text)
    if month is not None:
        return month, Period.MONTH
    return read_day(text, month_first), None


def _month_of(text: str) -> date | None:
    named = _MONTH_NAMED.match(text)
    if named is not None:
        month = _month_number(named[1] or named[4])
        return _made(_year(named[2] or named[3]), month, 1) if month else None
    number = _MONTH_NUMBER.match(text)
    if number is not None:
        return _made(int(number[2]), int(number[1]), 1)
    iso = _MONTH_ISO.match(text)
    if iso is not None and 1950 <= int(iso[1]) <= 2150:
        return _made(int(iso[1]), int(iso[2]), 1)
    return None


def _serial(number: float) -> date:
    if isfinite(number) and int(number) in _SERIALS:
        return _within(_SERIAL_ZERO + timedelta(days=int(number)))
    if float(number).is_integer() and _DIGITS.match(f"{number:.0f}"):
        return _day_of_text(f"{number:.0f}", False)
    raise Unreadable(f"this number is not a date: {HOW}")


@lru_cache(maxsize=65_536)
def _day_of_text(text: str, month_first: bool) -> date:
    text = _WEEKDAY.sub("", text, count=1)
    iso = _ISO.match(text)
    if iso is not None:
        return _made(int(iso[1]), int(iso[3]), int(iso[4]))
    if _DIGITS.match(text):
        return _made(int(text[:4]), int(text[4:6]), int(text[6:]))
    if len(text) == 5 and text.isdecimal():
        return _serial(int(text))
    numeric = _NUMERIC.match(text)
    if numeric is not None:
        return _numeric(int(numeric[1]), int(numeric[3]), _year(numeric[4]), month_first)
    named = _NAMED.match(text)
    first = _NAME_FIRST.match(text)
    if named is not None and _month_number(named[2]):
        return _made(_year(named[3]), _month_number(named[2]), int(named[1]))
    if first is not None and _month_number(first[1]):
        return _made(int(first[3]), _month_number(first[1]), int(first[2]))
    raise Unreadable(f"this is not a date: {HOW}")


def _numeric(first: int, second: int, year: int, month_first: bool) -> date:
    if month_first:
        if first > 12 >= second:
            raise Unreadable(
                "the month comes first in this file, and there is no such month: this one has the day first"
            )
        return _made(year, first, second)
    if second > 12 >= first:
        raise NoSuchMonth(
            "dates are read day first, and there is no such month: if the file is written the American way, say that "
            "the month comes first"
        )
    return _made(year, second, first)


def _month_number(word: str) -> int:
    """1 to 12, or 0 when the word is no month."""
    word = word.lower()
    if word == "sept":
        return 9
    return next((number for number, name in enumerate(_MONTHS, 1) if word in (name, name[:3])), 0)


def _year(text: str) -> int:
    """Two digits are 1969 to 2068."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 69 else 1900)


def _made(year: int, month: int, day: int) -> date:
    try:
        return _within(date(year, month, day))
    except ValueError as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"there is no such day: {HOW}") from None


def _within(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Unreadable(f"a date is from {FIRST_DAY.year} to {LAST_DAY.year}")
    return day
