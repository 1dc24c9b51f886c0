"""The questions a new plan begins with: which teams, and for each what a supervisor knows by heart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from planner.app import keeping
from planner.app.theme import UNIT
from planner.app.widgets.number_box import NumberBox, WholeBox
from planner.app.widgets.words import Elided, Words, set_property
from planner.edit.beginning import MOST_CASES, Beginning
from planner.paths import FORBIDDEN_CHARACTERS, unusable_name

if TYPE_CHECKING:
    from planner.app.jobs import Job, Jobs
    from planner.app.session import Session
    from planner.model.plan import Plan
    from planner.model.team import Team

QUESTIONS = ("Team", "Officers in post", "Supervisors", "Open cases each", "New cases a month")
INTRODUCTION = (
    "Tick your teams and put in what you know by heart. Everything else comes from the templates, each figure with its "
    "source; all of it can be changed later, and taken back."
)
DRAWN = "Open cases are drawn so that their stages and ages fit a team in balance, until you import your own list."
NO_TEAM = "Needed: tick at least one team."
NO_NAME = "Needed: a name for the plan."


class TeamRow:
    """The figures of one template's team."""

    def __init__(self, template: str, team: Team, on_changed: Callable[[], object]) -> None:
        self.template, self.team = template, team
        self.ticked = QCheckBox(team.name, objectName=f"new_team_{template}")
        self.ticked.setToolTip(team.summary)
        self.officers = _whole(f"new_officers_{template}", f"Officers in post, {team.name}", 1, 500)
        self.officers.setValue(round(team.establishment.value))
        self.supervisors = _whole(f"new_supervisors_{template}", f"Supervisors, {team.name}", 1, 100)
        self.cases = _whole(f"new_cases_{template}", f"Open {team.case_word}s each officer holds, {team.name}", 0, 1000)
        self.cases.setValue(round(team.caseload_limit.value))
        self.referrals = NumberBox(objectName=f"new_referrals_{template}")
        self.referrals.setAccessibleName(f"New {team.case_word}s a month, {team.name}")
        self.referrals.setRange(0, 100_000)
        self.referrals.setDecimals(1)
        self.referrals.setValue(team.referrals_per_month.value)
        self._shipped = self.referrals.value()
        self.ticked.toggled.connect(self._on_ticked)
        self.ticked.toggled.connect(on_changed)
        for box in self.boxes:
            box.valueChanged.connect(on_changed)
        self._on_ticked(on=False)

    @property
    def boxes(self) -> tuple[WholeBox | NumberBox, ...]:
        """The fields in the order of the questions."""
        return self.officers, self.supervisors, self.cases, self.referrals

    @property
    def stated(self) -> Beginning:
        """What the row says; the template's own number of new cases is left with its source."""
        referrals = self.referrals.value()
        return Beginning(
            self.officers.value(),
            self.supervisors.value(),
            self.cases.value(),
            None if referrals == self._shipped else referrals,
        )

    @Slot(bool)
    def _on_ticked(self, on: bool) -> None:
        for box in self.boxes:
            box.setEnabled(on)


class NewPlanDialog(QDialog):
    """Makes a plan of one or more teams and opens it; nothing is written before Make the plan."""

    def __init__(self, parent: QWidget, session: Session, jobs: Jobs, folder: Path, template: str | None) -> None:
        super().__init__(parent, objectName="new_plan_dialog")
        self.setWindowTitle("A new plan")
        self._session, self._jobs, self._folder = session, jobs, folder
        self._job: Job | None = None
        self._path: Path | None = None
        """Where the user said that it goes; None: into `folder`, under its name."""
        self.name = QLineEdit("Our plan", objectName="new_name", accessibleName="Name of the plan", maxLength=80)
        self.rows = self._make_rows()
        self.place = Elided("", "caption")
        self.place_button = QPushButton("Another place…", objectName="new_place", autoDefault=False)
        self.note = Words("", "caption", wrap=True)
        self.note.setMinimumHeight(5 * UNIT)
        self.make_button = QPushButton("Make the plan", objectName="new_make", default=True)
        self.make_button.setProperty("tone", "primary")
        self.cancel_button = QPushButton("Cancel", objectName="new_cancel", autoDefault=False)
        self._arrange()
        self.name.textChanged.connect(self._on_changed)
        self.place_button.clicked.connect(self._on_place)
        self.make_button.clicked.connect(self._on_make)
        self.cancel_button.clicked.connect(self.reject)
        self.finished.connect(self._on_finished)
        chosen = [row for row in self.rows if row.template == template] or self.rows[:1]
        chosen[0].ticked.setChecked(True)
        self._on_changed()
        # Left to itself, a dialog takes two thirds of the screen's height at most, which large text needs more than.
        self.ensurePolished()
        width = max(self.minimumWidth(), self.sizeHint().width())
        self.resize(width, max(self.sizeHint().height(), self.layout().totalHeightForWidth(width)))

    def _make_rows(self) -> tuple[TeamRow, ...]:
        from planner.workspace import template_names, template_team

        return tuple(TeamRow(name, template_team(name), self._on_changed) for name in template_names())

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * UNIT)
        grid.setVerticalSpacing(UNIT)
        for column, question in enumerate(QUESTIONS):
            grid.addWidget(Words(question, "caption", wrap=True), 0, column, Qt.AlignmentFlag.AlignBottom)
        for at, row in enumerate(self.rows, start=1):
            grid.addWidget(row.ticked, at, 0)
            for column, box in enumerate(row.boxes, start=1):
                grid.addWidget(box, at, column)
        grid.setColumnStretch(0, 1)
        named = QHBoxLayout()
        named.setSpacing(2 * UNIT)
        named.addWidget(Words("Name of the plan"))
        named.addWidget(self.name, 1)
        kept = QHBoxLayout()
        kept.setSpacing(2 * UNIT)
        kept.addWidget(self.place, 1)
        kept.addWidget(self.place_button)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.make_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(Words(INTRODUCTION, "muted", wrap=True))
        layout.addLayout(named)
        layout.addLayout(grid)
        layout.addWidget(self.note)
        layout.addLayout(kept)
        layout.addLayout(buttons)
        self.setMinimumWidth(84 * UNIT)

    @property
    def teams(self) -> tuple[tuple[str, Beginning], ...]:
        """The ticked templates with their figures."""
        return tuple((row.template, row.stated) for row in self.rows if row.ticked.isChecked())

    @property
    def path(self) -> Path:
        """Where the plan will be: never where something is already, unless the user said so."""
        if self._path is not None:
            return self._path
        name = "".join(" " if letter in FORBIDDEN_CHARACTERS else letter for letter in self.name.text()).strip(" .")
        stem, number = name or "Plan", 2
        path = self._folder / f"{stem}.plan"
        while path.exists():
            path, number = self._folder / f"{stem} {number}.plan", number + 1
        return path

    @property
    def _refusal(self) -> str:
        if not self.name.text().strip():
            return NO_NAME
        unusable = unusable_name(self.path.name)
        if unusable:
            return unusable
        if not self.teams:
            return NO_TEAM
        for row in self.rows:
            held = row.officers.value() * row.cases.value()
            if row.ticked.isChecked() and held > MOST_CASES:
                word = f"{row.team.case_word}s"
                return f"{row.team.name}: {held:,} open {word} are more than the {MOST_CASES:,} that are drawn."
        return ""

    @Slot()
    def _on_changed(self) -> None:
        if not hasattr(self, "make_button"):
            return
        refusal = self._refusal
        set_property(self.note, "tone", "warn" if refusal else "")
        self.note.setText(refusal or self._in_words())
        self.place.setText(f"It will be kept in {self.path}")
        self.make_button.setEnabled(not refusal)

    def _in_words(self) -> str:
        said = []
        for row in self.rows:
            if row.ticked.isChecked():
                word, officers, each = f"{row.team.case_word}s", row.officers.value(), row.cases.value()
                drawn = f"{officers} times {each} is {officers * each:,} open {word}" if each else f"no open {word}"
                said.append(f"{row.team.name}: {drawn}")
        return f"{'; '.join(said)}. {DRAWN}"

    @Slot()
    def _on_place(self) -> None:
        dialog = QFileDialog(self, "Where the plan goes", str(self.path), "Plans (*.plan)")
        dialog.setObjectName("new_place_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(".plan")
        dialog.fileSelected.connect(self._on_place_given)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot(str)
    def _on_place_given(self, name: str) -> None:
        self._path = Path(name)
        self._on_changed()

    @Slot()
    def _on_make(self) -> None:
        name, teams = self.name.text().strip(), self.teams
        self.setEnabled(False)
        self._job = self._jobs.start(
            "Making the plan", lambda progress: keeping.make_plan(name, teams, progress), asked=True
        )
        self._job.finished.connect(self._on_made)
        self._job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_made(self, plan: Plan) -> None:
        self._job = None
        self.setEnabled(True)
        if self._session.create(self.path, plan, replace=self._path is not None):
            self.accept()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self.setEnabled(True)
        self._session.tell_failure(error)

    @Slot()
    def _on_finished(self) -> None:
        if self._job is not None:
            self._job.cancel()


def _whole(name: str, accessible_name: str, least: int, most: int) -> WholeBox:
    box = WholeBox(objectName=name, accessibleName=accessible_name)
    box.setRange(least, most)
    return box
