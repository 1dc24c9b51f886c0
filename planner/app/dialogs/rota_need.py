"""The question whether the cover that the work asks for is to be that of the rota, and on which duties."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QPushButton, QVBoxLayout, QWidget

from planner.app.dialogs.form import lay_out
from planner.app.models.table import Column
from planner.app.theme import UNIT
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.words import Words, set_property

if TYPE_CHECKING:
    from planner.app.theme import Appearance
    from planner.model.rota import Cover, Rota
    from planner.model.rota_need import RotaNeed

COLUMNS = (
    Column("Day", lambda row: row[0], width=12),
    Column("Hours", lambda row: row[1], number=True),
    Column("Busy hours", lambda row: row[2], number=True),
    Column("Minimum", lambda row: row[3], number=True),
    Column("Ideal", lambda row: row[4], number=True),
)
HOW = (
    "The minimum is what the work takes on average; the ideal is enough in four of five futures. The rows stand beside "
    "the cover that is there, in place of what was proposed before."
)


class RotaNeedDialog(QDialog):
    """Hands over the rows of cover."""

    def __init__(
        self,
        parent: QWidget,
        appearance: Appearance,
        need: RotaNeed,
        rota: Rota,
        then: Callable[[tuple[Cover, ...]], object],
    ) -> None:
        from planner.report.rota_need import need_words

        super().__init__(parent, objectName="rota_need_dialog")
        self.setWindowTitle("Cover from the demand")
        self._need, self._rota, self._then = need, rota, then
        self.words = Words(need_words(need), "strong", wrap=True)
        self.table = DataTable(appearance, "rota_need", "Cover that the work needs by day", COLUMNS)
        self.table.setMinimumHeight(30 * UNIT)
        self.duties: dict[str, QCheckBox] = {}
        box = QWidget()
        inside = QVBoxLayout(box)
        inside.setContentsMargins(0, 0, 0, 0)
        for shift in rota.shifts:
            if shift.is_duty:
                check = QCheckBox(f"{shift.code} {shift.name} {shift.times}", checked=True)
                check.setObjectName(f"rota_need_{shift.key}")
                check.setToolTip("Whether the work of the day can be done on this duty.")
                check.toggled.connect(self._show)
                self.duties[shift.key] = check
                inside.addWidget(check)
        self.note = Words(HOW, "caption", wrap=True)
        self.accept_button = QPushButton("Set the cover", objectName="rota_need_accept", default=True)
        self.accept_button.setProperty("tone", "primary")
        self.cancel_button = QPushButton("Cancel", objectName="rota_need_cancel")
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        fields = (("", self.words), ("Worked on", box), ("", self.table), ("", self.note))
        lay_out(self, fields, (self.cancel_button, self.accept_button))
        self.setMinimumWidth(76 * UNIT)
        self._show()

    def rows(self) -> tuple[Cover, ...]:
        """The cover that the chosen duties would have to give."""
        from planner.model.rota_need import cover_for

        chosen = tuple(key for key, check in self.duties.items() if check.isChecked())
        return cover_for(self._need.needs, self._rota, chosen) if chosen else ()

    @Slot()
    def _show(self) -> None:
        from planner.report.rota_need import need_row

        rows = self.rows()
        self.table.table.show([need_row(day, rows) for day in self._need.needs])
        some = any(check.isChecked() for check in self.duties.values())
        self.note.setText(HOW if some else "Choose one duty at least.")
        set_property(self.note, "tone", "" if some else "warn")
        self.accept_button.setEnabled(bool(rows))

    def accept(self) -> None:
        """Hand the rows over."""
        if self.accept_button.isEnabled():
            super().accept()
            self._then(self.rows())
