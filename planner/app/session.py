"""The open plan as Qt sees it: one workspace, its changes as signals, its faults as sentences."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from planner.model.imported import ImportKind
    from planner.model.plan import Plan
    from planner.model.version import KeepRule, VersionNote
    from planner.storage.versions import PackedVersion, VersionDocument
    from planner.workspace import ImportBasis, ReadImport, Workspace


class Session(QObject):
    """At most one open plan. A fault never raises from here: it is told by `faulted`, and nothing has changed."""

    opened = Signal()
    """Another plan is open; everything on show belongs to the one before."""
    plan_changed = Signal(object, object)
    """The names of the Plan fields that changed (a frozenset), and who changed them."""
    faulted = Signal(str, object)
    """A plain sentence, and the path that may be opened read-only instead (None when that is no way out)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace: Workspace | None = None
        self._unsubscribe: Callable[[], None] | None = None

    @property
    def plan(self) -> Plan | None:
        """The plan as it is now; None before one is open."""
        return None if self.workspace is None else self.workspace.plan

    def open(self, path: Path, *, read_only: bool = False, tell: bool = True) -> bool:
        """Open the plan at `path` in place of the present one; False when it could not be opened.

        Without `tell` whoever asks calls `tell_opened` in a later turn, so that reading and drawing are not one wait.
        """
        from planner.workspace import Workspace

        return self._take(lambda: Workspace.open(path, read_only=read_only), path, tell=tell)

    def tell_opened(self) -> None:
        """Have the open plan drawn."""
        if self.workspace is not None:
            self.opened.emit()

    def create(self, path: Path, plan: Plan, *, replace: bool = False) -> bool:
        """Write `plan` to a new file and open it; False when it could not be written."""
        from planner.workspace import Workspace

        def create() -> Workspace:
            path.parent.mkdir(parents=True, exist_ok=True)
            return Workspace.create(path, plan, replace=replace)

        return self._take(create, None)

    def change(self, label: str, plan: Plan, origin: object = None, merge: str | None = None) -> bool:
        """Save `plan` as the present one; False when it could not be saved."""
        return self._try(lambda: self.workspace.change(label, plan, origin, merge))

    def undo(self) -> bool:
        """Take back the last step."""
        return self._try(lambda: self.workspace.undo(self))

    def redo(self) -> bool:
        """Bring the last step back."""
        return self._try(lambda: self.workspace.redo(self))

    def import_basis(self, kind: ImportKind) -> ImportBasis | None:
        """What a file of this kind is read against; None when the plan file cannot tell."""
        return self._got(lambda: self.workspace.import_basis(kind))

    def take_import(self, read: ReadImport) -> bool:
        """Make what was read the present plan, in one undo step; False when it could not be saved."""
        return self._try(lambda: self.workspace.take_import(read))

    def versions(self) -> tuple[VersionNote, ...]:
        """The versions that are kept, latest first; none when they cannot be read."""
        return self._got(lambda: self.workspace.versions()) or ()

    def version_document(self, key: str) -> VersionDocument | None:
        """A version as it stands in the file; None when it cannot be read."""
        return self._got(lambda: self.workspace.version_document(key))

    def keep_version(self, version: PackedVersion, rule: KeepRule | None = None) -> bool:
        """Keep a version that is ready; False when it could not be kept."""
        return self._try(lambda: self.workspace.keep_version(version, rule))

    def remove_version(self, key: str) -> bool:
        """Take a version out of the file; False when that could not be done."""
        return self._try(lambda: self.workspace.remove_version(key))

    def restore_version(self, key: str, plan: Plan, safety: PackedVersion) -> bool:
        """Make a version's plan the present one, in one undo step; False when it could not be saved."""
        return self._try(lambda: self.workspace.restore_version(key, self, plan, safety))

    def tell_failure(self, error: Exception) -> None:
        """Tell the user why work in the background failed; a fault of the program is reported as well."""
        self.report(error)
        self.faulted.emit(sentence_for(error), None)

    def report(self, error: Exception) -> None:
        """Have a fault of the program written down; one of the plan, a file or the machine is only told."""
        if not isinstance(error, _mendable()):
            sys.excepthook(type(error), error, error.__traceback__)

    def close(self) -> None:
        """Give the file free."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None

    def _take(self, opener: Callable[[], Workspace], path: Path | None, *, tell: bool = True) -> bool:
        from planner.storage.errors import Held

        opened: list[Workspace] = []
        own = self.workspace is not None and path is not None and path.resolve() == self.workspace.path.resolve()
        if own:
            return True
        if not self._try(lambda: opened.append(opener()), lambda error: path if isinstance(error, Held) else None):
            return False
        self.close()
        self.workspace = opened[0]
        self._unsubscribe = self.workspace.subscribe(self._on_changed)
        if tell:
            self.tell_opened()
        return True

    def _got(self, get: Callable[[], Any]) -> Any:
        """What `get` gives; None when a plan or file is to blame that it cannot, which is told."""
        found: list[Any] = []
        self._try(lambda: found.append(get()))
        return found[0] if found else None

    def _try(self, action: Callable[[], object], way_out: Callable[[Exception], Path | None] = lambda _: None) -> bool:
        try:
            action()
        except _mendable() as error:
            self.faulted.emit(sentence_for(error), way_out(error))
            return False
        return True

    def _on_changed(self, parts: frozenset[str], origin: object) -> None:
        self.plan_changed.emit(parts, origin)


def sentence_for(error: Exception) -> str:
    """One plain sentence about a fault, for someone who did not write the program."""
    from planner.model.checks import InvalidPlan, UnworkablePlan

    if isinstance(error, OSError):
        return _about_file(error)
    if isinstance(error, InvalidPlan) and not isinstance(error, UnworkablePlan):
        return f"The plan holds a value that is not allowed: {error}"
    if isinstance(error, _mendable()):
        return str(error)
    return f"A fault in the program stopped this work, and nothing was changed ({type(error).__name__})."


def _about_file(error: OSError) -> str:
    """Which file, what is wrong with it, and what to do."""
    if error.filename is None:
        return f"The file could not be used: {error.strerror or error}."
    path = Path(error.filename)
    if isinstance(error, FileNotFoundError) and not path.parent.exists():
        return f"{path.name} could not be used: there is no folder {path.parent}. Bring it back, or choose another one."
    where = f"{path.name} (in {path.parent})"
    if isinstance(error, PermissionError):
        return f"{where} could not be used: you may not read or write it. Choose another folder, or ask for the rights."
    return f"{where} could not be used: {error.strerror or error}. Try again, or choose another place."


def _mendable() -> tuple[type[Exception], ...]:
    """What the plan, a file or the machine is to blame for, not the program."""
    from planner.model.checks import InvalidPlan
    from planner.storage.errors import PlanFileError
    from planner.storage.sheets.errors import SheetError
    from planner.workspace.intake import ImportRefused
    from planner.workspace.reports import ReportRefused

    return PlanFileError, InvalidPlan, SheetError, ImportRefused, ReportRefused, OSError
