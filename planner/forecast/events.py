"""Dated events that may have changed the level for good: a policy, a pandemic, a new tool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.forecast.periods import Period
from planner.model.checks import require_day, require_text


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, and why it should have changed what comes in."""

    on: date
    reason: str

    def __post_init__(self) -> None:
        require_day("on", self.on)
        require_text("reason", self.reason)


def steps(events: Sequence[Event], first: date, period: Period, length: int) -> tuple[int, ...]:
    """Places in a history of `length` periods from which an event counts; events outside it change nothing.

    The period an event falls in is its first when the event comes in its first half, otherwise the next one is.
    """
    found = set()
    for event in events:
        place = period.place(first, event.on)
        begun = (event.on - period.start(first, place)).days
        whole = (period.start(first, place + 1) - period.start(first, place)).days
        place += 2 * begun >= whole
        if 0 < place < length:
            found.add(place)
    return tuple(sorted(found))
