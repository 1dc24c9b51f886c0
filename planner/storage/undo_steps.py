"""The steps of undo and redo in the plan file, each as the rows that it took out and put in.

A step is written with the change it stands for, in one transaction, and costs as many rows as the change itself. Rows
have the form of the present tables: a step never outlives an upgrade of the file, where a version does.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from planner.model.plan import Plan
from planner.storage.results_packing import BrokenPart, inflate
from planner.storage.rows import Row, changed_rows
from planner.storage.tables import TABLES, Touched

if TYPE_CHECKING:
    from sqlite_utils import Database

MOST_STEPS = 200
MOST_BYTES = 4_000_000
"""Of all steps together, compressed; the oldest give way."""
MOST_ROWS = 50_000
"""A step of more rows is not kept, nor any before it: a version is kept before a large import."""
_STEPS_A_LOOK = 16
"""After so many small steps it is seen whether all together have become too many bytes."""
_MOST_TEXT = 200_000_000
_FASTEST = 1
_PLACE = "the steps that can be undone"

Rows = dict[str, list[Row]]


class Move(StrEnum):
    """What a change of the plan is to its history."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Step:
    """How a change is to be kept in the history: as a new step, or as a move along it."""

    move: Move
    label: str
    before: Plan | None = None
    """For an edit that goes on with the last step (a drag): the plan before that step, whose place it takes."""


@dataclass(frozen=True, slots=True)
class KeptSteps:
    """Labels of the steps in a file: those done, oldest first, and those undone, the next to redo last."""

    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()


def listed(db: Database) -> KeptSteps:
    """The labels of all steps; nothing is unpacked."""
    rows = db.execute("SELECT label, undone FROM undo_step ORDER BY position").fetchall()
    done = tuple(label for label, undone in rows if not undone)
    return KeptSteps(done, tuple(label for label, undone in reversed(rows) if undone))


def keep(db: Database, step: Step | None, before: Plan, after: Plan, changed: tuple[Rows, Rows]) -> None:
    """Note that the plan `before` became `after` by these rows gone and come. The caller commits.

    A change that is no step ends the history, as does an undo of a step that was too large to be kept.
    """
    if step is None:
        forget(db)
    elif step.move is Move.UNDO:
        if not _mark(db, "max", undone=1):
            forget(db)
    elif step.move is Move.EDIT:
        _drop_undone(db)
        if step.before is not None:
            db.execute("DELETE FROM undo_step WHERE position = (SELECT max(position) FROM undo_step)")
            changed = changed_rows(step.before, after)
        _add(db, step.label, changed)
    elif not _mark(db, "min", undone=0):
        _add(db, step.label, changed)


def forget(db: Database) -> None:
    """Drop every step. The caller commits."""
    db.execute("DELETE FROM undo_step")


def _mark(db: Database, which: str, *, undone: int) -> bool:
    """Move the last done step to those undone, or the first undone one back; False when there is none."""
    place = f"(SELECT {which}(position) FROM undo_step WHERE undone = {1 - undone})"
    return db.conn.execute(f"UPDATE undo_step SET undone = {undone} WHERE position = {place}").rowcount > 0


def _add(db: Database, label: str, changed: tuple[Rows, Rows]) -> None:
    if sum(len(rows) for side in changed for rows in side.values()) > MOST_ROWS:
        forget(db)
        return
    sides = [{name: rows for name, rows in side.items() if rows} for side in changed]
    packed = zlib.compress(json.dumps(sides, ensure_ascii=False, separators=(",", ":")).encode(), _FASTEST)
    imports = sorted({str(row[0]) for side in sides for row in side.get("import_record", ())})
    made = db.conn.execute(
        "INSERT INTO undo_step (label, undone, imports, size, digest, packed) VALUES (?, 0, ?, ?, ?, ?)",
        (label, json.dumps(imports), len(packed), hashlib.sha256(packed).hexdigest(), packed),
    )
    position = int(made.lastrowid or 0)
    # Steps only come and go at the end, so their positions follow one another.
    db.execute("DELETE FROM undo_step WHERE position <= ?", (position - MOST_STEPS,))
    if len(packed) > MOST_BYTES // MOST_STEPS or position % _STEPS_A_LOOK == 0:
        _keep_to_bytes(db)


def _drop_undone(db: Database) -> None:
    """Where the last step is done, all are: to look at each would take longer than the rest of a save."""
    last = db.execute("SELECT undone FROM undo_step ORDER BY position DESC LIMIT 1").fetchone()
    if last == (1,):
        db.execute("DELETE FROM undo_step WHERE undone")


def _keep_to_bytes(db: Database) -> None:
    total = 0
    for position, size in db.execute("SELECT position, size FROM undo_step ORDER BY position DESC").fetchall():
        total += size
        if total > MOST_BYTES:
            db.execute("DELETE FROM undo_step WHERE position <= ?", (position,))
            return


def apply(db: Database, move: Move) -> Touched:
    """Take the last done step out of the rows of the plan, or put the first undone one in; gives which these are.

    The caller rolls back.

    BrokenPart when the step, or the rows that it is to change, are not as they were kept.
    """
    back = move is Move.UNDO
    order, undone = ("DESC", 0) if back else ("ASC", 1)
    query = f"SELECT digest, packed FROM undo_step WHERE undone = {undone} ORDER BY position {order} LIMIT 1"
    found = db.execute(query).fetchone()
    if found is None or hashlib.sha256(found[1]).hexdigest() != found[0]:
        raise BrokenPart(_PLACE)
    try:
        gone, come = json.loads(inflate(found[1], _MOST_TEXT, _PLACE))
        if back:
            gone, come = come, gone
        for name, rows in gone.items():
            _take_out(db, name, rows)
        for name, rows in come.items():
            db.conn.executemany(TABLES[name].insert.replace(" OR REPLACE", ""), rows)
        touched: Touched = {}
        for name, rows in (*gone.items(), *come.items()):
            touched.setdefault(name, set()).update(tuple(row[: TABLES[name].keys]) for row in rows)
        return touched
    except (ValueError, KeyError, TypeError, sqlite3.IntegrityError) as error:
        raise BrokenPart(_PLACE) from error


def _take_out(db: Database, name: str, rows: list[list[Any]]) -> None:
    table = TABLES[name]
    keyed = table.delete.removeprefix("DELETE")
    for row in rows:
        keys = row[: table.keys]
        if db.execute(f"SELECT {', '.join(table.columns)}{keyed}", keys).fetchone() != tuple(row):
            raise BrokenPart(_PLACE)
        db.execute(table.delete, keys)


def imports(db: Database) -> set[str]:
    """The keys of imports that an undo or redo may bring back."""
    return {key for (text,) in db.execute("SELECT imports FROM undo_step").fetchall() for key in json.loads(text)}
