"""Tables in and out of the plan, as plain functions for a job to run. Nothing here may import Qt (see `runs`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.model.progress import Progress

if TYPE_CHECKING:
    from planner.model.imported import ImportKind
    from planner.model.intake import ColumnChoice, ImportSettings
    from planner.model.plan import Plan
    from planner.model.table import Cell
    from planner.workspace import ImportBasis, ReadImport, Source

TABLE_KINDS = {".xlsx": "Excel workbook", ".csv": "CSV file"}
"""What a table can be saved as: the ending of the file's name, and its name in words."""
READABLE = ("*.csv", "*.txt", "*.tsv", "*.xlsx", "*.xlsm", "*.xls", "*.ods")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file or pasted table that is open, and what its columns probably mean."""

    source: Source
    choices: tuple[ColumnChoice, ...]


def open_and_guess(given: Path | str, sheet: str | None, kind: ImportKind, plan: Plan, progress: Progress) -> Opened:
    """Open a file (or pasted text) and guess its columns; who calls it off leaves nothing open."""
    from planner.workspace import guess_columns, open_source

    source = open_source(given, sheet)
    try:
        opened = Opened(source, guess_columns(source, kind, plan))
        progress(1, 1)
    except BaseException:
        source.close()
        raise
    return opened


def guess(source: Source, kind: ImportKind, plan: Plan, progress: Progress) -> Opened:
    """What the columns of an open file mean as another kind."""
    from planner.workspace import guess_columns

    return Opened(source, guess_columns(source, kind, plan))


def read(
    opened: Opened, kind: ImportKind, basis: ImportBasis, settings: ImportSettings, who: str, progress: Progress
) -> ReadImport:
    """Read all of an open file; nothing is changed."""
    from planner.workspace import read_import

    return read_import(opened.source, kind, opened.choices, basis, settings, who=who, progress=progress)


def write_rows(path: Path, headings: Sequence[str], rows: Sequence[Sequence[Cell]], progress: Progress) -> None:
    """Write a table to a CSV or Excel file, as its name ends; it is there complete or not at all."""
    from planner.storage.sheets.writing import write_table

    write_table(path, headings, rows)


def write_problems(path: Path, read: ReadImport, progress: Progress) -> None:
    """Write what is wrong with a file to a CSV or Excel file."""
    from planner.workspace import write_problems as write

    write(read, path)
