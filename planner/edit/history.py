"""The plans before and after the present one, for undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

from planner.model.plan import Plan

LIMIT = 200
"""Changes that can be taken back."""


def _no_recall() -> Plan:
    raise LookupError("this step's plan is not in memory")


class History:
    """The present plan and up to `limit` changes before it. Plans are values: undo gives back the very same object.

    `before` and `after` are labels of steps from an earlier session, whose plans are recalled when they are needed:
    those that can be taken back, oldest first, and those that can be done again, the next one last.
    """

    def __init__(self, plan: Plan, limit: int = LIMIT, before: Sequence[str] = (), after: Sequence[str] = ()) -> None:
        if limit < 1:
            raise ValueError("a history keeps at least one change")
        self._limit = limit
        self._present = plan
        self._before: list[tuple[str, Plan | None]] = [(label, None) for label in before[-limit:]]
        """Each change's label and the plan before it, oldest first; None for a plan to be recalled."""
        self._after: list[tuple[str, Plan | None]] = [(label, None) for label in after]
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

    @property
    def undo_labels(self) -> tuple[str, ...]:
        """What can be taken back, the next one first."""
        return tuple(label for label, _ in reversed(self._before))

    def run_begun_with(self, merge: str | None) -> Plan | None:
        """The plan before the run of changes that one with this `merge` would go on with; None when it begins one."""
        return self._before[-1][1] if self._goes_on(merge) else None

    def _goes_on(self, merge: str | None) -> bool:
        return merge is not None and merge == self._merge and bool(self._before)

    def record(self, label: str, plan: Plan, merge: str | None = None) -> None:
        """Make `plan` the present one and forget what was undone.

        Changes that follow one another with the same `merge` (a drag, a run of typing) are one step under the last
        label; an undo or redo in between ends the run.
        """
        if self._goes_on(merge):
            self._before[-1] = (label, self._before[-1][1])
        else:
            self._before.append((label, self._present))
            del self._before[: -self._limit]
        self._after.clear()
        self._present = plan
        self._merge = merge

    def undo(self, recall: Callable[[], Plan] = _no_recall) -> Plan:
        """Go back by one step, if there is one; gives the plan that is then present.

        `recall` gives the plan of a step from an earlier session; where it raises, nothing has changed.
        """
        if self._before:
            label, plan = self._before[-1]
            plan = recalled(recall(), self._present) if plan is None else plan
            self._before.pop()
            self._after.append((label, self._present))
            self._present = plan
        self._merge = None
        return self._present

    def redo(self, recall: Callable[[], Plan] = _no_recall) -> Plan:
        """Go forward again by one undone step, if there is one; gives the plan that is then present. As `undo`."""
        if self._after:
            label, plan = self._after[-1]
            plan = recalled(recall(), self._present) if plan is None else plan
            self._after.pop()
            self._before.append((label, self._present))
            self._present = plan
        self._merge = None
        return self._present


def recalled(plan: Plan, present: Plan) -> Plan:
    """A plan that was read anew, made of the present one's own objects where the two are equal.

    What is the same object needs no redrawing, and results that are kept for it still count.
    """
    shared = {}
    for field in fields(Plan):
        found, held = getattr(plan, field.name), getattr(present, field.name)
        if found is held:
            continue
        if found == held:
            shared[field.name] = held
        elif isinstance(found, tuple) and isinstance(held, tuple):
            again = _made_of(found, held)
            if again is not found:
                shared[field.name] = again
    return replace(plan, **shared) if shared else plan


def _made_of(found: tuple[Any, ...], held: tuple[Any, ...]) -> tuple[Any, ...]:
    """The entries found, those that are equal to held ones of the same key being these; `found` where none is."""
    unlike = [pair for pair in zip(found, held, strict=False) if pair[0] is not pair[1]]
    if len(found) == len(held) and all(_key(new) == _key(old) and new != old for new, old in unlike):
        # A few entries have changed in their places, and the others are held ones already.
        return found
    there = {id(entry) for entry in held}
    known = {_key(entry): entry for entry in held}
    pairs = ((entry, known.get(_key(entry))) for entry in found if id(entry) not in there)
    same = {id(entry): again for entry, again in pairs if again == entry}
    return tuple(same.get(id(entry), entry) for entry in found) if same else found


def _key(entry: object) -> object:
    return getattr(entry, "key", None)
