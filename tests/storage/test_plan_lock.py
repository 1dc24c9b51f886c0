"""One writer at a time, who is named to everybody else, and whose lock does not outlive its process."""

from __future__ import annotations

import getpass
import json
import os
import sqlite3
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from planner.storage.errors import Held
from planner.storage.lock import Holder, Lock, holder, lock_path
from planner.storage.planfile import PlanFile
from planner.storage.processes import birth, is_running

# At one line opens the plan and says how that went, at the next lets go of it.
_OPENER = """
import sys
from pathlib import Path
from planner.storage.errors import PlanFileError
from planner.storage.planfile import PlanFile
import sqlite_utils
print("ready", flush=True)
for line in sys.stdin:
    try:
        file = PlanFile.open(Path(sys.argv[1]))
        print("open", flush=True)
    except PlanFileError as error:
        file = None
        print(type(error).__name__, error, flush=True)
    sys.stdin.readline()
    if file is not None:
        file.close()
    print("ready", flush=True)
"""


def _opener(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _OPENER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _say(process: subprocess.Popen[str], text: str) -> None:
    assert process.stdin is not None
    process.stdin.write(text)
    process.stdin.flush()


def _hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def _dead_holder() -> Holder:
    """The mark of a process of this machine that has ended."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    born = birth(process.pid)
    process.communicate(b"\n")
    return replace(_mark(), pid=process.pid, born=born, token="dead")


def _mark() -> Holder:
    import socket

    return Holder("alice", socket.gethostname(), os.getpid(), birth(os.getpid()), "2026-11-22T09:14:00+00:00", "t0")


def _leave(path: Path, mark: Holder) -> None:
    lock_path(path).write_text(json.dumps(asdict(mark)))


@pytest.mark.slow
def test_the_second_writer_is_told_who_the_first_is(path: Path) -> None:
    first = _opener(path)
    try:
        assert _hear(first) == "ready"
        _say(first, "\n")
        assert _hear(first) == "open"
        with pytest.raises(Held) as caught:
            PlanFile.open(path)
        found = holder(path)
        assert found is not None
        assert found.pid == first.pid
        assert found.user == getpass.getuser()
        assert f"full.plan (in {path.parent}) is open for editing by {found.user} on {found.machine} since" in str(
            caught.value
        )
        assert "open it read-only" in str(caught.value)
        assert caught.value.holder == str(found)
        PlanFile.open(path, read_only=True).close()
    finally:
        _kill(first)
    # The lock is still there, but not the process.
    assert lock_path(path).exists()
    PlanFile.open(path).close()
    assert not lock_path(path).exists()


def test_this_process_cannot_open_it_twice(file: PlanFile) -> None:
    with pytest.raises(Held):
        PlanFile.open(file.path)
    file.save(replace(file.plan, note="still ours"))


def test_the_lock_of_a_process_that_ended_is_taken_over(path: Path) -> None:
    _leave(path, _dead_holder())
    with PlanFile.open(path):
        found = holder(path)
        assert found is not None
        assert found.pid == os.getpid()


def test_a_process_number_that_was_given_out_again_is_not_the_holder(path: Path) -> None:
    if not birth(os.getpid()):
        pytest.skip("this system does not tell when a process began")
    _leave(path, replace(_mark(), born="another boot/1"))
    PlanFile.open(path).close()


def test_the_lock_of_another_machine_stands(path: Path) -> None:
    _leave(path, replace(_dead_holder(), machine="pc-0012"))
    with pytest.raises(Held, match=r"by alice on pc-0012 since 22 November 2026, \d\d:14"):
        PlanFile.open(path)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"user": 1}', b"[" * 100_000, b"null"])
def test_a_lock_that_cannot_be_read_stands(path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.storage.lock._TRIES", 2)
    lock_path(path).write_bytes(content)
    with pytest.raises(Held, match=r"does not say by whom: .* delete the file \.full\.plan\.lock"):
        PlanFile.open(path)
    assert lock_path(path).read_bytes() == content


@pytest.mark.parametrize(
    "change", [{"pid": "7"}, {"since": "yesterday"}, {"user": None}, {"pid": True}, {"pid": 2**80}, {"pid": -1}]
)
def test_a_lock_with_odd_entries(path: Path, change: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.storage.lock._TRIES", 2)
    lock_path(path).write_text(json.dumps({**asdict(_mark()), **change}))
    # Never a traceback: refused when it makes no sense, taken over when no such process can be running.
    try:
        PlanFile.open(path).close()
    except Held:
        assert change.get("pid") not in (2**80, -1)


def test_a_lock_that_was_taken_away_stops_the_save(file: PlanFile) -> None:
    _leave(file.path, replace(_mark(), user="bob", machine="pc-2", token="other"))
    with pytest.raises(Held, match="by bob on pc-2"):
        file.save(replace(file.plan, note="lost"))
    file.close()
    # Not ours, so it stays.
    assert lock_path(file.path).exists()


def test_a_lock_that_was_deleted_is_made_again_by_the_next_save(file: PlanFile) -> None:
    lock_path(file.path).unlink()
    file.save(replace(file.plan, note="here"))
    found = holder(file.path)
    assert found is not None
    assert found.pid == os.getpid()


@pytest.mark.slow
def test_of_many_who_open_at_once_one_wins(path: Path) -> None:
    openers = [_opener(path) for _ in range(4)]
    try:
        for opener in openers:
            assert _hear(opener) == "ready"
        for stale in (True, False) * 4:
            if stale:
                _leave(path, _dead_holder())
            for opener in openers:
                _say(opener, "\n")
            answers = [_hear(opener) for opener in openers]
            assert sum(answer == "open" for answer in answers) == 1, answers
            assert sum(answer.startswith("Held") for answer in answers) == 3, answers
            for opener in openers:
                _say(opener, "\n")
            assert [_hear(opener) for opener in openers] == ["ready"] * 4
            assert not lock_path(path).exists()
    finally:
        for opener in openers:
            _kill(opener)


@pytest.mark.slow
def test_who_waits_to_take_over_looks_again(path: Path) -> None:
    _leave(path, _dead_holder())
    gate = sqlite3.connect(path, isolation_level=None)
    opener = _opener(path)
    try:
        assert _hear(opener) == "ready"
        gate.execute("BEGIN IMMEDIATE")
        _say(opener, "\n")
        time.sleep(0.5)
        # Meanwhile a third one was faster.
        _leave(path, replace(_mark(), token="third"))
        gate.execute("ROLLBACK")
        assert _hear(opener).startswith("Held")
    finally:
        gate.close()
        _kill(opener)
    found = holder(path)
    assert found is not None
    assert found.token == "third"


def test_a_folder_without_links(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    # Memory sticks (FAT) answer like this; no such disk can be made in a test.
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    lock = Lock.take(path)
    with pytest.raises(Held):
        Lock.take(path)
    lock.release()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_running_processes() -> None:
    mine = birth(os.getpid())
    assert is_running(os.getpid(), mine)
    assert is_running(os.getpid(), "")
    assert not is_running(0, "")
    dead = _dead_holder()
    assert not is_running(dead.pid, dead.born)


def test_a_holder_says_who_and_since_when() -> None:
    assert str(replace(_mark(), machine="pc-1")).startswith("alice on pc-1 since 22 November 2026, ")
