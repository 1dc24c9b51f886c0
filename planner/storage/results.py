"""Results in the plan file: listed, read, kept and removed. They are no part of the plan, nor of its history."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from planner.model.codec import fingerprint_of, from_plain
from planner.model.precision import RunLength
from planner.model.saved_result import GIVEN_KEY, ResultNote, SavedResult
from planner.storage.results_packing import (
    FAN,
    MONTH_ENDS,
    MONTHS,
    BrokenPart,
    Packed,
    Part,
    inflate,
    restore,
    unpack_array,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlite_utils import Database

KEPT = 20
"""How many results without a name are kept; the oldest gives way."""
EVERY_KIND = (FAN, MONTH_ENDS, MONTHS)
_LARGEST_PLAN = 500_000_000
"""Bytes of a plan's text beyond which a snapshot is not read."""
_ABOUT = (
    *("name", "made", "plan", "scenario", "conditions", "teams", "first_day", "days", "replications", "seed"),
    *("version", "engine", "seconds", "length", "digests"),
)
"""Columns of `result` that its digest covers."""
_PART = ("array", "kind", "dtype", "complete", "shape", "digest")


def keep(db: Database, packed: Packed) -> str:
    """Write a result in place of the one with its key, drop those beyond `KEPT`; gives its key. The caller commits."""
    key = packed.key or _next_key(db)
    remove(db, key)
    db.execute("INSERT OR REPLACE INTO plan_snapshot VALUES (?, ?)", (packed.about["plan"], packed.snapshot))
    about = [packed.about[column] for column in _ABOUT]
    parts = [_described(part) for part in packed.parts]
    columns = ", ".join(("key", "pinned", "digest", *_ABOUT))
    marks = ", ".join("?" * (3 + len(_ABOUT)))
    db.execute(
        f"INSERT INTO result ({columns}) VALUES ({marks})",
        (key, packed.about["pinned"], _digest(about, parts), *about),
    )
    db.conn.executemany(
        f"INSERT INTO result_part (result, {', '.join(_PART)}, packed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(key, *row, part.packed) for row, part in zip(parts, packed.parts, strict=True)],
    )
    older = "SELECT key FROM result WHERE NOT pinned ORDER BY made DESC, rowid DESC LIMIT -1 OFFSET ?"
    for (old,) in db.execute(older, (KEPT,)).fetchall():
        remove(db, old)
    db.execute("DELETE FROM plan_snapshot WHERE fingerprint NOT IN (SELECT plan FROM result)")
    return key


def remove(db: Database, key: str) -> bool:
    """Take a result out; False when there is none. The caller commits."""
    db.execute("DELETE FROM result_part WHERE result = ?", (key,))
    found = db.conn.execute("DELETE FROM result WHERE key = ?", (key,)).rowcount
    db.execute("DELETE FROM plan_snapshot WHERE fingerprint NOT IN (SELECT plan FROM result)")
    return found > 0


def _next_key(db: Database) -> str:
    found = (GIVEN_KEY.fullmatch(key) for (key,) in db.execute("SELECT key FROM result"))
    return f"run-{max((int(number[1]) for number in found if number), default=0) + 1}"


def _described(part: Part) -> tuple[str, ...]:
    return part.array, part.kind, part.dtype, part.complete, json.dumps(part.shape), part.digest


def _digest(about: list[Any], parts: list[tuple[str, ...]]) -> str:
    """SHA-256 of all that is kept of a result but its key, with the digests of its arrays in place of them."""
    return hashlib.sha256(json.dumps([about, sorted(parts)], default=repr).encode()).hexdigest()


def listed(db: Database) -> tuple[ResultNote, ...]:
    """Every result, newest first; no array is read. BrokenPart when what is said of one cannot be understood."""
    if not _has_results(db):
        return ()
    # length() of a blob is known without reading it.
    query = (
        "SELECT key, pinned, (SELECT coalesce(sum(length(packed)), 0) FROM result_part WHERE result = key), "
        f"{', '.join(_ABOUT)} FROM result ORDER BY made DESC, rowid DESC"
    )
    return tuple(_note(key, pinned, size, about) for key, pinned, size, *about in db.execute(query).fetchall())


def _has_results(db: Database) -> bool:
    """False of a file that an older version made."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'result_part'").fetchone() is not None


def _note(key: str, pinned: int, size: int, about: list[Any]) -> ResultNote:
    row = dict(zip(_ABOUT, about, strict=True))
    try:
        return ResultNote(
            key=key,
            name=row["name"],
            pinned=bool(pinned),
            made=datetime.fromisoformat(row["made"]),
            plan_fingerprint=row["plan"],
            scenario=row["scenario"],
            teams=tuple(json.loads(row["teams"])),
            start=date.fromisoformat(row["first_day"]),
            days=row["days"],
            replications=row["replications"],
            seed=row["seed"],
            version=row["version"],
            engine=row["engine"],
            seconds=row["seconds"],
            length=from_plain(RunLength, json.loads(row["length"])),
            size=size,
        )
    except (ValueError, TypeError) as error:
        raise BrokenPart(f"the saved result {key}: its description") from error


def read(db: Database, key: str, kinds: Collection[str] = EVERY_KIND) -> SavedResult:
    """A result with its arrays of these kinds; KeyError when there is none, BrokenPart naming what is broken."""
    if not _has_results(db):
        raise KeyError(key)
    columns = f"SELECT pinned, digest, {', '.join(_ABOUT)} FROM result WHERE key = ?"
    found = db.execute(columns, (key,)).fetchone()
    if found is None:
        raise KeyError(key)
    pinned, digest, *about = found
    parts = db.execute(f"SELECT {', '.join(_PART)} FROM result_part WHERE result = ?", (key,)).fetchall()
    place = f"the saved result {key}"
    if digest != _digest(about, [tuple(row) for row in parts]):
        raise BrokenPart(f"{place}: its description")
    size = db.execute("SELECT coalesce(sum(length(packed)), 0) FROM result_part WHERE result = ?", (key,)).fetchone()
    try:
        arrays = {kind: _arrays(db, key, kind) for kind in kinds}
        row = dict(zip(_ABOUT, about, strict=True))
        return SavedResult(
            note=_note(key, pinned, size[0], about),
            digests=json.loads(row["digests"]),
            fans=arrays.get(FAN, {}),
            month_ends=arrays.get(MONTH_ENDS, {}),
            months=restore(arrays.get(MONTHS, {})),
            plan_text=_snapshot(db, row["plan"]),
            scenario_text=row["conditions"],
        )
    except BrokenPart as error:
        raise BrokenPart(f"{place}: {error}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise BrokenPart(f"{place}: its description") from error


def _arrays(db: Database, key: str, kind: str) -> dict[str, NDArray[Any]]:
    rows = db.execute(
        f"SELECT {', '.join(_PART)}, packed FROM result_part WHERE result = ? AND kind = ? ORDER BY rowid", (key, kind)
    )
    found = {}
    for array, _, dtype, complete, shape, digest, packed in rows:
        part = Part(array, kind, dtype, complete, tuple(json.loads(shape)), packed)
        found[array] = unpack_array(part, digest)
    return found


def _snapshot(db: Database, fingerprint: str) -> str:
    row = db.execute("SELECT document FROM plan_snapshot WHERE fingerprint = ?", (fingerprint,)).fetchone()
    text = inflate(row[0], _LARGEST_PLAN, "the plan it was made from") if row else b""
    try:
        plain = text.decode()
    except UnicodeDecodeError:
        raise BrokenPart("the plan it was made from") from None
    if fingerprint_of(plain) != fingerprint:
        raise BrokenPart("the plan it was made from")
    return plain


def broken(db: Database) -> Iterator[str]:
    """Each result in which anything is not as it was saved, in words; every byte of every result is read."""
    if not _has_results(db):
        return
    for (key,) in db.execute("SELECT key FROM result ORDER BY rowid").fetchall():
        try:
            read(db, key)
        except BrokenPart as error:
            yield str(error)
