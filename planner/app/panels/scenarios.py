"""Scenarios: what happens if demand or staffing changes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from planner.app import runs
from planner.app.charts.dates import day_text, month_text
from planner.app.charts.fan import FanChart
from planner.app.charts.on_time import OnTimeCard
from planner.app.panels.lever_form import LeverForm, Settings
from planner.app.panels.panel import Panel
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.chip import Chip
from planner.app.widgets.run_strip import RunStrip
from planner.app.widgets.words import Words
from planner.model.calendar import add_months

if TYPE_CHECKING:
    from planner.app.charts.fan_data import FanData
    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Job, Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme

REST_MILLISECONDS = 250
"""A run starts when the levers have been at rest this long."""
FIRST_WORDS = "Loading the engine; the first time on this computer takes up to a minute…"


class ScenariosPanel(Panel):
    """Levers on the left; verdict, fan charts and on-time shares on the right.

    What is drawn always belongs to the words above it: until the run for new settings is done, the old drawing is
    grey and called the previous result.
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
        self.shown: Settings | None = None
        """The settings that the drawing belongs to; None when it belongs to none of the present plan's."""
        self.picture: runs.ScenarioPicture | None = None
        start = session.plan.start
        self.form = LeverForm(appearance)
        self.verdict = Words("", "section", wrap=True)
        self.badge = Chip(appearance, "warn", "Previous result")
        self.badge.hide()
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
        self._arrange()
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._on_rested)
        self.form.changed.connect(self._on_settings_changed)
        self.form.save.clicked.connect(self.ask_to_save)
        self.strip.run_wanted.connect(self.run)
        self.strip.cancel_wanted.connect(self.stop)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)
        self.show_plan()

    def _arrange(self) -> None:
        verdict = QFrame()
        verdict.setProperty("kind", "card")
        inside = QVBoxLayout(verdict)
        inside.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT // 2)
        inside.setSpacing(UNIT // 2)
        row = QHBoxLayout()
        row.addWidget(self.badge)
        row.addWidget(self.strip, 1)
        inside.addWidget(self.verdict)
        inside.addLayout(row)
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
        whole = QHBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2 * UNIT)
        whole.addWidget(self.form)
        whole.addLayout(right, 1)
        area = QScrollArea(widgetResizable=True, accessibleName="Levers and results")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        self.body.addWidget(area, 1)

    def show_plan(self) -> None:
        """Fill the controls from the plan and simulate what they say."""
        super().show_plan()
        if self.session.plan is None:
            return
        self.shown = None
        self.form.save.setEnabled(not self.session.workspace.read_only)
        self.form.show_plan(self.session.plan)
        self._on_settings_changed()

    def on_parts(self, parts: frozenset[str]) -> None:
        """A change of scenarios alone leaves the results as good as they were."""
        if parts <= {"scenarios", "name", "note"}:
            self.form.show_plan(self.session.plan)
            self._on_settings_changed()
        else:
            self.show_plan()

    @Slot()
    def run(self) -> None:
        """Simulate the settings on screen, in place of any run under way."""
        self._rest.stop()
        self._drop_job()
        settings, plan = self.form.settings, self.session.plan
        title = f"{plan.team(settings.team).name}: {self.form.values.words}, {settings.months} months"
        days = (add_months(plan.start, settings.months) - plan.start).days
        self._running = settings
        self.strip.show_start("Simulating…" if self.picture is not None else FIRST_WORDS)
        self._job = self.jobs.start(
            title,
            lambda progress: runs.scenario_picture(plan, settings.scenario, settings.team, days, title, progress),
        )
        self._job.progressed.connect(self._on_progressed)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)

    @Slot()
    def stop(self) -> None:
        """Cancel the run; the last result stays."""
        self._rest.stop()
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def ask_to_save(self) -> None:
        """Ask for a name and keep the levers as a scenario of the plan."""
        suggestion = self.form.values.words.capitalize() if self.form.modified else self.form.base.name
        self._dialogs.ask_text("Save as scenario", "Name of the scenario:", suggestion, self.save_as)

    def save_as(self, name: str) -> None:
        """Put the scenario value on screen into the plan under a name; an unlocked one of that name is replaced."""
        from planner.edit.scenarios import put_scenario
        from planner.model.checks import InvalidPlan

        plan = self.session.plan
        known = next((entry for entry in plan.scenarios if entry.name == name), None)
        try:
            scenario = replace(
                self.form.settings.scenario,
                key=key_for(name, {entry.key for entry in plan.scenarios}) if known is None else known.key,
                name=name,
                note="" if known is None else known.note,
                locked=False,
            )
            changed = put_scenario(plan, scenario)
        except InvalidPlan as error:
            self.session.tell_failure(error)
            return
        label = f"{'Add' if known is None else 'Change'} scenario “{name}”"
        if self.session.change(label, changed, self):
            self.form.show_plan(self.session.plan, scenario.key)
            self._on_settings_changed()

    def _drop_job(self) -> None:
        if self._job is not None:
            job, self._job = self._job, None
            job.cancelled.disconnect(self._on_cancelled)
            job.cancel()

    def _is_current(self) -> bool:
        return self.shown is not None and _same_run(self.shown, self.form.settings)

    def _show_freshness(self) -> None:
        stale = self.picture is not None and not self._is_current()
        self.badge.setVisible(stale)
        if stale:
            self.badge.setToolTip(self.picture.title)
        self.verdict.setEnabled(not stale)
        for part in (self.fan, self.waiting, self.on_time):
            part.set_stale(stale)

    @Slot()
    def _on_settings_changed(self) -> None:
        settings = self.form.settings
        self.subtitle.setText(f"{self.session.plan.team(settings.team).name}: {self.form.values.words}")
        self._show_freshness()
        if self._is_current():
            self._rest.stop()
            self._drop_job()
            self._show_done()
        elif self._job is None or not self._job.active or not _same_run(self._running, settings):
            self._drop_job()
            self.strip.show_start("Simulating…" if self.picture is not None else FIRST_WORDS)
            self._rest.start()

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        """Large text needs the width: the lower cards then stand one below the other."""
        wide = theme.text_scale < LARGE_TEXT
        self._lower.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    @Slot()
    def _on_rested(self) -> None:
        self.run()

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        if self._job is not None:
            self.strip.show_progress(self._job, done, total)

    @Slot(object)
    def _on_finished(self, picture: runs.ScenarioPicture) -> None:
        self._job = None
        self.picture, self.shown = picture, self._running
        self._draw(picture)
        self._show_freshness()
        self._show_done()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self.session.tell_failure(error)
        self.strip.show_rest("The simulation could not be done.", may_run=True)

    @Slot()
    def _on_cancelled(self) -> None:
        self._job = None
        kept = "; the previous result is still shown." if self.picture is not None else "."
        self.strip.show_rest(f"Stopped{kept}", may_run=True)

    def _show_done(self) -> None:
        self.strip.show_rest(f"{self.picture.replications} futures in {self.picture.seconds:.1f} seconds, seed 1")

    def _draw(self, picture: runs.ScenarioPicture) -> None:
        plan = self.session.plan
        mark = None if plan.reinspection is None else (plan.reinspection, "Re-inspection")
        self.fan.show_data(picture.per_officer, (picture.limit, f"Limit {picture.limit:g}"), mark)
        self.fan.tell(caseload_sentence(picture.per_officer, picture.limit))
        self.waiting.show_data(picture.waiting, None, mark)
        self.waiting.tell(waiting_sentence(picture.waiting))
        self.on_time.show_rows(picture.stage, picture.on_time)
        self.verdict.setText(picture.verdict)


def _same_run(first: Settings, second: Settings) -> bool:
    """Whether two settings give the same result: names and notes do not matter."""
    return (first.scenario.levers, first.team, first.months) == (second.scenario.levers, second.team, second.months)


def key_for(name: str, taken: set[str]) -> str:
    """A key made from a name, with a number when that is taken."""
    key = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "scenario"
    number, result = 2, key
    while result in taken:
        result, number = f"{key}-{number}", number + 1
    return result


def caseload_sentence(data: FanData, limit: float) -> str:
    """What the caseload fan shows."""
    first, last = float(data.median[0]), float(data.median[-1])
    end = day_text(data.start + timedelta(days=data.days - 1))
    text = (
        f"Middle future: {first:.0f} at first, {last:.0f} on {end} "
        f"(9 in 10: {data.low90[-1]:.0f} to {data.high90[-1]:.0f})"
    )
    return f"{text}; {_limit_words(data, limit)}."


def _limit_words(data: FanData, limit: float) -> str:
    """When the middle future is over the limit."""
    over = data.median > limit
    if not over.any():
        return f"never over the limit of {limit:g}"
    if over.all():
        return f"over the limit of {limit:g} from the start"
    first = int(over.argmax())
    since = data.days - int((~over)[::-1].argmax())

    def month(number: int) -> str:
        return month_text(data.start + timedelta(days=number))

    if since >= data.days:
        return f"over the limit for a time from {month(first)}"
    earlier = f", and for a time from {month(first)}" if month(first) != month(since) else ""
    return f"over the limit from {month(since)}{earlier}"


def waiting_sentence(data: FanData) -> str:
    """What the fan of unallocated cases shows."""
    end = day_text(data.start + timedelta(days=data.days - 1))
    return (
        f"{float(data.median[-1]):.0f} cases on {end} (9 in 10 futures: {data.low90[-1]:.0f} to {data.high90[-1]:.0f})."
    )
