"""A writer killed at any moment loses no edit that it reported as saved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from planner.storage.connection import journal_path
from planner.storage.inspection import check
from planner.storage.lock import lock_path
from planner.storage.planfile import PlanFile
from tests.storage.killed_writer import edited, events_of, first, imported
from tests.storage.sample_events import same

_WRITER = Path(__file__).with_name("killed_writer.py")


class _Victims:
    """Writers that are killed one after the other; the program is started once, where processes can be forked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._forks = hasattr(os, "fork")
        self._program: subprocess.Popen[str] | None = None

    def last_edit_saved(self, life_seconds: float) -> int:
        """Let a writer live that long after it opened the plan; the last edit it reported, or found."""
        if self._program is None:
            self._program = subprocess.Popen(
                [sys.executable, str(_WRITER), str(self._path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            )
            assert self._line() == ["ready"]
        victim = self._program.pid
        if self._forks:
            assert self._program.stdin is not None
            self._program.stdin.write("\n")
            self._program.stdin.flush()
        number, killer = -1, None
        while line := self._line():
            if line[0] == "child":
                victim = int(line[1])
            elif line[0] == "gone":
                break
            else:
                number = int(line[1])
            if killer is None and number >= 0 and (not self._forks or victim != self._program.pid):
                killer = threading.Timer(life_seconds, self._kill, [victim])
                killer.start()
        if killer is not None:
            killer.join()
        if not self._forks:
            self.close()
        return number

    def _line(self) -> list[str]:
        assert self._program is not None
        assert self._program.stdout is not None
        line = self._program.stdout.readline()
        # A line that the kill cut off reports nothing.
        return line.split() if line.endswith("\n") else []

    def _kill(self, victim: int) -> None:
        assert self._program is not None
        if self._forks:
            os.kill(victim, signal.SIGKILL)
        else:
            self._program.kill()

    def close(self) -> None:
        if self._program is not None:
            self._program.kill()
            self._program.communicate()
            self._program = None


@pytest.fixture
def victims(tmp_path: Path) -> Iterator[_Victims]:
    found = _Victims(tmp_path / "killed.plan")
    yield found
    found.close()


@pytest.mark.timeout(300)
@pytest.mark.slow
@pytest.mark.parametrize("kills", [100])
def test_no_saved_edit_is_lost(tmp_path: Path, victims: _Victims, kills: int) -> None:
    path = tmp_path / "killed.plan"
    original = first()
    PlanFile.create(path, original).close()
    chance = np.random.default_rng(int(time.time()))
    kills = kills if hasattr(os, "fork") else kills // 10
    interrupted = lock_left = edits = done = 0
    # The test means something when writers had edits to lose, and some were killed in the middle of a save.
    while done < kills or edits < kills // 2 or interrupted < kills // 50:
        done += 1
        # On a machine that has other work to do a writer needs longer for an edit.
        slowness = max(1.0, done / (1 + edits))
        saved = victims.last_edit_saved(float(chance.uniform(0, 0.06 * slowness)))
        assert saved >= edits
        interrupted += journal_path(path).exists()
        lock_left += lock_path(path).exists()
        with PlanFile.open(path) as file:
            found = int(file.plan.note.split()[0])
            # The edit after the last reported one may have been saved without time to say so.
            assert saved <= found <= saved + 1
            assert file.plan == edited(original, found)
            assert found == 0 or same(file.raw_events(imported(found).key), events_of(found))
        findings = check(path)
        assert findings.ok, findings
        edits = found
    assert lock_left == done
    assert [entry.name for entry in tmp_path.iterdir() if not entry.name.startswith(".")] == [path.name]
