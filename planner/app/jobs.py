"""Long work beside the window: the only file that knows about threads."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from planner.model.progress import Cancelled, Progress

SECONDS_BETWEEN_REPORTS = 0.1
"""Progress is passed on at most this often; a chart or bar needs no more."""

SECONDS_BETWEEN_PARTS = 0.2
"""What streamed work finds sooner than this after the last is not passed on: drawing it would hold the window up."""

SECONDS_FOR_DRAWING = 0.05
"""Streamed work rests at most this long after a find, so that the window has a processor to draw it with."""

PATIENCE_SECONDS = 10.0
"""How long closing the window waits for work that does not listen."""

Work = Callable[[Progress], Any]
Partial = Callable[[Any], None]
"""Called with what work has found so far; it raises Cancelled when nobody wants more."""
StreamedWork = Callable[[Progress, Partial], Any]

SECONDS_BETWEEN_LOOKS = 0.05
"""How often a job that waits for another process looks whether it has ended, or the job itself should."""


class Job(QObject):
    """One plain function at work on a thread of its own. All signals are sent in the thread that made the job.

    Exactly one of finished, failed and cancelled is sent, and nothing after it.
    """

    progressed = Signal(int, int)
    """Done and total, in the work's own steps; both are 0 while the work waits for something without steps."""
    refined = Signal(object)
    """What streamed work has found so far: better each time, a few times a second; `finished` brings the whole."""
    finished = Signal(object)
    """The function's result."""
    failed = Signal(object)
    """The exception that ended the work."""
    cancelled = Signal()

    _posted = Signal(str, object)

    def __init__(self, name: str, work: StreamedWork, parent: QObject | None = None, *, asked: bool = False) -> None:
        super().__init__(parent, objectName=name)
        self.asked = asked
        """Whether somebody asked for just this, and would miss it."""
        self.ending: Callable[[], object] | None = None
        """How the work is asked to end and give what it has found; None: it cannot."""
        self._work = work
        self._stop = threading.Event()
        self._settled = False
        self._started = self._reported = 0.0
        self._share = 0.0
        self._parted = 0.0
        self._drawn = threading.Event()
        """The last find that was posted has been sent."""
        self._finds = 0
        """How many finds were posted, the result included: one that another has overtaken is not sent."""
        self._reports = 0
        """How many reports of progress were posted: one that another has overtaken is not sent."""
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

    def stop(self) -> None:
        """End as its Cancel in the window does: what was found is kept where the work can give it, else dropped."""
        if self.ending is not None and self.active:
            self.ending()
        else:
            self.cancel()

    def wait(self, seconds: float | None = None) -> None:
        """Block until the thread has ended, or for so many seconds."""
        if self._thread.ident is not None:
            self._thread.join(seconds)

    def alive(self) -> bool:
        """Whether the thread still runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            message = ("finished", self._work(self._on_progress, self._on_partial))
        except Cancelled:
            message = ("ended", None)
        except Exception as error:
            message = ("failed", error)
        self._finds += 1
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
            self._reports += 1
            self._posted.emit("progressed", (self._reports, done, total))

    def _on_partial(self, found: object) -> None:
        """Called by the work, on its thread."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._parted >= SECONDS_BETWEEN_PARTS:
            self._parted = now
            self._finds += 1
            self._drawn.clear()
            self._posted.emit("refined", (self._finds, found))
            self._drawn.wait(SECONDS_FOR_DRAWING)

    @Slot(str, object)
    def _on_posted(self, kind: str, payload: object) -> None:
        if self._settled:
            return
        if kind == "progressed":
            number, done, total = payload
            self._share = done / total if total else 0.0
            if number == self._reports:
                self.progressed.emit(done, total)
            return
        if kind == "refined":
            number, found = payload
            if number == self._finds:
                self.refined.emit(found)
            self._drawn.set()
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
    ended = Signal(str, str)
    """What a job that somebody asked for was for, and how it ended, in a word."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []

    @property
    def active(self) -> tuple[Job, ...]:
        """The jobs at work, oldest first."""
        return tuple(job for job in self._jobs if job.active)

    @property
    def asked(self) -> tuple[Job, ...]:
        """Those at work that somebody asked for, oldest first."""
        return tuple(job for job in self.active if job.asked)

    def start(self, name: str, work: Work, *, asked: bool = False) -> Job:
        """Run `work(progress)` in the background; `name` says to the user what it is for.

        Before the window closes on work that was `asked` for, it asks.

        Connect to the job's signals before the event loop runs again and none is missed.
        """
        return self.stream(name, lambda progress, partial: work(progress), asked=asked)

    def stream(self, name: str, work: StreamedWork, *, asked: bool = False) -> Job:
        """Run `work(progress, partial)`: what it hands to `partial` on its way is sent on by `refined`."""
        self._sweep()
        job = Job(name, work, self, asked=asked)
        self._jobs.append(job)
        if asked:
            job.finished.connect(lambda _: self.ended.emit(job.objectName(), "done"))
            job.failed.connect(lambda _: self.ended.emit(job.objectName(), "failed"))
            job.cancelled.connect(lambda: self.ended.emit(job.objectName(), "cancelled"))
        for signal in (job.progressed, job.finished, job.failed, job.cancelled):
            signal.connect(self._on_job_changed)
        job.start()
        self.changed.emit()
        return job

    def close(self) -> None:
        """Cancel everything and wait for the threads to end.

        Work ends within a fraction of a second, but where the engine had to be compiled by this process itself:
        that is waited for a while, and then left to end with the program.
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


class Beside:
    """A program run once beside the window, for every job that needs what it makes.

    It does what would hold the interpreter's lock for long. The first job that asks starts it; it is killed when the
    last one that waits for it is cancelled.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._waiting = 0
        self.over = False
        """It has ended by itself, well or not, and is not started again."""

    def run(self, command: Sequence[str], environment: Mapping[str, str], progress: Progress) -> None:
        """Return when the program has ended; where it cannot even be started (OSError), at once."""
        with self._lock:
            if self.over:
                return
            if self._child is None:
                try:
                    self._child = _start(command, environment)
                except OSError:
                    self.over = True
                    return
            child = self._child
            self._waiting += 1
        try:
            while child.poll() is None:
                progress(0, 0)
                time.sleep(SECONDS_BETWEEN_LOOKS)
            self.over = True
        finally:
            with self._lock:
                self._waiting -= 1
                if not self._waiting:
                    child.kill()
                    child.wait()
                    self._child = None


def _start(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        list(command),
        env=dict(environment),
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        # On Windows a program without a window of its own would open a console.
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


BESIDE = Beside()
"""The process that compiles the engine, where that has not been done on this computer."""
