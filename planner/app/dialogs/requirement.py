"""The question what a standard would take: how surely, over which days, with which posts; and the answer in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from planner.app import inspection_views, runs
from planner.app.charts.dates import day_text
from planner.app.names import key_for
from planner.app.theme import UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.number_box import WholeBox
from planner.app.widgets.run_strip import RunStrip
from planner.app.widgets.ticks import Ticks
from planner.app.widgets.words import Words, set_property
from planner.model.calendar import add_months
from planner.model.checks import InvalidPlan
from planner.model.countdown import lead_days
from planner.model.people import Role
from planner.model.requirement import Hold, Posts, Requirement, Window
from planner.model.scenario import Scenario

if TYPE_CHECKING:
    from planner.app.inspection_views import Answer
    from planner.app.jobs import Job, Jobs
    from planner.app.session import Session
    from planner.model.plan import Plan
    from planner.model.standard import Standard

HOLDS = {
    Hold.ON_DATE: "On that day",
    Hold.EVERY_DAY: "On every day until",
    Hold.MONTHS: "In a share of the months until",
}
LIST_ROW = 3 * UNIT + 4
WAITING = "The fewest officers, how sure that is, what one fewer does, and the cost will be said here."
RECRUITS, SUPERVISORS, LOAN = "Recruits", "Supervisors recruited", "Officers on loan"
KINDS = (RECRUITS, SUPERVISORS, LOAN)
MOST_POT, MOST_BUDGET = 500, 100_000_000
TABLE = ("Posts", "All hold in", "95 % interval", "Cost", "So it is")


class RequirementDialog(QDialog):
    """Asks for the fewest posts with which standards hold together; only “Make this a scenario” changes the plan."""

    def __init__(
        self, parent: QWidget, session: Session, jobs: Jobs, standard: Standard, scenario: Scenario | None
    ) -> None:
        super().__init__(parent, objectName="requirement_dialog")
        self.setWindowTitle("What would it take?")
        self._session, self._jobs = session, jobs
        self._plan: Plan = session.plan
        self._standard, self._scenario = standard, scenario
        self._job: Job | None = None
        self._asked: Requirement | None = None
        self.found: Answer | None = None
        self._make_question()
        self._make_answer()
        self._list_kinds()
        self._arrange()
        self._connect()
        self._on_changed()

    def _make_question(self) -> None:
        from planner.report.standing import target_in_words

        standard = self._standard
        plan = self._plan
        self.standards = Ticks("requirement_standards", "Standards that are to hold together")
        self.standards.show_entries(
            [(f"{one.name} ({target_in_words(one)})", one.key) for one in plan.standards], [standard.key]
        )
        first = max(standard.by or plan.reinspection or plan.start, plan.start)
        self.probability = _number("requirement_probability", "Probability", 50, 99, 90, " %")
        self.first = _day("requirement_first", "From", first)
        self.hold = ChoiceBox("requirement_hold", "When it is to hold")
        for kind, words in HOLDS.items():
            self.hold.addItem(words, kind)
        self.until = _day("requirement_until", "Until", add_months(first, 6))
        self.share = _number("requirement_share", "Share of the months", 1, 100, 90, " % of months")
        self.kinds = Ticks("requirement_kinds", "Kinds of posts that may be filled, at most six")
        self.start = _day("requirement_start", "Approved, or lent, on", plan.start)
        self.lead = _number("requirement_lead", "Days until they begin", 0, 730, lead_days(plan.lead_steps), " days")
        self.most = _number("requirement_most", "Most of each kind", 1, 200, 20, "")
        self.pot = _number("requirement_pot", "Most posts of all kinds together", 0, MOST_POT, 0, " posts")
        self.budget = _number("requirement_budget", "Most they may cost, to the end", 0, MOST_BUDGET, 0, "")
        self.budget.setPrefix("£")
        self.budget.setSingleStep(10_000)
        for box in (self.pot, self.budget):
            box.setSpecialValueText("no limit")
            box.setGroupSeparatorShown(True)

    def _make_answer(self) -> None:
        self.note = Words("", "caption", wrap=True)
        self.answer = Words("", wrap=True)
        self.table = QTableWidget(
            0, len(TABLE), objectName="requirement_table", accessibleName="Numbers of posts tried"
        )
        self.table.setHorizontalHeaderLabels(TABLE)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.strip = RunStrip("Looking for the fewest officers", "search")
        self.run_button = QPushButton("Find the fewest officers", objectName="requirement_run", default=True)
        self.run_button.setProperty("tone", "primary")
        self.make_button = QPushButton("Make this a scenario", objectName="requirement_make", enabled=False)
        self.close_button = QPushButton("Close", objectName="requirement_close")

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(2 * UNIT)
        form.setVerticalSpacing(UNIT)
        form.addRow("Hold together", self.standards)
        form.addRow("Probability", self.probability)
        form.addRow("From", self.first)
        form.addRow("It is to hold", self.hold)
        form.addRow("Until", self.until)
        form.addRow("In at least", self.share)
        form.addRow("With", self.kinds)
        form.addRow("Approved on", self.start)
        form.addRow("At work after", self.lead)
        form.addRow("Of each at most", self.most)
        form.addRow("In all at most", self.pot)
        form.addRow("Budget", self.budget)
        for ticks, rows in ((self.standards, 5), (self.kinds, 3)):
            ticks.setFixedHeight(rows * LIST_ROW + UNIT)
            ticks.show_ticked()
        self._form = form
        self._lay_out()

    def _lay_out(self) -> None:
        besides = "the plan as it is" if self._scenario is None else f"the scenario “{self._scenario.name}”"
        buttons = QHBoxLayout()
        buttons.addWidget(self.make_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.run_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(Words("The fewest posts with which these standards hold", "strong", wrap=True))
        layout.addWidget(Words(f"Besides: {besides}.", "caption"))
        halves = QHBoxLayout()
        halves.setSpacing(3 * UNIT)
        asked = QWidget()
        asked.setProperty("kind", "page")
        asked.setLayout(self._form)
        self._form.setContentsMargins(0, 0, UNIT, 0)
        halves.addWidget(_scrolled(asked, "Question"), 5)
        halves.addWidget(self._answer_area(), 6)
        layout.addLayout(halves, 1)
        layout.addWidget(self.note)
        layout.addWidget(self.strip)
        layout.addLayout(buttons)
        self.resize(128 * UNIT, 84 * UNIT)

    def _answer_area(self) -> QScrollArea:
        """Room for the answer beside the form, so that nothing moves when it comes."""
        page = QWidget()
        page.setProperty("kind", "page")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(UNIT, 0, UNIT, 0)
        self.answer.setAlignment(Qt.AlignmentFlag.AlignTop)
        inside.addWidget(self.answer, 1)
        inside.addWidget(self.table, 2)
        area = _scrolled(page, "Answer")
        area.setMinimumHeight(44 * UNIT)
        return area

    def _list_kinds(self) -> None:
        """What may be filled in the teams of the chosen standards; recruits at first."""
        teams = list(dict.fromkeys(standard.team for standard in self._chosen()))
        kinds = [(team, kind) for team in teams for kind in KINDS]
        kept = [value for value in self.kinds.values if value in kinds]
        new = [team for team in teams if team not in {team for team, _ in kept}]
        names = {team.key: team.name for team in self._plan.teams}
        entries = [(f"{kind}, {names[team]}", (team, kind)) for team, kind in kinds]
        self.kinds.show_entries(entries, [*kept, *((team, RECRUITS) for team in new)])

    def _chosen(self) -> tuple[Standard, ...]:
        """The standards that are ticked, the one that was asked about first."""
        known = [standard for standard in self._plan.standards if standard.key in self.standards.values]
        return tuple(sorted(known, key=lambda standard: standard.key != self._standard.key))

    def _connect(self) -> None:
        for box in (self.probability, self.share, self.lead, self.most, self.pot, self.budget):
            box.valueChanged.connect(self._on_changed)
        for day in (self.first, self.until, self.start):
            day.dateChanged.connect(self._on_changed)
        self.hold.currentIndexChanged.connect(self._on_changed)
        self.standards.changed.connect(self._on_standards)
        self.kinds.changed.connect(self._on_changed)
        self.run_button.clicked.connect(self.run)
        self.strip.cancel_wanted.connect(self.stop)
        self.close_button.clicked.connect(self.reject)
        self.make_button.clicked.connect(self._on_make)
        self._session.plan_changed.connect(self._on_plan_changed)

    def requirement(self) -> Requirement:
        """What the form asks for; InvalidPlan when that is not allowed."""
        hold, first = Hold(self.hold.currentData()), _date(self.first)
        last = first if hold is Hold.ON_DATE else _date(self.until)
        window = Window(first, last, hold, self.share.value() / 100 if hold is Hold.MONTHS else 1.0)
        posts = tuple(self._posts(str(team), str(kind), last) for team, kind in self.kinds.values)
        return Requirement(
            self._chosen(),
            window,
            posts,
            self.probability.value() / 100,
            self._scenario,
            self.pot.value() or None,
            float(self.budget.value()) or None,
        )

    def _posts(self, team: str, kind: str, last: date) -> Posts:
        start, most = _date(self.start), self.most.value()
        if kind == LOAN:
            return Posts(team, start, end=last, most=most)
        role = Role.SUPERVISOR if kind == SUPERVISORS else Role.OFFICER
        return Posts(team, start, self.lead.value(), most=most, role=role)

    @Slot()
    def _on_standards(self) -> None:
        self._list_kinds()
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        """An answer belongs to what was asked: another question takes it away."""
        hold = Hold(self.hold.currentData())
        recruits = any(kind != LOAN for _, kind in self.kinds.values)
        self._form.setRowVisible(self.until, hold is not Hold.ON_DATE)
        self._form.setRowVisible(self.share, hold is Hold.MONTHS)
        self._form.setRowVisible(self.lead, recruits)
        if self._job is not None:
            self.stop()
        self._show_answer(None)
        refusal = self._refusal()
        self.note.setText(refusal)
        set_property(self.note, "tone", "warn" if refusal else "")
        self.run_button.setEnabled(not refusal)

    def _refusal(self) -> str:
        start = self._plan.start
        for day in (self.first, self.start):
            if _date(day) < start:
                return (
                    f"“{day.accessibleName()}”: the plan starts on {day_text(start)}; choose that day or a later one."
                )
        try:
            self.requirement()
        except InvalidPlan as error:
            return error.sentence
        return ""

    @Slot()
    def run(self) -> None:
        """Look for the answer."""
        self._asked = requirement = self.requirement()
        plan = self._plan
        self._show_answer(None)
        self.run_button.setEnabled(False)
        self._job = self._jobs.start(
            "What it would take", lambda progress: inspection_views.answer(plan, requirement, progress), asked=True
        )
        self.strip.show_start(runs.engine_words())
        self._job.progressed.connect(self._on_progressed)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)

    @Slot()
    def stop(self) -> None:
        """Stop looking."""
        if self._job is not None:
            self._job.cancel()

    def done(self, result: int) -> None:
        """Nobody waits for an answer any more."""
        self.stop()
        super().done(result)

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        if self._job is not None and total:
            self.strip.show_progress(self._job, done, total)

    @Slot(object)
    def _on_finished(self, found: Answer) -> None:
        self._job = None
        self.strip.show_rest("")
        self.run_button.setEnabled(True)
        self._show_answer(found)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._on_cancelled()
        self.strip.show_rest("It could not be worked out.")
        self._session.tell_failure(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._job = None
        self.strip.show_rest("Stopped.")
        self.run_button.setEnabled(True)

    def _show_answer(self, found: Answer | None) -> None:
        self.found = found
        self.answer.setText(WAITING if found is None else "\n\n".join(found.lines))
        rows = () if found is None else found.rows
        self.table.setVisible(bool(rows))
        self.table.setRowCount(len(rows))
        for at, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self.table.setItem(at, column, QTableWidgetItem(text))
        self.table.resizeColumnsToContents()
        self.table.setMinimumHeight(LIST_ROW * (2 + min(len(rows), 6)))
        set_property(self.answer, "kind", "muted" if found is None else "")
        writable = self._session.workspace is not None and not self._session.workspace.read_only
        self.make_button.setEnabled(writable and found is not None and bool(found.counts) and any(found.counts))

    @Slot()
    def _on_make(self) -> None:
        """Add a scenario with the officers of the answer."""
        from planner.edit.scenarios import put_scenario
        from planner.report.words import counted

        plan, asked, counts = self._session.plan, self._asked, self.found.counts
        levers = tuple(posts.lever(count) for posts, count in zip(asked.posts, counts, strict=True) if count)
        besides = () if self._scenario is None else self._scenario.levers
        goal = f"“{asked.standards[0].name}”" if len(asked.standards) == 1 else f"{len(asked.standards)} standards"
        teams = ", ".join(dict.fromkeys(plan.team(posts.team).name for posts in asked.posts))
        name = f"{teams}: {counted(sum(counts), _thing(asked.posts))} for {goal}"
        name = name[:200]
        key = key_for(name, {scenario.key for scenario in plan.scenarios})
        scenario = Scenario(key, name, (*besides, *levers), " ".join(self.found.lines))
        try:
            changed = put_scenario(plan, scenario)
        except InvalidPlan as error:
            self._session.tell_failure(error)
            return
        if self._session.change(f"Add scenario “{name}”", changed, self):
            self.make_button.setEnabled(False)
            self.strip.show_rest(f"Added to the scenarios: {name}.")

    @Slot(object, object)
    def _on_plan_changed(self, _parts: frozenset[str], origin: object) -> None:
        """Another plan has another answer."""
        if origin is not self:
            self.reject()


def _thing(posts: tuple[Posts, ...]) -> str:
    """What the posts are called together."""
    if all(kind.end is not None for kind in posts):
        return "loan officer"
    roles = {kind.role for kind in posts}
    return str(next(iter(roles))) if len(roles) == 1 else "post"


def _scrolled(page: QWidget, name: str) -> QScrollArea:
    area = QScrollArea(widgetResizable=True, accessibleName=name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(page)
    return area


def _number(name: str, words: str, low: int, high: int, value: int, suffix: str) -> WholeBox:
    box = WholeBox(objectName=name, accessibleName=words, suffix=suffix)
    box.setRange(low, high)
    box.setValue(value)
    return box


def _day(name: str, words: str, day: date) -> QDateEdit:
    box = QDateEdit(calendarPopup=True, displayFormat="d MMM yyyy", objectName=name)
    box.setAccessibleName(words)
    box.setDateRange(QDate(1950, 1, 1), QDate(2150, 12, 31))
    box.setDate(QDate(day.year, day.month, day.day))
    return box


def _date(box: QDateEdit) -> date:
    day = box.date()
    return date(day.year(), day.month(), day.day())
