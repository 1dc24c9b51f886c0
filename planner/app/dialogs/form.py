"""How a small dialog looks: its fields with their names, and its buttons below on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout

from planner.app.theme import UNIT

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QPushButton, QWidget


def lay_out(dialog: QDialog, fields: Sequence[tuple[str, QWidget]], buttons: Sequence[QPushButton]) -> None:
    """Put the fields and buttons into the dialog; a field without a name stands under the one before."""
    form = QFormLayout()
    form.setHorizontalSpacing(2 * UNIT)
    form.setVerticalSpacing(UNIT)
    for name, field in fields:
        form.addRow(name, field)
    row = QHBoxLayout()
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
    layout.setSpacing(2 * UNIT)
    layout.addLayout(form)
    layout.addLayout(row)
    dialog.setMinimumWidth(56 * UNIT)
