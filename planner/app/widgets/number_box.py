"""A box for a number that need not be whole."""

from __future__ import annotations

from PySide6.QtWidgets import QDoubleSpinBox


class NumberBox(QDoubleSpinBox):
    """Shows no more decimals than the number has: 4 and 37.5, not 4.00 and 37.50."""

    def textFromValue(self, value: float) -> str:  # noqa: N802
        """The number as it is shown, in the locale's way."""
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").rstrip(point) if point in text else text
