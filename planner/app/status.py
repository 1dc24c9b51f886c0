"""The status bar: which plan, whether it is saved, and what is at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStatusBar, QToolButton, QWidget

from planner.app.theme import UNIT
from planner.app.widgets.jobs_tray import JobsTray
from planner.app.widgets.words import Elided, Words
from planner.report.words import counted

if TYPE_CHECKING:
    from planner.app.jobs import Jobs
    from planner.app.session import Session


class StatusLine(QStatusBar):
    """Plan, state of saving and last step on the left; work in the background on the right."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(objectName="status_line", accessibleName="Status")
        self._session = session
        self._jobs = jobs
        self.plan = Elided("", "strong")
        self.saved = Words("", "caption")
        self.undo = Elided("", "caption")
        self.work = Elided("", "caption")
        self.bar = QProgressBar(maximum=100, textVisible=False, accessibleName="Progress of work in the background")
        self.bar.setFixedSize(12 * UNIT, UNIT)
        self.bar.hide()
        self.tray_button = QToolButton(objectName="jobs_button", accessibleName="Work in the background", text="0 jobs")
        self.tray_button.setToolTip("What is running, how long it takes, and Cancel (Ctrl+J)")
        self.tray_button.setAutoRaise(True)
        self.tray_button.clicked.connect(self.show_tray)
        self.tray: JobsTray | None = None
        self.setSizeGripEnabled(False)
        self.addWidget(_padded(self.plan, self.saved, self.undo), 1)
        self.addPermanentWidget(_padded(self.work, self.bar, self.tray_button))
        session.opened.connect(self._on_plan_shown)
        session.plan_changed.connect(self._on_plan_shown)
        jobs.changed.connect(self._on_jobs_changed)

    @Slot()
    def _on_plan_shown(self) -> None:
        workspace = self._session.workspace
        self.plan.setText(workspace.plan.name)
        self.plan.setToolTip(str(workspace.path))
        self.saved.setText("Read-only" if workspace.read_only else "All changes saved")
        self.show_last()

    def show_last(self) -> None:
        """Say what the last change of the plan was."""
        workspace = self._session.workspace
        self.undo.setText(f"Last change: {workspace.undo_label}" if workspace.undo_label else "")

    def tell(self, sentence: str) -> None:
        """Say what was just done, until the next change."""
        self.undo.setText(sentence)

    @Slot()
    def show_tray(self) -> None:
        """Open the list of work in the background over the status bar."""
        if self.tray is None:
            self.tray = JobsTray(self, self._jobs)
        self.tray.show_above(self.tray_button)

    @Slot()
    def _on_jobs_changed(self) -> None:
        active = self._jobs.active
        self.bar.setVisible(bool(active))
        self.work.setText("" if not active else active[0].objectName())
        self.tray_button.setText(counted(len(active), "job"))
        if active:
            # Before the first report nobody knows how long it takes: the bar says only that something goes on.
            # Its own way of showing a value is to paint at once, and with it all else that waits to be painted.
            self.bar.setUpdatesEnabled(False)
            self.bar.setMaximum(100 if active[0].share else 0)
            self.bar.setValue(round(100 * active[0].share))
            self.bar.setUpdatesEnabled(True)


def _padded(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(2 * UNIT, 2, 2 * UNIT, 2)
    layout.setSpacing(2 * UNIT)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return row
