"""Undo for the levers of Scenarios: what was tried and not saved, one step for each movement of the hand."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QSpinBox

from planner.app.charts.dates import day_text
from planner.report.levers import lever_name

if TYPE_CHECKING:
    from planner.app.panels.lever_form import LeverForm, Position
    from planner.model.plan import Plan
    from planner.model.scenario import Lever

LIMIT = 100
"""Movements that can be taken back."""
TOGETHER_SECONDS = 1.0
"""Keys that follow one another sooner than this are one movement."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class _Step:
    plan: Plan
    """The plan that was open: the step is taken back while that very plan is."""
    before: Position
    after: Position

    @property
    def label(self) -> str:
        return _difference(self.plan, self.before, self.after)


class LeverSteps(QObject):
    """What the hand did to the levers, beside the history of the plan, which it does not touch.

    A step is offered while the plan is the one that it was made with: a later change of the plan comes first, and when
    that has been taken back the step is next.
    """

    changed = Signal()
    """What can be taken back, or done again, is another step."""

    def __init__(self, form: LeverForm) -> None:
        super().__init__(form)
        self._form = form
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._plan: Plan | None = None
        self._now: Position | None = None
        """Where the levers stood when they were last looked at; None where the next look only begins."""
        self._seen: list[Plan] = []
        """The plans that gave way to others, the last one last."""
        self._kept: list[tuple[Plan, Position]] = []
        """What was tried when it was saved, with the plan before that."""
        self._held = self._goes_on = self._escaping = False
        self._moved_at = 0.0
        for control in form.controls:
            control.installEventFilter(self)
        form.changed.connect(self._on_moved)

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back; None when there is nothing."""
        return self._done[-1].label if self._done and self._done[-1].plan is self._plan else None

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again; None when there is nothing."""
        return self._undone[-1].label if self._undone and self._undone[-1].plan is self._plan else None

    def undo(self) -> None:
        """Put the levers where they stood before the last movement."""
        if self.undo_label is not None:
            self._undone.append(self._done.pop())
            self._put(self._undone[-1].before)

    def redo(self) -> None:
        """Put the levers where the movement that was taken back had left them."""
        if self.redo_label is not None:
            self._done.append(self._undone.pop())
            self._put(self._done[-1].after)

    def _put(self, position: Position) -> None:
        self._goes_on, self._now = False, position
        self._form.put(position)
        self._form.changed.emit()
        self.changed.emit()

    def forget(self) -> None:
        """Another plan file is open."""
        self._done, self._undone, self._seen, self._kept = [], [], [], []
        self._plan = self._now = None

    def remember(self, plan: Plan, tried: Position) -> None:
        """What stood there was saved: when that is taken back the levers say it again.

        The scenario that it was saved as is shown as one step with the saving.
        """
        self._kept.append((plan, tried))
        self._now = None

    def follow(self, plan: Plan) -> None:
        """The form shows this plan; to be called after every change of it."""
        if self._plan is not None and self._plan is not plan:
            self._seen = [*self._seen, self._plan][-LIMIT:]
            if not any(known is plan for known in self._seen):
                # Not one that undo or redo came back to: what was taken back before it is not done again.
                self._undone.clear()
            elif self._kept and self._kept[-1][0] is plan:
                self._form.put(self._kept.pop()[1])
        self._plan, self._goes_on = plan, False
        self._now = self._form.position
        self.changed.emit()

    @Slot()
    def _on_moved(self) -> None:
        before, after, now = self._now, self._form.position, time.monotonic()
        self._now = after
        if before is None or after == before:
            return
        last = self._done[-1] if self.undo_label is not None else None
        if last is not None and self._escaping and after == last.before:
            self._undone.append(self._done.pop())
            self._goes_on = False
        else:
            if last is not None and self._is_one_movement(last, before, after, now):
                self._done.pop()
                before = last.before
            if before != after:
                self._done = [*self._done, _Step(self._plan, before, after)][-LIMIT:]
            self._undone.clear()
            self._goes_on = before != after
        self._moved_at = now
        self.changed.emit()

    def _is_one_movement(self, last: _Step, before: Position, after: Position, now: float) -> bool:
        """Whether the hand goes on with what it did last: the same lever, held down or by keys in a row."""
        if not self._goes_on or not (self._held or now - self._moved_at <= TOGETHER_SECONDS):
            return False
        return last.before.parts_unlike(last.after) == before.parts_unlike(after)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Where a movement begins and ends; a number box leaves undo to the window unless it is being typed into."""
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            self._held, self._goes_on, self._escaping = kind is QEvent.Type.MouseButtonPress, False, False
        elif kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._goes_on = self._goes_on and self._held
        elif isinstance(event, QKeyEvent) and kind is QEvent.Type.ShortcutOverride:
            if _is_of_undo(event) and isinstance(watched, QAbstractSpinBox) and not _typed_into(watched):
                event.ignore()
                return True
        elif isinstance(event, QKeyEvent) and kind is QEvent.Type.KeyPress:
            self._escaping = event.key() == Qt.Key.Key_Escape
            self._goes_on = self._goes_on and event.key() not in ENTER
        return super().eventFilter(watched, event)


def _is_of_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


def _typed_into(box: QAbstractSpinBox) -> bool:
    """Whether a number stands there that the box has not taken yet."""
    return isinstance(box, QSpinBox) and box.cleanText() != box.textFromValue(box.value())


def _difference(plan: Plan, before: Position, after: Position) -> str:
    """What became different, as the Undo menu says it."""
    parts, old, new = before.parts_unlike(after), before.values, after.values
    if "scenario" in parts:
        names = {entry.key: f"“{entry.name}”" for entry in plan.scenarios}
        return f"Scenario {names.get(before.scenario, 'none')} → {names.get(after.scenario, 'none')}"
    if "team" in parts:
        return f"Team {plan.team(before.team).name} → {plan.team(after.team).name}"
    said = []
    if "growth_percent" in parts:
        said.append(f"growth {old.growth_percent} → {new.growth_percent} %")
    if "recruits" in parts:
        said.append(f"recruits {old.recruits} → {new.recruits}")
    if "recruits_start" in parts:
        said.append(f"recruits from {day_text(old.recruits_start)} → {day_text(new.recruits_start)}")
    if "others" in parts:
        said.append(_levers_unlike(old.others, new.others))
    if "months" in parts:
        said.append(f"look ahead {before.months} → {after.months} months")
    words = ", ".join(said)
    return f"{words[:1].upper()}{words[1:]}"


def _levers_unlike(old: tuple[Lever, ...], new: tuple[Lever, ...]) -> str:
    gone, came = ([lever for lever in one if lever not in other] for one, other in ((old, new), (new, old)))
    if len(gone) + len(came) == 1 or (len(gone) == len(came) == 1 and type(gone[0]) is type(came[0])):
        name = lever_name(type((came or gone)[0]))
        verb = "change" if gone and came else "add" if came else "remove"
        return f"{verb} {name[:1].lower()}{name[1:]}"
    return "further levers"
