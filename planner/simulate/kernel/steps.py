"""What follows from an event, carried out step by step."""

from __future__ import annotations

from planner.simulate.kernel import views as see
from planner.simulate.kernel.cases import enter, move_on, serve_resource
from planner.simulate.kernel.layout import (
    ALLOCATE,
    CASE_BITS,
    END_TASK,
    ENTER,
    FIND_HANDS,
    MAKE_READY,
    MOVE_ON,
    TAKE_NEXT,
)
from planner.simulate.kernel.officers import take_next
from planner.simulate.kernel.tasks import allocate_next, ask_for_effort, end_task, find_hands, set_due
from planner.simulate.kernel.views import Table, compiled


@compiled
def carry_out(m: Table) -> None:
    """Carry out what follows from an event, the latest consequence first, until nothing is left to do."""
    clock = see.clock(m)[0]
    while clock.todo > 0:
        clock.todo -= 1
        word = see.todo(m)[clock.todo]
        step = word >> CASE_BITS
        index = word & ((1 << CASE_BITS) - 1)
        if step == TAKE_NEXT:
            take_next(m, index)
        elif step == END_TASK:
            end_task(m, index)
        elif step == MOVE_ON:
            move_on(m, index)
        elif step == ENTER:
            enter(m, index)
        elif step == MAKE_READY:
            set_due(m, index)
            ask_for_effort(m, index)
        elif step == FIND_HANDS:
            find_hands(m, index)
        elif step == ALLOCATE:
            allocate_next(m, index)
        else:
            serve_resource(m, index)
