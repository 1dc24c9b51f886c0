"""A sheet of the workbook before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planner.model.table import Cell
from planner.report.document import Provenance

Kind = Literal["text", "whole", "number", "money", "share", "date", "price"]
"""How a column's cells are shown; a `price` is money or a share that a reader may change, and looks so."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, with the value that it has for the plan's own prices."""

    text: str
    value: float


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its heading, units in it."""

    name: str
    kind: Kind = "text"
    width: int = 14
    """Characters."""


@dataclass(frozen=True, slots=True)
class Series:
    """A line or row of bars: a column of the sheet."""

    column: int
    colour: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A chart of the spreadsheet program's own, over rows of the sheet."""

    kind: Literal["line", "bar"]
    title: str
    alt: str
    categories: int
    """The column of what stands along the axis."""
    series: tuple[Series, ...]
    first: int
    """Of the rows, counted from 0, and ..."""
    last: int
    unit: str = ""


Value = Cell | Formula


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title, a note, and a table under a header that stays."""

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    charts: tuple[NativeChart, ...] = ()
    names: tuple[tuple[str, int, int], ...] = ()
    """(name, row, column) of cells that formulas call by name."""


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets in order; a sheet of contents comes before them."""

    title: str
    plan: str
    sheets: tuple[Sheet, ...]
    provenance: Provenance
    illustrative: bool
