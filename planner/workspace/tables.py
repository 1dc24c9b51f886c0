"""Tables of a plan with where their entries came from, shown and written; and lists of problems for a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from planner.edit.provenance import Origin
    from planner.model.demand import DemandHistory
    from planner.model.intake import Reading
    from planner.model.plan import Plan
    from planner.model.raw_events import RawEvents
    from planner.model.table import Cell
    from planner.report.tables import Table
    from planner.workspace.open_plan import Workspace

_REGISTER, _REFERRALS = "assumptions", "referrals"
_REGISTER_HEADER = (
    *("Team", "Figure", "Value", "Unit", "Status", "Source", "Rationale", "Owner", "Date of source", "Review by"),
    "Place",
)
_REFERRAL_HEADER = ("Received", "Team", "Band", "Pseudonym of the reference", "Import", "Row of its file")


def table_names() -> tuple[str, ...]:
    """The keys that `export_table` takes, in the order in which they are offered."""
    from planner.report.tables import table_names as names

    return (*names(), _REGISTER, _REFERRALS)


def plan_table(plan: Plan, key: str) -> Table:
    """A part of the plan as a table, each entry with the file and rows it was imported from; KeyError."""
    from planner.edit.provenance import origins
    from planner.report.tables import plan_table as table

    if key == _REGISTER:
        return _register(plan)
    return table(plan, key, {subject: origin_in_words(origin) for subject, origin in origins(plan).items()})


def origin_in_words(origin: Origin) -> str:
    """Where in which file an entry was read, when, and whether the plan has moved on since."""
    from planner.report.words import day_in_words

    record, trace = origin.record, origin.trace
    one = trace.first_row == trace.last_row
    rows = f"row {trace.first_row:,}" if one else f"rows {trace.first_row:,} to {trace.last_row:,}"
    sheet = f", sheet {record.sheet}" if record.sheet else ""
    more = origin.held is not None and record.conflict == "add" and origin.held != trace.value
    added = "; added to what was there, or changed since" if more else ""
    since = "; changed since" if origin.changed else ""
    return f"{record.file}{sheet}, {rows}, imported on {day_in_words(record.made.date())}{added}{since}"


def sources_of(history: DemandHistory, found: Mapping[str, Origin]) -> str:
    """Where the counts of a history came from, in words: the files (by `origins`), and what else there is."""
    said: dict[str, None] = {}
    for place, count in enumerate(history.counts):
        if count is not None:
            origin = found.get(f"history/{history.team}/{history.band}/{history.begins(place)}")
            said[history.source if origin is None else origin.record.file] = None
            if origin is not None and origin.changed:
                said["changed since"] = None
    return "; ".join(part for part in said if part)


def _register(plan: Plan) -> Table:
    """Every figure with its provenance."""
    from planner.edit.growth_figures import growth_register
    from planner.edit.provenance import register
    from planner.report.tables import Table

    rows = []
    for row in (*register(plan), *growth_register(plan)):
        figure = row.figure
        about = (figure.status.value, figure.source, figure.rationale, figure.owner, figure.dated, figure.review)
        rows.append((row.team, row.name, figure.value, figure.unit, *about, row.place))
    return Table(_REGISTER, "Assumptions", _REGISTER_HEADER, tuple(rows))


def export_table(workspace: Workspace, key: str, path: Path) -> int:
    """Write a table of the open plan to a .csv or .xlsx file, by its ending; gives the number of its rows.

    KeyError for a table that there is not, Damaged for single referrals of which a byte is not as it was; SheetError
    when it cannot be written, and then nothing is.
    """
    from planner.storage.sheets.writing import write_table

    if key == _REFERRALS:
        events = list(_imported_events(workspace))
        write_table(path, _REFERRAL_HEADER, (row for name, found in events for row in _referrals(name, found)))
        return sum(len(found) for _, found in events)
    table = plan_table(workspace.plan, key)
    write_table(path, table.header, table.rows)
    return len(table.rows)


def _imported_events(workspace: Workspace) -> Iterator[tuple[str, RawEvents]]:
    """The single referrals of each import that has any, by its key."""
    from contextlib import suppress

    for record in workspace.plan.imports:
        with suppress(KeyError):
            yield record.key, workspace.raw_events(record.key)


def _referrals(key: str, events: RawEvents) -> Iterator[tuple[Cell, ...]]:
    from datetime import date

    for at in range(len(events)):
        digest = b"" if events.references is None else events.references[at].tobytes()
        reference = f"p-{digest.hex()}" if any(digest) else None
        place = events.team_keys[events.teams[at]], events.band_keys[events.bands[at]]
        yield date.fromordinal(int(events.days[at])), *place, reference, key, int(events.rows[at])


def write_problems(read: Reading, path: Path) -> None:
    """Write what is wrong with a file that was read to a .csv or .xlsx file, by its ending; SheetError."""
    from planner.storage.sheets.writing import write_table

    rows = [(problem.row or None, problem.column, problem.value, problem.reason) for problem in read.problems]
    write_table(path, ("Row", "Column", "Value", "What is wrong"), rows)
