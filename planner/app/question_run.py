"""A question that a page puts to the engine again whenever what decides the answer has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from planner.app import runs, scenario_views
from planner.model.checks import InvalidPlan

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.app.jobs import Job, Jobs
    from planner.app.session import Session
    from planner.app.widgets.run_strip import RunStrip
    from planner.model.progress import Progress

REST_MILLISECONDS = 250
"""A question is asked when it has been at rest this long."""
KEPT = 6
"""Answers that are remembered: what is taken back brings its own again."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is asked: all that decides the answer, and the work that finds it."""

    basis: tuple[object, ...]
    work: Callable[[Progress], Any]


class QuestionRun(QObject):
    """One question at a time; the answer shown belongs to the question, or is called the previous result."""

    changed = Signal()
    """There is another answer, or none any more, or the one on show has become stale."""

    def __init__(self, name: str, session: Session, jobs: Jobs, strip: RunStrip, parent: QObject) -> None:
        """`name` says in the window's list of work what goes on."""
        super().__init__(parent)
        self._name, self._session, self._jobs, self._strip = name, session, jobs, strip
        self._job: Job | None = None
        self._kept: list[tuple[tuple[object, ...], Any]] = []
        self._asked: Question | None = None
        self._running: tuple[object, ...] | None = None
        self._answered: tuple[object, ...] | None = None
        self.answer: Any = None
        self.refusal = ""
        """One sentence: why there is no answer."""
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self.run)
        strip.run_wanted.connect(self.run)
        strip.cancel_wanted.connect(self.stop)

    @property
    def stale(self) -> bool:
        """Whether the answer belongs to another question."""
        return self.answer is not None and (self._asked is None or self._answered != self._asked.basis)

    @property
    def at_work(self) -> bool:
        """Whether the engine works on the question, or is about to."""
        return self._job is not None or self._rest.isActive()

    @property
    def no_answer(self) -> str:
        """What stands in the place of an answer: why there is none, or that one is on its way."""
        return self.refusal or ("Working it out…" if self.at_work else "Not worked out yet")

    def forget(self) -> None:
        """Nothing is known any more."""
        self.refuse("")
        self._kept.clear()
        self.answer = self._answered = None

    def refuse(self, sentence: str) -> None:
        """There is nothing to ask, for this reason."""
        self._drop()
        self._rest.stop()
        self._asked, self.refusal = None, sentence
        self._strip.show_rest("")
        self.changed.emit()

    def ask(self, question: Question) -> None:
        """Give the answer that is known, or find it."""
        self._asked, self.refusal = question, ""
        if self._job is not None and self._running == question.basis:
            self.changed.emit()
            return
        self._drop()
        known = next((found for basis, found in self._kept if basis == question.basis), None)
        if known is None:
            self._strip.show_start("Working it out…" if self._kept else runs.engine_words())
            self._rest.start()
        else:
            self._rest.stop()
            self._show(question.basis, known)
        self.changed.emit()

    @Slot()
    def run(self) -> None:
        """Put the question to the engine."""
        question = self._asked
        # The window may have been closed meanwhile.
        if question is None or self._session.plan is None:
            return
        self._drop()
        self._rest.stop()
        self._running = question.basis
        self._job = self._jobs.start(self._name, question.work)
        self._strip.show_start("Working it out…" if self._kept else runs.engine_words())
        self._job.progressed.connect(self._on_progressed)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)

    @Slot()
    def stop(self) -> None:
        """Do not wait for the answer; the last one stays."""
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

    def _show(self, basis: tuple[object, ...], answer: Any) -> None:
        self.answer, self._answered = answer, basis
        self._strip.show_rest(f"{scenario_views.FUTURES} futures, seed 1")

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        # Without steps the engine is being prepared, as the words say already.
        if self._job is not None and total:
            self._strip.show_progress(self._job, done, total)

    @Slot(object)
    def _on_finished(self, answer: Any) -> None:
        self._job = None
        basis = self._running or ()
        self._kept = [(basis, answer), *self._kept][:KEPT]
        self._show(basis, answer)
        self.changed.emit()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._job = None
        if isinstance(error, InvalidPlan):
            self.refusal = error.sentence
            self._strip.show_rest("")
        else:
            self._session.tell_failure(error)
            self._strip.show_rest("It could not be worked out.", may_run=True)
        self.changed.emit()

    @Slot()
    def _on_cancelled(self) -> None:
        self._job = None
        kept = "; the previous result is still shown." if self.answer is not None else "."
        self._strip.show_rest(f"Stopped{kept}", may_run=True)
        self.changed.emit()
