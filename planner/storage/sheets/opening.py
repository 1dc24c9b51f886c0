"""Opens a table by what is in the file, whatever its name ends with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from stat import S_ISREG
from typing import Protocol, Self

from planner.model.progress import Progress, unheard
from planner.model.table import Block, SourceTable
from planner.storage.errors import place
from planner.storage.sheets import errors
from planner.storage.sheets.errors import SheetError
from planner.storage.sheets.text import TextTable
from planner.storage.sheets.workbook import WorkbookTable

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<(\?xml|!doctype|html|table|\w+:workbook|workbook|meta|head)", re.IGNORECASE)
_OTHERS = (
    (b"%PDF", "a PDF document"),
    (b"SQLite format 3", "a plan or another database"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"{\\rtf", "a text document"),
)


class OpenedTable(Protocol):
    """A table that was opened: what is known of it, and its cells."""

    table: SourceTable

    def blocks(self, columns: Sequence[int], progress: Progress = unheard) -> Iterator[Block]:
        """The wanted columns, by their indices in the header, from the first row of data on; may be asked again.

        Progress is in bytes of the file. Raises SheetError, also when the file was changed since it was opened.
        """

    def close(self) -> None:
        """Let go of the file."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def open_table(path: Path, sheet: str | None = None, header_row: int | None = None) -> OpenedTable:
    """The table in a file: text, .xlsx, .xls or .ods; raises SheetError.

    `sheet` is a sheet's name, by default the first that is not hidden; `header_row`, counted from 1, overrides the
    header that is found.
    """
    path = Path(path).absolute()
    _require_row(header_row)
    try:
        # A pipe would wait for its writer, and a device might never end.
        if not path.is_dir() and not S_ISREG(path.stat().st_mode):
            raise errors.no_file(place(path))
        with path.open("rb") as file:
            head = file.read(4096)
            if head.startswith(_OLE) and _ENCRYPTED in head + file.read(1 << 20):
                raise errors.protected(place(path))
    except OSError as error:
        raise errors.unreadable(path, error) from error
    if head.startswith((_OLE, *_ZIP)):
        return WorkbookTable(path, sheet, header_row)
    _require_table(head, path)
    if sheet:
        raise SheetError(f"{place(path)} is a text file and has no sheets: leave the sheet out.")
    return TextTable(path, header_row)


def paste_table(text: str, header_row: int | None = None) -> OpenedTable:
    """The table in a text from the clipboard; raises SheetError."""
    _require_row(header_row)
    return TextTable(text, header_row)


def _require_table(head: bytes, path: Path) -> None:
    if _MARKUP.match(head):
        raise SheetError(
            f"{place(path)} is a web page or XML under a spreadsheet's name: "
            "open it in the spreadsheet program and save it as .xlsx or CSV."
        )
    for mark, kind in _OTHERS:
        if head.startswith(mark):
            raise SheetError(f"{place(path)} is {kind}, not a table: choose a .csv, .xlsx, .xls or .ods file.")


def _require_row(header_row: int | None) -> None:
    if header_row is not None and not 1 <= header_row <= 10_000:
        raise SheetError(f"The header cannot be in row {header_row:,}: rows are counted from 1 to 10,000.")
