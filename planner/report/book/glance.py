"""A look at the workbook before it is saved: the first rows of each sheet."""

from __future__ import annotations

from datetime import date

from planner.report.book.sheet import Book, Column, Formula, Sheet, Value
from planner.report.document import Block, Document, Grid, Heading, Paragraph
from planner.report.standing import short_day
from planner.report.words import counted, pounds

ROWS = 6
COLUMNS = 8


def glance(book: Book) -> Document:
    """The book as a document."""
    blocks: list[Block] = [Paragraph(f"{counted(len(book.sheets), 'sheet')} and a sheet of contents.")]
    for sheet in book.sheets:
        blocks += [Heading(sheet.name), _table(sheet)]
    return Document(book.title, book.plan, tuple(blocks), book.provenance, book.illustrative)


def _table(sheet: Sheet) -> Grid:
    columns = sheet.columns[:COLUMNS]
    rows = tuple(
        tuple(_text(value, column) for value, column in zip(row, columns, strict=False)) for row in sheet.rows[:ROWS]
    )
    left = len(sheet.rows) - len(rows)
    hidden = len(sheet.columns) - len(columns)
    parts = [sheet.note] if sheet.note else []
    parts += [f"{counted(left, 'more row')}."] if left else []
    parts += [f"{counted(hidden, 'more column')}."] if hidden else []
    parts += [f"{counted(len(sheet.charts), 'chart')}."] if sheet.charts else []
    numbers = frozenset(at for at, column in enumerate(columns) if column.kind not in ("text", "date"))
    widths = tuple(float(column.width) for column in columns)
    return Grid(sheet.title, tuple(column.name for column in columns), rows, widths, numbers, " ".join(parts))


def _text(value: Value, column: Column) -> str:
    if isinstance(value, Formula):
        value = value.value
    if value is None:
        return ""
    if isinstance(value, date):
        return short_day(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if column.kind == "money":
            return pounds(round(value))
        if column.kind == "share":
            return f"{100 * value:.0f} %"
        return f"{value:,.0f}" if column.kind == "whole" else f"{value:,.4g}"
    return str(value)
