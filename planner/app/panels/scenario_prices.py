"""Prices and lead times: each with its status and source, to be changed one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

from planner.app.models.register import TONES
from planner.app.models.table import Column
from planner.app.panels.scenario_pages import ScenarioPage
from planner.app.widgets.chip import Chip
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.scenario_picks import TeamBox, fill
from planner.app.widgets.words import Words
from planner.app.widgets.wrapping_row import WrappingRow
from planner.model.assumption import Status
from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance
    from planner.edit.provenance import RegisterRow
    from planner.model.plan import Plan

PLACES = ("prices/", "lead_steps/")
WORDS = {
    "recruiting": "Recruiting one officer",
    "training": "Training one recruit",
    "loan_share": "Charged for an officer on loan",
    "overtime_rate": "Overtime, for each hour",
    "weekly_hours": "Hours that an hour's pay is reckoned by",
    "outsourced_item": "One item sent to an outside supplier",
    "pay": "pay",
    "on_cost": "employer's contributions",
}
STATUS = {
    Status.OK: "OK: sourced",
    Status.ADAPT: "ADAPT: check against your force",
    Status.ASSUME: "ASSUME: your estimate needed",
}
USUAL = "The usual grade"
GRADE_LETTERS = 21
"""Room for the longest grade that ships."""


class PricesPage(ScenarioPage):
    """The figures behind every cost and every last safe date; each change is one step that Undo takes back."""

    parts = frozenset({"prices", "lead_steps", "teams"})

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> None:
        super().__init__("prices_page", appearance, session, jobs, dialogs)
        self.summary = Words("", "section", wrap=True)
        self.needed = Chip(appearance, "warn", "")
        self.change = QPushButton("Change…", objectName="price_change", accessibleName="Change the chosen figure")
        self.change.setToolTip("Its value, status, source and rationale (Enter)")
        self.restore = QPushButton("Restore what ships", objectName="price_restore")
        self.restore.setToolTip("All prices and lead times as they ship with the program; Undo brings yours back")
        self.usual = ChoiceBox("price_usual", "Grade at which officers are priced")
        self.usual.setMinimumContentsLength(GRADE_LETTERS)
        self.team = TeamBox("price_team", "Team whose grade is chosen")
        self.grade = ChoiceBox("price_grade", "Grade at which this team's officers are priced")
        self.grade.setMinimumContentsLength(GRADE_LETTERS)
        self.table = DataTable(
            appearance,
            "prices_table",
            "Prices and lead times",
            (
                Column("Figure", lambda row: name_of(self.session.plan, row), width=60, least=28),
                Column("Value", value_of, lambda row: row.figure.value, number=True),
                Column(
                    "Status",
                    lambda row: STATUS[row.figure.status],
                    lambda row: list(Status).index(row.figure.status),
                    mark=lambda row: TONES[row.figure.status],
                ),
                Column("Source, or why", lambda row: row.figure.source or row.figure.rationale, width=90, least=30),
            ),
        )
        self._arrange()
        self.change.clicked.connect(lambda: self._ask(self.table.current))
        self.table.entered_row.connect(self._ask)
        self.restore.clicked.connect(self._on_restore)
        self.usual.currentIndexChanged.connect(self._on_usual)
        self.team.currentIndexChanged.connect(self._show_grade)
        self.grade.currentIndexChanged.connect(self._on_grade)

    def _arrange(self) -> None:
        top = WrappingRow()
        for part in (self.needed, self.change, self.restore):
            top.add(part)
        below = WrappingRow()
        for words, box in (
            ("Officers are priced as", self.usual),
            ("Those of", self.team),
            ("as", self.grade),
        ):
            label = Words(words)
            label.setBuddy(box)
            below.add_together(label, box)
        self.body.addWidget(self.summary)
        self.body.addLayout(top)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(below)

    def show_plan(self) -> None:
        """The figures of the plan; the one that was chosen stays so."""
        from planner.edit.provenance import register
        from planner.model.countdown import lead_days

        plan = self.session.plan
        chosen = self.table.current
        rows = [row for row in register(plan) if row.place.startswith(PLACES)]
        needed = sum(row.figure.status is Status.ASSUME for row in rows)
        officer = plan.prices.grade(plan.prices.usual_grade)
        self.summary.setText(
            f"An officer costs £{officer.yearly:,.0f} a year ({officer.name}, contributions included); from approval "
            f"to the first day of work takes {lead_days(plan.lead_steps)} days."
        )
        self.needed.show_status("warn", f"{needed} of {len(rows)} need your estimate")
        self.needed.setVisible(needed > 0)
        self.table.show_rows(rows)
        for at, row in enumerate(self.table.table.rows):
            if chosen is not None and row.place == chosen.place:
                self.table.choose(at)
        grades = [(grade.name, grade.key) for grade in plan.prices.grades]
        fill(self.usual, grades, plan.prices.usual_grade)
        self.team.show_plan(plan)
        self._show_grade()
        for part in (self.change, self.restore, self.usual, self.grade):
            part.setEnabled(self.writable)

    @Slot()
    def _show_grade(self) -> None:
        prices = self.session.plan.prices
        entries: list[tuple[str, object]] = [(USUAL, None), *((grade.name, grade.key) for grade in prices.grades)]
        fill(self.grade, entries, dict(prices.team_grades).get(self.team.currentData()))

    @Slot(object)
    def _ask(self, row: RegisterRow | None) -> None:
        if row is not None and self.writable:
            name = name_of(self.session.plan, row)
            self.dialogs.ask_price(
                self.session.plan, row, name, lambda plan: self.session.change(f"Change: {name}", plan, self)
            )

    @Slot()
    def _on_restore(self) -> None:
        from planner.edit.prices import restore_lead_steps, restore_prices

        changed = restore_lead_steps(restore_prices(self.session.plan))
        self.session.change("Restore the prices and lead times that ship", changed, self)

    @Slot()
    def _on_usual(self) -> None:
        from planner.edit.prices import set_usual_grade

        self._change("Set the usual grade", lambda plan: set_usual_grade(plan, self.usual.currentData()))

    @Slot()
    def _on_grade(self) -> None:
        from planner.edit.prices import set_team_grade

        team, grade = self.team.currentData(), self.grade.currentData()
        self._change(f"Set the grade of {self.team.currentText()}", lambda plan: set_team_grade(plan, team, grade))

    def _change(self, label: str, change: Callable[[Plan], Plan]) -> None:
        try:
            changed = change(self.session.plan)
        except InvalidPlan as error:
            self.session.tell_failure(error)
            return
        self.session.change(label, changed, self)


def name_of(plan: Plan, row: RegisterRow) -> str:
    """What a figure of the price list or a lead time is called."""
    where, *steps = row.place.split("/")
    if where == "lead_steps":
        return f"Lead time: {plan.lead_steps[int(steps[0])].name}"
    if steps[0] == "grades":
        return f"{plan.prices.grade(steps[1]).name}: {WORDS[steps[2]]}"
    return WORDS[steps[0]]


def value_of(row: RegisterRow) -> str:
    """A figure with its unit, as it is said."""
    value, unit = row.figure.value, row.figure.unit
    if unit.startswith("pounds"):
        return f"£{value:,.0f} {unit.removeprefix('pounds ')}"
    if unit.startswith("share"):
        return f"{100 * value:g} % {unit.removeprefix('share ')}"
    return f"{value:,.3g} {unit}"
