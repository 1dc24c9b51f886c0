"""Rows of text turned into blocks of columns, fast where every row is as wide as the header."""

from __future__ import annotations

from collections.abc import Sequence

from planner.model.table import Block, Cell, Fault
from planner.storage.sheets.limits import BLOCK_ROWS

_DAMAGED_CELL = "The cell holds a zero byte, so the file is damaged there: type the cell again and save the file."


class BlockMaker:
    """Gathers rows until a block of them is taken; blank rows are left out, and rows too wide told as faults."""

    def __init__(self, columns: Sequence[int], width: int, first_row: int) -> None:
        """`columns` are the wanted ones of `width`; `first_row` is the number of the first row of data."""
        self._columns = tuple(columns)
        self._width = width
        self.next_row = first_row
        self._begin()

    def _begin(self) -> None:
        self._first_row = self.next_row
        self._gathered: list[list[Cell]] = [[] for _ in self._columns]
        self._rows = 0
        self._numbers: list[int] | None = None
        self._faults: list[Fault] = []

    def is_full(self) -> bool:
        """Whether it is time to take a block."""
        return self._rows >= BLOCK_ROWS

    def has_rows(self) -> bool:
        """Whether there is anything to take."""
        return bool(self._rows or self._faults)

    def add(self, rows: list[list[str]]) -> None:
        """The next rows of the file."""
        if not rows:
            return
        try:
            turned = list(zip(*rows, strict=True))
        except ValueError:
            turned = []
        if len(turned) < self._width or any(map(any, turned[self._width :])) or all("" in cells for cells in turned):
            rows = self._mended(rows)
            turned = list(zip(*rows, strict=True))
        elif self._numbers is not None:
            self._numbers.extend(range(self.next_row, self.next_row + len(rows)))
            self.next_row += len(rows)
        else:
            self.next_row += len(rows)
        self._rows += len(rows)
        if rows:
            for gathered, column in zip(self._gathered, self._columns, strict=True):
                gathered.extend(turned[column])

    def take(self, *, zeros: bool = False) -> Block:
        """What was gathered since the last block; with `zeros` its cells may hold zero bytes."""
        if zeros:
            for index, (column, cells) in enumerate(zip(self._columns, self._gathered, strict=True)):
                self._gathered[index] = self._without_zeros(column, cells)
        block = Block(
            first_row=self._numbers[0] if self._numbers else self._first_row,
            columns=tuple(self._gathered),
            rows=self._rows,
            numbers=self._numbers,
            faults=tuple(self._faults),
        )
        self._begin()
        return block

    def _mended(self, rows: list[list[str]]) -> list[list[str]]:
        """The rows of data among `rows`, all as wide as the header; keeps their numbers, and faults of the others."""
        width = self._width
        kept = []
        if self._numbers is None:
            self._numbers = list(range(self._first_row, self._first_row + self._rows))
        for number, row in enumerate(rows, start=self.next_row):
            if not any(row):
                continue
            if any(row[width:]):
                self._faults.append(_too_wide(number, row, width))
                continue
            # A row may end early: some programs leave out the separators after the last filled cell.
            kept.append(row[:width] + [""] * (width - len(row)))
            self._numbers.append(number)
        self.next_row += len(rows)
        return kept

    def _without_zeros(self, column: int, cells: list[Cell]) -> list[Cell]:
        cleaned: list[Cell] = []
        for index, cell in enumerate(cells):
            if isinstance(cell, str) and "\0" in cell:
                number = self._first_row + index if self._numbers is None else self._numbers[index]
                self._faults.append(Fault(number, column, cell.replace("\0", "\ufffd")[:60], _DAMAGED_CELL))
                cleaned.append("")
            else:
                cleaned.append(cell)
        return cleaned


def _too_wide(number: int, row: list[str], width: int) -> Fault:
    filled = max(index + 1 for index, cell in enumerate(row) if cell)
    return Fault(
        number,
        None,
        f"{filled} cells",
        f"The row has {filled} cells but the header has {width}: put quotation marks around a text with a separator.",
    )
