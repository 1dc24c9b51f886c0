"""House rules that ruff has no rule for."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path
    for folder in ("planner", "tests", ".")
    for path in (ROOT / folder).glob("*.py" if folder == "." else "**/*.py")
)

LONGEST_MODULE = 400
LONGEST_DECISION = 20
BANNED_NAMES = {"utils", "util", "misc", "helpers", "helper", "manager", "common", "core", "services", "controllers"}
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "LICENSE",
    "README.md",
    "data",
    "docs",
    "planner",
    "pyproject.toml",
    "requirements.lock",
    "resources",
    "run.py",
    "tests",
}
DOCS = {
    "benchmarks.md",
    "method.md",
    "plan-format.md",
    "forecasting.md",
    "importing.md",
    "json.md",
    "results.md",
    "rota.md",
    "decisions",
    "contributing.md",
    "changelog.md",
}

CONCURRENCY = {"QThread", "QThreadPool", "QRunnable", "threading", "multiprocessing", "concurrent"}
CONCURRENT = {"planner/app/jobs.py", "planner/rota/beside.py", "planner/simulate/replicate.py"}
"""The only modules that know about threads: long work behind the window, replications and the pricing of lines side by
side."""

# Written in two halves, so that this file does not hold what it looks for.
FORBIDDEN_TEXT = [
    "py" + "pi.",
    "python" + "hosted",
    "file" + ":///",
    "/wo" + "rk/",
    "/opt" + "/",
    "/ro" + "ot/",
    "/home" + "/",
]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tracked() -> Iterator[Path]:
    """Files that are in the repository or about to be."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this copy of the program has no git history")
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return (ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file())


def test_modules_are_short():
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_modules_are_named_for_what_they_hold():
    names = {part for path in MODULES for part in Path(name_of(path)).with_suffix("").parts}
    assert names & BANNED_NAMES == set()


def test_threads_are_known_in_few_modules_only():
    found = {}
    for path in MODULES:
        if not name_of(path).startswith("planner/") or name_of(path) in CONCURRENT:
            continue
        used = set(words(ast.parse(path.read_text("utf-8")))) & CONCURRENCY
        if used:
            found[name_of(path)] = used
    assert found == {}


def words(tree: ast.AST) -> Iterator[str]:
    """Names that code uses or imports; not those in comments and texts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield from node.name.split(".")
        elif isinstance(node, ast.ImportFrom):
            yield from (node.module or "").split(".")


def test_the_top_level_reads_as_a_table_of_contents():
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} - TOP_LEVEL == set()
    assert {name for name in TOP_LEVEL if not (ROOT / name).exists()} == set()


def test_docs_hold_what_they_are_for():
    assert {path.name for path in (ROOT / "docs").iterdir()} == DOCS


def test_decisions_are_short_and_numbered():
    decisions = sorted((ROOT / "docs" / "decisions").iterdir())
    assert [path.name[:5] for path in decisions] == [f"{number:04}-" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
        assert len(lines) <= LONGEST_DECISION, path.name


def test_no_file_names_a_registry_or_a_machine():
    found = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{name_of(path)}: {word}" for word in FORBIDDEN_TEXT if re.search(re.escape(word), text, re.IGNORECASE)
        ]
    assert found == []
