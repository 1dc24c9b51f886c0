"""Spoilt files, each made from its number alone: 2,000 and more ways in which an import can go wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from planner.model.imported import ImportKind
from planner.model.plan import Plan
from tests.workspace.made_files import Rows, Value, ods_parts, text_of, xls_bytes, xlsx_parts, zipped
from tests.workspace.spoilt_workbooks import WORKBOOKS

FORMATS = ("csv", "xlsx", "paste", "ods", "csv", "xls")
KINDS = tuple(ImportKind)
_MB = 1_000_000
_ROWS = 40

Cells = list[list[Value]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file to import: its bytes (or pasted text), and how it was spoilt."""

    number: int
    kind: ImportKind
    form: str
    spoilt: str
    content: bytes
    sheet: str | None = None


def mutant(number: int, plan: Plan) -> Mutant:
    """The file with this number; the same on every machine."""
    chance = np.random.default_rng([2026, number])
    kind, form = KINDS[number % 4], FORMATS[number // 4 % 6]
    rows = [list(row) for row in good_rows(kind, plan)]
    turn = number // 24
    if turn == 0:
        return Mutant(number, kind, form, "not at all", packed(rows, form))
    ways = _ways(form)
    name = list(ways)[turn % len(ways)]
    sheet = None
    if form in WORKBOOKS and turn % 19 == 4:
        sheet = str(chance.choice(["Sheet1", "Sheet9", "", "*?", "sheet1"]))
    if name in _CELLS:
        # Every third has two things wrong with its cells.
        before = _spoil_cells(rows, chance) if turn % 3 == 0 else rows
        return Mutant(number, kind, form, name, packed(_CELLS[name](before, chance), form), sheet)
    return Mutant(number, kind, form, name, ways[name](rows, form, chance), sheet)


def good_rows(kind: ImportKind, plan: Plan) -> Cells:
    """A sound table of this kind for the plan's first team."""
    team = plan.teams[0]
    bands = [band.key for band in team.bands]
    days = [plan.start - timedelta(days=9 * n + 1) for n in range(_ROWS)]
    if kind is ImportKind.COUNTS:
        months = [date(2023 + n // 12, n % 12 + 1, 1) for n in range(_ROWS // len(bands))]
        body = [[day, team.key, band, (n * 7) % 11] for n, day in enumerate(months) for band in bands]
        return [["Month", "Team", "Risk band", "Count"], *body]
    if kind is ImportKind.EVENTS:
        body = [[day, team.key, bands[n % len(bands)], f"REF/{n:05}", "a word"] for n, day in enumerate(days)]
        return [["Date received", "Team", "Risk band", "Reference", "Remarks"], *body]
    if kind is ImportKind.CASES:
        stage = team.stages[0].key
        body = [[f"c-{n:03}", team.key, bands[n % len(bands)], stage, day, None] for n, day in enumerate(days)]
        return [["Case key", "Team", "Risk band", "Stage", "Opened", "Next due"], *body]
    body = [[f"post-{n:02}", f"POST {n:02}", team.key, "officer", 1.0 if n % 3 else 0.5, None] for n in range(_ROWS)]
    return [["Officer key", "Post", "Team", "Role", "FTE", "Start date"], *body]


def packed(rows: Rows, form: str) -> bytes:
    """The rows in a format."""
    if form == "xlsx":
        return zipped(xlsx_parts(rows))
    if form == "ods":
        return zipped(ods_parts(rows), ("mimetype",))
    if form == "xls":
        return xls_bytes(rows)
    return text_of(rows, "\t" if form == "paste" else ",").encode("utf-8", "surrogatepass")


def _ways(form: str) -> dict[str, Callable[..., bytes]]:
    extra = WORKBOOKS.get(form, _TEXT)
    return dict.fromkeys(_CELLS, packed) | _BYTES | extra | extra


NASTY: tuple[Value, ...] = (
    *(
        "",
        " ",
        "=1+1",
        '=HYPERLINK("x")',
        "@SUM(A1)",
        "'",
        '"',
        '""',
        "NaN",
        "inf",
        "1e400",
        "-0",
        "0x10",
        "1_000",
        "١٢",
    ),
    *("31/02/2026", "01/01/0001", "31/12/9999", "00/00/0000", "2026-13-01", "12/13/2026", "29 Feb 2025", "Mar-26"),
    *(
        "9" * 400,
        "-1",
        "1.5",
        "1,000",
        "TRUE",
        "#REF!",
        "#N/A",
        "null",
        "None",
        "\x00",
        "\ufeff",
        "\u202eabc",
        "👮🏽" * 50,
    ),
    *(
        "line\nbreak",
        "tab\there",
        "cr\rhere",
        "a;b,c|d",
        "\uff21",
        "é" * 300,
        "\ud800",
        "very  HIGH",
        "no such team",
        "../../x",
    ),
    *("Jo Bloggs", "07700 900123", "someone@example.org", "AB1 2CD", "1990/123456X", "01/02/1990", "x" * 40_000),
    *(0, -1, 1.5, 1e308, 10**15, 46_000, date(1900, 1, 1), date(9999, 12, 31), date(2026, 2, 28), None),
)


def _spoil_cells(rows: Cells, chance: np.random.Generator) -> Cells:
    for _ in range(int(chance.integers(1, 12))):
        row = rows[int(chance.integers(0, len(rows)))]
        if row:
            row[int(chance.integers(0, len(row)))] = NASTY[int(chance.integers(0, len(NASTY)))]
    return rows


def _spoil_column(rows: Cells, chance: np.random.Generator) -> Cells:
    place = int(chance.integers(0, len(rows[0])))
    for row in rows[1:]:
        row[place : place + 1] = [NASTY[int(chance.integers(0, len(NASTY)))]]
    return rows


def _spoil_header(rows: Cells, chance: np.random.Generator) -> Cells:
    place = int(chance.integers(0, len(rows[0])))
    words = ("", "Team", "Surname", "D.O.B.", "Notes", "x" * 5000, "=A1", "\n", "Postcode", 7, "Officer name")
    rows[0][place] = words[int(chance.integers(0, len(words)))]
    return rows


def _repeat_rows(rows: Cells, chance: np.random.Generator) -> Cells:
    again = [rows[int(chance.integers(0, len(rows)))] for _ in range(30)]
    return [*rows, *again]


def _ragged(rows: Cells, chance: np.random.Generator) -> Cells:
    return [
        row[: int(chance.integers(0, len(row) + 1))] + ["more"] * int(chance.integers(0, 3) == 2 and 5) for row in rows
    ]


def _without_header(rows: Cells, _: np.random.Generator) -> Cells:
    return rows[1:]


def _header_only(rows: Cells, _: np.random.Generator) -> Cells:
    return rows[:1]


def _nothing(_: Cells, __: np.random.Generator) -> Cells:
    return []


def _turned(rows: Cells, _: np.random.Generator) -> Cells:
    return [list(column) for column in zip(*rows, strict=True)]


def _shuffled(rows: Cells, chance: np.random.Generator) -> Cells:
    order = chance.permutation(len(rows[0]))
    return [[row[place] for place in order] for row in rows]


def _wide(rows: Cells, _: np.random.Generator) -> Cells:
    return [row + [f"extra {n}" for n in range(150)] for row in rows]


def _blank_rows(rows: Cells, chance: np.random.Generator) -> Cells:
    blank: Cells = [[] for _ in range(3000)]
    place = int(chance.integers(0, len(rows)))
    return rows[:place] + blank + rows[place:]


def _title_lines(rows: Cells, _: np.random.Generator) -> Cells:
    return [["Report of last month"], [], ["Restricted", None, "draft"], *rows, [], ["Total", 12]]


def _huge_cell(rows: Cells, chance: np.random.Generator) -> Cells:
    row = rows[int(chance.integers(0, len(rows)))]
    row[int(chance.integers(0, len(row)))] = str(chance.choice(["a", "é", '"', "1", "=", "\n"])) * (10 * _MB)
    return rows


def _one_column(rows: Cells, _: np.random.Generator) -> Cells:
    return [row[:1] for row in rows]


_CELLS: dict[str, Callable[[Cells, np.random.Generator], Cells]] = {
    "cells": _spoil_cells,
    "column": _spoil_column,
    "header": _spoil_header,
    "rows twice": _repeat_rows,
    "ragged": _ragged,
    "no header": _without_header,
    "more cells": _spoil_cells,
    "header only": _header_only,
    "no rows": _nothing,
    "turned": _turned,
    "shuffled": _shuffled,
    "wide": _wide,
    "blank rows": _blank_rows,
    "title lines": _title_lines,
    "huge cell": _huge_cell,
    "one column": _one_column,
    "most cells": _spoil_column,
}


def _flipped(rows: Cells, form: str, chance: np.random.Generator) -> bytes:
    made = bytearray(packed(rows, form))
    for _ in range(int(chance.integers(1, 40))):
        made[int(chance.integers(0, len(made)))] = int(chance.integers(0, 256))
    return bytes(made)


def _cut(rows: Cells, form: str, chance: np.random.Generator) -> bytes:
    made = packed(rows, form)
    return made[: int(chance.integers(0, len(made)))]


def _cut_out(rows: Cells, form: str, chance: np.random.Generator) -> bytes:
    made = packed(rows, form)
    first, last = sorted(chance.integers(0, len(made), 2).tolist())
    return made[:first] + made[last:]


def _doubled(rows: Cells, form: str, chance: np.random.Generator) -> bytes:
    made = packed(rows, form)
    first, last = sorted(chance.integers(0, len(made), 2).tolist())
    return made[:last] + made[first:]


def _noise(_: Cells, __: str, chance: np.random.Generator) -> bytes:
    return chance.bytes(int(chance.integers(0, 20_000)))


def _zeros(rows: Cells, form: str, chance: np.random.Generator) -> bytes:
    made = bytearray(packed(rows, form))
    first, last = sorted(chance.integers(0, len(made), 2).tolist())
    made[first:last] = bytes(last - first)
    return bytes(made)


def _another_format(rows: Cells, form: str, chance: np.random.Generator) -> bytes:
    return packed(rows, str(chance.choice([other for other in FORMATS if other != form])))


_BYTES: dict[str, Callable[[Cells, str, np.random.Generator], bytes]] = {
    "bytes flipped": _flipped,
    "cut off": _cut,
    "cut out": _cut_out,
    "doubled": _doubled,
    "noise": _noise,
    "zeros": _zeros,
    "another format": _another_format,
    "bytes flipped again": _flipped,
}


def _encoded(rows: Cells, _: str, chance: np.random.Generator) -> bytes:
    text = text_of(rows, str(chance.choice([",", ";", "\t", "|", ":", " "])), str(chance.choice(["\n", "\r", "\r\n"])))
    name = str(chance.choice(["utf-16", "utf-16-be", "utf-32", "cp1252", "utf-7", "utf-8-sig", "cp037", "utf-16-le"]))
    return (text + "é").encode(name, "replace")


def _two_encodings(rows: Cells, form: str, _: np.random.Generator) -> bytes:
    made = packed(rows, form)
    half = len(made) // 2
    return made[:half] + "é, €".encode("cp1252") + made[half:].decode("utf-8", "replace").encode("utf-16")


def _open_quote(rows: Cells, form: str, chance: np.random.Generator) -> bytes:
    made = packed(rows, form)
    place = int(chance.integers(0, len(made)))
    return made[:place] + b'"' + made[place:] * 200


def _long_line(rows: Cells, form: str, _: np.random.Generator) -> bytes:
    return packed(rows, form) + b"," * (12 * _MB)


def _nulls(rows: Cells, form: str, _: np.random.Generator) -> bytes:
    return b"\0".join(packed(rows, form)[place : place + 9] for place in range(0, 3000, 9))


_TEXT = {
    "encoding": _encoded,
    "two encodings": _two_encodings,
    "open quote": _open_quote,
    "long line": _long_line,
    "nulls": _nulls,
}
