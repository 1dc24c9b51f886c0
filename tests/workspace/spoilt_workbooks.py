"""Workbooks spoilt inside: their packing, their XML, and the records of the old format."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from tests.workspace.made_files import Rows, compound_file, ods_parts, xls_bytes, xlsx_parts, zipped

_MB = 1_000_000

Way = Callable[[Rows, str, np.random.Generator], bytes]
"""Makes a spoilt file in a format from sound rows."""


def _parts(rows: Rows, form: str) -> dict[str, str]:
    return xlsx_parts(rows) if form == "xlsx" else ods_parts(rows)


def _whole(rows: Rows, form: str) -> bytes:
    return xls_bytes(rows) if form == "xls" else zipped(_parts(rows, form))


def _sheet_changed(change: Callable[[str, np.random.Generator], str], part: str) -> Way:
    def made(rows: Rows, form: str, chance: np.random.Generator) -> bytes:
        parts = _parts(rows, form)
        return zipped(parts | {part: change(parts[part], chance)})

    return made


_SHEET = "xl/worksheets/sheet1.xml"


def _formulas(xml: str, chance: np.random.Generator) -> str:
    stored = "<v>5</v>" if chance.integers(0, 2) else ""
    kind = str(chance.choice(["", ' t="str"', ' t="e"', ' t="b"', ' t="s"', ' t="n"', ' t="d"']))
    cell = f'<c r="B3"{kind}><f>SUM(A1:A{chance.integers(1, 10**9)})</f>{stored}</c>'
    return xml.replace("</row>", cell + "</row>", int(chance.integers(1, 9)))


def _merged(xml: str, chance: np.random.Generator) -> str:
    area = str(chance.choice(["A1:B1", "A1:XFD1048576", "B2:A1", "A0:ZZZZ99", "A2:A9", "nonsense", "A1:D1"]))
    return xml.replace("</worksheet>", f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells></worksheet>')


def _far_cell(xml: str, chance: np.random.Generator) -> str:
    place = str(chance.choice(["XFD1048576", "A1048576", "XFD2", "ZZZ9", "A99999999999", "A0", "", "1", "CV200000"]))
    number = "".join(mark for mark in place if mark.isdigit()) or "1"
    return xml.replace("</sheetData>", f'<row r="{number}"><c r="{place}"><v>1</v></c></row></sheetData>')


def _dimension(xml: str, _: np.random.Generator) -> str:
    return xml.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')


def _entities(xml: str, _: np.random.Generator) -> str:
    inner = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE z [<!ENTITY l0 "lol">{inner}]>' + xml.replace("Team", "&l11;", 1)


def _broken_xml(xml: str, chance: np.random.Generator) -> str:
    place = int(chance.integers(0, len(xml)))
    return xml[:place] + str(chance.choice(["<", ">", "&", "</row>", "<c>", "]]>", "\x00", "<!--"])) + xml[place + 1 :]


def _deep_xml(xml: str, _: np.random.Generator) -> str:
    return xml.replace("<sheetData>", "<a>" * 200_000 + "<sheetData>", 1)


def _shared_strings(rows: Rows, _: str, chance: np.random.Generator) -> bytes:
    parts = xlsx_parts(rows)
    many = int(chance.choice([0, 3, 400_000]))
    listed = f'<sst count="{many}" uniqueCount="4294967295">{"<si><t>a</t></si>" * many}</sst>'
    cell = f'<row r="50"><c r="A50" t="s"><v>{chance.choice([0, -1, 2, 10**12])}</v></c></row></sheetData>'
    return zipped(parts | {"xl/sharedStrings.xml": listed, _SHEET: parts[_SHEET].replace("</sheetData>", cell)})


def _bomb(rows: Rows, form: str, chance: np.random.Generator) -> bytes:
    """Some megabytes that unpack to hundreds."""
    parts: dict[str, str | bytes] = dict(_parts(rows, form))
    part = _SHEET if form == "xlsx" else "content.xml"
    kind = int(chance.integers(0, 3))
    if kind == 0:
        return zipped(parts | {part: b" " * (200 * _MB)})
    xml = str(parts[part])
    row, last = ("<row><c><v>1</v></c></row>", "</sheetData>")
    if form == "ods":
        row, last = "<table:table-row><table:table-cell/></table:table-row>", "</table:table>"
    if kind == 1:
        return zipped(parts | {part: xml.replace(last, row * 1_500_000 + last)})
    return _lying(zipped(parts | {part: xml.replace(last, " " * (200 * _MB) + last)}))


def _lying(made: bytes) -> bytes:
    """The same zip, whose lists of members give small sizes."""
    spoilt = bytearray(made)
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = spoilt.find(mark)
        while at >= 0:
            spoilt[at + place : at + place + 4] = (900).to_bytes(4, "little")
            at = spoilt.find(mark, at + 4)
    return bytes(spoilt)


def _sizes_lie(rows: Rows, form: str, _: np.random.Generator) -> bytes:
    return _lying(_whole(rows, form))


def _without_part(rows: Rows, form: str, chance: np.random.Generator) -> bytes:
    parts = _parts(rows, form)
    del parts[str(chance.choice(list(parts)))]
    return zipped(parts)


def _empty_part(rows: Rows, form: str, chance: np.random.Generator) -> bytes:
    parts = _parts(rows, form)
    return zipped(parts | {str(chance.choice(list(parts))): ""})


def _many_members(rows: Rows, form: str, _: np.random.Generator) -> bytes:
    parts = _parts(rows, form)
    return zipped({f"../../{n}.xml": "x" for n in range(5000)} | parts)


def _nested(rows: Rows, form: str, _: np.random.Generator) -> bytes:
    return zipped({"inside." + form: _whole(rows, form)})


_ZIP: dict[str, Way] = {
    "bomb": _bomb,
    "sizes lie": _sizes_lie,
    "part missing": _without_part,
    "part empty": _empty_part,
    "many members": _many_members,
    "nested": _nested,
}


def _sheets(rows: Rows, _: str, chance: np.random.Generator) -> bytes:
    names = [f"Sheet{n}" for n in range(1, int(chance.choice([2, 5, 300])))] + ["*?", "", "Sheet1", "é" * 200]
    parts = xlsx_parts(rows, names)
    book = parts["xl/workbook.xml"].replace('sheetId="1"', 'sheetId="1" state="veryHidden"')
    return zipped(parts | {"xl/workbook.xml": book})


_XLSX: dict[str, Way] = {
    **_ZIP,
    "formulas": _sheet_changed(_formulas, _SHEET),
    "merged": _sheet_changed(_merged, _SHEET),
    "far cell": _sheet_changed(_far_cell, _SHEET),
    "dimension": _sheet_changed(_dimension, _SHEET),
    "entities": _sheet_changed(_entities, _SHEET),
    "broken xml": _sheet_changed(_broken_xml, _SHEET),
    "deep xml": _sheet_changed(_deep_xml, _SHEET),
    "broken workbook": _sheet_changed(_broken_xml, "xl/workbook.xml"),
    "broken links": _sheet_changed(_broken_xml, "xl/_rels/workbook.xml.rels"),
    "shared strings": _shared_strings,
    "sheets": _sheets,
}


def _repeated(xml: str, chance: np.random.Generator) -> str:
    name, most = (("rows", 1_048_576), ("columns", 16_384))[int(chance.integers(0, 2))]
    many = int(chance.choice([most, 4_294_967_295, -1, 200]))
    tag = "table:table-row" if name == "rows" else "table:table-cell"
    return xml.replace(f"<{tag}", f'<{tag} table:number-{name}-repeated="{many}"', int(chance.integers(1, 4)))


def _spanned(xml: str, _: np.random.Generator) -> str:
    spanned = '<table:table-cell table:number-columns-spanned="99999" table:number-rows-spanned="99999"'
    return xml.replace("<table:table-cell", spanned, 2)


def _ods_formulas(xml: str, chance: np.random.Generator) -> str:
    formula = f'<table:table-cell table:formula="of:=SUM([.A1:.A{chance.integers(1, 10**9)}])"'
    return xml.replace("<table:table-cell", formula, int(chance.integers(1, 9)))


_ODS: dict[str, Way] = {
    **_ZIP,
    "repeated": _sheet_changed(_repeated, "content.xml"),
    "repeated again": _sheet_changed(_repeated, "content.xml"),
    "spanned": _sheet_changed(_spanned, "content.xml"),
    "formulas": _sheet_changed(_ods_formulas, "content.xml"),
    "entities": _sheet_changed(_entities, "content.xml"),
    "broken xml": _sheet_changed(_broken_xml, "content.xml"),
}


def _record_lengths(rows: Rows, form: str, chance: np.random.Generator) -> bytes:
    """Lengths and places inside the old format that point where nothing is."""
    made = bytearray(_whole(rows, form))
    for _ in range(20):
        place = 512 + 2 * int(chance.integers(0, (len(made) - 512) // 2 - 1))
        made[place : place + 2] = int(chance.choice([0, 1, 0x7FFF, 0xFFFF])).to_bytes(2, "little")
    return bytes(made)


def _looping_chain(rows: Rows, form: str, chance: np.random.Generator) -> bytes:
    made = bytearray(_whole(rows, form))
    table = len(made) - 512
    for _ in range(4):
        place = table + 4 * int(chance.integers(0, 20))
        made[place : place + 4] = int(chance.integers(0, 12)).to_bytes(4, "little")
    return bytes(made)


def _spoilt_header(rows: Rows, form: str, chance: np.random.Generator) -> bytes:
    made = bytearray(_whole(rows, form))
    place = int(chance.integers(24, 80))
    made[place : place + 4] = int(chance.integers(0, 2**32)).to_bytes(4, "little")
    return bytes(made)


def _another_stream(_: Rows, __: str, chance: np.random.Generator) -> bytes:
    return compound_file({str(chance.choice(["Workbook", "Book", "EncryptedPackage", "x"])): chance.bytes(6000)})


_XLS: dict[str, Way] = {
    "record lengths": _record_lengths,
    "looping chain": _looping_chain,
    "spoilt header": _spoilt_header,
    "another stream": _another_stream,
    "record lengths again": _record_lengths,
}
WORKBOOKS: Mapping[str, Mapping[str, Way]] = {"xlsx": _XLSX, "ods": _ODS, "xls": _XLS}
"""By format, what can be done to its inside."""
