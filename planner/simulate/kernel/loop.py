"""A run of one replication, from the opening book to the last evening."""

from __future__ import annotations

from numba import uint64

from planner.simulate.kernel import views as see
from planner.simulate.kernel.cases import blank
from planner.simulate.kernel.chance import Word, mix, subkey
from planner.simulate.kernel.days import begin_day, end_day, leaving_day
from planner.simulate.kernel.layout import BURN_IN, DRAW_LEAVING, IDLE, NEVER, NO_CLOCK, PAST_DAYS, PLACE, TICKS
from planner.simulate.kernel.officers import change_caseload
from planner.simulate.kernel.queues import then
from planner.simulate.kernel.steps import carry_out
from planner.simulate.kernel.views import Table, compiled
from planner.simulate.kernel.waits import clear_waits


@compiled
def replicate(m: Table, seed: int, number: int) -> None:
    """Run replication `number` into the output arrays that the table names."""
    clear(m, subkey(mix(uint64(seed)), number))
    clock = see.clock(m)[0]
    clock.path = number % (see.arrivals(m).size // (see.bands(m).size * see.months(m).size))
    open_book(m)
    carry_out(m)
    for day in range(see.months(m).size):
        begin_day(m, day)
        carry_out(m)
        end_day(m, day)
    see.handled(m)[0] = -1 if clock.full else clock.handled


@compiled
def clear(m: Table, key: Word) -> None:
    """The state before anything has happened."""
    clock = see.clock(m)[0]
    clock.now = clock.day_end = clock.listed_to = clock.sequence = clock.handled = 0
    clock.stretch = clock.roster = 0
    clock.key = key
    clock.day = clock.month = clock.cases = clock.events = clock.known = clock.past_known = clock.full = clock.todo = 0
    see.known(m)[0] = NEVER
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
        state.takers = state.taker = state.idle = state.unallocated = state.open = state.outside = state.legacy = 0
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
        clear_officer(m, officer)


@compiled
def clear_officer(m: Table, officer: int) -> None:
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
    own_key = subkey(see.clock(m)[0].key ^ see.people_salts(m)[officer], DRAW_LEAVING)
    person.leaves = leaving_day(see.hazards(m)[officer], own_key, see.months(m).size)


@compiled
def open_book(m: Table) -> None:
    """Put the opening book into the state: who owns what; then, case by case, what each waits for."""
    for index in range(see.opening(m).size):
        entry = see.opening(m)[index]
        case = see.cases(m)[index]
        see.clock(m)[0].cases = index + 1
        blank(m, index)
        case.key = mix(see.clock(m)[0].key ^ entry.salt)
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
    for index in range(see.opening(m).size - 1, -1, -1):
        then(m, PLACE, index)
