"""The import wizard: a file, its columns, and what would come of it; the plan changes on the last button only."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout

from planner.app import exchange
from planner.app.dialogs.import_columns import ColumnsPage
from planner.app.dialogs.import_result import ResultPage
from planner.app.dialogs.import_source import SourcePage
from planner.app.dialogs.import_words import KINDS, THINGS
from planner.app.session import sentence_for
from planner.app.theme import UNIT
from planner.app.widgets.words import Words, set_property
from planner.model.imported import ImportKind
from planner.report.words import counted

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from planner.app.jobs import Job, Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance
    from planner.workspace import ReadImport

STEPS = ("1  File", "2  Columns", "3  Check and import")
FILE, COLUMNS, RESULT = range(3)
WIDTH, HEIGHT = 132 * UNIT, 88 * UNIT
"""Of the dialog in pixels, where the window over which it stands is large enough."""
PASTED = "Pasted from a spreadsheet"


class ImportWizard(QDialog):
    """Three pages. What takes time runs in a job; `then` gets the reading that the user agreed to."""

    def __init__(
        self,
        parent: QWidget,
        appearance: Appearance,
        session: Session,
        jobs: Jobs,
        who: str,
        then: Callable[[ReadImport], None],
        given: Path | None = None,
    ) -> None:
        """`who` imports; `given` is a file to begin with."""
        super().__init__(parent, objectName="import_wizard", windowTitle="Import")
        self._session = session
        self._jobs = jobs
        self._who = who
        self._then = then
        self._appearance = appearance
        self._scale = appearance.theme.text_scale
        self._given: Path | str | None = None
        self._opened: exchange.Opened | None = None
        self._job: Job | None = None
        self._reader: Job | None = None
        """The last job that used the open file."""
        self._reading = False
        """Whether the job at work reads all of the file; any other only opens it."""
        self.source = SourcePage(appearance)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.source)
        self.steps = [Words(text, "step") for text in STEPS]
        self.progress_words = Words("", "caption")
        self.progress = QProgressBar(maximum=100, textVisible=False, accessibleName="Progress of reading the file")
        self.stop_button = QPushButton("Stop reading", objectName="import_stop")
        self.cancel_button = QPushButton("Cancel", objectName="import_cancel", autoDefault=False)
        self.back_button = QPushButton("Back", objectName="import_back", autoDefault=False)
        self.next_button = QPushButton("Next", objectName="import_next", default=True)
        self.next_button.setProperty("tone", "primary")
        self._arrange()
        self._connect()
        self._go(FILE)
        if given is not None:
            self.take(given)

    def _connect(self) -> None:
        self.source.given.connect(self.take)
        self.source.choose_wanted.connect(self._ask_for_file)
        self.source.kind_changed.connect(self._on_kind_changed)
        self.stop_button.clicked.connect(self.stop)
        self.cancel_button.clicked.connect(self.reject)
        self.back_button.clicked.connect(self._on_back)
        self.next_button.clicked.connect(self._on_next)

    @cached_property
    def columns(self) -> ColumnsPage:
        """The second page, made once there is a file."""
        page = ColumnsPage(self._appearance, self._session.plan)
        page.changed.connect(self._refresh)
        page.settings.sheet_chosen.connect(self._on_sheet_chosen)
        self.pages.addWidget(page)
        return page

    @cached_property
    def result(self) -> ResultPage:
        """The last page, made once a file was read."""
        page = ResultPage(self._appearance)
        page.save_wanted.connect(self._ask_where_to_save)
        self.pages.addWidget(page)
        return page

    def _arrange(self) -> None:
        steps = QHBoxLayout()
        steps.setSpacing(UNIT)
        for words in self.steps:
            steps.addWidget(words)
        steps.addStretch(1)
        self.progress.setFixedSize(24 * UNIT, UNIT)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addWidget(self.progress_words)
        buttons.addWidget(self.progress)
        buttons.addWidget(self.stop_button)
        buttons.addStretch(1)
        for button in (self.cancel_button, self.back_button, self.next_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(steps)
        layout.addWidget(self.pages, 1)
        layout.addLayout(buttons)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Large, but inside the window over which it stands."""
        room = self.parentWidget().window().size()
        wanted = QSize(round(WIDTH * self._scale), round(HEIGHT * self._scale))
        return wanted.boundedTo(QSize(room.width() - 4 * UNIT, room.height() - 4 * UNIT))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Qt by itself would not make it larger than two thirds of the screen."""
        super().showEvent(event)
        self.resize(self.sizeHint())

    @property
    def kind(self) -> ImportKind:
        """What is brought in."""
        return self.source.kind

    @property
    def page(self) -> int:
        """FILE, COLUMNS or RESULT."""
        return self.pages.currentIndex()

    @property
    def busy(self) -> bool:
        """Whether a job is at work."""
        return self._job is not None

    @Slot(object)
    def take(self, given: Path | str, sheet: str | None = None) -> None:
        """Open a file, or the text of a pasted table, in place of the one that is open."""
        self._drop_job()
        self._close_source()
        self._given = given
        name = PASTED if isinstance(given, str) else given.name
        self.source.show_opening(name)
        kind, plan = self.kind, self._session.plan
        self._run(
            f"Opening {name}",
            lambda progress: exchange.open_and_guess(given, sheet, kind, plan, progress),
            self._on_opened,
            lambda error: self.source.show_fault(name, sentence_for(error)),
        )

    def _run(
        self,
        name: str,
        work: Callable[..., object],
        then: Callable[[object], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Start a job in place of the one at work; `then` or `failed` is called when it has ended by itself."""
        self._drop_job()
        job = self._job = self._jobs.start(name, work)

        def ended(act: Callable[[], None]) -> None:
            self._job, self._reading = None, False
            act()
            self._refresh()

        job.progressed.connect(self._on_progressed)
        job.finished.connect(lambda found: ended(lambda: then(found)))
        job.failed.connect(lambda error: ended(lambda: self._tell(error, failed)))
        self._refresh()

    def _tell(self, error: Exception, failed: Callable[[Exception], None]) -> None:
        self._session.report(error)
        failed(error)

    def _drop_job(self) -> None:
        if self._job is not None:
            job, self._job, self._reading = self._job, None, False
            for signal in (job.progressed, job.finished, job.failed):
                signal.disconnect()
            job.cancel()

    def _close_source(self) -> None:
        """Give the file free, once nothing reads it any more."""
        if self._opened is None:
            return
        source, reader = self._opened.source, self._reader
        self._opened = self._reader = None
        if reader is None or not reader.alive():
            source.close()
        else:
            self._jobs.start("Closing the file", lambda progress: (reader.wait(), source.close()))

    @Slot(object)
    def _on_opened(self, opened: exchange.Opened) -> None:
        self._opened = opened
        table = opened.source.table
        self.source.show_table(table, opened.choices)
        self.columns.show_table(table, self.kind, opened.choices)

    @Slot()
    def _on_kind_changed(self) -> None:
        if self._given is not None:
            self.take(self._given)

    @Slot(str)
    def _on_sheet_chosen(self, sheet: str) -> None:
        self.take(self._given, sheet)

    @Slot()
    def _ask_for_file(self) -> None:
        dialog = QFileDialog(self, "Choose a file to import", str(self._session.workspace.path.parent))
        dialog.setObjectName("import_file_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"Tables ({' '.join(exchange.READABLE)})", "All files (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take(Path(name)))
        dialog.open()

    @Slot()
    def _on_next(self) -> None:
        if self.page == FILE:
            self._go(COLUMNS)
        elif self.page == COLUMNS:
            self.read()
        else:
            self.accept()

    @Slot()
    def _on_back(self) -> None:
        self._go(self.page - 1)

    def read(self) -> None:
        """Read all of the file as the columns say, and show what came of it."""
        opened = exchange.Opened(self._opened.source, self.columns.choices)
        kind, settings = self.kind, self.columns.settings.settings
        basis, who = self._session.import_basis(kind), self._who
        if basis is None:
            self.reject()
            return
        self._run(
            f"Reading {opened.source.table.file}",
            lambda progress: exchange.read(opened, kind, basis, settings, who, progress),
            self._on_read,
            lambda error: self.columns.tell(sentence_for(error)),
        )
        self._reader, self._reading = self._job, True
        self._refresh()

    @Slot(object)
    def _on_read(self, reading: ReadImport) -> None:
        self.result.show_reading(reading, self._opened.source.table.file)
        self._go(RESULT)

    @Slot()
    def stop(self) -> None:
        """Stop reading; nothing is kept of it."""
        self._drop_job()
        self.columns.tell("Reading was stopped; the plan is as it was.")
        self._refresh()

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        self.progress.setMaximum(100 if total else 0)
        self.progress.setValue(round(100 * done / total) if total else 0)
        left = None if self._job is None else self._job.remaining_seconds
        more = "" if left is None or left < 2 else f", about {left:.0f} seconds left"
        self.progress_words.setText(f"Reading: {100 * done // total} %{more}" if total else "Reading…")

    def _go(self, page: int) -> None:
        self.pages.setCurrentWidget((lambda: self.source, lambda: self.columns, lambda: self.result)[page]())
        for at, words in enumerate(self.steps):
            set_property(words, "tone", "now" if at == page else "")
            words.setAccessibleDescription("this page" if at == page else "")
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        """Which buttons there are, what they are called, and whether they can be used."""
        for widget in (self.progress, self.progress_words, self.stop_button):
            widget.setVisible(self._reading)
        if self._reading and self._job is not None and not self._job.share:
            self._on_progressed(0, 0)
        self.pages.setEnabled(not self._reading)
        self.back_button.setVisible(self.page != FILE)
        self.back_button.setEnabled(not self.busy)
        self.next_button.setText(("Next", "Check the file", self._import_words())[self.page])
        self.next_button.setEnabled(self._is_ready() and not self.busy)
        self.setWindowTitle(f"Import: {KINDS[self.kind][0].lower()}")

    def _is_ready(self) -> bool:
        if self.page == FILE:
            return self._opened is not None
        return self.columns.complete if self.page == COLUMNS else self.result.takable

    def _import_words(self) -> str:
        if self.page != RESULT or not self.result.takable:
            return "Import"
        record = self.result.reading.record
        # A row of counts may hold one for each band.
        number = len(record.traces) if record.kind is ImportKind.COUNTS else record.taken
        return f"Import {counted(number, THINGS[self.kind])}"

    @Slot()
    def _ask_where_to_save(self) -> None:
        from planner.app.dialogs.service import table_dialog

        name = f"Problems in {Path(self._opened.source.table.file).stem}"
        table_dialog(self, self._session.workspace.path.parent, name, self.save_problems).open()

    def save_problems(self, path: Path) -> None:
        """Write the problems to a file; a fault is told by the window."""
        reading = self.result.reading
        job = self._jobs.start(
            "Saving the problems", lambda progress: exchange.write_problems(path, reading, progress), asked=True
        )
        job.failed.connect(self._session.tell_failure)

    def done(self, result: int) -> None:
        """End, leaving nothing at work and no file open."""
        reading = self.result.reading if result == QDialog.DialogCode.Accepted and self._agreed() else None
        self._drop_job()
        self._close_source()
        super().done(result)
        if reading is not None:
            self._then(reading)

    def _agreed(self) -> bool:
        return self.page == RESULT and self.result.takable

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Closing the dialog is Cancel."""
        self.reject()
        event.accept()
