"""`planner caseload` shows who holds what, and what is wrong is one sentence."""

from __future__ import annotations

import json

import pytest

from planner.cli.entry import run
from planner.edit.time_off import add_time_off
from planner.model.absence import Reduction
from planner.workspace import Workspace, demo_plan
from tests.cli.test_commands import demo_file, refused

__all__ = ["demo_file"]


def test_figures_of_every_team(capsys, demo_file):
    assert run(["caseload", str(demo_file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [team["team"] for team in found["teams"]] == ["polit", "mosovo", "dpmu", "referral-sharing"]
    assert found["rule"]["threshold"]["value"] == 1.1
    polit, _, dpmu, _ = found["teams"]
    assert len(polit["officers"]) == 12
    assert sum(row["open"] for row in polit["officers"]) == 372
    row = polit["officers"][5]
    assert (row["officer"], row["lasts"], row["open"]) == ("polit-06", True, sum(row["cases"].values()))
    assert row["capacity"] == pytest.approx(sum(row["wanted_by_week"]) / sum(row["available_by_week"]), abs=1e-4)
    assert (dpmu["unallocated"]["officer"], dpmu["unallocated"]["open"]) == (None, 2)


def test_the_table_and_the_sentence(capsys, demo_file):
    assert run(["caseload", str(demo_file), "--team", "dpmu"]) == 0
    printed = capsys.readouterr().out
    assert "DPMU: 6 officers hold 360 offenders" in printed
    assert "No owner yet" in printed and "Over 110 % for 4 weeks" in printed
    assert "POLIT" not in printed and "Illustrative" in printed


def test_a_book_and_those_without_an_owner(capsys, demo_file):
    assert run(["caseload", str(demo_file), "--officer", "polit-06", "--json"]) == 0
    (team,) = json.loads(capsys.readouterr().out)["teams"]
    assert team["team"] == "polit" and len(team["cases"]) == 31
    assert run(["caseload", str(demo_file), "--officer", "none", "--team", "dpmu"]) == 0
    assert "DPMU, Cases without an owner: 2" in capsys.readouterr().out


def test_who_can_take_a_case(capsys, demo_file):
    assert run(["caseload", str(demo_file), "--team", "polit", "--band", "high"]) == 0
    printed = capsys.readouterr().out
    assert "a new case of band High can be taken by\n  1. POLIT 04: 36 %" in printed
    assert run(["caseload", str(demo_file), "--band", "high", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["teams"]
    assert [team["team"] for team in found] == ["polit", "mosovo", "dpmu"]
    assert not any(one["can"] for one in found[2]["can_take"])
    assert run(["caseload", str(demo_file), "--team", "dpmu", "--band", "high"]) == 0
    assert "nobody can take a new case of band High within the limits" in capsys.readouterr().out


def test_reductions_about_to_end(capsys, tmp_path):
    demo = demo_plan()
    plan = add_time_off(demo, "polit-06", Reduction("Phased return", demo.start, demo.start, 20))
    Workspace.create(tmp_path / "own.plan", plan).close()
    assert run(["caseload", str(tmp_path / "own.plan"), "--team", "polit"]) == 0
    assert "POLIT 06: Phased return, 20 hours a week, ends on 2 November 2026 (0 days" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--team", "polti"], "did you mean polit?"),
        (["--officer", "polit-6"], "there is no officer 'polit-6' here"),
        (["--team", "polit", "--band", "urgent"], "--band: no band 'urgent' in every team"),
    ],
)
def test_what_is_wrong_is_one_sentence(capsys, demo_file, arguments, said):
    assert said in refused(capsys, "caseload", str(demo_file), *arguments)
