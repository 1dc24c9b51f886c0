"""`planner compare` sets scenarios side by side in the same futures, and what is wrong is one sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.cli.entry import run
from planner.edit.scenarios import decide_scenario
from planner.model.explanation import ChanceOf, MeanOf
from planner.model.precision import Quantity
from planner.model.requirement import Window
from planner.workspace import Workspace, compare_scenarios, demo_plan, simulate_plan
from tests.cli.test_commands import demo_file, refused

__all__ = ["demo_file"]
QUICK = ["--on", "2027-02-01", "--replications", "8"]


def test_the_figures_are_those_of_the_runs(capsys, demo_file):
    named = ["--scenarios", "growth-70,as-today,base", "--team", "polit"]
    measures = ["--measure", "open", "--measure", "on-time", "--measure", "polit-unallocated"]
    assert run(["compare", str(demo_file), *named, *measures, *QUICK, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [scenario["key"] for scenario in found["scenarios"]] == ["growth-70", "as-today", None]
    # The demo plan marks demand as today as its baseline.
    assert found["compared_with"] == 1
    runs = [simulate_plan(demo_plan(), key, teams=["polit"], days=92, replications=8) for key in ("growth-70", None)]
    grown, usual = (result.team("polit").open[:, -1].astype(float) for result in runs)
    opened, on_time, queue = found["measures"]
    assert [side["value"]["mean"] for side in opened["sides"]] == [grown.mean(), usual.mean(), usual.mean()]
    difference = opened["sides"][0]["difference"]
    assert difference["mean"] == (grown - usual).mean()
    half = 2.3646 * (grown - usual).std(ddof=1) / 8**0.5
    assert difference["high"] - difference["mean"] == pytest.approx(half, rel=0.003)
    assert opened["sides"][1]["difference"] is None
    assert opened["sides"][0]["kept_in_8_of_10"] == np.sort(grown)[6]
    action = runs[1].team("polit")
    place = action.stages.index("action")
    shares = action.met[:, place].sum(axis=(1, 2)) / action.due[:, place].sum(axis=(1, 2))
    assert on_time["sides"][1]["value"]["mean"] == pytest.approx(shares.mean(), abs=1e-6)
    waiting = action.unallocated[:, -1]
    assert queue["sides"][1]["value"]["mean"] == (waiting <= 5).mean()
    assert queue["sides"][1]["curve"][9]["level"] == np.sort(waiting)[3]


def test_an_on_time_share_does_not_look_past_its_day():
    """A standard of a later day makes the other runs longer; the share is still that up to its own day."""
    demo = demo_plan()
    queue = next(standard for standard in demo.standards if standard.key == "polit-unallocated")
    share = MeanOf(Quantity.ON_TIME, "polit", date(2027, 1, 2), "action")
    later = ChanceOf(queue, Window.on(date(2027, 4, 1)))
    both = [None, demo.scenario("growth-70")]
    alone, first = (
        compare_scenarios(demo, both, subjects, futures=6).measures[0] for subjects in ([share], [share, later])
    )
    assert alone.sides == first.sides


def test_the_words(capsys, tmp_path):
    demo = demo_plan()
    path = tmp_path / "decided.plan"
    Workspace.create(path, decide_scenario(demo, "growth-70", "Board", demo.start, "Planned for")).close()
    named = ["--scenarios", "+70 % in twelve months,base", "--team", "polit", "--measure", "overdue"]
    assert run(["compare", str(path), *named, *QUICK]) == 0
    text = capsys.readouterr().out
    lines = text.splitlines()
    assert lines[0] == "POLIT, overdue tasks on 1 February 2027, in the mean"
    assert lines[5].startswith("+70 % in twelve months: In 8 futures of 10, overdue tasks stay at ")
    assert "Differences are from “+70 % in twelve months”, in the same 8 futures" in text
    assert "+70 % in twelve months: Decided by Board on 2 November 2026: Planned for" in lines
    assert lines[-1].startswith("Illustrative")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["base"], "2 to 5 scenarios are set side by side"),
        (["base,as-today,growth-70,growth-low,growth-mid,growth-high"], "2 to 5 scenarios"),
        (["base,base"], "each scenario is named once"),
        (["base,growth70"], "did you mean growth-70?"),
        (["base,growth-70", "--measure", "opne"], "did you mean open?"),
        (["base,growth-70", "--measure", "open", "--on", "2020-01-01"], "--on: 1 January 2020 is past"),
        (["base,growth-70", "--measure", "open", "--on", "2026-11-02"], "--on: the plan starts on 2 November"),
        (["base,growth-70", "--measure", "open", "--on", "2040-01-01"], "--on: 1 January 2040 is more than ten"),
        (["base,growth-70", "--team", "polti", "--measure", "open"], "did you mean polit?"),
        (["base,growth-70", "--team", "nobody"], "no standards to compare by"),
    ],
)
def test_what_cannot_be_is_one_sentence(capsys, demo_file, arguments, said):
    assert said in refused(capsys, "compare", str(demo_file), "--scenarios", *arguments)


def test_without_a_baseline_the_first_is_compared_with(capsys, tmp_path):
    demo = demo_plan()
    bare = replace(demo, standards=(), actions=(), scenarios=demo.scenarios[1:3])
    Workspace.create(tmp_path / "bare.plan", bare).close()
    named = ["--scenarios", "growth-70-recruits,growth-70"]
    assert "no standards to compare by" in refused(capsys, "compare", str(tmp_path / "bare.plan"), *named)
    measure = ["--measure", "caseload", *QUICK, "--json"]
    assert run(["compare", str(tmp_path / "bare.plan"), *named, *measure]) == 0
    assert json.loads(capsys.readouterr().out)["compared_with"] == 0
