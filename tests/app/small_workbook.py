"""A workbook made by hand, with cells in every sheet."""

from __future__ import annotations

import zipfile
from pathlib import Path


def workbook(path: Path, sheets: dict[str, list[list[str | int]]]) -> Path:
    """The least that is an .xlsx file."""
    kinds = "http://schemas.openxmlformats.org"
    places = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(sheets, start=1))
    links = "".join(
        f'<Relationship Id="r{at}" Type="{kinds}/officeDocument/2006/relationships/worksheet" '
        f'Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{types}.worksheet+xml"/>'
            for at in range(1, len(sheets) + 1)
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{kinds}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{kinds}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{kinds}/spreadsheetml/2006/main" '
        f'xmlns:r="{kinds}/officeDocument/2006/relationships"><sheets>{places}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{kinds}/package/2006/relationships">'
        f"{links}</Relationships>",
    }
    for at, rows in enumerate(sheets.values(), start=1):
        cells = "".join(
            f'<row r="{number}">'
            + "".join(
                f'<c r="{chr(65 + place)}{number}"><v>{cell}</v></c>'
                if isinstance(cell, int)
                else f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
                for place, cell in enumerate(row)
            )
            + "</row>"
            for number, row in enumerate(rows, start=1)
        )
        parts[f"xl/worksheets/sheet{at}.xml"] = (
            f'<worksheet xmlns="{kinds}/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
        )
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return path
