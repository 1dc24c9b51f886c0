"""Single referrals in the plan file, beside the plan: kept, read and removed by the key of their import.

They are no part of the plan nor of its history: an undone import's events stay until the file is next opened for
editing, so that a redo finds them. How many there are of each day, team and band is a table that any tool may read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.model.raw_events import RawEvents
from planner.storage.events_packing import EventColumn, PackedEvents, counts, unpack_events
from planner.storage.results_packing import BrokenPart

if TYPE_CHECKING:
    from sqlite_utils import Database

EVENT_TABLES = ("raw_event_count", "raw_event_column", "raw_events")
"""Those that refer to others first."""


def keep(db: Database, key: str, packed: PackedEvents) -> None:
    """Write an import's events, in place of any with its key. The caller commits."""
    remove(db, key)
    about = (key, packed.events, packed.team_keys, packed.band_keys, packed.digest)
    db.execute("INSERT INTO raw_events (import, events, team_keys, band_keys, digest) VALUES (?, ?, ?, ?, ?)", about)
    db.conn.executemany(
        "INSERT INTO raw_event_column (import, name, dtype, digest, packed) VALUES (?, ?, ?, ?, ?)",
        [(key, column.name, column.dtype, column.digest, column.packed) for column in packed.columns],
    )
    db.conn.executemany(
        "INSERT INTO raw_event_count (import, day, team, band, events) VALUES (?, ?, ?, ?, ?)",
        ((key, *count) for count in packed.counts),
    )


def remove(db: Database, key: str) -> None:
    """Take an import's events out, if there are any. The caller commits."""
    for table in EVENT_TABLES:
        db.execute(f"DELETE FROM {table} WHERE import = ?", (key,))


def left_over(db: Database) -> tuple[str, ...]:
    """The keys of events whose import the plan no longer has."""
    query = "SELECT import FROM raw_events WHERE import NOT IN (SELECT key FROM import_record) ORDER BY import"
    return tuple(key for (key,) in db.execute(query).fetchall())


def has_events(db: Database) -> bool:
    """False of a file that an older version made."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'raw_events'").fetchone() is not None


def read(db: Database, key: str) -> RawEvents:
    """An import's events; KeyError when there are none, BrokenPart when anything is not as it was kept."""
    packed = _packed(db, key)
    try:
        return unpack_events(packed)
    except BrokenPart as error:
        raise BrokenPart(f"{_place(key)}: {error}") from error


def _packed(db: Database, key: str) -> PackedEvents:
    """An import's events as they stand in the file, but for the counts."""
    row = None
    if has_events(db):
        query = "SELECT events, team_keys, band_keys, digest FROM raw_events WHERE import = ?"
        row = db.execute(query, (key,)).fetchone()
    if row is None:
        raise KeyError(key)
    query = "SELECT name, dtype, packed, digest FROM raw_event_column WHERE import = ?"
    columns = tuple(EventColumn(*column) for column in db.execute(query, (key,)).fetchall())
    events, team_keys, band_keys, digest = row
    packed = PackedEvents(events, team_keys, band_keys, columns, ())
    if packed.digest != digest:
        raise BrokenPart(f"{_place(key)}: their description")
    return packed


def _place(key: str) -> str:
    return f"the single referrals of the import {key}"


def kept(db: Database) -> dict[str, int]:
    """How many events are kept of each import."""
    return (
        dict(db.execute("SELECT import, events FROM raw_events ORDER BY import").fetchall()) if has_events(db) else {}
    )


def broken(db: Database) -> Iterator[str]:
    """Each import whose events are not as they were kept, in words; every byte is read, the counts made anew."""
    query = "SELECT day, team, band, events FROM raw_event_count WHERE import = ? ORDER BY day, team, band"
    for key in kept(db):
        try:
            if counts(read(db, key)) != tuple(db.execute(query, (key,)).fetchall()):
                yield f"{_place(key)}: their counts"
        except BrokenPart as error:
            yield str(error)
