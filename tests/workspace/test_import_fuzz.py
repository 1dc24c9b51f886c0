"""Spoilt files by the thousand: each is taken whole or refused in a sentence, and no more happens.

`importing.py` imports them in processes of their own, within bounds of memory and time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from planner.edit.beginning import Beginning
from planner.workspace import Workspace, new_plan
from tests.workspace.import_mutants import FORMATS, KINDS, mutant
from tests.workspace.importing import MEMORY, attempt

ROOT = Path(__file__).parents[2]
FILES = 2040
IN_ONE = 120
"""Files that one process imports."""
QUICK = [*range(0, 24, 5), *(number for number in range(31, FILES, 31) if FORMATS[number // 4 % 6] in ("csv", "paste"))]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="memory and time are bounded the POSIX way")


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "fuzz.plan"
    Workspace.create(path, new_plan("polit", None, Beginning(6, 1, 2, 40.0), date(2026, 11, 2))).close()
    return path


def test_a_few_spoilt_files(plan_file: Path) -> None:
    outcomes = Counter()
    with Workspace.open(plan_file) as workspace:
        workspace.pseudonym_key()
        for number in QUICK:
            given = mutant(number, workspace.plan)
            if len(given.content) < 1_000_000:
                outcomes[attempt(workspace, given, plan_file.parent)[0]] += 1
    assert outcomes.total() >= 30
    assert min(outcomes["taken"], outcomes["refused"]) >= 5


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_thousands_of_spoilt_files(plan_file: Path) -> None:
    with Workspace.open(plan_file) as workspace:
        workspace.pseudonym_key()
    begun: dict[int, dict[str, object]] = {}
    done: dict[int, dict[str, object]] = {}
    peaks = []
    for first in range(0, FILES, IN_ONE):
        numbers = [str(first), str(min(first + IN_ONE, FILES)), "1"]
        command = [sys.executable, "-m", "tests.workspace.importing", str(plan_file.parent), *numbers]
        found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
        lines = [json.loads(line) for line in found.stdout.splitlines()]
        begun |= {line["begun"]: line for line in lines if "begun" in line}
        done |= {line["done"]: line for line in lines if "done" in line}
        peaks += [max(line["peak"], line["children"]) for line in lines if "peak" in line]
        assert found.returncode == 0, (begun[max(begun)], found.returncode, found.stderr[-2000:])
    assert sorted(done) == list(range(FILES))
    for form in FORMATS:
        for kind in range(len(KINDS)):
            outcomes = Counter(done[n]["outcome"] for n in done if begun[n]["form"] == form and n % 4 == kind)
            assert min(outcomes["taken"], outcomes["refused"]) >= 5, (form, KINDS[kind], outcomes)
    assert all(line["outcome"] == "taken" for number, line in done.items() if begun[number]["spoilt"] == "not at all")
    assert max(peaks) < MEMORY + 200_000_000
