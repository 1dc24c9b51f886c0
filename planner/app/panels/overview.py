"""Overview: where each team stands today, and where it is heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from planner.app import runs
from planner.app.panels.panel import Panel
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.team_card import TeamCard

if TYPE_CHECKING:
    from planner.app.jobs import Job, Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance

COLUMNS = 2
RUN_WORDS = "Next 12 months"
TONES = {"good": "good", "warning": "warn", "bad": "bad"}
"""The chip for each tone of a position."""
PARTS_THAT_MATTER = frozenset({"start", "teams", "officers", "cases", "histories", "resources", "standards"})


class OverviewPanel(Panel):
    """A card for each team."""

    help_sentence = (
        "Overview shows where each team stands on the plan's start date, and the simulated middle future of its "
        "open, unallocated and overdue work over the next twelve months."
    )

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs) -> None:
        super().__init__("overview", "Overview", appearance, session, jobs)
        self.cards: dict[str, TeamCard] = {}
        self._job: Job | None = None
        self._page = QWidget()
        self._page.setProperty("kind", "page")
        self._grid = QGridLayout(self._page)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2 * UNIT)
        self._columns = 0
        self._changed = False
        """The plan has changed since it was shown here."""
        self._area = QScrollArea(widgetResizable=True, accessibleName="Teams")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(self._page)
        self.body.addWidget(self._area, 1)
        appearance.theme_changed.connect(self._on_theme_changed)
        self.subtitle.setText("Opening the plan…")
        # A pause after the window is up: the first paint and the first click come before the engine is loaded.
        self._later = QTimer(self, singleShot=True, interval=200)
        self._later.timeout.connect(self._on_time_to_simulate)

    def show_plan(self) -> None:
        """A card for each team of the plan, and a fresh simulation behind them."""
        super().show_plan()
        plan = self.session.plan
        self._changed = False
        if plan is None:
            return
        from planner.app.charts.dates import day_text
        from planner.report.position import position

        self.subtitle.setText(f"{plan.name}, {day_text(plan.start)}")
        if tuple(self.cards) != tuple(team.key for team in plan.teams):
            self._make_cards([team.key for team in plan.teams])
        for key, card in self.cards.items():
            found = position(plan, key)
            card.show_position(found, TONES[found.tone], plan.team(key).case_word, runs.caseload_target(plan, key))
            card.show_history(*runs.team_history(plan, key))
            card.show_calculating()
        self._place_cards()
        self._later.start()

    def show_team(self, key: str) -> None:
        """Bring a team's card into view, with the focus on it."""
        if key in self.cards:
            card = self.cards[key]
            card.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._area.ensureWidgetVisible(card)
            card.setFocus()

    def on_parts(self, parts: frozenset[str]) -> None:
        """Only what the base simulation depends on; out of sight, on the next visit."""
        self._changed |= bool(parts & PARTS_THAT_MATTER)
        if self.isVisible():
            self._show_change()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """What changed while other places were on show is shown now."""
        super().showEvent(event)
        self._show_change()

    def _show_change(self) -> None:
        if self._changed:
            self.show_plan()

    def _make_cards(self, teams: list[str]) -> None:
        for card in self.cards.values():
            self._grid.removeWidget(card)
            card.deleteLater()
        self.cards = {team: TeamCard(self.appearance, team) for team in teams}
        self._columns = 0

    def _place_cards(self) -> None:
        """Two cards side by side where they fit, otherwise one below the other."""
        if not self.cards:
            return
        widest = max(card.minimumSizeHint().width() for card in self.cards.values())
        scale = self.appearance.theme.text_scale
        if scale >= LARGE_TEXT:
            # Large text takes several lines rather than being cut; side by side there would be too many.
            widest = max(widest, round(45 * UNIT * scale))
        # Not the viewport's width: while the window is being resized that is still the old one.
        margins = self.layout().contentsMargins()
        bar = self._area.verticalScrollBar().sizeHint().width()
        room = self.width() - margins.left() - margins.right() - bar
        columns = COLUMNS if room >= COLUMNS * widest + self._grid.spacing() else 1
        if columns == self._columns:
            return
        self._columns = columns
        rows = -(-len(self.cards) // columns)
        for at, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, at // columns, at % columns)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 1 if row < rows else 0)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Look again how many cards fit side by side."""
        super().resizeEvent(event)
        self._place_cards()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._place_cards()

    @Slot()
    def _on_time_to_simulate(self) -> None:
        if self._job is not None:
            self._job.cancel()
        plan = self.session.plan
        if plan is None:
            return
        words = runs.engine_words()
        self._job = self.jobs.start(words, lambda progress: runs.outlook(plan, progress))
        self._job.progressed.connect(self._on_progressed)
        self._job.finished.connect(self._on_outlook)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)

    @Slot(int, int)
    def _on_progressed(self, _done: int, total: int) -> None:
        """Once there are steps the engine is there: from now on the words are about the plan."""
        if total:
            self._job.setObjectName(RUN_WORDS)

    @Slot(object)
    def _on_outlook(self, found: dict[str, runs.Outlook]) -> None:
        for team, card in self.cards.items():
            if team in found:
                card.show_outlook(found[team])

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.session.tell_failure(error)
        for card in self.cards.values():
            card.show_waiting("not available")

    @Slot()
    def _on_cancelled(self) -> None:
        for card in self.cards.values():
            card.show_waiting("stopped")
