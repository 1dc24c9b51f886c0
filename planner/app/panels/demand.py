"""Demand: what came in, whether a change is real, and what may come under each growth case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from planner.app import demand_views
from planner.app.charts.history import HistoryChart
from planner.app.charts.history_words import outlook_sentence
from planner.app.charts.saving import ChartSaver
from planner.app.panels.backtest_page import BackTestPage
from planner.app.panels.demand_cases import DemandCases
from planner.app.panels.panel import AFTER_PAINT_MILLISECONDS, Panel, arrange_now
from planner.app.theme import UNIT
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.scrolling import scrolling
from planner.app.widgets.words import Words, plural
from planner.app.widgets.wrapping_row import WrappingRow

if TYPE_CHECKING:
    from planner.app.demand_views import DemandLook, DemandView, Reach
    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Job, Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme
    from planner.model.growth import GrowthCase
    from planner.model.plan import Plan

SIDE = 45 * UNIT
"""Width of the side column, in pixels at a text scale of 1."""
READABLE = 52 * UNIT
"""Least width of the chart beside it."""
MOST_WIDE = 16_777_215
"""Qt's word for no limit."""
PARTS_THAT_MATTER = frozenset({"start", "teams", "histories", "events"})
HOW_TO_READ = "Point at the chart, or use the arrow keys in it, to read a count or a range."
FORECAST, BACK_TEST, EMPTY = range(3)


class DemandPanel(Panel):
    """The chart with its sentence on the left, growth cases and events on the right; the back-test behind a button.

    What is drawn always belongs to the team it names: until the forecast for another choice is there, the old drawing
    is grey and called the previous result.
    """

    help_sentence = (
        "Demand shows the new cases that were counted, whether their level changed or varied by chance, and a forecast "
        "whose ranges hold; growth cases say how demand grows beyond what the history knows."
    )
    place_wanted = Signal(str)
    scenario_added = Signal(str, str)
    """Name and key of a scenario that follows the forecast."""

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> None:
        super().__init__("demand", "Demand", appearance, session, jobs)
        self._dialogs = dialogs
        self._job: Job | None = None
        self._wanted = False
        """Whether there is something to forecast as soon as the place is on show."""
        self._unseen: DemandLook | None = None
        """A forecast that was finished out of sight, and is drawn on the next visit."""
        self._seen = QTimer(self, singleShot=True, interval=AFTER_PAINT_MILLISECONDS)
        """The place is painted first, and then what was found meanwhile: both at once take too long."""
        self._seen.timeout.connect(self._draw_unseen)
        self._request: tuple[str, str | None] = ("", None)
        self.view: DemandView | None = None
        self.reaches: dict[str | None, Reach] = {}
        self._reached: dict[str | None, GrowthCase | None] = {}
        """The case that each reach was worked out for."""
        self.team = ChoiceBox("demand_team", "Team")
        self.band = ChoiceBox("demand_band", "Risk band")
        self.counts = QPushButton("Add counts…", objectName="demand_counts", accessibleName="Type counts of cases in")
        self.pages = QButtonGroup(self)
        for number, text in ((FORECAST, "Forecast"), (BACK_TEST, "Back-test")):
            button = QPushButton(text, checkable=True, objectName=f"demand_page_{number}")
            button.setProperty("tone", "tab")
            self.pages.addButton(button, number)
        self.verdict = Words("", "section", wrap=True)
        self.why = Words("", "caption", wrap=True)
        self.chart = HistoryChart(appearance, session.plan.start, "demand_chart")
        self.cases = DemandCases(appearance, session, dialogs)
        self.backtest = BackTestPage(appearance, session, jobs)
        self.stack = QStackedWidget()
        self.empty = Words("", "section", wrap=True)
        self._arrange()
        self._saver = ChartSaver(
            session, jobs, dialogs, (self.chart, self.backtest.chart), lambda: self.session.plan.name
        )
        self._connect()
        self._on_theme_changed(appearance.theme)
        self.show_plan()

    def _arrange(self) -> None:
        row = WrappingRow()
        for words, box in (("Team", self.team), ("Risk band", self.band)):
            label = Words(words)
            label.setBuddy(box)
            row.add_together(label, box)
        row.add(self.counts)
        row.add_together(*self.pages.buttons(), to_the_right=True)
        self.body.addLayout(row)
        for page in (self._forecast_page(), self.backtest, self._empty_page()):
            self.stack.addWidget(page)
        self.body.addWidget(self.stack, 1)

    def _forecast_page(self) -> QWidget:
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        inside.setSpacing(UNIT // 2)
        inside.addWidget(self.verdict)
        inside.addWidget(self.why)
        left = QVBoxLayout()
        left.setSpacing(2 * UNIT)
        left.addWidget(card)
        left.addWidget(self.chart, 1)
        self._side = QScrollArea(widgetResizable=True, accessibleName="Growth cases and events")
        self._side.setFrameShape(QFrame.Shape.NoFrame)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cases.setProperty("kind", "page")
        self._side.setWidget(self.cases)
        page = QWidget()
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(2 * UNIT)
        self._whole.addLayout(left, 1)
        self._whole.addWidget(self._side)
        return scrolling(page, "Forecast")

    def _empty_page(self) -> QWidget:
        self.bring = QPushButton("Import…", objectName="demand_import", accessibleName="Go to Data to import counts")
        self.bring.setProperty("tone", "primary")
        self.type_in = QPushButton("Type counts in…", objectName="demand_type_in")
        page = QFrame()
        page.setProperty("kind", "card")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(12 * UNIT, 2 * UNIT, 12 * UNIT, 2 * UNIT)
        inside.setSpacing(2 * UNIT)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addStretch(1)
        buttons.addWidget(self.bring)
        buttons.addWidget(self.type_in)
        buttons.addStretch(1)
        inside.addStretch(1)
        inside.addWidget(self.empty)
        inside.addLayout(buttons)
        inside.addStretch(2)
        return page

    def _connect(self) -> None:
        self.team.currentIndexChanged.connect(self._on_team_chosen)
        self.band.currentIndexChanged.connect(self._on_chosen)
        self.pages.idClicked.connect(self._on_page)
        self.counts.clicked.connect(self._ask_counts)
        self.type_in.clicked.connect(self._ask_counts)
        self.bring.clicked.connect(lambda: self.place_wanted.emit("data"))
        self.cases.drawn.connect(self._on_drawn)
        self.cases.chosen.connect(self._draw)
        self.cases.scenario_added.connect(self.scenario_added)
        self.appearance.theme_changed.connect(self._on_theme_changed)

    def show_plan(self) -> None:
        """Fill the boxes from the plan and forecast what they say."""
        super().show_plan()
        plan = self.session.plan
        if plan is None:
            return
        _fill(self.team, [(team.name, team.key) for team in plan.teams])
        self._show_bands()
        self._refresh(fresh=False)

    def on_parts(self, parts: frozenset[str]) -> None:
        """Growth cases alone leave the base forecast as good as it was."""
        if parts & PARTS_THAT_MATTER:
            self.show_plan()
        elif "growth_cases" in parts and self.view is not None:
            self._refresh_cases()

    @Slot(object, object)
    def _on_plan_changed(self, parts: frozenset[str], origin: object) -> None:
        if origin is self.cases and not parts & PARTS_THAT_MATTER:
            return
        if "growth_cases" in parts:
            self.cases.forget_draft()
        self.on_parts(parts)

    def _show_bands(self) -> None:
        bands = self.session.plan.team(self.team.currentData()).bands
        _fill(self.band, [("All bands", None), *((band.name, band.key) for band in bands)])

    @Slot()
    def _on_team_chosen(self) -> None:
        self._show_bands()
        self._on_chosen()

    @Slot()
    def _on_chosen(self) -> None:
        self._refresh(fresh=True)

    @Slot(int)
    def _on_page(self, page: int) -> None:
        if self.stack.currentIndex() != EMPTY:
            self.stack.setCurrentIndex(page)

    def _refresh(self, *, fresh: bool) -> None:
        """Forecast what the boxes say; `fresh` says that the counts and events are as they were."""
        plan = self.session.plan
        self.cases.keep()
        self._request = (self.team.currentData(), self.band.currentData())
        team = plan.team(self._request[0])
        writable = not self.session.workspace.read_only
        self.counts.setEnabled(writable)
        self.type_in.setEnabled(writable)
        self._drop_job()
        known = demand_views.has_history(plan, team.key)
        self.subtitle.setText(f"{team.name}, {self.band.currentText().lower()}")
        for button in self.pages.buttons():
            button.setEnabled(known)
        if not known:
            self.empty.setText(
                f"{team.name} has no counts of past cases yet, or not two in each risk band. "
                "Import them from a spreadsheet in Data, or type them in."
            )
            self.stack.setCurrentIndex(EMPTY)
            return
        if self.stack.currentIndex() == EMPTY or self.pages.checkedId() < 0:
            self.pages.button(FORECAST).setChecked(True)
        self.stack.setCurrentIndex(self.pages.checkedId())
        self.reaches, self._reached = {}, {}
        self.cases.show_team(team.key, team.referrals_per_month.value)
        self.cases.board.show_reaches({})
        self.chart.set_stale(self.view is not None)
        self.verdict.setEnabled(False)
        self.backtest.want(*self._request, fresh=fresh)
        if self.isVisible():
            self._start()
        else:
            self._wanted = True

    def _start(self) -> None:
        self._wanted = False
        plan, (team, band) = self.session.plan, self._request
        cases = self.cases.cases
        name = f"Forecast of {plan.team(team).name}"
        self._job = self.jobs.start(name, lambda progress: demand_views.look(plan, team, band, cases, progress))
        self._job.finished.connect(self._on_look)
        self._job.failed.connect(self._on_failed)

    def _drop_job(self) -> None:
        self._unseen = None
        if self._job is not None:
            job, self._job = self._job, None
            job.cancel()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """What was not forecast out of sight is forecast now."""
        super().showEvent(event)
        if self._wanted:
            self._start()
        elif self._unseen is not None:
            self._seen.start()

    @Slot()
    def _draw_unseen(self) -> None:
        if self._unseen is not None and self.isVisible():
            self._on_look(self._unseen)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """A change that waits for its rest is kept before the user is elsewhere."""
        super().hideEvent(event)
        if self.session.plan is not None:
            self.cases.keep()

    @Slot(object)
    def _on_look(self, look: DemandLook) -> None:
        self._job, self._unseen = None, None if self.isVisible() else look
        if self._unseen is not None:
            return
        self.view = look.view
        self.reaches = dict(look.reaches)
        self._reached = {None: None, **{case.key: case for case in look.cases}}
        plan, (team, band) = self.session.plan, look.view.names
        word, noun = plan.team(look.view.team).case_word, look.view.period
        self.chart.rename(f"{team}, {band}: new {plural(word)} a {noun}", f"new {plural(word)} a {noun}")
        self.chart.show_view(look.view, demand_views.events_of(plan, look.view.team))
        self.verdict.setText(look.view.past.words)
        self.verdict.setEnabled(True)
        self.why.setText(" ".join(look.view.words))
        self.chart.set_stale(False)
        self._refresh_cases()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self.session.tell_failure(error)

    def _refresh_cases(self) -> None:
        """List the cases anew and work out those that are not as they were."""
        self.cases.show_team(self._request[0], self.session.plan.team(self._request[0]).referrals_per_month.value)
        self._on_drawn(None)

    @Slot(object)
    def _on_drawn(self, case: GrowthCase | None) -> None:
        """Work out one case, or (None) all that changed, and draw."""
        if self.view is None or self._job is not None:
            return
        present: dict[str | None, GrowthCase | None] = {None: None, **{one.key: one for one in self.cases.cases}}
        self.reaches = {key: found for key, found in self.reaches.items() if key in present}
        for key, one in present.items():
            if key not in self.reaches or self._reached.get(key) is not one:
                self.reaches[key] = demand_views.reach(self.view, one)
                self._reached[key] = one
        self._draw()

    @Slot()
    def _draw(self) -> None:
        """Draw the chosen case with the others beside it."""
        if self.view is None or self._job is not None or self.cases.board.key not in self.reaches:
            return
        chosen = self.reaches[self.cases.board.key]
        others = [found for found in self.reaches.values() if found is not chosen]
        self.cases.board.show_reaches(self.reaches)
        self.chart.show_reaches(chosen, others)
        sentence = outlook_sentence(self.view, chosen)
        self.chart.tell(sentence, HOW_TO_READ)
        self.chart.plot.setAccessibleDescription(f"{self.view.past.words} {sentence}")
        plan = self.session.plan
        source = f"{plan.name} (illustrative data)" if plan.illustrative else plan.name
        self.chart.provenance = f"{source}. {self.view.past.words} Growth: {chosen.name}. 1,000 paths, seed 1."
        arrange_now()

    @Slot()
    def _ask_counts(self) -> None:
        plan = self.session.plan
        team = plan.team(self.team.currentData())
        self._dialogs.ask_counts(plan, team, lambda changed: self.add_counts(team.name, changed))

    def add_counts(self, team: str, plan: Plan) -> None:
        """Take counts that were typed in."""
        self.session.change(f"Add counts of {team}", plan, self)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Look again what fits side by side."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Chart and side column beside each other where the chart stays readable."""
        margins, scale = self.layout().contentsMargins(), self.appearance.theme.text_scale
        wide = round(SIDE * scale)
        room = self.width() - margins.left() - margins.right() - wide - 2 * UNIT
        beside = room >= READABLE * scale
        self._whole.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._side.setMinimumSize(wide if beside else 0, 0 if beside else self.cases.sizeHint().height())
        self._side.setMaximumWidth(wide if beside else MOST_WIDE)


def _fill(box: ChoiceBox, entries: list[tuple[str, str | None]]) -> None:
    """Replace a box's entries without telling anyone; what was chosen stays chosen where it can."""
    chosen = box.currentData()
    blocked = box.blockSignals(True)
    box.clear()
    for text, data in entries:
        box.addItem(text, data)
    box.setCurrentIndex(next((at for at, (_, data) in enumerate(entries) if data == chosen), 0))
    box.blockSignals(blocked)
