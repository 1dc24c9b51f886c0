"""Buttons that add, change and remove standards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from planner.app.theme import UNIT
from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from planner.app.dialogs.service import Dialogs
    from planner.app.session import Session
    from planner.model.standard import Standard


class StandardButtons(QWidget):
    """Add where there is a list, change and remove where one standard is on show."""

    refused = Signal(str)
    """A sentence: why nothing was changed."""

    def __init__(self, session: Session, dialogs: Dialogs) -> None:
        super().__init__(objectName="standard_buttons")
        self._session, self._dialogs = session, dialogs
        self._key: str | None = None
        self.add = QPushButton("Add a standard…", objectName="standard_add")
        self.change = QPushButton("Change…", objectName="standard_change", accessibleName="Change the standard")
        self.remove = QPushButton("Remove", objectName="standard_remove", accessibleName="Remove the standard")
        self.remove.setToolTip("Undo brings it back")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        for button in (self.add, self.change, self.remove):
            row.addWidget(button)
        self.add.clicked.connect(lambda: self._dialogs.ask_standard(self._session.plan, None, self._put))
        self.change.clicked.connect(self._on_change)
        self.remove.clicked.connect(self._on_remove)
        self.show_for(None, writable=session.workspace is not None and not session.workspace.read_only)

    def show_for(self, key: str | None, *, writable: bool) -> None:
        """Offer what fits: `key` names the standard on show, None the list."""
        self._key = key
        self.add.setVisible(key is None)
        for button in (self.change, self.remove):
            button.setVisible(key is not None)
        for button in (self.add, self.change, self.remove):
            button.setEnabled(writable)

    @property
    def _standard(self) -> Standard | None:
        return next((one for one in self._session.plan.standards if one.key == self._key), None)

    @Slot()
    def _on_change(self) -> None:
        if self._standard is not None:
            self._dialogs.ask_standard(self._session.plan, self._standard, self._put)

    def _put(self, standard: Standard) -> None:
        from planner.edit.standards import put_standard

        plan = self._session.plan
        known = any(one.key == standard.key for one in plan.standards)
        label = f"{'Change' if known else 'Add'} the standard “{standard.name}”"
        try:
            changed = put_standard(plan, standard)
        except InvalidPlan as error:
            self._session.tell_failure(error)
            return
        self._session.change(label, changed, self)

    @Slot()
    def _on_remove(self) -> None:
        from planner.edit.standards import remove_standard

        standard = self._standard
        if standard is None:
            return
        try:
            changed = remove_standard(self._session.plan, standard.key)
        except InvalidPlan as error:
            self.refused.emit(error.sentence)
            return
        self._session.change(f"Remove the standard “{standard.name}”", changed, self)
