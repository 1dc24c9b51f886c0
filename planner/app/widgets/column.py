"""A column of a splitter that has room for all its words."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Column(QWidget):
    """Never lower than its layout needs at its width: a splitter does not ask how high wrapped words become."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """With every line of the words."""
        least = super().minimumSizeHint()
        if self.layout() is None or not self.layout().hasHeightForWidth():
            return least
        return QSize(least.width(), max(least.height(), self.layout().totalMinimumHeightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Another width makes other lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
