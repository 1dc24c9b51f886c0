"""Waits at shared resources: how long ago the cases that queue have asked, kept up to date as they come and go."""

from __future__ import annotations

from planner.simulate.kernel import views as see
from planner.simulate.kernel.layout import PAST_DAYS, TICKS
from planner.simulate.kernel.views import Table, compiled


@compiled
def clear_waits(m: Table) -> None:
    """Nobody queues before the first morning."""
    most_bands = see.due_days(m).size // see.stages(m).size
    for queue in range(see.longest(m).size // most_bands):
        for place in range(most_bands):
            see.longest(m)[queue, place] = PAST_DAYS
            for row in range(PAST_DAYS + see.months(m).size):
                see.queued(m)[queue, place, row] = 0


@compiled
def begin_wait(m: Table, index: int, asked: int) -> None:
    """A case joins a resource's queue, for which it asked at tick `asked`."""
    case = see.cases(m)[index]
    case.event = asked
    queue = see.stages(m)[case.stage].queue
    place = see.bands(m)[case.band].place
    row = max(asked // TICKS + PAST_DAYS, 0)
    see.queued(m)[queue, place, row] += 1
    if row < see.longest(m)[queue, place]:
        see.longest(m)[queue, place] = row


@compiled
def end_wait(m: Table, index: int) -> None:
    """A server begins on a case. Those that the servers have on the first morning have waited before the run."""
    case = see.cases(m)[index]
    clock = see.clock(m)[0]
    queue = see.stages(m)[case.stage].queue
    place = see.bands(m)[case.band].place
    see.queued(m)[queue, place, max(case.event // TICKS + PAST_DAYS, 0)] -= 1
    if clock.now > 0:
        see.served(m)[clock.month, queue, place] += 1
        see.waited(m)[clock.month, queue, place] += (clock.now - case.event) / TICKS


@compiled
def close_waits(m: Table, day: int) -> None:
    """For each stage that uses a resource, and band, the days that the case which has queued longest has waited."""
    today = day + PAST_DAYS
    most_bands = see.due_days(m).size // see.stages(m).size
    for queue in range(see.longest(m).size // most_bands):
        for place in range(most_bands):
            row = see.longest(m)[queue, place]
            while row <= today and see.queued(m)[queue, place, row] == 0:
                row += 1
            see.longest(m)[queue, place] = row
            see.longest_wait(m)[queue, place, day] = today - row if row <= today else 0
