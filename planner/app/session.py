"""The open plan as Qt sees it: one workspace, its changes as signals, its faults as sentences."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.workspace import Workspace


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

    def open(self, path: Path, *, read_only: bool = False) -> bool:
        """Open the plan at `path` in place of the present one; False when it could not be opened."""
        from planner.workspace import Workspace

        return self._take(lambda: Workspace.open(path, read_only=read_only), path)

    def create(self, path: Path, plan: Plan) -> bool:
        """Write `plan` to a new file and open it; False when it could not be written."""
        from planner.workspace import Workspace

        def create() -> Workspace:
            path.parent.mkdir(parents=True, exist_ok=True)
            return Workspace.create(path, plan)

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

    def tell_failure(self, error: Exception) -> None:
        """Tell the user why work in the background failed; a fault of the program is reported as well."""
        if _is_ours(error):
            sys.excepthook(type(error), error, error.__traceback__)
        self.faulted.emit(sentence_for(error), None)

    def close(self) -> None:
        """Give the file free."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None

    def _take(self, opener: Callable[[], Workspace], path: Path | None) -> bool:
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
        self.opened.emit()
        return True

    def _try(self, action: Callable[[], object], way_out: Callable[[Exception], Path | None] = lambda _: None) -> bool:
        from planner.model.checks import InvalidPlan
        from planner.storage.errors import PlanFileError

        try:
            action()
        except (PlanFileError, InvalidPlan, OSError) as error:
            self.faulted.emit(sentence_for(error), way_out(error))
            return False
        return True

    def _on_changed(self, parts: frozenset[str], origin: object) -> None:
        self.plan_changed.emit(parts, origin)


def sentence_for(error: Exception) -> str:
    """One plain sentence about a fault, for someone who did not write the program."""
    from planner.model.checks import InvalidPlan
    from planner.storage.errors import PlanFileError

    if isinstance(error, OSError):
        return f"The file could not be used: {error.strerror or error}."
    if isinstance(error, PlanFileError):
        return str(error)
    if isinstance(error, InvalidPlan):
        return f"The plan holds a value that is not allowed: {error}"
    return f"A fault in the program stopped this work, and nothing was changed ({type(error).__name__})."


def _is_ours(error: Exception) -> bool:
    """Whether the program, not the plan or the machine, is to blame."""
    from planner.model.checks import InvalidPlan
    from planner.storage.errors import PlanFileError

    return not isinstance(error, PlanFileError | InvalidPlan | OSError)
