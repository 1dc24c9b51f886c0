"""`planner countdown` says what stands before the inspection, and what is wrong is one sentence."""

from __future__ import annotations

import json
from datetime import date

import pytest

from planner.cli.entry import run
from planner.edit.actions import add_action
from planner.model.action import ActionItem
from planner.report.standards import chance_on
from planner.workspace import Workspace, demo_plan, simulate_plan
from tests.cli.test_commands import demo_file, refused

__all__ = ["demo_file"]
QUICK = ["--standard", "dpmu-unallocated", "--replications", "50"]


def test_the_countdown_of_a_standard(capsys, tmp_path):
    action = ActionItem("limit", "dpmu-unallocated", "Agree the limit", "Head of unit", date(2026, 10, 30))
    plan, path = add_action(demo_plan(), action), tmp_path / "own.plan"
    Workspace.create(path, plan).close()
    assert run(["countdown", str(path), *QUICK, "--on", "2026-12-15", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    standard = next(standard for standard in plan.standards if standard.key == "dpmu-unallocated")
    result = simulate_plan(plan, teams=["dpmu"], days=44, replications=50)
    (one,) = found["standards"]
    assert one["chance"] == chance_on(result, standard, date(2026, 12, 15)).share
    assert (found["days_left"], sum(step["days"] for step in found["lead"])) == (43, 189)
    assert {breach["band"] for breach in found["breaches"]} == {band.key for band in plan.team("dpmu").bands}
    assert one["lifts"][0]["levers"]
    assert [(entry["key"], entry["due"]) for entry in one["actions"]] == [("limit", "2026-10-30")]
    assert run(["countdown", str(path), *QUICK, "--on", "2026-12-15"]) == 0
    printed = capsys.readouterr().out
    assert "\n  Agree the limit (Head of unit): overdue since 30 October 2026.\n" in printed
    assert "43 days to 15 December 2026" in printed
    assert "From approval to the first day of work: 189 days" in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--standard", "dpmu-unallocatd"], "did you mean dpmu-unallocated?"),
        ([*QUICK, "--on", "2026-11-02"], "choose a later day"),
        ([*QUICK, "--scenario", "growth70"], "did you mean growth-70?"),
        ([*QUICK, "--probability", "most"], "'most' is no share"),
    ],
)
def test_what_cannot_be_is_one_sentence(capsys, demo_file, arguments, said):
    assert said in refused(capsys, "countdown", str(demo_file), *arguments)
