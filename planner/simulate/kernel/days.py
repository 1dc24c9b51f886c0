"""The turn of the day: rates, comings and goings, new cases in the morning, and the books in the evening."""

from __future__ import annotations

import math

from planner.simulate.kernel import views as see
from planner.simulate.kernel.cases import new_case
from planner.simulate.kernel.chance import Word, count, subkey, uniform
from planner.simulate.kernel.clocks import close_day
from planner.simulate.kernel.layout import (
    ALLOCATE,
    BY_OWNER,
    BY_SUPERVISOR,
    CLOSED,
    DRAW_COUNT,
    DRAW_MOMENT,
    FIRST,
    IDLE,
    SERVE,
    TAKE_NEXT,
    TASK,
    TICKS,
)
from planner.simulate.kernel.officers import (
    case_of,
    change_caseload,
    foresee_finish,
    offer_to_pool,
    set_room,
    settle,
)
from planner.simulate.kernel.queues import push_event, then, without_first
from planner.simulate.kernel.steps import carry_out
from planner.simulate.kernel.tasks import seek_owner, share_with_second
from planner.simulate.kernel.views import Table, compiled


@compiled
def begin_day(m: Table, day: int, key: Word, path: int) -> None:
    """Everything that changes at midnight, in a fixed order."""
    clock = see.clock(m)[0]
    clock.day = day
    clock.now = day * TICKS
    clock.day_end = clock.now + TICKS
    clock.month = see.months(m)[day]
    index = see.day_lists(m)[day]
    while index >= 0:
        push_event(m, see.cases(m)[index].event, index)
        index = see.cases(m)[index].next
    change_people(m, day)
    carry_out(m)
    change_limits(m, day)
    carry_out(m)
    go_on_working(m)
    carry_out(m)
    receive(m, day, key, path)


@compiled
def share_in_post(m: Table, team: int, days_since: float) -> float:
    """What a post yields of its full rate so many days after its holder has left (before that: all of it).

    Nothing until it is filled again; then the newcomer's ramp.
    """
    if days_since < 0:
        return 1.0
    fixed = see.fixed_teams(m)[team]
    served = days_since - fixed.refill
    if served < 0.0:
        return 0.0
    if served >= fixed.ramp_days:
        return 1.0
    return fixed.ramp_start + (1.0 - fixed.ramp_start) * served / fixed.ramp_days


@compiled
def change_people(m: Table, day: int) -> None:
    """Today's rates for everybody; then those who have left hand over."""
    for officer in range(see.officers(m).size):
        person = see.officers(m)[officer]
        share = share_in_post(m, person.team, day - person.leaves)
        today = see.person_days(m)[day, officer]
        weight = today.weight * share
        person.finish = -1
        # On the first morning: the book may name an owner who has left, or has not come yet.
        person.gone = weight <= 0.0 and (person.weight > 0.0 or day == 0)
        person.rate = today.rate * share
        if weight != person.weight:
            person.weight = weight
            change_caseload(m, officer, 0)
            set_room(m, officer)
    for officer in range(see.officers(m).size):
        if see.officers(m)[officer].gone:
            hand_over(m, officer)


@compiled
def hand_over(m: Table, officer: int) -> None:
    """A leaver's tasks go back to where they came from, and the cases to the allocation queue with extra effort."""
    person = see.officers(m)[officer]
    if person.holds >= 0:
        see.items(m)[person.holds].hours = person.remaining
        return_item(m, officer, person.holds)
        person.holds = IDLE
    while person.queue >= 0:
        item = person.queue
        person.queue = without_first(m, item)
        person.queued -= 1
        return_item(m, officer, item)
    if person.pooled:
        return
    for index in range(see.clock(m)[0].cases):
        case = see.cases(m)[index]
        if case.owner != officer or case.phase == CLOSED:
            continue
        case.owner = -1
        if case.phase == TASK and not case.handed & FIRST:
            see.items(m)[index].hours += see.fixed_teams(m)[person.team].handover
        else:
            case.extra += see.fixed_teams(m)[person.team].handover
        seek_owner(m, index)
    change_caseload(m, officer, -person.caseload)
    then(m, ALLOCATE, person.team)


@compiled
def return_item(m: Table, officer: int, item: int) -> None:
    """Find other hands for an item of a leaver; an own case's task waits for the case's next owner."""
    index = case_of(m, item)
    case = see.cases(m)[index]
    fixed = see.stages(m)[case.stage]
    if item >= see.cases(m).size:
        share_with_second(m, index, case.owner)
    elif case.owner == officer and fixed.performer == BY_OWNER:
        case.handed &= ~FIRST
    else:
        offer_to_pool(m, fixed.team, fixed.performer == BY_SUPERVISOR, item)


@compiled
def change_limits(m: Table, day: int) -> None:
    """Today's caseload limits and servers; waiting cases are shared out to newcomers and free servers."""
    for team in range(see.team_states(m).size):
        state = see.team_states(m)[team]
        if state.limit != see.limits(m)[day, team]:
            state.limit = see.limits(m)[day, team]
            for officer in range(see.fixed_teams(m)[team].first_officer, see.fixed_teams(m)[team].past_officer):
                set_room(m, officer)
        if state.allocation >= 0:
            then(m, ALLOCATE, team)
    for resource in range(see.resource_states(m).size):
        see.resource_states(m)[resource].servers = see.servers(m)[day, resource]
        then(m, SERVE, resource)


@compiled
def go_on_working(m: Table) -> None:
    """Officers at work today go on with the task in hand or take one."""
    for officer in range(see.officers(m).size):
        person = see.officers(m)[officer]
        if person.holds >= 0:
            if person.finish < 0:
                person.since = see.clock(m)[0].now
                foresee_finish(m, officer)
        elif person.rate > 0.0:
            then(m, TAKE_NEXT, officer)


@compiled
def receive(m: Table, day: int, key: Word, path: int) -> None:
    """Draw today's new cases; each arrives at its own moment of the day."""
    for band in range(see.bands(m).size):
        mean = see.arrivals(m)[path, day, band]
        if mean <= 0.0:
            continue
        fixed = see.bands(m)[band]
        day_key = subkey(key ^ fixed.salt, day)
        number = count(mean, see.fixed_teams(m)[fixed.team].dispersion, subkey(day_key, DRAW_COUNT))
        for ordinal in range(number):
            case_key = subkey(day_key, 1000 + ordinal)
            moment = uniform(case_key, DRAW_MOMENT)
            new_case(m, case_key, band, day * TICKS + int(moment * TICKS))


@compiled
def end_day(m: Table, day: int) -> None:
    """Stop work at midnight and write the day's books."""
    see.clock(m)[0].now = see.clock(m)[0].day_end
    for team in range(see.team_states(m).size):
        close_books(m, team, day)
    for band in range(see.bands(m).size):
        see.most_overdue(m)[band, day] = close_day(m, band)
        see.overdue_days(m)[band, day] = see.overdue(m)[band]
    for resource in range(see.resource_states(m).size):
        see.resource_days(m)[resource, 0, day] = see.resource_states(m)[resource].waiting
        see.resource_days(m)[resource, 1, day] = see.resource_states(m)[resource].busy


@compiled
def close_books(m: Table, team: int, day: int) -> None:
    """One team's row of the day."""
    fixed = see.fixed_teams(m)[team]
    state = see.team_states(m)[team]
    available = used = strength = 0.0
    most = 0
    for officer in range(fixed.first_officer, fixed.past_supervisor):
        person = see.officers(m)[officer]
        if person.holds >= 0:
            settle(m, officer)
        if officer < fixed.past_officer:
            available += person.rate
            used += person.used
            if share_in_post(m, team, day - person.leaves) > 0.0:
                strength += see.person_days(m)[day, officer].presence
            most = max(most, person.caseload)
        person.used = 0.0
    see.team_counts(m)[team, 0, day] = state.open
    see.team_counts(m)[team, 1, day] = state.unallocated
    see.team_counts(m)[team, 2, day] = most
    see.team_counts(m)[team, 3, day] = state.outside
    see.team_counts(m)[team, 4, day] = state.legacy
    see.team_amounts(m)[team, 0, day] = (state.open - state.unallocated) / strength if strength > 0.0 else 0.0
    see.team_amounts(m)[team, 1, day] = strength
    see.team_amounts(m)[team, 2, day] = available
    see.team_amounts(m)[team, 3, day] = used


@compiled
def leaving_day(hazard: float, key: Word, days: int) -> int:
    """The day on which somebody leaves, by a constant hazard a day; `days` when that is after the run."""
    if hazard <= 0.0:
        return days
    return int(min(-math.log(uniform(key, 0)) / hazard, float(days)))
