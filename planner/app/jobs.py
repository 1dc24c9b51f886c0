"""Long work beside the window: the only file that knows about threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from planner.model.progress import Cancelled, Progress

SECONDS_BETWEEN_REPORTS = 0.1
"""Progress is passed on at most this often; a chart or bar needs no more."""

PATIENCE_SECONDS = 10.0
"""How long closing the window waits for work that does not listen."""

Work = Callable[[Progress], Any]


class Job(QObject):
    """One plain function at work on a thread of its own. All signals are sent in the thread that made the job.

    Exactly one of finished, failed and cancelled is sent, and nothing after it.
    """

    progressed = Signal(int, int)
    """Done and total, in the work's own steps."""
    finished = Signal(object)
    """The function's result."""
    failed = Signal(object)
    """The exception that ended the work."""
    cancelled = Signal()

    _posted = Signal(str, object)

    def __init__(self, name: str, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent, objectName=name)
        self._work = work
        self._stop = threading.Event()
        self._settled = False
        self._started = self._reported = 0.0
        self._share = 0.0
        self._thread = threading.Thread(target=self._run, name=f"job {name}", daemon=True)
        # Queued even when a signal comes from this thread: the worker never runs a slot of the window's.
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    @property
    def active(self) -> bool:
        """True until finished, failed or cancelled has been sent."""
        return not self._settled

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        return self._share

    @property
    def remaining_seconds(self) -> float | None:
        """How long the rest takes at the rate so far; None before there is one."""
        if self._share <= 0.02:
            return None
        return (time.monotonic() - self._started) * (1 - self._share) / self._share

    def start(self) -> None:
        """Begin."""
        self._started = time.monotonic()
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to end. `cancelled` is sent at once, and whatever the work still gives is dropped."""
        self._stop.set()
        if not self._settled:
            self._settled = True
            self.cancelled.emit()

    def wait(self, seconds: float | None = None) -> None:
        """Block until the thread has ended, or for so many seconds."""
        if self._thread.ident is not None:
            self._thread.join(seconds)

    def alive(self) -> bool:
        """Whether the thread still runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            message = ("finished", self._work(self._on_progress))
        except Cancelled:
            message = ("ended", None)
        except Exception as error:
            message = ("failed", error)
        # A cancelled job has nobody left to write to; its owner may be gone.
        if not self._stop.is_set():
            self._posted.emit(*message)

    def _on_progress(self, done: int, total: int) -> None:
        """Called by the work, on its thread."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._reported >= SECONDS_BETWEEN_REPORTS or done >= total:
            self._reported = now
            self._posted.emit("progressed", (done, total))

    @Slot(str, object)
    def _on_posted(self, kind: str, payload: object) -> None:
        if self._settled:
            return
        if kind == "progressed":
            done, total = payload
            self._share = done / total if total else 0.0
            self.progressed.emit(done, total)
            return
        self._settled = True
        if kind == "finished":
            self.finished.emit(payload)
        elif kind == "failed":
            self.failed.emit(payload)
        else:
            self.cancelled.emit()


class Jobs(QObject):
    """The owner of every job: the one place where they are started, and the one where they are deleted."""

    changed = Signal()
    """A job started, reported or ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []

    @property
    def active(self) -> tuple[Job, ...]:
        """The jobs at work, oldest first."""
        return tuple(job for job in self._jobs if job.active)

    def start(self, name: str, work: Work) -> Job:
        """Run `work(progress)` in the background; `name` says to the user what it is for.

        Connect to the job's signals before the event loop runs again and none is missed.
        """
        self._sweep()
        job = Job(name, work, self)
        self._jobs.append(job)
        for signal in (job.progressed, job.finished, job.failed, job.cancelled):
            signal.connect(self._on_job_changed)
        job.start()
        self.changed.emit()
        return job

    def close(self) -> None:
        """Cancel everything and wait for the threads to end.

        All but one kind of work ends within a fraction of a second. The engine's first compilation cannot be
        interrupted: it is waited for a while, and then left to end with the program.
        """
        for job in self._jobs:
            job.cancel()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for job in self._jobs:
            job.wait(max(deadline - time.monotonic(), 0.0))
        self._sweep()

    @Slot()
    def _on_job_changed(self) -> None:
        self._sweep()
        self.changed.emit()

    def _sweep(self) -> None:
        """Delete the jobs that have ended and whose thread is gone."""
        for job in [job for job in self._jobs if not job.active and not job.alive()]:
            self._jobs.remove(job)
            job.deleteLater()
