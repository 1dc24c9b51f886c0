"""Imports a file of referral events into a new plan file as the command does, and says how long that took.

`python -m tests.benchmarks.importing_child EVENTS PLAN` prints seconds, the peak of memory in bytes, and seconds of the
last step, which the window waits for.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

from planner.model.imported import DROPPED, ImportKind
from planner.workspace import Workspace, guess_columns, open_source, read_import


def main() -> None:
    """Import once."""
    with Workspace.open(Path(sys.argv[2])) as workspace:
        began = time.perf_counter()
        with open_source(Path(sys.argv[1])) as source:
            choices = tuple(
                replace(choice, field=DROPPED) if choice.worry else choice
                for choice in guess_columns(source, ImportKind.EVENTS, workspace.plan)
            )
            read = read_import(source, ImportKind.EVENTS, choices, workspace.import_basis(ImportKind.EVENTS))
        before = time.perf_counter()
        workspace.take_import(read)
        ended = time.perf_counter()
    peak = peak_memory()
    taken = 0 if read.record is None else read.record.taken
    said = {"seconds": ended - began, "last_step": ended - before, "peak": peak, "taken": taken}
    sys.stdout.write(json.dumps(said) + "\n")


def peak_memory() -> int:
    """Bytes that this process held at most. Its own: `ru_maxrss` begins with what the parent held."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
