"""Taking a table into a plan: what the user chooses, what is wrong with the table, and what would come of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.model.imported import ImportKind, ImportRecord
from planner.model.period import Period
from planner.model.plan import Plan
from planner.model.raw_events import RawEvents


class Conflict(StrEnum):
    """What to do where the plan holds the same already."""

    REPLACE = "replace"
    ADD = "add"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Field:
    """Something a column can be read as."""

    key: str
    name: str
    """As the user reads it."""
    help: str
    required: bool = False
    """Needed from a column; a field that is one of several ways to say the same is not."""
    pseudonym: bool = False
    """The values are kept as keyed hashes only, so they may be names or other private texts."""
    free: bool = False
    """The values are kept as they are written, if they do not look private."""
    synonyms: tuple[str, ...] = ()
    """Headers it goes by, in lower case."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column of the table, and what it is read as."""

    column: int
    """Its place in the header, from 0."""
    header: str
    field: str = ""
    """Key of a Field, DROPPED, or empty: not mapped, and not kept."""
    why: str = ""
    """What the guess rests on, as the user reads it."""
    worry: str = ""
    """Why it looks private, in a sentence without a value; empty when it does not."""
    samples: tuple[str, ...] = ()
    """A few of its values; masked where they look private."""


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """What holds for the whole file."""

    conflict: Conflict = Conflict.REPLACE
    team: str | None = None
    """Key of the team of every row, for a file without a column for it."""
    period: Period | None = None
    """What counts are by; None: as the dates of a file of counts say, or for events as the team's history is."""
    month_first: bool = False
    """Dates such as 03/14/2026 are written the American way."""
    first_day: date | None = None
    """The file of events holds all from this day on; None: from its first date."""
    last_day: date | None = None
    """The file of events holds all up to this day; None: up to its last date."""
    file_name: str = ""
    """What the plan keeps in place of the file's name; empty: that name, masked where it looks private."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps the table out of the plan. Private values are masked."""

    row: int
    """As a spreadsheet shows it; 0 for the whole column or file."""
    column: str
    """The header; empty for the whole row."""
    value: str
    reason: str
    """A sentence: what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A table as it was read, and the plan it would make."""

    kind: ImportKind
    label: str
    """What the undo step is called."""
    problems: tuple[Problem, ...]
    """The first of them, in the order of the rows."""
    problem_count: int
    """All of them."""
    notes: tuple[str, ...]
    """What the user should know although it hinders nothing."""
    totals: tuple[str, ...]
    """What would change, in sentences."""
    plan: Plan | None
    """The plan with everything taken in; None when there are problems."""
    record: ImportRecord | None
    """What `plan.imports` holds of it; None when there are problems."""
    events: RawEvents | None = None
    """The single events to keep beside the plan, for an import of events without problems."""
    preview_header: tuple[str, ...] = ()
    preview: tuple[tuple[str, ...], ...] = ()
    """The first rows as they will be kept."""
