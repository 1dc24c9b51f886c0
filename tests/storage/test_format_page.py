"""docs/plan-format.md describes the tables that there are."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from planner.storage.format_page import format_page
from planner.workspace import Workspace
from tests.model.small_plans import small_plan

PAGE = Path(__file__).parents[2] / "docs" / "plan-format.md"


def test_the_page_is_in_step_with_the_schema():
    """After a new migration: PLANNER_ACCEPT=1 pytest tests/storage/test_format_page.py writes it again."""
    made = format_page()
    if os.environ.get("PLANNER_ACCEPT"):
        PAGE.write_text(made, "utf-8")
    assert PAGE.read_text("utf-8") == made


def test_a_plan_file_has_the_tables_and_columns_of_the_page(tmp_path):
    path = tmp_path / "small.plan"
    Workspace.create(path, small_plan()).close()
    page = PAGE.read_text("utf-8")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        described = {part.split("\n", 1)[0]: part for part in page.split("\n### ")[1:]}
        assert set(described) == {name for name in tables if not name.startswith(("_", "sqlite_"))}
        for name, text in described.items():
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})")]
            assert [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")] == columns
        assert db.execute("PRAGMA application_id").fetchone()[0] == int.from_bytes(b"CPLN", "big")
    db.close()
