"""What a column can be read as, for each kind of import."""

from __future__ import annotations

from planner.model.imported import ImportKind
from planner.model.intake import Field
from planner.model.plan import Plan

COUNT_OF = "count:"
"""Before the key of a band: the field of a column that holds the counts of that band alone."""

_TEAM = Field(
    "team",
    "Team",
    "Key or name of a team of this plan. Leave it out when the whole file belongs to one team.",
    synonyms=("team", "unit", "department", "team name", "unit name", "business unit", "command"),
)
_BAND = Field(
    "band",
    "Risk band",
    "Key or name of a risk band of the row's team, such as Very high, VH or Medium risk.",
    synonyms=(
        "band", "risk", "risk band", "risk level", "risk grade", "grade", "grading", "priority", "rag",
        "kirat", "arms level", "risk rating", "band name",
    ),
)  # fmt: skip
_COUNTS = (
    Field(
        "period",
        "Month or week",
        "Mar-26, 2026-03, 2026-W10, w/c 02/03/2026, or the first day of the month or week.",
        required=True,
        synonyms=(
            "period", "month", "week", "date", "period start", "month start", "week start", "week commencing", "w c",
            "wc", "month year", "year month", "week beginning", "w b", "starting", "from",
        ),
    ),
    _TEAM,
    _BAND,
    Field(
        "count",
        "Count",
        "How many came in: a whole number. Empty or - is a gap, nil is zero.",
        synonyms=(
            "count", "referrals", "number", "total", "cases", "no", "volume", "qty", "new cases", "number of referrals",
            "no of referrals", "received", "demand",
        ),
    ),
)  # fmt: skip
_EVENTS = (
    Field(
        "received",
        "Date received",
        "The day on which the referral came in, day first.",
        required=True,
        synonyms=(
            "received", "date received", "received date", "date", "referral date", "date of referral", "date created",
            "created", "created date", "created on", "date recorded", "recorded", "reported", "date reported",
            "reported date", "opened", "received on",
        ),
    ),
    _TEAM,
    _BAND,
    Field(
        "reference",
        "Reference",
        "Tells repeated rows; kept as a pseudonym only.",
        pseudonym=True,
        synonyms=(
            "reference", "ref", "ref no", "reference number", "referral id", "referral ref", "referral reference", "id",
            "crime number", "crime ref", "crime reference", "occurrence number", "urn", "case ref", "unique id",
            "niche ref", "record id", "referral number", "crime no", "occurrence no", "occurrence", "referral no",
        ),
    ),
)  # fmt: skip
_CASES = (
    Field(
        "reference",
        "Reference",
        "The case's number in your own system; kept as a pseudonym only. The same number gives the same pseudonym.",
        pseudonym=True,
        synonyms=(
            "reference", "ref", "ref no", "case ref", "case reference", "case number", "case no", "case id", "id",
            "crime number", "crime ref", "crime reference", "urn", "occurrence number", "niche ref", "investigation",
            "crime no", "occurrence no", "occurrence", "investigation number", "investigation no",
        ),
    ),
    Field(
        "key",
        "Case key",
        "The case's key in this plan, in place of a reference: lower-case letters, digits, - and _.",
        free=True,
        synonyms=("key", "case key"),
    ),
    _TEAM,
    _BAND,
    Field(
        "stage",
        "Stage",
        "Key or name of the stage that the case is at.",
        required=True,
        synonyms=("stage", "status", "case stage", "current stage", "case status", "step", "stage name", "state"),
    ),
    Field(
        "owner",
        "Owner",
        "Key or name of an officer of this plan; empty for a case that nobody owns yet.",
        synonyms=("owner", "owner key", "officer", "officer key", "oic", "allocated to", "assigned to", "case owner"),
    ),
    Field(
        "owner-name",
        "Owner, as a pseudonym",
        "The owner's name or number, turned into the pseudonym that an import of officers gives the same text.",
        pseudonym=True,
        synonyms=(
            "owner name", "officer name", "officer in case", "officer in the case", "offender manager",
            "case owner name", "oic name", "collar number", "collar no", "collar", "oic collar no", "oic collar number",
        ),
    ),
    Field(
        "opened",
        "Opened",
        "The day on which the case was opened.",
        required=True,
        synonyms=(
            "opened", "date opened", "opened date", "open date", "case opened", "created", "date created", "received",
            "date received", "start date", "opened on", "registered", "date registered",
        ),
    ),
    Field(
        "since",
        "Present stage began",
        "The day on which what the case waits for now began. Without it, the day it was opened.",
        synonyms=(
            "since", "stage began", "stage date", "stage start", "stage started", "status date", "date of stage",
            "last action", "last visit", "last done", "in stage since", "phase began", "last visit date",
        ),
    ),
    Field(
        "due",
        "Next due",
        "The day on which the task in hand, or the next visit, is due.",
        synonyms=(
            "due", "next due", "due date", "next visit", "next visit due", "visit due", "deadline", "target date",
            "review date", "next visit date", "date due", "due by", "review due", "next review", "next review due",
        ),
    ),
    Field(
        "legacy",
        "Legacy",
        "Yes for a case of the old backlog.",
        synonyms=("legacy", "backlog", "old backlog", "is legacy"),
    ),
    Field(
        "phase",
        "Phase",
        "task: waits for work; delay: waits for something outside, or for its next turn. Without it, task.",
        synonyms=("phase", "waiting for", "waits for"),
    ),
)  # fmt: skip
_OFFICERS = (
    Field(
        "person",
        "Name or number, as a pseudonym",
        "Kept as a pseudonym only: the plan then shows Officer p-1a2b and never the name.",
        pseudonym=True,
        synonyms=(
            "person", "officer name", "staff name", "full name", "surname", "employee", "employee name",
            "collar number", "collar no", "warrant number", "staff number", "payroll number", "employee number",
            "staff id", "officer number", "shoulder number", "officer", "collar", "warrant no",
        ),
    ),
    Field(
        "key",
        "Officer key",
        "The officer's key in this plan: lower-case letters, digits, - and _.",
        free=True,
        synonyms=("key", "officer key"),
    ),
    Field(
        "name",
        "Post",
        "A post number or pseudonym such as POLIT 07; a person's name is refused.",
        free=True,
        synonyms=("post", "post number", "post no", "post name", "pseudonym", "position", "position number", "name"),
    ),
    _TEAM,
    Field(
        "role",
        "Role",
        "officer or supervisor. Without it, officer.",
        synonyms=("role", "rank", "job", "job title", "grade"),
    ),
    Field(
        "fte",
        "Full-time equivalent",
        "From 0.1 to 1, or 10 % to 100 %. Without it or hours, 1.",
        synonyms=("fte", "full time equivalent", "wte", "contract", "working share"),
    ),
    Field(
        "hours",
        "Hours a week",
        "Contracted hours a week, divided by the team's full-time week.",
        synonyms=(
            "hours", "hours a week", "weekly hours", "hours per week", "contracted hours", "hrs", "hours pw",
            "contract hours", "hrs pw",
        ),
    ),
    Field(
        "start",
        "From",
        "First day in the team; empty when already there.",
        synonyms=(
            "start", "start date", "from", "joined", "date joined", "in post from", "joining date", "in post since",
        ),
    ),
    Field(
        "end",
        "Until",
        "Last day in the team; empty when it is not known.",
        synonyms=("end", "end date", "until", "to", "leaves", "leaving date", "last day", "date left", "in post until"),
    ),
    Field(
        "origin",
        "Origin",
        "in post, recruit or on loan. Without it, in post.",
        synonyms=("origin", "came from", "source", "type"),
    ),
    Field(
        "skills",
        "Skills",
        "Skills with a comma or semicolon between them.",
        free=True,
        synonyms=("skills", "skill", "training", "qualifications", "trained in", "courses"),
    ),
)  # fmt: skip
_FIELDS = {
    ImportKind.COUNTS: _COUNTS,
    ImportKind.EVENTS: _EVENTS,
    ImportKind.CASES: _CASES,
    ImportKind.OFFICERS: _OFFICERS,
}
ALTERNATIVES = {
    ImportKind.COUNTS: (("count", COUNT_OF),),
    ImportKind.EVENTS: (),
    ImportKind.CASES: (("reference", "key"),),
    ImportKind.OFFICERS: (("person", "key", "name"),),
}
"""Of each group one field is needed."""
RIVALS = {
    ImportKind.COUNTS: (("count", COUNT_OF), ("band", COUNT_OF)),
    ImportKind.EVENTS: (),
    ImportKind.CASES: (("reference", "key"), ("owner", "owner-name")),
    ImportKind.OFFICERS: (("person", "key"), ("person", "name"), ("fte", "hours")),
}
"""Two fields that say the same and cannot both be given."""


def fields_for(kind: ImportKind, plan: Plan) -> tuple[Field, ...]:
    """The fields of a kind in the order to show them; the bands of the plan among those of counts."""
    fields = _FIELDS[kind]
    if kind is not ImportKind.COUNTS:
        return fields
    names = {band.key: band.name for team in plan.teams for band in team.bands}
    wide = (
        Field(
            COUNT_OF + key,
            f"Count of {name}",
            f"How many came in band {name}, for a table with one column for each band.",
            synonyms=(name.lower(), key.replace("-", " ")),
        )
        for key, name in names.items()
    )
    return (*fields, *wide)
