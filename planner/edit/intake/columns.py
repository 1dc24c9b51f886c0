"""A column's cells as small numbers: each distinct cell is interpreted once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import repeat
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from planner.edit.intake.dates import Private, Unreadable
from planner.edit.intake.problems import Problems
from planner.edit.intake.values import text_of
from planner.model.table import Cell

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Value = TypeVar("Value")
EMPTY, BAD = -1, -2
_UNSEEN = -3
_MOST_REMEMBERED = 65_536
LONGEST_CELL = 1_000


class ReadColumn(Protocol):
    """What turns a column's cells into codes."""

    header: str

    @property
    def values(self) -> Sequence[Any]:
        """What the codes from 0 on stand for, where that is kept."""

    def read(self, cells: Sequence[Cell], numbers: NDArray[np.int32], problems: Problems) -> NDArray[np.int32]:
        """[rows] The code of each cell."""

    def shown(self, code: int) -> str:
        """What is kept of a cell, as the user reads it."""


class _Remembered(dict[Any, int]):
    """Codes by cell; what is not there yet is asked for, and kept while there is room."""

    def __init__(self, code: Callable[[Cell], int]) -> None:
        self._code = code

    def __missing__(self, cell: Cell) -> int:
        code = self._code(cell)
        if len(self) < _MOST_REMEMBERED:
            self[cell] = code
        return code


class Column(Generic[Value]):
    """Reads one column; a code is a place in `values`, EMPTY or BAD."""

    def __init__(self, header: str, interpret: Callable[[Cell], Value]) -> None:
        self.header = header
        self.values: list[Value] = []
        self._interpret = interpret
        self._codes: dict[Value, int] = {}
        self._remembered = _Remembered(self._code)

    def read(self, cells: Sequence[Cell], numbers: NDArray[np.int32], problems: Problems) -> NDArray[np.int32]:
        """[rows] The code of each cell; what cannot be read is added to `problems`."""
        import numpy as np

        # dict.get of a cell that is known takes a fifth of the time of a lookup that may have to ask.
        codes = np.fromiter(map(self._remembered.get, cells, repeat(_UNSEEN)), np.int32, len(cells))
        for place in np.flatnonzero(codes == _UNSEEN).tolist():
            codes[place] = self._remembered[cells[place]]
        wrong = np.flatnonzero(codes == BAD)
        for done, place in enumerate(wrong.tolist()):
            if problems.full:
                problems.more(len(wrong) - done)
                break
            error = self._error(cells[place])
            problems.add(int(numbers[place]), self.header, cells[place], str(error), private=isinstance(error, Private))
        return codes

    def shown(self, code: int) -> str:
        """What is kept of a cell, as the user reads it."""
        return "" if code < 0 else _words(self.values[code])

    def _code(self, cell: Cell) -> int:
        if cell is None or not text_of(cell):
            return EMPTY
        try:
            value = self._value(cell)
        except Unreadable:
            return BAD
        code = self._codes.setdefault(value, len(self.values))
        if code == len(self.values):
            self.values.append(value)
        return code

    def _value(self, cell: Cell) -> Value:
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            raise Private(f"this cell holds {len(cell):,} characters: check that the right column is mapped")
        return self._interpret(cell)

    def _error(self, cell: Cell) -> Unreadable:
        try:
            self._value(cell)
        except Unreadable as error:
            return error
        raise AssertionError(cell)


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_words(entry) for entry in value if entry is not None)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
