"""The sentences above the charts say what the futures do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.app.charts.fan_data import FanData
from planner.app.charts.sentences import caseload_sentence, futures_words
from planner.app.panels.lever_values import LeverValues
from planner.app.session import sentence_for
from planner.model.checks import InvalidPlan, UnworkablePlan
from planner.model.scenario import ForecastDemand

START = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("median", "words"),
    [
        ([30] * 400, "it stays under the limit of 35, as does every other."),
        ([40] * 400, "over the limit of 35 from the start."),
        ([30] * 100 + [40] * 300, "over the limit from Feb 2027."),
        ([30] * 100 + [40] * 50 + [30] * 150 + [40] * 100, "from Aug 2027, and for a time from Feb 2027."),
        ([30] * 100 + [40] * 50 + [30] * 250, "over the limit for a time from Feb 2027."),
    ],
)
def test_the_sentence_says_when_the_limit_is_passed(median: list[int], words: str) -> None:
    line = np.array(median, dtype=float)
    sentence = caseload_sentence(FanData(START, line, line, line, line, line), 35.0, 0.0, "200 futures")
    assert sentence.endswith(f"{words} From 200 futures.")


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (0.0, "it stays under the limit of 35, as does every other."),
        (0.01, "passed for a time in fewer than 1 future in 10."),
        (0.06, "passed for a time in about 1 future in 10."),
        (0.31, "passed for a time in about 3 futures in 10."),
    ],
)
def test_a_limit_that_only_other_futures_pass_is_not_called_kept(passed: float, words: str) -> None:
    line = np.full(400, 30.0)
    fan = FanData(START, line - 9, line, line, line, line + 9)
    sentence = caseload_sentence(fan, 35.0, passed, futures_words(20, complete=False))
    assert sentence.endswith(f"{words} From the first 20 futures.")
    assert "never" not in sentence


def test_demand_as_forecast_is_not_called_as_today() -> None:
    values = LeverValues(0, 0, START, (ForecastDemand("polit", None),))
    assert values.words.startswith("no recruits, ")
    assert replace(values, growth_percent=70).words.startswith("+70 % demand, no recruits, ")
    assert replace(values, others=()).words == "demand as today, no recruits"


def test_a_plan_that_cannot_work_is_told_of_by_its_own_sentence() -> None:
    way_out = "POLIT, stage Visit: a case can never end from here: add a route that leads out"
    assert sentence_for(UnworkablePlan("teams[polit].stages[visit].routes", [], way_out)) == f"{way_out}."
    assert sentence_for(InvalidPlan("days", 0, "days are from 1")).startswith("The plan holds a value that is not")
