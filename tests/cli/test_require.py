"""`planner require` answers, and what cannot be had or is wrong is one sentence."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from planner.cli.entry import run
from planner.edit.prices import set_lead_steps
from planner.edit.provenance import set_figure
from planner.model.assumption import Assumption
from planner.model.countdown import LeadStep
from planner.model.scenario import Recruits, Scenario
from planner.report.standards import chance_on
from planner.workspace import Workspace, demo_plan, simulate_plan
from tests.cli.test_commands import demo_file, refused

__all__ = ["demo_file"]
ASKED = ["--standard", "dpmu-caseload", "--from", "2027-01-11", "--vetting", "60"]


def answer(capsys, *arguments: str) -> dict:
    assert run(["require", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_answer_is_what_counting_says(capsys):
    found = answer(capsys, *ASKED)
    plan = demo_plan()
    day = date(2027, 1, 11)
    standard = next(standard for standard in plan.standards if standard.key == "dpmu-caseload")
    assert found["officers"] > 0
    for entry in (found["answer"], *found["rejected"]):
        levers = Scenario("s", "S", (Recruits("dpmu", entry["counts"][0], plan.start, 60),))
        days = (day - plan.start).days + 1
        result = simulate_plan(plan, levers, teams=["dpmu"], days=days, replications=entry["futures"])
        assert chance_on(result, standard, day).share == entry["probability"]
        assert entry["low"] <= entry["probability"] <= entry["high"]
    assert [entry["cost"] for entry in found["tried"]] == sorted(entry["cost"] for entry in found["tried"])
    assert any(entry["efficient"] for entry in found["tried"])
    assert found["answer"]["meets"] and not found["rejected"][0]["meets"]
    assert found["posts"] == [
        {
            "team": "dpmu",
            "role": "officer",
            "count": found["officers"],
            "asked_for": "2026-11-02",
            "begins": (plan.start + timedelta(days=60)).isoformat(),
            "ends": None,
            "grade": None,
        }
    ]


def test_the_plans_own_lead_times_and_prices_are_used(capsys, tmp_path):
    plan = set_lead_steps(demo_plan(), (LeadStep("All of it", Assumption(45.0, "days")),))
    plan = set_figure(plan, "prices/recruiting", Assumption(0.0, "pounds each"))
    path = tmp_path / "own.plan"
    Workspace.create(path, set_figure(plan, "prices/training", Assumption(0.0, "pounds each"))).close()
    found = answer(capsys, str(path), *ASKED[:4], "--futures", "50")
    (posts,) = found["posts"]
    assert posts["begins"] == "2026-12-17"
    # From 17 December to 11 January: 26 days of pay and nothing else.
    expected = posts["count"] * 26 * plan.prices.grade("constable").daily
    assert found["cost"]["to_end_of_window"] == pytest.approx(expected, abs=0.01)


def test_the_answer_in_words(capsys, demo_file):
    assert run(["require", str(demo_file), *ASKED]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "“DPMU: offenders per officer” (at most 50) holds on 11 January 2027 in " in lines[0]
    assert lines[1].startswith("With one fewer, ")
    assert lines[-2].startswith("They cost about £")
    assert lines[-1].startswith("Illustrative")


def test_loans_targets_windows_and_grades(capsys):
    arguments = ["--standard", "dpmu-caseload=55", "--from", "2027-02-01", "--until", "2027-04-30", "--months", "60%"]
    loan = answer(capsys, *arguments, "--loan-until", "2027-06-30", "--grade", "staff", "--probability", "0.8")
    assert loan["window"] == {
        "hold": "in a share of the months",
        "first": "2027-02-01",
        "last": "2027-04-30",
        "share": 0.6,
    }
    assert loan["standards"][0]["target"] == 55
    assert loan["posts"][0]["begins"] == "2026-11-02"
    assert loan["posts"][0]["ends"] == "2027-06-30"
    officers = loan["officers"]
    assert officers > 0
    # 180 days to the window's end, at 28,300 pounds and 30 % a year.
    assert loan["cost"]["to_end_of_window"] == pytest.approx(officers * 180 * 28_300 * 1.3 / 365.25, abs=0.01)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--standard", "dpmu-caselod"], "did you mean dpmu-caseload?"),
        (["--standard", "dpmu-caseload=few"], "'few' is no target such as 20 or 95%"),
        ([*ASKED, "--probability", "often"], "'often' is no share such as 0.9 or 90%"),
        ([*ASKED, "--probability", "1"], "--probability: ask for at least 50 % and less than 100 %"),
        ([*ASKED, "--team", "dmpu"], "did you mean dpmu?"),
        ([*ASKED, "--grade", "constabel"], "did you mean constable?"),
        ([*ASKED, "--months", "50%"], "--months: it needs --until"),
        ([*ASKED, "--until", "2027-01-01"], "--until: it is before --from"),
        ([*ASKED, "--until", "2040-01-01"], "--until: 1 January 2040 is more than ten years after the plan's start"),
        ([*ASKED, *ASKED], "--standard: dpmu-caseload is given twice"),
        (["--standard", "dpmu-caseload=-3"], "--standard: the target of dpmu-caseload, -3, is not allowed"),
        ([*ASKED, "--loan-until", "2026-01-01"], "--loan-until: the loan would end before it starts"),
        ([*ASKED, "--start", "2026-10-01"], "--start: 1 October 2026 is past, as the plan starts on 2 November 2026"),
        (["--standard", "dpmu-caseload", "--from", "2020-01-01"], "--from: 1 January 2020 is past"),
        (
            ["--standard", "dpmu-caseload", "--from", "2040-01-01"],
            "--from: 1 January 2040 is more than ten",
        ),
    ],
)
def test_what_is_wrong_is_one_sentence(capsys, demo_file, arguments, said):
    assert said in refused(capsys, "require", str(demo_file), *arguments)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([*ASKED, "--budget", "0"], "A budget of £0 is too small"),
        ([*ASKED, "--pot", "1"], "A pot of 1 officer is too small"),
        ([*ASKED, "--vetting", "365"], "ask earlier, borrow officers, or move the date"),
        (
            ["--standard", "dpmu-caseload=1", "--from", "2027-01-11", "--vetting", "60", "--most", "2"],
            "relax its target to ",
        ),
    ],
)
def test_what_cannot_be_met_says_what_to_relax(capsys, demo_file, arguments, said):
    assert run(["require", str(demo_file), *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    # A slow machine has said before that it is looking.
    sentence = printed.err.splitlines()[-1]
    assert said in sentence
    assert sentence.endswith(".")
