"""Single referrals to put into files."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import numpy as np

from planner.model.raw_events import RawEvents

EVENT_TABLES = {"raw_events", "raw_event_column", "raw_event_count"}


def sample_events(count: int = 500, seed: int = 1, *, references: bool = True) -> RawEvents:
    """Some years of events in any order, with awkward keys."""
    chance = np.random.default_rng(seed)
    first = date(2021, 1, 1).toordinal()
    return RawEvents(
        days=chance.integers(first, first + 2000, count, np.int32),
        teams=chance.integers(0, 2, count, np.int16),
        bands=chance.integers(0, 3, count, np.int16),
        rows=np.sort(chance.choice(10 * count + 1, count, replace=False)).astype(np.int32) + 2,
        team_keys=("mosovo", "dpmu"),
        band_keys=("vh", "a_b", "0"),
        references=chance.integers(0, 256, (count, 8), np.uint8) if references else None,
    )


def same(one: RawEvents, other: RawEvents) -> bool:
    """Whether both hold the same, to the types of their arrays."""
    for field in fields(RawEvents):
        before, after = getattr(one, field.name), getattr(other, field.name)
        if isinstance(before, np.ndarray) and isinstance(after, np.ndarray):
            if before.dtype != after.dtype or not np.array_equal(before, after):
                return False
        elif before != after or type(before) is not type(after):
            return False
    return True
