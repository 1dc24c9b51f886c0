"""Versions of a plan that its file keeps: what they are called, and which of them stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from planner.model.checks import require, require_text

MOST_SAFETY = 20
"""Versions kept before something dangerous; the oldest gives way."""
MOST_BYTES = 20_000_000
"""Of the versions that nobody asked for, together; the oldest give way."""
LONGEST_NAME = 100


class VersionKind(StrEnum):
    """Why a version was kept."""

    NAMED = "named"
    """By the user: it stays until the user removes it."""
    SAFETY = "safety"
    """Before an import, an upgrade of the file, or going back to another version."""
    REGULAR = "regular"
    """As the plan was when it was opened that day."""


@dataclass(frozen=True, slots=True)
class VersionNote:
    """What is known of a version without reading it."""

    key: str
    kind: VersionKind
    name: str
    made: datetime
    """In UTC."""
    plan_fingerprint: str
    size: int
    """Bytes it takes in the file."""


@dataclass(frozen=True, slots=True)
class KeepRule:
    """How many daily, weekly and monthly versions stay: the latest of each of the last so many days, weeks, months."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12

    def __post_init__(self) -> None:
        for name in ("daily", "weekly", "monthly"):
            value = getattr(self, name)
            whole = isinstance(value, int) and not isinstance(value, bool)
            require(whole and 0 <= value <= 100, name, value, "0 to 100 versions are kept")


def require_version_name(name: str) -> None:
    """Raise InvalidPlan unless a version can be called `name`."""
    require_text("name", name)
    require(len(name) <= LONGEST_NAME, "name", name[:40] + "…", f"a version's name has at most {LONGEST_NAME} letters")


def kept_days(days: Sequence[date], rule: KeepRule) -> frozenset[date]:
    """Which of the days that a regular version was made on keep theirs."""
    spans: tuple[tuple[int, Callable[[date], tuple[int, ...]]], ...] = (
        (rule.daily, lambda day: (day.toordinal(),)),
        (rule.weekly, lambda day: tuple(day.isocalendar())[:2]),
        (rule.monthly, lambda day: (day.year, day.month)),
    )
    kept: set[date] = set()
    for most, span in spans:
        latest: dict[tuple[int, ...], date] = {}
        for day in sorted(days, reverse=True):
            latest.setdefault(span(day), day)
        kept.update(list(latest.values())[:most])
    return frozenset(kept)
