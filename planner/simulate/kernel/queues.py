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
    NARROWEST_PART,
    NEVER,
    PRIORITY_PLACE,
    SEQUENCE_BITS,
    TICKS,
    WIDEST_PART,
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
    return (int(priority) << PRIORITY_PLACE) | (place << SEQUENCE_BITS) | come


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
    """Put the events of a day's list in order: counted out into parts of the day, of about one each, then by insertion.

    What comes up from now on goes to the heap, which stays small.
    """
    clock = see.clock(m)[0]
    width = _width_of_parts(clock.past_known)
    past = _count_out(m, see.day_lists(m)[day], width)
    for place in range(past - 1, -1, -1):  # a list begins with what was added last: what falls together is in order
        key = see.listed(m)[place]
        part = _part_of(key, width)
        see.known(m)[see.parts(m)[part]] = key
        see.parts(m)[part] += 1
    _insert_each(m, past)
    see.known(m)[past] = NEVER
    clock.known = 0
    clock.past_known = past
    clock.listed_to = clock.day_end


@compiled
def _width_of_parts(events: int) -> int:
    """The width (two to this power, in ticks) of as many parts as the day before had known events, within limits."""
    width = WIDEST_PART
    while width > NARROWEST_PART and (TICKS >> width) < events:
        width -= 1
    return width


@compiled
def _part_of(key: int, width: int) -> int:
    """The part of the day that an event falls into."""
    return ((key >> ACTOR_BITS) & (TICKS - 1)) >> width


@compiled
def _count_out(m: Table, first: int, width: int) -> int:
    """Note the keys of a list of cases; each part's place is then where the first of its events belongs. How many."""
    parts = see.parts(m)
    number = TICKS >> width
    for part in range(number):
        parts[part] = 0
    found = 0
    index = first
    while index >= 0:
        case = see.cases(m)[index]
        key = (case.event << ACTOR_BITS) | index
        see.listed(m)[found] = key
        parts[_part_of(key, width)] += 1
        found += 1
        index = case.next
    before = 0
    for part in range(number):
        size = parts[part]
        parts[part] = before
        before += size
    return found


@compiled
def _insert_each(m: Table, past: int) -> None:
    """Bring today's known events, which are nearly in order, into order."""
    known = see.known(m)
    for start in range(1, past):
        key = known[start]
        place = start
        while place > 0 and known[place - 1] > key:
            known[place] = known[place - 1]
            place -= 1
        known[place] = key


@compiled
def push_event(m: Table, tick: int, actor: int) -> None:
    """Add an event of today: of a case, or of an officer (above OFFICER)."""
    clock = see.clock(m)[0]
    place = clock.events
    clock.events = place + 1
    _rise(m, place, (int(tick) << ACTOR_BITS) | int(actor))


@compiled
def pop_event(m: Table) -> int:
    """Take today's first event; NEVER when nothing more happens today."""
    clock = see.clock(m)[0]
    known = see.known(m)[clock.known]
    first = see.events(m)[0]
    if known < first:
        clock.known += 1
        return known
    if first != NEVER:
        last = _last_event(m)
        if last != first:
            _sink(m, 0, last)
    return first


@compiled
def forget_event(m: Table, tick: int, actor: int) -> None:
    """Take away an event of today that will not happen."""
    events = see.events(m)
    key = (int(tick) << ACTOR_BITS) | int(actor)
    place = 0
    while events[place] != key:
        place += 1
    last = _last_event(m)
    if last < key:
        _rise(m, place, last)
    elif last > key:
        _sink(m, place, last)


@compiled
def _last_event(m: Table) -> int:
    """Take the event at the last place of the heap."""
    clock = see.clock(m)[0]
    clock.events -= 1
    last = see.events(m)[clock.events]
    see.events(m)[clock.events] = NEVER
    return last


@compiled
def _rise(m: Table, place: int, key: int) -> None:
    """Put a key at a place of the heap or above it."""
    events = see.events(m)
    while place > 0:
        parent = (place - 1) >> 2
        if events[parent] <= key:
            break
        events[place] = events[parent]
        place = parent
    events[place] = key


@compiled
def _sink(m: Table, place: int, key: int) -> None:
    """Put a key at a place of the heap or below it.

    A heap of four children each, and NEVER after its end: the least of the four is found without a jump that the
    processor could guess wrong.
    """
    events = see.events(m)
    size = see.clock(m)[0].events
    first = 4 * place + 1
    while first < size:
        one = first + int(events[first + 1] < events[first])
        other = first + 2 + int(events[first + 3] < events[first + 2])
        child = one + (other - one) * int(events[other] < events[one])
        if events[child] >= key:
            break
        events[place] = events[child]
        place = child
        first = 4 * place + 1
    events[place] = key
