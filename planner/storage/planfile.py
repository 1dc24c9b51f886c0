"""A plan in its file: made, opened, saved and closed."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import TYPE_CHECKING

from planner.model.checks import InvalidPlan
from planner.model.plan import Plan
from planner.model.raw_events import RawEvents
from planner.model.saved_result import ResultNote, SavedResult
from planner.model.version import KeepRule, VersionNote
from planner.storage import raw_events as events_table
from planner.storage import undo_steps, versions
from planner.storage.connection import (
    connect,
    drop_journal,
    journal_path,
    missing,
    require_plan_header,
    require_sound,
    sync_folder,
)
from planner.storage.content import drop_left_over, read_once, write_new, write_rows
from planner.storage.errors import (
    Held,
    NotAPlan,
    ReadOnly,
    broken_events,
    broken_result,
    broken_steps,
    from_sqlite,
    place,
    reading,
    saving,
)
from planner.storage.events_packing import PackedEvents, pack_events
from planner.storage.lock import Lock
from planner.storage.migrations import plan_migrations
from planner.storage.reading import read_changed, read_plan
from planner.storage.results import EVERY_KIND, keep, listed, read, remove
from planner.storage.results_packing import BrokenPart, Packed
from planner.storage.rows import changed_rows
from planner.storage.secret import make_key, read_key
from planner.storage.undo_steps import KeptSteps, Move, Step
from planner.storage.upgrade import require_known, upgrade_file

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

    from planner.storage.versions import PackedVersion, VersionDocument

NO_EVENTS: Mapping[str, RawEvents | PackedEvents] = {}
_TOUCH = "UPDATE plan SET id = id"
"""Changes nothing, but only a connection that may write gets through it."""


class PlanFile:
    """One open plan file. It belongs to the thread that opened it; `close` it, or use it as a context manager."""

    def __init__(self, path: Path, plan: Plan, db: Database | None, lock: Lock | None, backup: Path | None) -> None:
        self.path = path
        self.backup = backup
        """The copy that was kept of an older file when it was opened; None when none was needed."""
        self._plan = plan
        self._db = db
        self._lock = lock
        self._version = None if db is None else _version(db)
        self.crashed = None if lock is None else lock.crashed
        """Who had the file open for editing when their program ended without closing it; None when nobody."""

    @classmethod
    def create(cls, path: Path, plan: Plan, *, replace: bool = False, migrations: Migrations | None = None) -> PlanFile:
        """A new file with `plan` in it, open for editing; the file appears whole or not at all.

        Raises NotAPlan when there is something at `path` already, unless `replace`, and Held when that is in use.
        """
        path = Path(path).absolute()
        if not path.parent.is_dir():
            raise missing(path)
        lock = Lock.take(path)
        draft = path.with_name(f".{path.name}.{token_hex(8)}.new")
        try:
            _require_free(path, replace=replace)
            with saving(path):
                write_new(draft, plan, migrations or plan_migrations())
                drop_journal(path)
                draft.replace(path)
                sync_folder(path.parent)
                return cls(path, plan, connect(path, "rw"), lock, None)
        except BaseException:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
                journal_path(draft).unlink(missing_ok=True)
            lock.release()
            raise

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, migrations: Migrations | None = None) -> PlanFile:
        """The plan file at `path`, for editing or only for reading; raises a PlanFileError that says why not.

        A file from an older version is brought up to date first; `backup` is then the copy that was kept of it.
        """
        path = Path(path).absolute()
        steps = migrations or plan_migrations()
        require_plan_header(path)
        if read_only:
            return cls(path, read_once(path, steps), None, None, None)
        lock = Lock.take(path)
        try:
            return cls._open_held(path, steps, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _open_held(cls, path: Path, migrations: Migrations, lock: Lock) -> PlanFile:
        with reading(path):
            db = connect(path, "rw")
            backup = None
            try:
                require_sound(path, db)
                require_known(path, db, migrations)
                if migrations.pending(db):
                    db.close()
                    backup = upgrade_file(path, migrations)
                    db = connect(path, "rw")
                plan = read_plan(db)
                _require_writable(path, db)
                drop_left_over(db)
                return cls(path, plan, db, lock, backup)
            except BaseException:
                db.close()
                raise

    @property
    def plan(self) -> Plan:
        """The plan as it was read or last saved."""
        return self._plan

    @property
    def read_only(self) -> bool:
        """True when the plan cannot be saved through this object."""
        return self._db is None

    def save(
        self,
        plan: Plan,
        raw_events: Mapping[str, RawEvents | PackedEvents] = NO_EVENTS,
        step: Step | None = None,
        version: PackedVersion | None = None,
    ) -> None:
        """Put `plan` into the file, whole or not at all; when this returns it is on the disk.

        Only rows that differ from the last saved plan are written. `step` says how the change is kept for undo; without
        it all steps end. `version` is kept with it, as what was there before. `raw_events` are the single referrals of
        new imports, by the key of the import (KeyError where the plan has none); a million that were made ready by
        `pack_events` are written in about 0.1 s. They stay in the file when a later plan no longer has their import,
        as long as a step or a version may bring it back.
        Raises ReadOnly, Held (another program changed the file or took it over), DiskFull or Unreachable; the file
        then holds the last saved plan.
        """
        if plan is self._plan and not raw_events and not self.read_only:
            return
        unknown = raw_events.keys() - {record.key for record in plan.imports}
        if unknown:
            raise KeyError(min(unknown))
        with self._changing() as db:
            changed = changed_rows(self._plan, plan)
            write_rows(db, *changed)
            undo_steps.keep(db, step, self._plan, plan, changed)
            if version is not None:
                versions.keep(db, version)
            for key, events in raw_events.items():
                events_table.keep(db, key, events if isinstance(events, PackedEvents) else pack_events(events))
        self._plan = plan

    def steps(self) -> KeptSteps:
        """The labels of the steps that an undo or redo can take, from this session and those before."""
        with self._looking() as db:
            return KeptSteps() if self.read_only else undo_steps.listed(db)

    def recall(self, move: Move) -> Plan:
        """The plan that an undo or redo leads to; the file is not changed.

        Damaged when the step is not as it was kept: then all steps are gone from the file.
        """
        try:
            with self._changing() as db:
                raise _Recalled(read_changed(db, self._plan, undo_steps.apply(db, move)))
        except _Recalled as found:
            return found.plan
        except (BrokenPart, InvalidPlan) as error:
            with self._changing() as db:
                undo_steps.forget(db)
            raise broken_steps(self.path) from error

    def keep_version(self, version: PackedVersion, rule: KeepRule | None = None) -> str | None:
        """Keep a version and drop what gives way to it; gives its key, None when it is that of the latest.

        `rule` says which regular ones stay. Raises as `save` does.
        """
        with self._changing() as db:
            key = versions.keep(db, version)
            if rule is not None:
                versions.thin(db, rule)
            return key

    def remove_version(self, key: str) -> None:
        """Take a version out of the file; KeyError when there is none with this key. Raises as `save` does."""
        with self._changing() as db:
            if not versions.remove(db, key):
                raise KeyError(key)

    def versions(self) -> tuple[VersionNote, ...]:
        """The versions that are kept, latest first; their plans are not read."""
        with self._looking() as db:
            return versions.listed(db)

    def version(self, key: str) -> VersionDocument:
        """A version as it stands in the file, for `unpack_version`; KeyError when there is none."""
        with self._looking() as db:
            return versions.read(db, key)

    def keys_of_events(self) -> frozenset[str]:
        """The keys of all imports whose single referrals are in the file, undone ones too."""
        with self._looking() as db:
            return frozenset(events_table.kept(db))

    def raw_events(self, key: str) -> RawEvents:
        """The single referrals of an import; KeyError when there are none, or Damaged when a byte is not as saved."""
        with self._looking() as db:
            try:
                return events_table.read(db, key)
            except BrokenPart as error:
                raise broken_events(self.path, str(error)) from error

    def known_key(self) -> bytes | None:
        """The file's secret for `pseudonym`; None while none was needed."""
        with self._looking() as db:
            return read_key(db)

    def pseudonym_key(self, proposed: bytes | None = None) -> bytes:
        """The file's secret for `pseudonym`, made when it is first asked for; ReadOnly when it cannot be made.

        It goes nowhere but into that function: no plan, result, export or message has it. Where the file has none, the
        proposed one becomes it.
        """
        key = self.known_key()
        if key is not None:
            return key
        if self.read_only:
            raise ReadOnly(
                self.path,
                f"{place(self.path)} is open for reading only and has no secret for pseudonyms yet: "
                "open it for editing, or save a copy under another name.",
            )
        with self._changing() as db:
            return make_key(db, proposed)

    def save_result(self, packed: Packed) -> str:
        """Keep a result, whole or not at all; gives its key. The plan is not changed. Raises as `save` does."""
        with self._changing() as db:
            return keep(db, packed)

    def remove_result(self, key: str) -> None:
        """Take a result out of the file; KeyError when there is none with this key. Raises as `save` does."""
        with self._changing() as db:
            if not remove(db, key):
                raise KeyError(key)

    def results(self) -> tuple[ResultNote, ...]:
        """The results that are kept, newest first; their arrays are not read."""
        with self._looking() as db:
            return listed(db)

    def result(self, key: str, kinds: Collection[str] = EVERY_KIND) -> SavedResult:
        """A kept result with its arrays, or those of these kinds; KeyError, or Damaged when a byte is not as saved."""
        with self._looking() as db:
            return read(db, key, kinds)

    @contextlib.contextmanager
    def _looking(self) -> Iterator[Database]:
        """The file, unchanged from one statement to the next."""
        with reading(self.path):
            db = self._db or connect(self.path, "ro")
            try:
                with db.atomic():
                    yield db
            except BrokenPart as error:
                raise broken_result(self.path, str(error)) from error
            finally:
                if db is not self._db:
                    db.close()

    @contextlib.contextmanager
    def _changing(self) -> Iterator[Database]:
        """The right to write, all or nothing, in a file that is still as this object knows it."""
        if self._db is None or self._lock is None:
            raise ReadOnly(self.path, f"{place(self.path)} is open for reading only: save a copy under another name.")
        self._lock.confirm()
        with saving(self.path), self._db.atomic():
            # Take the right to write before the look at the version: nobody can change the file in between.
            self._db.execute(_TOUCH)
            if _version(self._db) != self._version:
                raise Held(
                    self.path,
                    f"{place(self.path)} was changed by another program while it was open here: "
                    "save your work under another name, then open the file again.",
                    "another program",
                )
            yield self._db

    def close(self) -> None:
        """Let go of the file; closing twice is harmless."""
        if self._db is not None:
            self._db.close()
            self._db = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> PlanFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Recalled(Exception):
    """Ends the transaction in which a plan was recalled, so that nothing of it stays."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


def _version(db: Database) -> int:
    """A number that changes when another connection changes the file."""
    return int(db.execute("PRAGMA data_version").fetchone()[0])


def _require_free(path: Path, *, replace: bool) -> None:
    if path.is_dir():
        raise NotAPlan(path, f"{place(path)} is a folder: choose a name for the plan inside it.")
    if path.exists() and not replace:
        raise NotAPlan(path, f"There is already a file {place(path)}: choose another name.")


def _require_writable(path: Path, db: Database) -> None:
    """Raise ReadOnly for a file that may only be read: SQLite opens it all the same and complains at the first save."""
    try:
        # BEGIN IMMEDIATE is not enough: SQLite lets it pass where it may only read.
        db.begin()
        db.execute(_TOUCH)
    except sqlite3.Error as error:
        raise from_sqlite(error, path, writing=True) from error
    finally:
        db.rollback()
