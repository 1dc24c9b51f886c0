"""The mark beside a plan file that says who has it open for editing.

The first writer makes `.<name>.lock`; a second one is told who that is. The mark of a process of this machine that
no longer runs is taken over. A mark from another machine stands until its owner closes the plan, or until a person
who knows better deletes it: nothing here can tell a computer that is switched off from one that is only slow.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from planner.storage.errors import Held, from_os, from_sqlite, place
from planner.storage.processes import birth, is_running

_TRIES = 100
_PAUSE_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a plan open for editing. `born` tells the process from a later one with the same number."""

    user: str
    machine: str
    pid: int
    born: str
    since: str
    """Date and time with offset, in ISO form."""
    token: str

    def __str__(self) -> str:
        since = datetime.fromisoformat(self.since).astimezone()
        return f"{self.user} on {self.machine} since {since.day} {since:%B %Y, %H:%M}"

    @property
    def gone(self) -> bool:
        """True when the holder was a process of this machine that no longer runs."""
        return self.machine == _machine() and not is_running(self.pid, self.born)


class UnreadableLock(Exception):
    """A lock file that does not say who made it."""


def lock_path(plan: Path) -> Path:
    """Where the lock of a plan file is."""
    return plan.with_name(f".{plan.name}.lock")


def holder(plan: Path) -> Holder | None:
    """Who has the plan open for editing, None when nobody has; raises UnreadableLock, OSError."""
    try:
        content = lock_path(plan).read_bytes()
    except FileNotFoundError:
        return None
    try:
        found = Holder(**json.loads(content))
        str(found)
        kinds = {name: type(value) for name, value in asdict(found).items()}
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise UnreadableLock(str(error)) from error
    if kinds.pop("pid") is not int or set(kinds.values()) != {str}:
        raise UnreadableLock("its entries have the wrong kind")
    return found


class Lock:
    """The right to write one plan file, held by this process from `take` to `release`."""

    def __init__(self, plan: Path, mark: Holder) -> None:
        self._plan = plan
        self._mark = mark
        self.crashed: Holder | None = None
        """The holder, of this machine and gone, whose lock was taken over."""

    @classmethod
    def take(cls, plan: Path) -> Lock:
        """Hold the plan; raises Held when somebody else does, ReadOnly, DiskFull or Unreachable when it cannot be."""
        lock = cls(plan, _new_mark())
        try:
            for _ in range(3):
                if lock._make():
                    return lock
                lock.crashed = _clear_stale(plan) or lock.crashed
            # Others took and left it at each try: as good as held.
            raise _held(plan, holder(plan))
        except OSError as error:
            raise from_os(error, plan, writing=True) from error
        except UnreadableLock as error:
            raise _unreadable(plan) from error

    def confirm(self) -> None:
        """Raise Held unless this process still holds the plan; a lock that was deleted is made again."""
        try:
            found = holder(self._plan)
            if found is None and self._make():
                return
            if found is None or found.token != self._mark.token:
                raise _held(self._plan, holder(self._plan))
        except OSError as error:
            raise from_os(error, self._plan, writing=True) from error
        except UnreadableLock as error:
            raise _unreadable(self._plan) from error

    def release(self) -> None:
        """Let others write the plan. A lock that is no longer ours, or whose folder is gone, is left alone."""
        with contextlib.suppress(OSError, UnreadableLock):
            found = holder(self._plan)
            if found is not None and found.token == self._mark.token:
                _remove(lock_path(self._plan))

    def _make(self) -> bool:
        """Make the lock file, complete at once; False when there is one."""
        path = lock_path(self._plan)
        draft = _draft(self._plan, self._mark)
        content = json.dumps(asdict(self._mark), indent=1).encode()
        try:
            with draft.open("xb") as file:
                file.write(content)
            if os.name == "nt":
                # Here a rename never replaces a file.
                draft.rename(path)
            else:
                _link(draft, path, content)
        except FileExistsError:
            return False
        finally:
            draft.unlink(missing_ok=True)
        return True


def _link(draft: Path, path: Path, content: bytes) -> None:
    """Give the draft its name unless that is taken (FileExistsError)."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks and some shares have no links; there a reader may meet a lock that is not yet written.
        with path.open("xb") as file:
            file.write(content)


def _new_mark() -> Holder:
    import getpass

    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "somebody"
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Holder(user, _machine(), os.getpid(), birth(os.getpid()), now, secrets.token_hex(8))


def _machine() -> str:
    import socket

    return socket.gethostname()


def _clear_stale(plan: Path) -> Holder | None:
    """Remove the lock of a holder that is gone, and say whose it was; raise Held when it stands."""
    found = _settled_holder(plan)
    if found is None:
        return None
    if not found.gone:
        raise _held(plan, found)
    with _one_at_a_time(plan):
        # Another process may have taken the lock over while this one waited for its turn.
        again = holder(plan)
        if again is not None and again.token == found.token:
            _remove(lock_path(plan))
            _draft(plan, found).unlink(missing_ok=True)
    return found


def _draft(plan: Path, mark: Holder) -> Path:
    """Where a lock is written before it gets its name."""
    path = lock_path(plan)
    return path.with_name(f"{path.name}.{mark.token}")


def _settled_holder(plan: Path) -> Holder | None:
    """As `holder`, with a little patience for a lock that is being written at this moment."""
    for _ in range(_TRIES):
        try:
            return holder(plan)
        except (UnreadableLock, PermissionError):
            # PermissionError: on Windows, a file that is being deleted.
            time.sleep(_PAUSE_SECONDS)
    return holder(plan)


@contextlib.contextmanager
def _one_at_a_time(plan: Path) -> Iterator[None]:
    """Keep other processes from taking over the same lock meanwhile.

    The plan file itself is the gate, through SQLite's lock for writing: it works wherever a plan does, on every
    system, and ends with the process that has it. Without a plan (one is being made) there is nothing to protect.
    """
    from planner.storage.connection import connect

    if not plan.is_file():
        yield
        return
    try:
        gate = connect(plan, "rw")
    except sqlite3.Error as error:
        raise from_sqlite(error, plan, writing=True) from error
    try:
        try:
            gate.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise from_sqlite(error, plan, writing=True) from error
        yield
    finally:
        gate.rollback()
        gate.close()


def _remove(path: Path) -> None:
    for _ in range(_TRIES):
        try:
            path.unlink(missing_ok=True)
            return
        except PermissionError:
            if os.name != "nt":
                raise
            # Somebody reads it at this moment, which keeps it in place on Windows.
            time.sleep(_PAUSE_SECONDS)
    path.unlink(missing_ok=True)


def _held(plan: Path, found: Holder | None) -> Held:
    who = "somebody else" if found is None else str(found)
    return Held(
        plan,
        f"{place(plan)} is open for editing by {who}: open it read-only, or ask for it to be closed. "
        f"If that computer was switched off with the plan open, delete the file {lock_path(plan).name} beside it.",
        who,
    )


def _unreadable(plan: Path) -> Held:
    return Held(
        plan,
        f"{place(plan)} seems to be open for editing, but its lock file does not say by whom: open it read-only, or, "
        f"if you are sure that nobody has it open, delete the file {lock_path(plan).name} beside it.",
        "somebody unknown",
    )
