"""Cells to values and back: numbers, shares, days, choices and names as people write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from planner.edit.intake.dates import HOW, NoSuchMonth, Unreadable, read_day
from planner.edit.intake.values import read_number, read_skills, read_truth

Choice = TypeVar("Choice", bound=StrEnum)


def number_text(value: float | None) -> str:
    """A number with no more digits than it has; empty for none."""
    return "" if value is None else f"{value:,.6g}"


def share_text(value: float) -> str:
    """A share as a percentage."""
    return f"{100 * value:.4g} %"


def day_text(day: date | None) -> str:
    """A day as it is typed."""
    return "" if day is None else f"{day:%d/%m/%Y}"


def truth_text(truth: bool) -> str:
    """Yes or no."""
    return "yes" if truth else "no"


def number_of(text: str) -> float:
    """A number from 0 on, with or without commas between thousands; 2,5 is refused."""
    return read_number(text)


def share_of(text: str) -> float:
    """A share: 30, 30 % or 0.3. Of bare numbers a whole one is per cent, and one with a point, up to 1, a share."""
    value = read_number(text.replace("%", "").strip())
    share = value if "." in text and "%" not in text and value <= 1 else value / 100
    if share > 1:
        raise Unreadable("this must be from 0 to 100 %")
    return share


def whole_of(text: str) -> int:
    """A whole number from 0 on."""
    value = number_of(text)
    if value != int(value):
        raise Unreadable("this must be a whole number")
    return int(value)


def truth_of(text: str) -> bool:
    """Yes or no."""
    return read_truth(text)


def day_of(text: str) -> date | None:
    """A day, or none for an empty cell."""
    try:
        return read_day(text) if text else None
    except NoSuchMonth:
        raise Unreadable(f"there is no such month: {HOW}") from None


def skills_of(text: str) -> tuple[str, ...]:
    """Skills with commas between them."""
    return read_skills(text, "a skill says nothing of who somebody is")


def choice_of(kind: type[Choice]) -> Callable[[str], Choice]:
    """A reader of one of the words of an enumeration."""

    def read(text: str) -> Choice:
        for member in kind:
            if text.casefold() == str(member).casefold():
                return member
        raise Unreadable(f"write one of: {', '.join(kind)}")

    return read


def key_of(names: Mapping[str, str], what: str) -> Callable[[str], str]:
    """A reader of the name (or key) of a part; `names` are the parts' names by their keys."""

    def read(text: str) -> str:
        by_key = {key.casefold(): key for key in names}
        by_name = {name.casefold(): key for key, name in names.items()}
        found = (by_key | by_name).get(text.casefold())
        if found is not None:
            return found
        if not any(names):
            only = f": leave this as {names['']}" if names else ""
            raise Unreadable(f"there is no {what} to choose yet{only}")
        raise Unreadable(f"there is no such {what}: write one of {', '.join(names.values())}")

    return read
