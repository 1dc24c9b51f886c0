"""The arrays that the compiled engine works on, and the numbers that give them meaning.

Time is a whole number of ticks from the start of the plan's first day; days are numbered from 0. Hours are
productive officer-hours. An index of -1 means none.
"""

from __future__ import annotations

from typing import Any, NamedTuple

TICKS = 1 << 20
"""Ticks in a day (82 milliseconds each)."""
CASE_BITS = 22
"""Bits that name a case; a run holds at most four million cases."""
ACTOR_BITS = CASE_BITS + 1
OFFICER = 1 << CASE_BITS
"""The bits of an event key that name whose event it is: a case, or an officer above this one."""
NEVER = (1 << 63) - 1
"""The key of no event."""
DUE_BITS = 34
DUE_SPAN = 1 << DUE_BITS
"""Ticks that a due date can lie in: 4,096 days before the start to 12,288 after it."""
DUE_ORIGIN = 4096 * TICKS
NO_CLOCK = DUE_SPAN - DUE_ORIGIN - 1
"""The due date of a task without one."""
SEQUENCE_BITS = 23
AFTER_IMMEDIATE = 32
"""Added to the priority of a usual band: no band and stage together reach it, so immediate work always goes first."""
PRIORITY_PLACE = DUE_BITS + SEQUENCE_BITS
FIRST_USUAL = AFTER_IMMEDIATE << PRIORITY_PLACE
"""Items of a lower rank than this are immediate."""
PAST_DAYS = 2048
"""How many days before the start a due date is told apart."""

WIDEST_PART, NARROWEST_PART = 15, 10
"""Powers of two: ticks of the parts of a day that its known events are sorted into (32 to 1,024 parts)."""

# What an officer is doing, when it is not a task.
IDLE = -1
BETWEEN = -2

# Phases of a case.
ARRIVING, TASK, DELAY, UNTIL_DUE, RESOURCE_QUEUE, RESOURCE, CLOSED = range(7)

# Performers and clock starts, in the order of the model's enumerations.
BY_OWNER, BY_ANY, BY_SUPERVISOR = range(3)
FROM_OPENED, FROM_READY, FROM_LAST_DONE = range(3)

# What sets off overtime.
ALWAYS, ON_OVERDUE, ON_UNALLOCATED, ON_CASELOAD = range(4)

# Shares of a task that have been handed to somebody (bits of a case's `handed`).
FIRST, SECOND = 1, 2

# Steps: those on the way of a case, in their order, and others.
NOTHING, TAKE_NEXT, PLACE, END_TASK, MOVE_ON, ENTER, MAKE_READY, ASK_FOR_EFFORT, FIND_HANDS, CLOSE = range(10)
FIND_SECOND, ALLOCATE, SERVE, CHANGE_LIMITS, GO_ON_WORKING, RECEIVE = range(10, 16)

# Kinds of distribution.
CONSTANT, EXPONENTIAL, TABLE = range(3)
CELLS = 1024
"""Cells of an inverse distribution table; its last cell is divided again, twice."""

# Purposes of a draw. A stage visit owns sixteen slots of its case's random stream.
DRAW_EFFORT, DRAW_DELAY, DRAW_ROUTE, DRAW_BAND, DRAW_RESIDUAL, DRAW_FEED, DRAW_LAG, DRAW_MOMENT = range(8)
DRAW_COUNT, DRAW_LEAVING, DRAW_OUTSIDE, DRAW_ABSENCE = range(8, 12)
SLOTS = 16
# Draws that a case makes once: slots that none of its stage visits owns, as the first is number 1 or has no such draw.
ONCE_TRIAGE, ONCE_REACTIVE = 14, 15

BURN_IN = 730
"""Days before the start from which on spells of absence are drawn, so that some are under way on the first morning."""


class Network(NamedTuple):
    """A plan under a scenario, ready to run. T teams, B bands, K most bands of a team, S stages, O outcomes,
    P people, D days, Q stages that use a shared resource."""

    fixed_teams: Any
    """[T] what does not change of a team."""
    bands: Any
    """[B]."""
    stages: Any
    """[S]."""
    outcomes: Any
    """[O]."""
    opening: Any
    """[open cases] the opening book."""
    due_days: Any
    """[S, K] days, infinite when there is no clock."""
    intervals: Any
    """[stretches, S, K] days between a recurring stage's turns."""
    route_from: Any
    """[S, K] first row of the routes of a stage and band."""
    routes: Any
    """[rows]."""
    rebanding: Any
    """[S, K, K] cumulative chance of the band after a recurring stage."""
    effort_factors: Any
    """[stretches, S] multiplier of effort."""
    kinds: Any
    """[distributions] CONSTANT, EXPONENTIAL or TABLE."""
    means: Any
    """[distributions] value or mean."""
    tables: Any
    """[distributions, 3 * (CELLS + 1)] inverse distribution."""
    person_days: Any
    """[kinds of day, P] what the calendar says of everybody."""
    rosters: Any
    """[D] row of `person_days`."""
    hazards: Any
    """[P] chance of leaving, a day (constant hazard)."""
    people: Any
    """[P, 2] team, and 1 for a supervisor."""
    people_salts: Any
    """[P] so that a person's chances do not depend on who else is there."""
    skills: Any
    """[P] bits of what somebody can do."""
    lanes: Any
    """[L] queues by the skills they ask for; each team's allocation queue, officers' pool and supervisors' pool."""
    patterns: Any
    """[patterns] spells of absence, team by team."""
    overtime: Any
    """[stretches, T] hours a week each that are on offer, and when."""
    triage: Any
    """[stretches, B] share of new cases screened out."""
    outsourcing: Any
    """[stretches, resources] share sent out."""
    reactive: Any
    """[stretches, S, K] share of cases whose turn passes without a visit."""
    limits: Any
    """[stretches, T] caseload limit of a full-time officer."""
    servers: Any
    """[stretches, resources] servers."""
    arrivals: Any
    """[paths, D, B] expected new cases of a day."""
    shares: Any
    """[B] cumulative share of a team's new cases, band by band."""
    months: Any
    """[D] index of the calendar month."""
    stretches: Any
    """[D] index of a day's stretch: days for which levers say the same."""


class World(NamedTuple):
    """The state of one replication; N is the most cases it can hold."""

    clock: Any
    """[1]."""
    cases: Any
    """[N] every case of the replication, in order of its making."""
    items: Any
    """[3 N] c is case c's task (or its place in a resource's queue), N + c the second officer's share of that task,
    2 N + c the case's place in the allocation queue."""
    officers: Any
    """[P]."""
    team_states: Any
    """[T]."""
    lane_states: Any
    """[L]."""
    spells: Any
    """[P, most patterns of a team]."""
    resource_states: Any
    """[resources]."""
    events: Any
    """[N + P + 4] heap of what came up today: tick << ACTOR_BITS | case, or OFFICER + officer who finishes a task;
    NEVER after it, which each day leaves everywhere."""
    known: Any
    """[N + 1] today's events that were known in the morning, in order, and NEVER after the last."""
    listed: Any
    """[N] today's known events as they come from the day's list."""
    parts: Any
    """[TICKS >> NARROWEST_PART] events of each part of the day, then where its next one belongs in `known`."""
    todo: Any
    """[2 N + 2 P + 64] steps to be carried out, the next one last: step << CASE_BITS | index of case, officer, team or
    resource."""
    day_lists: Any
    """[D] first case of the list of each later day's events."""
    pending: Any
    """[B, PAST_DAYS + D] undone tasks by the day they are due."""
    overdue: Any
    """[B] undone tasks that were due before today."""
    earliest: Any
    """[B] no undone task is due before this row of `pending`."""
    queued: Any
    """[Q, K, PAST_DAYS + D] cases in a shared resource's queue by the day they asked, for each stage that uses one."""
    longest: Any
    """[Q, K] no case in the queue asked before this row of `queued`."""


class Output(NamedTuple):
    """What a replication leaves behind. In Python each array has the replications as its first axis; M months.

    What is counted by month has the month first, so that a month's counts lie together in the processor's cache.
    """

    team_counts: Any
    """[T, 5, D] open, unallocated, largest caseload, outside, legacy."""
    team_amounts: Any
    """[T, 5, D] caseload per full-time equivalent, strength, hours available, hours used, of them in overtime."""
    overdue_days: Any
    """[B, D] overdue tasks."""
    most_overdue: Any
    """[B, D] days."""
    resource_days: Any
    """[resources, 2, D] waiting, busy."""
    outsourced: Any
    """[M, resources]."""
    longest_wait: Any
    """[Q, K, D] days."""
    served: Any
    """[M, Q, K]."""
    waited: Any
    """[M, Q, K]."""
    arrived: Any
    """[M, B]."""
    done: Any
    """[M, S, K]."""
    due: Any
    """[M, S, K] tasks by the month they are due."""
    met: Any
    """[M, S, K] those of them done by then."""
    first_count: Any
    """[M, B]."""
    first_days: Any
    """[M, B]."""
    closed: Any
    """[M, O]."""
    closed_days: Any
    """[M, O]."""
    handled: Any
    """[1] events handled."""


ARRAYS = (*Network._fields, *World._fields, *Output._fields)
"""Every array of the engine, in the order of the rows of the address table."""
FIRST_OUTPUT = len(Network._fields) + len(World._fields)
ADDRESS, SHAPE, COLUMNS = 0, 1, 4
"""Columns of the address table: where the array is, and up to three lengths; how many columns there are."""
