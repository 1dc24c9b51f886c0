"""Where the engine was never compiled, another process does it: once for all, and no longer than somebody waits."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from planner.app import jobs as jobs_module
from planner.app import runs
from planner.app.jobs import Beside, Job, Jobs
from planner.app.main_window import MainWindow
from planner.model.progress import unheard
from planner.workspace import engine, engine_is_ready, preparing_command

ROOT = Path(__file__).parents[2]
CHILD = "import sys, time; open(sys.argv[1], 'a').write('begun\\n'); time.sleep(float(sys.argv[2]))"


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()
    jobs.deleteLater()


@pytest.fixture
def no_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A computer on which the program never ran."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(jobs_module, "BESIDE", Beside())
    monkeypatch.setattr(engine, "_session_folder", [])
    return tmp_path / "cache"


@pytest.fixture
def locked_cache(no_cache: Path) -> Path:
    """A file is where the cache folder should be."""
    no_cache.write_text("in the way")
    return no_cache


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_in(jobs: Jobs, beside: Beside, log: Path, seconds: float) -> Job:
    command = [sys.executable, "-c", CHILD, str(log), str(seconds)]
    return jobs.start("Waiting", lambda progress: beside.run(command, os.environ, progress))


def test_jobs_share_one_process_which_lives_as_long_as_one_of_them_waits(
    jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    beside, log = Beside(), tmp_path / "log"
    first, second = (_wait_in(jobs, beside, log, 60) for _ in range(2))
    qtbot.waitUntil(log.exists)
    pid = beside._child.pid
    first.cancel()
    first.wait(5)
    assert not first.alive()
    assert _runs(pid)
    second.cancel()
    second.wait(5)
    assert not second.alive()
    assert not _runs(pid)
    assert log.read_text() == "begun\n"
    third = _wait_in(jobs, beside, log, 0)
    with qtbot.waitSignal(third.finished):
        pass
    assert log.read_text() == "begun\n" * 2


def test_a_process_that_ended_is_not_started_again(jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    beside, log = Beside(), tmp_path / "log"
    for _ in range(2):
        with qtbot.waitSignal(_wait_in(jobs, beside, log, 0).finished):
            pass
    assert log.read_text() == "begun\n"


def test_a_program_that_cannot_be_started_holds_nobody_up(tmp_path: Path) -> None:
    beside = Beside()
    beside.run([str(tmp_path / "nothing")], os.environ, unheard)
    assert beside.over


def test_cancel_ends_the_compiling_at_once(jobs: Jobs, qtbot: QtBot, no_cache: Path) -> None:
    job = jobs.start("Preparing", runs.make_engine_ready)
    qtbot.waitUntil(lambda: jobs_module.BESIDE._child is not None)
    pid = jobs_module.BESIDE._child.pid
    qtbot.wait(300)
    assert job.active
    job.cancel()
    job.wait(1)
    assert not job.alive()
    assert not _runs(pid)
    assert not engine_is_ready()


def test_closing_the_window_ends_the_compiling(
    empty_window: MainWindow, plan_file: Path, no_cache: Path, qtbot: QtBot
) -> None:
    empty_window.session.open(plan_file)
    qtbot.waitUntil(lambda: jobs_module.BESIDE._child is not None)
    pid = jobs_module.BESIDE._child.pid
    assert empty_window.status.work.text() == runs.PREPARING
    qtbot.wait(200)
    assert empty_window.status.work.text() == runs.PREPARING
    assert empty_window.status.bar.maximum() == 0
    empty_window.close()
    assert not _runs(pid)


@pytest.mark.slow
def test_a_cache_folder_that_cannot_be_written_is_told_once(
    window: MainWindow, told: Callable[[], str], locked_cache: Path, qtbot: QtBot
) -> None:
    window.warm_up.begin()
    qtbot.waitUntil(lambda: "prepared anew in each session" in told())
    assert str(locked_cache) in told()
    window.banner.dismiss.click()
    runs.make_engine_ready(_stop)
    window.warm_up.begin()
    qtbot.waitUntil(lambda: window.warm_up._left is False)
    assert told() == ""


def _stop(done: int, total: int) -> None:
    """Does not wait for the other process."""
    jobs_module.BESIDE._child.kill()


def test_what_the_plans_place_says_is_not_pushed_aside(window: MainWindow, told: Callable[[], str]) -> None:
    window.banner.tell("The folder is copied to other machines.", "warn")
    window.warm_up.cautioned.emit("Prepared anew.")
    assert told() == "The folder is copied to other machines. Prepared anew."


def test_a_session_without_a_cache_keeps_the_engine_in_a_folder_that_goes_with_it(locked_cache: Path) -> None:
    script = (
        "from planner.workspace import engine, keep_engine_for_session, preparing_command; "
        "assert keep_engine_for_session(); folder = engine.engine_folder(); assert folder.is_dir(); "
        "assert preparing_command()[0][-1] == str(folder); print(folder)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert not Path(ran.stdout.strip()).exists()


def test_a_cache_that_can_be_written_is_used(no_cache: Path) -> None:
    assert runs.engine_caution(unheard) is None
    assert engine.engine_folder().is_relative_to(no_cache)


def test_a_frozen_program_is_asked_by_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert preparing_command()[0][1:4] == ["-P", "-m", "planner"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command, _ = preparing_command()
    assert command[:3] == [sys.executable, "prepare", "--into"]


@pytest.mark.slow
def test_the_command_prepares_from_any_folder(no_cache: Path, tmp_path: Path) -> None:
    """In plain Python nothing is compiled, so this is quick; that the command ends well is what matters here."""
    command, environment = preparing_command()
    ran = subprocess.run(
        command,
        env={**environment, "NUMBA_DISABLE_JIT": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, "The engine is ready.\n"), ran.stderr


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_what_the_other_process_compiled_is_loaded_and_not_compiled_again(no_cache: Path) -> None:
    runs.make_engine_ready(unheard)
    assert engine_is_ready()
    kept = {path: path.stat().st_mtime_ns for path in no_cache.rglob("*.nb*")}
    script = (
        "import time; from planner.workspace import prepare_engine; begun = time.process_time(); prepare_engine(); "
        "print(time.process_time() - begun)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=100, check=True
    )
    assert float(ran.stdout) < 5
    assert {path: path.stat().st_mtime_ns for path in no_cache.rglob("*.nb*")} == kept
