"""A file on its way into the open plan: opened, understood, read beside the plan, and then taken in one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from planner.model.intake import ImportSettings, Reading
from planner.model.progress import Progress, unheard
from planner.model.version import VersionKind
from planner.workspace.versions import before_step

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.model.imported import ImportKind
    from planner.model.intake import ColumnChoice, Field
    from planner.model.plan import Plan
    from planner.model.raw_events import RawEvents
    from planner.model.table import Block, SourceTable
    from planner.storage.events_packing import PackedEvents
    from planner.storage.planfile import PlanFile
    from planner.storage.sheets.opening import OpenedTable
    from planner.storage.versions import PackedVersion

_CHANGED = "The plan was changed after the file was read, so nothing was imported: read it again."
_READ_SHARE = 90
"""Percent of the progress that is reading; the rest is packing."""


class ImportRefused(Exception):
    """An import cannot be taken as it was read; `str(error)` is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class ImportBasis:
    """What a file is read against: a value, so that the reading can run on any thread."""

    plan: Plan
    key: bytes
    """The plan file's secret for pseudonyms, or what becomes it when the import is taken."""
    earlier: tuple[RawEvents, ...] = ()
    """The events that were imported before, for an import of more."""
    taken_keys: frozenset[str] = frozenset()
    """Keys of imports whose events are in the file, though the plan may no longer have them."""


@dataclass(frozen=True, slots=True)
class ReadImport(Reading):
    """A reading that is ready to be taken: its events are packed, so that taking it is a matter of a moment."""

    packed: PackedEvents | None = None
    basis: ImportBasis | None = None
    """What the file was read against."""
    safety: PackedVersion | None = None
    """The plan before the import, ready to be kept as a version."""


class Source:
    """An opened file or pasted table; `close` it, or use it as a context manager. Used by one thread at a time."""

    def __init__(self, opened: OpenedTable, path: Path | None) -> None:
        self._opened = opened
        self._path = path

    @property
    def table(self) -> SourceTable:
        """Its header, first rows and what is known of the file."""
        return self._opened.table

    def blocks(self, columns: Sequence[int], progress: Progress = unheard) -> Iterator[Block]:
        """The cells of these columns; SheetError where they cannot be read."""
        return self._opened.blocks(columns, progress)

    def require_unchanged(self) -> None:
        """Raise ImportRefused when a workbook is no longer the one that was opened; text is compared as it is read."""
        if self._path is None or self.table.encoding:
            return
        from hashlib import file_digest

        try:
            with self._path.open("rb") as file:
                same = file_digest(file, "sha256").hexdigest() == self.table.fingerprint
        except OSError as error:
            said = f"{self._path.name} can no longer be read ({error.strerror or error})"
            raise ImportRefused(f"{said}, so nothing was imported: open it again.") from None
        if not same:
            said = f"{self._path.name} was changed after it was opened, so nothing was imported"
            raise ImportRefused(f"{said}: open it again and look at what it holds now.")

    def close(self) -> None:
        """Let go of the file; closing twice is harmless."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_source(source: Path | str, sheet: str | None = None) -> Source:
    """A file by its path, or the text of a pasted table. `sheet` names one of a workbook (default: its first).

    SheetError says in a sentence what cannot be opened and why.
    """
    from planner.storage.sheets.opening import open_table, paste_table

    if isinstance(source, str):
        return Source(paste_table(source), None)
    return Source(open_table(source, sheet), source)


def import_fields(kind: ImportKind, plan: Plan) -> tuple[Field, ...]:
    """What a column can be read as, in the order to show it."""
    from planner.edit.intake.fields import fields_for

    return fields_for(kind, plan)


def guess_columns(source: Source, kind: ImportKind, plan: Plan) -> tuple[ColumnChoice, ...]:
    """What each column probably means; the latest import of the kind is remembered by its headers."""
    from planner.edit.intake.guess import guess_columns as guess

    return guess(source.table, kind, plan)


def read_import(
    source: Source,
    kind: ImportKind,
    choices: Sequence[ColumnChoice],
    basis: ImportBasis,
    settings: ImportSettings | None = None,
    *,
    who: str = "",
    progress: Progress = unheard,
) -> ReadImport:
    """Read the whole file against the plan of `basis`; nothing is changed. Runs on any thread.

    SheetError when the file cannot be read to its end, ImportRefused when it is not the one that was opened,
    Cancelled when `progress` raises it. What the file itself has wrong is in `problems`.
    """
    from datetime import UTC, datetime

    from planner.edit.intake.table import columns_read, read_table
    from planner.storage.events_packing import pack_events
    from planner.storage.versions import pack_version

    def heard(done: int, total: int) -> None:
        progress(_READ_SHARE * done, 100 * max(total, 1))

    reading = read_table(
        source.table,
        source.blocks(columns_read(choices), heard),
        kind,
        choices,
        basis.plan,
        settings or ImportSettings(),
        basis.key,
        made=datetime.now(UTC),
        who=who,
        known=_references(basis.earlier),
    )
    source.require_unchanged()
    progress(_READ_SHARE, 100)
    packed = None if reading.events is None else pack_events(reading.events)
    safety = None
    if reading.plan is not None:
        reading = _with_free_key(reading, basis.taken_keys)
        safety = pack_version(basis.plan, VersionKind.SAFETY, before_step(reading.label))
    progress(100, 100)
    found = {field.name: getattr(reading, field.name) for field in fields(reading)}
    return ReadImport(**found | {"events": None}, packed=packed, basis=basis, safety=safety)


def _with_free_key(reading: Reading, taken: frozenset[str]) -> Reading:
    """The reading under a key that no events in the file go by: a redo or a version may bring those back."""
    plan, record = reading.plan, reading.record
    if plan is None or record is None or record.key not in taken:
        return reading
    used = taken | {entry.key for entry in plan.imports}
    free = replace(record, key=next(key for count in range(1, len(used) + 2) if (key := f"import-{count}") not in used))
    return replace(reading, record=free, plan=replace(plan, imports=(*plan.imports[:-1], free)))


def _references(earlier: Sequence[RawEvents]) -> NDArray[np.uint8] | None:
    """[N, 8] What tells the events of earlier imports."""
    import numpy as np

    found = [events.references for events in earlier if events.references is not None]
    return np.concatenate(found) if found else None


def import_basis(file: PlanFile, plan: Plan, kind: ImportKind) -> ImportBasis:
    """What a table of this kind is read against. The file is not changed."""
    from planner.model.imported import ImportKind
    from planner.storage.secret import new_key

    earlier = []
    for record in plan.imports if kind is ImportKind.EVENTS else ():
        with suppress(KeyError):
            earlier.append(file.raw_events(record.key))
    return ImportBasis(plan, file.known_key() or new_key(), tuple(earlier), file.keys_of_events())


def require_takable(read: ReadImport, plan: Plan) -> Plan:
    """The plan that the import makes of `plan`; ImportRefused when it has problems or was read against another."""
    if read.plan is None or read.problem_count:
        problems = "1 problem" if read.problem_count == 1 else f"{read.problem_count:,} problems"
        raise ImportRefused(f"The file has {problems}, so nothing was imported: mend them and read it again.")
    if read.basis is None or read.basis.plan is not plan:
        raise ImportRefused(_CHANGED)
    return read.plan


def require_key(file: PlanFile, read: ReadImport) -> None:
    """Make the secret that the import's pseudonyms were made with the file's; ImportRefused when it has another."""
    if read.basis is None or file.pseudonym_key(read.basis.key) != read.basis.key:
        raise ImportRefused(_CHANGED)
