"""The queues of the engine: skew heaps of items, a heap of today's case events, and one of officers who finish today.

Skew heaps: Sleator and Tarjan, "Self-adjusting heaps" (1986); any number of queues share one pair of link arrays.
"""

from __future__ import annotations

from typing import Any

from planner.simulate.kernel import views as see
from planner.simulate.kernel.layout import CASE_BITS, DUE_ORIGIN, DUE_SPAN, SEQUENCE_BITS, TICKS
from planner.simulate.kernel.views import Table, compiled


@compiled
def then(m: Table, step: int, index: int) -> None:
    """Note a step that follows from the present one; the latest noted is carried out first."""
    clock = see.clock(m)[0]
    see.todo(m)[clock.todo] = (step << CASE_BITS) | int(index)
    clock.todo += 1


@compiled
def order_of_service(m: Table, priority: int, due: int) -> int:
    """The rank of a new item: highest priority, then earliest due, then first come."""
    clock = see.clock(m)[0]
    clock.sequence += 1
    place = min(max(due + DUE_ORIGIN, 0), DUE_SPAN - 1)
    come = min(clock.sequence, (1 << SEQUENCE_BITS) - 1)
    return (((int(priority) << 34) | place) << SEQUENCE_BITS) | come


@compiled
def meld(m: Table, a: int, b: int) -> int:
    """Join two queues; the root of the joint queue."""
    rank = see.rank(m)
    left = see.left(m)
    right = see.right(m)
    if a < 0:
        return b
    if b < 0:
        return a
    if rank[b] < rank[a]:
        a, b = b, a
    root = a
    while True:
        rest = right[a]
        right[a] = left[a]
        if rest < 0:
            left[a] = b
            return root
        if rank[b] < rank[rest]:
            rest, b = b, rest
        left[a] = rest
        a = rest


@compiled
def with_item(m: Table, root: int, item: int) -> int:
    """The root of a queue after `item` has joined it."""
    see.left(m)[item] = -1
    see.right(m)[item] = -1
    return meld(m, root, item)


@compiled
def without_first(m: Table, root: int) -> int:
    """The root of a queue after its first item has left it."""
    return meld(m, see.left(m)[root], see.right(m)[root])


@compiled
def schedule(m: Table, case: int, tick: int) -> None:
    """Let something happen to a case at `tick` (at once when that is past); after the last day it is forgotten."""
    clock = see.clock(m)[0]
    tick = max(tick, clock.now)
    if tick < clock.day_end:
        push_event(m, (int(tick) << CASE_BITS) | int(case))
        return
    day = tick // TICKS
    if day < see.day_lists(m).size:
        see.cases(m)[case].event = tick
        see.cases(m)[case].next = see.day_lists(m)[day]
        see.day_lists(m)[day] = case


@compiled
def push_event(m: Table, key: int) -> None:
    """Add a case event of today."""
    events = see.events(m)
    place = see.clock(m)[0].events
    see.clock(m)[0].events = place + 1
    while place > 0:
        parent = (place - 1) >> 1
        if events[parent] <= key:
            break
        events[place] = events[parent]
        place = parent
    events[place] = key


@compiled
def pop_event(m: Table) -> int:
    """Take today's first case event; there is one."""
    events = see.events(m)
    first = events[0]
    size = see.clock(m)[0].events - 1
    see.clock(m)[0].events = size
    last = events[size]
    place = 0
    child = 1
    while child < size:
        if child + 1 < size and events[child + 1] < events[child]:
            child += 1
        if events[child] >= last:
            break
        events[place] = events[child]
        place = child
        child = 2 * place + 1
    events[place] = last
    return first


@compiled
def _sooner(officers: Any, a: int, b: int) -> bool:
    return officers[a].finish < officers[b].finish or (officers[a].finish == officers[b].finish and a < b)


@compiled
def _rise(m: Table, place: int, officer: int) -> None:
    agenda = see.agenda(m)
    officers = see.officers(m)
    while place > 0:
        parent = (place - 1) >> 1
        above = agenda[parent]
        if not _sooner(officers, officer, above):
            break
        agenda[place] = above
        officers[above].slot = place
        place = parent
    agenda[place] = officer
    officers[officer].slot = place


@compiled
def _sink(m: Table, place: int, officer: int) -> None:
    agenda = see.agenda(m)
    officers = see.officers(m)
    size = see.clock(m)[0].finishing
    child = 2 * place + 1
    while child < size:
        if child + 1 < size and _sooner(officers, agenda[child + 1], agenda[child]):
            child += 1
        below = agenda[child]
        if not _sooner(officers, below, officer):
            break
        agenda[place] = below
        officers[below].slot = place
        place = child
        child = 2 * place + 1
    agenda[place] = officer
    officers[officer].slot = place


@compiled
def expect_finish(m: Table, officer: int) -> None:
    """Put an officer, whose `finish` lies in today, on the agenda."""
    place = see.clock(m)[0].finishing
    see.clock(m)[0].finishing = place + 1
    _rise(m, place, officer)


@compiled
def forget_finish(m: Table, officer: int) -> None:
    """Take an officer off the agenda, when on it."""
    place = see.officers(m)[officer].slot
    if place < 0:
        return
    see.officers(m)[officer].slot = -1
    size = see.clock(m)[0].finishing - 1
    see.clock(m)[0].finishing = size
    if place == size:
        return
    last = see.agenda(m)[size]
    if place > 0 and _sooner(see.officers(m), last, see.agenda(m)[(place - 1) >> 1]):
        _rise(m, place, last)
    else:
        _sink(m, place, last)
