"""Tables written for spreadsheet programs: .csv and .xlsx, in which no text is ever taken for a formula."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from planner.model.table import Cell
from planner.storage.errors import place
from planner.storage.sheets.errors import SheetError, unwritable

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# As a spreadsheet knows the beginning of a formula; the last four are full-width letters, which some take for the same.
_FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?\Z", re.ASCII)
_EXCEL_ROWS = 1_048_576
_FIRST_EXCEL_YEAR = 1900
_WIDTH_ROWS = 200
_WIDEST = 60


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """A file for spreadsheet programs, .csv or .xlsx by its name; it appears whole or not at all.

    In .xlsx a text ends after the 32,767 characters that a cell can hold; in .csv one that a spreadsheet would reckon
    with gets an apostrophe before it. Raises SheetError.
    """
    path = Path(path).absolute()
    write = {".csv": _write_csv, ".xlsx": _write_xlsx}.get(path.suffix.lower())
    if write is None:
        raise SheetError(f"{place(path)} was not written: choose a name that ends in .csv or .xlsx.")
    _put(path, lambda draft: write(draft, header, rows))


def write_text(path: Path, text: str) -> None:
    """A text file in UTF-8, its line ends as they are; it appears whole or not at all. Raises SheetError."""
    path = Path(path).absolute()
    _put(path, lambda draft: _write_new_text(draft, text))


def write_bytes(path: Path, data: bytes) -> None:
    """A file that is made already; it appears whole or not at all. Raises SheetError."""
    path = Path(path).absolute()
    _put(path, lambda draft: _write_new_bytes(draft, data))


def _write_new_bytes(draft: Path, data: bytes) -> None:
    with draft.open("xb") as file:
        file.write(data)


def _write_new_text(draft: Path, text: str) -> None:
    with draft.open("x", encoding="utf-8", newline="") as file:
        file.write(text)


def _put(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file beside `path`, then put it in its place."""
    draft = path.with_name(f".{path.name}.{token_hex(8)}.new")
    try:
        write(draft)
        draft.replace(path)
    except BaseException as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        if isinstance(error, _TooManyRows):
            raise SheetError(
                f"{place(path)} was not written, because a sheet holds no more than {_EXCEL_ROWS:,} rows: "
                "choose a name that ends in .csv."
            ) from error
        if isinstance(error, OSError):
            raise unwritable(path, error) from error
        raise


class _TooManyRows(Exception):
    pass


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    with path.open("x", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file)
        for row in chain([header], rows):
            writer.writerow([_csv_cell(cell) for cell in row])


def _csv_cell(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.match(cell) else cell.replace("\0", "\ufffd")
    return cell


def _write_xlsx(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    remaining = iter(rows)
    sample = list(islice(remaining, _WIDTH_ROWS))
    # Row by row through a scratch folder, so that memory stays small however long the table is.
    with path.open("xb") as file, TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        book = Workbook(file, {"constant_memory": True, "tmpdir": scratch})
        book.use_zip64()
        try:
            _fill(book, header, sample, remaining)
        finally:
            # After a failure too: that is how it lets go of its scratch files.
            try:
                book.close()
            except FileCreateError as error:
                raise error.args[0] from error


def _fill(
    book: Workbook, header: Sequence[str], sample: Sequence[Sequence[Cell]], rest: Iterator[Sequence[Cell]]
) -> None:
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(_widths(header, sample)):
        sheet.set_column(column, column, width)
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(chain(sample, rest), start=1):
        if number >= _EXCEL_ROWS:
            raise _TooManyRows
        for column, cell in enumerate(row):
            _write_cell(sheet, number, column, cell, day, moment)


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, day: Format, moment: Format) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, datetime) and cell.year >= _FIRST_EXCEL_YEAR:
        sheet.write_datetime(row, column, cell, moment)
    elif isinstance(cell, date) and cell.year >= _FIRST_EXCEL_YEAR:
        sheet.write_datetime(row, column, datetime.combine(cell, time.min), day)
    elif isinstance(cell, int | float) and math.isfinite(cell):
        sheet.write_number(row, column, cell)
    else:
        text = str(cell).encode("utf-8", "replace").decode("utf-8")
        sheet.write_string(row, column, text)


def _widths(header: Sequence[str], sample: Iterable[Sequence[Cell]]) -> Iterator[int]:
    """The width of each column in characters, from its header and first cells."""
    longest = [len(name) for name in header]
    for row in sample:
        for column, cell in enumerate(row[: len(longest)]):
            longest[column] = max(longest[column], len("" if cell is None else str(cell)))
    return (min(length, _WIDEST) + 2 for length in longest)
