"""The way of a case: arrival, stages, external delays, routes, recurring turns, and the end.

Each function does one step and returns what follows, or notes it with `then`; `steps.carry_out` does that. (Functions
that called each other instead were compiled into each other at every level: twice the compiling, and half the speed.)
"""

from __future__ import annotations

from planner.simulate.kernel import views as see
from planner.simulate.kernel.chance import Word, quantile, subkey, uniform
from planner.simulate.kernel.layout import (
    ALLOCATE,
    ARRIVING,
    CLOSE,
    CLOSED,
    DELAY,
    DRAW_BAND,
    DRAW_DELAY,
    DRAW_FEED,
    DRAW_LAG,
    DRAW_OUTSIDE,
    DRAW_ROUTE,
    ENTER,
    MAKE_READY,
    MOVE_ON,
    NOTHING,
    ONCE_TRIAGE,
    RESOURCE,
    SERVE,
    SLOTS,
    TICKS,
    UNTIL_DUE,
)
from planner.simulate.kernel.officers import change_caseload
from planner.simulate.kernel.queues import order_of_service, schedule, then, with_item, without_first
from planner.simulate.kernel.views import Table, compiled
from planner.simulate.kernel.waits import begin_wait, end_wait


@compiled
def draw(m: Table, index: int, purpose: int) -> float:
    """The case's random number for one purpose of its present stage visit."""
    case = see.cases(m)[index]
    return uniform(case.key, case.visit * SLOTS + purpose)


@compiled
def blank(m: Table, index: int) -> None:
    """A case record as new."""
    case = see.cases(m)[index]
    case.extra = 0.0
    case.last_done = case.owner = -1
    case.visit = 0
    case.legacy = case.seeking = case.opening = case.clocked = case.listed = 0
    case.phase = ARRIVING


@compiled
def free_record(m: Table, index: int) -> None:
    """The record of a closed case may serve a new one of its team: fewer records stay in the processor's cache.

    Each team has its own, so that the order of its records, which settles ties, does not depend on other teams.
    """
    case = see.cases(m)[index]
    state = see.team_states(m)[see.bands(m)[case.band].team]
    case.next = state.free
    state.free = index


@compiled
def new_case(m: Table, key: Word, band: int, tick: int) -> None:
    """Add a case that arrives at `tick`; when the run is full the clock notes it and the run is void."""
    clock = see.clock(m)[0]
    state = see.team_states(m)[see.bands(m)[band].team]
    index = state.free
    if index >= 0:
        state.free = see.cases(m)[index].next
    else:
        index = clock.cases
        if index >= see.cases(m).size:
            clock.full = 1
            return
        clock.cases = index + 1
    blank(m, index)
    case = see.cases(m)[index]
    case.key = key
    case.band = band
    case.stage = see.fixed_teams(m)[see.bands(m)[band].team].entry
    case.opened = tick
    schedule(m, index, tick)


@compiled
def arrive(m: Table, index: int) -> int:
    """A case comes in and its first stage begins, unless it is screened out."""
    case = see.cases(m)[index]
    band = case.band
    triage = see.triage(m)[see.clock(m)[0].stretch, band]
    see.team_states(m)[see.bands(m)[band].team].open += 1
    see.arrived(m)[see.clock(m)[0].month, band] += 1
    if triage.share > 0.0 and uniform(case.key, ONCE_TRIAGE) < triage.share:
        case.stage = -1 - triage.outcome
        return CLOSE
    return ENTER


@compiled
def enter(m: Table, index: int) -> int:
    """A case comes to its next stage: the task is ready now, or `lead` before a recurring stage falls due again."""
    case = see.cases(m)[index]
    stage = case.stage
    fixed = see.stages(m)[stage]
    case.visit += 1
    now = see.clock(m)[0].now
    if fixed.recurs:
        since = case.last_done if case.last_done >= 0 else now
        interval = see.intervals(m)[see.clock(m)[0].stretch, stage, see.bands(m)[case.band].place]
        case.due = since + int(interval * TICKS)
        begins = case.due - int(fixed.lead * TICKS)
        if begins > now:
            wait_outside(m, index, UNTIL_DUE)
            schedule(m, index, begins)
            return NOTHING
    return MAKE_READY


@compiled
def wait_outside(m: Table, index: int, phase: int) -> None:
    """The case waits for something outside the team."""
    see.cases(m)[index].phase = phase
    see.team_states(m)[see.bands(m)[see.cases(m)[index].band].team].outside += 1


@compiled
def back_inside(m: Table, index: int) -> None:
    """What the case waited for has come."""
    see.team_states(m)[see.bands(m)[see.cases(m)[index].band].team].outside -= 1


@compiled
def ask_resource(m: Table, index: int, asked: int) -> None:
    """Queue for a stage's shared resource by band, then first come; begin at once when a server is free.

    A share of what asks goes to an outside supplier instead, and comes back after its time.
    """
    case = see.cases(m)[index]
    resource = see.stages(m)[case.stage].resource
    state = see.resource_states(m)[resource]
    clock = see.clock(m)[0]
    sent = see.outsourcing(m)[clock.stretch, resource]
    if sent.share > 0.0 and draw(m, index, DRAW_OUTSIDE) < sent.share:
        case.phase = DELAY
        see.outsourced(m)[clock.month, resource] += 1
        schedule(m, index, clock.now + int(quantile(m, sent.delay, draw(m, index, DRAW_DELAY)) * TICKS))
        return
    begin_wait(m, index, asked)
    see.items(m)[index].rank = order_of_service(m, see.bands(m)[case.band].priority, asked)
    state.queue = with_item(m, state.queue, index)
    state.waiting += 1
    then(m, SERVE, resource)


@compiled
def serve_resource(m: Table, resource: int) -> None:
    """Let free servers begin on the cases that queue."""
    state = see.resource_states(m)[resource]
    while state.queue >= 0 and state.busy < state.servers:
        index = state.queue
        state.queue = without_first(m, index)
        state.waiting -= 1
        state.busy += 1
        case = see.cases(m)[index]
        end_wait(m, index)
        case.phase = RESOURCE
        held = quantile(m, see.stages(m)[case.stage].delay, draw(m, index, DRAW_DELAY))
        schedule(m, index, see.clock(m)[0].now + int(held * TICKS))


@compiled
def move_on(m: Table, index: int) -> int:
    """Follow a route out of the present stage."""
    case = see.cases(m)[index]
    row = see.route_from(m)[case.stage, see.bands(m)[case.band].place]
    if see.routes(m)[row].upto < 1.0:
        u = draw(m, index, DRAW_ROUTE)
        while u >= see.routes(m)[row].upto:
            row += 1
    case.stage = see.routes(m)[row].to
    return ENTER if case.stage >= 0 else CLOSE


@compiled
def close(m: Table, index: int) -> None:
    """A case ends; its owner has room for another, and it may open a case in another team."""
    case = see.cases(m)[index]
    outcome = -1 - case.stage
    team = see.bands(m)[case.band].team
    month = see.clock(m)[0].month
    now = see.clock(m)[0].now
    see.closed(m)[month, outcome] += 1
    see.closed_days(m)[month, outcome] += (now - case.opened) / TICKS
    case.phase = CLOSED
    state = see.team_states(m)[team]
    state.open -= 1
    state.legacy -= case.legacy
    if case.seeking:
        case.seeking = 0
        state.unallocated -= 1
    fixed = see.outcomes(m)[outcome]
    if fixed.feed_team >= 0 and draw(m, index, DRAW_FEED) < fixed.feed_probability:
        feed(m, index, outcome)
    if case.owner >= 0:
        change_caseload(m, case.owner, -1)
        case.owner = -1
        then(m, ALLOCATE, team)
    if not case.listed:
        free_record(m, index)


@compiled
def feed(m: Table, index: int, outcome: int) -> None:
    """Open a case in the team that an outcome feeds, after a lag; its band is drawn by that team's shares."""
    fixed = see.outcomes(m)[outcome]
    key = subkey(see.cases(m)[index].key, fixed.salt)
    team = see.fixed_teams(m)[fixed.feed_team]
    u = uniform(key, DRAW_BAND)
    band = team.first_band
    while band < team.past_band - 1 and u >= see.shares(m)[band]:
        band += 1
    lag = quantile(m, fixed.feed_lag, uniform(key, DRAW_LAG))
    new_case(m, key, band, see.clock(m)[0].now + int(lag * TICKS))


@compiled
def case_event(m: Table, index: int) -> int:
    """What a case waited for has come: its arrival, the end of a delay, or a turn that falls due."""
    case = see.cases(m)[index]
    phase = case.phase
    if phase == ARRIVING:
        return arrive(m, index)
    back_inside(m, index)
    if phase == UNTIL_DUE:
        return MAKE_READY
    if phase != RESOURCE:
        return MOVE_ON
    resource = see.stages(m)[case.stage].resource
    see.resource_states(m)[resource].busy -= 1
    then(m, MOVE_ON, index)
    then(m, SERVE, resource)
    return NOTHING
