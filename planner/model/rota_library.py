"""A fixed cycle of duties to begin a rota with, together with its kinds of duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.model.assumption import Status
from planner.model.checks import require, require_key, require_text
from planner.model.shift import OFF, ShiftKind, ShiftPattern


@dataclass(frozen=True, slots=True)
class LibraryPattern:
    """A cycle without a date. `team_offsets` are the days ahead of its anchor by which teams on it differ."""

    key: str
    name: str
    shifts: tuple[ShiftKind, ...]
    cells: tuple[str, ...]
    team_offsets: tuple[int, ...] = (0,)
    source: str = ""
    status: Status = Status.ASSUME
    note: str = ""

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)
        unknown = set(self.cells) - {shift.key for shift in self.shifts} - {OFF}
        require(not unknown, "cells", sorted(unknown), "each cell is one of its kinds of duty, or empty")

    def anchored(self, anchor: date) -> ShiftPattern:
        """The cycle as a rota has it, with `anchor` its first day."""
        return ShiftPattern(self.key, self.name, self.cells, anchor, self.source, self.status)

    @property
    def weekly_hours(self) -> float:
        """Counted hours a week, on average over the cycle."""
        counted = {shift.key: shift.counts for shift in self.shifts}
        return sum(counted.get(cell, 0) for cell in self.cells) / 60 / len(self.cells) * 7
