"""A plan in and out of an open database: read whole, written whole or by its changed rows, rid of what is left over."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from planner.model.plan import Plan
from planner.storage import raw_events as events_table
from planner.storage import undo_steps, versions
from planner.storage.connection import connect, require_sound
from planner.storage.errors import reading
from planner.storage.reading import read_plan
from planner.storage.rows import Row, all_rows
from planner.storage.tables import TABLES
from planner.storage.upgrade import require_known, upgrade_in_memory

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations


def read_file(path: Path, db: Database, migrations: Migrations) -> Plan:
    """The plan in `db`, upgraded in memory when it is an older one; raises TooNew, InvalidPlan, sqlite3.Error."""
    require_known(path, db, migrations)
    if not migrations.pending(db):
        return read_plan(db)
    copy = upgrade_in_memory(path, db, migrations)
    try:
        return read_plan(copy)
    finally:
        copy.close()


def read_once(path: Path, migrations: Migrations) -> Plan:
    """The plan in the file, with no connection left open that could stand in a writer's way."""
    with reading(path):
        db = connect(path, "ro")
        try:
            # One transaction: a writer cannot change the file between one table and the next.
            with db.atomic():
                require_sound(path, db)
                return read_file(path, db, migrations)
        finally:
            db.close()


def drop_left_over(db: Database) -> None:
    """Remove the single referrals whose import neither the plan nor a step or version of it can bring back."""
    # Where there is no room to do so they stay, and do no harm.
    with contextlib.suppress(sqlite3.OperationalError), db.atomic():
        for key in events_table.left_over(db):
            if key not in undo_steps.imports(db) | versions.imports(db):
                events_table.remove(db, key)


def write_new(draft: Path, plan: Plan, migrations: Migrations) -> None:
    """Make a new database at `draft` with the present tables and the plan."""
    db = connect(draft, "rwc")
    try:
        migrations.apply(db)
        with db.atomic():
            write_rows(db, {}, all_rows(plan))
    finally:
        db.close()


def write_rows(db: Database, gone: dict[str, list[Row]], come: dict[str, list[Row]]) -> None:
    """Take rows out and put rows in, by table. The caller commits."""
    for name, rows in gone.items():
        table = TABLES[name]
        db.conn.executemany(table.delete, [row[: table.keys] for row in rows])
    for name, rows in come.items():
        db.conn.executemany(TABLES[name].insert, rows)
