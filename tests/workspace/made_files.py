"""Files of every format that can be imported, made from rows of cells by hand, so that tests can spoil any part."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Value = str | int | float | date | None
Rows = Sequence[Sequence[Value]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def text_of(rows: Rows, separator: str = ",", end: str = "\r\n") -> str:
    """The rows as separated text; dates are written day first, as in Britain."""
    return "".join(separator.join(_quoted(_shown(cell), separator) for cell in row) + end for row in rows)


def _shown(cell: Value) -> str:
    if cell is None:
        return ""
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def _quoted(text: str, separator: str) -> str:
    special = any(mark in text for mark in (separator, '"', "\n", "\r"))
    return '"' + text.replace('"', '""') + '"' if special else text


def zipped(parts: Mapping[str, str | bytes], stored: Sequence[str] = ()) -> bytes:
    """A zip of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return made.getvalue()


def xlsx_parts(rows: Rows, sheets: Sequence[str] = ("Sheet1",), after: str = "") -> dict[str, str]:
    """The parts of a workbook whose first sheet holds the rows; `after` stands behind its cells (merged cells, say)."""
    entries = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATED}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    packages = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    data = "".join(_xlsx_row(number, row) for number, row in enumerate(rows, start=1))
    empty = f'<worksheet xmlns="{_MAIN}"><sheetData/></worksheet>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{types}.worksheet+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships">{links}'
        f'<Relationship Id="rIdS" Type="{_RELATED}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData>{after}</worksheet>',
        **{f"xl/worksheets/sheet{n}.xml": empty for n in range(2, len(sheets) + 1)},
    }


def _xlsx_row(number: int, row: Sequence[Value]) -> str:
    cells = "".join(_xlsx_cell(f"{_letters(place)}{number}", cell) for place, cell in enumerate(row))
    return f'<row r="{number}">{cells}</row>'


def _letters(place: int) -> str:
    left, last = divmod(place, 26)
    return (_letters(left - 1) if left else "") + chr(65 + last)


def _xlsx_cell(place: str, cell: Value) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f'<c r="{place}" s="1"><v>{(cell - date(1899, 12, 30)).days}</v></c>'
    if isinstance(cell, int | float):
        return f'<c r="{place}"><v>{cell}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{_xml(cell)}</t></is></c>'


def _xml(text: str) -> str:
    """Text as XML can hold it: control characters and half letters have no place there."""
    return escape(_NO_XML.sub("", text))


def ods_parts(rows: Rows) -> dict[str, str]:
    """The parts of an OpenDocument spreadsheet with one sheet."""
    data = "".join(f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>" for row in rows)
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    spaces = " ".join(f'xmlns:{name}="{_OFFICE}:{name}:1.0"' for name in ("office", "table", "text"))
    return {
        "mimetype": kind,
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Sheet1">{data}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    }


def _ods_cell(cell: Value) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{_xml(cell)}</text:p></table:table-cell>'


def xls_bytes(rows: Rows) -> bytes:
    """An old workbook (BIFF8) with one sheet."""
    cells = b"".join(
        _xls_cell(number, place, cell) for number, row in enumerate(rows) for place, cell in enumerate(row)
    )
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    formats = b"".join(_record(0xE0, struct.pack("<HHH", 0, number, 0) + bytes(14)) for number in (0, 14))
    first = _record(0x0809, begin) + formats
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    width = max((len(row) for row in rows), default=0)
    sheet += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)) + cells + _record(0x0A, b"")
    name = b"Sheet1"
    place = len(first) + 4 + 8 + len(name) + 4
    listed = _record(0x85, struct.pack("<IBBBB", place, 0, 0, len(name), 0) + name)
    return compound_file({"Workbook": first + listed + _record(0x0A, b"") + sheet})


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _xls_cell(row: int, column: int, cell: Value) -> bytes:
    if cell is None:
        return b""
    if isinstance(cell, date):
        return _record(0x0203, struct.pack("<HHHd", row, column, 1, (cell - date(1899, 12, 30)).days))
    if isinstance(cell, int | float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, float(cell)))
    letters = cell.encode("utf-16-le", "replace")[:8000]
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(letters) // 2, 1) + letters)


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (the container of .xls) whose streams all stand in whole sectors of 512 bytes."""
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    body, chain, entries = b"", [], []
    for name, content in streams.items():
        # Streams of less than 4,096 bytes would have to go into a container of their own.
        padded = content.ljust(4096, b"\0")
        sectors = -(-len(padded) // 512)
        entries.append(_entry(name, 2, len(chain), len(padded)))
        chain += [*range(len(chain) + 1, len(chain) + sectors), end]
        body += padded.ljust(sectors * 512, b"\0")
    folder = len(chain)
    chain.append(end)
    body += (_entry("Root Entry", 5, end, 0, child=0 if not entries else 1) + b"".join(entries)).ljust(512, b"\0")
    tables = 1
    while (len(chain) + tables) > tables * 128:
        tables += 1
    first = len(chain)
    chain += [fat_mark] * tables
    chain += [free] * (tables * 128 - len(chain))
    places = [*range(first, first + tables)] + [free] * (109 - tables)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, folder, 0, 4096, end, 0, end, 0)
    return header + struct.pack("<109I", *places) + body + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, start: int, size: int, child: int = 0) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    none = 0xFFFFFFFF
    links = struct.pack("<III", none, none, child if kind == 5 else none)
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBB", len(letters), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
