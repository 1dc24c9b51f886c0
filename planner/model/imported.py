"""Where imported numbers came from: one record for each import, down to the rows of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from planner.model.checks import require, require_key, require_text

_SHA_256 = re.compile(r"[0-9a-f]{64}\Z")
DROPPED = "drop"
"""The field of a column that the user left out on purpose."""


class ImportKind(StrEnum):
    """What a file can hold."""

    COUNTS = "referral-counts"
    EVENTS = "referral-events"
    CASES = "case-book"
    OFFICERS = "officers"


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of the file by its header, and the field it was read as (or DROPPED)."""

    header: str
    field: str


@dataclass(frozen=True, slots=True)
class Trace:
    """One imported number or entry: where in the file it stands, and what was read there.

    `subject` is `history/TEAM/BAND/YYYY-MM-DD` for the count of the period that begins on that day, `case/KEY` or
    `officer/KEY`. Rows are numbered as a spreadsheet shows them, from 1 for the header of a file that begins with it.
    """

    subject: str
    first_row: int
    last_row: int
    value: str
    """As text; where the plan now holds something else, it was changed since."""

    def __post_init__(self) -> None:
        require(bool(self.subject), "subject", self.subject, "a trace says of what it is")
        rule = "rows are numbered from 1, the last after the first"
        require(1 <= self.first_row <= self.last_row, "last_row", (self.first_row, self.last_row), rule)


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import. Where two speak of the same subject, the later one counts."""

    key: str
    kind: ImportKind
    file: str
    """The file's name without its folder, or "pasted table"."""
    sheet: str
    """Empty for a file without sheets."""
    fingerprint: str
    """SHA-256 of the file's bytes, in hexadecimal digits."""
    made: datetime
    """In UTC."""
    who: str
    first_row: int
    last_row: int
    """The rows of data that were read, the header not counted in."""
    taken: int
    """Rows that entered the plan."""
    columns: tuple[MappedColumn, ...] = ()
    traces: tuple[Trace, ...] = ()
    conflict: str = ""
    """What was done where the plan held the same already: replace, add or skip."""

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("file", self.file)
        require(bool(_SHA_256.match(self.fingerprint)), "fingerprint", self.fingerprint[:70], "it is a SHA-256")
        require(self.made.tzinfo is UTC, "made", str(self.made), "the time of an import is in UTC")
        rule = "rows are numbered from 1, the last after the first"
        require(1 <= self.first_row <= self.last_row, "last_row", (self.first_row, self.last_row), rule)
        most = self.last_row - self.first_row + 1
        require(0 <= self.taken <= most, "taken", self.taken, f"of {most} rows as many can be taken")
