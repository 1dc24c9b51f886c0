"""The question before the window closes on work that somebody asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QPushButton

from planner.app.dialogs.form import lay_out
from planner.app.theme import UNIT
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SAFE = "What it has done so far would be lost. The plan itself is saved."


class LeavingDialog(QDialog):
    """Stay, or close and end what is running."""

    def __init__(self, parent: QWidget, names: Sequence[str], then: Callable[[], object]) -> None:
        super().__init__(parent, objectName="leaving_dialog")
        self.setWindowTitle("Work is still running")
        listed = "\n".join(f"• {name}" for name in names)
        self.words = Words(f"Still running:\n{listed}\n\n{SAFE}", wrap=True)
        self.stay_button = QPushButton("Stay", objectName="leaving_stay", default=True)
        self.stay_button.setProperty("tone", "primary")
        self.close_button = QPushButton("Close and end it", objectName="leaving_close", autoDefault=False)
        self.stay_button.clicked.connect(self.reject)
        self.close_button.clicked.connect(self.accept)
        self.accepted.connect(then)
        lay_out(self, (("", self.words),), (self.close_button, self.stay_button))
        self.words.setMinimumWidth(48 * UNIT)
