"""The plans before and after the present one, for undo and redo."""

from __future__ import annotations

from planner.model.plan import Plan


class History:
    """The present plan and up to `limit` changes before it. Plans are values: undo gives back the very same object."""

    def __init__(self, plan: Plan, limit: int = 200) -> None:
        if limit < 1:
            raise ValueError("a history keeps at least one change")
        self._limit = limit
        self._present = plan
        self._before: list[tuple[str, Plan]] = []
        """Each change's label and the plan before it, oldest first."""
        self._after: list[tuple[str, Plan]] = []
        """Each undone change's label and the plan after it, the last undone one last."""
        self._merge: str | None = None

    @property
    def present(self) -> Plan:
        """The plan as it is now."""
        return self._present

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back; None when there is nothing."""
        return self._before[-1][0] if self._before else None

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again; None when there is nothing."""
        return self._after[-1][0] if self._after else None

    def record(self, label: str, plan: Plan, merge: str | None = None) -> None:
        """Make `plan` the present one and forget what was undone.

        Changes that follow one another with the same `merge` (a drag, a run of typing) are one step under the last
        label; an undo or redo in between ends the run.
        """
        run_goes_on = merge is not None and merge == self._merge and bool(self._before)
        if run_goes_on:
            self._before[-1] = (label, self._before[-1][1])
        else:
            self._before.append((label, self._present))
            del self._before[: -self._limit]
        self._after.clear()
        self._present = plan
        self._merge = merge

    def undo(self) -> Plan:
        """Go back by one step, if there is one; gives the plan that is then present."""
        if self._before:
            label, plan = self._before.pop()
            self._after.append((label, self._present))
            self._present = plan
        self._merge = None
        return self._present

    def redo(self) -> Plan:
        """Go forward again by one undone step, if there is one; gives the plan that is then present."""
        if self._after:
            label, plan = self._after.pop()
            self._before.append((label, self._present))
            self._present = plan
        self._merge = None
        return self._present
