"""The action plan: what is done so that each standard is met, by whom and until when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from planner.app.charts.dates import day_text
from planner.app.inspection_views import today
from planner.app.models.table import Column
from planner.app.theme import UNIT
from planner.app.widgets.chip import Chip
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.app.dialogs.service import Dialogs
    from planner.app.session import Session
    from planner.app.theme import Appearance
    from planner.model.action import ActionItem
    from planner.model.plan import Plan

NOTHING = "No action yet: add what is done so that a standard is met, with a role that owns it and a date."


class ActionPlan(QWidget):
    """A table of items, the overdue ones first and marked; every button is one step that Undo takes back."""

    def __init__(self, appearance: Appearance, session: Session, dialogs: Dialogs) -> None:
        super().__init__(objectName="action_plan")
        self._session, self._dialogs = session, dialogs
        self.summary = Words("", "section", wrap=True)
        self.late = Chip(appearance, "bad", "")
        self.add = self._button("Add…", "action_add", "Add an item to the action plan")
        self.change = self._button("Change…", "action_change", "Change the chosen item (Enter)")
        self.done = self._button("Mark done", "action_mark", "Done today; a day and evidence can be put in by Change…")
        self.remove = self._button("Remove", "action_remove", "Undo brings it back")
        self.table = DataTable(
            appearance,
            "actions_table",
            "Action plan, what is overdue first",
            (
                Column("Action", lambda row: row.what, width=60, least=30),
                Column("For the standard", self._standard, width=40, least=20),
                Column("Owner", lambda row: row.owner or "nobody has it", width=24, least=14),
                Column("Due", lambda row: _day(row.due), lambda row: row.due and row.due.isoformat()),
                Column("State", state, _order, mark=_tone),
                Column("Evidence", lambda row: " ".join(row.evidence.split()), width=40, least=16),
            ),
        )
        self._arrange()
        self.add.clicked.connect(lambda: self._ask(None))
        self.change.clicked.connect(lambda: self._ask(self.table.current))
        self.done.clicked.connect(self._on_done)
        self.remove.clicked.connect(self._on_remove)
        self.table.chosen.connect(self._on_chosen)
        self.table.entered_row.connect(self._ask)
        session.opened.connect(self.show_plan)
        session.plan_changed.connect(self._on_plan_changed)
        self.show_plan()

    @staticmethod
    def _button(text: str, name: str, hint: str) -> QPushButton:
        button = QPushButton(text, objectName=name)
        button.setToolTip(hint)
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self.summary, 1)
        row.addWidget(self.late)
        for button in (self.add, self.change, self.done, self.remove):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)

    def _standard(self, row: ActionItem) -> str:
        plan = self._session.plan
        return next((one.name for one in plan.standards if one.key == row.standard), "")

    @property
    def _writable(self) -> bool:
        return self._session.workspace is not None and not self._session.workspace.read_only

    @Slot()
    def show_plan(self) -> None:
        """The items of the plan; the one that was chosen stays so."""
        plan = self._session.plan
        if plan is None:
            return
        chosen = self.table.current
        rows = sorted(plan.actions, key=_order)
        late = sum(row.is_late(today()) for row in rows)
        done = sum(row.done is not None for row in rows)
        number = f"{len(rows)} action{'' if len(rows) == 1 else 's'}"
        self.summary.setText(f"{number}, {done} done." if rows else NOTHING)
        self.late.show_status("bad", f"{late} overdue")
        self.late.setVisible(late > 0)
        self.table.show_rows(rows)
        for at, row in enumerate(self.table.table.rows):
            if chosen is not None and row.key == chosen.key:
                self.table.choose(at)
        self._on_chosen(self.table.current)

    @Slot(object, object)
    def _on_plan_changed(self, parts: frozenset[str], _: object) -> None:
        if parts & {"actions", "standards"}:
            self.show_plan()

    @Slot(object)
    def _on_chosen(self, row: ActionItem | None) -> None:
        self.add.setEnabled(self._writable and bool(self._session.plan.standards))
        for button in (self.change, self.done, self.remove):
            button.setEnabled(self._writable and row is not None)
        self.done.setText("Not done after all" if row is not None and row.done is not None else "Mark done")

    @Slot(object)
    def _ask(self, row: ActionItem | None) -> None:
        if self._writable:
            self._dialogs.ask_action(self._session.plan, row, None, today(), self._change)

    def _change(self, label: str, plan: Plan) -> None:
        self._session.change(label, plan, self)

    @Slot()
    def _on_done(self) -> None:
        from planner.edit.actions import mark_done

        row = self.table.current
        on = None if row.done is not None else today()
        label = f"Mark “{row.what[:40]}” as {'done' if on else 'not done'}"
        self._change(label, mark_done(self._session.plan, row.key, on))

    @Slot()
    def _on_remove(self) -> None:
        from planner.edit.actions import remove_action

        row = self.table.current
        self._change(f"Remove the action “{row.what[:40]}”", remove_action(self._session.plan, row.key))


def state(row: ActionItem) -> str:
    """How an item stands today."""
    if row.done is not None:
        return f"Done on {day_text(row.done)}"
    if row.due is None:
        return "To do, without a date"
    days = (today() - row.due).days
    if days > 0:
        return f"OVERDUE by {days:,} day{'' if days == 1 else 's'}"
    return "Due today" if days == 0 else f"Due in {-days:,} day{'' if days == -1 else 's'}"


def _tone(row: ActionItem) -> str:
    if row.done is not None:
        return "good"
    return "bad" if row.is_late(today()) else "warn" if row.due is None or not row.owner else "info"


def _order(row: ActionItem) -> tuple[bool, str]:
    """What is not done first, the earliest date first."""
    return row.done is not None, (row.due or date.max).isoformat()


def _day(day: date | None) -> str:
    return "no date" if day is None else day_text(day)
