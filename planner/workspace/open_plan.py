"""A plan that is open: every change goes through here, is saved at once, and is then announced."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from planner.edit.history import History, recalled
from planner.model.plan import Plan
from planner.model.progress import Progress, unheard
from planner.model.version import KeepRule, VersionKind, VersionNote
from planner.storage.errors import Damaged, ReadOnly
from planner.storage.events_packing import PackedEvents
from planner.storage.planfile import NO_EVENTS, PlanFile
from planner.storage.results import EVERY_KIND
from planner.storage.results_packing import Packed, pack
from planner.storage.surroundings import caution
from planner.storage.undo_steps import Move, Step
from planner.storage.versions import PackedVersion, VersionDocument, pack_version
from planner.workspace.engine import simulate_plan
from planner.workspace.intake import ImportBasis, ReadImport, import_basis, require_key, require_takable
from planner.workspace.kept_results import Rerun, rerun_result
from planner.workspace.versions import before_step, unpack_version

if TYPE_CHECKING:
    from planner.model.imported import ImportKind
    from planner.model.raw_events import RawEvents
    from planner.model.results import Result
    from planner.model.saved_result import ResultNote, SavedResult
    from planner.model.scenario import Scenario

Listener = Callable[[frozenset[str], object], None]
"""Called as listener(parts, origin): the names of the Plan fields that changed, and who changed them."""


class Workspace:
    """One open plan file with its history. Used from one thread, but for `simulate`, which only reads a value.

    Long work on another thread uses plain functions of this package and values: `simulate_until`, `pack_result` for a
    result that is to be kept, `rerun_result` for one that was read.
    """

    def __init__(self, file: PlanFile) -> None:
        self._file = file
        kept = file.steps()
        self._history = History(file.plan, before=kept.done, after=kept.undone)
        self._listeners: list[Listener] = []

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open a plan file; raises PlanFileError with a sentence for the user."""
        return cls(PlanFile.open(path, read_only=read_only))

    @classmethod
    def create(cls, path: Path, plan: Plan, *, replace: bool = False) -> Self:
        """Write `plan` to a new file and open it; raises PlanFileError."""
        return cls(PlanFile.create(path, plan, replace=replace))

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self._history.present

    @property
    def path(self) -> Path:
        """The open file."""
        return self._file.path

    @property
    def read_only(self) -> bool:
        """Whether changes are refused."""
        return self._file.read_only

    @property
    def title(self) -> str:
        """The plan's name, with what a reader must know about it."""
        return f"{self.plan.name} (illustrative)" if self.plan.illustrative else self.plan.name

    @property
    def caution(self) -> str | None:
        """One sentence when the place of the file can harm it; None when nothing is known against it."""
        return caution(self.path)

    @property
    def recovered(self) -> str | None:
        """One sentence when the program that had this plan open ended without closing it; None when it was closed."""
        crashed = self._file.crashed
        if crashed is None:
            return None
        since = datetime.fromisoformat(crashed.since).astimezone()
        last = f": the last one is “{self.undo_label}”" if self.undo_label else ""
        return (
            f"The program ended without closing this plan, which was opened on {since.day} {since:%B %Y at %H:%M}. "
            f"Every change that was shown as saved is here{last}."
        )

    @property
    def undo_label(self) -> str | None:
        """What undo would take back; None when there is nothing."""
        return self._history.undo_label

    @property
    def redo_label(self) -> str | None:
        """What redo would bring back; None when there is nothing."""
        return self._history.redo_label

    def change(
        self,
        label: str,
        plan: Plan,
        origin: object = None,
        merge: str | None = None,
        raw_events: Mapping[str, RawEvents | PackedEvents] = NO_EVENTS,
        safety: PackedVersion | None = None,
    ) -> None:
        """Save `plan` as the present one, make it an undo step called `label`, and announce it.

        Steps in a row with the same `merge` become one. `raw_events` are the single referrals of imports that are new
        in this plan, by the key of the import; those that another thread has made ready by `pack_events` are written
        in a moment. `safety` is a version of the plan as it is now, kept before something dangerous. When saving fails
        (PlanFileError) nothing has changed.
        """
        if plan is self.plan:
            return
        before = self.plan
        step = Step(Move.EDIT, label, self._history.run_begun_with(merge))
        self._save(plan, step, raw_events, safety)
        self._history.record(label, plan, merge)
        self._announce(before, origin)

    def undo(self, origin: object = None) -> None:
        """Go back one step, of this session or one before; nothing happens when there is none."""
        self._step(Move.UNDO, self._history.undo_label, origin)

    def redo(self, origin: object = None) -> None:
        """Go forward one step; nothing happens when there is none."""
        self._step(Move.REDO, self._history.redo_label, origin)

    def _step(self, way: Move, label: str | None, origin: object) -> None:
        if label is None:
            return
        history, before = self._history, self.plan
        move, back = (history.undo, history.redo) if way is Move.UNDO else (history.redo, history.undo)
        self._require_writable()
        try:
            moved = move(lambda: self._file.recall(way))
        except Damaged:
            self._history = History(before)
            raise
        try:
            self._save(moved, Step(way, label))
        except Exception:
            back()
            raise
        self._announce(before, origin)

    def _save(
        self,
        plan: Plan,
        step: Step,
        raw_events: Mapping[str, RawEvents | PackedEvents] = NO_EVENTS,
        safety: PackedVersion | None = None,
    ) -> None:
        self._require_writable()
        self._file.save(plan, raw_events, step, safety)

    def _require_writable(self) -> None:
        if self.read_only:
            done = f"{self.path.name} is open read-only, so the change was not made."
            raise ReadOnly(self.path, f"{done} Copy the file and open the copy to edit it.")

    def _announce(self, before: Plan, origin: object) -> None:
        parts = frozenset(
            field.name for field in fields(Plan) if getattr(before, field.name) is not getattr(self.plan, field.name)
        )
        for listener in tuple(self._listeners):
            listener(parts, origin)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; the returned function ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def simulate(
        self,
        scenario: Scenario | str | None = None,
        *,
        teams: Sequence[str] | None = None,
        days: int = 730,
        replications: int = 200,
        seed: int = 1,
        progress: Progress = unheard,
    ) -> Result:
        """Simulate the plan as it is now; may run on another thread, as it changes nothing."""
        return simulate_plan(
            self.plan, scenario, teams=teams, days=days, replications=replications, seed=seed, progress=progress
        )

    def raw_events(self, key: str) -> RawEvents:
        """The single referrals of an import; KeyError when there are none, Damaged when a byte is not as it was."""
        return self._file.raw_events(key)

    def pseudonym_key(self) -> bytes:
        """The file's secret for `pseudonym`, made when it is first asked for; ReadOnly when it cannot be made."""
        return self._file.pseudonym_key()

    def import_basis(self, kind: ImportKind) -> ImportBasis:
        """What a file of this kind is read against, as the plan is now; Damaged when earlier events cannot be read."""
        return import_basis(self._file, self.plan, kind)

    def take_import(self, read: ReadImport, origin: object = None) -> None:
        """Make the plan that a file was read into the present one, as one undo step, with its events.

        ImportRefused when the file has problems or the plan was changed since it was read; PlanFileError when it
        cannot be saved. Nothing has changed then.
        """
        plan = require_takable(read, self.plan)
        require_key(self._file, read)
        events = {} if read.packed is None or read.record is None else {read.record.key: read.packed}
        self.change(read.label, plan, origin, raw_events=events, safety=read.safety)

    def versions(self) -> tuple[VersionNote, ...]:
        """The versions that are kept, latest first; PlanFileError when they cannot be read."""
        return self._file.versions()

    def version_document(self, key: str) -> VersionDocument:
        """A version as it stands in the file, for `unpack_version` on any thread; KeyError when there is none."""
        return self._file.version(key)

    def version(self, key: str) -> Plan:
        """The plan of a version; KeyError when there is none, Damaged when a byte is not as it was kept."""
        return unpack_version(self.path, self.version_document(key))

    @property
    def has_version_of_today(self) -> bool:
        """Whether a regular version was kept today."""
        today = datetime.now().astimezone().date()
        regular = (note for note in self.versions() if note.kind is VersionKind.REGULAR)
        return any(note.made.astimezone().date() == today for note in regular)

    def keep_version(self, version: PackedVersion | str, rule: KeepRule | None = None) -> str | None:
        """Keep the plan as it is now under a name, or one that `pack_version` has made ready; gives its key.

        It is no change of the plan and no undo step. None for one that nobody asked for and that is the plan of the
        latest; `rule` says which regular ones stay. PlanFileError when it cannot be kept, InvalidPlan for a name that
        cannot be one.
        """
        self._require_writable()
        if isinstance(version, str):
            version = pack_version(self.plan, VersionKind.NAMED, version)
        return self._file.keep_version(version, rule)

    def remove_version(self, key: str) -> None:
        """Take a version out of the file; KeyError when there is none, PlanFileError when it cannot be done."""
        self._require_writable()
        self._file.remove_version(key)

    def restore_version(
        self, key: str, origin: object = None, plan: Plan | None = None, safety: PackedVersion | None = None
    ) -> None:
        """Make a version's plan the present one, as one undo step; errors are those of `version` and `change`.

        What was there before is kept as a version too. `plan` and `safety` are the version's plan and the one before,
        where another thread has made them ready.
        """
        self._require_writable()
        note = next((note for note in self.versions() if note.key == key), None)
        if note is None:
            raise KeyError(key)
        plan = recalled(plan or self.version(key), self.plan)
        label = f"Go back to “{note.name}”"
        if plan != self.plan:
            kept = safety or pack_version(self.plan, VersionKind.SAFETY, before_step(label))
            self.change(label, plan, origin, safety=kept)

    def save_result(self, result: Result | Packed, name: str | None = None) -> str:
        """Keep a complete result in the file and give its key. It is no change of the plan and no undo step.

        With a name it takes the place of the result of that key and stays; without, the last 20 stay. A result that
        another thread has made ready by `pack_result` is written in a moment. PlanFileError when it cannot be kept,
        InvalidPlan for a name that cannot be one; the results kept before are then untouched.
        """
        if self.read_only:
            done = f"{self.path.name} is open read-only, so the result was not kept."
            raise ReadOnly(self.path, f"{done} Copy the file and open the copy to keep results.")
        return self._file.save_result(result if isinstance(result, Packed) else pack(result, name))

    def remove_result(self, key: str) -> None:
        """Take a kept result out of the file; KeyError when there is none, PlanFileError when it cannot be done."""
        self._file.remove_result(key)

    def results(self) -> tuple[ResultNote, ...]:
        """What is known of each kept result, newest first, without its arrays; PlanFileError when it cannot be read."""
        return self._file.results()

    def result(self, key: str, kinds: Collection[str] = EVERY_KIND) -> SavedResult:
        """A kept result with its arrays (those of `kinds`); KeyError, or Damaged when a byte is not as it was saved."""
        return self._file.result(key, kinds)

    def rerun(self, key: str, progress: Progress = unheard) -> Rerun:
        """Run a kept result again, from what the file keeps of it; errors are those of `result` and `rerun_result`."""
        return rerun_result(self.result(key, ()), progress)

    def close(self) -> None:
        """Give the file free; the workspace is not used afterwards."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
