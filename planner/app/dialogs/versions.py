"""The versions of the plan: kept under a name, compared in words with the plan as it is, gone back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout

from planner.app import keeping
from planner.app.models.table import Column
from planner.app.theme import UNIT
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.number_box import WholeBox
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from planner.app.jobs import Job, Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance
    from planner.app.window_state import WindowState
    from planner.model.plan import Plan
    from planner.model.version import VersionNote

WHY = {"named": "You named it", "safety": "Before a step", "regular": "Kept by date"}
COLUMNS = (
    Column("Version", lambda note: note.name, width=50, least=24),
    Column("Kept on", lambda note: f"{note.made.astimezone():%d %b %Y, %H:%M}", lambda note: note.made),
    Column("Why", lambda note: WHY[note.kind]),
    Column("Size", lambda note: f"{note.size / 1000:,.0f} kB", lambda note: note.size, number=True),
)
NONE = "No version is kept yet. Name one above; the program keeps one by itself before an import or a step back."
SAME = "The plan is as it was in this version."
COMPARING = "Comparing…"
PAUSE_MILLISECONDS = 150
"""Going through the list with the arrow keys does not compare each one on the way."""


class VersionsDialog(QDialog):
    """A list of versions, what became different since the chosen one, and the way back to it."""

    def __init__(
        self, parent: QWidget, appearance: Appearance, session: Session, jobs: Jobs, state: WindowState
    ) -> None:
        super().__init__(parent, objectName="versions_dialog")
        self.setWindowTitle("Versions of this plan")
        self._session, self._jobs, self._state = session, jobs, state
        self._job: Job | None = None
        self.plan: Plan | None = None
        """That of the chosen version, once it has been read."""
        self.name = QLineEdit(objectName="version_name", accessibleName="Name of a new version", maxLength=100)
        self.name.setPlaceholderText("As agreed with the board on 4 December")
        self.keep_button = QPushButton("Keep the plan as it is now", objectName="version_keep", enabled=False)
        self.table = DataTable(appearance, "versions_table", "Versions of this plan, latest first", COLUMNS)
        self.heading = Words("Since then", "section")
        self.since = QPlainTextEdit(readOnly=True, tabChangesFocus=True, objectName="version_differences")
        self.since.setAccessibleName("What became different since the chosen version")
        self.back_button = QPushButton("Go back to it", objectName="version_restore", enabled=False)
        self.back_button.setToolTip("Make this version the present plan: one step, which Undo takes back.")
        self.remove_button = QPushButton("Remove it", objectName="version_remove", enabled=False)
        self.close_button = QPushButton("Close", objectName="versions_close")
        rule = state.keep_rule
        self.rule = tuple(
            _number(f"version_{word}", f"Versions that stay by {word}", value)
            for word, value in (("day", rule.daily), ("week", rule.weekly), ("month", rule.monthly))
        )
        self._arrange()
        self._later = QTimer(self, singleShot=True, interval=PAUSE_MILLISECONDS)
        self._later.timeout.connect(self._on_time_to_compare)
        self.name.textChanged.connect(self._on_typed)
        self.name.returnPressed.connect(self._on_keep)
        self.keep_button.clicked.connect(self._on_keep)
        self.table.chosen.connect(self._on_chosen)
        self.back_button.clicked.connect(self._on_back)
        self.remove_button.clicked.connect(self._on_remove)
        self.close_button.clicked.connect(self.reject)
        self.finished.connect(self._on_finished)
        self._show_versions()

    def _arrange(self) -> None:
        new = QHBoxLayout()
        new.setSpacing(UNIT)
        new.addWidget(self.name, 1)
        new.addWidget(self.keep_button)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(new)
        layout.addWidget(self.table, 3)
        layout.addWidget(self.heading)
        layout.addWidget(self.since, 2)
        layout.addLayout(self._make_rule())
        layout.addLayout(buttons)
        self.resize(92 * UNIT, 72 * UNIT)
        for button in (self.keep_button, self.back_button, self.remove_button, self.close_button):
            button.setAutoDefault(False)

    def _make_rule(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(Words("Of those kept by date, the latest stay of the last", "caption"))
        for box, words in zip(self.rule, ("days,", "weeks and", "months."), strict=True):
            box.valueChanged.connect(self._on_rule)
            row.addWidget(box)
            row.addWidget(Words(words, "caption"))
        row.addStretch(1)
        return row

    @Slot()
    def _on_rule(self) -> None:
        self._state.keep_versions(*(box.value() for box in self.rule))

    @property
    def writable(self) -> bool:
        """Whether versions can be kept, removed and gone back to."""
        return self._session.workspace is not None and not self._session.workspace.read_only

    @property
    def chosen(self) -> VersionNote | None:
        """The version that the list stands on."""
        return self.table.current

    def _show_versions(self) -> None:
        notes = self._session.versions()
        self.table.show_rows(notes)
        self.name.setEnabled(self.writable)
        self._on_typed()
        self._on_chosen()
        if not notes:
            self.since.setPlainText(NONE)

    @Slot()
    def _on_typed(self) -> None:
        self.keep_button.setEnabled(self.writable and bool(self.name.text().strip()))

    @Slot()
    def _on_chosen(self) -> None:
        self._stop()
        self.plan = None
        self.back_button.setEnabled(False)
        self.remove_button.setEnabled(self.writable and self.chosen is not None)
        if self.chosen is not None:
            self.since.setPlainText(COMPARING)
            self._later.start()

    @Slot()
    def _on_time_to_compare(self) -> None:
        note, now = self.chosen, self._session.plan
        document = None if note is None else self._session.version_document(note.key)
        if document is None:
            self.since.setPlainText("")
            return
        path = self._session.workspace.path
        self._job = self._jobs.start(
            "Comparing with a version", lambda progress: keeping.compare_with(path, document, now, progress)
        )
        self._job.finished.connect(self._on_compared)
        self._job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_compared(self, found: keeping.Compared) -> None:
        self._job = None
        self.plan = found.plan
        self.since.setPlainText("\n".join(found.lines) if found.lines else SAME)
        self.back_button.setEnabled(self.writable and bool(found.lines))

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._set_busy(busy=False)
        self._session.report(error)
        self.since.setPlainText(str(error))

    @Slot()
    def _on_keep(self) -> None:
        name = self.name.text().strip()
        if name and self.writable:
            self._stop()
            self._set_busy(busy=True)
            plan = self._session.plan
            self._job = self._jobs.start("Keeping a version", lambda progress: keeping.pack_named(plan, name, progress))
            self._job.finished.connect(self._on_packed)
            self._job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_packed(self, packed: object) -> None:
        self._job = None
        self._set_busy(busy=False)
        if self._session.keep_version(packed):
            self.name.clear()
            self._show_versions()
        self.table.setFocus()

    @Slot()
    def _on_back(self) -> None:
        note, plan, now = self.chosen, self.plan, self._session.plan
        if note is None or plan is None:
            return
        self._set_busy(busy=True)
        self._job = self._jobs.start(
            "Keeping the plan before the step back", lambda progress: keeping.pack_before(now, note.name, progress)
        )
        self._job.finished.connect(lambda packed: self._go_back(note, plan, packed))
        self._job.failed.connect(self._on_failed)

    def _go_back(self, note: VersionNote, plan: Plan, packed: object) -> None:
        self._job = None
        self._set_busy(busy=False)
        if self._session.restore_version(note.key, plan, packed):
            self.accept()

    @Slot()
    def _on_remove(self) -> None:
        if self.chosen is not None and self._session.remove_version(self.chosen.key):
            self._show_versions()

    def _set_busy(self, *, busy: bool) -> None:
        """While a version is made ready, nothing else can be begun."""
        for widget in (self.keep_button, self.back_button, self.remove_button, self.table):
            widget.setEnabled(not busy)
        if not busy:
            self._on_typed()

    def _stop(self) -> None:
        self._later.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    @Slot()
    def _on_finished(self) -> None:
        self._stop()


def _number(name: str, accessible_name: str, value: int) -> WholeBox:
    box = WholeBox(objectName=name, accessibleName=accessible_name)
    box.setRange(0, 100)
    box.setValue(value)
    return box
