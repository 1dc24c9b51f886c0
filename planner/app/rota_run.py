"""The solver at work for the Rota place: one search at a time; Cancel keeps the best that it has found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from planner.app import rota_work

if TYPE_CHECKING:
    from planner.app.jobs import Job, Jobs
    from planner.app.session import Session
    from planner.app.widgets.run_strip import RunStrip
    from planner.model.plan import Plan
    from planner.model.rota import Rota
    from planner.model.rota_draft import RotaDraft
    from planner.model.rota_solution import RotaNews

SOLVE, IMPROVE, REPAIR, WHY = "solve", "improve", "repair", "why"
DOING = {SOLVE: "Solving", IMPROVE: "Improving", REPAIR: "Repairing", WHY: "Asking why not"}
REPAIR_SECONDS = 10.0


class RotaRun(QObject):
    """Starts jobs, shows how far they are, and hands over their answers."""

    answered = Signal(str, object)
    """What was asked (SOLVE, IMPROVE, REPAIR, WHY), and the Answer."""
    changed = Signal()
    """A search began or ended."""

    def __init__(self, session: Session, jobs: Jobs, strip: RunStrip, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._strip = session, jobs, strip
        self._job: Job | None = None
        self._kind = ""
        self._wanted = rota_work.Wanted()
        strip.cancel_wanted.connect(self.stop)

    @property
    def at_work(self) -> bool:
        """Whether a search goes on."""
        return self._job is not None

    def solve(self, kind: str, plan: Plan, rota: Rota, draft: RotaDraft, seconds: float) -> None:
        """Look for the best rota; for IMPROVE from the draft's lines on, as for SOLVE."""
        wanted = self._wanted = rota_work.Wanted()
        work = rota_work.repair if kind == REPAIR else rota_work.solve
        self._begin(kind, partial(work, plan, rota, draft, seconds, wanted))

    def ask_why_not(self, plan: Plan, rota: Rota, draft: RotaDraft, cell: tuple[str, int], shift: str) -> None:
        """Ask what it costs to have a cell otherwise."""
        self._begin(WHY, lambda progress, _: rota_work.why_not(plan, rota, draft, cell, shift, progress))

    def _begin(self, kind: str, work: object) -> None:
        if self.at_work:
            return
        self._kind = kind
        self._job = self._jobs.stream(f"Rota: {DOING[kind].lower()}", work, asked=True)
        if kind != WHY:
            self._job.ending = self.stop
        self._strip.show_start(f"{DOING[kind]}…")
        self._job.progressed.connect(self._on_progressed)
        self._job.refined.connect(self._on_news)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        self.changed.emit()

    @Slot()
    def stop(self) -> None:
        """End the search; a rota that it has found is kept."""
        if self._job is None:
            return
        if self._kind == WHY:
            self._job.cancel()
            return
        self._wanted.still = False
        self._job.setObjectName("Rota: stopping; the best so far is kept")
        self._strip.show_start("Stopping; the best rota so far is kept…")

    def forget(self) -> None:
        """The plan is another one: nobody waits for the answer."""
        if self._job is not None:
            self._job.cancel()

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        if self._job is not None and total and self._wanted.still:
            words = self._strip.words.text()
            self._strip.show_progress(self._job, done, total)
            self._strip.words.setText(words)

    @Slot(object)
    def _on_news(self, news: RotaNews) -> None:
        from planner.report.rota_answers import news_words

        if self._wanted.still:
            self._strip.words.setText(f"{DOING[self._kind]}, {news.seconds:.0f} s: {news_words(news)}")

    @Slot(object)
    def _on_finished(self, answer: rota_work.Answer) -> None:
        self._end(answer.sentence)
        self.answered.emit(self._kind, answer)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._end("The search failed; the draft is as it was.")
        self._session.tell_failure(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._end("Stopped; the draft is as it was.")

    def _end(self, words: str) -> None:
        self._job = None
        self._strip.show_rest(words)
        self.changed.emit()
