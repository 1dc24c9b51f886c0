"""One line about a run: how far it is, how long it will take, and Cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from planner.app.theme import UNIT
from planner.app.widgets.words import Elided

if TYPE_CHECKING:
    from planner.app.jobs import Job


class RunStrip(QWidget):
    """Words, a bar while a job is at work, and one button: Cancel then, otherwise Run again when that makes sense."""

    run_wanted = Signal()
    cancel_wanted = Signal()
    running_changed = Signal(bool)
    """A run began, or none goes on any more."""

    def __init__(self, doing: str = "Simulating", work: str = "simulation") -> None:
        """`doing` begins the words about progress; `work` is what the buttons cancel and run."""
        super().__init__(objectName="run_strip")
        self._doing = doing
        self.running = False
        self.words = Elided("", "caption")
        self.bar = QProgressBar(maximum=100, textVisible=False, accessibleName=f"Progress of the {work}")
        self.bar.setFixedSize(16 * UNIT, UNIT)
        self.cancel = QPushButton("Cancel", objectName="cancel_run", accessibleName=f"Cancel the {work}")
        self.run = QPushButton("Run", objectName="run_again", accessibleName=f"Run the {work}")
        for button in (self.cancel, self.run):
            button.setProperty("tone", "quiet")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        for widget in (self.words, self.bar, self.cancel, self.run):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setFixedHeight(3 * UNIT + 4)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.run.clicked.connect(self.run_wanted)
        self.show_rest("")

    def show_progress(self, job: Job, done: int, total: int) -> None:
        """A job at work."""
        percent = round(100 * done / total) if total else 0
        self.bar.setMaximum(100)
        self.bar.setValue(percent)
        self.words.setText(f"{self._doing}: {percent} %{remaining_text(job.remaining_seconds)}")
        self._show(running=True, may_run=False)

    def show_start(self, text: str) -> None:
        """A job that has not reported yet: the bar says only that something goes on."""
        self.bar.setMaximum(0)
        self.words.setText(text)
        self._show(running=True, may_run=False)

    def show_rest(self, text: str, *, may_run: bool = False) -> None:
        """No job is at work."""
        self.words.setText(text)
        self._show(running=False, may_run=may_run)

    def _show(self, *, running: bool, may_run: bool) -> None:
        self.bar.setVisible(running)
        self.cancel.setVisible(running)
        self.run.setVisible(may_run)
        if running != self.running:
            self.running = running
            self.running_changed.emit(running)


def remaining_text(seconds: float | None) -> str:
    """Words for the time a job still needs; empty when that is not known."""
    if seconds is None:
        return ""
    if seconds < 1.5:
        return ", about a second left"
    if seconds < 90:
        return f", about {seconds:.0f} seconds left"
    return f", about {seconds / 60:.0f} minutes left"
