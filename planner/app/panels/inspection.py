"""Inspection: how likely each standard is met on the re-inspection, what lifts it, and until when posts can wait."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from planner.app import inspection_views
from planner.app.charts.overdue_weeks import OverdueWeeks
from planner.app.charts.saving import ChartSaver
from planner.app.countdown_run import CountdownRun
from planner.app.panels.action_plan import ActionPlan
from planner.app.panels.inspection_detail import StandardDetail
from planner.app.panels.panel import Panel, arrange_now
from planner.app.theme import UNIT
from planner.app.widgets.countdown_card import CountdownCard
from planner.app.widgets.scrolling import scrolling
from planner.app.widgets.standard_buttons import StandardButtons
from planner.app.widgets.standards_table import StandardRow, StandardsTable, rows_of
from planner.app.widgets.words import Words
from planner.app.widgets.wrapping_row import WrappingRow
from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance
    from planner.model.countdown import Countdown, StandardCountdown
    from planner.model.plan import Plan

PARTS_THAT_MATTER = frozenset({*inspection_views.DECIDES, "scenarios", "illustrative"})
LEAST_HEIGHT = 30 * UNIT
"""Of the table: in a lower window the place scrolls."""
STANDARDS, OVERDUE, ACTIONS, DETAIL, EMPTY = range(5)
TABS = (STANDARDS, OVERDUE, ACTIONS)


class InspectionPanel(Panel):
    """The answer above; below it the table of standards, one standard, or the overdue work ahead.

    What is shown always belongs to the plan and scenario it names: after a change it is grey and called the previous
    result until a run for the plan as it is now has something to show.
    """

    help_sentence = (
        "Inspection counts, over 200 simulated futures, how often each standard is met on the day of the "
        "re-inspection; for those in doubt it finds the single step that helps most and the last day to approve posts."
    )

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> None:
        super().__init__("inspection", "Inspection", appearance, session, jobs)
        self._dialogs = dialogs
        self._wanted = False
        """Whether there is something to count as soon as the place is on show."""
        start = session.plan.start
        self.card = CountdownCard(appearance)
        self.runs = CountdownRun(session, jobs, self.card.strip, self)
        self.pages = QButtonGroup(self)
        for number, text in ((STANDARDS, "Standards"), (OVERDUE, "Overdue work ahead"), (ACTIONS, "Action plan")):
            button = QPushButton(text, checkable=True, objectName=f"inspection_page_{number}")
            button.setProperty("tone", "tab")
            self.pages.addButton(button, number)
        self.table = StandardsTable(appearance)
        self.overdue = OverdueWeeks(appearance, start, "overdue_weeks")
        self.detail = StandardDetail(appearance, start)
        self.edits = StandardButtons(session, dialogs)
        self.empty = Words("", "section", wrap=True)
        self.set_day = QPushButton("Set a date in one year", objectName="inspection_set_day")
        self.stack = QStackedWidget()
        self._arrange()
        self._saver = ChartSaver(
            session, jobs, dialogs, (self.overdue, self.detail.chart), lambda: self.session.plan.name
        )
        self._connect()
        self.show_plan()

    def _arrange(self) -> None:
        row = WrappingRow()
        for button in self.pages.buttons():
            row.add(button)
        self.hint = Words("Click a row for its details.", "caption")
        row.add(self.hint, to_the_right=True)
        row.add(self.edits, to_the_right=True)
        self.pages.button(STANDARDS).setChecked(True)
        # The action plan's page is filled by `actions`.
        for part in (self.table, self.overdue, QWidget(), self.detail, self._empty_page()):
            self.stack.addWidget(part)
        self.table.setMinimumHeight(LEAST_HEIGHT)
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2 * UNIT)
        inside.addWidget(self.card)
        inside.addLayout(row)
        inside.addWidget(self.stack, 1)
        area = scrolling(page, "Countdown")
        self.body.addWidget(area, 1)

    @cached_property
    def actions(self) -> ActionPlan:
        """Made ahead or when it is first looked at, so that the place takes no longer than its first page."""
        made = ActionPlan(self.appearance, self.session, self._dialogs)
        page = QVBoxLayout(self.stack.widget(ACTIONS))
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(made)
        return made

    def parts_ahead(self) -> Iterator[None]:
        """The action plan."""
        self.actions.ensurePolished()
        yield

    def _empty_page(self) -> QWidget:
        page = QFrame()
        page.setProperty("kind", "card")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(12 * UNIT, 2 * UNIT, 12 * UNIT, 2 * UNIT)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.set_day)
        row.addStretch(1)
        inside.addStretch(1)
        inside.addWidget(self.empty)
        inside.addLayout(row)
        inside.addStretch(2)
        return page

    def _connect(self) -> None:
        self.card.day_changed.connect(self._on_day)
        self.card.scenario.currentIndexChanged.connect(self._refresh)
        self.card.find.clicked.connect(self.find_dates)
        self.runs.changed.connect(self._draw)
        self.pages.idClicked.connect(self._on_page)
        self.table.entered_row.connect(self._on_row)
        self.detail.back_wanted.connect(lambda: self._go(STANDARDS))
        self.detail.dates_wanted.connect(lambda: self.runs.find_dates((self.detail.key,)))
        self.detail.requirement_wanted.connect(self._ask)
        self.detail.target_changed.connect(self._on_target)
        self.detail.by_changed.connect(self._on_by)
        self.edits.refused.connect(self.detail.refuse)
        self.set_day.clicked.connect(self._on_set_day)

    def show_plan(self) -> None:
        """The day and the scenarios of the plan, and a countdown for them."""
        super().show_plan()
        plan = self.session.plan
        if plan is None:
            return
        self.card.show_plan(plan, writable=not self.session.workspace.read_only)
        self.subtitle.setText(plan.name)
        self._refresh()

    @Slot()
    def _on_opened(self) -> None:
        self.runs.forget()
        self._go(STANDARDS)
        super()._on_opened()

    def on_parts(self, parts: frozenset[str]) -> None:
        """Only what a countdown depends on."""
        if parts & PARTS_THAT_MATTER:
            self.show_plan()

    @Slot()
    def _refresh(self) -> None:
        """Show what is known of the plan as it is now; otherwise count, or wait until the place is on show."""
        plan, key = self.session.plan, self.card.scenario.currentData()
        self.runs.scenario = None if key is None else plan.scenario(key)
        missing = inspection_views.missing(plan)
        if missing:
            self._show_missing(missing)
            return
        if self.stack.currentIndex() == EMPTY:
            self._go(STANDARDS)
        if not self.runs.refresh():
            self._wanted = not self.isVisible()
            if self._wanted:
                self.runs.wait()
            else:
                self.runs.start_after_rest()
        self._draw()

    def _show_missing(self, words: str) -> None:
        """No standards, or no date to count to."""
        self._wanted = False
        self.runs.forget()
        self.card.show_nothing("Nothing to count down to yet")
        self.card.find.setEnabled(False)
        self.empty.setText(words)
        plan = self.session.plan
        dated = plan.reinspection is not None and plan.reinspection > plan.start
        self.card.days.setVisible(dated)
        self.set_day.setVisible(not dated)
        self.set_day.setEnabled(not self.session.workspace.read_only)
        self._go(EMPTY)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """What was not counted out of sight is counted now."""
        super().showEvent(event)
        if self._wanted:
            self._wanted = False
            self.runs.start_after_rest()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Who only passes by starts nothing; a run that has begun goes on."""
        super().hideEvent(event)
        if self.runs.soon and not self.runs.at_work:
            self._wanted = True
            self.runs.wait()

    @Slot()
    def find_dates(self) -> None:
        """Find the last safe dates of all standards that have none yet and are not likely met."""
        self.runs.find_dates(tuple(one.standard.key for one in self._open()))

    def _open(self) -> list[StandardCountdown]:
        """The standards whose last safe date has not been looked for, by risk."""
        from planner.report.standing import by_risk, is_searched

        found = self.runs.found
        return [] if found is None else [one for one in by_risk(found) if not is_searched(one, found.probability)]

    @Slot()
    def _draw(self) -> None:
        """Draw what was found, grey when it belongs to the plan as it was."""
        plan, found = self.session.plan, self.runs.found
        if plan is None or self.stack.currentIndex() == EMPTY:
            return
        stale = self.runs.stale
        self.card.days.setVisible(True)
        self.pages.button(OVERDUE).setEnabled(found is not None)
        self.card.find.setEnabled(bool(self._open()) and not stale and not self.runs.at_work)
        if found is None:
            self.card.show_nothing(
                "Counting how many standards are likely met…" if self.runs.soon or self._wanted else "Not counted yet"
            )
            self.table.show_rows(())
            return
        self.card.show_countdown(found, stale=stale)
        self.table.setEnabled(not stale)
        self.overdue.set_stale(stale)
        if stale:
            # Its standards, teams and bands may be gone from the plan: the words stay as they were.
            self.detail.set_stale()
            if self.stack.currentIndex() == DETAIL and not self._show_fields():
                self._go(STANDARDS)
            return
        self._draw_table(plan, found)
        self.overdue.show_countdown(plan, found)
        self.overdue.tell(inspection_views.overdue_sentence(found))
        source = f"{plan.name} (illustrative data)" if plan.illustrative else plan.name
        self.overdue.provenance = f"{source}. Simulated: {found.futures:,} futures, seed {found.seed}."
        if self.stack.currentIndex() == DETAIL:
            self._show_detail()
        arrange_now()

    def _draw_table(self, plan: Plan, found: Countdown) -> None:
        chosen = self.table.current
        self.table.show_rows(rows_of(plan, found, inspection_views.today(), tried=not self.runs.soon))
        for at, row in enumerate(self.table.table.rows):
            if chosen is not None and row.one.standard.key == chosen.one.standard.key:
                self.table.choose(at)

    def _go(self, page: int) -> None:
        if page == ACTIONS:
            self.actions.setVisible(True)
        self.stack.setCurrentIndex(page)
        self.hint.setVisible(page == STANDARDS)
        for button in self.pages.buttons():
            button.setVisible(page in TABS)
        self.pages.button(page if page in TABS else STANDARDS).setChecked(True)
        self.edits.setVisible(page not in (OVERDUE, ACTIONS))
        workspace = self.session.workspace
        writable = workspace is not None and not workspace.read_only
        self.edits.show_for(self.detail.key if page == DETAIL else None, writable=writable)

    @Slot(int)
    def _on_page(self, page: int) -> None:
        if self.stack.currentIndex() != EMPTY:
            self._go(page)

    @Slot(object)
    def _on_row(self, row: StandardRow | None) -> None:
        if row is not None:
            self.show_standard(row.one.standard.key)

    def show_standard(self, key: str) -> None:
        """Show the details of a standard of the countdown on show; not while that is a previous result."""
        if self.runs.found is None or self.runs.stale:
            return
        self.detail.key = key
        self._go(DETAIL)
        self._show_detail()
        self.detail.back.setFocus()

    def _show_detail(self) -> None:
        plan, one = self.session.plan, self._row(self.detail.key)
        if one is None:
            self._go(STANDARDS)
            return
        self.detail.show_standard(plan, self.runs.found, one, inspection_views.today())
        self._show_fields()
        self.detail.find.setEnabled(not self.runs.at_work)

    def _show_fields(self) -> bool:
        """Fill the fields from the plan as it is now; False when the standard is gone from it."""
        plan = self.session.plan
        standard = next((one for one in plan.standards if one.key == self.detail.key), None)
        if standard is not None:
            self.detail.show_fields(plan, standard, writable=not self.session.workspace.read_only)
        return standard is not None

    def _row(self, key: str) -> StandardCountdown | None:
        rows = () if self.runs.found is None else self.runs.found.standards
        return next((one for one in rows if one.standard.key == key), None)

    @Slot()
    def _ask(self) -> None:
        standard = next(one for one in self.session.plan.standards if one.key == self.detail.key)
        self._dialogs.ask_requirement(self.session, self.jobs, standard, self.runs.scenario)

    @Slot(object)
    def _on_day(self, day: date) -> None:
        from planner.edit.standards import set_reinspection

        try:
            changed = set_reinspection(self.session.plan, day)
        except InvalidPlan as error:
            self.card.tell(error.sentence)
            return
        self.card.tell("")
        self.session.change("Set the re-inspection", changed, self, "reinspection")

    @Slot()
    def _on_set_day(self) -> None:
        from planner.model.calendar import add_months

        self._on_day(add_months(self.session.plan.start, 12))

    @Slot(float)
    def _on_target(self, value: float) -> None:
        from planner.edit.standards import set_target

        self._change("target", lambda plan: set_target(plan, self.detail.key, value))

    @Slot(object)
    def _on_by(self, by: date) -> None:
        from planner.edit.standards import set_by

        self._change("date", lambda plan: set_by(plan, self.detail.key, by))

    def _change(self, what: str, change: Callable[[Plan], Plan]) -> None:
        key = self.detail.key
        name = next(one.name for one in self.session.plan.standards if one.key == key)
        try:
            changed = change(self.session.plan)
        except InvalidPlan as error:
            self.detail.refuse(error.sentence)
            return
        self.session.change(f"Change the {what} of “{name}”", changed, self, f"{what} of {key}")
