"""The scenario library: every scenario of the plan, what it is, and what was decided about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout

from planner.app.charts.dates import day_text
from planner.app.models.table import Column
from planner.app.names import key_for
from planner.app.panels.scenario_form import ScenarioForm
from planner.app.panels.scenario_pages import ScenarioPage
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.words import Words
from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme
    from planner.model.plan import Plan
    from planner.model.scenario import Scenario

COLUMNS = (
    Column("Scenario", lambda row: row.name, width=44, least=24),
    Column("Levers", lambda row: _levers(row), width=28, least=12),
    Column("State", lambda row: _state(row), mark=lambda row: "info" if row.locked or row.baseline else ""),
    Column("Decided", lambda row: _decided(row), lambda row: row.decided_on and row.decided_on.isoformat(), width=40),
)


class LibraryPage(ScenarioPage):
    """The table on the left, the chosen scenario on the right; every button is one step that Undo takes back."""

    open_wanted = Signal(str)
    """Key of a scenario whose levers are to be looked at."""

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> None:
        super().__init__("library_page", appearance, session, jobs, dialogs)
        self.summary = Words("", "section", wrap=True)
        self.table = DataTable(appearance, "scenarios_table", "Scenarios of the plan", COLUMNS)
        self.form = ScenarioForm(appearance)
        self.open = self._button("Open", "library_open", "Look at its levers and results in Live what-if (Enter)")
        self.copy = self._button("Copy…", "library_copy", "Add a copy under another name, unlocked and not decided on")
        self.lock = self._button("Lock", "library_lock", "A locked scenario cannot be changed or deleted")
        self.baseline = self._button("Set as baseline", "library_baseline", "The others are compared with it")
        self.delete = self._button("Delete", "library_delete", "Undo brings it back")
        self._arrange()
        self.table.chosen.connect(self._on_chosen)
        self.table.entered_row.connect(lambda row: self.open_wanted.emit(row.key))
        self.open.clicked.connect(lambda: self.open_wanted.emit(self.chosen.key))
        self.copy.clicked.connect(self.ask_for_copy)
        self.lock.clicked.connect(self._on_lock)
        self.baseline.clicked.connect(self._on_baseline)
        self.delete.clicked.connect(self._on_delete)
        self.form.accepted.connect(lambda plan, label: self.session.change(label, plan, self))
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    @staticmethod
    def _button(text: str, name: str, hint: str) -> QPushButton:
        button = QPushButton(text, objectName=name)
        button.setToolTip(hint)
        return button

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        for button in (self.open, self.copy, self.lock, self.baseline, self.delete):
            buttons.addWidget(button)
        buttons.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(UNIT)
        left.addLayout(buttons)
        left.addWidget(self.table, 1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(2 * UNIT)
        self._halves.addLayout(left, 3)
        self._halves.addWidget(self.form, 2)
        self.body.addWidget(self.summary)
        self.body.addLayout(self._halves, 1)

    @property
    def chosen(self) -> Scenario | None:
        """The scenario that the buttons and the form are about."""
        return self.table.current

    def show_plan(self) -> None:
        """The plan's scenarios; the one that was chosen stays so."""
        kept = None if self.chosen is None else self.chosen.key
        rows = self.session.plan.scenarios
        self.summary.setText(_summary(rows))
        self.table.show_rows(rows)
        self.choose(kept)
        self._on_chosen(self.chosen)

    def choose(self, key: str | None) -> None:
        """Make a scenario the chosen one, where there is one of this key."""
        for at, row in enumerate(self.table.table.rows):
            if row.key == key:
                self.table.choose(at)

    @Slot(object)
    def _on_chosen(self, row: Scenario | None) -> None:
        self.form.show_scenario(self.session.plan, row, writable=self.writable)
        some = row is not None and self.writable
        self.open.setEnabled(row is not None)
        self.copy.setEnabled(some)
        self.lock.setEnabled(some)
        self.lock.setText("Unlock" if row is not None and row.locked else "Lock")
        self.baseline.setEnabled(some)
        self.baseline.setText("Not the baseline" if row is not None and row.baseline else "Set as baseline")
        self.delete.setEnabled(some and not row.locked)

    @Slot()
    def ask_for_copy(self) -> None:
        """Ask for a name and add a copy of the chosen scenario."""
        self.dialogs.ask_text("Copy a scenario", "Name of the copy:", f"{self.chosen.name}, copy", self.copy_as)

    def copy_as(self, name: str) -> None:
        """Add a copy of the chosen scenario under a name, and choose it."""
        from planner.edit.scenarios import clone_scenario

        plan, key = self.session.plan, self.chosen.key
        if any(row.name == name for row in plan.scenarios):
            self.session.faulted.emit(f"There is a scenario “{name}” already: give the copy another name.", None)
            return
        new_key = key_for(name, {row.key for row in plan.scenarios})
        if self._change(f"Copy scenario “{self.chosen.name}”", lambda: clone_scenario(plan, key, new_key, name)):
            self.choose(new_key)

    @Slot()
    def _on_lock(self) -> None:
        from planner.edit.scenarios import lock_scenario

        row = self.chosen
        label = f"{'Unlock' if row.locked else 'Lock'} scenario “{row.name}”"
        self._change(label, lambda: lock_scenario(self.session.plan, row.key, locked=not row.locked))

    @Slot()
    def _on_baseline(self) -> None:
        from planner.edit.scenarios import set_baseline

        row = self.chosen
        label = f"{'Clear the baseline' if row.baseline else 'Set the baseline'}, “{row.name}”"
        self._change(label, lambda: set_baseline(self.session.plan, None if row.baseline else row.key))

    @Slot()
    def _on_delete(self) -> None:
        from planner.edit.scenarios import remove_scenario

        row = self.chosen
        self._change(f"Delete scenario “{row.name}”", lambda: remove_scenario(self.session.plan, row.key))

    def _change(self, label: str, change: Callable[[], Plan]) -> bool:
        try:
            changed = change()
        except InvalidPlan as error:
            self.session.tell_failure(error)
            return False
        return self.session.change(label, changed, self)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        large = theme.text_scale >= LARGE_TEXT
        self._halves.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        self.table.setMinimumHeight(8 * self.table.verticalHeader().defaultSectionSize())


def _summary(rows: tuple[Scenario, ...]) -> str:
    if not rows:
        return "No scenario yet: set the levers in Live what-if, and save them as a scenario."
    decided = sum(row.decided_on is not None for row in rows)
    baseline = next((f"; “{row.name}” is the baseline" for row in rows if row.baseline), "; none is the baseline")
    number = "1 scenario" if len(rows) == 1 else f"{len(rows)} scenarios"
    return f"{number}, {decided or 'none'} decided on{baseline}."


def _levers(row: Scenario) -> str:
    from planner.report.levers import lever_name

    return ", ".join(dict.fromkeys(lever_name(type(lever)) for lever in row.levers)) or "none"


def _state(row: Scenario) -> str:
    return ", ".join(words for words, true in (("Baseline", row.baseline), ("Locked", row.locked)) if true)


def _decided(row: Scenario) -> str:
    if row.decided_on is None:
        return ""
    return f"{day_text(row.decided_on)}, {row.decided_by}: {' '.join(row.decision.split())}".removesuffix(": ")
