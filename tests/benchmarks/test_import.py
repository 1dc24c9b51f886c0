"""How long a million referral events take into a plan, beside `sqlite3`'s own `.import` of the same file.

`pytest tests/benchmarks/test_import.py --benchmark-enable` prints the table; the ratio is the measure, not the seconds.
Without a `sqlite3` shell on the machine, Python's csv reader and `executemany` stand in for it.
"""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from planner.workspace import Workspace, new_plan

ROOT = Path(__file__).parents[2]
ROWS = 1_000_000
ROUNDS = 5
MOST_MEMORY = 500_000_000
_DAYS = 3650
_WORDS = ("seen", "at", "school", "reported", "by", "phone", "call", "back", "later", "no", "further", "action")


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Made-up referrals of ten years: date, team, band, reference, and a remark that is not kept."""
    rows = ROWS if request.config.getoption("benchmark_enable") else 20_000
    chance = np.random.default_rng(1)
    days = [f"{date(2016, 1, 1) + timedelta(days=day):%d/%m/%Y}" for day in range(_DAYS)]
    bands = ("very-high", "high", "medium", "low")
    columns = (chance.integers(0, most, rows).tolist() for most in (_DAYS, 4, len(_WORDS), len(_WORDS)))
    path = tmp_path_factory.mktemp("events") / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("Date received,Team,Risk band,Reference,Remarks\r\n")
        file.writelines(
            f"{days[day]},polit,{bands[band]},REF/{number:07},{_WORDS[one]} {_WORDS[two]} by phone and call back\r\n"
            for number, (day, band, one, two) in enumerate(zip(*columns, strict=True))
        )
    return path


def by_sqlite(events: Path, folder: Path) -> float:
    """Seconds that SQLite needs for the same rows, every column, into a file of its own."""
    made = folder / "peer.db"
    made.unlink(missing_ok=True)
    shell = shutil.which("sqlite3")
    began = time.perf_counter()
    if shell is not None:
        subprocess.run([shell, str(made), ".mode csv", f".import {events} events"], check=True)
    else:
        with events.open(encoding="utf-8", newline="") as file, sqlite3.connect(made) as db:
            rows = csv.reader(file)
            next(rows)
            db.execute("CREATE TABLE events (received TEXT, team TEXT, band TEXT, reference TEXT, remarks TEXT)")
            db.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?)", rows)
        db.close()
    return time.perf_counter() - began


def by_us(events: Path, folder: Path) -> dict[str, float]:
    """What the import took, in a process of its own."""
    plan_file = folder / "north.plan"
    Workspace.create(plan_file, new_plan("polit", start=date(2026, 1, 1)), replace=True).close()
    command = [sys.executable, "-m", "tests.benchmarks.importing_child", str(events), str(plan_file)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    said: dict[str, float] = json.loads(found.stdout)
    return said


def test_a_million_events(benchmark: BenchmarkFixture, events: Path, tmp_path: Path) -> None:
    benchmark.group = "import"
    found: list[tuple[float, dict[str, float]]] = []

    def both() -> None:
        found.append((by_sqlite(events, tmp_path), by_us(events, tmp_path)))

    benchmark.pedantic(both, rounds=ROUNDS if benchmark.enabled else 1)
    middle = len(found) // 2
    peer = sorted(seconds for seconds, _ in found)[middle]
    ours = sorted(said["seconds"] for _, said in found)[middle]
    peak = max(said["peak"] for _, said in found)
    benchmark.extra_info |= {
        "sqlite3 .import": round(peer, 2),
        "planner": round(ours, 2),
        "ratio": round(ours / peer, 2),
        "last step": round(sorted(said["last_step"] for _, said in found)[middle], 3),
        "peak MB": round(peak / 1e6),
    }
    taken = {said["taken"] for _, said in found}
    assert len(taken) == 1
    assert min(taken) > 0.9 * (ROWS if benchmark.enabled else 20_000)
    assert peak < MOST_MEMORY
    if benchmark.enabled:
        sys.stdout.write(f"\n{dict(benchmark.extra_info)}\n")
