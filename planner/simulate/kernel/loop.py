"""The event loop: one replication from the opening book to the last evening, and a run of replications."""

from __future__ import annotations

from numba import uint64

from planner.simulate.kernel import views as see
from planner.simulate.kernel.cases import ask_resource, blank, case_event, wait_outside
from planner.simulate.kernel.chance import Word, mix, quantile, subkey, uniform
from planner.simulate.kernel.days import begin_day, end_day, leaving_day
from planner.simulate.kernel.layout import (
    ACTOR_BITS,
    BURN_IN,
    DELAY,
    DRAW_LEAVING,
    DRAW_RESIDUAL,
    END_TASK,
    IDLE,
    NO_CLOCK,
    OFFICER,
    PAST_DAYS,
    RESOURCE_QUEUE,
    TASK,
    TICKS,
    UNTIL_DUE,
)
from planner.simulate.kernel.officers import change_caseload
from planner.simulate.kernel.queues import has_event, pop_event, schedule, then
from planner.simulate.kernel.steps import carry_out, follow
from planner.simulate.kernel.tasks import ask_for_effort, finish_item
from planner.simulate.kernel.views import Table, compiled
from planner.simulate.kernel.waits import clear_waits


@compiled
def replicate(m: Table, seed: int, number: int) -> None:
    """Run replication `number` into the output arrays that the table names."""
    key = subkey(mix(uint64(seed)), number)
    path = number % (see.arrivals(m).size // (see.bands(m).size * see.months(m).size))
    clear(m, key)
    open_book(m, key)
    for day in range(see.months(m).size):
        begin_day(m, day, key, path)
        handle_today(m)
        end_day(m, day)
    see.handled(m)[0] = -1 if see.clock(m)[0].full else see.clock(m)[0].handled


@compiled
def handle_today(m: Table) -> None:
    """Handle the day's events in order of time; on a tie a case's event goes before an officer's."""
    clock = see.clock(m)[0]
    while has_event(m):
        event = pop_event(m)
        clock.now = event >> ACTOR_BITS
        actor = event & ((1 << ACTOR_BITS) - 1)
        if actor < OFFICER:
            follow(m, case_event(m, actor), actor)
        else:
            index = finish_item(m, actor - OFFICER)
            if index >= 0:
                follow(m, END_TASK, index)
        carry_out(m)
        clock.handled += 1


@compiled
def clear(m: Table, key: Word) -> None:
    """The state before anything has happened."""
    clock = see.clock(m)[0]
    clock.now = clock.day_end = clock.listed_to = clock.sequence = clock.handled = 0
    clock.stretch = 0
    clock.day = clock.month = clock.cases = clock.events = clock.known = clock.past_known = clock.full = clock.todo = 0
    for day in range(see.months(m).size):
        see.day_lists(m)[day] = -1
    for band in range(see.bands(m).size):
        see.overdue(m)[band] = 0
        see.earliest(m)[band] = PAST_DAYS
        for row in range(PAST_DAYS + see.months(m).size):
            see.pending(m)[band, row] = 0
    for team in range(see.team_states(m).size):
        state = see.team_states(m)[team]
        state.alone = state.free = -1
        state.overtime = 0.0
        state.takers = state.taker = state.unallocated = state.open = state.outside = state.legacy = 0
        state.limit = see.limits(m)[0, team]
    for lane in range(see.lane_states(m).size):
        see.lane_states(m)[lane].queue = -1
    for resource in range(see.resource_states(m).size):
        state = see.resource_states(m)[resource]
        state.queue = -1
        # No servers before the first morning either, when those who have waited longest are first.
        state.waiting = state.busy = state.servers = 0
    clear_waits(m)
    for officer in range(see.officers(m).size):
        clear_officer(m, key, officer)


@compiled
def clear_officer(m: Table, key: Word, officer: int) -> None:
    """An officer before the first day: no cases, no task, and the day of leaving drawn."""
    person = see.officers(m)[officer]
    person.holds = IDLE
    person.queue = person.finish = -1
    person.queued = person.caseload = person.room = person.gone = 0
    person.rate = person.remaining = person.used = person.load = 0.0
    person.since = 0
    person.team = see.people(m)[officer, 0]
    person.pooled = see.people(m)[officer, 1]
    person.weight = 0.0  # nobody takes cases before the first morning, when all that wait are shared out in order
    fixed = see.fixed_teams(m)[person.team]
    for pattern in range(fixed.past_pattern - fixed.first_pattern):
        spell = see.spells(m)[officer, pattern]
        spell.number = spell.first = spell.past = 0
        spell.end = -BURN_IN
    own_key = subkey(key ^ see.people_salts(m)[officer], DRAW_LEAVING)
    person.leaves = leaving_day(see.hazards(m)[officer], own_key, see.months(m).size)


@compiled
def open_book(m: Table, key: Word) -> None:
    """Put the opening book into the state: who owns what, what is waited for, and for how much longer."""
    for index in range(see.opening(m).size):
        entry = see.opening(m)[index]
        case = see.cases(m)[index]
        see.clock(m)[0].cases = index + 1
        blank(m, index)
        case.key = mix(key ^ entry.salt)
        case.band = entry.band
        case.stage = entry.stage
        case.owner = entry.owner
        case.opening = 1
        case.legacy = entry.legacy
        case.opened = int(entry.opened * TICKS)
        case.last_done = int(entry.since * TICKS) if see.stages(m)[entry.stage].recurs else -1
        case.due = int(entry.due * TICKS) if entry.has_due else NO_CLOCK
        team = see.bands(m)[entry.band].team
        see.team_states(m)[team].open += 1
        see.team_states(m)[team].legacy += entry.legacy
        if entry.owner >= 0:
            change_caseload(m, entry.owner, 1)
    for index in range(see.opening(m).size):
        place_opening_case(m, index)
        carry_out(m)


@compiled
def place_opening_case(m: Table, index: int) -> None:
    """Let a case of the opening book wait for what it waits for."""
    entry = see.opening(m)[index]
    case = see.cases(m)[index]
    fixed = see.stages(m)[case.stage]
    if entry.phase == TASK:
        then(m, ask_for_effort(m, index), index)
    elif fixed.recurs:
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
