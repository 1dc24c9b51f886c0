"""Kinds of duty and the fixed cycles in which they follow one another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from planner.model.assumption import Status
from planner.model.checks import require, require_day, require_key, require_text

OFF = ""
"""The cell of a day without duty."""
LONGEST_CYCLE = 366
_CODE = re.compile(r"\S{1,3}\Z")


@dataclass(frozen=True, slots=True)
class ShiftKind:
    """A kind of duty. Times are minutes of the local clock, from midnight at the beginning of the duty's day."""

    key: str
    name: str
    code: str
    """One to three letters: what the cell shows, and the first of them the key that paints it."""
    start_minute: int
    minutes: int
    """From start to end, refreshment included. 0: on call only, no tour of duty."""
    break_minutes: int = 0
    counted_minutes: int | None = None
    """What counts towards the contract; None: the whole tour, refreshment included (Annex E)."""
    on_call: bool = False
    """Whoever works it is on call besides, until the next morning."""
    exposure: bool = False
    """Grading of indecent images: held to the exposure limit."""
    crewed: bool = False
    """Never to be worked by one person alone."""

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)
        require(bool(_CODE.match(self.code)), "code", self.code, "a code is one to three letters without a space")
        require(0 <= self.start_minute < 1440, "start_minute", self.start_minute, "a duty starts at minute 0 to 1439")
        require(0 <= self.minutes <= 1440, "minutes", self.minutes, "a duty lasts 0 to 1,440 minutes")
        require(self.minutes > 0 or self.on_call, "minutes", 0, "only a day on call has no tour of duty")
        rested = 0 <= self.break_minutes <= self.minutes
        require(rested, "break_minutes", self.break_minutes, "the refreshment is part of the tour of duty")
        counted = self.counted_minutes is None or 0 <= self.counted_minutes <= 1440
        require(counted, "counted_minutes", self.counted_minutes, "a duty counts 0 to 1,440 minutes")

    @property
    def is_duty(self) -> bool:
        """Whether it is a tour of duty, not a day on call only."""
        return self.minutes > 0

    @property
    def end_minute(self) -> int:
        """Minutes from midnight of the day it starts on: above 1,440 when it ends on the day after."""
        return self.start_minute + self.minutes

    @property
    def counts(self) -> int:
        """Minutes that count towards the contract."""
        return self.minutes if self.counted_minutes is None else self.counted_minutes

    @property
    def productive_hours(self) -> float:
        """Hours without the refreshment."""
        return (self.minutes - self.break_minutes) / 60

    @property
    def is_night(self) -> bool:
        """At least three hours of it lie between 23:00 and 06:00 (night time of the Working Time Regulations 1998)."""
        late = max(0, min(self.end_minute, 1440 + 360) - max(self.start_minute, 1380))
        early = max(0, min(self.end_minute, 360) - self.start_minute)
        return late + early >= 180

    @property
    def times(self) -> str:
        """The start and the end, as 07:00-16:00."""
        end = self.end_minute % 1440
        return f"{clock(self.start_minute)}-{clock(end)}" if self.minutes else "on call"


def clock(minute: int) -> str:
    """A minute of the day as HH:MM."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


@dataclass(frozen=True, slots=True)
class ShiftPattern:
    """A fixed cycle of duties: `cells[0]` is the cell of the day `anchor`, and the cycle goes on both ways."""

    key: str
    name: str
    cells: tuple[str, ...]
    """Keys of shift kinds; OFF for a rest day."""
    anchor: date
    source: str = ""
    status: Status = Status.ASSUME

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)
        require_day("anchor", self.anchor)
        rule = f"a cycle has 1 to {LONGEST_CYCLE} days"
        require(1 <= len(self.cells) <= LONGEST_CYCLE, "cells", len(self.cells), rule)
        sourced = self.status is Status.ASSUME or bool(self.source.strip())
        require(sourced, "source", self.source, f"a pattern marked {self.status} names its source")

    def on(self, day: date, offset: int = 0) -> str:
        """The cell of a day, for somebody who is `offset` days ahead of the cycle."""
        return self.cells[((day - self.anchor).days + offset) % len(self.cells)]
