"""The window holds no more memory after a day of going from place to place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS = int(os.environ.get("PLANNER_VISITS", "100"))
"""Of all places; 300 with more patience."""
MOST_MEGABYTES = 5.0


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells what memory is a process's own"
)
def test_places_opened_again_and_again_leave_nothing_behind(plan_file: Path) -> None:
    script = Path(__file__).with_name("visiting_session.py")
    told = subprocess.run(
        [sys.executable, str(script), str(plan_file), str(ROUNDS)], capture_output=True, text=True, check=True
    )
    assert float(told.stdout) <= MOST_MEGABYTES, f"{told.stdout.strip()} MB more after {ROUNDS} rounds"
