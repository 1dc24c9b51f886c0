"""A box to choose from a list, whose long entries end in an ellipsis."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from planner.app.theme import UNIT


class ChoiceBox(QComboBox):
    """A combo box; Qt's own cuts an entry in the middle of a letter."""

    def __init__(self, name: str, accessible_name: str) -> None:
        super().__init__(objectName=name, accessibleName=accessible_name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def shown(self, option: QStyleOptionComboBox) -> str:
        """What there is room for of the chosen entry."""
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, field.width() - UNIT // 2)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Draw as a combo box does."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
