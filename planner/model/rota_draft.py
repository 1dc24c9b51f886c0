"""A rota as it is painted, and as it was published: who does what on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.model.checks import require, require_day, require_key, require_text, require_unique

MOST_REASON = 4000
"""Characters."""


@dataclass(frozen=True, slots=True)
class RotaLine:
    """One person's days: a kind of duty for each, OFF for none; `locked` are days that no solver may change."""

    officer: str
    cells: tuple[str, ...]
    locked: tuple[int, ...] = ()
    """Numbers of days, 0 for the rota's first, rising."""

    def __post_init__(self) -> None:
        require_key("officer", self.officer)
        rising = all(a < b for a, b in zip(self.locked, self.locked[1:], strict=False))
        inside = not self.locked or (self.locked[0] >= 0 and self.locked[-1] < len(self.cells))
        require(rising and inside, "locked", self.locked, "locked days are days of the rota, in order, each once")


@dataclass(frozen=True, slots=True)
class PlacedVisit:
    """A visit of the book on a day of a rota, with the officers who are on duty together for it."""

    case: str
    day: date
    officers: tuple[str, ...]
    due: date | None = None
    """When it falls due; None when it has no date."""

    def __post_init__(self) -> None:
        require_key("case", self.case)
        require_day("day", self.day)
        require_day("due", self.due)
        require(1 <= len(self.officers) <= 2, "officers", self.officers, "one or two officers make a visit")
        require_unique("officers", self.officers)

    @property
    def days_late(self) -> int:
        """Days after the due date; 0 when it is in time."""
        return 0 if self.due is None else max(0, (self.day - self.due).days)


@dataclass(frozen=True, slots=True)
class RotaDraft:
    """One way to fill a rota. `lines` are in the order of the rota's people, one each."""

    key: str
    name: str
    lines: tuple[RotaLine, ...]
    visits: tuple[PlacedVisit, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)
        require_unique("lines", [line.officer for line in self.lines])

    def line(self, officer: str) -> RotaLine:
        """The line of an officer; KeyError when there is none."""
        return {line.officer: line for line in self.lines}[officer]


@dataclass(frozen=True, slots=True)
class RotaPublication:
    """A rota as people were told it, on a day; it never changes."""

    version: int
    on: date
    lines: tuple[RotaLine, ...]
    reason: str = ""
    """Why it was published although it breaks a hard rule, or why it differs from the version before."""

    def __post_init__(self) -> None:
        require(self.version >= 1, "version", self.version, "versions are numbered from 1")
        require_day("on", self.on)
        locked = any(line.locked for line in self.lines)
        require(not locked, "lines", "locked", "a published line needs no locks: it never changes")
        rule = f"a reason is text of at most {MOST_REASON:,} characters"
        require(len(self.reason) <= MOST_REASON, "reason", len(self.reason), rule)

    def line(self, officer: str) -> RotaLine | None:
        """The line of an officer; None for somebody who was not on that version."""
        return next((line for line in self.lines if line.officer == officer), None)
