"""The workbook as an .xlsx file. No text is ever taken for a formula; what is a formula is meant as one."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from planner.model.progress import Progress, unheard
from planner.report.book.sheet import Book, Column, Formula, NativeChart, Sheet, Value
from planner.report.document import printable
from planner.report.print_style import COLOURS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEADER_ROW = 3
"""Counted from 0; the title, the note and a free row stand above."""
CONTENTS = "Contents"
LONGEST_TEXT = 32_767
_FORMATS = {
    "text": "@",
    "whole": "#,##0",
    "number": "#,##0.0",
    "money": "£#,##0;[Red]-£#,##0",
    "share": "0%",
    "date": "d mmm yyyy",
    "price": "#,##0.00##",
}
CHART_WIDTH, CHART_ROWS = 760, 18
LINE, MOST_LINES = 15, 6
"""The height of a line of text in points, and the most lines that a row shows."""
_FIRST_YEAR = 1900


def book_of(book: Book, progress: Progress = unheard) -> bytes:
    """The file; the same book gives the same bytes."""
    from xlsxwriter import Workbook

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    workbook = Workbook(file, options)
    made = datetime.combine(book.provenance.made, time.min)
    workbook.set_properties(
        {"title": printable(book.title), "subject": book.provenance.line, "author": "Caseload Planner", "created": made}
    )
    formats = _formats(workbook)
    sheets = [workbook.add_worksheet(CONTENTS)]
    sheets += [workbook.add_worksheet(sheet.name) for sheet in book.sheets]
    _write_contents(sheets[0], book, formats)
    for place, (target, sheet) in enumerate(zip(sheets[1:], book.sheets, strict=True)):
        progress(place, len(book.sheets))
        _write_sheet(workbook, target, sheet, formats)
    workbook.close()
    return file.getvalue()


def cell_name(row: int, column: int) -> str:
    """The address of a cell of a table, rows counted from 0 below the header: $C$5."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(HEADER_ROW + 1 + row, column, row_abs=True, col_abs=True))


def _formats(workbook: Workbook) -> dict[str, Format]:
    base = {"font_name": "Arial", "font_size": 10, "font_color": COLOURS["text"], "valign": "top"}
    found = {
        kind: workbook.add_format(
            {**base, "num_format": shown, "text_wrap": kind == "text", "indent": int(kind == "text")}
        )
        for kind, shown in _FORMATS.items()
    }
    found["price"] = workbook.add_format(
        {**base, "num_format": _FORMATS["price"], "bg_color": "#FDEFD3", "border": 1, "border_color": COLOURS["border"]}
    )
    found["reckoned"] = workbook.add_format({**base, "num_format": _FORMATS["price"]})
    found["title"] = workbook.add_format({**base, "bold": True, "font_size": 14})
    found["note"] = workbook.add_format({**base, "font_color": COLOURS["muted"]})
    found["warning"] = workbook.add_format({**base, "bold": True, "font_color": COLOURS["limit"]})
    head = {**base, "bold": True, "bg_color": COLOURS["page"], "bottom": 1, "text_wrap": True, "valign": "bottom"}
    found["head"] = workbook.add_format(head)
    found["head-number"] = workbook.add_format({**head, "align": "right"})
    found["link"] = workbook.add_format({**base, "font_color": COLOURS["accent"], "underline": 1})
    return found


def _write_contents(target: Worksheet, book: Book, formats: dict[str, Format]) -> None:
    target.set_column(0, 0, 24)
    target.set_column(1, 1, 90)
    target.set_column(2, 2, 10)
    target.write_string(0, 0, _text(book.title), formats["title"])
    target.write_string(1, 0, _text(f"{book.plan}. {book.provenance.line}"), formats["note"])
    if book.illustrative:
        target.write_string(2, 0, "Illustrative: every figure of this plan is made up.", formats["warning"])
    for column, name in enumerate(("Sheet", "What it holds", "Rows")):
        target.write_string(HEADER_ROW, column, name, formats["head-number" if column == 2 else "head"])
    for row, sheet in enumerate(book.sheets, start=HEADER_ROW + 1):
        target.set_row(row, LINE * math.ceil(1.15 * len(f"{sheet.title}. {sheet.note}") / 90))
        target.write_url(row, 0, f"internal:'{sheet.name}'!A1", formats["link"], sheet.name)
        target.write_string(row, 1, _text(f"{sheet.title}. {sheet.note}".strip()), formats["text"])
        target.write_number(row, 2, len(sheet.rows), formats["whole"])
    target.freeze_panes(HEADER_ROW + 1, 0)
    target.set_landscape()
    target.fit_to_pages(1, 0)


def _write_sheet(workbook: Workbook, target: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    target.write_string(0, 0, _text(sheet.title), formats["title"])
    target.write_string(1, 0, _text(sheet.note), formats["note"])
    for place, column in enumerate(sheet.columns):
        target.set_column(place, place, column.width)
        style = "head" if column.kind in ("text", "date") else "head-number"
        target.write_string(HEADER_ROW, place, _text(column.name), formats[style])
    for number, row in enumerate(sheet.rows, start=HEADER_ROW + 1):
        target.set_row(number, LINE * _lines(row, sheet))
        for place, (value, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _write_cell(target, number, place, value, column, formats)
    for name, row_at, column_at in sheet.names:
        workbook.define_name(name, f"='{sheet.name}'!{cell_name(row_at, column_at)}")
    if sheet.rows:
        target.autofilter(HEADER_ROW, 0, HEADER_ROW + len(sheet.rows), len(sheet.columns) - 1)
    target.freeze_panes(HEADER_ROW + 1, 1)
    target.set_landscape()
    target.set_paper(9)
    target.fit_to_pages(1, 0)
    target.repeat_rows(HEADER_ROW)
    for place, chart in enumerate(sheet.charts):
        _insert_chart(workbook, target, sheet, chart, place)


def _lines(row: tuple[Value, ...], sheet: Sheet) -> int:
    """Lines that the longest text of a row takes in its column, a few at most."""
    needed = (
        math.ceil(1.15 * len(value) / column.width)
        for value, column in zip(row, sheet.columns, strict=True)
        if isinstance(value, str) and column.kind == "text"
    )
    return min(max(needed, default=1), MOST_LINES) or 1


def _write_cell(
    target: Worksheet, row: int, place: int, value: Value, column: Column, formats: dict[str, Format]
) -> None:
    style = formats[column.kind]
    if value is None or value == "":
        target.write_blank(row, place, None, style)
    elif isinstance(value, Formula):
        reckoned = formats["reckoned"] if column.kind == "price" else style
        target.write_formula(row, place, value.text, reckoned, value.value)
    elif isinstance(value, bool):
        target.write_string(row, place, "yes" if value else "no", formats["text"])
    elif isinstance(value, datetime | date) and value.year >= _FIRST_YEAR:
        target.write_datetime(row, place, datetime(value.year, value.month, value.day), formats["date"])  # noqa: DTZ001
    elif isinstance(value, int | float) and math.isfinite(value):
        target.write_number(row, place, value, formats["number"] if column.kind == "text" else style)
    else:
        target.write_string(row, place, _text(str(value)), formats["text"])


def _text(text: str) -> str:
    return printable(text)[:LONGEST_TEXT]


def _insert_chart(workbook: Workbook, target: Worksheet, sheet: Sheet, chart: NativeChart, place: int) -> None:
    drawn: Any = workbook.add_chart({"type": chart.kind})
    first, last = (HEADER_ROW + 1 + row for row in (chart.first, chart.last))
    for series in chart.series:
        entry: dict[str, Any] = {
            "name": [sheet.name, HEADER_ROW, series.column],
            "categories": [sheet.name, first, chart.categories, last, chart.categories],
            "values": [sheet.name, first, series.column, last, series.column],
        }
        if chart.kind == "line":
            entry["line"] = {"color": series.colour, "width": 2, "dash_type": "dash" if series.dashed else "solid"}
        else:
            entry["fill"] = {"color": series.colour}
            entry["gap"] = 60
        drawn.add_series(entry)
    drawn.set_title({"name": _text(chart.title), "name_font": {"size": 11, "name": "Arial"}})
    drawn.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
    values = {"name": chart.unit, "min": 0, "major_gridlines": {"visible": True, "line": {"color": COLOURS["grid"]}}}
    if chart.kind == "line":
        drawn.set_x_axis({"date_axis": True, "num_format": "mmm yyyy"})
        drawn.set_y_axis(values)
    else:
        drawn.set_x_axis(values)
        drawn.set_y_axis({"reverse": True})
    rows = last - first + 1
    height = 320 if chart.kind == "line" else min(120 + 22 * rows, 700)
    drawn.set_size({"width": CHART_WIDTH, "height": height})
    at = HEADER_ROW + place * CHART_ROWS
    target.insert_chart(at, len(sheet.columns) + 1, drawn, {"description": _text(chart.alt), "object_position": 3})
