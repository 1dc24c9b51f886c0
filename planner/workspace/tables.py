"""Tables of a plan with where their entries came from, shown and written; and lists of problems for a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from planner.edit.provenance import Origin
    from planner.model.intake import Reading
    from planner.model.plan import Plan
    from planner.report.tables import Table

_REGISTER = "assumptions"
_REGISTER_HEADER = (
    *("Team", "Figure", "Value", "Unit", "Status", "Source", "Rationale", "Owner", "Date of source", "Review by"),
    "Place",
)


def table_names() -> tuple[str, ...]:
    """The keys that `plan_table` and `export_table` take, in the order in which they are offered."""
    from planner.report.tables import table_names as names

    return (*names(), _REGISTER)


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
    since = "; changed since" if origin.changed else ""
    return f"{record.file}{sheet}, {rows}, imported on {day_in_words(record.made.date())}{since}"


def _register(plan: Plan) -> Table:
    """Every figure with its provenance."""
    from planner.edit.provenance import register
    from planner.report.tables import Table

    rows = []
    for row in register(plan):
        figure = row.figure
        about = (figure.status.value, figure.source, figure.rationale, figure.owner, figure.dated, figure.review)
        rows.append((row.team, row.name, figure.value, figure.unit, *about, row.place))
    return Table(_REGISTER, "Assumptions", _REGISTER_HEADER, tuple(rows))


def export_table(plan: Plan, key: str, path: Path) -> int:
    """Write a table of the plan to a .csv or .xlsx file, by its ending; gives the number of its rows.

    KeyError for a table that there is not; SheetError when it cannot be written, and then nothing is.
    """
    from planner.storage.sheets.writing import write_table

    table = plan_table(plan, key)
    write_table(path, table.header, table.rows)
    return len(table.rows)


def write_problems(read: Reading, path: Path) -> None:
    """Write what is wrong with a file that was read to a .csv or .xlsx file, by its ending; SheetError."""
    from planner.storage.sheets.writing import write_table

    rows = [(problem.row or None, problem.column, problem.value, problem.reason) for problem in read.problems]
    write_table(path, ("Row", "Column", "Value", "What is wrong"), rows)
