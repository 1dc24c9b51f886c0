"""The turn of the day: rates, comings and goings, new cases in the morning, and the books in the evening."""

from __future__ import annotations

import math

from planner.simulate.kernel import views as see
from planner.simulate.kernel.cases import new_case
from planner.simulate.kernel.chance import Word, count, quantile, subkey, uniform
from planner.simulate.kernel.clocks import close_day
from planner.simulate.kernel.layout import (
    ALLOCATE,
    BY_OWNER,
    CHANGE_LIMITS,
    CLOSED,
    DRAW_ABSENCE,
    DRAW_COUNT,
    DRAW_MOMENT,
    FIRST,
    GO_ON_WORKING,
    IDLE,
    ON_CASELOAD,
    ON_OVERDUE,
    ON_UNALLOCATED,
    RECEIVE,
    SERVE,
    TAKE_NEXT,
    TASK,
    TICKS,
)
from planner.simulate.kernel.officers import (
    best_lane,
    case_of,
    change_caseload,
    count_idle,
    find_seconds,
    finds_immediate,
    foresee_finish,
    interrupt,
    offer_to_pool,
    set_room,
    settle,
    share_with_second,
)
from planner.simulate.kernel.queues import order_known, then, without_first
from planner.simulate.kernel.tasks import seek_owner
from planner.simulate.kernel.views import Table, compiled
from planner.simulate.kernel.waits import close_waits


@compiled
def begin_day(m: Table, day: int) -> None:
    """Everything that changes at midnight, in a fixed order: what is noted here is carried out from the last on."""
    clock = see.clock(m)[0]
    clock.day = day
    clock.now = day * TICKS
    clock.day_end = clock.now + TICKS
    clock.month = see.months(m)[day]
    clock.stretch = see.stretches(m)[day]
    clock.roster = see.rosters(m)[day]
    clock.listed_to = clock.now
    for team in range(see.team_states(m).size):
        offer_overtime(m, team)
    then(m, RECEIVE, 0)
    then(m, GO_ON_WORKING, 0)
    then(m, CHANGE_LIMITS, 0)
    change_people(m, day)


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
def offer_overtime(m: Table, team_index: int) -> None:
    """Whether a team works overtime today, by how things stood last evening."""
    state = see.team_states(m)[team_index]
    offered = see.overtime(m)[see.clock(m)[0].stretch, team_index]
    state.overtime = 0.0
    if offered.hours > 0.0 and overtime_measure(m, team_index, offered.trigger) > offered.level:
        state.overtime = offered.hours


@compiled
def overtime_measure(m: Table, team_index: int, trigger: int) -> float:
    """The number that sets off a team's overtime."""
    state = see.team_states(m)[team_index]
    fixed = see.fixed_teams(m)[team_index]
    if trigger == ON_OVERDUE:
        late = 0
        for band in range(fixed.first_band, fixed.past_band):
            late += see.overdue(m)[band]
        return float(late)
    if trigger == ON_UNALLOCATED:
        return float(state.unallocated)
    if trigger == ON_CASELOAD:
        there = 0.0
        for officer in range(fixed.first_officer, fixed.past_officer):
            there += see.officers(m)[officer].weight
        return (state.open - state.unallocated) / there if there > 0.0 else math.inf
    return math.inf


@compiled
def is_away(m: Table, officer: int, day: int) -> bool:
    """Whether somebody is absent today by one of the team's patterns."""
    fixed = see.fixed_teams(m)[see.officers(m)[officer].team]
    away = False
    for pattern in range(fixed.first_pattern, fixed.past_pattern):
        spell = see.spells(m)[officer, pattern - fixed.first_pattern]
        while spell.past <= day:
            next_spell(m, officer, pattern)
        away = away or spell.first <= day
    return away


@compiled
def next_spell(m: Table, officer: int, pattern: int) -> None:
    """Draw somebody's next spell of absence: at work for an exponential time, then away for whole days.

    A length is rounded up or down by chance, so that its mean stays what it is.
    """
    fixed = see.patterns(m)[pattern]
    spell = see.spells(m)[officer, pattern - see.fixed_teams(m)[see.officers(m)[officer].team].first_pattern]
    own_key = subkey(see.clock(m)[0].key ^ see.people_salts(m)[officer], DRAW_ABSENCE)
    own_key = subkey(own_key ^ fixed.salt, spell.number)
    begins = spell.end - math.log1p(-uniform(own_key, 0)) * fixed.gap
    length = quantile(m, fixed.length, uniform(own_key, 1))
    spell.number += 1
    spell.end = begins + length
    spell.first = math.floor(begins)
    spell.past = spell.first + int(length + uniform(own_key, 2))


@compiled
def change_people(m: Table, day: int) -> None:
    """Today's rates for everybody, and how many are idle; then those who have left (and have no hours) hand over."""
    for team in range(see.team_states(m).size):
        see.team_states(m)[team].idle = 0
    for officer in range(see.officers(m).size):
        person = see.officers(m)[officer]
        share = share_in_post(m, person.team, day - person.leaves)
        today = see.person_days(m)[see.clock(m)[0].roster, officer]
        weight = today.weight * share
        person.finish = -1
        # On the first morning: the book may name an owner who has left, or has not come yet.
        person.gone = weight <= 0.0 and (person.weight > 0.0 or day == 0)
        person.rate = today.rate * share
        extra = see.team_states(m)[person.team].overtime
        if extra > 0.0:
            person.rate += extra * today.duty * share
        if is_away(m, officer, day):
            person.rate = 0.0
        if person.holds == IDLE and person.rate > 0.0:
            count_idle(m, officer, 1)
        if weight != person.weight:
            person.weight = weight
            change_caseload(m, officer, 0)
            set_room(m, officer)
    for officer in range(see.officers(m).size):
        if see.officers(m)[officer].gone:
            hand_over(m, officer)
    for team in range(see.team_states(m).size):
        if see.team_states(m)[team].alone >= 0:
            find_seconds(m, team)


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
        offer_to_pool(m, fixed.team, fixed.lane, item)


@compiled
def change_limits(m: Table) -> None:
    """Today's caseload limits and servers; waiting cases are shared out to newcomers and free servers."""
    stretch = see.clock(m)[0].stretch
    for team in range(see.team_states(m).size):
        state = see.team_states(m)[team]
        if state.limit != see.limits(m)[stretch, team]:
            state.limit = see.limits(m)[stretch, team]
            for officer in range(see.fixed_teams(m)[team].first_officer, see.fixed_teams(m)[team].past_officer):
                set_room(m, officer)
        if state.unallocated > 0:
            then(m, ALLOCATE, team)
    for resource in range(see.resource_states(m).size):
        see.resource_states(m)[resource].servers = see.servers(m)[stretch, resource]
        then(m, SERVE, resource)


@compiled
def go_on_working(m: Table) -> None:
    """Officers at work today go on with the task in hand or take one."""
    for officer in range(see.officers(m).size):
        person = see.officers(m)[officer]
        if person.holds >= 0:
            if person.finish < 0:
                person.since = see.clock(m)[0].now
                if finds_immediate(m, officer):
                    interrupt(m, officer)
                else:
                    foresee_finish(m, officer)
        elif person.rate > 0.0 and (person.queue >= 0 or best_lane(m, officer) >= 0):
            then(m, TAKE_NEXT, officer)


@compiled
def receive(m: Table) -> None:
    """Draw today's new cases; each arrives at its own moment of the day. Then all that is known of today is ordered."""
    clock = see.clock(m)[0]
    day = clock.day
    for band in range(see.bands(m).size):
        mean = see.arrivals(m)[clock.path, day, band]
        if mean <= 0.0:
            continue
        fixed = see.bands(m)[band]
        day_key = subkey(clock.key ^ fixed.salt, day)
        number = count(mean, see.fixed_teams(m)[fixed.team].dispersion, subkey(day_key, DRAW_COUNT))
        for ordinal in range(number):
            case_key = subkey(day_key, 1000 + ordinal)
            moment = uniform(case_key, DRAW_MOMENT)
            new_case(m, case_key, band, clock.now + int(moment * TICKS))
    order_known(m, day)


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
    close_waits(m, day)


@compiled
def close_books(m: Table, team: int, day: int) -> None:
    """One team's row of the day."""
    fixed = see.fixed_teams(m)[team]
    state = see.team_states(m)[team]
    available = used = strength = extra = 0.0
    most = 0
    for officer in range(fixed.first_officer, fixed.past_supervisor):
        person = see.officers(m)[officer]
        if person.holds >= 0:
            settle(m, officer)
        if officer < fixed.past_officer:
            available += person.rate
            used += person.used
            extra += worked_over(m, officer, day)
            if share_in_post(m, team, day - person.leaves) > 0.0:
                strength += see.person_days(m)[see.clock(m)[0].roster, officer].presence
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
    see.team_amounts(m)[team, 4, day] = extra


@compiled
def worked_over(m: Table, officer: int, day: int) -> float:
    """Hours that an officer has worked today beyond the usual ones."""
    person = see.officers(m)[officer]
    extra = see.team_states(m)[person.team].overtime
    if extra == 0.0 or person.rate == 0.0:
        return 0.0
    duty = see.person_days(m)[see.clock(m)[0].roster, officer].duty
    usual = person.rate - extra * duty * share_in_post(m, person.team, day - person.leaves)
    return max(person.used - usual, 0.0)


@compiled
def leaving_day(hazard: float, key: Word, days: int) -> int:
    """The day on which somebody leaves, by a constant hazard a day; `days` when that is after the run."""
    if hazard <= 0.0:
        return days
    return int(min(-math.log(uniform(key, 0)) / hazard, float(days)))
