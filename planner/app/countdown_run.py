"""The runs behind the Inspection place: one at a time, each for the plan as it was when it began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from planner.app import inspection_views, runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.app.jobs import Job, Jobs
    from planner.app.session import Session
    from planner.app.widgets.run_strip import RunStrip
    from planner.model.countdown import Countdown
    from planner.model.scenario import Scenario

REST_MILLISECONDS = 250
"""A run starts when the plan has been at rest this long."""


DATES = "Last safe dates"
"""What the search for them is called."""


class CountdownRun(QObject):
    """What was found, and for which plan and scenario; the strip says how far a run is."""

    changed = Signal()
    """Something was found, or a run began or ended."""

    def __init__(self, session: Session, jobs: Jobs, strip: RunStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._strip = session, jobs, strip
        self._job: Job | None = None
        self._kept = inspection_views.Countdowns()
        self.scenario: Scenario | None = None
        """What happens besides; None for the plan as it is."""
        self.found: Countdown | None = None
        self._shown: inspection_views.Basis | None = None
        """What decided the countdown that was found."""
        self._running: inspection_views.Basis | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._on_rested)
        strip.run_wanted.connect(self.run)
        strip.cancel_wanted.connect(self.stop)

    @property
    def basis(self) -> inspection_views.Basis:
        """What decides a countdown of the plan as it is now."""
        return inspection_views.basis_of(self._session.plan, self.scenario)

    @property
    def stale(self) -> bool:
        """Whether what was found belongs to another plan or scenario."""
        return self.found is not None and self._shown != self.basis

    @property
    def at_work(self) -> bool:
        """Whether a run goes on."""
        return self._job is not None

    @property
    def soon(self) -> bool:
        """Whether a run goes on or is about to."""
        return self.at_work or self._rest.isActive()

    def forget(self) -> None:
        """There is nothing to count."""
        self._drop()
        self._rest.stop()
        self.found = self._shown = None
        self._strip.show_rest("")

    def refresh(self) -> bool:
        """Take what is known of the plan as it is now; False when it must be counted first."""
        basis = self.basis
        if self._job is not None and self._running != basis:
            self._drop()
        known = self._kept.of(basis)
        if known is not None:
            self._rest.stop()
            self.found, self._shown = known, basis
            if self._job is None:
                self._show_done()
        return known is not None or self._job is not None

    def start_after_rest(self) -> None:
        """Count when the plan has been left alone for a moment."""
        self._strip.show_start(self._start_words())
        self._rest.start()

    def wait(self) -> None:
        """Do not count yet: nobody looks."""
        self._rest.stop()
        self._strip.show_rest("")

    @Slot()
    def _on_rested(self) -> None:
        # The window may have been closed meanwhile.
        if self._session.plan is not None:
            self.run()

    @Slot()
    def run(self) -> None:
        """Count down for the plan as it is now."""
        plan, scenario = self._session.plan, self.scenario
        self._work("Counting down", lambda progress, found: inspection_views.count(plan, scenario, progress, found))

    def find_dates(self, keys: tuple[str, ...]) -> None:
        """Find the last safe dates of these standards of the countdown on show."""
        found, plan, scenario = self.found, self._session.plan, self.scenario
        if found is not None and not self.stale and self._job is None:
            self._work(
                DATES,
                lambda progress, partial: inspection_views.last_safe_dates(
                    plan, found, keys, scenario, progress, partial
                ),
            )

    def _work(self, name: str, work: Callable[..., Countdown]) -> None:
        self._drop()
        self._rest.stop()
        self._running = self.basis
        self._job = self._jobs.stream(name, work, asked=name == DATES)
        self._strip.show_start(self._start_words())
        self._job.progressed.connect(self._on_progressed)
        self._job.refined.connect(self._on_refined)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        self.changed.emit()

    def _start_words(self) -> str:
        return "Counting down…" if self.found is not None else runs.engine_words()

    def _show_done(self) -> None:
        self._strip.show_rest(f"{self.found.futures:,} futures, seed {self.found.seed}")

    @Slot()
    def stop(self) -> None:
        """Stop the run; what it has found stays."""
        self._rest.stop()
        if self._job is not None:
            self._job.cancel()
        else:
            self._on_cancelled()

    def _drop(self) -> None:
        if self._job is not None:
            job, self._job = self._job, None
            job.cancelled.disconnect(self._on_cancelled)
            job.cancel()

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        # Without steps the engine is being prepared, as the words say already.
        if self._job is not None and total:
            self._strip.show_progress(self._job, done, total)

    @Slot(object)
    def _on_refined(self, found: Countdown) -> None:
        self.found, self._shown = found, self._running
        if all(one.lifts for one in found.standards):
            # Whole but for the last safe dates, which are looked for on request.
            self._kept.keep(self._running, found)
        self.changed.emit()

    @Slot(object)
    def _on_finished(self, found: Countdown) -> None:
        self._job = None
        self._on_refined(found)
        self._show_done()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._session.tell_failure(error)
        self._strip.show_rest("The countdown could not be made.", may_run=True)
        self.changed.emit()

    @Slot()
    def _on_cancelled(self) -> None:
        self._job = None
        kept = "; the previous result is still shown." if self.stale else "; what was found is shown."
        self._strip.show_rest(f"Stopped{kept if self.found is not None else '.'}", may_run=True)
        self.changed.emit()
