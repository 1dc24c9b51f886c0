"""What officers do: take the next task, work on it, are interrupted, and are chosen for cases and second crews."""

from __future__ import annotations

import math

from planner.simulate.kernel import views as see
from planner.simulate.kernel.layout import BETWEEN, IDLE, OFFICER, TAKE_NEXT, TICKS
from planner.simulate.kernel.queues import forget_event, push_event, then, with_item, without_first
from planner.simulate.kernel.views import Table, compiled


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
    person.holds = IDLE
    if person.rate <= 0.0:
        return
    team = see.team_states(m)[person.team]
    own = person.queue
    pool = team.supervisor_pool if person.pooled else team.pool
    if own < 0 and pool < 0:
        return
    if pool < 0 or (own >= 0 and see.items(m)[own].rank < see.items(m)[pool].rank):
        person.queue = without_first(m, own)
        person.queued -= 1
        item = own
    else:
        item = pool
        rest = without_first(m, pool)
        if person.pooled:
            team.supervisor_pool = rest
        else:
            team.pool = rest
    note_first_action(m, item)
    person.holds = item
    person.remaining = see.items(m)[item].hours
    person.since = see.clock(m)[0].now
    foresee_finish(m, officer)


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
    see.first_count(m)[case.band, clock.month] += 1
    see.first_days(m)[case.band, clock.month] += (clock.now - case.opened) / TICKS


@compiled
def queue_for(m: Table, officer: int, item: int) -> None:
    """Put an item into an officer's own queue."""
    person = see.officers(m)[officer]
    person.queue = with_item(m, person.queue, item)
    person.queued += 1


@compiled
def is_immediate(m: Table, item: int) -> bool:
    """Whether an item belongs to a case of an immediate band."""
    return see.bands(m)[see.cases(m)[case_of(m, item)].band].immediate


@compiled
def can_interrupt(m: Table, officer: int) -> bool:
    """Whether an officer is at work on a task that an immediate one may interrupt."""
    person = see.officers(m)[officer]
    return person.holds >= 0 and person.rate > 0.0 and not is_immediate(m, person.holds)


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


@compiled
def offer(m: Table, officer: int, item: int) -> None:
    """Give an officer an item: begun at once when free, or when it is immediate and the task in hand is not."""
    queue_for(m, officer, item)
    if see.officers(m)[officer].holds == IDLE:
        then(m, TAKE_NEXT, officer)
    elif is_immediate(m, item) and can_interrupt(m, officer):
        interrupt(m, officer)


@compiled
def offer_to_pool(m: Table, team_index: int, supervisor: int, item: int) -> None:
    """Give a team's officers (or supervisors) an item that any of them may do."""
    team = see.team_states(m)[team_index]
    fixed = see.fixed_teams(m)[team_index]
    if supervisor:
        team.supervisor_pool = with_item(m, team.supervisor_pool, item)
        first, past = fixed.first_supervisor, fixed.past_supervisor
    else:
        team.pool = with_item(m, team.pool, item)
        first, past = fixed.first_officer, fixed.past_officer
    interruptible = -1
    for officer in range(first, past):
        person = see.officers(m)[officer]
        if person.holds == IDLE and person.rate > 0.0:
            then(m, TAKE_NEXT, officer)
            return
        if interruptible < 0 and can_interrupt(m, officer):
            interruptible = officer
    if interruptible >= 0 and is_immediate(m, item):
        interrupt(m, interruptible)


@compiled
def change_caseload(m: Table, officer: int, cases: int) -> None:
    """Count cases that an officer gets (or gives up, when negative)."""
    person = see.officers(m)[officer]
    person.caseload += cases
    person.load = person.caseload / person.weight if person.weight > 0.0 else math.inf


@compiled
def set_room(m: Table, officer: int) -> None:
    """Today's most cases of an officer: the team's limit by the officer's hours, one at least, nothing when away."""
    person = see.officers(m)[officer]
    limit = see.team_states(m)[person.team].limit
    person.room = int(max(limit * person.weight, 1.0) + 1e-9) if person.weight > 0.0 else 0


@compiled
def least_loaded(m: Table, team_index: int) -> int:
    """The officer with the lowest caseload for the hours, below the limit; -1 when there is none."""
    fixed = see.fixed_teams(m)[team_index]
    chosen = -1
    lowest = math.inf
    for officer in range(fixed.first_officer, fixed.past_officer):
        person = see.officers(m)[officer]
        if person.caseload < person.room and person.load < lowest:
            lowest = person.load
            chosen = officer
    return chosen


@compiled
def second_officer(m: Table, team_index: int, first: int) -> int:
    """Who joins `first` on a two-officer task: at work today, free if possible, else shortest queue; -1 if nobody."""
    fixed = see.fixed_teams(m)[team_index]
    size = fixed.past_officer - fixed.first_officer
    chosen = -1
    shortest = math.inf
    # On a tie the next in line after `first`: somebody who is not there (yet) changes nothing for the others.
    begin = max(first + 1 - fixed.first_officer, 0)
    for step in range(size):
        officer = fixed.first_officer + (begin + step) % size
        person = see.officers(m)[officer]
        if officer == first or person.weight <= 0.0:
            continue
        wait = (person.queued + (person.holds != IDLE)) / person.weight
        if person.rate <= 0.0:
            wait += 1000.0
        if wait < shortest:
            shortest = wait
            chosen = officer
    return chosen
