"""The question what a standard would take: how surely, over which days, with which posts; and the answer in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Slot
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from planner.app import inspection_views, runs
from planner.app.charts.dates import day_text
from planner.app.names import key_for
from planner.app.theme import UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.run_strip import RunStrip
from planner.app.widgets.words import Words, set_property
from planner.model.calendar import add_months
from planner.model.checks import InvalidPlan
from planner.model.countdown import LEAD_STEPS, lead_days
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
WAITING = "The fewest officers, how sure that is, what one fewer does, and the cost will be said here."
RECRUITS, LOAN = "Recruits", "Officers on loan"


class RequirementDialog(QDialog):
    """Asks for the fewest officers of the standard's team; nothing is changed but by “Make this a scenario”."""

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
        plan = self._plan
        first = max(standard.by or plan.reinspection or plan.start, plan.start)
        self.probability = _number("requirement_probability", "Probability", 50, 99, 90, " %")
        self.first = _day("requirement_first", "From", first)
        self.hold = ChoiceBox("requirement_hold", "When it is to hold")
        for kind, words in HOLDS.items():
            self.hold.addItem(words, kind)
        self.until = _day("requirement_until", "Until", add_months(first, 6))
        self.share = _number("requirement_share", "Share of the months", 1, 100, 90, " % of months")
        self.kind = ChoiceBox("requirement_kind", "Kind of posts")
        self.kind.addItems([RECRUITS, LOAN])
        self.start = _day("requirement_start", "Approved, or lent, on", plan.start)
        self.lead = _number("requirement_lead", "Days until they begin", 0, 730, lead_days(LEAD_STEPS), " days")
        self.most = _number("requirement_most", "Most officers", 1, 200, 20, "")
        self.note = Words("", "caption", wrap=True)
        self.answer = Words("", wrap=True)
        self.strip = RunStrip("Looking for the fewest officers", "search")
        self.run_button = QPushButton("Find the fewest officers", objectName="requirement_run", default=True)
        self.run_button.setProperty("tone", "primary")
        self.make_button = QPushButton("Make this a scenario", objectName="requirement_make", enabled=False)
        self.close_button = QPushButton("Close", objectName="requirement_close")
        self._arrange()
        self._connect()
        self._on_changed()

    def _arrange(self) -> None:
        plan, standard = self._plan, self._standard
        from planner.report.requirement import standard_in_words

        words = Words(f"{standard_in_words(standard)} of {plan.team(standard.team).name}", "strong", wrap=True)
        besides = "the plan as it is" if self._scenario is None else f"the scenario “{self._scenario.name}”"
        form = QFormLayout()
        form.setHorizontalSpacing(2 * UNIT)
        form.setVerticalSpacing(UNIT)
        form.addRow("Probability", self.probability)
        form.addRow("From", self.first)
        form.addRow("It is to hold", self.hold)
        form.addRow("Until", self.until)
        form.addRow("In at least", self.share)
        form.addRow("With", self.kind)
        form.addRow("Approved on", self.start)
        form.addRow("At work after", self.lead)
        form.addRow("At most", self.most)
        form.addRow("", self.note)
        buttons = QHBoxLayout()
        buttons.addWidget(self.make_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.run_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(words)
        layout.addWidget(Words(f"Besides: {besides}.", "caption"))
        halves = QHBoxLayout()
        halves.setSpacing(3 * UNIT)
        halves.addLayout(form, 3)
        halves.addWidget(self._answer_area(), 4)
        layout.addLayout(halves, 1)
        layout.addWidget(self.strip)
        layout.addLayout(buttons)
        self._form = form
        self.setMinimumWidth(104 * UNIT)

    def _answer_area(self) -> QScrollArea:
        """Room for the answer beside the form, so that nothing moves when it comes."""
        page = QWidget()
        page.setProperty("kind", "page")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(UNIT, 0, UNIT, 0)
        inside.addWidget(self.answer)
        inside.addStretch(1)
        area = QScrollArea(widgetResizable=True, accessibleName="Answer")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumHeight(44 * UNIT)
        area.setWidget(page)
        return area

    def _connect(self) -> None:
        for box in (self.probability, self.share, self.lead, self.most):
            box.valueChanged.connect(self._on_changed)
        for day in (self.first, self.until, self.start):
            day.dateChanged.connect(self._on_changed)
        for choice in (self.hold, self.kind):
            choice.currentIndexChanged.connect(self._on_changed)
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
        start, team = _date(self.start), self._standard.team
        if self.kind.currentText() == LOAN:
            posts = Posts(team, start, end=last, most=self.most.value())
        else:
            posts = Posts(team, start, self.lead.value(), most=self.most.value())
        return Requirement((self._standard,), window, (posts,), self.probability.value() / 100, self._scenario)

    @Slot()
    def _on_changed(self) -> None:
        """An answer belongs to what was asked: another question takes it away."""
        hold, loan = Hold(self.hold.currentData()), self.kind.currentText() == LOAN
        self._form.setRowVisible(self.until, hold is not Hold.ON_DATE)
        self._form.setRowVisible(self.share, hold is Hold.MONTHS)
        self._form.setRowVisible(self.lead, not loan)
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
            return f"{error.rule[:1].upper()}{error.rule[1:]}."
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
        thing = "officer" if self.kind.currentText() == RECRUITS else "loan officer"
        name = f"{plan.team(self._standard.team).name}: {counted(sum(counts), thing)} for “{self._standard.name}”"
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


def _number(name: str, words: str, low: int, high: int, value: int, suffix: str) -> QSpinBox:
    box = QSpinBox(objectName=name, accessibleName=words, suffix=suffix)
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
