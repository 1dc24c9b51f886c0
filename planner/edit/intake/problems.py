"""The list of everything that is wrong with a table."""

from __future__ import annotations

from planner.edit.intake.kept_text import kept_worry, unfamiliar
from planner.edit.intake.privacy import header_worry, is_name_header, masked
from planner.edit.intake.values import text_of
from planner.edit.intake.words import PLAIN_WORDS
from planner.model.intake import Problem
from planner.model.table import Cell

MOST_KEPT = 10_000
_LONGEST_VALUE = 40
_LONGEST_CODE = 2
_LETTERS = frozenset("".join(sorted(word)) for word in PLAIN_WORDS)
"""Of the trade's words, so that a slip of the fingers such as PLOIT or Hihg is shown."""


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
    if text and (private or header_worry(column) or is_name_header(column) or _personal(text)):
        return masked(text)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _personal(text: str) -> bool:
    """Whether a cell in the wrong place may be a name, even a surname in lower case. A wrong date is shown."""
    worry = kept_worry(text)
    strange = [word for word in unfamiliar(text) if len(word) > _LONGEST_CODE]
    return bool(worry and worry != "dates of birth") or any("".join(sorted(word)) not in _LETTERS for word in strange)


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}{'' if reason.endswith('?') else '.'}"
