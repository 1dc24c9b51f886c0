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


def new_key() -> bytes:
    """A secret that no file has yet."""
    return token_bytes(KEY_BYTES)


def make_key(db: Database, proposed: bytes | None = None) -> bytes:
    """A new secret, or the proposed one, put into the file. The caller commits."""
    key = proposed or new_key()
    db.execute("INSERT INTO secret (id, pseudonym_key) VALUES (1, ?)", (key,))
    return key
