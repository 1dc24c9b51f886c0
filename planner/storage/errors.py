"""What can go wrong with a plan file, each as one plain sentence: what is wrong, where, and what to do."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from planner.model.checks import InvalidPlan


class PlanFileError(Exception):
    """A plan file cannot be used as asked; `str(error)` is a sentence for the user, `path` the file."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


class NotAPlan(PlanFileError):
    """There is no plan at this path: nothing at all, a folder, or another kind of file."""


class Damaged(PlanFileError):
    """The file is a plan but its content is broken or breaks the rules of the model."""


class TooNew(PlanFileError):
    """The file was written by a newer version of the program."""


class Held(PlanFileError):
    """Somebody else has the plan open for editing; `holder` says who, as far as is known. Reading it is allowed."""

    def __init__(self, path: Path, sentence: str, holder: str) -> None:
        super().__init__(path, sentence)
        self.holder = holder


class ReadOnly(PlanFileError):
    """The file or its folder cannot be written to."""


class DiskFull(PlanFileError):
    """There is no room for the change; what was saved before is intact."""


class Unreachable(PlanFileError):
    """The drive, folder or file does not answer, or may not be read."""


def place(path: Path) -> str:
    """How a sentence names a file: its name, and the folder it is in."""
    return f"{path.name} (in {path.parent})"


def interrupted(path: Path) -> ReadOnly:
    """The error for a file whose last save was cut short: SQLite mends it only when it may write."""
    return ReadOnly(
        path,
        f"The last save of {place(path)} was interrupted and has to be undone before it can be read: "
        "open the plan once for editing, in a folder you may write to.",
    )


def from_sqlite(error: sqlite3.Error, path: Path, *, writing: bool) -> PlanFileError:
    """The sentence for an error that SQLite raised on the plan at `path`."""
    # The low byte is the family of the error, the rest its detail.
    family = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if family == sqlite3.SQLITE_FULL:
        return _full(path)
    if family in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Held(
            path,
            f"{place(path)} is being used by another program, which keeps it locked: "
            "close that program or open the plan read-only.",
            "another program",
        )
    if family == sqlite3.SQLITE_READONLY:
        return _read_only(path) if writing else interrupted(path)
    if family == sqlite3.SQLITE_CANTOPEN and writing:
        return _read_only(path)
    if family in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return _unreachable(path, str(error))
    if family == sqlite3.SQLITE_NOTADB:
        return not_sqlite(path)
    return damaged(path, str(error))


def from_os(error: OSError, path: Path, *, writing: bool) -> PlanFileError:
    """The sentence for an error that the operating system raised on the plan at `path` or a file beside it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(path)
    if writing and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _read_only(path)
    return _unreachable(path, error.strerror or str(error))


def not_sqlite(path: Path) -> NotAPlan:
    """The error for a file that this program did not make."""
    return NotAPlan(
        path,
        f"{place(path)} is not a plan: it was not made by Caseload Planner. Choose a file whose name ends in .plan.",
    )


def damaged(path: Path, detail: str) -> Damaged:
    """The error for a plan that is broken; `detail` says how."""
    return Damaged(
        path,
        f"{place(path)} is damaged ({detail.rstrip('.')}): "
        "restore it from a backup; a copy of the damaged file may still be of use to whoever helps you.",
    )


def broken_result(path: Path, detail: str) -> Damaged:
    """The error for a result that is not as it was saved, in a plan that may be sound; `detail` names it."""
    return Damaged(
        path,
        f"In {place(path)} this is damaged: {detail.rstrip('.')}. The plan itself can be opened: "
        "remove that result and run it again, or restore the file from a backup.",
    )


def broken_events(path: Path, detail: str) -> Damaged:
    """The error for single referrals that are not as they were imported, in a plan that may be sound."""
    return Damaged(
        path,
        f"In {place(path)} this is damaged: {detail.rstrip('.')}. The plan itself can be opened: "
        "import that file again, or restore the plan from a backup.",
    )


def broken_version(path: Path, detail: str) -> Damaged:
    """The error for a version that is not as it was kept, in a plan that may be sound; `detail` names it."""
    return Damaged(
        path,
        f"In {place(path)} this is damaged: {detail.rstrip('.')}. The plan itself can be opened: "
        "remove that version, or restore the file from a backup.",
    )


def broken_steps(path: Path) -> Damaged:
    """The error for steps of an earlier session that no longer fit the plan."""
    return Damaged(
        path,
        f"The earlier steps of {place(path)} cannot be taken back, because another program changed the file since: "
        "they were dropped. The plan is as it was; File, Versions goes back to one that was kept.",
    )


def unkeepable(path: Path, detail: str) -> PlanFileError:
    """The error for a plan with a value that has no place in a file: not a number, too large, or broken text."""
    return PlanFileError(
        path,
        f"{place(path)} was not saved, because the plan holds a number or a letter that no file can keep "
        f"({detail.rstrip('.')}): undo the last change. Everything saved before it is intact.",
    )


def too_new(path: Path) -> TooNew:
    """The error for a plan whose schema this program does not know."""
    return TooNew(
        path,
        f"{place(path)} was made by a newer version of Caseload Planner: install that version to open it. "
        "The file was not changed.",
    )


def _full(path: Path) -> DiskFull:
    return DiskFull(
        path,
        f"The disk that holds {place(path)} is full: free some space and repeat the last change. "
        "Everything saved before it is intact.",
    )


def _read_only(path: Path) -> ReadOnly:
    return ReadOnly(
        path,
        f"{place(path)} cannot be changed, because you may not write to the file or to its folder: "
        "open it read-only, or save a copy in a folder of your own.",
    )


def _unreachable(path: Path, detail: str) -> Unreachable:
    return Unreachable(
        path,
        f"{place(path)} cannot be reached ({detail}): check that the drive or network share is connected "
        "and that you are allowed to read the file.",
    )


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong while a file is read into its sentence."""
    try:
        yield
    except InvalidPlan as error:
        raise damaged(path, str(error)) from error
    except sqlite3.Error as error:
        raise from_sqlite(error, path, writing=False) from error
    except OSError as error:
        raise from_os(error, path, writing=False) from error


@contextlib.contextmanager
def saving(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong while a file is written into its sentence."""
    try:
        yield
    except (sqlite3.IntegrityError, OverflowError, UnicodeEncodeError) as error:
        raise unkeepable(path, str(error)) from error
    except sqlite3.Error as error:
        raise from_sqlite(error, path, writing=True) from error
    except OSError as error:
        raise from_os(error, path, writing=True) from error
