"""Cells of a rota's tables to values and back: times, hours, weekdays, duties and people as supervisors write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from planner.edit.intake.dates import Unreadable
from planner.edit.parts.sheet import PartColumn
from planner.edit.parts.texts import number_of, number_text, truth_of, truth_text, whole_of
from planner.model.rota import EVERY_DAY
from planner.model.shift import OFF, ShiftKind, clock

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ALWAYS = "every day"
NO_DUTY = "-"
"""What a rest day is in a row of duties."""
REST = "off"
"""What a rest day is where one duty is named."""
_CLOCK = re.compile(r"(\d{1,2})[:.]?(\d{2})\Z")


def field_column(
    title: str,
    name: str,
    show: Callable[[Any], str],
    read: Callable[[str], Any],
    unit: str = "",
    *,
    hint: str,
    number: bool = False,
    choices: Sequence[str] = (),
    part: str = "",
) -> PartColumn:
    """A column of one field of the rows' values, or of the value that these have as their field `part`."""

    def put(value: Any, text: str) -> Any:
        if part:
            return replace(value, **{part: replace(getattr(value, part), **{name: read(text)})})
        return replace(value, **{name: read(text)})

    return PartColumn(
        title,
        lambda value: show(getattr(getattr(value, part) if part else value, name)),
        put,
        unit,
        number=number,
        hint=hint,
        choices=tuple(choices),
    )


def truth_column(title: str, name: str, hint: str, part: str = "") -> PartColumn:
    """A column of a field that is true or not."""
    return field_column(title, name, truth_text, truth_of, choices=("yes", "no"), hint=hint, part=part)


def weekdays_text(weekdays: Iterable[int]) -> str:
    """Weekdays, as Mon-Fri, or Mon, Wed."""
    days = sorted(weekdays)
    if tuple(days) == EVERY_DAY:
        return ALWAYS
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS[days[0]]}-{WEEKDAYS[days[-1]]}"
    return ", ".join(WEEKDAYS[day] for day in days)


def weekdays_of(text: str) -> tuple[int, ...]:
    """Weekdays, one or more: Mon-Fri; Sat, Sun; every day. Full names too; a range may go over the weekend."""
    if text.casefold() in (ALWAYS, "all", "daily", ""):
        return EVERY_DAY
    found: set[int] = set()
    for part in re.split(r"[,;/ ]+", re.sub(r"\s*[-\u2013]\s*", "-", text)):
        first, _, last = part.partition("-")
        begins, ends = _weekday(first), _weekday(last or first)
        found |= {(begins + number) % 7 for number in range((ends - begins) % 7 + 1)}
    return tuple(sorted(found))


def free_days_of(text: str) -> tuple[int, ...]:
    """Weekdays, or none for an empty cell."""
    return weekdays_of(text) if text else ()


def _weekday(text: str) -> int:
    for number, name in enumerate(WEEKDAYS):
        if len(text) >= 2 and text.casefold().startswith(name.casefold()[: max(2, min(3, len(text)))]):
            return number
    raise Unreadable(f"write weekdays as Mon-Fri, or Mon, Wed: {text!r} is none")


def clock_of(text: str) -> int:
    """A time of day as minutes from midnight: 07:00, 7.00 or 0700; 24:00 is the end of a day."""
    found = _CLOCK.match(text)
    minute = -1 if found is None else 60 * int(found[1]) + int(found[2])
    if found is None or int(found[2]) > 59 or not 0 <= minute <= 1440:
        raise Unreadable("write a time of day, such as 07:00")
    return minute


def clock_text(minute: int | None) -> str:
    """Minutes from midnight as a time of day; empty for none."""
    return "" if minute is None else "24:00" if minute == 1440 else clock(minute)


def hours_text(minutes: int | None) -> str:
    """Minutes as hours; empty for none."""
    return "" if minutes is None else number_text(minutes / 60)


def minutes_of(text: str) -> int:
    """Hours, such as 37.5 or 8:30, as minutes."""
    hours, colon, minutes = text.partition(":")
    return 60 * whole_of(hours) + whole_of(minutes) if colon else round(60 * number_of(text))


def signed_of(text: str) -> int:
    """A whole number, below 0 too."""
    below = text[:1] in "-\u2212" and bool(text)
    value = whole_of(text[1:].strip() if below else text)
    return -value if below else value


def optional(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """A reader for which an empty cell is None."""
    return lambda text: read(text) if text else None


class Duties:
    """The duties of one rota by their letters and names."""

    def __init__(self, shifts: Sequence[ShiftKind]) -> None:
        self._codes = {shift.key: shift.code for shift in shifts}
        self._keys = {shift.key.casefold(): shift.key for shift in shifts}
        self._keys |= {shift.name.casefold(): shift.key for shift in shifts}
        self._keys |= {shift.code.casefold(): shift.key for shift in shifts}

    @property
    def choices(self) -> tuple[str, ...]:
        """The letters of every duty, and the word for a rest day."""
        return (*self._codes.values(), REST)

    def text(self, key: str) -> str:
        """The letters of a duty; a rest day in a word."""
        return self._codes.get(key, REST)

    def key(self, text: str) -> str:
        """The key of a duty given by letters, name or key; OFF for a rest day."""
        if text.casefold() in (REST, NO_DUTY, "rest", "rd"):
            return OFF
        if text.casefold() not in self._keys:
            raise Unreadable(f"there is no duty {text!r} on this rota: write one of {', '.join(self._codes.values())}")
        return self._keys[text.casefold()]

    def list_text(self, keys: Iterable[str]) -> str:
        """Several duties by their letters."""
        return ", ".join(self.text(key) for key in keys)

    def list_of(self, text: str) -> tuple[str, ...]:
        """Several duties, with commas between them; none for an empty cell."""
        found = tuple(dict.fromkeys(self.key(part.strip()) for part in re.split(r"[,;]", text) if part.strip()))
        if OFF in found:
            raise Unreadable("name duties here, not days off")
        return found

    def row_text(self, cells: Iterable[str]) -> str:
        """Days in a row: letters, - for a rest day."""
        return " ".join(self._codes.get(cell, NO_DUTY) for cell in cells)

    def row_of(self, text: str) -> tuple[str, ...]:
        """Days in a row with spaces or commas between them; without any, a letter is a day."""
        parts = [part for part in re.split(r"[,;\s]+", text) if part]
        if len(parts) == 1 and parts[0].casefold() not in self._keys:
            parts = list(parts[0])
        return tuple(self.key(part) for part in parts)
