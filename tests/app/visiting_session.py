"""Each place of the window opened and left again and again: `visiting_session.py PLAN ROUNDS`.

It prints by how many megabytes the memory that only this process has grew from the first rounds (which fill what is
kept on purpose) to the last, all places together.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QCoreApplication, QEvent

from planner.app.actions import place_specs
from planner.app.collector import Collector
from planner.app.main_window import MainWindow
from planner.app.start import prepare_application
from planner.app.theme import Appearance
from planner.app.window_state import WindowState

PATIENCE_SECONDS = 60.0
FIRST = 20
"""Rounds before the memory is looked at."""


def own_megabytes() -> float:
    """Memory that no other process shares, after all that nobody holds has been given back."""
    for _ in range(3):
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    rows = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(row.split()[1]) for row in rows if row.startswith("Private_")) / 1024


def rest(window: MainWindow) -> None:
    """Until nothing is at work and everything is drawn."""
    end = time.perf_counter() + PATIENCE_SECONDS
    quiet = 0
    while quiet < 3 and time.perf_counter() < end:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        quiet = 0 if window.jobs.active else quiet + 1
        time.sleep(0.001)


def main() -> None:
    """Open a plan, let it come to rest, and go from place to place."""
    application = prepare_application()
    Collector(application)
    appearance = Appearance(application)
    appearance.apply()
    window = MainWindow(appearance, WindowState(Path(tempfile.mkdtemp())))
    window.show()
    window.session.open(Path(sys.argv[1]))
    places = [spec.name for spec in place_specs()]
    for place in (*places, "overview"):
        window.go(place)
        rest(window)
    before = 0.0
    for round_ in range(FIRST + int(sys.argv[2])):
        if round_ == FIRST:
            before = own_megabytes()
        for place in places:
            window.go(place)
            rest(window)
    print(f"{own_megabytes() - before:.2f}", flush=True)  # noqa: T201 - a script's answer
    window.close()


if __name__ == "__main__":
    main()
