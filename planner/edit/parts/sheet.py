"""A table of one kind of part: what its cells show, what may be typed into them, and the plan that follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from planner.edit.intake.dates import Unreadable
from planner.model.assumption import Assumption, Status
from planner.model.checks import InvalidPlan
from planner.model.plan import Plan

NO_CHOICES: tuple[str, ...] = ()
ENTERED = "Entered in the plan editor"


@dataclass(frozen=True, slots=True)
class PartColumn:
    """One column. `put` gives the row's value with the typed text in it, and raises Unreadable or InvalidPlan."""

    title: str
    show: Callable[[Any], str]
    put: Callable[[Any, str], Any] | None = None
    """None: the column cannot be edited."""
    unit: str = ""
    number: bool = False
    hint: str = ""
    choices: tuple[str, ...] = NO_CHOICES
    """The texts that are understood, where there are only these."""
    place: Callable[[Any], str | None] = lambda _: None
    """Where the cell's figure stands in the register of assumptions; None where it is no figure."""
    alone: str = ""
    """What a row is, as "stage of this team", where no two may show the same text here: they are chosen by it."""


@dataclass(frozen=True, slots=True)
class PartRow:
    """One row: its key among the rows of the sheet, and the value that the columns show."""

    key: str
    value: Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the parts of one team, or of the plan."""

    key: str
    title: str
    columns: tuple[PartColumn, ...]
    rows: tuple[PartRow, ...]
    rebuild: Callable[[Sequence[PartRow], frozenset[str]], Plan]
    """The plan that holds these rows instead; the keys of the rows that were edited. InvalidPlan when none can."""
    new: Callable[[], PartRow] | None = None
    """A row to be added at the end; None where there is nothing to add."""
    dropped: Callable[[PartRow], Plan] | None = None
    """The plan without a row, with what hung on it mended; InvalidPlan says what stands against it."""
    note: str = ""
    """What a user has to know of the whole table."""
    told: Callable[[PartRow], str] = lambda _: ""
    """What a user has to know of one row."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A text for one cell: the row's key and the column's place."""

    row: str
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a text was not taken; `column` is None where the rows as a whole do not fit."""

    row: str
    column: int | None
    text: str
    sentence: str


class NotTaken(ValueError):
    """Nothing was changed: `problems` say why, cell by cell."""

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        super().__init__(problems[0].sentence)
        self.problems = tuple(problems)


def put_cells(sheet: Sheet, cells: Sequence[Typed]) -> Plan:
    """The plan with texts typed or pasted into cells, all of them or none: NotTaken says what is wrong with which."""
    values = {row.key: row.value for row in sheet.rows}
    edited: set[str] = set()
    problems: list[CellProblem] = []
    # A text that its row refuses may fit once the texts beside it are there: a recruit has a start date.
    left: Sequence[Typed] = cells
    while left:
        problems, refused = [], []
        for cell in left:
            sentence = _put(sheet.columns[cell.column], cell, values, edited)
            if sentence:
                problems.append(CellProblem(cell.row, cell.column, cell.text, sentence))
                refused.append(cell)
        left = refused if len(refused) < len(left) else ()
    problems += _shown_twice(sheet, [cell for cell in cells if cell.row in edited], values)
    if problems:
        raise NotTaken(problems)
    return _rebuilt(sheet, [replace(row, value=values[row.key]) for row in sheet.rows], edited)


def _put(column: PartColumn, cell: Typed, values: dict[str, Any], edited: set[str]) -> str:
    """Why a text is not taken; empty when its row's value now has it."""
    text = cell.text.strip()
    if text == column.show(values[cell.row]):
        return ""
    try:
        if column.put is None:
            raise Unreadable(f"{column.title} is not edited here")
        values[cell.row] = column.put(values[cell.row], text)
    except Unreadable as error:
        return _sentence(column, str(error))
    except InvalidPlan as error:
        return _sentence(column, error.rule)
    edited.add(cell.row)
    return ""


def _shown_twice(sheet: Sheet, cells: Sequence[Typed], values: Mapping[str, Any]) -> Iterator[CellProblem]:
    """The cells that now show what another row shows, in columns where each row has a text of its own."""
    for cell in cells:
        column = sheet.columns[cell.column]
        if not column.alone:
            continue
        text = column.show(values[cell.row]).casefold()
        if any(text == column.show(value).casefold() for key, value in values.items() if key != cell.row):
            rule = f"another {column.alone} is called so"
            yield CellProblem(cell.row, cell.column, cell.text, _sentence(column, rule))


def add_row(sheet: Sheet) -> tuple[Plan, str]:
    """The plan with a new row at the end, and the row's key; NotTaken when it cannot be."""
    if sheet.new is None:
        raise NotTaken([CellProblem("", None, "", f"Nothing is added to {sheet.title.lower()} here.")])
    row = sheet.new()
    return _rebuilt(sheet, [*sheet.rows, row], {row.key}), row.key


def remove_row(sheet: Sheet, key: str) -> Plan:
    """The plan without a row; NotTaken says what stands against it."""
    row = next(row for row in sheet.rows if row.key == key)
    if sheet.dropped is None:
        raise NotTaken([CellProblem(key, None, "", f"Nothing is removed from {sheet.title.lower()} here.")])
    try:
        return sheet.dropped(row)
    except InvalidPlan as error:
        raise NotTaken([CellProblem(key, None, "", error.sentence)]) from None


def pasted_cells(sheet: Sheet, row: int, column: int, block: Sequence[Sequence[str]]) -> list[Typed]:
    """The cells of a block of texts that is pasted with its first corner at a row and column, headings left out.

    NotTaken when the block has no text at all, or reaches beyond the table.
    """
    first = sheet.rows[row].key if sheet.rows else ""
    titles = [entry.title.casefold() for entry in sheet.columns]
    if block and [text.strip().casefold() for text in block[0]] == titles[column : column + len(block[0])]:
        block = block[1:]
    if not any(text.strip() for line in block for text in line):
        raise NotTaken([CellProblem(first, None, "", "There is no text to paste.")])
    wide = max(len(line) for line in block)
    if row + len(block) > len(sheet.rows) or column + wide > len(sheet.columns):
        left = _size(len(sheet.rows) - row, len(sheet.columns) - column)
        remedies = []
        if row + len(block) > len(sheet.rows):
            remedies.append("add rows, or paste further up")
        if column + wide > len(sheet.columns):
            remedies.append("copy fewer columns, or paste further to the left")
        sentence = (
            f"What you paste has {_size(len(block), wide)}, and from this cell on there are {left}: "
            f"{'; '.join(remedies)}."
        )
        raise NotTaken([CellProblem(first, None, "", sentence)])
    return [
        Typed(sheet.rows[row + down].key, column + across, text)
        for down, line in enumerate(block)
        for across, text in enumerate(line)
    ]


def _size(rows: int, columns: int) -> str:
    return f"{rows} {'row' if rows == 1 else 'rows'} and {columns} {'column' if columns == 1 else 'columns'}"


def own_figure(figure: Assumption | None, value: float, unit: str, today: date | None = None) -> Assumption:
    """A figure that the user typed in the place of another: a source of its own, and what stood there before."""
    if figure is not None and figure.value == value:
        return figure
    before = "" if figure is None else f" Before: {figure.value:g} {figure.unit}"
    source = "" if figure is None or not figure.source or figure.source.startswith(ENTERED) else f" ({figure.source})"
    rationale = f"The user's own figure.{before}{source}{'.' if before else ''}"
    owner = "" if figure is None else figure.owner
    return Assumption(value, unit, Status.OK, ENTERED, rationale, owner, dated=today)


def _rebuilt(sheet: Sheet, rows: Sequence[PartRow], edited: set[str]) -> Plan:
    try:
        return sheet.rebuild(rows, frozenset(edited))
    except InvalidPlan as error:
        key = next(iter(sorted(edited)), "")
        raise NotTaken([CellProblem(key, None, "", error.sentence)]) from None


def _sentence(column: PartColumn, rule: str) -> str:
    return f"{column.title}: {rule}."
