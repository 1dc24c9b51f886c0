"""Random plans in plain Python, every event looked at: see watched.py for the rules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from planner.model.absence import Absence, AbsenceKind
from planner.model.cases import Case, Phase
from planner.model.team import Outcome
from planner.simulate.replicate import simulate
from tests.simulate.small_networks import DAY_HOURS, START, band, constant, officers, plan, route, stage, team

ROOT = Path(__file__).parents[2]


def watch(examples: int, program: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Random plans run by the engine of the program in a folder, watched."""
    surroundings = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join([str(program), str(ROOT)])}
    # numpy warns where 64-bit words wrap round, as the mixing function wants.
    command = [sys.executable, "-W", "ignore::RuntimeWarning", "-m", "tests.simulate.watched", str(examples)]
    return subprocess.run(command, cwd=program, env=surroundings, capture_output=True, text=True)


@pytest.mark.timeout(300)
@pytest.mark.slow
def test_a_few_plans_keep_the_rules():
    done = watch(5)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_many_plans_keep_the_rules():
    done = watch(250)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert len(seen) == 9
    assert min(seen.values()) > 20, f"a rule was hardly put to the test: {seen}"


AWAY = (Absence(AbsenceKind.LEAVE, START + timedelta(1), START + timedelta(2)),)


def urgent_and_usual(absences: tuple[Absence, ...], urgent: int, usual: int) -> list[float]:
    """Days to the end of an immediate case that comes up on the second day, and of a usual one of two days' work."""
    bands = (band("now", 0.5, immediate=True, priority=urgent), band("low", 0.5, priority=usual))
    serve = stage("serve", constant(2 * DAY_HOURS), route("first", band="now"), route("second", band="low"))
    rest = stage("rest", constant(0), route("serve"), delay=constant(2.5, "days"))
    ends = (Outcome("first", "First"), Outcome("second", "Second"))
    yesterday = START - timedelta(1)
    book = (
        Case("urgent", "t", "now", "rest", yesterday, yesterday, Phase.DELAY, "t-0"),
        Case("usual", "t", "low", "serve", yesterday, yesterday, owner="t-0"),
    )
    unit = team(serve, rest, rate=0, bands=bands, outcomes=ends)
    found = simulate(plan(unit, people=officers(1, absences=absences), cases=book), days=9, replications=1).team("t")
    return [float(days) for days in found.closed_age_days[0, :, 0]]


def test_an_immediate_task_interrupts():
    """The usual task has half a day left when the urgent one comes, and ends after it."""
    assert urgent_and_usual((), 0, 1) == pytest.approx([4.5, 5.0], abs=1e-3)


def test_an_immediate_task_that_came_up_in_an_absence_goes_before_the_work_in_hand():
    """The officer is back on the fourth day, with a day of the usual task to go."""
    assert urgent_and_usual(AWAY, 0, 1) == pytest.approx([6.0, 7.0], abs=1e-3)


def test_an_immediate_band_interrupts_whatever_its_priority():
    assert urgent_and_usual((), 2, 0) == pytest.approx([4.5, 5.0], abs=1e-3)
