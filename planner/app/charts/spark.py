"""A spark line: the course of one figure, small enough to stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from planner.app.theme import UNIT

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme


class Spark(QWidget):
    """A line without axes, from zero up, with its last point marked. What is not there yet is said in words."""

    def __init__(self, appearance: Appearance, colour: str, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:
        super().__init__()
        self._appearance = appearance
        self._colour = colour
        self._style = style
        self._values: tuple[float | None, ...] = ()
        self._placeholder = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.theme_changed.connect(self._on_theme_changed)

    @property
    def values(self) -> tuple[float | None, ...]:
        """What is drawn; empty while there is nothing."""
        return self._values

    @property
    def placeholder(self) -> str:
        """What stands in the line's place."""
        return "" if self._values else self._placeholder

    def show_values(self, values: Sequence[float | None], description: str) -> None:
        """Draw these; None is a gap. `description` is one sentence for screen readers and the tool tip."""
        self._values = tuple(values)
        self.setAccessibleDescription(description)
        self.setToolTip(description)
        self.update()

    def show_words(self, text: str) -> None:
        """Show words in place of a line."""
        self._values = ()
        self._placeholder = text
        self.setAccessibleDescription(text)
        self.setToolTip("")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Small."""
        return QSize(9 * UNIT, 3 * UNIT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Smaller it says nothing."""
        return QSize(6 * UNIT, 2 * UNIT)

    def points(self, area: QRectF) -> list[QPointF | None]:
        """Where each value lies in `area`; None for a gap."""
        known = [value for value in self._values if value is not None]
        top = max([*known, 1e-9])
        step = area.width() / max(len(self._values) - 1, 1)
        return [
            None if value is None else QPointF(area.left() + step * at, area.bottom() - area.height() * value / top)
            for at, value in enumerate(self._values)
        ]

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Draw the line, or the words."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not any(value is not None for value in self._values):
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.colour("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self._placeholder)
            painter.end()
            return
        area = QRectF(self.rect()).adjusted(1, 4, -4, -2)
        painter.setPen(QPen(theme.colour("grid"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        path = QPainterPath()
        last = None
        for point in self.points(area):
            if point is None:
                last = None
                continue
            if last is None:
                path.moveTo(point)
            else:
                path.lineTo(point)
            last = end = point
        painter.setPen(QPen(theme.colour(self._colour), 1.75, self._style))
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self._colour))
        painter.drawEllipse(end, 2.75, 2.75)
        painter.end()

    @Slot(object)
    def _on_theme_changed(self, _: Theme) -> None:
        self.update()
