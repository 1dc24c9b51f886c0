"""One figure of a team: its name, its value, what it is measured in, and its course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from planner.app.charts.spark import Spark
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.asking import ask_about, show_meaning
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme


class FigureTile(QWidget):
    """A number under its name, with a spark line below it when `course` names the colour to draw one in."""

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        course: str | None = None,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> None:
        super().__init__()
        self.name = name
        self.label = Words(name, "caption")
        self.figure = Words("", "figure")
        self.note = Words("", "caption")
        self.spark = None if course is None else Spark(appearance, course, style)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.label)
        layout.addWidget(self.figure)
        if self.spark is not None:
            self.spark.setAccessibleName(f"{name}, course")
            self.spark.setMaximumHeight(9 * UNIT)
            layout.addWidget(self.spark, 1)
        layout.addWidget(self.note)
        layout.addStretch(0 if self.spark is not None else 1)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def rename(self, name: str) -> None:
        """Change what the figure is called."""
        self.name = name
        self.label.setText(name)
        if self.spark is not None:
            self.spark.setAccessibleName(f"{name}, course")

    def show_figure(self, figure: str, note: str) -> None:
        """Set the value and the words below it."""
        self.figure.setText(figure)
        self.note.setText(note)
        self.setAccessibleName(f"{self.name}: {figure} {note}".strip())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer to say what the figure means."""
        ask_about(self, self.name, event.globalPos())

    def event(self, event: QEvent) -> bool:
        """As any widget's; its tool tip is what the figure means."""
        if event.type() is QEvent.Type.ToolTip and show_meaning(self, self.name, event):
            return True
        return super().event(event)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        """Large text may take several lines: three tiles side by side are to fit into a small window."""
        large = theme.text_scale >= LARGE_TEXT
        for words in (self.label, self.note):
            words.setWordWrap(large)
        self.setMinimumWidth(round(10 * UNIT * theme.text_scale) if large else 0)
