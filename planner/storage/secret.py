"""The secret of a plan file, which its pseudonyms are made with; no part of the plan, and it never leaves the file."""

from __future__ import annotations

from secrets import token_bytes
from typing import TYPE_CHECKING

from planner.model.pseudonym import KEY_BYTES

if TYPE_CHECKING:
    from sqlite_utils import Database


def read_key(db: Database) -> bytes | None:
    """The secret; None while none was needed, and of a file that an older version made."""
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'secret'").fetchone() is None:
        return None
    row = db.execute("SELECT pseudonym_key FROM secret").fetchone()
    return None if row is None else bytes(row[0])


def make_key(db: Database) -> bytes:
    """A new secret, put into the file. The caller commits."""
    key = token_bytes(KEY_BYTES)
    db.execute("INSERT INTO secret (id, pseudonym_key) VALUES (1, ?)", (key,))
    return key
