"""What officers do: take the next task, work on it, are interrupted, and are chosen for cases and second crews."""

from __future__ import annotations

import math

from planner.simulate.kernel import views as see
from planner.simulate.kernel.layout import (
    BETWEEN,
    BY_ANY,
    BY_OWNER,
    FIND_SECOND,
    FIRST_USUAL,
    IDLE,
    OFFICER,
    SECOND,
    TAKE_NEXT,
    TICKS,
)
from planner.simulate.kernel.queues import forget_event, push_event, then, with_item, without_first
from planner.simulate.kernel.views import Table, built_in, compiled


@compiled
def case_of(m: Table, item: int) -> int:
    """The case that an item belongs to."""
    size = see.cases(m).size
    return item if item < size else item - size


@compiled
def settle(m: Table, officer: int) -> None:
    """Book the work done on the task in hand up to now."""
    person = see.officers(m)[officer]
    now = see.clock(m)[0].now
    worked = min(person.rate * (now - person.since) / TICKS, person.remaining)
    person.used += worked
    person.remaining -= worked
    person.since = now


@compiled
def foresee_finish(m: Table, officer: int) -> None:
    """Work out when the task in hand ends; note the event when that is today."""
    person = see.officers(m)[officer]
    if person.rate <= 0.0:
        return
    ticks = person.remaining / person.rate * TICKS
    if ticks < see.clock(m)[0].day_end - person.since:
        finish = person.since + math.ceil(ticks)
        if finish < see.clock(m)[0].day_end:
            person.finish = finish
            push_event(m, finish, OFFICER + int(officer))


@compiled
def take_next(m: Table, officer: int) -> None:
    """Let a free officer begin the first item of the own queue or of the team's pool, whichever ranks higher."""
    person = see.officers(m)[officer]
    if person.holds >= 0:
        return
    was_idle = person.holds == IDLE
    person.holds = IDLE
    if person.rate <= 0.0:
        return
    own = person.queue
    lane = best_lane(m, officer)
    pool = see.lane_states(m)[lane].queue if lane >= 0 else -1
    if own < 0 and pool < 0:
        if not was_idle:
            count_idle(m, officer, 1)
        return
    if was_idle:
        count_idle(m, officer, -1)
    if pool < 0 or (own >= 0 and see.items(m)[own].rank < see.items(m)[pool].rank):
        person.queue = without_first(m, own)
        person.queued -= 1
        item = own
    else:
        item = pool
        see.lane_states(m)[lane].queue = without_first(m, pool)
        ask_for_second(m, officer, item)
    note_first_action(m, item)
    person.holds = item
    person.remaining = see.items(m)[item].hours
    person.since = see.clock(m)[0].now
    foresee_finish(m, officer)


@compiled
def count_idle(m: Table, officer: int, change: int) -> None:
    """Keep count of the team's officers who are at work with nothing in hand."""
    person = see.officers(m)[officer]
    if not person.pooled:
        see.team_states(m)[person.team].idle += change


@compiled
def ask_for_second(m: Table, officer: int, item: int) -> None:
    """Let somebody join an officer who takes the first share of a two-officer task from the pool."""
    if item >= see.cases(m).size:
        return
    case = see.cases(m)[item]
    fixed = see.stages(m)[case.stage]
    if fixed.crew == 2 and not case.handed & SECOND:
        case.handed |= SECOND
        case.event = officer
        then(m, FIND_SECOND, officer)


@compiled
def can_do(m: Table, officer: int, lane: int) -> bool:
    """Whether an officer has the skills that a lane asks for."""
    return see.skills(m)[officer] & see.lanes(m)[lane].skills == see.lanes(m)[lane].skills


@built_in
def best_lane(m: Table, officer: int) -> int:
    """The lane of the team's pool whose first item ranks highest among those the officer can do; -1 when none has."""
    person = see.officers(m)[officer]
    fixed = see.fixed_teams(m)[person.team]
    first, past = fixed.pool_lane, fixed.supervisor_lane
    if person.pooled:
        first, past = past, fixed.past_lane
    chosen = -1
    for lane in range(first, past):
        head = see.lane_states(m)[lane].queue
        if head < 0 or not can_do(m, officer, lane):
            continue
        if chosen < 0 or see.items(m)[head].rank < see.items(m)[see.lane_states(m)[chosen].queue].rank:
            chosen = lane
    return chosen


@compiled
def note_first_action(m: Table, item: int) -> None:
    """Count the start of a case's first action, once, for cases that arrived in the run."""
    if item >= see.cases(m).size:
        return
    case = see.cases(m)[item]
    if case.opening or not see.stages(m)[case.stage].first_action:
        return
    case.opening = 1
    clock = see.clock(m)[0]
    see.first_count(m)[clock.month, case.band] += 1
    see.first_days(m)[clock.month, case.band] += (clock.now - case.opened) / TICKS


@compiled
def queue_for(m: Table, officer: int, item: int) -> None:
    """Put an item into an officer's own queue."""
    person = see.officers(m)[officer]
    person.queue = with_item(m, person.queue, item)
    person.queued += 1


@compiled
def is_immediate(m: Table, item: int) -> bool:
    """Whether an item belongs to a case of an immediate band."""
    return see.items(m)[item].rank < FIRST_USUAL


@compiled
def can_interrupt(m: Table, officer: int) -> bool:
    """Whether an officer is at work on a task that an immediate one may interrupt."""
    person = see.officers(m)[officer]
    return person.holds >= 0 and person.rate > 0.0 and not is_immediate(m, person.holds)


@compiled
def finds_immediate(m: Table, officer: int) -> bool:
    """Whether an officer who is back at a task finds that immediate work has come up, which goes before it."""
    person = see.officers(m)[officer]
    if not see.fixed_teams(m)[person.team].immediate or not can_interrupt(m, officer):
        return False
    lane = best_lane(m, officer)
    if lane >= 0 and is_immediate(m, see.lane_states(m)[lane].queue):
        return True
    return person.queue >= 0 and is_immediate(m, person.queue)


@compiled
def interrupt(m: Table, officer: int) -> None:
    """Stop the task in hand; it goes back to the officer's own queue with the effort that is left."""
    person = see.officers(m)[officer]
    settle(m, officer)
    if person.finish >= 0:
        forget_event(m, person.finish, OFFICER + int(officer))
        person.finish = -1
    see.items(m)[person.holds].hours = person.remaining
    queue_for(m, officer, person.holds)
    person.holds = BETWEEN
    then(m, TAKE_NEXT, officer)


@built_in
def offer(m: Table, officer: int, item: int) -> None:
    """Give an officer an item: begun at once when free, or when it is immediate and the task in hand is not."""
    queue_for(m, officer, item)
    if see.officers(m)[officer].holds == IDLE:
        then(m, TAKE_NEXT, officer)
    elif is_immediate(m, item) and can_interrupt(m, officer):
        interrupt(m, officer)


@built_in
def offer_to_pool(m: Table, team_index: int, lane: int, item: int) -> None:
    """Put an item into a lane, for whoever of the team's officers (or supervisors) has the skills."""
    fixed = see.fixed_teams(m)[team_index]
    see.lane_states(m)[lane].queue = with_item(m, see.lane_states(m)[lane].queue, item)
    if lane < fixed.supervisor_lane and see.team_states(m)[team_index].idle == 0 and not is_immediate(m, item):
        return
    first, past = fixed.first_officer, fixed.past_officer
    if lane >= fixed.supervisor_lane:
        first, past = fixed.first_supervisor, fixed.past_supervisor
    for officer in range(first, past):
        person = see.officers(m)[officer]
        if person.holds == IDLE and person.rate > 0.0 and can_do(m, officer, lane):
            then(m, TAKE_NEXT, officer)
            return
    if is_immediate(m, item):
        for officer in range(first, past):
            if can_interrupt(m, officer) and can_do(m, officer, lane):
                interrupt(m, officer)
                return


@compiled
def change_caseload(m: Table, officer: int, cases: int) -> None:
    """Count cases that an officer gets (or gives up, when negative)."""
    person = see.officers(m)[officer]
    set_caseload(m, officer, person.caseload + cases, person.room)
    person.load = person.caseload / person.weight if person.weight > 0.0 else math.inf


@compiled
def set_caseload(m: Table, officer: int, caseload: int, room: int) -> None:
    """Set somebody's cases and most cases, and keep count of the team's officers who can take one more."""
    person = see.officers(m)[officer]
    if not person.pooled:
        change = int(caseload < room) - int(person.caseload < person.room)
        if change != 0:
            state = see.team_states(m)[person.team]
            state.takers += change
            state.taker ^= int(officer)
    person.caseload = caseload
    person.room = room


@compiled
def set_room(m: Table, officer: int) -> None:
    """Today's most cases of an officer: the team's limit by the officer's hours, one at least, nothing when away."""
    person = see.officers(m)[officer]
    limit = see.team_states(m)[person.team].limit
    room = int(max(limit * person.weight, 1.0) + 1e-9) if person.weight > 0.0 else 0
    set_caseload(m, officer, person.caseload, room)


@built_in
def least_loaded(m: Table, team_index: int, lane: int) -> int:
    """The officer with the lane's skills and the lowest caseload for the hours, below the limit; -1 for nobody."""
    state = see.team_states(m)[team_index]
    if state.takers <= 1:
        return state.taker if state.takers == 1 and can_do(m, state.taker, lane) else -1
    fixed = see.fixed_teams(m)[team_index]
    chosen = -1
    lowest = math.inf
    for officer in range(fixed.first_officer, fixed.past_officer):
        person = see.officers(m)[officer]
        if person.caseload < person.room and person.load < lowest and can_do(m, officer, lane):
            lowest = person.load
            chosen = officer
    return chosen


@compiled
def second_officer(m: Table, team_index: int, lane: int, first: int) -> int:
    """Who joins `first` on a two-officer task: skilled, at work today, free if possible, else shortest queue.

    -1 when nobody else is in the team.
    """
    fixed = see.fixed_teams(m)[team_index]
    size = fixed.past_officer - fixed.first_officer
    chosen = -1
    shortest = math.inf
    # On a tie the next in line after `first`: somebody who is not there (yet) changes nothing for the others.
    officer = max(first, fixed.first_officer - 1)
    for _ in range(size):
        officer += 1
        if officer >= fixed.past_officer:
            officer = fixed.first_officer
        person = see.officers(m)[officer]
        if officer == first or person.weight <= 0.0 or not can_do(m, officer, lane):
            continue
        wait = (person.queued + (person.holds != IDLE)) / person.weight
        if person.rate <= 0.0:
            wait += 1000.0
        if wait < shortest:
            shortest = wait
            chosen = officer
            if wait == 0.0:
                break
    return chosen


@compiled
def share_with_second(m: Table, index: int, first: int) -> None:
    """Give the second officer's share of a two-officer task to somebody other than `first`.

    When nobody else is in the team the share waits until somebody is.
    """
    fixed = see.stages(m)[see.cases(m)[index].stage]
    item = index + see.cases(m).size
    second = second_officer(m, fixed.team, fixed.second_lane, first)
    if second >= 0:
        offer(m, second, item)
    else:
        team = see.team_states(m)[fixed.team]
        team.alone = with_item(m, team.alone, item)


@compiled
def find_seconds(m: Table, team_index: int) -> None:
    """Look again for somebody to join those who had to wait for a second officer."""
    item = see.team_states(m)[team_index].alone
    see.team_states(m)[team_index].alone = -1
    while item >= 0:
        rest = without_first(m, item)
        index = case_of(m, item)
        share_with_second(m, index, first_officer(m, index))
        item = rest


@compiled
def first_officer(m: Table, index: int) -> int:
    """The officer who does the first share of a case's two-officer task; -1 when a supervisor does."""
    case = see.cases(m)[index]
    performer = see.stages(m)[case.stage].performer
    if performer == BY_OWNER:
        return case.owner
    return case.event if performer == BY_ANY else -1
