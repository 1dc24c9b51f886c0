"""The event loop: the day's events in order of time, and what follows from each, step by step."""

from __future__ import annotations

from planner.simulate.kernel import views as see
from planner.simulate.kernel.cases import ask_resource, case_event, close, enter, move_on, serve_resource, wait_outside
from planner.simulate.kernel.chance import quantile, uniform
from planner.simulate.kernel.days import change_limits, go_on_working, receive
from planner.simulate.kernel.layout import (
    ACTOR_BITS,
    ALLOCATE,
    ASK_FOR_EFFORT,
    CASE_BITS,
    CHANGE_LIMITS,
    CLOSE,
    DELAY,
    DRAW_RESIDUAL,
    END_TASK,
    ENTER,
    FIND_HANDS,
    FIND_SECOND,
    GO_ON_WORKING,
    MAKE_READY,
    MOVE_ON,
    NEVER,
    NOTHING,
    OFFICER,
    PLACE,
    RECEIVE,
    RESOURCE_QUEUE,
    SERVE,
    TAKE_NEXT,
    TASK,
    TICKS,
    UNTIL_DUE,
)
from planner.simulate.kernel.officers import case_of, share_with_second, take_next
from planner.simulate.kernel.queues import pop_event, schedule
from planner.simulate.kernel.tasks import (
    allocate_next,
    ask_for_effort,
    end_task,
    find_hands,
    finish_item,
    make_ready,
)
from planner.simulate.kernel.views import Table, compiled


@compiled
def carry_out(m: Table) -> None:  # noqa: C901 - in several functions it takes a tenth more time
    """Carry out what is noted, the latest first, and when nothing is, the day's next event; until neither is left.

    On a tie a case's event goes before an officer's. A case goes through the steps that follow one another at once.
    Each step on the way of a case is called from one place, so that the compiler builds it in there.
    """
    clock = see.clock(m)[0]
    while True:
        if clock.todo > 0:
            clock.todo -= 1
            word = see.todo(m)[clock.todo]
            step = word >> CASE_BITS
            index = word & ((1 << CASE_BITS) - 1)
        else:
            event = pop_event(m)
            if event == NEVER:
                return
            clock.now = event >> ACTOR_BITS
            clock.handled += 1
            index = event & ((1 << ACTOR_BITS) - 1)
            if index < OFFICER:
                step = case_event(m, index)
            else:
                index = finish_item(m, index - OFFICER)
                step = END_TASK if index >= 0 else NOTHING
        if step == TAKE_NEXT:
            take_next(m, index)
            continue
        if step == PLACE:
            step = place_opening_case(m, index)
        if step == END_TASK:
            step = end_task(m, index)
        if step == MOVE_ON:
            step = move_on(m, index)
        if step == ENTER:
            step = enter(m, index)
        if step == MAKE_READY:
            step = make_ready(m, index)
        if step == ASK_FOR_EFFORT:
            step = ask_for_effort(m, index)
        if step == FIND_HANDS:
            find_hands(m, index)
        elif step == CLOSE:
            close(m, index)
        elif step > CLOSE:
            beside_the_way(m, step, index)


@compiled
def beside_the_way(m: Table, step: int, index: int) -> None:
    """Steps that are not the next on the way of a case."""
    if step == ALLOCATE:
        allocate_next(m, index)
    elif step == SERVE:
        serve_resource(m, index)
    elif step == FIND_SECOND:
        share_with_second(m, case_of(m, see.officers(m)[index].holds), index)
    elif step == CHANGE_LIMITS:
        change_limits(m)
    elif step == GO_ON_WORKING:
        go_on_working(m)
    elif step == RECEIVE:
        receive(m)


@compiled
def place_opening_case(m: Table, index: int) -> int:
    """Let a case of the opening book wait for what it waits for."""
    entry = see.opening(m)[index]
    case = see.cases(m)[index]
    fixed = see.stages(m)[case.stage]
    if entry.phase == TASK:
        return ASK_FOR_EFFORT
    if fixed.recurs:
        wait_outside(m, index, UNTIL_DUE)
        schedule(m, index, case.due - int(fixed.lead * TICKS))
    elif fixed.resource >= 0:
        wait_outside(m, index, RESOURCE_QUEUE)
        ask_resource(m, index, int(entry.since * TICKS))
    else:
        wait_outside(m, index, DELAY)
        u = uniform(case.key, DRAW_RESIDUAL)
        whole = quantile(m, fixed.delay, entry.passed + (1.0 - entry.passed) * u)
        schedule(m, index, int((whole + entry.since) * TICKS))
    return NOTHING
