"""Where dated events fall in a history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.model.demand import DemandEvent
from planner.model.period import Period


def steps(events: Sequence[DemandEvent], first: date, period: Period, length: int) -> tuple[int, ...]:
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
