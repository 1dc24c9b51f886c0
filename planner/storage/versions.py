"""Versions in the plan file: whole plans as they were, kept as documents that a later program can read too.

They are no part of the plan, nor of its history.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from planner.model.checks import InvalidPlan
from planner.model.codec import canonical, fingerprint_of, from_plain
from planner.model.plan import Plan
from planner.model.version import (
    MOST_BYTES,
    MOST_SAFETY,
    KeepRule,
    VersionKind,
    VersionNote,
    kept_days,
    require_version_name,
)
from planner.storage.results_packing import BrokenPart, inflate

if TYPE_CHECKING:
    from sqlite_utils import Database

_LARGEST_PLAN = 500_000_000
"""Bytes of a plan's text beyond which a version is not read."""
_GIVEN_KEY = re.compile(r"v-(\d+)")


@dataclass(frozen=True, slots=True)
class PackedVersion:
    """A version on its way into a plan file."""

    kind: VersionKind
    name: str
    made: datetime
    """In UTC."""
    plan_fingerprint: str
    imports: str
    """The keys of its imports, as JSON: their single referrals stay in the file."""
    packed: bytes


def pack_version(plan: Plan, kind: VersionKind, name: str) -> PackedVersion:
    """A plan made ready to be kept as a version: about 0.1 s for 1,700 open cases, on any thread.

    InvalidPlan for a name that cannot be one.
    """
    require_version_name(name)
    text = canonical(plan)
    imports = json.dumps([record.key for record in plan.imports])
    return PackedVersion(kind, name, datetime.now(UTC), fingerprint_of(text), imports, zlib.compress(text.encode()))


def keep(db: Database, version: PackedVersion) -> str | None:
    """Write a version and drop those that give way to it; gives its key. The caller commits.

    None for one that nobody asked for when the latest version is of the same plan.
    """
    latest = db.execute("SELECT plan FROM version ORDER BY made DESC, rowid DESC LIMIT 1").fetchone()
    if version.kind is not VersionKind.NAMED and latest == (version.plan_fingerprint,):
        return None
    found = (_GIVEN_KEY.fullmatch(key) for (key,) in db.execute("SELECT key FROM version"))
    key = f"v-{max((int(number[1]) for number in found if number), default=0) + 1}"
    made = version.made.isoformat(timespec="milliseconds")
    db.execute(
        "INSERT INTO version (key, kind, name, made, plan, imports, packed) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, str(version.kind), version.name, made, version.plan_fingerprint, version.imports, version.packed),
    )
    safety = "SELECT key FROM version WHERE kind = 'safety' ORDER BY made DESC, rowid DESC LIMIT -1 OFFSET ?"
    for (old,) in db.execute(safety, (MOST_SAFETY,)).fetchall():
        remove(db, old)
    total = 0
    unasked = "SELECT key, length(packed) FROM version WHERE kind <> 'named' ORDER BY made DESC, rowid DESC"
    for number, (old, size) in enumerate(db.execute(unasked).fetchall()):
        total += size
        if number and total > MOST_BYTES:
            remove(db, old)
    return key


def thin(db: Database, rule: KeepRule) -> None:
    """Drop the regular versions that the rule does not keep. The caller commits."""
    notes = [note for note in listed(db) if note.kind is VersionKind.REGULAR]
    kept = kept_days([_day(note) for note in notes], rule)
    seen = set()
    for note in notes:
        if _day(note) not in kept or _day(note) in seen:
            remove(db, note.key)
        seen.add(_day(note))


def _day(note: VersionNote) -> date:
    return note.made.astimezone().date()


def remove(db: Database, key: str) -> bool:
    """Take a version out; False when there is none. The caller commits."""
    return db.conn.execute("DELETE FROM version WHERE key = ?", (key,)).rowcount > 0


def listed(db: Database) -> tuple[VersionNote, ...]:
    """Every version, latest first; no plan is read."""
    if not _has_versions(db):
        return ()
    query = "SELECT key, kind, name, made, plan, length(packed) FROM version ORDER BY made DESC, rowid DESC"
    rows = db.execute(query).fetchall()
    try:
        return tuple(
            VersionNote(key, VersionKind(kind), name, datetime.fromisoformat(made), plan, size)
            for key, kind, name, made, plan, size in rows
        )
    except ValueError as error:
        raise BrokenPart("the list of versions") from error


def _has_versions(db: Database) -> bool:
    """False of a file that an older version of the program made."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'version'").fetchone() is not None


@dataclass(frozen=True, slots=True)
class VersionDocument:
    """A version as it stands in the file; `unpack` it on any thread."""

    key: str
    plan_fingerprint: str
    packed: bytes


def read(db: Database, key: str) -> VersionDocument:
    """A version as it stands in the file; KeyError when there is none."""
    found = None
    if _has_versions(db):
        found = db.execute("SELECT plan, packed FROM version WHERE key = ?", (key,)).fetchone()
    if found is None:
        raise KeyError(key)
    return VersionDocument(key, *found)


def unpack(document: VersionDocument) -> Plan:
    """The plan of a version: about 0.2 s for 1,700 open cases. BrokenPart when a byte is not as it was kept."""
    place = f"the version {document.key}"
    try:
        text = inflate(document.packed, _LARGEST_PLAN, place).decode()
        if fingerprint_of(text) != document.plan_fingerprint:
            raise BrokenPart(place)
        return from_plain(Plan, json.loads(text))
    except (UnicodeDecodeError, InvalidPlan) as error:
        raise BrokenPart(place) from error


def imports(db: Database) -> set[str]:
    """The keys of imports that a version may bring back."""
    return {key for (text,) in db.execute("SELECT imports FROM version").fetchall() for key in json.loads(text)}


def broken(db: Database) -> Iterator[str]:
    """Each version that is not as it was kept, in words; every byte is read."""
    for note in listed(db):
        try:
            unpack(read(db, note.key))
        except BrokenPart as error:
            yield str(error)
