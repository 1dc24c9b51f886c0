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
    FIND_SECOND,
    MAKE_READY,
    MOVE_ON,
    NOTHING,
    SERVE,
    TAKE_NEXT,
)
from planner.simulate.kernel.officers import case_of, share_with_second, take_next
from planner.simulate.kernel.tasks import (
    allocate_next,
    ask_for_effort,
    end_task,
    find_hands,
    pass_turn,
    passes_unvisited,
    set_due,
)
from planner.simulate.kernel.views import Table, compiled


@compiled
def follow(m: Table, step: int, index: int) -> None:
    """Take a case through the steps that follow one another at once, from `step` on."""
    if step == END_TASK:
        step = end_task(m, index)
    if step == MOVE_ON:
        step = move_on(m, index)
    if step == ENTER:
        step = enter(m, index)
    if step == MAKE_READY and passes_unvisited(m, index):
        step = NOTHING
        pass_turn(m, index)
    if step == MAKE_READY:
        set_due(m, index)
        step = ask_for_effort(m, index)
    if step == FIND_HANDS:
        find_hands(m, index)


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
        elif step == FIND_SECOND:
            share_with_second(m, case_of(m, see.officers(m)[index].holds), index)
        elif step == ALLOCATE:
            allocate_next(m, index)
        elif step == SERVE:
            serve_resource(m, index)
        else:
            follow(m, step, index)
