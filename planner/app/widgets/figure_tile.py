"""One figure of a team: its name, its value, what it is measured in, and its course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from planner.app.charts.spark import Spark
from planner.app.theme import UNIT
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.app.theme import Appearance


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

    def show_figure(self, figure: str, note: str) -> None:
        """Set the value and the words below it."""
        self.figure.setText(figure)
        self.note.setText(note)
        self.setAccessibleName(f"{self.name}: {figure} {note}".strip())
