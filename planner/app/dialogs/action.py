"""The question about one item of the action plan: what is done for a standard, by whom, until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Slot
from PySide6.QtWidgets import QDateEdit, QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from planner.app.dialogs.form import lay_out
from planner.app.names import key_for
from planner.app.theme import UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.words import Words, set_property
from planner.model.action import MOST_OWNER, ActionItem
from planner.model.calendar import add_months
from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from planner.model.plan import Plan

HELP = "The owner is a role or a pseudonym; never put a person's name."
WHAT_NEEDED = "Needed: say what is to be done."


class OptionalDay(QWidget):
    """A day, or none."""

    def __init__(self, name: str, words: str, none: str, day: date | None, usual: date) -> None:
        super().__init__()
        self.choice = ChoiceBox(f"{name}_choice", f"{words}: whether there is a day")
        self.choice.addItems((none, "On"))
        self.box = QDateEdit(calendarPopup=True, displayFormat="d MMM yyyy", objectName=name, accessibleName=words)
        self.box.setDateRange(QDate(1950, 1, 1), QDate(2150, 12, 31))
        shown = day or usual
        self.box.setDate(QDate(shown.year, shown.month, shown.day))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        row.addWidget(self.choice)
        row.addWidget(self.box)
        row.addStretch(1)
        self.choice.currentIndexChanged.connect(lambda at: self.box.setEnabled(bool(at)))
        self.choice.setCurrentIndex(int(day is not None))
        self.box.setEnabled(day is not None)

    @property
    def day(self) -> date | None:
        """The day that is chosen."""
        day = self.box.date()
        return date(day.year(), day.month(), day.day()) if self.choice.currentIndex() else None

    def show_day(self, day: date | None) -> None:
        """Choose a day, or none."""
        if day is not None:
            self.box.setDate(QDate(day.year, day.month, day.day))
        self.choice.setCurrentIndex(int(day is not None))


class ActionDialog(QDialog):
    """Hands the changed plan over to `then`, with the words for its undo step."""

    def __init__(
        self,
        parent: QWidget,
        plan: Plan,
        action: ActionItem | None,
        standard: str | None,
        today: date,
        then: Callable[[str, Plan], object],
    ) -> None:
        """`standard` is offered first for a new item; `action` is the item to change."""
        super().__init__(parent, objectName="action_dialog")
        self.setWindowTitle("Add an action" if action is None else "Change the action")
        self._plan, self._given, self._then = plan, action, then
        given = action or ActionItem("new", standard or plan.standards[0].key, "-")
        self.standard = ChoiceBox("action_standard", "Standard that it is for")
        for entry in plan.standards:
            self.standard.addItem(entry.name, entry.key)
        self.standard.setCurrentIndex(max(self.standard.findData(given.standard), 0))
        self.what = QPlainTextEdit(
            "" if action is None else action.what, objectName="action_what", accessibleName="What is to be done"
        )
        self.what.setTabChangesFocus(True)
        self.what.setFixedHeight(9 * UNIT)
        self.owner = QLineEdit(given.owner, objectName="action_owner", accessibleName="Owner", maxLength=MOST_OWNER)
        self.owner.setPlaceholderText("A role; empty while nobody has it")
        self.due = OptionalDay("action_due", "Due", "No date", given.due, add_months(today, 3))
        self.done_on = OptionalDay("action_done", "Done", "Not yet", given.done, today)
        self.evidence = QPlainTextEdit(given.evidence, objectName="action_evidence", accessibleName="Evidence")
        self.evidence.setTabChangesFocus(True)
        self.evidence.setPlaceholderText("What shows that it was done, or how far it is")
        self.evidence.setFixedHeight(9 * UNIT)
        self.note = Words("", "caption", wrap=True)
        self.accept_button = QPushButton(
            "Add" if action is None else "Change", objectName="action_accept", default=True
        )
        self.accept_button.setProperty("tone", "primary")
        self.cancel_button = QPushButton("Cancel", objectName="action_cancel")
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        fields = (
            ("For the standard", self.standard),
            ("What", self.what),
            ("Owner", self.owner),
            ("Due", self.due),
            ("Done", self.done_on),
            ("Evidence", self.evidence),
            ("", self.note),
        )
        lay_out(self, fields, (self.cancel_button, self.accept_button))
        for text in (self.what, self.evidence):
            text.textChanged.connect(self._on_changed)
        self.owner.textChanged.connect(self._on_changed)
        self._on_changed()

    def _changed(self) -> Plan:
        """The plan with what the form says; InvalidPlan when that is not allowed."""
        from planner.edit.actions import add_action, change_action

        what = self.what.toPlainText().strip()
        if not what:
            raise InvalidPlan("what", "", WHAT_NEEDED.removesuffix("."))
        taken = {action.key for action in self._plan.actions}
        key = key_for(what[:40], taken) if self._given is None else self._given.key
        action = ActionItem(
            key,
            self.standard.currentData(),
            what,
            self.owner.text().strip(),
            self.due.day,
            self.done_on.day,
            self.evidence.toPlainText().strip(),
        )
        return (add_action if self._given is None else change_action)(self._plan, action)

    @Slot()
    def _on_changed(self) -> None:
        refusal = ""
        try:
            self._changed()
        except InvalidPlan as error:
            refusal = error.sentence
        self.note.setText(refusal or HELP)
        set_property(self.note, "tone", "warn" if refusal else "")
        self.accept_button.setEnabled(not refusal)
        self.what.setAccessibleDescription(self.note.text())

    def accept(self) -> None:
        """Hand the plan over; nothing happens while something is missing."""
        if self.accept_button.isEnabled():
            changed = self._changed()
            super().accept()
            self._then("Add an action" if self._given is None else "Change an action", changed)
