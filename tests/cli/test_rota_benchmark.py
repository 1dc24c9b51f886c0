"""`planner rota benchmark` solves files in order, counts each cost again, and refuses what it cannot read."""

from __future__ import annotations

import json
import signal

import pytest

from planner.cli.entry import run
from tests.cli.test_commands import refused
from tests.rota.test_benchmark import TEXT


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "own.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.mark.parametrize("solver", ["columns", "cpsat"])
def test_one_object_a_file_in_order(capfd, tmp_path, file, solver):
    impossible = tmp_path / "impossible.txt"
    impossible.write_text(TEXT.replace("4800,960", "4800,4700"), "utf-8")
    handler = signal.getsignal(signal.SIGINT)
    files = [str(impossible), str(file)]
    assert run(["rota", "benchmark", *files, "--seconds", "20", "--solver", solver, "--json"]) == 0
    none, found = map(json.loads, capfd.readouterr().out.splitlines())
    assert (none["file"], none["cost"], none["checked_cost"]) == ("impossible.txt", None, None)
    assert "no line that keeps every rule" in none["reason"]
    assert (found["file"], found["proven"], found["broken"], found["solver"]) == ("own.txt", True, [], solver)
    assert found["cost"] == found["checked_cost"] == found["bound"] == 3
    assert (found["gap"], found["seconds"] < 20) == (0, True)
    assert signal.getsignal(signal.SIGINT) is handler


def test_the_table_is_for_people(capsys, file):
    assert run(["rota", "benchmark", str(file), "--seconds", "20"]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header.split() == ["file", "cost", "bound", "gap", "seconds", "checked"]
    assert row.split()[:4] == ["own.txt", "3", "3", "proven"]


def test_what_cannot_be_read_is_one_sentence(capsys, tmp_path, file):
    file.write_text(TEXT.replace("N,600,E", "N,600"), "utf-8")
    assert "own.txt, line 7: 'N,600' is not allowed" in refused(capsys, "rota", "benchmark", str(file))
    assert "there is no file" in refused(capsys, "rota", "benchmark", str(tmp_path / "none.txt"))
