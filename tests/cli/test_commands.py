"""Each command does its job, and what the user can mend is one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner.cli.commands import planner
from planner.cli.entry import run
from planner.workspace import Workspace, demo_plan

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "demo.plan"
    Workspace.create(path, demo_plan()).close()
    return path


def refused(capsys, *arguments: str) -> str:
    """The one sentence that a command is refused with."""
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    sentence = printed.err.removesuffix("\n")
    assert "\n" not in sentence
    assert sentence[-1] in ".?!"
    return sentence


def test_demo_writes_the_plan_and_leaves_an_edited_one(capsys, tmp_path):
    assert run(["demo", "--out", str(tmp_path / "new folder")]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path.parent == tmp_path / "new folder"
    with Workspace.open(path) as workspace:
        assert workspace.plan == demo_plan()
    path.write_bytes(b"mine")
    assert run(["demo", "--out", str(path.parent)]) == 0
    assert path.read_bytes() == b"mine"
    assert run(["demo", "--out", str(path.parent), "--replace"]) == 0
    assert path.read_bytes() != b"mine"


def test_demo_says_when_the_folder_cannot_be_made(capsys, tmp_path):
    (tmp_path / "taken").write_text("")
    assert "cannot be made" in refused(capsys, "demo", "--out", str(tmp_path / "taken" / "inside"))


def test_new_writes_a_plan_from_a_template(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(["new", "--template", "mosovo", "--name", "North"]) == 0
    assert capsys.readouterr().out == "mosovo.plan\n"
    with Workspace.open(tmp_path / "mosovo.plan", read_only=True) as workspace:
        assert workspace.plan.name == "North"
        assert not workspace.plan.illustrative


def test_new_does_not_write_over_a_plan(capsys, tmp_path):
    taken = tmp_path / "taken.plan"
    assert run(["new", "--template", "polit", "--out", str(taken)]) == 0
    before = taken.read_bytes()
    capsys.readouterr()
    assert "already" in refused(capsys, "new", "--template", "dpmu", "--out", str(taken))
    assert taken.read_bytes() == before


def test_show_says_what_is_in_a_plan(capsys, demo_file):
    plan = demo_plan()
    assert run(["show", str(demo_file)]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    for part in (*plan.teams, *plan.scenarios, *plan.standards):
        assert part.name in printed.out
    assert "Illustrative" in printed.out
    assert "need your estimate" in printed.out


def test_show_without_a_plan_says_that_it_is_the_demo(capsys):
    assert run(["show"]) == 0
    printed = capsys.readouterr()
    assert "Example Constabulary" in printed.out
    assert "demo plan" in printed.err


def test_check_says_what_it_found(capsys, demo_file):
    assert run(["check", str(demo_file)]) == 0
    assert "sound" in capsys.readouterr().out


def test_check_refuses_what_is_no_plan(capsys, tmp_path):
    path = tmp_path / "letter.plan"
    path.write_text("Dear all")
    assert "letter.plan" in refused(capsys, "check", str(path))
    assert path.read_text() == "Dear all"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["simulat"], "No such command"),
        (["show", "nothing.plan"], "nothing.plan"),
        (["new", "--template", "mosov"], "did you mean mosovo?"),
        (["new"], "--template"),
        (["simulate", "--days", "0"], "--days"),
        (["simulate", "--replications", "many"], "--replications"),
        (["simulate", "a.plan", "b.plan"], "unexpected extra argument"),
    ],
)
def test_what_the_user_can_mend_is_one_sentence(capsys, arguments, said):
    assert said in refused(capsys, *arguments)


@pytest.mark.parametrize(
    ("option", "wrong", "said"),
    [
        ("--scenario", "growth70", "did you mean growth-70?"),
        ("--scenario", "zzz", "it is one of as-today, growth-70"),
        ("--team", "POLITE", "did you mean polit?"),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_one(capsys, demo_file, option, wrong, said):
    assert said in refused(capsys, "simulate", str(demo_file), option, wrong)


def test_every_command_has_help_with_an_example(capsys):
    for name, command in planner.commands.items():
        assert run([name, "--help"]) == 0
        text = capsys.readouterr().out
        assert f"planner {name}" in text.partition("Example:")[2]
        for parameter in command.params:
            assert parameter.param_type_name == "argument" or getattr(parameter, "help", None), parameter.name


def test_without_a_command_there_is_help(capsys):
    assert run([]) == 2
    assert "simulate" in capsys.readouterr().err


def test_help_is_quick():
    def seconds() -> float:
        before = os.times()
        subprocess.run([sys.executable, "-m", "planner", "--help"], cwd=ROOT, capture_output=True, check=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    # Processor time, the best of five: what the program needs, whatever else the machine is doing.
    assert min(seconds() for _ in range(5)) < 0.4


def test_new_takes_the_figures_known_by_heart(capsys, tmp_path):
    made = tmp_path / "north.plan"
    figures = ["--officers", "10", "--supervisors", "2", "--cases", "31", "--referrals", "52.5"]
    assert run(["new", "--template", "polit", *figures, "--out", str(made)]) == 0
    assert run(["show", str(made)]) == 0
    printed = capsys.readouterr().out
    assert "10 officers hold 310 open cases, 31 each" in printed
    assert "2 supervisors" in printed
    assert "--cases" in refused(capsys, "new", "--template", "polit", "--cases", "-1")


def test_a_plan_file_has_its_ending(capsys, tmp_path):
    assert "ends in .plan" in refused(capsys, "new", "--template", "polit", "--out", str(tmp_path / "north.txt"))


def test_a_name_cannot_be_empty(capsys, tmp_path):
    assert "empty" in refused(capsys, "new", "--template", "polit", "--name", "", "--out", str(tmp_path / "a.plan"))
    assert not (tmp_path / "a.plan").exists()
