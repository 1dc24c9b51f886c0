"""Text in one of the theme's kinds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class Words(QLabel):
    """A label whose `kind` (title, section, figure, strong, caption, muted) is styled by the theme."""

    def __init__(self, text: str, kind: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent, wordWrap=wrap)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if kind:
            self.setProperty("kind", kind)


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Change a property that the style sheet looks at, and have it looked at again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        for child in widget.findChildren(QLabel):
            child.style().unpolish(child)
            child.style().polish(child)
