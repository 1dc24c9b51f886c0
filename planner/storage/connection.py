"""Connections to a plan file, set the same way every time, and the checks that come before its content is read."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from planner.storage.errors import (
    NotAPlan,
    PlanFileError,
    Unreachable,
    damaged,
    from_os,
    from_sqlite,
    not_sqlite,
    place,
)
from planner.storage.migrations import APPLICATION_ID

if TYPE_CHECKING:
    from sqlite_utils import Database

_QUICKLY_READ = 4_000_000
"""Bytes of a file that is read whole when it is opened."""
_BUSY_SECONDS = 10.0
"""How long to wait for another program that reads or writes the file at this moment."""


def connect(path: Path, mode: Literal["ro", "rw", "rwc"]) -> Database:
    """A connection to the database at `path`; raises sqlite3.Error."""
    from sqlite_utils import Database

    conn = sqlite3.connect(_uri(path, mode), uri=True, timeout=_BUSY_SECONDS)
    try:
        # A file from elsewhere may define functions and triggers of its own: none of them is run.
        conn.execute("PRAGMA trusted_schema = OFF")
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute("PRAGMA cell_size_check = ON")
        # EXTRA is FULL and also makes the removal of the journal, which is the commit, durable.
        conn.execute("PRAGMA synchronous = EXTRA")
        if mode != "ro":
            # Plans live on network shares, where WAL corrupts.
            conn.execute("PRAGMA journal_mode = DELETE")
        return Database(conn, execute_plugins=False)
    except UnicodeDecodeError as error:
        # SQLite's message quotes a damaged schema, which may be no text at all.
        conn.close()
        raise sqlite3.DatabaseError("its list of tables cannot be read") from error
    except BaseException:
        conn.close()
        raise


def _uri(path: Path, mode: str) -> str:
    # Path.as_uri() names the server of a Windows share as an authority, which SQLite refuses.
    name = path.absolute().as_posix()
    return f"file://{'' if name.startswith('/') else '/'}{quote(os.fsencode(name))}?mode={mode}"


def require_plan_header(path: Path) -> None:
    """Raise a PlanFileError unless the file at `path` begins as a plan does; nothing is locked or written."""
    try:
        if path.is_dir():
            raise NotAPlan(path, f"{place(path)} is a folder, not a plan: choose a file whose name ends in .plan.")
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        raise missing(path) from None
    except (OSError, ValueError) as error:
        # ValueError: a name with a null character in it.
        raise from_os(error if isinstance(error, OSError) else OSError(str(error)), path, writing=False) from error
    if not header:
        raise NotAPlan(path, f"{place(path)} is empty: it holds no plan. Restore it from a backup or make a new plan.")
    if header[:16] != b"SQLite format 3\0":
        raise not_sqlite(path)
    if len(header) < 100:
        raise damaged(path, "it ends in the middle of its first page")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotAPlan(
            path,
            f"{place(path)} is a database of another program, not a plan: choose a file whose name ends in .plan.",
        )


def missing(path: Path) -> PlanFileError:
    """The error for a path where nothing is."""
    if path.parent.is_dir():
        return NotAPlan(path, f"There is no file {place(path)}: check the name, or make a new plan.")
    return Unreachable(
        path,
        f"{place(path)} cannot be reached, because that folder does not exist: "
        "check the name and that the drive or network share is connected.",
    )


def require_sound(path: Path, db: Database) -> None:
    """Raise Damaged unless SQLite finds the pages, rows and references of `db` in order.

    In a large file the arrays of saved results and the columns of single referrals are left out, which are many times
    larger than the plan: they are checked when they are read.
    """
    small = _bytes(path, db) <= _QUICKLY_READ
    faults = unsound(path, db) if small else _faults(path, db, _plan_tables(path, db))
    if faults:
        raise damaged(path, faults[0])


def unsound(path: Path, db: Database) -> list[str]:
    """What SQLite finds wrong anywhere in the file, each in a few words; every page is read."""
    return _faults(path, db, (None,))


def _faults(path: Path, db: Database, tables: Sequence[str | None]) -> list[str]:
    """What is wrong with these tables and their indexes; None stands for the whole file."""
    faults: list[str] = []
    with _explained(path):
        for table in tables:
            which = "" if table is None else "('" + table.replace("'", "''") + "')"
            rows = db.execute(f"PRAGMA quick_check{which or '(10)'}").fetchall()
            lines = [line for (text,) in rows for line in str(text).splitlines()]
            faults += [] if lines == ["ok"] else lines
            for child, _, parent, _ in db.execute(f"PRAGMA foreign_key_check{which}").fetchmany(10):
                faults.append(f"a row of the table {child} refers to a row of {parent} that is not there")
    return faults


def _plan_tables(path: Path, db: Database) -> tuple[str, ...]:
    """Every table but those that hold the arrays of results and the columns of single referrals."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('result_part', 'raw_event_column')"
    with _explained(path):
        rows = db.execute(query).fetchall()
    return tuple(str(name) for (name,) in rows)


def _bytes(path: Path, db: Database) -> int:
    with _explained(path):
        pages, size = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages) * int(size)


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says against reading the file into its sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise from_sqlite(error, path, writing=False) from error


def undo_interrupted(path: Path) -> None:
    """Undo a save that was cut short, as the first look into the file does when it may be written."""
    db = connect(path, "rw")
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        db.close()


def sync_folder(folder: Path) -> None:
    """Make a rename inside `folder` durable, where the system has a way to ask for it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def drop_journal(path: Path) -> None:
    """Finish what a cut-short save left beside a file that is about to be replaced: it is not for the new one."""
    if journal_path(path).exists():
        with contextlib.suppress(sqlite3.Error):
            undo_interrupted(path)
        journal_path(path).unlink(missing_ok=True)


def journal_path(path: Path) -> Path:
    """Where SQLite keeps what a save in progress has to undo if it is cut short."""
    return path.with_name(f"{path.name}-journal")
