"""The question before a rota is published: the day, a reason where a hard rule is broken, and who must be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QDateEdit, QDialog, QPlainTextEdit, QPushButton

from planner.app.dialogs.form import lay_out
from planner.app.theme import UNIT
from planner.app.widgets.words import Words, set_property
from planner.model.rota_notice import ended_words, publication_warnings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from planner.model.rota import Rota

NEEDED = "Needed: say why it is published although it breaks hard rules."
FIXED = "A published version never changes; drafts go on."


class PublishRotaDialog(QDialog):
    """Hands over the day, the reason, and whether the simulation is to work the hours of the rota."""

    def __init__(
        self,
        parent: QWidget,
        state: str,
        late: Sequence[str],
        told: Sequence[str],
        rota: Rota,
        today: date,
        then: Callable[[date, str, bool], object],
    ) -> None:
        """`state` says how many hard rules are broken, empty for none; `late` are lines about visits that would be
        late, and `told` about who must be told."""
        super().__init__(parent, objectName="publish_rota_dialog")
        self.setWindowTitle("Publish the rota")
        self._needed, self._rota, self._then = bool(state), rota, then
        self.state = Words(state or "Lawful: no hard rule is broken.", "strong", wrap=True)
        self.visits = Words("\n".join(late), wrap=True)
        self.day = QDateEdit(calendarPopup=True, displayFormat="ddd d MMM yyyy", objectName="publish_day")
        self.day.setAccessibleName("Day of publication")
        self.day.setDate(QDate(today.year, today.month, today.day))
        self.late = Words("", "caption", wrap=True)
        set_property(self.late, "tone", "warn")
        self.reason = QPlainTextEdit(tabChangesFocus=True, objectName="publish_reason", accessibleName="Reason")
        self.reason.setFixedHeight(7 * UNIT)
        self.told = QPlainTextEdit("\n".join(told), readOnly=True, accessibleName="Who must be told")
        self.told.setFixedHeight(18 * UNIT)
        self.told.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.use = QCheckBox("Use its hours in the simulation", checked=True, objectName="publish_use")
        self.use.setToolTip("Each officer's productive hours, day by day, take the place of the usual week.")
        self.note = Words("", "caption", wrap=True)
        self.accept_button = QPushButton("Publish", objectName="publish_accept", default=True)
        self.accept_button.setProperty("tone", "primary")
        self.cancel_button = QPushButton("Cancel", objectName="publish_cancel")
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        fields = (
            ("", self.state),
            ("Visits", self.visits),
            ("On", self.day),
            ("", self.late),
            ("Reason", self.reason),
            ("To be told", self.told),
            ("", self.use),
            ("", self.note),
        )
        lay_out(self, fields, (self.cancel_button, self.accept_button))
        self.reason.textChanged.connect(self._on_changed)
        self.day.dateChanged.connect(self._on_changed)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        missing = self._needed and not self.reason.toPlainText().strip()
        on = self._on()
        over = ended_words(self._rota) if on > self._rota.end else ""
        ended = over and f"{over[:1].upper()}{over[1:]}."
        self.late.setText(ended or "\n".join(publication_warnings(self._rota, on)))
        self.late.setVisible(bool(self.late.text()))
        self.note.setText(NEEDED if missing else FIXED)
        set_property(self.note, "tone", "warn" if missing else "")
        self.accept_button.setEnabled(not missing and not ended)

    def _on(self) -> date:
        day = self.day.date()
        return date(day.year(), day.month(), day.day())

    def accept(self) -> None:
        """Hand over; nothing happens while the reason is missing."""
        if self.accept_button.isEnabled():
            super().accept()
            self._then(self._on(), self.reason.toPlainText().strip(), self.use.isChecked())
