"""A report of the plan: what it is of, a look at it, and where it is saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QUrl, Slot
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from planner.app import inspection_views, report_views, runs
from planner.app.dialogs.service import saving_dialog
from planner.app.names import key_for
from planner.app.session import sentence_for
from planner.app.theme import UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.number_box import WholeBox
from planner.app.widgets.run_strip import RunStrip
from planner.app.widgets.words import Words, set_property
from planner.report.kinds import FORM_NAMES, NOTES, Kind

if TYPE_CHECKING:
    from planner.app.jobs import Job, Jobs
    from planner.app.report_views import Made
    from planner.app.session import Session
    from planner.workspace.reports import ReportOrder

WAITING = "Press “Make the report” to see it here before it is saved."
DATED = frozenset({Kind.BRIEF, Kind.INSPECTION, Kind.WORKBOOK})
BESIDE = frozenset({Kind.FMS, Kind.INSPECTION})
"""The kinds that set an earlier version beside the plan."""


class ReportDialog(QDialog):
    """Makes a report beside the window, shows what it says, and saves it; the plan is not changed."""

    def __init__(self, parent: QWidget, session: Session, jobs: Jobs) -> None:
        super().__init__(parent, objectName="report_dialog")
        self.setWindowTitle("Report")
        self._session, self._jobs = session, jobs
        self._plan = session.plan
        self._job: Job | None = None
        self.made: Made | None = None
        self.template: Path | None = None
        self._make_fields()
        self._arrange()
        self._connect()
        self._on_changed()

    def _make_fields(self) -> None:
        plan = self._plan
        self.kind = ChoiceBox("report_kind", "Which report")
        for kind, note in NOTES.items():
            self.kind.addItem(note.name, kind)
        self.scenario = ChoiceBox("report_scenario", "Under which scenario")
        self.scenario.addItem("The plan as it is", None)
        for scenario in plan.scenarios:
            self.scenario.addItem(scenario.name, scenario.key)
        self.standard = ChoiceBox("report_standard", "Which standard is in question")
        for standard in plan.standards:
            self.standard.addItem(standard.name, standard.key)
        self.by = QDateEdit(calendarPopup=True, displayFormat="d MMM yyyy", objectName="report_by")
        self.by.setAccessibleName("The day in question")
        self.by.setDateRange(QDate(plan.start.year, plan.start.month, plan.start.day).addDays(1), QDate(2150, 12, 31))
        self.probability = WholeBox(objectName="report_probability", accessibleName="How sure it must be", suffix=" %")
        self.probability.setRange(50, 99)
        self.probability.setValue(90)
        self.team = ChoiceBox("report_team", "Which team")
        self.team.addItem("Every team, a page each", None)
        for team in plan.teams:
            self.team.addItem(team.name, team.key)
        self.before = ChoiceBox("report_before", "Earlier version to set beside it")
        self.before.addItem("None", None)
        for note in self._session.workspace.versions():
            self.before.addItem(f"{note.name}, {note.made.astimezone():%d %b %Y}", note.key)
        self.purpose = Words("", "caption", wrap=True)
        self.note = Words("", "caption", wrap=True)
        self.template_button = QPushButton("Word template…", objectName="report_template")
        self.template_button.setToolTip("A force's own Word file, whose styles, page and header the report takes.")
        self.look = QTextBrowser(objectName="report_look", accessibleName="What the report says", openLinks=False)
        # A look at paper: white, whatever the window wears.
        self.look.setProperty("kind", "paper")
        self.strip = RunStrip("Making the report", "report")
        self.make_button = QPushButton("Make the report", objectName="report_make", default=True)
        self.make_button.setProperty("tone", "primary")
        self.save_button = QPushButton("Save…", objectName="report_save", enabled=False)
        self.close_button = QPushButton("Close", objectName="report_close")

    def _arrange(self) -> None:
        self._form = form = QFormLayout()
        form.setHorizontalSpacing(2 * UNIT)
        form.setVerticalSpacing(UNIT)
        form.addRow("Report", self.kind)
        form.addRow(self.purpose)
        form.addRow("Standard", self.standard)
        form.addRow("Scenario", self.scenario)
        form.addRow("Day", self.by)
        form.addRow("How sure", self.probability)
        form.addRow("Team", self.team)
        form.addRow("Beside it", self.before)
        form.addRow("Template", self.template_button)
        form.addRow(self.note)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addStretch(1)
        halves = QHBoxLayout()
        halves.setSpacing(3 * UNIT)
        halves.addLayout(left, 2)
        halves.addWidget(self.look, 5)
        buttons = QHBoxLayout()
        buttons.addWidget(self.strip, 1)
        for button in (self.close_button, self.save_button, self.make_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(halves, 1)
        layout.addLayout(buttons)
        self.resize(140 * UNIT, 86 * UNIT)

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._on_changed)
        self.standard.currentIndexChanged.connect(self._on_standard_chosen)
        for box in (self.scenario, self.team, self.before):
            box.currentIndexChanged.connect(self._forget)
        self.by.dateChanged.connect(self._forget)
        self.probability.valueChanged.connect(self._forget)
        self.template_button.clicked.connect(self._on_template)
        self.make_button.clicked.connect(self.make)
        self.save_button.clicked.connect(self._on_save)
        self.close_button.clicked.connect(self.reject)
        self.strip.cancel_wanted.connect(self.stop)
        self._session.plan_changed.connect(self._on_plan_changed)
        self._on_standard_chosen()

    @property
    def chosen(self) -> Kind:
        """The kind of report that is chosen."""
        return Kind(self.kind.currentData())

    def order(self) -> ReportOrder:
        """What the form asks for."""
        from planner.workspace.reports import ReportOrder

        kind, key, version = self.chosen, self.scenario.currentData(), self.before.currentData()
        day = self.by.date()
        team = self.team.currentData()
        return ReportOrder(
            kind,
            inspection_views.today(),
            None if key is None or kind is Kind.WEEKLY else self._plan.scenario(key),
            self.standard.currentData() if kind is Kind.BRIEF else None,
            day.toPython() if kind in DATED else None,
            self.probability.value() / 100,
            () if team is None else (team,),
            None if version is None or kind not in BESIDE else self._session.workspace.version(version),
        )

    @Slot()
    def _on_standard_chosen(self) -> None:
        """The day is the standard's own until another is chosen."""
        key = self.standard.currentData()
        standard = next((one for one in self._plan.standards if one.key == key), None)
        day = (standard.by if standard else None) or self._plan.reinspection
        if day is None:
            day = self.by.minimumDate().addDays(364).toPython()
        self.by.setDate(QDate(day.year, day.month, day.day))
        self._forget()

    @Slot()
    def _on_changed(self) -> None:
        kind = self.chosen
        self.purpose.setText(NOTES[kind].purpose)
        self._form.setRowVisible(self.standard, kind is Kind.BRIEF)
        self._form.setRowVisible(self.scenario, kind is not Kind.WEEKLY)
        self._form.setRowVisible(self.by, kind in DATED)
        self._form.setRowVisible(self.probability, kind in DATED)
        self._form.setRowVisible(self.team, kind is Kind.WEEKLY)
        self._form.setRowVisible(self.before, kind in BESIDE)
        self._form.setRowVisible(self.template_button, ".docx" in NOTES[kind].forms)
        self._forget()

    @Slot()
    def _forget(self) -> None:
        """What was made belongs to what was asked: another question takes it away."""
        self.stop()
        self._show(None)
        lacking = self.chosen in (Kind.BRIEF, Kind.INSPECTION) and not self._plan.standards
        self._tell("This report is about standards, and the plan has none: add one in Inspection." if lacking else "")
        self.make_button.setEnabled(not lacking)

    @Slot()
    def make(self) -> None:
        """Make the report and show it."""
        order, plan = self.order(), self._plan
        self._show(None)
        self._tell("")
        self.make_button.setEnabled(False)
        job = self._jobs.start(NOTES[order.kind].name, lambda progress: report_views.make(plan, order, progress))
        self._follow(job, runs.engine_words())
        job.finished.connect(self._on_made)

    def _follow(self, job: Job, words: str) -> None:
        self._job = job
        self.strip.show_start(words)
        job.progressed.connect(self._on_progressed)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)

    @Slot()
    def stop(self) -> None:
        """Stop making or saving."""
        if self._job is not None:
            self._job.cancel()

    def done(self, result: int) -> None:
        """Nobody waits for a report any more."""
        self.stop()
        super().done(result)

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        if self._job is not None and total:
            self.strip.show_progress(self._job, done, total)

    @Slot(object)
    def _on_made(self, made: Made) -> None:
        self._rest("Made. Nothing is saved yet.")
        self._show(made)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._rest("")
        self._tell(sentence_for(error))
        self._session.report(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._rest("Stopped.")

    def _rest(self, words: str) -> None:
        self._job = None
        self.strip.show_rest(words)
        self.make_button.setEnabled(True)
        self.save_button.setEnabled(self.made is not None)

    def _tell(self, sentence: str) -> None:
        self.note.setText(sentence)
        set_property(self.note, "tone", "warn" if sentence else "")

    def _show(self, made: Made | None) -> None:
        self.made = made
        self.save_button.setEnabled(made is not None)
        if made is None:
            self.look.setPlainText(WAITING)
            return
        page = self.look.document()
        page.clear()
        page.setDocumentMargin(2 * UNIT)
        for name, data in made.text.pictures:
            page.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), QImage.fromData(data, "PNG"))
        self.look.setHtml(made.text.html)

    @Slot()
    def _on_template(self) -> None:
        dialog = QFileDialog(self, "Word template", str(self._folder), "Word files (*.docx *.dotx)")
        dialog.setObjectName("report_template_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take_template(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_template(self, path: Path) -> None:
        """A Word report takes its styles from this file."""
        self.template = path
        self.template_button.setText(path.name)

    @Slot()
    def _on_save(self) -> None:
        note = NOTES[self.made.order.kind]
        name = key_for(f"{self._plan.name} {note.name}", set())
        kinds = {form: FORM_NAMES[form] for form in note.forms}
        dialog = saving_dialog(self, "Save report", self._folder, name, kinds, self.save)
        dialog.setObjectName("save_report_dialog")
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @property
    def _folder(self) -> Path:
        return self._session.workspace.path.parent

    def save(self, path: Path) -> None:
        """Write what was made to a file, of the kind that its name ends in."""
        report = self.made.report
        template = self.template if path.suffix.lower() == ".docx" else None
        self._tell("")
        self.save_button.setEnabled(False)
        self.make_button.setEnabled(False)
        job = self._jobs.start("Saving the report", lambda told: report_views.save(report, path, template, told))
        self._follow(job, "Saving the report")
        job.finished.connect(self._on_saved)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self._rest(f"Saved as {path.name}.")

    @Slot(object, object)
    def _on_plan_changed(self, _parts: frozenset[str], _origin: object) -> None:
        """Another plan has another report."""
        self.reject()
