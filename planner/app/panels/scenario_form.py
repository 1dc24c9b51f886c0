"""The form for one scenario of the library: name, note, and who decided what about it, when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import (
    QDateEdit,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from planner.app.theme import UNIT
from planner.app.widgets.chip import Chip
from planner.app.widgets.words import Elided, Words, set_property
from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme
    from planner.model.plan import Plan
    from planner.model.scenario import Scenario

FIRST_DAY, LAST_DAY = QDate(1950, 1, 1), QDate(2150, 12, 31)
LOCKED = "Locked: unlock it, or change a copy"
NOBODY = "What it does, and who decided what about it, will stand here."


class ScenarioForm(QFrame):
    """What is typed is checked at once, and reaches the plan by `accepted`, as one step."""

    accepted = Signal(object, str)
    """The plan with the changed scenario, and what the step is called."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(objectName="scenario_form")
        self.setProperty("kind", "card")
        self._plan: Plan | None = None
        self._scenario: Scenario | None = None
        self._writable = True
        self.title = Elided("", "section")
        self.lock = Chip(appearance, "info", LOCKED)
        self.does = Words(NOBODY, "muted", wrap=True)
        self.name = QLineEdit(objectName="scenario_name", accessibleName="Name of the scenario", maxLength=200)
        self.note = QPlainTextEdit(objectName="scenario_note", accessibleName="Note", tabChangesFocus=True)
        self.by = QLineEdit(objectName="scenario_by", accessibleName="Decided by: a role or a board")
        self.by.setPlaceholderText("A role or a board, never a name")
        self.on = QDateEdit(calendarPopup=True, objectName="scenario_on", accessibleName="Decided on")
        self.on.setDateRange(FIRST_DAY, LAST_DAY)
        self.on.setDisplayFormat("d MMM yyyy")
        self.decision = QPlainTextEdit(
            objectName="scenario_decision", accessibleName="What was decided", tabChangesFocus=True
        )
        self.wrong = Words("", "caption", wrap=True)
        self.keep = QPushButton("Keep", objectName="scenario_keep")
        self.keep.setProperty("tone", "primary")
        self.keep.setToolTip("One step that can be undone.")
        self.revert = QPushButton("Put back", objectName="scenario_revert")
        self._arrange()
        for line in (self.name, self.by):
            line.textChanged.connect(self._on_edited)
            line.returnPressed.connect(self._on_keep)
        for box in (self.note, self.decision):
            box.textChanged.connect(self._on_edited)
        self.on.dateChanged.connect(self._on_edited)
        self.keep.clicked.connect(self._on_keep)
        self.revert.clicked.connect(lambda: self.show_scenario(self._plan, self._scenario, writable=self._writable))
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)
        self.show_scenario(None, None, writable=False)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(UNIT)
        top.addWidget(self.title, 1)
        top.addWidget(self.lock)
        form = QFormLayout()
        form.setHorizontalSpacing(2 * UNIT)
        form.setVerticalSpacing(UNIT)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in (
            ("Name", self.name),
            ("Note", self.note),
            ("Decided by", self.by),
            ("Decided on", self.on),
            ("Decision", self.decision),
        ):
            label = Words(words)
            label.setBuddy(field)
            form.addRow(label, field)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addWidget(self.wrong, 1)
        buttons.addWidget(self.revert)
        buttons.addWidget(self.keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(top)
        layout.addWidget(self.does)
        layout.addLayout(form)
        layout.addLayout(buttons)
        layout.addStretch(1)

    def show_scenario(self, plan: Plan | None, scenario: Scenario | None, *, writable: bool) -> None:
        """Show a scenario as the plan has it; None when none is chosen."""
        self._plan, self._scenario, self._writable = plan, None, writable
        self.title.setText("No scenario is chosen" if scenario is None else scenario.name)
        self.lock.setVisible(scenario is not None and scenario.locked)
        self.does.setText(NOBODY if plan is None or scenario is None else _does(plan, scenario))
        self.name.setText("" if scenario is None else scenario.name)
        self.name.setCursorPosition(0)
        self.note.setPlainText("" if scenario is None else scenario.note)
        self.by.setText("" if scenario is None else scenario.decided_by)
        self.decision.setPlainText("" if scenario is None else scenario.decision)
        day = date.today() if scenario is None or scenario.decided_on is None else scenario.decided_on  # noqa: DTZ011
        self.on.setDate(QDate(day.year, day.month, day.day))
        self._scenario = scenario
        self._on_edited()

    @property
    def edited(self) -> bool:
        """Whether what is on screen differs from the plan."""
        scenario = self._scenario
        if scenario is None:
            return False
        shown = (self.name.text().strip(), self.note.toPlainText().strip(), *self._decided[::2])
        held = (scenario.name, scenario.note.strip(), scenario.decided_by, scenario.decision.strip())
        other_day = scenario.decided_on is not None and self._decided[1] != scenario.decided_on
        return shown != held or other_day

    @property
    def _decided(self) -> tuple[str, date, str]:
        day = self.on.date()
        return self.by.text().strip(), date(day.year(), day.month(), day.day()), self.decision.toPlainText().strip()

    def changed_plan(self) -> Plan:
        """The plan with what is on screen; InvalidPlan when that is not allowed."""
        from planner.edit.scenarios import decide_scenario, note_scenario, rename_scenario

        plan, scenario, name = self._plan, self._scenario, self.name.text().strip()
        by, day, decision = self._decided
        if any(other.name == name and other.key != scenario.key for other in plan.scenarios):
            raise InvalidPlan("name", name, "another scenario has this name")
        if name != scenario.name:
            plan = rename_scenario(plan, scenario.key, name)
        if self.note.toPlainText().strip() != scenario.note.strip():
            plan = note_scenario(plan, scenario.key, self.note.toPlainText().strip())
        held = (scenario.decided_by, scenario.decided_on, scenario.decision.strip())
        if (by or decision or scenario.decided_on) and (by, day, decision) != held:
            plan = decide_scenario(plan, scenario.key, by, day, decision)
        return plan

    @Slot()
    def _on_edited(self) -> None:
        """Say what is wrong with what was typed."""
        scenario = self._scenario
        enabled = scenario is not None and self._writable and not scenario.locked
        for box in (self.name, self.note, self.by, self.decision):
            box.setEnabled(enabled)
        self.on.setEnabled(enabled and any(self._decided[::2]))
        refusal = ""
        if enabled and self.edited:
            try:
                self.changed_plan()
            except InvalidPlan as error:
                refusal = error.sentence
        self.wrong.setText(refusal)
        set_property(self.wrong, "tone", "bad" if refusal else "")
        self.keep.setEnabled(enabled and self.edited and not refusal)
        self.revert.setEnabled(enabled and self.edited)

    @Slot()
    def _on_keep(self) -> None:
        if self.keep.isEnabled():
            self.accepted.emit(self.changed_plan(), f"Change scenario “{self.name.text().strip()}”")

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        for box in (self.note, self.decision):
            box.setFixedHeight(5 * theme.pixels("body") + 2 * UNIT)


def _does(plan: Plan, scenario: Scenario) -> str:
    """What its levers do, one line each."""
    from planner.report.levers import lever_sentence

    if not scenario.levers:
        return "No lever: everything goes on as in the plan."
    return "\n".join(lever_sentence(lever, plan) for lever in scenario.levers)
