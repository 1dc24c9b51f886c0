"""A whole table into a plan: its problems, or the plan with everything in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from planner.edit.intake.cases import CaseReader
from planner.edit.intake.columns import EMPTY, ReadColumn
from planner.edit.intake.counts import CountReader, months_across
from planner.edit.intake.events import EventReader
from planner.edit.intake.mapping import check_choices, check_private, columns_read
from planner.edit.intake.naming import kept_names
from planner.edit.intake.officers import OfficerReader
from planner.edit.intake.privacy import REMEDY, births
from planner.edit.intake.problems import Problems
from planner.edit.intake.rows import Rows
from planner.edit.intake.taken import Taken, number
from planner.model.checks import InvalidPlan
from planner.model.imported import ImportKind, ImportRecord, MappedColumn
from planner.model.intake import ColumnChoice, ImportSettings, Reading
from planner.model.plan import Plan
from planner.model.table import PREVIEW_ROWS, Block, SourceTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["columns_read", "read_table"]

MOST_ROWS = {
    ImportKind.COUNTS: 200_000,
    ImportKind.EVENTS: 20_000_000,
    ImportKind.CASES: 100_000,
    ImportKind.OFFICERS: 10_000,
}


def read_table(
    table: SourceTable,
    blocks: Iterable[Block],
    kind: ImportKind,
    choices: Sequence[ColumnChoice],
    plan: Plan,
    settings: ImportSettings,
    key: bytes,
    *,
    made: datetime,
    who: str,
    known: NDArray[np.uint8] | None = None,
) -> Reading:
    """Every problem of the table or, without one, the plan with all of it taken in.

    `blocks` hold the columns that `columns_read` names. `key` is the plan file's secret for pseudonyms, `made` the
    time in UTC, `known` [M, 8] the references of events that were imported before.
    """
    table, named = kept_names(table, plan, settings.file_name)
    problems = Problems()
    check_choices(table, kind, choices, plan, settings, problems)
    unusable = problems.count > 0
    if unusable and kind is ImportKind.COUNTS and months_across(table):
        reason = "the months or weeks stand side by side in the header: turn the table in the spreadsheet program first"
        problems.add(0, "", "", f"{reason} (copy, Paste Special, Transpose), so that each has a row of its own")
    check_private(table, kind, choices, plan, problems)
    if unusable:
        return _refused(kind, table, problems)
    read = [choice for choice in choices if choice.column in columns_read(choices)]
    headers = {choice.field: table.header[choice.column] for choice in read}
    reader = _reader(kind, plan, settings, headers, key, made, known)
    whole = _Pass(table, kind, read, reader, problems, named)
    for block in blocks:
        whole.take(block)
        if whole.too_many:
            break
    return whole.finish(plan, settings, choices, made, who)


def _reader(
    kind: ImportKind,
    plan: Plan,
    settings: ImportSettings,
    headers: Mapping[str, str],
    key: bytes,
    made: datetime,
    known: NDArray[np.uint8] | None,
) -> _Reader:
    """What reads a table of this kind."""
    if kind is ImportKind.COUNTS:
        return CountReader(plan, settings, headers, made.date())
    if kind is ImportKind.EVENTS:
        return EventReader(plan, settings, headers, key, made.date(), known)
    if kind is ImportKind.CASES:
        return CaseReader(plan, settings, headers, key)
    return OfficerReader(plan, settings, headers, key)


class _Reader(Protocol):
    """What reads the rows of one kind."""

    @property
    def columns(self) -> Mapping[str, ReadColumn]: ...

    def take(self, rows: Rows, problems: Problems) -> None: ...

    def finish(self, problems: Problems) -> Taken: ...


class _Pass:
    """The one pass over all rows."""

    def __init__(
        self,
        table: SourceTable,
        kind: ImportKind,
        choices: Sequence[ColumnChoice],
        reader: _Reader,
        problems: Problems,
        named: Sequence[str],
    ) -> None:
        self._table, self._kind, self._choices, self._named = table, kind, choices, named
        self._reader, self._problems = reader, problems
        self._first = self._last = self._rows = self._empty = 0
        self._preview: list[tuple[str, ...]] = []

    @property
    def too_many(self) -> bool:
        """Whether there are more rows than a plan can hold; that is a problem already."""
        return self._rows > MOST_ROWS[self._kind]

    def take(self, block: Block) -> None:
        """Read the rows of one block."""
        import numpy as np

        self._take_faults(block)
        if not block.rows:
            return
        if block.numbers is None:
            numbers = np.arange(block.first_row, block.first_row + block.rows, dtype=np.int32)
        else:
            numbers = np.asarray(block.numbers, np.int32)
        self._first = self._first or int(numbers[0])
        self._last = int(numbers[-1])
        self._rows += block.rows
        if self.too_many:
            most = MOST_ROWS[self._kind]
            self._problems.add(0, "", "", f"the table has more than {most:,} rows: import it in parts")
            return
        codes = {
            choice.field: self._reader.columns[choice.field].read(cells, numbers, self._problems)
            for choice, cells in zip(self._choices, block.columns, strict=True)
        }
        self._show(codes)
        empty = np.all(np.stack(list(codes.values())) == EMPTY, axis=0)
        if empty.any():
            self._empty += int(empty.sum())
            codes = {field: entries[~empty] for field, entries in codes.items()}
            numbers = numbers[~empty]
        self._reader.take(Rows(numbers, codes, self._reader.columns), self._problems)

    def _take_faults(self, block: Block) -> None:
        read = {choice.column for choice in self._choices}
        for fault in block.faults:
            if fault.column is None or fault.column in read:
                header = "" if fault.column is None else self._table.header[fault.column]
                self._problems.add(fault.row, header, fault.value, fault.reason.rstrip("."))

    def _show(self, codes: Mapping[str, NDArray[np.int32]]) -> None:
        for index in range(min(PREVIEW_ROWS - len(self._preview), len(next(iter(codes.values()))))):
            row = (self._reader.columns[field].shown(int(entries[index])) for field, entries in codes.items())
            self._preview.append(tuple(row))

    def finish(
        self, plan: Plan, settings: ImportSettings, choices: Sequence[ColumnChoice], made: datetime, who: str
    ) -> Reading:
        """What came of it all."""
        self._check_births(plan)
        try:
            taken = self._reader.finish(self._problems)
        except InvalidPlan as error:
            self._problems.add(0, "", "", f"the plan would not hold together: {error}".rstrip("."))
        if self._problems.count:
            return _refused(self._kind, self._table, self._problems, self._headings(), tuple(self._preview))
        record = ImportRecord(
            key=_free_key(plan),
            kind=self._kind,
            file=self._table.file,
            sheet=self._table.sheet,
            fingerprint=self._table.fingerprint,
            made=made,
            who=who,
            first_row=self._first,
            last_row=self._last,
            taken=taken.rows,
            columns=tuple(
                MappedColumn(self._table.header[entry.column], entry.field) for entry in choices if entry.field
            ),
            traces=tuple(taken.traces),
            conflict=str(settings.conflict),
        )
        notes = [*taken.notes, *self._named]
        if self._empty:
            notes.append(f"{number(self._empty, 'row is', 'rows are')} empty in the columns that are read.")
        if self._table.caution:
            notes.append(self._table.caution)
        return Reading(
            kind=self._kind,
            label=f"Import {taken.what} from {self._table.file}",
            problems=(),
            problem_count=0,
            notes=tuple(notes),
            totals=tuple(taken.totals),
            plan=replace(taken.plan, imports=(*plan.imports, record)),
            record=record,
            events=taken.events,
            preview_header=self._headings(),
            preview=tuple(self._preview),
        )

    def _headings(self) -> tuple[str, ...]:
        return tuple(self._table.header[choice.column] for choice in self._choices)

    def _check_births(self, plan: Plan) -> None:
        """Days that were read from all rows and look like dates of birth."""
        for field in ("received", "opened", "since", "due", "start", "end"):
            column = self._reader.columns.get(field)
            if column is not None and births([day for day in column.values if isinstance(day, date)], plan.start):
                self._problems.add(0, column.header, "", f"this column looks like dates of birth: {REMEDY}")


def _refused(
    kind: ImportKind,
    table: SourceTable,
    problems: Problems,
    header: tuple[str, ...] = (),
    preview: tuple[tuple[str, ...], ...] = (),
) -> Reading:
    return Reading(
        kind=kind,
        label=f"Import {table.file}",
        problems=problems.listed(),
        problem_count=problems.count,
        notes=(table.caution,) if table.caution else (),
        totals=(),
        plan=None,
        record=None,
        preview_header=header,
        preview=preview,
    )


def _free_key(plan: Plan) -> str:
    used = {record.key for record in plan.imports}
    return next(key for count in range(1, len(used) + 2) if (key := f"import-{count}") not in used)
