"""A fault of the program: exit code 1, one line, and a report that tells nothing about the plan."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from planner.cli.crash import describe, keep

ROOT = Path(__file__).parents[2]
SECRET = "PC 4321 Ashby"

FAULTY = f"""
import sys
import planner.workspace
from planner.__main__ import main

def fault():
    try:
        open("/plans/{SECRET}.plan")
    except OSError as error:
        raise RuntimeError("{SECRET}") from error

planner.workspace.demo_plan = fault
sys.argv = ["planner", "show"]
sys.exit(main())
"""


def test_a_fault_ends_with_one_line_and_a_report_without_data():
    done = subprocess.run([sys.executable, "-c", FAULTY], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout == ""
    notice, line = done.stderr.splitlines()
    assert "demo plan" in notice
    report = Path(line.partition(" is in ")[2].removesuffix("."))
    text = report.read_text("utf-8")
    assert "error: builtins.RuntimeError" in text
    assert "error: builtins.FileNotFoundError" in text
    assert "planner/cli/commands.py:" in text
    for private in (SECRET, "Ashby", "/plans", str(Path.home()), str(ROOT)):
        assert private not in text
        assert private not in line or private in str(report)


def test_a_report_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    faulty = "import os\nos.environ['XDG_STATE_HOME'] = " + repr(str(tmp_path / "file")) + FAULTY
    done = subprocess.run([sys.executable, "-c", faulty], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("No crash report could be written.")


def test_a_report_names_versions_and_places():
    try:
        {}["Ashby"]
    except KeyError as error:
        text = describe(error)
        path = keep(error)
    assert "version: " in text
    assert "python: 3." in text
    assert "tests/cli/test_crash.py:" in text
    assert "Ashby" not in text
    assert path.read_text("utf-8").endswith(text)
