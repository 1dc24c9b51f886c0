"""The tasks of a case: when they are due, who does them, and what their end leads to."""

from __future__ import annotations

import math

from planner.simulate.kernel import views as see
from planner.simulate.kernel.cases import ask_resource, draw, free_record, wait_outside
from planner.simulate.kernel.chance import quantile, uniform
from planner.simulate.kernel.clocks import start_clock, stop_clock
from planner.simulate.kernel.layout import (
    ALLOCATE,
    ASK_FOR_EFFORT,
    BETWEEN,
    BY_ANY,
    BY_OWNER,
    CLOSED,
    DELAY,
    DRAW_BAND,
    DRAW_DELAY,
    DRAW_EFFORT,
    FIND_HANDS,
    FIRST,
    FROM_LAST_DONE,
    FROM_OPENED,
    MOVE_ON,
    NO_CLOCK,
    NOTHING,
    ONCE_REACTIVE,
    RESOURCE_QUEUE,
    SECOND,
    TAKE_NEXT,
    TASK,
    TICKS,
)
from planner.simulate.kernel.officers import (
    case_of,
    change_caseload,
    least_loaded,
    offer,
    offer_to_pool,
    settle,
    share_with_second,
)
from planner.simulate.kernel.queues import order_of_service, schedule, then, with_item, without_first
from planner.simulate.kernel.views import Table, built_in, compiled


@compiled
def make_ready(m: Table, index: int) -> int:
    """A task becomes ready with a due date (a recurring stage's is set already), or a turn passes without a visit."""
    case = see.cases(m)[index]
    if not see.stages(m)[case.stage].recurs:
        set_due(m, index)
        return ASK_FOR_EFFORT
    if not passes_unvisited(m, index):
        return ASK_FOR_EFFORT
    pass_turn(m, index)
    return NOTHING


@compiled
def set_due(m: Table, index: int) -> None:
    """Set the due date of the task that becomes ready now."""
    case = see.cases(m)[index]
    fixed = see.stages(m)[case.stage]
    within = see.due_days(m)[case.stage, see.bands(m)[case.band].place]
    if math.isinf(within):
        case.due = NO_CLOCK
    elif fixed.due_from == FROM_OPENED:
        case.due = case.opened + int(within * TICKS)
    elif fixed.due_from == FROM_LAST_DONE and case.last_done >= 0:
        case.due = case.last_done + int(within * TICKS)
    else:
        case.due = see.clock(m)[0].now + int(within * TICKS)


@compiled
def passes_unvisited(m: Table, index: int) -> bool:
    """Whether a case's turn at a recurring stage passes without a visit: reactive management, by today's share.

    A case's own number decides, the same each time: a higher share adds cases to those that are not visited.
    """
    case = see.cases(m)[index]
    share = see.reactive(m)[see.clock(m)[0].stretch, case.stage, see.bands(m)[case.band].place]
    return share > 0.0 and uniform(case.key, ONCE_REACTIVE) < share


@compiled
def pass_turn(m: Table, index: int) -> None:
    """A turn goes by without a visit: the next is counted from its due date, and re-banding and routes are as ever."""
    case = see.cases(m)[index]
    case.last_done = case.due
    reband(m, index)
    then(m, MOVE_ON, index)


@compiled
def ask_for_effort(m: Table, index: int) -> int:
    """Draw the effort of a case's task and start its clock; hands are found next, unless an owner is still sought."""
    case = see.cases(m)[index]
    fixed = see.stages(m)[case.stage]
    band = see.bands(m)[case.band]
    factor = see.effort_factors(m)[see.clock(m)[0].stretch, case.stage]
    hours = quantile(m, fixed.effort, draw(m, index, DRAW_EFFORT)) * factor
    case.phase = TASK
    case.parts = fixed.crew
    case.handed = 0
    start_clock(m, index)
    item = see.items(m)[index]
    item.hours = hours + case.extra
    case.extra = 0.0
    item.rank = order_of_service(m, band.priority + fixed.priority, case.due)
    if fixed.crew == 2:
        second = see.items(m)[index + see.cases(m).size]
        second.hours = hours
        second.rank = item.rank
    return NOTHING if case.seeking else FIND_HANDS


@compiled
def find_hands(m: Table, index: int) -> None:
    """Bring a ready task to its owner (who is found first when there is none), a pool or a supervisor."""
    case = see.cases(m)[index]
    fixed = see.stages(m)[case.stage]
    if fixed.performer == BY_OWNER and case.owner < 0:
        owner = least_loaded(m, fixed.team, see.bands(m)[case.band].lane)
        if owner < 0:
            seek_owner(m, index)
            return
        case.owner = owner
        change_caseload(m, owner, 1)
    if fixed.crew == 2 and fixed.performer != BY_ANY and not case.handed & SECOND:
        case.handed |= SECOND
        share_with_second(m, index, case.owner if fixed.performer == BY_OWNER else -1)
    if not case.handed & FIRST:
        case.handed |= FIRST
        if fixed.performer == BY_OWNER:
            offer(m, case.owner, index)
        else:
            offer_to_pool(m, fixed.team, fixed.lane, index)


@built_in
def seek_owner(m: Table, index: int) -> None:
    """Put a case into its team's allocation queue."""
    case = see.cases(m)[index]
    team = see.bands(m)[case.band].team
    due = case.due if case.phase == TASK else see.clock(m)[0].now
    place = index + 2 * see.cases(m).size
    see.items(m)[place].rank = order_of_service(m, see.bands(m)[case.band].priority, due)
    case.seeking = case.listed = 1
    lane = see.lane_states(m)[see.bands(m)[case.band].lane]
    lane.queue = with_item(m, lane.queue, place)
    see.team_states(m)[team].unallocated += 1


@compiled
def allocate_next(m: Table, team: int) -> None:
    """Give the first case of the allocation queue that somebody can take to an officer; then look again."""
    fixed = see.fixed_teams(m)[team]
    state = see.team_states(m)[team]
    if state.takers == 0:
        return
    chosen = owner = -1
    for lane in range(fixed.first_lane, fixed.pool_lane):
        place = see.lane_states(m)[lane].queue
        if place < 0:
            continue
        if not see.cases(m)[place - 2 * see.cases(m).size].seeking:
            leave_lane(m, lane)
            then(m, ALLOCATE, team)
            return
        if chosen >= 0 and see.items(m)[place].rank > see.items(m)[see.lane_states(m)[chosen].queue].rank:
            continue
        taker = least_loaded(m, team, lane)
        if taker >= 0:
            chosen, owner = lane, taker
    if chosen < 0:
        return
    index = see.lane_states(m)[chosen].queue - 2 * see.cases(m).size
    case = see.cases(m)[index]
    state.unallocated -= 1
    case.seeking = 0
    case.owner = owner
    change_caseload(m, owner, 1)
    leave_lane(m, chosen)
    if state.takers > 0:
        then(m, ALLOCATE, team)
    if case.phase == TASK:
        then(m, FIND_HANDS, index)


@compiled
def leave_lane(m: Table, lane: int) -> None:
    """Take the first case out of an allocation queue; the record of one that has ended becomes free."""
    place = see.lane_states(m)[lane].queue
    see.lane_states(m)[lane].queue = without_first(m, place)
    index = place - 2 * see.cases(m).size
    see.cases(m)[index].listed = 0
    if see.cases(m)[index].phase == CLOSED:
        free_record(m, index)


@compiled
def finish_item(m: Table, officer: int) -> int:
    """The task in hand is done and the officer takes the next item; the case, when this was the task's last share, or
    -1."""
    person = see.officers(m)[officer]
    settle(m, officer)
    index = case_of(m, person.holds)
    person.holds = BETWEEN
    person.finish = -1
    then(m, TAKE_NEXT, officer)
    see.cases(m)[index].parts -= 1
    return index if see.cases(m)[index].parts == 0 else -1


@compiled
def end_task(m: Table, index: int) -> int:
    """A stage's task is done: count it, re-band, and let the external delay or the next stage begin."""
    case = see.cases(m)[index]
    stage = case.stage
    fixed = see.stages(m)[stage]
    now = see.clock(m)[0].now
    month = see.clock(m)[0].month
    place = see.bands(m)[case.band].place
    see.done(m)[month, stage, place] += 1
    stop_clock(m, index)
    if fixed.recurs:
        case.last_done = now
        reband(m, index)
    if fixed.delay < 0:
        return MOVE_ON
    if fixed.resource >= 0:
        wait_outside(m, index, RESOURCE_QUEUE)
        ask_resource(m, index, now)
    else:
        wait_outside(m, index, DELAY)
        wait = quantile(m, fixed.delay, draw(m, index, DRAW_DELAY))
        schedule(m, index, now + int(wait * TICKS))
    return NOTHING


@compiled
def reband(m: Table, index: int) -> None:
    """Move a case to another band by the chances of its recurring stage."""
    case = see.cases(m)[index]
    place = see.bands(m)[case.band].place
    team = see.bands(m)[case.band].team
    size = see.fixed_teams(m)[team].past_band - see.fixed_teams(m)[team].first_band
    u = draw(m, index, DRAW_BAND)
    after = 0
    while after < size - 1 and u >= see.rebanding(m)[case.stage, place, after]:
        after += 1
    case.band = see.fixed_teams(m)[team].first_band + after
