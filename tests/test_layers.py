"""The import contracts of pyproject.toml hold on this tree, and each of them can fail."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

DOWNWARDS = "Imports point downwards"
QT = "Qt stays in planner.app"
SQL = "SQL stays in planner.storage"
SOLVER = "The solver stays in planner.rota"
PAPER = "Paper stays in planner.report"
RESULTS = "Results depend only on the plan"

VIOLATIONS = {
    "upward": ("model/extra.py", "import planner.workspace", DOWNWARDS),
    "sibling": ("report/extra.py", "from planner.simulate import extra", DOWNWARDS),
    "cli to app": ("cli/extra.py", "import planner.app", DOWNWARDS),
    "paths to model": ("paths.py", "import planner.model", DOWNWARDS),
    "package without a tier": ("drawer/__init__.py", "", DOWNWARDS),
    "Qt in the engine": ("simulate/extra.py", "from PySide6 import QtCore", QT),
    "Qt inside a function": ("cli/extra.py", "def draw():\n    import pyqtgraph", QT),
    "Qt in __main__": ("__main__.py", "import PySide6", QT),
    "SQL in app": ("app/extra.py", "import sqlite3", SQL),
    "SQL in the workspace": ("workspace/extra.py", "import sqlite_utils", SQL),
    "solver in app": ("app/extra.py", "import ortools", SOLVER),
    "master problem in staffing": ("staffing/extra.py", "import highspy", SOLVER),
    "print charts in app": ("app/extra.py", "import matplotlib", PAPER),
    "Word in cli": ("cli/extra.py", "import docx", PAPER),
    "engine to settings": ("simulate/extra.py", "import planner.settings", RESULTS),
    "model to paths": ("model/extra.py", "import planner.paths", RESULTS),
}
"""What is added to a bare copy of the tree: a file, its text, and the contract that must break."""


def lint(folder: Path) -> subprocess.Popen[str]:
    """Import-linter at work on the package in `folder`."""
    return subprocess.Popen(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def bare_copy(folder: Path) -> None:
    """The names of this tree's packages and single modules, empty, under this tree's contracts."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    package = folder / "planner"
    package.mkdir(parents=True)
    for entry in (ROOT / "planner").iterdir():
        if entry.suffix == ".py":
            (package / entry.name).touch()
        elif (entry / "__init__.py").exists():
            (package / entry.name).mkdir()
            (package / entry.name / "__init__.py").touch()


def test_contracts_hold():
    run = lint(ROOT)
    output, _ = run.communicate()
    assert run.returncode == 0, output
    assert "0 broken" in output


@pytest.mark.slow
def test_each_violation_breaks_its_contract(tmp_path):
    runs = {}
    for name, (file, text, _) in {"none": ("paths.py", "", None), **VIOLATIONS}.items():
        folder = tmp_path / name.replace(" ", "-")
        folder.mkdir()
        bare_copy(folder)
        added = folder / "planner" / file
        added.parent.mkdir(exist_ok=True)
        added.write_text(text)
        if name == "sibling":
            (folder / "planner/simulate/extra.py").touch()
        runs[name] = lint(folder)
    outputs = {name: run.communicate()[0] for name, run in runs.items()}
    assert runs.pop("none").returncode == 0, outputs["none"]
    for name, run in runs.items():
        assert run.returncode == 1, f"{name} was let through:\n{outputs[name]}"
        assert f"{VIOLATIONS[name][2]} BROKEN" in outputs[name], f"{name}:\n{outputs[name]}"


@pytest.mark.parametrize("arguments", [["--help"], ["simulate", "--help"], ["--version"]])
def test_the_command_line_starts_without_heavy_libraries(arguments):
    code = (
        "import json, sys; from planner.cli.entry import run; "
        f"code = run({arguments!r}); print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    exit_code, modules = json.loads(done.stderr)
    assert exit_code == 0
    loaded = {module.partition(".")[0] for module in modules}
    assert "click" in loaded
    assert not loaded & {"PySide6", "pyqtgraph", "numpy", "numba", "scipy", "sqlite_utils", "holidays", "tabulate"}
