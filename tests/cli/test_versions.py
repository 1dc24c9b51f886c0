"""Versions from the command line: kept, listed, compared, restored; what is wrong is one sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner.cli.entry import run
from planner.workspace import Workspace
from tests.cli.test_commands import refused
from tests.storage.sample_plans import small_plan


@pytest.fixture
def plan_file(tmp_path) -> Path:
    path = tmp_path / "north.plan"
    Workspace.create(path, small_plan()).close()
    return path


def test_a_version_is_kept_compared_and_restored(capsys, plan_file):
    assert run(["versions", "list", str(plan_file)]) == 0
    assert "has no versions" in capsys.readouterr().out
    assert run(["versions", "save", str(plan_file), "As agreed"]) == 0
    assert capsys.readouterr().out == "v-1\n"
    with Workspace.open(plan_file) as workspace:
        workspace.change("Rename", replace(workspace.plan, name="South"))
    assert run(["versions", "compare", str(plan_file), "as agreed"]) == 0
    assert capsys.readouterr().out == f"The plan: name {small_plan().name} → South.\n"
    assert run(["versions", "restore", str(plan_file), "v-1"]) == 0
    assert "What was there before is kept as v-2." in capsys.readouterr().out
    assert run(["versions", "restore", str(plan_file), "v-1"]) == 0
    assert "already; nothing was changed" in capsys.readouterr().out
    with Workspace.open(plan_file) as workspace:
        assert workspace.plan == small_plan()
        assert workspace.undo_label == "Go back to “As agreed”"
    assert run(["versions", "list", str(plan_file)]) == 0
    lines = capsys.readouterr().out.splitlines()[2:]
    assert [line.split()[0] for line in lines] == ["v-2", "v-1"]
    assert "before a step" in lines[0]
    assert "as it is now" in lines[1]
    assert run(["versions", "compare", str(plan_file), "v-1", "now"]) == 0
    assert capsys.readouterr().out == "The two are the same.\n"
    assert run(["versions", "remove", str(plan_file), "v-2"]) == 0
    assert "Removed v-2" in capsys.readouterr().out


def test_a_wrong_name_is_one_sentence(capsys, plan_file):
    assert "has no version 'v-1'; `planner versions save" in refused(
        capsys, "versions", "restore", str(plan_file), "v-1"
    )
    run(["versions", "save", str(plan_file), "Mine"])
    capsys.readouterr()
    assert "did you mean v-1?" in refused(capsys, "versions", "compare", str(plan_file), "v1")
    assert "not allowed" in refused(capsys, "versions", "save", str(plan_file), "")
