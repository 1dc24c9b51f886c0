"""Scenarios: what happens if demand or staffing changes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from planner.app import runs
from planner.app.charts.fan import FanChart
from planner.app.charts.on_time import OnTimeCard
from planner.app.charts.saving import ChartSaver
from planner.app.charts.sentences import futures_words
from planner.app.panels.lever_form import LeverForm, Settings
from planner.app.panels.lever_steps import LeverSteps
from planner.app.panels.panel import AFTER_PAINT_MILLISECONDS, Panel, arrange_now
from planner.app.panels.scenario_drawing import draw_below, draw_fan
from planner.app.panels.scenario_pages import LIBRARY, LIVE, ScenarioPages, make_page
from planner.app.panels.scenario_pin import PinButton
from planner.app.panels.scenario_saving import save_scenario
from planner.app.theme import UNIT
from planner.app.widgets.result_chip import ResultChip
from planner.app.widgets.run_strip import RunStrip
from planner.app.widgets.words import Words
from planner.app.widgets.wrapping_row import WrappingRow
from planner.model.calendar import add_months

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Job, Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme

REST_MILLISECONDS = 20
"""While a lever goes on moving, a run starts when it has been at rest this long."""
APART_SECONDS = 0.1
"""The first movement starts a run at once, and so does one this long after the last start."""
READABLE = 30 * UNIT
"""Least width of a card of results, in pixels at a text scale of 1."""


class ScenariosPanel(Panel):
    """Levers on the left; verdict, fan charts and on-time shares on the right.

    What is drawn always belongs to the words above it: until the run for new settings has something to show, the old
    drawing is grey and called the previous result; then it shows what the first futures say, and says so.
    """

    help_sentence = (
        "Scenarios simulates a team's work 200 times under the settings on the left: the bands show where half, and "
        "nine in ten, of those futures lie."
    )

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> None:
        super().__init__("scenarios", "Scenarios", appearance, session, jobs)
        self._dialogs = dialogs
        self._job: Job | None = None
        self._running: Settings | None = None
        self._began = 0.0
        """When the last run was started, by the monotonic clock."""
        self._wanted = False
        """Whether there is something to simulate as soon as the place is on show."""
        self._unseen: runs.ScenarioPicture | None = None
        """What was found out of sight, and is drawn on the next visit."""
        self.shown: Settings | None = None
        """The settings that the drawing belongs to, complete or not; None when to none of the present plan's."""
        self.picture: runs.ScenarioPicture | None = None
        start = session.plan.start
        self.form = LeverForm(appearance, dialogs)
        self.steps = LeverSteps(self.form)
        self.verdict = Words("", "section", wrap=True)
        self.badge = ResultChip(appearance)
        self.strip = RunStrip()
        self.fan = FanChart(
            appearance,
            "Open cases per officer, with those waiting",
            "cases per officer",
            start,
            "caseload_fan",
            places=1,
        )
        self.waiting = FanChart(appearance, "Unallocated", "cases", start, "unallocated_fan", compact=True)
        self.on_time = OnTimeCard(appearance, "on_time_card")
        self.pin = PinButton(self.fan, self.waiting)
        self._arrange()
        self._seen = QTimer(self, singleShot=True, interval=AFTER_PAINT_MILLISECONDS)
        """The place is painted first, and then what was found meanwhile: both at once take too long."""
        self._seen.timeout.connect(self._draw_unseen)
        self._below = QTimer(self, singleShot=True, interval=0)
        self._below.timeout.connect(self._draw_below)
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._on_rested)
        self.form.changed.connect(self._on_settings_changed)
        self.form.save.clicked.connect(self.ask_to_save)
        self.strip.run_wanted.connect(self.run)
        self.strip.cancel_wanted.connect(self.stop)
        self._saver = ChartSaver(session, jobs, dialogs, (self.fan, self.waiting), lambda: self.picture.title)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)
        self.show_plan()

    def _arrange(self) -> None:
        verdict = QFrame()
        verdict.setProperty("kind", "card")
        inside = QVBoxLayout(verdict)
        inside.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT // 2)
        inside.setSpacing(UNIT // 2)
        row = WrappingRow()
        row.add(self.badge)
        row.add(self.strip)
        row.add(self.pin, to_the_right=True)
        inside.addWidget(self.verdict)
        inside.addLayout(row)
        # What gives way when the window is narrow or the text large, before anything is cut.
        self._lower = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lower.setSpacing(2 * UNIT)
        self._lower.addWidget(self.waiting, 1)
        self._lower.addWidget(self.on_time, 1)
        right = QVBoxLayout()
        right.setSpacing(2 * UNIT)
        right.addWidget(verdict)
        right.addWidget(self.fan, 3)
        right.addLayout(self._lower, 2)
        page = QWidget()
        page.setProperty("kind", "page")
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(2 * UNIT)
        self._whole.addWidget(self.form)
        self._whole.addLayout(right, 1)
        area = QScrollArea(widgetResizable=True, accessibleName="Levers and results")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        self.pages = ScenarioPages(area, self._make_page)
        self.body.addWidget(self.pages, 1)

    def _make_page(self, number: int) -> QWidget:
        page = make_page(number, self.appearance, self.session, self.jobs, self._dialogs)
        if number == LIBRARY:
            page.open_wanted.connect(self.show_scenario)
        return page

    def parts_ahead(self) -> Iterator[None]:
        """The pages behind the tabs."""
        yield from self.pages.ahead()

    def show_plan(self) -> None:
        """Fill the controls from the plan and simulate what they say."""
        super().show_plan()
        if self.session.plan is None:
            return
        self.shown = None
        self.pin.drop()
        self.form.save.setEnabled(not self.session.workspace.read_only)
        self.form.show_plan(self.session.plan)
        self.steps.follow(self.session.plan)
        self._on_settings_changed()

    @Slot()
    def _on_opened(self) -> None:
        self._unseen = None
        self.form.forget()
        self.steps.forget()
        super()._on_opened()

    def on_parts(self, parts: frozenset[str]) -> None:
        """A change of scenarios alone leaves the results as good as they were."""
        if parts <= {"scenarios", "name", "note"}:
            self.form.show_plan(self.session.plan)
            self.steps.follow(self.session.plan)
            self._on_settings_changed()
        else:
            self.show_plan()

    @Slot()
    def run(self) -> None:
        """Simulate the settings on screen, in place of any run under way."""
        self._wanted = False
        self._rest.stop()
        self._drop_job()
        settings, plan = self.form.settings, self.session.plan
        title = f"{plan.team(settings.team).name}: {self.form.values.words}, {settings.months} months"
        days = (add_months(plan.start, settings.months) - plan.start).days
        self._running, self._began = settings, time.monotonic()
        self.strip.show_start("Simulating…" if self.picture is not None else runs.engine_words())
        self._job = self.jobs.stream(
            title,
            lambda progress, partial: runs.scenario_picture(
                plan, settings.scenario, settings.team, days, title, progress, partial
            ),
        )
        self._job.progressed.connect(self._on_progressed)
        self._job.refined.connect(self._on_refined)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)

    @Slot()
    def stop(self) -> None:
        """Cancel the run; the last result stays."""
        self._rest.stop()
        if self._job is not None:
            self._job.cancel()
        elif self.strip.running:
            self._on_cancelled()

    @Slot()
    def ask_to_save(self) -> None:
        """Ask for a name and keep the levers as a scenario of the plan."""
        suggestion = self.form.values.words.capitalize() if self.form.modified else self.form.base.name
        self._dialogs.ask_text("Save as scenario", "Name of the scenario:", suggestion, self.save_as)

    def save_as(self, name: str) -> None:
        """Put the scenario value on screen into the plan under a name; an unlocked one of that name is replaced."""
        plan, tried = self.session.plan, self.form.position
        key = save_scenario(self.session, self.form.settings.scenario, name, self)
        if key is not None:
            self.steps.remember(plan, tried)
            self.show_scenario(key)

    def save_picture(self, chart: FanChart, path: Path) -> None:
        """Write a chart to a file, of the kind that its name ends in; a fault is told, and leaves no part of it."""
        self._saver.save_picture(chart, path)

    def show_scenario(self, key: str) -> None:
        """Fill the controls from a scenario of the plan, and simulate it."""
        self.pages.go(LIVE)
        self.form.show_plan(self.session.plan, key)
        self.form.changed.emit()

    def _drop_job(self) -> None:
        if self._job is not None:
            job, self._job = self._job, None
            job.cancelled.disconnect(self._on_cancelled)
            job.cancel()

    def _is_current(self) -> bool:
        """Whether the drawing belongs to the settings on screen, though it may be of the first futures only."""
        return self.shown is not None and _same_run(self.shown, self.form.settings)

    def _show_freshness(self) -> None:
        stale = self.picture is not None and not self._is_current()
        first = None if self.picture is None or self.picture.complete else self.picture.replications
        self.badge.show_result(stale=stale, first=first)
        self.badge.setToolTip("" if self.picture is None else self.picture.title)
        self.verdict.setEnabled(not stale)
        for part in (self.fan, self.waiting, self.on_time):
            part.set_stale(stale, first)

    @Slot()
    def _on_settings_changed(self) -> None:
        settings = self.form.settings
        self.subtitle.setText(f"{self.session.plan.team(settings.team).name}: {self.form.values.words}")
        if self._is_current() and self.picture.complete:
            self._rest.stop()
            self._drop_job()
            self._show_done()
        elif self._job is None or not self._job.active or not _same_run(self._running, settings):
            self._drop_job()
            self._wanted = not self.isVisible()
            if self._wanted:
                self._rest.stop()
                self.strip.show_rest("")
            else:
                self._start_soon()
        # The engine is at work meanwhile.
        self._show_freshness()
        arrange_now()

    def _start_soon(self) -> None:
        """At once; but not for every step of a lever that goes on moving."""
        if time.monotonic() - self._began >= APART_SECONDS:
            self.run()
        else:
            self._start_after_rest()

    def _start_after_rest(self) -> None:
        self.strip.show_start("Simulating…" if self.picture is not None else runs.engine_words())
        self._rest.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """What was not simulated out of sight is simulated now."""
        super().showEvent(event)
        if self._wanted:
            self._wanted = False
            self._start_after_rest()
        self._seen.start()

    @Slot()
    def _draw_unseen(self) -> None:
        if self._unseen is None or not self.isVisible():
            return
        found, self._unseen = self._unseen, None
        # The team may have gone with a change of the plan.
        if not self._has_team_of(found):
            return
        draw_fan(self.session.plan, found, self.fan)
        if self.fan.stale and self._is_current():
            # What the hand waits for is on the screen before the rest is even made.
            self.fan.set_stale(False, None if found.complete else found.replications)
            self.fan.plot.paint_now()
            self._below.start()
        else:
            self._draw_below()

    @Slot()
    def _draw_below(self) -> None:
        """What stands below the fan, and whether all of it is of the settings on screen."""
        self._below.stop()
        if not self.isVisible():
            self._unseen = self.picture
        elif self._has_team_of(self.picture):
            draw_below(self.session.plan, self.picture, self.waiting, self.on_time)
            self.verdict.setText(self.picture.verdict)
            self.pin.show_beside(self.picture)
            self._show_freshness()
            arrange_now()

    def _has_team_of(self, picture: runs.ScenarioPicture) -> bool:
        return any(team.key == picture.team for team in self.session.plan.teams)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self._place_cards()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Look again what fits side by side."""
        super().resizeEvent(event)
        self._place_cards()

    def _place_cards(self) -> None:
        """Levers beside results, and the lower cards beside each other, where both stay readable."""
        readable = READABLE * self.appearance.theme.text_scale
        room = self.width() - self.layout().contentsMargins().left() - self.layout().contentsMargins().right()
        beside = room - self.form.width() - 4 * UNIT
        together = beside >= readable
        _turn(self._whole, together)
        _turn(self._lower, (beside if together else room) >= 2 * readable + 2 * UNIT)

    @Slot()
    def _on_rested(self) -> None:
        # The window may have been closed meanwhile.
        if self.session.plan is not None:
            self.run()

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        # Without steps the engine is being prepared, as the words say already.
        if self._job is not None and total:
            self.strip.show_progress(self._job, done, total)

    @Slot(object)
    def _on_refined(self, picture: runs.ScenarioPicture) -> None:
        self.picture, self.shown, self._unseen = picture, self._running, picture
        if not self._seen.isActive():
            self._draw_unseen()

    @Slot(object)
    def _on_finished(self, picture: runs.ScenarioPicture) -> None:
        self._job = None
        self._on_refined(picture)
        self._show_done()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self.session.tell_failure(error)
        self.strip.show_rest("The simulation could not be done.", may_run=True)

    @Slot()
    def _on_cancelled(self) -> None:
        self._job = None
        kept = "."
        if self.picture is not None:
            result = f"what {self._futures} say" if self._is_current() else "the previous result"
            kept = f"; {result} is still shown."
        self.strip.show_rest(f"Stopped{kept}", may_run=True)

    def _show_done(self) -> None:
        self.strip.show_rest(f"{self.picture.replications} futures in {self.picture.seconds:.1f} seconds, seed 1")

    @property
    def _futures(self) -> str:
        return futures_words(self.picture.replications, complete=self.picture.complete)


def _turn(layout: QBoxLayout, side_by_side: bool) -> None:
    layout.setDirection(QBoxLayout.Direction.LeftToRight if side_by_side else QBoxLayout.Direction.TopToBottom)


def _same_run(first: Settings, second: Settings) -> bool:
    """Whether two settings give the same result: names and notes do not matter."""
    return (first.scenario.levers, first.team, first.months) == (second.scenario.levers, second.team, second.months)
