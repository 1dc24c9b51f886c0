"""`planner cost` prices scenarios, and what is wrong is one sentence."""

from __future__ import annotations

import json

import pytest

from planner.cli.entry import run
from planner.edit.prices import set_team_grade
from planner.edit.provenance import set_figure
from planner.model.assumption import Assumption
from planner.model.prices import SHIPPED
from planner.workspace import Workspace, demo_plan
from tests.cli.test_commands import demo_file, refused

__all__ = ["demo_file"]
QUICK = ["--days", "120", "--replications", "5", "--standard", "dpmu-caseload", "--standard", "polit-unallocated"]


def test_scenarios_are_priced_by_month_and_lever(capsys, demo_file):
    chosen = ["--scenario", "growth-70", "--scenario", "dpmu-filled"]
    assert run(["cost", str(demo_file), *QUICK, *chosen, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    base, growth, filled = found["options"]
    assert [base["scenario"], growth["scenario"], filled["scenario"]] == ["base", "growth-70", "dpmu-filled"]
    assert (base["cost"]["mean"], growth["cost"]["mean"]) == (0, 0)
    (line,) = filled["levers"]
    assert line["kind"] == "Recruits"
    # Three from 1 February to 2 August 2027, when the standards are looked at: 183 days.
    expected = 3 * (1500 + 4000 + 183 * SHIPPED.grade("constable").daily)
    assert filled["cost"]["mean"] == pytest.approx(expected, abs=0.01)
    assert sum(line["cost"]["by_month"]) == pytest.approx(expected, abs=0.1)
    assert found["months"][0] == "2026-11" and found["months"][-1] == "2027-08"
    assert filled["chances"][0] > base["chances"][0]
    assert filled["per_more_met"] > 0 and growth["per_more_met"] is None
    assert base["efficient"]
    assert found["prices"]["on_cost of constable"]["status"] == "ASSUME"


def test_the_plans_own_prices_are_used(capsys, tmp_path):
    plan = set_team_grade(demo_plan(), "dpmu", "sergeant")
    plan = set_figure(plan, "prices/training", Assumption(9_000.0, "pounds each", rationale="A quotation"))
    Workspace.create(tmp_path / "own.plan", plan).close()
    chosen = ["--scenario", "dpmu-filled", "--standard", "dpmu-caseload"]
    assert run(["cost", str(tmp_path / "own.plan"), "--days", "120", "--replications", "5", *chosen, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    expected = 3 * (1500 + 9000 + 183 * SHIPPED.grade("sergeant").daily)
    assert found["options"][1]["cost"]["mean"] == pytest.approx(expected, abs=0.01)
    assert found["prices"]["training"]["value"] == 9000


def test_the_table(capsys):
    assert run(["cost", *QUICK, "--scenario", "dpmu-filled"]) == 0
    printed = capsys.readouterr().out
    assert "of 2 met" in printed and "DPMU vacancies filled" in printed and "Illustrative" in printed
    assert printed.count("the same in all") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--scenario", "growth70"], "did you mean growth-70?"),
        (["--standard", "dpmu-visit"], "did you mean dpmu-visits?"),
    ],
)
def test_what_is_unknown_is_one_sentence(capsys, demo_file, arguments, said):
    assert said in refused(capsys, "cost", str(demo_file), *arguments)
