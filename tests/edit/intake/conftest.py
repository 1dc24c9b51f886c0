"""The demo plan, and tables read into it without a file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.edit.example import example_plan
from planner.edit.intake.guess import guess_columns
from planner.edit.intake.table import columns_read, read_table
from planner.model.imported import ImportKind
from planner.model.intake import ColumnChoice, ImportSettings, Reading
from planner.model.plan import Plan
from planner.model.table import PREVIEW_ROWS, Block, Cell, SourceTable
from planner.storage.templates import read_template, template_names

KEY = bytes(range(32))
MADE = datetime(2026, 11, 2, 9, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[3] / "data" / "examples"

Grid = Sequence[Sequence[Cell]]


@pytest.fixture(scope="session")
def plan() -> Plan:
    return example_plan({name: read_template(name) for name in template_names()})


@pytest.fixture(scope="session")
def source() -> Callable[[Grid], SourceTable]:
    """A table from rows, the header first."""

    def make(rows: Grid, file: str = "north.csv") -> SourceTable:
        header = tuple(str(cell) for cell in rows[0])
        preview = tuple(tuple(row) for row in rows[1 : PREVIEW_ROWS + 1])
        return SourceTable(file, "", (), "ab" * 32, 1, header, preview, "UTF-8", ",", "", len(rows) - 1)

    return make


@pytest.fixture(scope="session")
def take(source) -> Callable[..., Reading]:
    """Rows read into a plan by the guessed mapping; `fields` changes it by header."""

    def read(
        rows: Grid,
        kind: ImportKind,
        plan: Plan,
        settings: ImportSettings | None = None,
        fields: dict[str, str] | None = None,
        block: int = 7,
        **more,
    ) -> Reading:
        table = source(rows)
        choices = [
            replace(choice, field=(fields or {}).get(choice.header, choice.field))
            for choice in guess_columns(table, kind, plan)
        ]
        return read_table(
            table,
            in_blocks(rows, choices, block),
            kind,
            choices,
            plan,
            settings or ImportSettings(),
            KEY,
            made=MADE,
            who="analyst",
            **more,
        )

    return read


def in_blocks(rows: Grid, choices: Sequence[ColumnChoice], size: int) -> list[Block]:
    columns = columns_read(choices)
    blocks = []
    for start in range(1, len(rows), size):
        part = rows[start : start + size]
        blocks.append(Block(start + 1, tuple([row[column] for row in part] for column in columns), len(part)))
    return blocks


@pytest.fixture(scope="session")
def example() -> Callable[[str], list[list[str]]]:
    """The rows of a shipped example file."""

    def rows(name: str) -> list[list[str]]:
        with (EXAMPLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    return rows
