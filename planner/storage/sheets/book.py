"""A workbook's sheet as a table; runs in the reader's process."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import time, timedelta
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from planner.model.table import PREVIEW_ROWS, Block, Cell, Fault, SourceTable
from planner.storage.sheets import errors
from planner.storage.sheets.errors import SheetError
from planner.storage.sheets.layout import SAMPLE_ROWS, find_layout
from planner.storage.sheets.limits import BLOCK_ROWS, READER_SECONDS, UNPACKED_BYTES_PER_SECOND, WORKBOOK_CELLS
from planner.storage.sheets.package import SheetFacts, is_encrypted, ods_facts, require_honest, xlsx_facts
from planner.storage.sheets.reader import BookRequest

_ZIP = b"PK"
_BATCH_CELLS = 1_000_000
_ERROR_TEXTS = frozenset(
    ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!")
)
_ERROR_CELL = "The cell shows an error instead of a value: mend its formula, or empty the cell."


class Book:
    """One sheet of a workbook, read whole."""

    def __init__(self, request: BookRequest, allow: Callable[[float], None]) -> None:
        """`allow` is told how many seconds more the reading may take. Raises SheetError."""
        self._where = request.where
        package = self._package(request.data)
        size = len(request.data) if package is None else require_honest(package, self._where)
        # The reader tries one format after the other and forgets which of them asked for a password.
        if package is not None and is_encrypted(package):
            raise errors.protected(self._where)
        allow(READER_SECONDS + size / UNPACKED_BYTES_PER_SECOND)
        try:
            book = CalamineWorkbook.from_object(io.BytesIO(request.data))
            name, sheets, hidden = self._choose(book, request.sheet)
            self._facts, cautions = self._look(package, name, request.data)
            self._sheet = book.get_sheet_by_name(name)
        except PasswordError as error:
            raise errors.protected(self._where) from error
        except (CalamineError, zipfile.BadZipFile, EOFError, NotImplementedError) as error:
            raise errors.damaged(self._where) from error
        rows, width = self._sheet.total_height, self._sheet.width
        if rows * width > WORKBOOK_CELLS:
            raise errors.too_large(self._where, f'the sheet "{name}" has {rows:,} rows and {width:,} columns')
        self._batch = max(1, min(BLOCK_ROWS, _BATCH_CELLS // max(width, 1)))
        cautions += _sheet_cautions(self._sheet, hidden=hidden)
        self.table = self._table(request, name, sheets, " ".join(cautions))

    def blocks(self, columns: Sequence[int]) -> Iterator[Block]:
        """The wanted columns, by their indices in the header."""
        first_row = self.table.header_row + 1
        rows = islice(self._sheet.iter_rows(), self.table.header_row, None)
        while batch := list(islice(rows, self._batch)):
            yield self._block(batch, first_row, columns)
            first_row += len(batch)

    def _package(self, data: bytes) -> zipfile.ZipFile | None:
        if not data.startswith(_ZIP):
            return None
        try:
            return zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise errors.damaged(self._where) from error

    def _choose(self, book: CalamineWorkbook, wanted: str | None) -> tuple[str, tuple[str, ...], bool]:
        """The name of the sheet to read, those there are with hidden ones last, and whether it is hidden."""
        visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        names = tuple(visible + [name for name in book.sheet_names if name not in visible])
        if not names:
            raise SheetError(f"{self._where} has no sheets: choose another file.")
        if wanted is not None and wanted not in names:
            listed = ", ".join(f'"{name}"' for name in names[:10])
            raise SheetError(f'{self._where} has no sheet "{wanted}": choose one of {listed}.')
        name = names[0] if wanted is None else wanted
        return name, names, name not in visible

    def _look(self, package: zipfile.ZipFile | None, sheet: str, data: bytes) -> tuple[SheetFacts, list[str]]:
        """What is known of the sheet besides its values, and what the user should know of that."""
        if package is None:
            return SheetFacts(), ["In an .xls file, cells that show an error such as #N/A are read as empty."]
        if "content.xml" in package.namelist():
            formulas, merged = ods_facts(package)
            facts = SheetFacts(formulas=formulas)
            cautions = [_MERGED] if merged else []
        else:
            facts, cautions = xlsx_facts(package, sheet, self._where), []
        if facts.formulas:
            cautions.append("Formulas are read as the values they had when the file was last saved.")
        return facts, cautions

    def _table(self, request: BookRequest, name: str, sheets: tuple[str, ...], caution: str) -> SourceTable:
        sampled = max(SAMPLE_ROWS, (request.header_row or 0) + PREVIEW_ROWS)
        sample = [[_plain(cell) for cell in row] for row in islice(self._sheet.iter_rows(), sampled)]
        layout = find_layout(sample, request.header_row)
        if layout is None:
            raise errors.empty(self._where, name)
        below = islice(self._sheet.iter_rows(), layout.header_row, None)
        return SourceTable(
            file=request.file,
            sheet=name,
            sheets=sheets,
            fingerprint=request.fingerprint,
            header_row=layout.header_row,
            header=layout.header,
            preview=layout.preview,
            encoding="",
            separator="",
            caution=caution,
            rows=sum(row.count("") < len(row) for row in below),
        )

    def _block(self, rows: list[list[Any]], first_row: int, columns: Sequence[int]) -> Block:
        numbers = None
        filled = [row.count("") < len(row) for row in rows]
        if not all(filled):
            numbers = [first_row + index for index, is_filled in enumerate(filled) if is_filled]
            rows = [row for row, is_filled in zip(rows, filled, strict=True) if is_filled]
        turned = list(zip(*rows, strict=True)) if rows else [()] * (max(columns, default=0) + 1)
        faults: list[Fault] = []
        first_column = (self._sheet.start or (0, 0))[1]
        taken = []
        for column in columns:
            cells, wrong = _plain_cells(turned[column])
            shown = self._facts.errors
            for index in range(len(cells)) if shown or wrong else ():
                number = first_row + index if numbers is None else numbers[index]
                text = shown.get((number - 1, first_column + column)) or wrong.get(index)
                if text is not None:
                    faults.append(Fault(number, column, text, _ERROR_CELL))
            taken.append(cells)
        return Block(numbers[0] if numbers else first_row, tuple(taken), len(rows), numbers, tuple(faults))


_MERGED = "Some cells are merged: their value is read in the first of them alone, the others are empty."


def _sheet_cautions(sheet: CalamineSheet, *, hidden: bool) -> list[str]:
    cautions = [_MERGED] if sheet.merged_cell_ranges else []
    if hidden:
        cautions.append("This sheet is hidden in the spreadsheet program.")
    return cautions


def _plain_cells(column: Sequence[Any]) -> tuple[Sequence[Cell], dict[int, str]]:
    """A column with whole numbers as such and times as text, and the errors that were in it as text, by index."""
    kinds = set(map(type, column))
    cells: Sequence[Cell] = column
    if float in kinds or time in kinds or timedelta in kinds:
        cells = [_plain(cell) for cell in column]
    if str not in kinds or _ERROR_TEXTS.isdisjoint(cells):
        return cells, {}
    wrong = {index: str(cell) for index, cell in enumerate(cells) if cell in _ERROR_TEXTS}
    return ["" if index in wrong else cell for index, cell in enumerate(cells)], wrong


def _plain(cell: Any) -> Cell:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    if isinstance(cell, time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else cell
