"""The documentation of a plan file, made from its schema: docs/plan-format.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.storage import tables
from planner.storage.migrations import APPLICATION_ID, names, plan_migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

_INTRODUCTION = """# The plan file

A plan is one SQLite file, with the ending `.plan`, that any tool may read: the `sqlite3` shell, a spreadsheet with an
ODBC driver, Python, R. Open it read-only, and write only through the program: it checks every value, holds a lock while
it has the file open, and keeps undo steps that another program's change would make void.

The four bytes at offset 68 are `CPLN` (application_id {application}). This page describes the tables of step
`{step}`; which steps a file has been through stands in `_sqlite_migrations`. Later versions of
the program append steps and never change old ones.

    sqlite3 "file:north.plan?mode=ro" "SELECT key, name, caseload_limit FROM team"
    sqlite3 "file:north.plan?mode=ro" "SELECT team, band, count(*) FROM open_case GROUP BY team, band"

## How to read it

{words}

## The tables
"""
_NOTES = {
    "plan": "The plan itself; one row.",
    "assumption": "Where each figure came from: unit, status (OK, ADAPT, ASSUME), source, rationale, owner, dates.",
    "team": "Teams with their figures.",
    "weekday": "How work and referrals spread over the week, 1 for Monday.",
    "band": "Risk bands of a team.",
    "stage": "Stages that a case goes through.",
    "duration": "Effort in hours, delays and lags in days: a distribution and its parameters.",
    "duration_sample": "Values of a duration that is given by a sample.",
    "stage_due": "Days within which a stage is due; without a band, for every band.",
    "recurrence_interval": "Days between the visits of a stage that comes round again.",
    "reactive_share": "Shares of a band's cases that are managed without visits.",
    "rebanding": "The chance that a visit moves a case to another band.",
    "route": "Where a case goes after a stage, and with what chance.",
    "absence_pattern": "Spells of absence that come at random.",
    "outcome": "How cases end.",
    "feed": "Cases of one team that become cases of another.",
    "resource": "What teams share, such as device examiners.",
    "officer": "People, by pseudonym or post number.",
    "skill": "What an officer can do.",
    "absence": "Dated absences.",
    "duty": "Officers with hours of a rota.",
    "duty_hours": "Productive hours of an officer, day by day.",
    "open_case": "Cases that are open on the plan's first morning.",
    "demand_history": "Series of counts of new cases.",
    "demand_count": "The counts.",
    "demand_event": "Dated events that change demand.",
    "growth_case": "How demand may grow.",
    "growth_factor": "Percentages and steps of a growth case.",
    "growth_override": "A level that a growth case sets.",
    "growth_point": "Its points.",
    "import_record": "What was imported from which file, when and by whom.",
    "import_column": "How its columns were read.",
    "import_trace": "Which row of a file an entry came from.",
    "raw_events": "Single referrals of an import, packed.",
    "raw_event_column": "Their columns.",
    "raw_event_count": "Their number by team and band.",
    "capacity_rule": "When a team counts as full: a share of its capacity, and for how long.",
    "reduction": "What an officer's capacity is less by, and until when.",
    "secret": "What pseudonyms are made with; give no file with it away.",
    "scenario": "Scenarios, and who decided what about them.",
    "lever": "What a scenario changes; the fields as JSON.",
    "standard": "What a team is expected to keep to.",
    "action": "The action plan.",
    "price_list": "Prices; no row when those that ship apply.",
    "grade": "Pay and contributions of a grade.",
    "team_grade": "The grade that a team's officers are priced at.",
    "lead_step": "Steps from approval to the first day of work.",
    "rota": "Rotas of a team.",
    "rota_part": "What a rota is made of; the fields as JSON.",
    "rota_draft": "Drafts of a rota.",
    "rota_line": "Who works what in a draft.",
    "rota_visit": "Visits in a draft.",
    "rota_publication": "When a rota was published.",
    "rota_published_line": "Who worked what as published.",
    "result": "Kept results of simulations.",
    "result_part": "Their arrays, packed.",
    "plan_snapshot": "The plans that results were made from, packed.",
    "undo_step": "Steps that can be taken back, packed.",
    "version": "Kept versions of the plan, packed.",
}
_WIDTH = 118


def format_page() -> str:
    """The page in Markdown: how a plan file is read, and each table with its columns."""
    from sqlite_utils import Database

    db = Database(memory=True)
    try:
        steps = plan_migrations()
        steps.apply(db)
        words = " ".join((tables.__doc__ or "").split("\n\n", 1)[1].split())
        head = _INTRODUCTION.format(application=APPLICATION_ID, step=names(steps)[-1], words=_wrapped(words))
        return head + "".join(_described(db))
    finally:
        db.close()


def _wrapped(words: str) -> str:
    import textwrap

    return textwrap.fill(words, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _described(db: Database) -> Iterator[str]:
    for name in sorted(table.name for table in db.tables if not table.name.startswith(("_", "sqlite_"))):
        table = db.table(name)
        links = {key.column: f"{key.other_table}.{key.other_column}" for key in table.foreign_keys}
        yield f"\n### {name}\n\n{_NOTES.get(name, '')}\n\n| column | type | | refers to |\n| --- | --- | --- | --- |\n"
        for column in table.columns:
            marks = ["key"] if column.is_pk else []
            marks += [] if column.notnull or column.is_pk else ["may be empty"]
            yield f"| `{column.name}` | {column.type} | {', '.join(marks)} | {links.get(column.name, '')} |\n"
