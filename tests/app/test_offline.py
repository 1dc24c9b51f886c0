"""The program opens no socket, ever."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NETWORK = {"QtNetwork", "QtWebEngineCore", "QtWebEngineWidgets", "QtWebSockets", "urllib", "http", "ftplib", "smtplib"}
HARMLESS = {("planner/storage/connection.py", "urllib")}
"""urllib.parse, which writes the address of a file."""


@pytest.mark.slow
def test_a_whole_session_opens_no_socket(tmp_path: Path) -> None:
    """A process of its own: open, simulate, import, export, help, close."""
    script = Path(__file__).with_name("offline_session.py")
    ran = subprocess.run(
        [sys.executable, str(script), str(tmp_path)], capture_output=True, text=True, timeout=500, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.endswith("offline\n")


@pytest.mark.slow
def test_no_module_imports_what_speaks_to_the_network() -> None:
    found = set()
    for path in sorted((ROOT / "planner").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(alias.name for alias in node.names)]
            words = {word for name in names for word in name.split(".")}
            found |= {(path.relative_to(ROOT).as_posix(), word) for word in words & NETWORK}
    assert found <= HARMLESS
