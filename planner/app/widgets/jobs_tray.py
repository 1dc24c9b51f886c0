"""What is at work in the background: one line for each job, with its progress, the time left, and Cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from planner.app.theme import UNIT
from planner.app.widgets.run_strip import remaining_text
from planner.app.widgets.words import Elided, Words

if TYPE_CHECKING:
    from planner.app.jobs import Job, Jobs

NOTHING = "Nothing is at work."
ENDED_KEPT = 5
"""Jobs that have ended and are still told."""


class JobRow(QWidget):
    """One job at work."""

    def __init__(self, job: Job) -> None:
        super().__init__(objectName="job_row")
        self.job = job
        self.words = Elided("")
        self.time = Words("", "caption")
        self.bar = QProgressBar(maximum=0, textVisible=False)
        self.bar.setFixedSize(16 * UNIT, UNIT)
        self.cancel = QPushButton("Cancel", objectName="job_cancel")
        self.cancel.setProperty("tone", "quiet")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.time)
        layout.addWidget(self.cancel)
        self.time.setMinimumWidth(20 * UNIT)
        self.cancel.clicked.connect(job.stop)
        self.show_progress()

    def show_progress(self) -> None:
        """Bring the row up to date; a job may change what it is called on its way."""
        name, share = self.job.objectName(), self.job.share
        self.words.setText(name)
        self.bar.setAccessibleName(f"Progress of: {name}")
        self.cancel.setAccessibleName(f"Cancel: {name}")
        self.bar.setMaximum(100 if share else 0)
        self.bar.setValue(round(100 * share))
        left = remaining_text(self.job.remaining_seconds).removeprefix(", ")
        self.time.setText(left[:1].upper() + left[1:] if left else "Working…")


class JobsTray(QFrame):
    """A small window over the status bar; Esc or a click elsewhere closes it."""

    def __init__(self, parent: QWidget, jobs: Jobs) -> None:
        super().__init__(parent, Qt.WindowType.Popup, objectName="jobs_tray", accessibleName="Work in the background")
        self.setProperty("kind", "card")
        self._jobs = jobs
        self.rows: dict[int, JobRow] = {}
        self.ended: list[str] = []
        self.nothing = Words(NOTHING, "muted")
        self.past = Words("", "caption", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(UNIT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(Words("Work in the background", "section"))
        layout.addLayout(self._list)
        layout.addWidget(self.nothing)
        layout.addWidget(self.past)
        self.setFixedWidth(76 * UNIT)
        jobs.changed.connect(self._on_changed)
        jobs.ended.connect(self._on_ended)
        self._on_changed()

    def show_above(self, anchor: QWidget) -> None:
        """Open with the lower right corner above a widget."""
        self._on_changed()
        self.adjustSize()
        corner = anchor.mapToGlobal(anchor.rect().topRight())
        self.move(corner.x() - self.width(), corner.y() - self.height() - UNIT // 2)
        self.show()
        first = next(iter(self.rows.values()), None)
        (self if first is None else first.cancel).setFocus()

    @Slot()
    def _on_changed(self) -> None:
        active = {id(job): job for job in self._jobs.active}
        for key in [key for key in self.rows if key not in active]:
            row = self.rows.pop(key)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for key, job in active.items():
            if key not in self.rows:
                self.rows[key] = JobRow(job)
                self._list.addWidget(self.rows[key])
            if self.isVisible():
                self.rows[key].show_progress()
        self.nothing.setVisible(not self.rows)
        self.past.setVisible(bool(self.ended))
        if self.isVisible():
            self._keep_foot()

    def _keep_foot(self) -> None:
        """As tall as its rows ask for, from the foot up."""
        foot = self.y() + self.height()
        self.adjustSize()
        self.move(self.x(), foot - self.height())

    @Slot(str, str)
    def _on_ended(self, name: str, how: str) -> None:
        self.ended = [f"{name}: {how}", *self.ended][:ENDED_KEPT]
        self.past.setText("\n".join(self.ended))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
