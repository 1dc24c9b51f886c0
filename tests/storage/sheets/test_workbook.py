"""Tables in workbooks: .xlsx, .ods and .xls, honest and hostile."""

from __future__ import annotations

import sys
import time
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from planner.model.progress import Cancelled
from planner.model.table import Cell
from planner.storage.sheets import workbook
from planner.storage.sheets.errors import SheetError
from planner.storage.sheets.opening import OpenedTable, open_table
from planner.storage.sheets.package import require_honest
from tests.storage.sheets.workbooks import (
    HEADER,
    change_part,
    compound_file,
    make_ods,
    make_xls,
    make_xlsx,
    ods_row,
    plain_sheet,
)

SHEET = "xl/worksheets/sheet1.xml"
ROW = (date(2024, 1, 2), "North", 3)


def rows_of(opened: OpenedTable) -> list[tuple[Cell, ...]]:
    blocks = opened.blocks(range(len(opened.table.header)))
    return [row for block in blocks for row in zip(*block.columns, strict=True)]


def test_the_three_kinds_of_workbook_read_alike(tmp_path: Path):
    cells = {(0, column): name for column, name in enumerate(HEADER)} | {(1, k): cell for k, cell in enumerate(ROW)}
    made = [
        make_xlsx(tmp_path / "new.csv", plain_sheet),
        make_ods(tmp_path / "open.ods", {"Counts": ods_row(*HEADER) + ods_row(*ROW)}),
        make_xls(tmp_path / "old.xlsx", cells),
    ]
    for path, sheet in zip(made, ("Sheet1", "Counts", "Old"), strict=True):
        with open_table(path) as opened:
            assert (opened.table.sheet, opened.table.header) == (sheet, HEADER)
            assert opened.table.preview[0] == ROW
            assert rows_of(opened)[0] == ROW
            assert type(opened.table.preview[0][2]) is int
            assert (".xls file" in opened.table.caution) == (sheet == "Old")


def test_cells_keep_their_kinds(tmp_path: Path):
    def fill(book: Workbook, sheet: Worksheet) -> None:
        clock, moment = (book.add_format({"num_format": shown}) for shown in ("hh:mm", "dd/mm/yyyy hh:mm"))
        sheet.write_row(1, 1, ["Truth", "Clock", "Moment", "Rate", "Text"])
        sheet.write_boolean(2, 1, False)
        sheet.write_number(2, 2, 0.5, clock)
        sheet.write_datetime(2, 3, datetime(2024, 1, 2, 3, 4), moment)  # noqa: DTZ001
        sheet.write_number(2, 4, 2.5)
        sheet.write_string(2, 5, "007")

    with open_table(make_xlsx(tmp_path / "kinds.xlsx", fill, date_1904=True)) as opened:
        assert (opened.table.header_row, opened.table.rows) == (2, 1)
        assert rows_of(opened) == [(False, "12:00:00", datetime(2024, 1, 2, 3, 4), 2.5, "007")]  # noqa: DTZ001


def test_errors_are_told_by_cell_and_formulas_and_merged_cells_in_words(tmp_path: Path):
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row("B3", ["Team", "Count", "Share"])
        sheet.write_row("B4", ["North", 1])
        sheet.write_formula("D4", "=NA()", None, "#N/A")
        sheet.write_row("B6", ["#REF!", 2])
        sheet.write_formula("D6", "=1+1", None, 2)
        sheet.merge_range("B7:C7", "both")

    with open_table(make_xlsx(tmp_path / "errors.xlsx", fill)) as opened:
        assert "last saved" in opened.table.caution
        assert "merged" in opened.table.caution
        (block,) = opened.blocks([2, 0])
        assert [tuple(column) for column in block.columns] == [("", 2, ""), ("North", "", "both")]
        assert block.numbers == [4, 6, 7]
        assert [(fault.row, fault.column, fault.value) for fault in block.faults] == [(4, 2, "#N/A"), (6, 0, "#REF!")]
    spanned = ods_row("Team", "Count") + (
        '<table:table-row><table:table-cell table:formula="of:=1" office:value-type="float" office:value="1"/>'
        "<table:covered-table-cell/></table:table-row>"
    )
    with open_table(make_ods(tmp_path / "spanned.ods", {"S": spanned})) as opened:
        assert "last saved" in opened.table.caution
        assert "merged" in opened.table.caution


def test_sheets_are_chosen_by_name_and_hidden_ones_come_last(tmp_path: Path):
    def hidden(book: Workbook, sheet: Worksheet) -> None:
        book.add_worksheet("Empty")
        book.worksheets()[1].activate()
        plain_sheet(book, sheet)
        sheet.hide()

    path = make_xlsx(tmp_path / "sheets.xlsx", hidden, plain_sheet)
    with open_table(path, "Sheet1") as opened:
        assert opened.table.sheets == ("Empty", "Sheet3", "Sheet1")
        assert "hidden" in opened.table.caution
    with pytest.raises(SheetError, match=r'The sheet "Empty" of sheets\.xlsx .* is empty'):
        open_table(path)
    with pytest.raises(SheetError, match='has no sheet "None": choose one of "Empty", "Sheet3", "Sheet1"'):
        open_table(path, "None")


def test_a_table_can_be_read_again_and_after_a_cancelled_reading(tmp_path: Path):
    def cancel(done: int, total: int) -> None:
        raise Cancelled

    path = make_xlsx(tmp_path / "again.xlsx", plain_sheet)
    heard: list[tuple[int, int]] = []
    with open_table(path) as opened:
        with pytest.raises(Cancelled):
            list(opened.blocks([0], cancel))
        assert sum(block.rows for block in opened.blocks([0], lambda *done: heard.append(done))) == 2
        assert rows_of(opened)[1] == (date(2024, 2, 2), "007", 4.5)
        assert heard[-1] == (path.stat().st_size,) * 2
        with pytest.raises(Cancelled):
            list(opened.blocks([0], cancel))
        make_xlsx(path, plain_sheet, plain_sheet)
        with pytest.raises(SheetError, match="changed by another program"):
            list(opened.blocks([0]))


def stretched(first: bytes, last: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = b"".join(b'<row><c r="%s"><v>1</v></c></row>' % place for place in (first, last))
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, cells)


@pytest.mark.parametrize("last", [b"XFD1048576", b"A4000000000", b"xfd1048576"])
def test_two_cells_far_apart_are_refused(tmp_path: Path, last: bytes):
    path = make_xlsx(tmp_path / "far.xlsx", plain_sheet)
    with pytest.raises(SheetError, match=r"too large .*the sheet \"Sheet1\" has [\d,]+ rows"):
        open_table(change_part(path, SHEET, lambda _: stretched(b"A1", last)))


@pytest.mark.slow
def test_a_sheet_of_too_many_cells_is_refused_in_the_old_format_too(tmp_path: Path):
    path = make_xls(tmp_path / "far.xls", {(0, 0): "A", (65_535, 255): 1.0})
    with pytest.raises(SheetError, match=r"65,53\d rows and 256 columns"):
        open_table(path)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
def test_what_the_first_look_misses_ends_the_reader_alone(tmp_path: Path):
    path = make_xlsx(tmp_path / "far.xlsx", plain_sheet)
    hidden = stretched(b"A1", b"XFD1048576").replace(b"r=", b"r =")
    with pytest.raises(SheetError, match="needs too much memory"):
        open_table(change_part(path, SHEET, lambda _: hidden))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    path = make_xlsx(tmp_path / "bomb.xlsx", plain_sheet)
    blank = b" " * 60_000_000
    with pytest.raises(SheetError, match=r"too large .*times its size"):
        open_table(change_part(path, SHEET, lambda data: data + blank, zipfile.ZIP_DEFLATED))


def test_a_package_that_unpacks_to_too_much_is_refused(tmp_path: Path):
    with zipfile.ZipFile(make_xlsx(tmp_path / "large.xlsx", plain_sheet)) as package:
        for entry in package.infolist()[:7]:
            entry.file_size, entry.compress_size = 90_000_000, 9_000_000
        with pytest.raises(SheetError, match=r"it unpacks to 63\d MB"):
            require_honest(package, "large.xlsx")


def test_many_parts_are_refused(tmp_path: Path):
    path = make_xlsx(tmp_path / "parts.xlsx", plain_sheet)
    with zipfile.ZipFile(path, "a") as package:
        for number in range(10_001):
            package.writestr(f"{number}", b"")
    with pytest.raises(SheetError, match=r"too large .*parts"):
        open_table(path)


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = make_xlsx(tmp_path / "slow.xlsx", plain_sheet)
    slow = workbook._READER.replace("main()", "").replace("import main;", "import _watch, time;")
    assert "_watch" in slow
    slow = slow.replace("import _watch, time;", "import _watch; import time; _watch(0.2); time.sleep(30)")
    monkeypatch.setattr(workbook, "_READER", slow)
    begun = time.monotonic()
    with pytest.raises(SheetError, match="takes too long"):
        open_table(path)
    assert time.monotonic() - begun < 20


def test_a_workbook_with_a_password_is_told(tmp_path: Path):
    path = tmp_path / "secret.xlsx"
    path.write_bytes(compound_file("EncryptedPackage", bytes(8000)))
    with pytest.raises(SheetError, match=r"secret\.xlsx .* is protected by a password"):
        open_table(path)
    path = make_ods(tmp_path / "secret.ods", {"S": ods_row(*HEADER)})
    mark = b'<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></'
    change_part(path, "META-INF/manifest.xml", lambda data: mark.join(data.rsplit(b"</", 1)))
    with pytest.raises(SheetError, match=r"secret\.ods .* is protected by a password"):
        open_table(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04 and no more", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)])
def test_a_damaged_workbook_is_told(tmp_path: Path, content: bytes):
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(content)
    with pytest.raises(SheetError, match=r"damaged\.xlsx .* is damaged"):
        open_table(path)


@pytest.mark.slow
def test_mutated_workbooks_are_read_or_refused_in_a_sentence(tmp_path: Path):
    chance = np.random.default_rng(4)
    cells: dict[tuple[int, int], Any] = {(row, column): float(row) for row in range(5) for column in range(3)}
    made = [
        make_xlsx(tmp_path / "a", plain_sheet),
        make_ods(tmp_path / "b", {"S": ods_row(*HEADER) + 5 * ods_row(*ROW)}),
        make_xls(tmp_path / "c", cells),
    ]
    contents = [path.read_bytes() for path in made]
    path = tmp_path / "mutated.xlsx"
    hostile = [b"\xff" * 4, b"0", b"", b'r="XFD999999"']
    for _ in range(100):
        data = bytearray(contents[chance.integers(3)])
        for _ in range(chance.integers(1, 20)):
            place = chance.integers(len(data))
            data[place : place + chance.integers(5)] = hostile[chance.integers(4)]
        path.write_bytes(data)
        begun = time.monotonic()
        try:
            with open_table(path) as opened:
                assert len(rows_of(opened)) == opened.table.rows or opened.table.rows == -1
        except SheetError as error:
            assert "mutated.xlsx" in str(error)
        assert time.monotonic() - begun < 30
