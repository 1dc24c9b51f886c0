"""Text in one of the theme's kinds."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStyleOption, QWidget

SHORTEST = 6
"""Letters that an elided text keeps at least."""


class Words(QLabel):
    """A label whose `kind` (title, section, figure, strong, caption, muted) is styled by the theme."""

    def __init__(self, text: str, kind: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent, wordWrap=wrap)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if kind:
            self.setProperty("kind", kind)


class Elided(Words):
    """One line that ends in an ellipsis where there is no room for all of it; the tool tip has the whole."""

    def __init__(self, text: str, kind: str = "") -> None:
        super().__init__(text, kind)
        self.setToolTip(text)

    def setText(self, text: str) -> None:  # noqa: N802
        """Show another text."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """A few letters, or all there are."""
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), SHORTEST * self.fontMetrics().averageCharWidth()), whole.height())

    @property
    def shown(self) -> str:
        """What there is room for."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Draw as a label does, in the style sheet's colours."""
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment()),
            option.palette,
            self.isEnabled(),
            self.shown,
            self.foregroundRole(),
        )
        painter.end()


def plural(word: str) -> str:
    """Several of what a team calls a case."""
    return f"{word}s"


def held(word: str) -> str:
    """What officers hold, as a heading: open cases, but offenders or records without "open"."""
    return "Open cases" if word == "case" else plural(word).capitalize()


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Change a property that the style sheet looks at, and have it looked at again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        for child in widget.findChildren(QLabel):
            child.style().unpolish(child)
            child.style().polish(child)
