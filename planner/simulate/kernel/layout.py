"""The records that the compiled engine works on, and the numbers that give them meaning.

Time is a whole number of ticks from the start of the plan's first day; days are numbered from 0. Hours are
productive officer-hours. An index of -1 means none.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

TICKS = 1 << 20
"""Ticks in a day (82 milliseconds each)."""
CASE_BITS = 22
"""Bits that name a case; a run holds at most four million cases."""
ACTOR_BITS = CASE_BITS + 1
OFFICER = 1 << CASE_BITS
"""The bits of an event key that name whose event it is: a case, or an officer above this one."""
DUE_SPAN = 1 << 34
"""Ticks that a due date can lie in: 4,096 days before the start to 12,288 after it."""
DUE_ORIGIN = 4096 * TICKS
NO_CLOCK = DUE_SPAN - DUE_ORIGIN - 1
"""The due date of a task without one."""
SEQUENCE_BITS = 23
AFTER_IMMEDIATE = 32
"""Added to the priority of a usual band: no band and stage together reach it, so immediate work always goes first."""
PAST_DAYS = 2048
"""How many days before the start a due date is told apart."""

FEWEST_PARTS, MOST_PARTS = 32, 1024
"""Parts that a day's known events are sorted into; powers of two."""

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

# Steps that follow from an event.
NOTHING, TAKE_NEXT, FIND_SECOND, END_TASK, MOVE_ON, ENTER, MAKE_READY, FIND_HANDS, ALLOCATE, SERVE = range(10)

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

TEAM = np.dtype(
    [
        ("first_officer", "i4"),
        ("past_officer", "i4"),
        ("first_supervisor", "i4"),
        ("past_supervisor", "i4"),
        ("first_lane", "i4"),
        ("pool_lane", "i4"),
        ("supervisor_lane", "i4"),
        ("past_lane", "i4"),
        ("first_pattern", "i4"),
        ("past_pattern", "i4"),
        ("immediate", "i4"),
        ("first_band", "i4"),
        ("past_band", "i4"),
        ("entry", "i4"),
        ("dispersion", "f8"),
        ("handover", "f8"),
        ("refill", "f8"),
        ("ramp_start", "f8"),
        ("ramp_days", "f8"),
    ],
    align=True,
)
BAND = np.dtype(
    [("team", "i4"), ("place", "i4"), ("priority", "i4"), ("immediate", "i4"), ("lane", "i4"), ("salt", "u8")],
    align=True,
)
STAGE = np.dtype(
    [
        ("team", "i4"),
        ("performer", "i4"),
        ("crew", "i4"),
        ("priority", "i4"),
        ("due_from", "i4"),
        ("effort", "i4"),
        ("delay", "i4"),
        ("resource", "i4"),
        ("queue", "i4"),
        ("recurs", "i4"),
        ("first_action", "i4"),
        ("lane", "i4"),
        ("second_lane", "i4"),
        ("lead", "f8"),
    ],
    align=True,
)
OUTCOME = np.dtype(
    [("team", "i4"), ("feed_team", "i4"), ("feed_lag", "i4"), ("feed_probability", "f8"), ("salt", "u8")], align=True
)
LANE = np.dtype([("skills", "i8")], align=True)
"""A queue of work that asks for the same skills (bits)."""
PATTERN = np.dtype([("salt", "u8"), ("gap", "f8"), ("length", "i4")], align=True)
"""Spells of absence: mean days from one to the next, and the distribution of their length."""
OVERTIME = np.dtype([("hours", "f8"), ("level", "f8"), ("trigger", "i4")], align=True)
TRIAGE = np.dtype([("share", "f8"), ("outcome", "i4")], align=True)
OUTSOURCING = np.dtype([("share", "f8"), ("delay", "i4")], align=True)
OPENING = np.dtype(
    [
        ("salt", "u8"),
        ("band", "i4"),
        ("stage", "i4"),
        ("owner", "i4"),
        ("phase", "i4"),
        ("legacy", "i4"),
        ("has_due", "i4"),
        ("opened", "f8"),
        ("since", "f8"),
        ("due", "f8"),
        ("passed", "f8"),
    ],
    align=True,
)
"""An open case: dates in days (negative: before the start); `passed` is the share of delays shorter than its age."""

CASE = np.dtype(
    [
        ("key", "u8"),
        ("opened", "i8"),
        ("due", "i8"),
        ("event", "i8"),
        ("last_done", "i8"),
        ("extra", "f4"),
        ("next", "i4"),
        ("owner", "i2"),
        ("stage", "i2"),
        ("band", "i2"),
        ("visit", "i2"),
        ("parts", "i1"),
        ("handed", "i1"),
        ("phase", "i1"),
        ("legacy", "i1"),
        ("seeking", "i1"),
        ("opening", "i1"),
        ("clocked", "i1"),
        ("listed", "i1"),
    ],
    align=True,
)
"""A case, in the 64 bytes of one cache line. `event` is the tick of its next event; while a pair is at a task that any
officer may do, the officer who began it; while it queues for a shared resource, the tick at which it asked."""
ITEM = np.dtype([("rank", "i8"), ("hours", "f8"), ("left", "i4"), ("right", "i4"), ("spare", "i8")], align=True)
"""What stands in a queue: its order of service, the effort left of it, and the links of its queue (32 bytes)."""
PERSON = np.dtype(
    [
        ("rate", "f8"),
        ("weight", "f8"),
        ("remaining", "f8"),
        ("used", "f8"),
        ("load", "f8"),
        ("since", "i8"),
        ("finish", "i8"),
        ("holds", "i4"),
        ("queue", "i4"),
        ("queued", "i4"),
        ("caseload", "i4"),
        ("room", "i4"),
        ("leaves", "i4"),
        ("team", "i2"),
        ("pooled", "i1"),
        ("gone", "i1"),
    ],
    align=True,
)
"""An officer or supervisor: `load` is the caseload for the hours, `room` the most cases, and `finish` is -1 unless the
task in hand ends today."""
PERSON_DAY = np.dtype([("rate", "f8"), ("weight", "f8"), ("presence", "f8"), ("duty", "f8")], align=True)
"""A person's day: productive hours, full-time equivalents that cases are shared out by (0 when not there), full-time
equivalents in post, and the share of a week's overtime that falls on the day."""
TEAM_STATE = np.dtype(
    [
        ("unallocated", "i4"),
        ("alone", "i4"),
        ("open", "i4"),
        ("outside", "i4"),
        ("legacy", "i4"),
        ("free", "i4"),
        ("takers", "i4"),
        ("taker", "i4"),
        ("limit", "f8"),
        ("overtime", "f8"),
    ],
    align=True,
)
"""`takers` is how many officers may take one more case, `taker` the exclusive or of their numbers (so the one of a
single taker), and `free` the first record of a closed case."""
LANE_STATE = np.dtype([("queue", "i4")], align=True)
SPELL = np.dtype([("end", "f8"), ("first", "i4"), ("past", "i4"), ("number", "i4")], align=True)
"""An officer's latest spell of a pattern: the days from `first` to before `past`; the next is drawn from `end` on."""
RESOURCE_STATE = np.dtype([("queue", "i4"), ("waiting", "i4"), ("busy", "i4"), ("servers", "i4")], align=True)
CLOCK = np.dtype(
    [
        ("now", "i8"),
        ("day_end", "i8"),
        ("listed_to", "i8"),
        ("sequence", "i8"),
        ("day", "i4"),
        ("month", "i4"),
        ("stretch", "i4"),
        ("cases", "i4"),
        ("events", "i4"),
        ("known", "i4"),
        ("past_known", "i4"),
        ("full", "i4"),
        ("todo", "i4"),
        ("handled", "i8"),
    ],
    align=True,
)
"""Events of cases before `listed_to` are today's that come up during the day; the others stand in a day's list. Today's
known events from place `known` to before `past_known` are still to come."""


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
    route_to: Any
    """[rows] stage index, or -1 - outcome index."""
    route_upto: Any
    """[rows] cumulative probability."""
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
    """[D, P]."""
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
    """[D] index of a day's stretch of days: no lever begins or ends within one."""


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
    """[N + P] heap of what came up today: tick << ACTOR_BITS | case, or OFFICER + officer who finishes a task."""
    known: Any
    """[N] today's events that were known in the morning, in order."""
    parts: Any
    """[MOST_PARTS] first case of the list of each part of the day, while they are put in order."""
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
    """What a replication leaves behind. In Python each array has the replications as its first axis; M months."""

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
    """[resources, M]."""
    longest_wait: Any
    """[Q, K, D] days."""
    served: Any
    """[Q, K, M]."""
    waited: Any
    """[Q, K, M]."""
    arrived: Any
    """[B, M]."""
    done: Any
    """[S, K, M]."""
    due: Any
    """[S, K, M] tasks by the month they are due."""
    met: Any
    """[S, K, M] those of them done by then."""
    first_count: Any
    """[B, M]."""
    first_days: Any
    """[B, M]."""
    closed: Any
    """[O, M]."""
    closed_days: Any
    """[O, M]."""
    handled: Any
    """[1] events handled."""


ARRAYS = (*Network._fields, *World._fields, *Output._fields)
"""Every array of the engine, in the order of the rows of the address table."""
FIRST_OUTPUT = len(Network._fields) + len(World._fields)
ADDRESS, SHAPE, COLUMNS = 0, 1, 4
"""Columns of the address table: where the array is, and up to three lengths; how many columns there are."""
