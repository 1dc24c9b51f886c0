"""Boxes for numbers, that take what is typed for what it says or not at all."""

from __future__ import annotations

import re

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QToolTip

_FIGURE = re.compile(r"\d[\d,.]*")
_GROUPED = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d*)?\Z")
_DECIMAL_COMMA = re.compile(r"(\d+),(\d+)\Z")


class NumberBox(QDoubleSpinBox):
    """Shows no more decimals than the number has: 4 and 37.5, not 4.00 and 37.50.

    A comma stands between groups of three digits; one comma anywhere else is a decimal point, and is shown as one.
    Qt would leave it out: 2,5 was 25.
    """

    def textFromValue(self, value: float) -> str:  # noqa: N802
        """The number as it is shown, in the locale's way."""
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").rstrip(point) if point in text else text

    def validate(self, text: str, position: int) -> object:
        """What Qt says of it, and unfinished while a comma stands where none can."""
        pointed = _pointed(text)
        state, said, position = super().validate(pointed, position)
        if state == QValidator.State.Acceptable and not _commas_fit(pointed):
            state = QValidator.State.Intermediate
        return state, said if pointed == text else text, position

    def valueFromText(self, text: str) -> float:  # noqa: N802
        """The number that a text stands for."""
        return super().valueFromText(_pointed(text))

    def fixup(self, text: str) -> str:
        """What is unfinished is not made up: the box goes back to its last number."""
        return text


class WholeBox(QSpinBox):
    """A box for a whole number. A part of one is not taken, and it says why: Enter does nothing then, and a box that is
    left goes back to its last number.

    Qt would leave the point out: 3.5 was 35.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter does not close a dialog with another number than the one that stands here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.hasAcceptableInput():
            self._say_why()
            event.accept()
        else:
            super().keyPressEvent(event)

    def validate(self, text: str, position: int) -> object:
        """What Qt says of it, and unfinished while a point or comma makes it a part of a number."""
        if _is_a_part(text):
            return QValidator.State.Intermediate, text, position
        return super().validate(text, position)

    def fixup(self, text: str) -> str:
        """What is unfinished is not made up."""
        if _is_a_part(text):
            # Where the focus goes on to hides what is said before it.
            QTimer.singleShot(0, self, self._say_why)
        return text

    def _say_why(self) -> None:
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), "Only a whole number can stand here.", self)


def _is_a_part(text: str) -> bool:
    figure = re.search(r"[\d,.]+", text)
    return (figure is not None and "." in figure[0]) or not _commas_fit(text)


def _pointed(text: str) -> str:
    """The text with a decimal comma as a point."""

    def point(found: re.Match[str]) -> str:
        figure = found[0]
        return figure if _GROUPED.match(figure) else _DECIMAL_COMMA.sub(r"\1.\2", figure)

    return _FIGURE.sub(point, text, count=1)


def _commas_fit(text: str) -> bool:
    figure = _FIGURE.search(text)
    return figure is None or "," not in figure[0] or bool(_GROUPED.match(figure[0]))
