"""`planner forecast`: what is printed, for a reader and for a program, and what is refused in one sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.cli.commands import planner
from planner.cli.entry import run
from planner.model.demand import DemandHistory
from planner.model.period import Period
from planner.workspace import Workspace, demand_ahead, demo_plan, forecast_plan
from tests.forecast.count_series import steady


def printed(capsys, *arguments: str) -> str:
    assert run(["forecast", *arguments]) == 0
    return capsys.readouterr().out


def refused(capsys, *arguments: str) -> str:
    assert run(["forecast", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_the_tables_say_what_came_and_what_may_come(capsys):
    out = printed(capsys, "--team", "polit", "--case", "HIGH")
    assert "every figure is made up" in out
    assert "The level changed in April 2026: from about 41 to 55 a month." in out
    assert "Under the growth case “High: as leads to the UK grew”." in out
    assert "three models share the paths" in out
    assert [line for line in out.splitlines() if line.startswith("POLIT")] == [
        "POLIT",
        "POLIT, Very high",
        "POLIT, High",
        "POLIT, Medium",
        "POLIT, Low",
    ]
    counts = [row.counts for row in demo_plan().histories if row.team == "polit"]
    november = sum(row[24] or 0 for row in counts)
    year = sum(sum(count or 0 for count in row[24:]) for row in counts)
    lines = [line.split() for line in out.splitlines()]
    assert next(line for line in lines if line[:2] == ["Nov", "2026"])[2] == str(november)
    assert next(line for line in lines if line[:2] == ["12", "months"])[2] == str(year)
    assert [line[0] for line in lines if line and line[0] in ("The", "Low:", "Middle:", "High:")][-4:] == [
        "The",
        "Low:",
        "Middle:",
        "High:",
    ]


def test_the_document_has_the_same_figures(capsys):
    document = json.loads(printed(capsys, "--team", "mosovo", "--months", "18", "--seed", "3", "--json"))
    assert (document["format"], document["seed"], document["paths"]) == (1, 3, 1000)
    (team,) = document["teams"]
    assert (team["key"], team["period"], team["case"]) == ("mosovo", "month", None)
    assert [series["band"] for series in team["series"]] == [None, "very-high", "high", "medium", "low"]
    whole = team["series"][0]
    assert len(whole["ahead"]) == 18
    assert whole["ahead"][17]["date"] == "2028-04-01"
    assert [entry["date"] for entry in whole["past"]] == [
        f"{2025 + (at > 1)}-{(at + 10) % 12 + 1:02d}-01" for at in range(12)
    ]
    assert [case["case"] for case in team["cases"]] == [None, "low", "mid", "high"]
    assert team["cases"][0]["total"] == whole["total"]
    found = forecast_plan(demo_plan(), ["mosovo"], months=18, seed=3)["mosovo"].counts.sum(axis=(1, 2))
    assert whole["total"]["p50"] == sorted(found)[500] or abs(whole["total"]["p50"] - sorted(found)[500]) <= 1
    bounds = [whole["total"][entry] for entry in ("p2_5", "p10", "p50", "p90", "p97_5")]
    assert bounds == sorted(bounds)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_document(capsys):
    first = printed(capsys, "--team", "dpmu", "--json")
    demand_ahead.forget()
    assert printed(capsys, "--team", "dpmu", "--json") == first


def test_every_team_is_forecast_unless_one_is_named(capsys):
    document = json.loads(printed(capsys, "--json", "--case", "mid"))
    assert [(team["key"], team["case"]) for team in document["teams"]] == [
        ("polit", "mid"),
        ("mosovo", "mid"),
        ("dpmu", "mid"),
        ("referral-sharing", None),
    ]


@pytest.fixture(scope="module")
def weekly_file(tmp_path_factory) -> Path:
    """A team with short counts by week, and one with a single count in a band."""
    demo = demo_plan()
    weeks = [
        DemandHistory("dpmu", band.key, date(2026, 5, 4), tuple(map(int, steady(4, 20, at))), period=Period.WEEK)
        for at, band in enumerate(demo.team("dpmu").bands)
    ]
    one = [DemandHistory("mosovo", band.key, date(2026, 10, 1), (3,)) for band in demo.team("mosovo").bands]
    path = tmp_path_factory.mktemp("weekly") / "weekly.plan"
    Workspace.create(path, replace(demo, scenarios=(), histories=(*weeks, *one))).close()
    return path


@pytest.mark.slow
def test_weeks_and_short_histories_are_said_to_be_short(capsys, weekly_file: Path):
    out = printed(capsys, str(weekly_file), "--months", "2")
    assert "20 weeks of counts: too short for a trend" in out
    assert "2 Nov 2026" in out
    assert "9 weeks" in out
    assert "Whether the level has changed cannot be said: a chart needs two counts." in out
    assert "1 month of counts" in out


@pytest.mark.slow
def test_a_back_test_says_how_often_the_range_held(capsys):
    out = printed(capsys, "--backtest", "--origins", "6", "--team", "polit", "--team", "dpmu")
    assert out.count("of the last 6 months the count fell inside the 80 % range") == 2
    rows = [line.split() for line in out.splitlines() if line.startswith(("this program", "last year's figure"))]
    assert len(rows) == 4
    document = json.loads(printed(capsys, "--backtest", "--origins", "6", "--team", "polit", "--json"))
    (team,) = document["teams"]
    assert (team["origins"], team["horizon"]) == (6, 12)
    assert rows[0][2] == f"{team['forecast']['mase']:.2f}"
    assert team["total_inside_80"] is None
    assert "whole years" not in out
    assert set(team["forecast"]) == set(team["seasonal_naive"])


def test_a_back_test_over_whole_years_speaks_of_their_sums(capsys):
    out = printed(capsys, "--backtest", "--origins", "13", "--team", "dpmu")
    assert "Of the whole years that are known" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--team", "pollit"], "did you mean polit?"),
        (["--case", "hihg"], "did you mean high?"),
        (["--team", "referral-sharing", "--case", "high"], "these teams have no growth case 'high'."),
        (["--origins", "3"], "--origins: it belongs to --backtest."),
        (["--backtest", "--case", "high"], "--case: a back-test"),
        (["--backtest", "--months", "6"], "--months: a back-test"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(capsys, arguments: list[str], words: str):
    said = refused(capsys, *arguments)
    assert words in said
    assert len([line for line in said.splitlines() if "No plan was named" not in line]) == 1


def test_a_plan_without_counts(capsys, tmp_path: Path):
    path = tmp_path / "empty.plan"
    Workspace.create(path, replace(demo_plan(), histories=(), scenarios=())).close()
    assert "no team of this plan has counts" in refused(capsys, str(path))
    assert "DPMU cannot be forecast: this team has no counts" in refused(capsys, str(path), "--team", "dpmu")


@pytest.mark.slow
def test_a_team_without_counts_in_each_band_is_told(capsys, tmp_path):
    def without(name: str, teams: set[str]) -> str:
        plan = demo_plan()
        kept = tuple(row for row in plan.histories if row.team not in teams or row.band != "high")
        own = tuple(row for row in kept if row.team in ("polit", "mosovo"))
        Workspace.create(tmp_path / name, replace(plan, histories=own, scenarios=())).close()
        return str(tmp_path / name)

    said = "cannot be forecast: risk band High has no count before the run"
    assert f"POLIT {said}" in refused(capsys, without("two.plan", {"polit", "mosovo"}))
    assert run(["forecast", without("one.plan", {"polit"}), "--months", "1"]) == 0
    out, err = capsys.readouterr()
    assert f"POLIT {said}" in err
    assert "\nMOSOVO\n" in out
    assert "\nPOLIT\n" not in out


def test_asking_for_help_loads_no_forecast():
    code = (
        "import sys; from planner.cli.entry import run; run(['forecast', '--help']); "
        "loaded = {'numpy', 'scipy', 'planner.forecast.forecast', 'planner.workspace'} & set(sys.modules); "
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_it_is_a_command():
    assert "forecast" in planner.commands
