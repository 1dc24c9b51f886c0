"""What an import printed: the mapping, the first rows, what changes, and what is wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.model.imported import DROPPED
from planner.report.words import counted

if TYPE_CHECKING:
    from planner.model.intake import ColumnChoice, Problem
    from planner.model.table import SourceTable
    from planner.workspace import ReadImport, Workspace

_LISTED = 20
"""Problems that are printed; a file takes all that were kept."""
_PREVIEWED = 8
_WIDEST = 28
"""Letters of a cell that are printed."""


def as_text(
    workspace: Workspace, table: SourceTable, choices: Sequence[ColumnChoice], read: ReadImport, *, imported: bool
) -> str:
    """For people: a few tables with their sentences."""
    parts = [_heading(table), _mapping(workspace, choices, read)]
    if read.preview:
        parts.append("The first rows as they are understood\n" + _grid(read.preview_header, read.preview[:_PREVIEWED]))
    if read.notes:
        parts.append("\n".join(f"Note: {note}" for note in read.notes))
    if read.problem_count:
        parts.append(_problems(read))
        private = [f'--map "{choice.header}={DROPPED}"' for choice in choices if choice.worry and not choice.field]
        if private:
            parts.append(f"To leave out what looks private: {' '.join(private)}")
    else:
        parts.append("What changes\n" + "\n".join(f"  - {line}" for line in read.totals))
        parts.append(_outcome(workspace, read, imported=imported))
    return "\n\n".join(parts)


def as_document(
    workspace: Workspace, table: SourceTable, choices: Sequence[ColumnChoice], read: ReadImport, *, imported: bool
) -> str:
    """For programs: one object, described in docs/json.md."""
    document = {
        "format": 1,
        "kind": str(read.kind),
        "file": table.file,
        "sheet": table.sheet,
        "fingerprint": table.fingerprint,
        "plan": workspace.path.name,
        "imported": imported,
        "import": read.record.key if imported and read.record is not None else None,
        "columns": [
            {"column": choice.header, "field": choice.field or None, "why": choice.why, "worry": choice.worry or None}
            for choice in choices
        ],
        "preview": {"header": list(read.preview_header), "rows": [list(row) for row in read.preview]},
        "changes": list(read.totals),
        "notes": [part for part in (table.caution, *read.notes) if part],
        "problem_count": read.problem_count,
        "problems": [
            {"row": problem.row, "column": problem.column, "value": problem.value, "reason": problem.reason}
            for problem in read.problems
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _heading(table: SourceTable) -> str:
    form = ", ".join(part for part in (table.encoding, _separator(table.separator)) if part)
    sheet = f", sheet {table.sheet}" if table.sheet else ""
    size = f", {counted(table.rows, 'row')}" if table.rows >= 0 else ""
    line = f"{table.file}{sheet}: header in row {table.header_row}{size}{f' ({form})' if form else ''}"
    return f"{line}\n{table.caution}" if table.caution else line


def _separator(separator: str) -> str:
    named = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
    return f"separated by {named.get(separator, separator)}" if separator else ""


def _mapping(workspace: Workspace, choices: Sequence[ColumnChoice], read: ReadImport) -> str:
    from planner.workspace import import_fields

    named = {"": "not kept", DROPPED: "left out"}
    rows = [
        (choice.header, named.get(choice.field, choice.field), choice.why if choice.field else choice.worry)
        for choice in choices
    ]
    fields = ", ".join(field.key for field in import_fields(read.kind, workspace.plan))
    table = _grid(("column", "field", "why"), rows)
    return f"How the columns are read\n{table}\nTo change one: --map COLUMN=FIELD, with {fields} or {DROPPED}"


def _problems(read: ReadImport) -> str:
    shown = read.problems[:_LISTED]
    rows = [(_row(problem), problem.column, problem.value, problem.reason) for problem in shown]
    left = read.problem_count - len(shown)
    more = f"\n… and {counted(left, 'more problem')}; --errors FILE writes them to a file" if left else ""
    return "What is wrong\n" + _grid(("row", "column", "value", "reason"), rows, last=200) + more


def _row(problem: Problem) -> str:
    return f"{problem.row:,}" if problem.row else ""


def _outcome(workspace: Workspace, read: ReadImport, *, imported: bool) -> str:
    name = workspace.path.name
    if not imported:
        return f"Nothing was changed in {name}: this was a dry run."
    key = f" as {read.record.key}" if read.record is not None else ""
    made_up = " That plan is illustrative: its other figures are made up." if workspace.plan.illustrative else ""
    return f"Imported into {name}{key}.{made_up}"


def _grid(header: Sequence[str], rows: Sequence[Sequence[str]], last: int = 90) -> str:
    """A table in which no cell but the last of a row is wide."""
    from tabulate import tabulate

    shown = [[*(_short(cell, _WIDEST) for cell in row[:-1]), _short(row[-1], last)] for row in rows]
    return tabulate(shown, headers=list(header), disable_numparse=True)


def _short(text: str, letters: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= letters else f"{line[: letters - 1]}…"
