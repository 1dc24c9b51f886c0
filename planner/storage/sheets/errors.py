"""What can go wrong with a table, each as one plain sentence: what is wrong, where, and what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from planner.storage.errors import place

SAVE_AS_CSV = "open it in the spreadsheet program and save the sheet as CSV, which may be of any size"


class SheetError(Exception):
    """A table cannot be read or written as asked; `str(error)` is a sentence for the user."""


def unreadable(path: Path, error: OSError) -> SheetError:
    """The error for a file that the operating system does not give."""
    if isinstance(error, FileNotFoundError):
        return SheetError(f"There is no file {place(path)}: check its name and folder.")
    if path.is_dir():
        return SheetError(f"{place(path)} is a folder: choose a file in it.")
    return SheetError(
        f"{place(path)} cannot be read ({error.strerror or error}): check that the drive or network share is "
        "connected, that you may read the file, and that no other program keeps it locked."
    )


def no_file(where: str) -> SheetError:
    """The error for a pipe or a device."""
    return SheetError(f"{where} is a pipe or a device: save the table as a file and choose that.")


def unwritable(path: Path, error: OSError) -> SheetError:
    """The error for a table that the operating system does not take."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SheetError(f"The disk is full, so {place(path)} was not written: free some space and try again.")
    if not path.parent.is_dir():
        return SheetError(f"{place(path)} was not written, because there is no such folder: choose another.")
    return SheetError(
        f"{place(path)} was not written ({error.strerror or error}): close it in other programs, "
        "or choose a folder that you may write to."
    )


def changed(where: str) -> SheetError:
    """The error for a file whose bytes are not those that were looked at first."""
    return SheetError(f"{where} was changed by another program while it was being read: choose it again.")


def damaged(where: str) -> SheetError:
    """The error for a workbook that makes no sense."""
    return SheetError(
        f"{where} is damaged or not a workbook after all: open it in the spreadsheet program and save it again."
    )


def protected(where: str) -> SheetError:
    """The error for a workbook that nobody can read without its password."""
    return SheetError(f"{where} is protected by a password: save a copy without one, and import that.")


def too_large(where: str, what: str) -> SheetError:
    """The error for a workbook that would need more memory than it may have; `what` says why."""
    return SheetError(f"{where} is too large to be read as a workbook ({what}): {SAVE_AS_CSV}.")


def too_slow(where: str) -> SheetError:
    """The error for a workbook that kept the reader busy for longer than an honest one of its size would."""
    return SheetError(f"{where} takes too long to be read and may be damaged: {SAVE_AS_CSV}.")


def empty(where: str, sheet: str = "") -> SheetError:
    """The error for a table without a single filled cell."""
    if sheet:
        return SheetError(f'The sheet "{sheet}" of {where} is empty: choose another sheet.')
    return SheetError(f"{where} is empty: choose a file with a header row and rows of data.")
