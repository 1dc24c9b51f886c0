"""The records that the compiled engine works on; `layout` gives their numbers a meaning."""

from __future__ import annotations

import numpy as np

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
    [("team", "i4"), ("place", "i4"), ("priority", "i4"), ("lane", "i4"), ("salt", "u8")],
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
ROUTE = np.dtype([("upto", "f8"), ("to", "i4")], align=True)
"""A way out of a stage: cumulative probability; stage, or -1 - outcome."""
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
officer may do, the officer who began it; while it queues for a shared resource, the tick at which it asked. `stage` is
-1 - outcome of a case that closes."""
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
        ("idle", "i4"),
        ("limit", "f8"),
        ("overtime", "f8"),
    ],
    align=True,
)
"""`takers` is how many officers may take one more case, `taker` the exclusive or of their numbers (so the one of a
single taker), `idle` how many officers are at work with nothing in hand, and `free` the first record of a closed
case."""
LANE_STATE = np.dtype([("queue", "i4")], align=True)
SPELL = np.dtype([("end", "f8"), ("first", "i4"), ("past", "i4"), ("number", "i4")], align=True)
"""An officer's latest spell of a pattern: the days from `first` to before `past`; the next is drawn from `end` on."""
RESOURCE_STATE = np.dtype([("queue", "i4"), ("waiting", "i4"), ("busy", "i4"), ("servers", "i4")], align=True)
CLOCK = np.dtype(
    [
        ("key", "u8"),
        ("now", "i8"),
        ("day_end", "i8"),
        ("listed_to", "i8"),
        ("sequence", "i8"),
        ("day", "i4"),
        ("month", "i4"),
        ("stretch", "i4"),
        ("roster", "i4"),
        ("path", "i4"),
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
known events from place `known` to NEVER are still to come; `past_known` is how many there were."""
