"""The window never stands still: a timer that should tick every 10 milliseconds says how long it was kept waiting."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

LIMIT_SECONDS = 0.1
LIMITS = {"opening": 0.3, "loading": 0.3}
"""Longest allowed while the window starts: nothing can be asked of it yet, or next to nothing."""
LOOP_SECONDS = 0.033
"""Processor time of `_loop` where the limits were set; on a slower machine they are longer in proportion."""
PARTS = {"opening", "loading", "visits", "first result", "drag", "second result", "lever"} | {
    "demand",
    "growth drag",
    "another team",
    "back-test",
    "data",
}
ATTEMPTS = 3
WATCHED_SESSION = Path(__file__).parent / "watched_session.py"


def _watch(plan: Path, *arguments: str) -> dict[str, tuple[float, float]]:
    """The longest gaps, wall and of the window's own work, for each part of a session in a process of its own."""
    ran = subprocess.run(
        [sys.executable, str(WATCHED_SESSION), str(plan), *arguments],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    gaps = {}
    for line in ran.stdout.splitlines():
        part, wall, work = line.split("\t")
        gaps[part] = (float(wall), float(work))
    return gaps


def _loop() -> float:
    begun = time.thread_time()
    sum(number * number for number in range(400_000))
    return time.thread_time() - begun


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_session_never_keeps_the_user_waiting(plan_file: Path) -> None:
    """Judged by the work of the window's thread between ticks, as on a busy machine the wall clock counts others'.

    Even that work takes twice as long beside a busy neighbour; but what keeps the user waiting does so each time.
    """
    slow: set[str] | None = None
    slower = max(1.0, min(_loop() for _ in range(9)) / LOOP_SECONDS)
    for attempt in range(ATTEMPTS):
        gaps = _watch(plan_file)
        print(attempt, gaps)  # noqa: T201 - shown when the test fails
        assert set(gaps) == PARTS
        now = {part for part, gap in gaps.items() if gap[1] >= slower * LIMITS.get(part, LIMIT_SECONDS)}
        slow = now if slow is None else slow & now
        if not slow:
            return
    assert slow == set()


def printed(script: str, plan_file: Path) -> str:
    """What a script prints in a process of its own, which ends well."""
    ran = subprocess.run(
        [sys.executable, "-c", script, str(plan_file)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@pytest.mark.slow
def test_the_slowest_place_is_there_before_the_first_visit(plan_file: Path) -> None:
    script = (
        "import sys; sys.argv = ['', sys.argv[1]]; sys.path.insert(0, 'tests/app'); import watched_session as w; "
        "session = w.Session(sys.argv[1]); before = sorted({'pyqtgraph', 'numpy'} & set(sys.modules)); "
        "session.until_ready(); print(before, 'scenarios' in session.window.panels, session.window.place, "
        "session.window.panels['scenarios'].isVisible(), len(session.window.jobs.active)); session.window.close()"
    )
    assert printed(script, plan_file) == "[] True overview False 0"


@pytest.mark.slow
def test_a_click_during_loading_is_answered_at_once_and_makes_one_place(plan_file: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, 'tests/app'); import watched_session as w; "
        "from planner.app.panels.panel import Panel; session = w.Session(sys.argv[1]); window = session.window; "
        "session.until(lambda: 'pyqtgraph' in sys.modules); half = 'pyqtgraph.widgets.PlotWidget' in sys.modules; "
        "window.go('scenarios'); panel = window.panels['scenarios']; "
        "session.until(lambda: panel.picture is not None and not window.jobs.active); "
        "places = [panel.objectName() for panel in window.findChildren(Panel)]; "
        "print(half, window.place, places.count('scenarios_panel'), panel.picture is not None); "
        "window.close()"
    )
    assert printed(script, plan_file) == "False scenarios 1 True"
