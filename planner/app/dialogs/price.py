"""The question about one price or lead time: its value, where it comes from, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from planner.app.dialogs.form import lay_out
from planner.app.models.register import MEANINGS
from planner.app.theme import UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.number_box import NumberBox
from planner.app.widgets.words import Words, set_property
from planner.model.assumption import Assumption, Status
from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from planner.edit.provenance import RegisterRow
    from planner.model.plan import Plan

HELP = "A figure with a source is OK or ADAPT; your own estimate is ASSUME, and the rationale says why."
MOST = 10_000_000


class PriceDialog(QDialog):
    """Hands the changed plan over to `then`."""

    def __init__(
        self, parent: QWidget, plan: Plan, row: RegisterRow, name: str, then: Callable[[Plan], object]
    ) -> None:
        super().__init__(parent, objectName="price_dialog")
        self.setWindowTitle(f"Change: {name}")
        self._plan, self._row, self._then = plan, row, then
        figure = row.figure
        self._share = figure.unit.startswith("share")
        self.value = NumberBox(objectName="price_value", accessibleName=f"{name}, {figure.unit}")
        self.value.setDecimals(2)
        self.value.setRange(0, MOST)
        self.value.setSuffix(f" % {figure.unit.removeprefix('share ')}" if self._share else f" {figure.unit}")
        self.value.setValue(figure.value * (100 if self._share else 1))
        self._shown = self.value.value()
        self.status = ChoiceBox("price_status", "How far it can be trusted")
        for status in Status:
            self.status.addItem(MEANINGS[status], status)
        self.status.setCurrentIndex(list(Status).index(figure.status))
        self.source = QLineEdit(figure.source, objectName="price_source", accessibleName="Source")
        self.source.setCursorPosition(0)
        self.rationale = QPlainTextEdit(figure.rationale, objectName="price_rationale", accessibleName="Rationale")
        self.rationale.setTabChangesFocus(True)
        self.rationale.setFixedHeight(10 * UNIT)
        self.note = Words("", "caption", wrap=True)
        self.accept_button = QPushButton("Change", objectName="price_accept", default=True)
        self.accept_button.setProperty("tone", "primary")
        self.cancel_button = QPushButton("Cancel", objectName="price_cancel")
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        fields = (
            ("Value", self.value),
            ("Status", self.status),
            ("Source", self.source),
            ("Rationale", self.rationale),
            ("", self.note),
        )
        lay_out(self, fields, (self.cancel_button, self.accept_button))
        self.value.valueChanged.connect(self._on_changed)
        self.status.currentIndexChanged.connect(self._on_changed)
        self.source.textChanged.connect(self._on_changed)
        self.rationale.textChanged.connect(self._on_changed)
        self._on_changed()

    def figure(self) -> Assumption:
        """What the form says; InvalidPlan when that is not allowed."""
        given, shown = self._row.figure, self.value.value()
        # A value that nobody touched keeps the digits that the box does not show.
        value = given.value if shown == self._shown else round(shown / (100 if self._share else 1), 6)
        return replace(
            given,
            value=value,
            status=Status(self.status.currentData()),
            source=self.source.text().strip(),
            rationale=self.rationale.toPlainText().strip(),
        )

    def _changed(self) -> Plan:
        from planner.edit.provenance import set_figure

        return set_figure(self._plan, self._row.place, self.figure())

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
        self.value.setAccessibleDescription(self.note.text())

    def accept(self) -> None:
        """Hand the plan over; nothing happens while something is wrong."""
        if self.accept_button.isEnabled():
            changed = self._changed()
            super().accept()
            self._then(changed)
