"""What the import wizard says about each kind of import and each choice."""

from __future__ import annotations

from planner.model.imported import ImportKind
from planner.model.intake import Conflict
from planner.model.period import Period

KINDS = {
    ImportKind.COUNTS: ("Counts of new cases", "How many came in: one row for each month or week, team and risk band."),
    ImportKind.EVENTS: ("Single referrals", "One row for each referral, with its date. They are counted for you."),
    ImportKind.CASES: ("Case book", "One row for each open case: its band, stage, owner, and when it is next due."),
    ImportKind.OFFICERS: ("Officers", "One row for each person, under a pseudonym: role, hours, first and last day."),
}
"""Title and sentence of each kind."""
THINGS = {
    ImportKind.COUNTS: "count",
    ImportKind.EVENTS: "referral",
    ImportKind.CASES: "case",
    ImportKind.OFFICERS: "officer",
}
CONFLICTS = {Conflict.REPLACE: "Replace", Conflict.ADD: "Add", Conflict.SKIP: "Skip"}
_MEANINGS = {
    (ImportKind.COUNTS, Conflict.REPLACE): "The file's count takes the place of the plan's. Other periods stay.",
    (ImportKind.COUNTS, Conflict.ADD): "The file's count is added to the plan's for the same period.",
    (ImportKind.COUNTS, Conflict.SKIP): "The plan's count stays. Only periods that it lacks are filled.",
    (ImportKind.EVENTS, Conflict.REPLACE): "The file's periods are counted anew. Other periods stay.",
    (ImportKind.EVENTS, Conflict.ADD): (
        "The file's referrals are added to the plan's counts. A reference that was imported before counts once."
    ),
    (ImportKind.EVENTS, Conflict.SKIP): "The plan's counts stay. Only periods that it lacks are filled.",
    (ImportKind.CASES, Conflict.REPLACE): (
        "The book of each team in the file becomes what the file says. Cases that are not in it leave the plan."
    ),
    (ImportKind.CASES, Conflict.ADD): "New cases are added, known ones brought up to date. None leaves the plan.",
    (ImportKind.CASES, Conflict.SKIP): "Only new cases come in. Known ones stay as they are.",
    (ImportKind.OFFICERS, Conflict.REPLACE): (
        "Each team in the file has the officers of the file. Those who are not in it leave the plan."
    ),
    (ImportKind.OFFICERS, Conflict.ADD): "New officers are added, known ones brought up to date. None leaves the plan.",
    (ImportKind.OFFICERS, Conflict.SKIP): "Only new officers come in. Known ones stay as they are.",
}
PERIODS = {None: "As the dates say", Period.MONTH: "Months", Period.WEEK: "Weeks"}
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
PRIVATE = "A column that is not imported is never stored. Names become pseudonyms that nobody can turn back."


def meaning(kind: ImportKind, conflict: Conflict) -> str:
    """What a choice does where the plan has the same already, in a sentence."""
    return _MEANINGS[kind, conflict]
