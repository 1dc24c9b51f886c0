"""Bringing a plan file from an older version of the program up to the present tables."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from planner.model.checks import InvalidPlan
from planner.model.version import VersionKind
from planner.storage import undo_steps, versions
from planner.storage.connection import connect, require_sound, sync_folder
from planner.storage.errors import Damaged, PlanFileError, from_os, from_sqlite, place, too_new
from planner.storage.migrations import applied, names
from planner.storage.reading import read_plan

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

_UPGRADED = "Before the file was brought up to date"


def require_known(path: Path, db: Database, migrations: Migrations) -> None:
    """Raise TooNew when `db` has been through a step that this program does not have."""
    if set(applied(migrations, db)) - set(names(migrations)):
        raise too_new(path)


def upgrade_in_memory(path: Path, db: Database, migrations: Migrations) -> Database:
    """A copy of `db` with the present tables, for reading; the file is not changed. The caller closes it."""
    from sqlite_utils import Database

    copy = Database(memory=True, execute_plugins=False)
    try:
        db.conn.backup(copy.conn)
        _apply(path, copy, migrations)
    except BaseException:
        copy.close()
        raise
    return copy


def upgrade_file(path: Path, migrations: Migrations) -> Path:
    """Replace the file at `path` by an upgraded copy, in one step; gives the path of the backup that is kept.

    The caller holds the lock and has no connection to the file open. When anything fails the file is as it was.
    """
    backup = _backup_path(path)
    work = path.with_name(f".{path.name}.{token_hex(8)}.upgrading")
    try:
        _copy(path, backup)
        _copy(path, work)
        db = connect(work, "rw")
        try:
            _apply(path, db, migrations)
            # Nothing replaces the user's file before it is known to be a whole plan.
            plan = read_plan(db)
            with db.atomic():
                # Steps are rows of the older tables.
                undo_steps.forget(db)
                versions.keep(
                    db, versions.pack_version(plan, VersionKind.SAFETY, "Before the file was brought up to date")
                )
        finally:
            db.close()
        work.replace(path)
        sync_folder(path.parent)
    except PlanFileError:
        backup.unlink(missing_ok=True)
        raise
    except InvalidPlan as error:
        backup.unlink(missing_ok=True)
        raise _failed(path, str(error)) from error
    except sqlite3.Error as error:
        backup.unlink(missing_ok=True)
        raise from_sqlite(error, path, writing=True) from error
    except OSError as error:
        raise from_os(error, path, writing=True) from error
    finally:
        work.unlink(missing_ok=True)
        work.with_name(f"{work.name}-journal").unlink(missing_ok=True)
    return backup


def _apply(path: Path, db: Database, migrations: Migrations) -> None:
    # Off outside the transaction: rebuilding a table would otherwise delete the rows that refer to it.
    db.execute("PRAGMA foreign_keys = OFF")
    try:
        migrations.apply(db)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
            raise
        raise _failed(path, str(error)) from error
    require_sound(path, db)
    db.execute("PRAGMA foreign_keys = ON")


def _failed(path: Path, detail: str) -> Damaged:
    return Damaged(
        path,
        f"{place(path)} was made by an older version and could not be brought up to date ({detail.rstrip('.')}): "
        "it was left as it is; restore it from a backup, or send a copy to whoever helps you.",
    )


def _backup_path(path: Path) -> Path:
    """A dated name beside the plan that is not yet in use."""
    stem = f"{path.stem} backup {datetime.now().astimezone():%Y-%m-%d %H%M%S}"
    candidate, number = path.with_name(f"{stem}{path.suffix}"), 2
    while candidate.exists():
        candidate, number = path.with_name(f"{stem} ({number}){path.suffix}"), number + 1
    return candidate


def _copy(source: Path, target: Path) -> None:
    """A copy by SQLite's own means, which is whole whatever the state of the journal, and on the disk."""
    origin = connect(source, "rw")
    try:
        copy = connect(target, "rwc")
        try:
            origin.conn.backup(copy.conn)
        finally:
            copy.close()
    finally:
        origin.close()
    descriptor = os.open(target, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
