"""How far the forecast can be trusted: made again at past dates, beside the same month of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from planner.app import demand_views
from planner.app.charts.backtest import BackTestChart
from planner.app.charts.history_words import back_test_sentence
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.run_strip import RunStrip
from planner.app.widgets.scrolling import scrolling
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.app.demand_views import BackTestView
    from planner.app.jobs import Job, Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme
    from planner.forecast.backtest import Score

HEADINGS = ("This forecast", "Last year again", "Better is")
MEASURES: tuple[tuple[str, str, Callable[[Score], str]], ...] = (
    ("Mean error (MASE)", "lower; 1 is the usual change from year to year", lambda score: f"{score.mase:.2f}"),
    ("Inside the 80 % range", "near 80 %", lambda score: f"{100 * score.inside_80:.0f} %"),
    ("Inside the 95 % range", "near 95 %", lambda score: f"{100 * score.inside_95:.0f} %"),
    ("Scaled interval score", "lower", lambda score: f"{score.scaled_interval_score:.1f}"),
)


class BackTestPage(QWidget):
    """A job makes the forecasts again; what is drawn always belongs to the team and band it names."""

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self._session, self._jobs = session, jobs
        self._job: Job | None = None
        self._wanted: tuple[str, str | None] | None = None
        self._fresh = False
        """Whether what is drawn is of the present counts."""
        self.view: BackTestView | None = None
        self.sentence = Words("", "section", wrap=True)
        self.strip = RunStrip("Making past forecasts again", "back-test")
        self.chart = BackTestChart(appearance, session.plan.start, "backtest_chart")
        self._reach = Words("", "caption")
        """How far ahead the forecasts are that the scores are of."""
        self.scores: list[list[Words]] = []
        self._arrange()
        self.strip.run_wanted.connect(self.run)
        self.strip.cancel_wanted.connect(self.stop)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def _arrange(self) -> None:
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        inside.setSpacing(UNIT)
        inside.addWidget(self.sentence)
        inside.addWidget(self.strip)
        self._table = QWidget(accessibleName="Scores of the back-test")
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * UNIT)
        grid.setVerticalSpacing(UNIT // 2)
        grid.addWidget(self._reach, 0, 0)
        for column, heading in enumerate(HEADINGS, start=1):
            words = Words(heading, "caption")
            if column in (1, 2):
                words.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(words, 0, column)
        for row, (name, better, _) in enumerate(MEASURES, start=1):
            cells = [Words(name), Words("", "strong"), Words(""), Words(better, "caption")]
            for column, words in enumerate(cells):
                if column in (1, 2):
                    words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(words, row, column)
            self.scores.append(cells)
        grid.setColumnStretch(4, 1)
        inside.addWidget(self._table)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2 * UNIT)
        whole.addWidget(card)
        whole.addWidget(self.chart, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(page, "Back-test"))

    def want(self, team: str, band: str | None, *, fresh: bool) -> None:
        """Show this team's; `fresh` says that its counts and events are as they were."""
        if (team, band) == self._wanted and fresh:
            return
        self._wanted, self._fresh = (team, band), False
        self._drop_job()
        self._show_freshness()
        if self.isVisible():
            self.run()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """What was not tested out of sight is tested now."""
        super().showEvent(event)
        if not self._fresh and self._job is None and self._wanted is not None:
            self.run()

    @Slot()
    def run(self) -> None:
        """Test the forecast of the team in question."""
        self._drop_job()
        plan, (team, band) = self._session.plan, self._wanted
        self.strip.show_start("Making past forecasts again…")
        name = f"Back-test of {plan.team(team).name}"
        self._job = self._jobs.start(
            name, lambda progress: demand_views.back_test_view(plan, team, band, progress), asked=True
        )
        self._job.progressed.connect(self._on_progressed)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)

    @Slot()
    def stop(self) -> None:
        """Cancel; the last result stays."""
        if self._job is not None:
            self._job.cancel()

    def _drop_job(self) -> None:
        if self._job is not None:
            job, self._job = self._job, None
            job.cancelled.disconnect(self._on_cancelled)
            job.cancel()
            self.strip.show_rest("")

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        if self._job is not None and total:
            self.strip.show_progress(self._job, done, total)

    @Slot(object)
    def _on_finished(self, view: BackTestView) -> None:
        self._job, self._fresh, self.view = None, True, view
        noun = str(view.period)
        team, band = view.names
        self.chart.rename(f"{team}, {band}: foretold one {noun} before, and what came", f"new cases a {noun}")
        self.chart.show_view(view)
        self.chart.tell(back_test_sentence(view))
        plan = self._session.plan
        source = f"{plan.name} (illustrative data)" if plan.illustrative else plan.name
        self.chart.provenance = f"{source}. {team}, {band}. Back-test, 1,000 paths, seed 1."
        self.sentence.setText(view.found.words)
        self._reach.setText(f"1 to {view.period.per_year} {noun}s ahead")
        for (_, _, figure), (_, ours, naive, _) in zip(MEASURES, self.scores, strict=True):
            ours.setText(figure(view.found.ours))
            naive.setText(figure(view.found.seasonal_naive))
        self.strip.show_rest(f"{team}, {band}: {len(view.found.origins)} forecasts made again with what was known then")
        self._show_freshness()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        from planner.model.checks import InvalidPlan

        self._job = None
        if isinstance(error, InvalidPlan):
            self.strip.show_rest(f"No back-test: {error.rule}.")
        else:
            self._session.tell_failure(error)
            self.strip.show_rest("The back-test could not be done.", may_run=True)

    @Slot()
    def _on_cancelled(self) -> None:
        self._job = None
        self.strip.show_rest("Stopped.", may_run=True)

    def _show_freshness(self) -> None:
        stale = self.view is not None and not self._fresh
        self.sentence.setVisible(bool(self.sentence.text()))
        self.sentence.setEnabled(not stale)
        self._table.setVisible(self.view is not None)
        self._table.setEnabled(not stale)
        self.chart.set_stale(stale)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        large = theme.text_scale >= LARGE_TEXT
        for cells in self.scores:
            cells[3].setVisible(not large)
