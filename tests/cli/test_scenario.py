"""Scenarios made and changed on the command line; what is wrong is one sentence, and nothing is written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from planner.cli.entry import run
from planner.cli.lever_text import kind_lines, lever_kinds, read_lever
from planner.model.people import Role
from planner.model.plan import Plan
from planner.model.scenario import (
    DemandGrowth,
    EffortChange,
    Lever,
    Loan,
    Outsourcing,
    Overtime,
    OvertimeTrigger,
    Recruits,
    Triage,
)
from planner.workspace import Workspace, demo_plan
from tests.cli.test_commands import refused

JANUARY = date(2027, 1, 4)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("plans") / "north.plan"
    Workspace.create(file, demo_plan()).close()
    return file.read_bytes()


@pytest.fixture
def path(tmp_path: Path, made: bytes) -> Path:
    file = tmp_path / "north.plan"
    file.write_bytes(made)
    return file


def plan_in(path: Path) -> Plan:
    with Workspace.open(path, read_only=True) as workspace:
        return workspace.plan


def done(capsys, *arguments: object) -> str:
    assert run(["scenario", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def test_a_scenario_is_made_with_its_levers(capsys, path):
    said = done(
        capsys,
        *("add", path, "Two posts & growth", "--note", "For the board"),
        *("--lever", "recruits team=polit count=2 start=2027-01-04 vetting_days=91"),
        *("--lever", "demand-growth team=polit percent=8 start=2026-11-02 band=low"),
    )
    made = plan_in(path).scenario("two-posts-growth")
    assert made.name == "Two posts & growth"
    assert made.note == "For the board"
    assert made.levers == (
        Recruits("polit", 2, JANUARY, 91),
        DemandGrowth("polit", 8.0, date(2026, 11, 2), band="low"),
    )
    assert said.splitlines()[0] == "two-posts-growth: Two posts & growth"
    assert said.splitlines()[1].startswith("  1. POLIT: 2 recruits asked for on 4 January 2027")


def test_levers_come_and_go_by_number(capsys, path):
    loan = "loan team=polit count=2 start=2027-01-04 end=2027-06-30"
    done(capsys, "lever", path, "growth-70-recruits", "--remove", 2, "--lever", loan)
    found = plan_in(path).scenario("growth-70-recruits").levers
    assert [type(lever) for lever in found] == [DemandGrowth, Loan]
    with Workspace.open(path) as workspace:
        assert workspace.undo_label == "Change a scenario"
        workspace.undo()
        assert workspace.plan.scenarios == demo_plan().scenarios


@pytest.mark.slow
def test_the_library_of_the_window_is_there(capsys, path):
    done(capsys, "copy", path, "growth-70", "Growth, copied")
    done(capsys, "rename", path, "growth-copied", "Another name")
    done(capsys, "note", path, "growth-copied", "As asked in May")
    done(capsys, "decide", path, "growth-copied", "Approved", "--by", "Chief officers", "--on", "2027-01-12")
    assert done(capsys, "lock", path, "growth-copied").startswith("growth-copied: Another name, locked")
    done(capsys, "baseline", path, "growth-copied")
    found = plan_in(path).scenario("growth-copied")
    assert (found.name, found.note, found.locked, found.baseline) == ("Another name", "As asked in May", True, True)
    assert (found.decided_by, found.decided_on, found.decision) == ("Chief officers", date(2027, 1, 12), "Approved")
    assert found.levers == plan_in(path).scenario("growth-70").levers
    assert "locked" in refused(capsys, "scenario", "remove", str(path), "growth-copied")
    done(capsys, "unlock", path, "growth-copied")
    done(capsys, "baseline", path, "none")
    done(capsys, "remove", path, "growth-copied")
    plan = plan_in(path)
    assert all(entry.key != "growth-copied" and not entry.baseline for entry in plan.scenarios)


def test_the_list_numbers_the_levers_and_is_json_for_programs(capsys, path):
    lines = done(capsys, "list", path).splitlines()
    assert "as-today: Demand as today, baseline" in lines
    assert any(line.startswith("  2. POLIT: 4 recruits asked for") for line in lines)
    found = json.loads(done(capsys, "list", path, "--json"))
    assert [entry["key"] for entry in found["scenarios"]] == [entry.key for entry in demo_plan().scenarios]
    assert found["scenarios"][2]["levers"][1]["lever"] == "Recruits"


def test_every_kind_of_lever_has_a_word_and_its_fields(capsys):
    assert set(lever_kinds().values()) == set(Lever.__args__)
    lines = done(capsys, "kinds").splitlines()
    assert lines == list(kind_lines())
    assert "recruits: team count start [vetting_days] [role]" in lines


@pytest.mark.parametrize(
    ("text", "lever"),
    [
        ("recruits team=polit count=1 start=2027-01-04 role=supervisor",
         Recruits("polit", 1, JANUARY, role=Role.SUPERVISOR)),
        ("effort-change team=polit percent=-12.5 start=2027-01-04 stage=none", EffortChange("polit", -12.5, JANUARY)),
        ('overtime team=polit hours=4 start=2027-01-04 trigger="overdue tasks" level=10',
         Overtime("polit", 4.0, JANUARY, trigger=OvertimeTrigger.OVERDUE, level=10.0)),
        ("triage team=polit share=10% outcome=done start=2027-01-04", Triage("polit", 0.1, "done", JANUARY)),
        ("outsourcing resource=lab share=0.25 days=28 start=2027-01-04 end=2027-06-30",
         Outsourcing("lab", 0.25, 28.0, JANUARY, date(2027, 6, 30))),
    ],
)  # fmt: skip
def test_a_lever_is_read(text, lever):
    assert read_lever(text, demo_plan()) == lever


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "X", "--lever", "recruit team=polit count=2 start=2027-01-04"), "did you mean recruits?"),
        (("add", "X", "--lever", "recruits team=polit cuont=2 start=2027-01-04"), "did you mean count?"),
        (("add", "X", "--lever", "recruits team=polit count=2"), "recruits also needs start"),
        (("add", "X", "--lever", "recruits team=polit count=two start=2027-01-04"), "count=two is not a whole number"),
        (("add", "X", "--lever", "recruits team=polit count=2 start=4/1/2027"), "is not a date such as 2027-01-04"),
        (("add", "X", "--lever", "recruits team=polit count=2 count=3 start=2027-01-04"), "count is given twice"),
        (("add", "X", "--lever", "recruits team=polit count"), "'count' is no field: write it as name=value"),
        (("add", "X", "--lever", 'recruits team="polit'), "a quotation mark without its other half"),
        (("add", "X", "--lever", "recruits team=poli count=2 start=2027-01-04"), "no such team in this plan"),
        (("add", "X", "--lever", "recruits team=polit count=999 start=2027-01-04"), "recruits number 0 to 500"),
        (("add", "X", "--lever", "recruits team=polit count=1 start=2027-01-04 role=boss"), "role cannot be 'boss'"),
        (("add", "+70 % in Twelve months"), "another scenario is called"),
        (("add", "base"), "stands for no scenario"),
        (("add", " "), "name"),
        (("lever", "growth-70"), "say which lever to add"),
        (("lever", "growth-70", "--remove", "2"), "growth-70 has no lever 2, only 1"),
        (("lever", "growth70", "--remove", "1"), "did you mean growth-70?"),
        (("copy", "growth-70", "Demand as today"), "another scenario is called"),
        (("decide", "growth-70", "Yes", "--by", " "), "say who decided"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_changes_nothing(capsys, path, arguments, said):
    before = path.read_bytes()
    word, *rest = arguments
    assert said in refused(capsys, "scenario", word, str(path), *rest)
    assert path.read_bytes() == before
