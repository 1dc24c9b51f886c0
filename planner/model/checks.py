"""The one error an impossible plan raises, and the small checks that raise it."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.assumption import Assumption

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2150, 12, 31)
"""The days that the calendar can reckon with."""


class InvalidPlan(ValueError):
    """A value that no plan may hold: `field` says where, `value` what was found, `rule` what is allowed.

    `value` is None where something is missing: then there is nothing to show, and the rule says what to do.
    """

    def __init__(self, field: str, value: object, rule: str) -> None:
        super().__init__(field, value, rule)
        self.field = field
        self.value = value
        self.rule = rule

    def __str__(self) -> str:
        found = "" if self.value is None else f" {self.value!r} is not allowed:"
        return f"{self.field}:{found} {self.rule}."

    @property
    def sentence(self) -> str:
        """The rule alone, for where the field is known: beside it, or named by the rule."""
        return f"{self.rule[:1].upper()}{self.rule[1:]}."

    def inside(self, place: str) -> InvalidPlan:
        """The same error seen from one level up: `place` is put before the field (or is it, when there is none)."""
        return InvalidPlan(f"{place}.{self.field}" if self.field else place, self.value, self.rule)


class UnworkablePlan(InvalidPlan):
    """A plan whose values are allowed one by one, but which could never work: `rule` names the place as users do."""

    def __str__(self) -> str:
        return self.sentence


def require(condition: bool, field: str, value: object, rule: str) -> None:
    """Raise InvalidPlan unless `condition` holds."""
    if not condition:
        raise InvalidPlan(field, value, rule)


def require_day(field: str, day: date | None) -> None:
    """A date the calendar can reckon with: from 1950 to 2150, or none."""
    require(day is None or FIRST_DAY <= day <= LAST_DAY, field, day and day.isoformat(), "a date is from 1950 to 2150")


def require_key(field: str, key: str) -> None:
    """A key is lower-case letters, digits, _ and -: it goes into files and command lines."""
    require(bool(_KEY.match(key)), field, key, "a key is lower-case letters, digits, - and _")


def require_text(field: str, text: str, what: str = "name") -> None:
    """A name the user reads, or `what` else it is: not empty, one line, at most 200 characters."""
    require(bool(text.strip()), field, text, f"a {what} cannot be empty")
    require(
        len(text) <= 200 and "\n" not in text,
        field,
        text[:40],
        f"a {what} is one line of at most 200 characters",
    )


def require_unique(field: str, keys: Iterable[Hashable]) -> None:
    """No two entries of one list share a key."""
    seen: set[Hashable] = set()
    for key in keys:
        require(key not in seen, field, key, "each key is used once")
        seen.add(key)


def require_figure(field: str, figure: Assumption, unit: str, low: float = 0.0, high: float = math.inf) -> None:
    """An assumption has the unit its field is measured in, and a value from `low` to `high` inclusive."""
    require(figure.unit == unit, f"{field}.unit", figure.unit, f"this figure is measured in {unit}")
    limits = f"between {low:g} and {high:g}" if math.isfinite(high) else f"{low:g} or more"
    require(low <= figure.value <= high, field, figure.value, f"must be {limits} {unit}")
