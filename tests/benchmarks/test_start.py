"""How long the window takes to appear, as a whole process, beside an empty window of the same libraries.

`pytest tests/benchmarks/test_start.py --benchmark-enable` prints both; the ratio is the measure, not the seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from planner.workspace import Workspace, demo_plan

ROOT = Path(__file__).parents[2]
EMPTY = """
import os
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
import pyqtgraph
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Plot(pyqtgraph.PlotWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, window.close)

application = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.setCentralWidget(Plot())
window.show()
application.exec()
"""
OURS = """
import sys
from pathlib import Path
from planner.app.start import open_window

sys.exit(open_window(Path(sys.argv[1]) if sys.argv[1:] else None))
"""
ROUNDS = 7


@pytest.fixture(scope="module")
def bytecode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled modules are kept, as on a user's machine from the second start on."""
    return tmp_path_factory.mktemp("bytecode")


def _start(code: str, bytecode: Path, moment: str = "painted", *plan: Path) -> None:
    environment = {**os.environ, "PLANNER_QUIT_WHEN_SHOWN": moment, "PYTHONPYCACHEPREFIX": str(bytecode)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-c", code, *plan], env=environment, cwd=ROOT, check=True, timeout=60)


@pytest.mark.benchmark(group="start")
def test_an_empty_window(benchmark: BenchmarkFixture, bytecode: Path) -> None:
    benchmark.pedantic(_start, (EMPTY, bytecode), rounds=ROUNDS, warmup_rounds=1)


@pytest.mark.benchmark(group="start")
def test_our_window(benchmark: BenchmarkFixture, bytecode: Path) -> None:
    benchmark.pedantic(_start, (OURS, bytecode), rounds=ROUNDS, warmup_rounds=1)


@pytest.mark.benchmark(group="start")
def test_our_window_with_its_plan(benchmark: BenchmarkFixture, bytecode: Path, tmp_path: Path) -> None:
    plan = tmp_path / "Example Constabulary.plan"
    Workspace.create(plan, demo_plan()).close()
    benchmark.pedantic(_start, (OURS, bytecode, "opened", plan), rounds=ROUNDS, warmup_rounds=1)
