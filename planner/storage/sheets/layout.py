"""Where a table begins on a sheet: the rows above its header, the header's names, and its width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from planner.model.table import PREVIEW_ROWS, Cell

SAMPLE_ROWS = 200
"""So many rows from the top decide where the header is and how wide the table."""
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's place among the rows of its sheet."""

    header_row: int
    """Counted from 1."""
    header: tuple[str, ...]
    preview: tuple[tuple[Cell, ...], ...]


def find_layout(rows: Sequence[Sequence[Cell]], header_row: int | None = None) -> Layout | None:
    """The layout of the sheet that begins with `rows`, or None when they are all blank.

    The header is the first row that fills most of the columns that rows usually fill, so that titles and remarks above
    it are passed over; `header_row` overrides that.
    """
    if all(map(is_blank, rows)):
        return None
    index = _likely_header(rows) if header_row is None else min(header_row, len(rows)) - 1
    below = [row for row in rows[index + 1 :] if not is_blank(row)]
    width = max((_filled_width(row) for row in (rows[index], *below[:PREVIEW_ROWS])), default=0)
    named = _filled_width(rows[index])
    # A column without a name counts when most rows fill it; a stray remark beside the table does not make one.
    while width > max(named, 1) and 2 * sum(not _is_empty(cell_at(row, width - 1)) for row in below) < len(below):
        width -= 1
    preview = tuple(tuple(cell_at(row, k) for k in range(width)) for row in below[:PREVIEW_ROWS])
    return Layout(index + 1, _names([cell_at(rows[index], k) for k in range(width)]), preview)


def is_blank(row: Sequence[Cell]) -> bool:
    """Whether nothing stands in a row."""
    return all(map(_is_empty, row))


def cell_at(row: Sequence[Cell], index: int) -> Cell:
    """A row's cell, empty where the row is too short to have it."""
    return row[index] if index < len(row) else ""


def _likely_header(rows: Sequence[Sequence[Cell]]) -> int:
    widths = Counter(_filled_width(row) for row in rows if not is_blank(row))
    usual = max(widths, key=lambda width: (widths[width], width))
    first = next(index for index, row in enumerate(rows) if not is_blank(row))
    return next((index for index, row in enumerate(rows) if _may_be_header(row, usual)), first)


def _may_be_header(row: Sequence[Cell], usual: int) -> bool:
    """Whether a row fills most of the `usual` columns, or half of them with words alone."""
    filled = [cell for cell in row if not _is_empty(cell)]
    wordy = all(isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in filled)
    return 3 * len(filled) > 2 * usual or (wordy and 2 * len(filled) > usual)


def _filled_width(row: Sequence[Cell]) -> int:
    return max((index + 1 for index, cell in enumerate(row) if not _is_empty(cell)), default=0)


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _names(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Distinct names for the columns, from what stands in the header."""
    names: list[str] = []
    taken: set[str] = set()
    copies: Counter[str] = Counter()
    for number, cell in enumerate(cells, start=1):
        plain = "" if cell is None else " ".join(str(cell).replace("\0", " ").split())[:_LONGEST_NAME]
        name = plain = plain or f"Column {number}"
        while name in taken:
            copies[plain] += 1
            name = f"{plain} ({copies[plain] + 1})"
        taken.add(name)
        names.append(name)
    return tuple(names)
