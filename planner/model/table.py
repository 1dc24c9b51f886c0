"""A table as a spreadsheet shows it: what a file holds before anybody says what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | int | float | bool | date | datetime | None
"""What stands in a cell, "" or None where nothing does. Text gives `str` alone, so that leading zeros stay."""

PASTED = "pasted table"
"""The file name of text from the clipboard."""
PREVIEW_ROWS = 20


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One sheet of one file: its header and its first rows; the cells come in blocks."""

    file: str
    """The name without its folder, or PASTED."""
    sheet: str
    """Empty for a file without sheets."""
    sheets: tuple[str, ...]
    """The sheets that can be chosen, hidden ones last; none for a file without sheets."""
    fingerprint: str
    """SHA-256 of the file's bytes, in hexadecimal digits."""
    header_row: int
    """Counted from 1, as a spreadsheet shows it."""
    header: tuple[str, ...]
    """No two alike and none empty: "Column 3" where nothing stands, "Team (2)" for the second of two alike."""
    preview: tuple[tuple[Cell, ...], ...]
    """The first PREVIEW_ROWS rows of data, each as wide as the header."""
    encoding: str
    """As the user knows it, such as "UTF-8"; empty for a workbook."""
    separator: str
    """One character; empty for a workbook."""
    caution: str
    """What the reader cannot see in the cells, in sentences: merged cells, formulas, hidden sheets; or empty."""
    rows: int
    """Rows of data, blank ones not counted in; -1 when that is known only after reading."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row or cell that could not be read as it stands."""

    row: int
    column: int | None
    """The index in the header, or None for a whole row, which is then left out of the block's columns."""
    value: str
    reason: str
    """A sentence."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some 50,000 rows, column by column; blank rows are left out."""

    first_row: int
    """The number of the first row, counted from 1 as a spreadsheet shows it."""
    columns: tuple[Sequence[Cell], ...]
    """The wanted columns in the order asked for, all of `rows` cells."""
    rows: int
    numbers: Sequence[int] | None = None
    """The number of each row, where they do not follow one another from `first_row`."""
    faults: tuple[Fault, ...] = ()

    def row_number(self, index: int) -> int:
        """The number of the block's row at `index`, as a spreadsheet shows it."""
        return self.first_row + index if self.numbers is None else self.numbers[index]
