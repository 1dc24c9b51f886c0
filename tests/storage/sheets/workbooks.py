"""Small workbooks made for the tests: .xlsx by xlsxwriter, .ods and .xls by hand."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

HEADER = ("Date", "Team", "Count")
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def make_xlsx(path: Path, *fills: Callable[[Workbook, Worksheet], None], **options: object) -> Path:
    """One sheet for each function that fills it: Sheet1, Sheet2 and so on."""
    with Workbook(path, options) as book:
        for fill in fills:
            fill(book, book.add_worksheet())
    return path


def plain_sheet(book: Workbook, sheet: Worksheet) -> None:
    """Two rows of referral counts below the header."""
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, HEADER)
    for row, (on, team, count) in enumerate([(date(2024, 1, 2), "North", 3), (date(2024, 2, 2), "007", 4.5)], start=1):
        sheet.write_datetime(row, 0, on, day)
        sheet.write_string(row, 1, team)
        sheet.write_number(row, 2, count)


def change_part(path: Path, part: str, change: Callable[[bytes], bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    """The same package with one part changed."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", compression) as package:
        for name, data in parts.items():
            package.writestr(name, change(data) if name == part else data)
    return path


def make_ods(path: Path, sheets: Mapping[str, str]) -> Path:
    """An OpenDocument workbook from the XML of each sheet's rows."""
    names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")}
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in names.items())
    tables = "".join(f'<table:table table:name="{escape(name)}">{rows}</table:table>' for name, rows in sheets.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return path


def ods_row(*cells: object) -> str:
    """A row of OpenDocument cells: text, numbers and dates."""
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(cell: object) -> str:
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    text = f"<text:p>{escape(str(cell))}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def make_xls(path: Path, cells: Mapping[tuple[int, int], str | float | date]) -> Path:
    """A workbook of Excel 97 with the sheet "Old": BIFF8 records in a compound file."""
    formats = b"".join(_record(0x00E0, struct.pack("<HH16x", 0, number)) for number in (0, 14))
    sheet = _record(0x0809, struct.pack("<HH12x", 0x0600, 0x0010))
    for (row, column), cell in cells.items():
        if isinstance(cell, str):
            text = cell.encode("cp1252")
            sheet += _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 0) + text)
        else:
            number = float((cell - date(1899, 12, 30)).days) if isinstance(cell, date) else cell
            sheet += _record(0x0203, struct.pack("<HHHd", row, column, isinstance(cell, date), number))
    sheet += _record(0x000A, b"")
    beginning = _record(0x0809, struct.pack("<HH12x", 0x0600, 0x0005)) + formats
    offset = len(beginning) + 4 + 11 + 4
    named = _record(0x0085, struct.pack("<IBBBB", offset, 0, 0, 3, 0) + b"Old")
    path.write_bytes(compound_file("Workbook", beginning + named + _record(0x000A, b"") + sheet))
    return path


def compound_file(name: str, stream: bytes) -> bytes:
    """An OLE compound file with one stream: header, allocation table, directory, data."""
    # A stream of less than 4096 bytes would have to go into the mini stream.
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, sectors + 2), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0) + struct.pack("<108I", *[_FREE] * 108)
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, 2, len(stream)) + bytes(256)
    return header + table + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<BBIII", kind, 1, _FREE, _FREE, child)
    return text.ljust(64, b"\0") + struct.pack("<H", len(text)) + links + bytes(36) + struct.pack("<IQ", start, size)


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HH", number, len(data)) + data
