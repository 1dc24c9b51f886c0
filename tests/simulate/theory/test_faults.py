"""The checks can fail: one line of the engine is changed, in a copy, and the check that should notice does.

A proof that no fault disturbs proves nothing. Each fault compiles an engine of its own, so these are slow.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from planner import paths
from tests.simulate.test_watched import watch

ROOT = Path(__file__).parents[3]
RUN_CHECK = """
import sys
from pathlib import Path
from planner.simulate.compiled import keep_in
keep_in(Path(sys.argv[1]))
from tests.simulate.theory.catalogue import CHECKS, name_of, holds
from tests.simulate.theory.check import QUICK
(check,) = [check for check in CHECKS if name_of(check) == sys.argv[2]]
for mean, found in zip(check.means, check.measured(QUICK)[1], strict=True):
    holds(mean, found)
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the kernel, found by a pattern, and what it is replaced by."""

    name: str
    module: str
    line: str
    instead: str
    check: str
    """The theoretical check that notices, or the rule that the watched engine breaks."""


COMPILED = (
    Fault(
        "service forgets priority",
        "queues.py",
        r"int\(priority\) << PRIORITY_PLACE",
        "int(priority >= 32) << 62",
        "M/G/1 with three priorities in the officer's own queue, gamma, cv 1.2, load 0.9",
    ),
    Fault(
        "an interrupted task begins again",
        "officers.py",
        r"    see\.\S+\[person\.holds\]\S* = person\.remaining\n",
        "",
        "M/G/1, an immediate band interrupts, lognormal, cv 1, load 0.85",
    ),
    Fault(
        "a resource has a server too many",
        "cases.py",
        r"state\.busy < state\.servers",
        "state.busy <= state.servers",
        "A shared resource as M/M/3, load 0.9",
    ),
    Fault(
        "an exponential duration is its mean",
        "chance.py",
        r"-math\.log\(1\.0 - u\) \* see",
        "see",
        "M/M/1, load 0.8",
    ),
)
WATCHED = (
    Fault("service forgets the due date", "queues.py", r"due \+ DUE_ORIGIN", "DUE_ORIGIN", "begun out of turn"),
    Fault(
        "half of a wait outside is enough",
        "tasks.py",
        r"int\(wait \* TICKS\)",
        "int(wait * TICKS / 2)",
        "before its wait",
    ),
    Fault(
        "a day off is worked",
        "officers.py",
        r"(holds = IDLE\n)    if person\.rate <= 0\.0:\n        return\n",
        r"\1",
        "away",
    ),
)


def broken(fault: Fault, folder: Path) -> Path:
    """A copy of the program with the fault in its kernel."""
    shutil.copytree(ROOT / "planner", folder / "planner", ignore=shutil.ignore_patterns("__pycache__", "app"))
    module = folder / "planner" / "simulate" / "kernel" / fault.module
    text, changes = re.subn(fault.line, fault.instead, module.read_text("utf-8"))
    assert changes == 1, f"{fault.module} has {changes} such lines"
    module.write_text(text, "utf-8")
    return folder


def run_check(name: str, program: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """A short run of one check by the engine of the program in a folder."""
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join([str(program), str(ROOT)])}
    command = [sys.executable, "-c", RUN_CHECK, str(cache), name]
    return subprocess.run(command, cwd=program, env=surroundings, capture_output=True, text=True)


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("fault", COMPILED, ids=lambda fault: fault.name)
def test_a_check_with_theory_notices(fault: Fault, tmp_path: Path):
    sound = run_check(fault.check, ROOT, paths.user_cache())
    assert sound.returncode == 0, sound.stderr
    done = run_check(fault.check, broken(fault, tmp_path), tmp_path / "cache")
    assert done.returncode == 1
    assert re.search("AssertionError: .* exact", done.stderr), done.stderr


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("fault", WATCHED, ids=lambda fault: fault.name)
def test_a_rule_that_is_watched_notices(fault: Fault, tmp_path: Path):
    """That the sound engine keeps the rules is test_watched.py's."""
    done = watch(60, broken(fault, tmp_path))
    assert done.returncode == 1
    assert re.search(f"AssertionError: .*{fault.check}", done.stderr), done.stderr
