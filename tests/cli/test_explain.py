"""`planner explain` splits a difference, and what is wrong is one sentence."""

from __future__ import annotations

import json
import math
from decimal import Decimal

import pytest

from planner.cli.entry import run
from planner.workspace import demo_plan, simulate_plan
from tests.cli.test_commands import demo_file, refused

__all__ = ["demo_file"]
QUICK = ["--on", "2027-02-01", "--replications", "8"]


def test_the_terms_add_up_to_the_difference_of_the_two_runs(capsys, demo_file):
    arguments = ["base", "growth-70-recruits", str(demo_file), "--measure", "open", *QUICK]
    assert run(["explain", *arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (
        math.fsum(term["amount"] for term in found["terms"]) == found["after"] - found["before"] == found["difference"]
    )
    for scenario, value in ((None, found["before"]), ("growth-70-recruits", found["after"])):
        result = simulate_plan(demo_plan(), scenario, teams=["polit"], days=92, replications=8)
        assert result.team("polit").open[:, -1].mean() == pytest.approx(value, rel=1e-12)
    assert [step["begins"] for step in found["waterfall"][1:]] == [step["ends"] for step in found["waterfall"][:-1]]
    assert run(["explain", *arguments]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("POLIT, open cases on 1 February 2027, in the mean: ")
    steps = sum(Decimal(line.split()[0]) for line in lines if line.startswith("  "))
    assert f"a difference of {steps:+}" in lines[0]
    assert lines[-1].startswith("Illustrative")


def test_the_chance_of_a_standard(capsys):
    assert run(["explain", "growth-70", "growth-low", "--measure", "polit-unallocated", *QUICK, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert 0 <= found["before"] <= found["after"] <= 1
    (only,) = found["terms"]
    assert only["amount"] == found["difference"]
    assert (only["before"]["percent"], only["after"]["percent"]) == (70.0, 8.0)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["base", "growth70", "--measure", "open"], "did you mean growth-70?"),
        (["base", "growth-70", "--measure", "opne"], "did you mean open?"),
        (["base", "as-today", "--measure", "open", "--team", "polit"], "nothing to explain"),
        (["base", "as-today", "--measure", "open"], "--team: say which"),
        (["base", "growth-70", "--measure", "open", "--team", "polti"], "did you mean polit?"),
        (["base", "growth-70", "--measure", "on-time", "--stage", "visits"], "no such stage in team polit"),
        (["base", "growth-70", "--measure", "open", "--band", "high"], "open is not told apart by band"),
        (["base", "growth-70", "--measure", "open", "--on", "2020-01-01"], "--on: 1 January 2020 is past"),
        (["base", "growth-70", "--measure", "open", "--on", "2026-11-02"], "--on: the plan starts on 2 November"),
        (["base", "growth-70", "--measure", "open", "--on", "2040-01-01"], "--on: 1 January 2040 is more than ten"),
        (["base", "growth-70", "--measure", "open", "--orders", "5"], "an even number"),
    ],
)
def test_what_cannot_be_is_one_sentence(capsys, demo_file, arguments, said):
    first, second, *rest = arguments
    assert said in refused(capsys, "explain", first, second, str(demo_file), *rest)
