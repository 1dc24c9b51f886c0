"""What the zip file and the XML of a workbook tell before its cells are read: bombs, error cells, formulas."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from planner.storage.sheets import errors
from planner.storage.sheets.limits import (
    PACKED_ENTRIES,
    SUSPECT_BYTES,
    SUSPECT_RATIO,
    UNPACKED_BYTES,
    WORKBOOK_CELLS,
)

_CHUNK = 4 << 20
# Begins with plain characters, which Python searches for several times as fast as for a choice of them.
_CORNER = re.compile(rb'r="([A-Za-z]{1,8})([0-9]{1,12})"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c(?=\s[^<>]*?\bt="e")\s[^<>]*?\br="([A-Za-z]{1,8})([0-9]{1,12})"[^<>]*>'
    rb"(?:<(?:\w+:)?f\b[^<>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]{1,20})<"
)
_FORMULA = (b"<f>", b"<f ", b":f>", b":f ")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(slots=True)
class SheetFacts:
    """What a sheet's XML says that its values do not."""

    formulas: bool = False
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """What the cells with an error show, by row and column counted from 0."""


def require_honest(package: zipfile.ZipFile, where: str) -> int:
    """The unpacked size in bytes; raises SheetError for a package that unpacks to far more than it seems."""
    entries = package.infolist()
    if len(entries) > PACKED_ENTRIES:
        raise errors.too_large(where, f"it has {len(entries):,} parts")
    size = sum(entry.file_size for entry in entries)
    if size > UNPACKED_BYTES:
        raise errors.too_large(where, f"it unpacks to {size / 1e6:,.0f} MB")
    for entry in entries:
        if entry.file_size > SUSPECT_BYTES and entry.file_size > SUSPECT_RATIO * entry.compress_size:
            raise errors.too_large(
                where, f"a part unpacks to {entry.file_size / entry.compress_size:,.0f} times its size"
            )
    return size


def is_encrypted(package: zipfile.ZipFile) -> bool:
    """Whether an OpenDocument file says that its parts are encrypted."""
    manifest = "META-INF/manifest.xml"
    return manifest in package.namelist() and b"encryption-data" in package.read(manifest)


def xlsx_facts(package: zipfile.ZipFile, sheet: str, where: str) -> SheetFacts:
    """The facts of a sheet by its name; raises SheetError where its cells are so far apart that the grid is too large.

    The reader lays out every cell between the first and the last, so that two cells in opposite corners of a sheet
    of a few bytes would take 550 GB.
    """
    facts = SheetFacts()
    part = _sheet_part(package, sheet)
    if part is None:
        return facts
    last_row = last_column = 0
    for text in _tags(package, part):
        facts.formulas = facts.formulas or any(mark in text for mark in _FORMULA)
        corners = _CORNER.findall(text)
        if corners:
            last_row = max(last_row, max(int(digits) for _, digits in corners))
            last_column = max(last_column, *map(_column_number, {letters for letters, _ in corners}))
        if b't="e"' in text:
            for letters, digits, shown in _ERROR.findall(text):
                facts.errors[int(digits) - 1, _column_number(letters) - 1] = shown.decode("ascii", "replace")
    if last_row * last_column > WORKBOOK_CELLS:
        raise errors.too_large(where, f'the sheet "{sheet}" has {last_row:,} rows and {last_column:,} columns')
    return facts


def ods_facts(package: zipfile.ZipFile) -> tuple[bool, bool]:
    """Whether there are formulas, and merged cells, anywhere in an OpenDocument workbook."""
    formulas = merged = False
    for text in _tags(package, "content.xml"):
        formulas = formulas or b"table:formula=" in text
        merged = merged or b"table:covered-table-cell" in text
    return formulas, merged


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


def _sheet_part(package: zipfile.ZipFile, sheet: str) -> str | None:
    """The entry with the cells of a sheet, or None when the package names it in some unusual way."""
    try:
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return None
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for element in book.iterfind("{*}sheets/{*}sheet"):
        if element.get("name") == sheet:
            target = targets.get(element.get(_RELATION) or element.get(_STRICT_RELATION))
            part = posixpath.normpath(posixpath.join("/xl", target or "")).lstrip("/")
            return part if part in package.namelist() else None
    return None


def _tags(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part's bytes in pieces that end before a row or, where none ends, before some tag."""
    with package.open(part) as file:
        rest = b""
        while chunk := file.read(_CHUNK):
            if b"='" in chunk:
                chunk = chunk.replace(b"'", b'"')
            text = rest + chunk
            end = max(text.rfind(b"<row"), text.rfind(b":row "))
            end = end if end > 0 else max(text.rfind(b"<"), 0)
            if len(text) > 4 * _CHUNK:
                end = len(text)
            yield text[:end]
            rest = text[end:]
        yield rest
