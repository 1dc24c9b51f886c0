"""The queues of the engine: skew heaps of items; today's known events in order, and a heap of those that come up.

Skew heaps: Sleator and Tarjan, "Self-adjusting heaps" (1986); any number of queues share one array of items.
"""

from __future__ import annotations

from planner.simulate.kernel import views as see
from planner.simulate.kernel.layout import (
    ACTOR_BITS,
    CASE_BITS,
    DUE_ORIGIN,
    DUE_SPAN,
    FEWEST_PARTS,
    MOST_PARTS,
    SEQUENCE_BITS,
    TICKS,
)
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
    items = see.items(m)
    if a < 0:
        return b
    if b < 0:
        return a
    if items[b].rank < items[a].rank:
        a, b = b, a
    root = a
    while True:
        above = items[a]
        rest = above.right
        above.right = above.left
        if rest < 0:
            above.left = b
            return root
        if items[b].rank < items[rest].rank:
            rest, b = b, rest
        above.left = rest
        a = rest


@compiled
def with_item(m: Table, root: int, item: int) -> int:
    """The root of a queue after `item` has joined it."""
    see.items(m)[item].left = see.items(m)[item].right = -1
    return meld(m, root, item)


@compiled
def without_first(m: Table, root: int) -> int:
    """The root of a queue after its first item has left it."""
    return meld(m, see.items(m)[root].left, see.items(m)[root].right)


@compiled
def schedule(m: Table, case: int, tick: int) -> None:
    """Let something happen to a case at `tick` (at once when that is past); after the last day it is forgotten."""
    clock = see.clock(m)[0]
    tick = max(tick, clock.now)
    if tick < clock.listed_to:
        push_event(m, tick, case)
        return
    day = tick // TICKS
    if day < see.day_lists(m).size:
        see.cases(m)[case].event = tick
        see.cases(m)[case].next = see.day_lists(m)[day]
        see.day_lists(m)[day] = case


@compiled
def order_known(m: Table, day: int) -> None:
    """Put the events of a day's list in order: into parts of the day, and each part by insertion.

    What comes up from now on goes to the heap, which stays small.
    """
    clock = see.clock(m)[0]
    parts = see.parts(m)
    number = _parts_for(clock.past_known)
    index = see.day_lists(m)[day]
    while index >= 0:
        case = see.cases(m)[index]
        after = case.next
        part = (case.event & (TICKS - 1)) * number // TICKS
        case.next = parts[part]
        parts[part] = index
        index = after
    past = 0
    for part in range(number):
        index = parts[part]
        parts[part] = -1
        first = past
        while index >= 0:
            _insert(m, first, past, (see.cases(m)[index].event << ACTOR_BITS) | index)
            past += 1
            index = see.cases(m)[index].next
    clock.known = 0
    clock.past_known = past
    clock.listed_to = clock.day_end


@compiled
def _parts_for(events: int) -> int:
    """Into how many parts a day is cut when the day before had so many known events: one each, within limits."""
    number = FEWEST_PARTS
    while number < events and number < MOST_PARTS:
        number *= 2
    return number


@compiled
def _insert(m: Table, first: int, past: int, key: int) -> None:
    """Put a key among the known events from `first` to before `past`, which are in order."""
    known = see.known(m)
    place = past
    while place > first and known[place - 1] > key:
        known[place] = known[place - 1]
        place -= 1
    known[place] = key


@compiled
def has_event(m: Table) -> bool:
    """Whether anything more happens today."""
    clock = see.clock(m)[0]
    return clock.events > 0 or clock.known < clock.past_known


@compiled
def push_event(m: Table, tick: int, actor: int) -> None:
    """Add an event of today: of a case, or of an officer (above OFFICER)."""
    clock = see.clock(m)[0]
    place = clock.events
    clock.events = place + 1
    _rise(m, place, (int(tick) << ACTOR_BITS) | int(actor))


@compiled
def pop_event(m: Table) -> int:
    """Take today's first event; there is one."""
    clock = see.clock(m)[0]
    first = see.events(m)[0]
    if clock.known < clock.past_known and (clock.events == 0 or see.known(m)[clock.known] < first):
        clock.known += 1
        return see.known(m)[clock.known - 1]
    clock.events -= 1
    _sink(m, 0, see.events(m)[clock.events])
    return first


@compiled
def forget_event(m: Table, tick: int, actor: int) -> None:
    """Take away an event of today that will not happen."""
    clock = see.clock(m)[0]
    events = see.events(m)
    key = (int(tick) << ACTOR_BITS) | int(actor)
    place = 0
    while events[place] != key:
        place += 1
    clock.events -= 1
    last = events[clock.events]
    if last < key:
        _rise(m, place, last)
    elif place < clock.events:
        _sink(m, place, last)


@compiled
def _rise(m: Table, place: int, key: int) -> None:
    """Put a key at a place of the heap or above it."""
    events = see.events(m)
    while place > 0:
        parent = (place - 1) >> 1
        if events[parent] <= key:
            break
        events[place] = events[parent]
        place = parent
    events[place] = key


@compiled
def _sink(m: Table, place: int, key: int) -> None:
    """Put a key at a place of the heap or below it."""
    events = see.events(m)
    size = see.clock(m)[0].events
    child = 2 * place + 1
    while child < size:
        if child + 1 < size and events[child + 1] < events[child]:
            child += 1
        if events[child] >= key:
            break
        events[place] = events[child]
        place = child
        child = 2 * place + 1
    events[place] = key
