"""A copy of a plan file under another name, whole or not at all."""

from __future__ import annotations

import contextlib
from pathlib import Path
from secrets import token_hex

from planner.paths import unusable_name
from planner.storage import undo_steps
from planner.storage.connection import connect, drop_journal, journal_path, missing, sync_folder
from planner.storage.errors import NotAPlan, place, saving
from planner.storage.lock import Lock


def copy_plan(source: Path, target: Path) -> None:
    """Write all that a plan file holds, but for its steps of undo, to `target`, in place of what is there.

    The source may be open for editing meanwhile. Raises NotAPlan when both are the same file or Windows could not have
    one of this name, Held when the target is in use, and what else a file can raise when it is written; the target is
    then as it was.
    """
    source, target = Path(source).absolute(), Path(target).absolute()
    if unusable := unusable_name(target.name):
        raise NotAPlan(target, unusable)
    if target.exists() and target.samefile(source):
        raise NotAPlan(target, f"{place(target)} is the plan itself: choose another name for the copy.")
    if target.is_dir():
        raise NotAPlan(target, f"{place(target)} is a folder: choose a name for the copy inside it.")
    if not target.parent.is_dir():
        raise missing(target)
    lock = Lock.take(target)
    draft = target.with_name(f".{target.name}.{token_hex(8)}.new")
    try:
        with saving(target):
            _write(source, draft)
            drop_journal(target)
            draft.replace(target)
            sync_folder(target.parent)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
            journal_path(draft).unlink(missing_ok=True)
        lock.release()


def _write(source: Path, draft: Path) -> None:
    origin = connect(source, "ro")
    try:
        copy = connect(draft, "rwc")
        try:
            origin.conn.backup(copy.conn)
            with copy.atomic():
                undo_steps.forget(copy)
        finally:
            copy.close()
    finally:
        origin.close()
