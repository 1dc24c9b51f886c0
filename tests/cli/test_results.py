"""Results are kept, listed, run again and written out from the command line; what is wrong is one sentence."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from planner.cli.entry import run
from planner.workspace import Workspace, demo_plan, simulate_plan
from tests.cli.test_commands import refused

ROOT = Path(__file__).parents[2]
SMALL = ["--team", "dpmu", "--days", "60"]


@pytest.fixture(scope="module")
def made_once(tmp_path_factory) -> Path:
    """The demo plan with a named result, one without a name, one of an older version, and one that is wrong."""
    path = tmp_path_factory.mktemp("plans") / "demo.plan"
    plan = demo_plan()
    result = simulate_plan(plan, "growth-70", teams=["dpmu"], days=60, replications=20)
    with Workspace.create(path, plan) as workspace:
        workspace.save_result(result, "Growth")
        workspace.save_result(replace(result, version="0.0.1"))
        workspace.save_result(replace(result, seed=2), "Wrong")
        workspace.save_result(replace(result, seed=2, engine="0" * 12), "Old and wrong")
    return path


@pytest.fixture
def plan_file(made_once, tmp_path) -> Path:
    return Path(shutil.copy(made_once, tmp_path / "demo.plan"))


def test_a_result_is_kept_listed_and_run_again(capsys, plan_file):
    arguments = ["simulate", str(plan_file), *SMALL, "--replications", "30"]
    assert run([*arguments, "--scenario", "growth-70", "--save", "Two months"]) == 0
    assert "Kept in demo.plan as two-months." in capsys.readouterr().err
    assert run([*arguments, "--save"]) == 0
    assert "Kept in demo.plan as run-2." in capsys.readouterr().err
    assert run(["results", str(plan_file)]) == 0
    printed = capsys.readouterr().out.splitlines()
    keys = [line.split()[0] for line in printed[2:]]
    assert keys == ["run-2", "two-months", "old-and-wrong", "wrong", "run-1", "growth"]
    assert "growth-70" in printed[3]
    assert "as it is now" in printed[3]
    assert run(["rerun", "two-months", str(plan_file)]) == 0
    assert capsys.readouterr().out.startswith("identical: 23 arrays, 30 futures, ")


def test_the_only_plan_of_the_folder_is_the_one_that_is_meant(capsys, plan_file, monkeypatch):
    monkeypatch.chdir(plan_file.parent)
    assert run(["rerun", "growth"]) == 0
    assert run(["rerun", "demo.plan", "growth"]) == 0
    assert capsys.readouterr().out.count("identical: 23 arrays, 20 futures") == 2
    shutil.copy(plan_file, "other.plan")
    assert "there are 2 plans in this folder" in refused(capsys, "rerun", "growth")
    (plan_file.parent / "none").mkdir()
    monkeypatch.chdir("none")
    assert "there is no plan in this folder" in refused(capsys, "rerun", "growth")


def test_the_same_figures_of_an_older_version_are_said(capsys, plan_file):
    assert run(["rerun", "run-1", str(plan_file)]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("identical")
    assert "made by version 0.0.1 (engine " in printed[1]


def test_a_difference_names_the_arrays(capsys, plan_file):
    sentence = refused(capsys, "rerun", "wrong", str(plan_file))
    assert sentence.startswith("wrong differs in ")
    assert "of 23 arrays: team.dpmu.open, " in sentence
    assert "although version and engine are the same" in sentence
    sentence = refused(capsys, "rerun", "old-and-wrong", str(plan_file))
    assert "(engine 000000000000)" in sentence
    assert "may differ between versions" in sentence


def test_a_result_is_removed(capsys, plan_file):
    assert run(["results", str(plan_file), "--remove", "growth", "--remove", "wrong"]) == 0
    assert "growth " not in capsys.readouterr().out
    assert "has no result 'growth'; it is one of " in refused(capsys, "results", str(plan_file), "--remove", "growth")
    for key in ("run-1", "old-and-wrong"):
        assert run(["results", str(plan_file), "--remove", key]) == 0
    assert "demo.plan holds no results" in capsys.readouterr().out
    assert "has no result 'growth'; `planner simulate" in refused(capsys, "rerun", "growth", str(plan_file))


def test_a_broken_result_is_named_and_can_be_removed(capsys, plan_file):
    content = plan_file.read_bytes()
    with Workspace.open(plan_file, read_only=True) as workspace:
        packed_size = workspace.results()[0].size
    at = content.rfind(b"team.dpmu.overdue")
    assert packed_size > 0
    plan_file.write_bytes(content[: at + 190] + bytes([content[at + 190] ^ 1]) + content[at + 191 :])
    sentence = refused(capsys, "check", str(plan_file))
    assert "the saved result " in sentence
    key = sentence.split("the saved result ")[1].split(":")[0]
    assert run(["show", str(plan_file)]) == 0
    assert run(["results", str(plan_file), "--remove", key]) == 0
    assert run(["check", str(plan_file)]) == 0


def test_a_precision_decides_how_long_the_run_is(capsys):
    assert run(["simulate", *SMALL, "--precision", "4,on-time=20%", "--json"]) == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert "About" in printed.err or "Less than a second for" in printed.err
    assert found["replications"] in (50, 200)
    assert found["run"]["stopped"] == "precise enough"
    assert set(found["run"]["estimate"]) == {"seconds", "replications"}
    cases, share = found["run"]["aims"]
    assert cases["quantity"] == "open"
    assert cases["precision"] == 4
    assert 0 < cases["half_width"] <= 4
    assert share["stage"] == "first-visit"
    assert share["precision"] == 0.2
    result = simulate_plan(demo_plan(), teams=["dpmu"], days=60, replications=found["replications"])
    assert cases["mean"] == pytest.approx(result.team("dpmu").open[:, -1].mean(), abs=1e-3)


def test_the_limit_ends_a_run_that_is_not_precise_enough(capsys):
    assert run(["simulate", *SMALL, "--precision", "0.01", "--limit", "60"]) == 0
    printed = capsys.readouterr().out
    assert "The run stopped at its limit of 60 futures" in printed
    assert "DPMU, open cases at the end: " in printed
    assert "(asked: 0.01)" in printed


def test_every_array_is_written(capsys, tmp_path):
    path = tmp_path / "run.npz"
    assert run(["simulate", *SMALL, "--replications", "25", "--arrays", str(path)]) == 0
    expected = simulate_plan(demo_plan(), teams=["dpmu"], days=60, replications=25).arrays()
    with np.load(path) as file:
        assert set(file.files) == {"about", *expected}
        assert all(np.array_equal(file[name], values) for name, values in expected.items())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--precision", "few"], "--precision: 'few' is no number above 0 such as 5"),
        (["--precision", "5%"], "--precision: '5%' is no number"),
        (["--precision", "on-time=-2%"], "such as 0.02 or 2%"),
        (["--precision", "unalocated=3"], "did you mean unallocated?"),
        (["--precision", "5,"], "'' is no number"),
        (["--precision", "5", "--replications", "9"], "--limit bounds it"),
        (["--limit", "60"], "--replications"),
        (["--precision", "5", "--limit", "10"], "--limit"),
        (["--save"], "--save: name the plan file"),
        (["--save", "north.plan"], "write --save after it"),
        (["--arrays", "nowhere/run.npz"], "--arrays: there is no folder"),
    ],
)
def test_options_that_do_not_fit_are_one_sentence(capsys, arguments, said):
    assert run(["simulate", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err.splitlines()[-1]


def test_a_name_that_gives_no_key_is_refused_before_the_run(capsys, plan_file):
    before = plan_file.read_bytes()
    assert "letter from a to z" in refused(capsys, "simulate", str(plan_file), "--save", "§")
    assert "choose another" in refused(capsys, "simulate", str(plan_file), "--save", "Run 7")
    assert plan_file.read_bytes() == before


def test_a_plan_that_somebody_has_open_is_refused_before_the_run(capsys, plan_file):
    with Workspace.open(plan_file):
        assert "demo.plan" in refused(capsys, "simulate", str(plan_file), "--save")


@pytest.mark.skipif(os.name == "nt", reason="a signal stops it")
@pytest.mark.slow
def test_stopping_a_run_leaves_the_last_result(plan_file):
    before = plan_file.read_bytes()
    program = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "planner",
            "simulate",
            str(plan_file),
            *SMALL,
            "--replications",
            "90000",
            "--save",
            "Growth",
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # As in a terminal, also where whoever runs the tests has turned Ctrl+C off.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert program.stderr is not None
    line = program.stderr.readline()
    while not line.startswith("Simulating"):
        assert line, "it ended before it began"
        line = program.stderr.readline()
    program.send_signal(signal.SIGINT)
    printed, said = program.communicate(timeout=30)
    assert program.returncode == 130
    assert printed == ""
    assert said.endswith("Cancelled.\n")
    assert plan_file.read_bytes() == before
    with Workspace.open(plan_file) as workspace:
        assert workspace.rerun("growth").differing == ()
