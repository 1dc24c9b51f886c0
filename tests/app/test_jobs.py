"""Work in the background: it reports, ends once, is silenced when cancelled, and leaves no thread."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from planner.app.jobs import Job, Jobs
from planner.model.progress import Progress

APP = Path(__file__).parents[2] / "planner" / "app"


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()
    jobs.deleteLater()


def _threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("job ")]


def _log(job: Job) -> list[str]:
    log: list[str] = []
    job.finished.connect(lambda result: log.append(f"finished {result}"))
    job.failed.connect(lambda error: log.append(f"failed {error}"))
    job.cancelled.connect(lambda: log.append("cancelled"))
    return log


def _count(progress: Progress) -> str:
    """Five seconds of work, unless it is stopped."""
    for step in range(500):
        progress(step, 500)
        time.sleep(0.01)
    return "late"


def test_a_job_gives_its_result_in_the_thread_of_the_window(jobs: Jobs, qtbot: QtBot) -> None:
    where: list[int] = []
    job = jobs.start("Sum", lambda progress: sum(range(5)))
    job.finished.connect(lambda _: where.append(threading.get_ident()))
    log = _log(job)
    qtbot.waitUntil(lambda: bool(log))
    assert log == ["finished 10"]
    assert where == [threading.get_ident()]


def test_a_fault_is_handed_over_and_does_not_raise(jobs: Jobs, qtbot: QtBot) -> None:
    log = _log(jobs.start("Divide", lambda progress: 1 / 0))
    qtbot.waitUntil(lambda: bool(log))
    assert log == ["failed division by zero"]


def test_progress_is_passed_on_a_few_times_a_second_with_time_left(jobs: Jobs, qtbot: QtBot) -> None:
    job = jobs.start("Count", _count)
    seen: list[tuple[int, int]] = []
    job.progressed.connect(lambda done, total: seen.append((done, total)))
    begun = time.monotonic()
    qtbot.waitUntil(lambda: len(seen) >= 4)
    assert time.monotonic() - begun >= 0.25
    assert 3 < job.remaining_seconds < 8
    job.cancel()


def test_a_cancelled_job_says_so_once_and_its_late_result_is_dropped(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()

    def deaf(progress: Progress) -> str:
        gate.wait(5)
        return "late"

    job = jobs.start("Deaf", deaf)
    log = _log(job)
    job.cancel()
    assert log == ["cancelled"]
    gate.set()
    job.wait()
    qtbot.wait(50)
    job.cancel()
    assert log == ["cancelled"]


def test_cancel_reaches_work_that_reports(jobs: Jobs, qtbot: QtBot) -> None:
    job = jobs.start("Count", _count)
    qtbot.wait(50)
    job.cancel()
    begun = time.monotonic()
    job.wait()
    assert time.monotonic() - begun < 1


def test_closing_stops_everything_and_leaves_no_thread(jobs: Jobs, qtbot: QtBot) -> None:
    logs = [_log(jobs.start(f"Count {number}", _count)) for number in range(3)]
    assert len(jobs.active) == 3
    jobs.close()
    assert _threads() == []
    assert jobs.active == ()
    qtbot.wait(50)
    assert logs == [["cancelled"]] * 3


def test_ended_jobs_are_deleted_by_their_owner(jobs: Jobs, qtbot: QtBot) -> None:
    for number in range(20):
        with qtbot.waitSignal(jobs.start(f"Sum {number}", lambda progress: 1).finished):
            pass
    qtbot.waitUntil(lambda: not _threads())
    jobs.start("Last", lambda progress: 1)
    qtbot.wait(50)
    assert len(jobs.findChildren(Job)) <= 2


def test_only_jobs_knows_about_threads() -> None:
    words = re.compile(r"\b(QThread|QThreadPool|QRunnable|threading|multiprocessing|concurrent)\b")
    guilty = [file.name for file in APP.rglob("*.py") if words.search(file.read_text(encoding="utf-8"))]
    assert guilty == ["jobs.py"]


def test_a_report_of_progress_that_another_has_overtaken_is_not_sent(jobs: Jobs, qtbot: QtBot) -> None:
    reached = threading.Event()

    def report(progress: Progress) -> None:
        for step in (1, 2, 3):
            progress(step, 3)
            time.sleep(0.11)
        reached.set()

    job, seen = jobs.start("Report", report), []
    job.progressed.connect(lambda done, total: seen.append(done))
    assert reached.wait(5)
    log = _log(job)
    qtbot.waitUntil(lambda: bool(log))
    assert seen == [3]
    assert job.share == 1.0
