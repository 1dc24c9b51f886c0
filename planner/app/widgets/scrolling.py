"""A page that scrolls up and down where there is no room for all of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolling(page: QWidget, name: str) -> QScrollArea:
    """The page in a frame without border; `name` is what a screen reader says of it."""
    page.setProperty("kind", "page")
    area = QScrollArea(widgetResizable=True, accessibleName=name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
