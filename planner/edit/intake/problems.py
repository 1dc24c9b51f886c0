"""The list of everything that is wrong with a table."""

from __future__ import annotations

from planner.edit.intake.privacy import header_worry, is_name_header, masked, value_worry
from planner.edit.intake.values import text_of
from planner.model.intake import Problem
from planner.model.table import Cell

MOST_KEPT = 10_000
_LONGEST_VALUE = 40


class Problems:
    """The first MOST_KEPT problems, and how many there are."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: list[Problem] = []

    @property
    def full(self) -> bool:
        """Whether further ones are only counted."""
        return len(self._kept) >= MOST_KEPT

    def add(self, row: int, column: str, cell: Cell, reason: str, *, private: bool = False) -> None:
        """One more. `cell` is masked when it is `private`, or when it, or all under such a header, looks so."""
        self.count += 1
        if not self.full:
            self._kept.append(Problem(row, column, shown(cell, column, private), _sentence(reason)))

    def more(self, number: int) -> None:
        """Count problems that are not kept any more."""
        self.count += number

    def listed(self) -> tuple[Problem, ...]:
        """Those kept, by row; what holds for a whole column comes first."""
        return tuple(sorted(self._kept, key=lambda problem: problem.row))


def shown(cell: Cell, column: str, private: bool = False) -> str:
    """A cell as a list of problems may show it."""
    text = text_of(cell)
    if text and (private or header_worry(column) or is_name_header(column) or value_worry(text)):
        return masked(text)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}{'' if reason.endswith('?') else '.'}"
