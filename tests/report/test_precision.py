"""How precise a run's means are, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.model.precision import Aim, Quantity, Reached, RunLength, Stop
from planner.report.precision import precision_lines
from tests.model.small_plans import small_plan
from tests.storage.sample_results import sample_result

AIMS = (
    Reached(Aim(Quantity.OPEN, "team", 5), 1311.46, 4.26),
    Reached(Aim(Quantity.OVERDUE, "team", 2, date(2026, 11, 30), band="high"), 7.0, 0.51),
    Reached(Aim(Quantity.ON_TIME, "team", 0.01, stage="work"), 0.8231, 0.0094),
    Reached(Aim(Quantity.UNALLOCATED, "team", 2), None, None),
)


def test_each_mean_is_said_with_its_interval() -> None:
    result = replace(sample_result(small_plan(), replications=1200, days=2), length=RunLength(Stop.PRECISE, AIMS))
    assert precision_lines(result.plan, result).splitlines() == [
        "1,200 futures were enough. Means over them, with 95 % confidence:",
        "  Team, open cases at the end: 1,311.5 ± 4.3 (asked: 5)",
        "  Team, overdue cases on 30 November 2026, band high: 7.0 ± 0.5 (asked: 2)",
        "  Team, work on time: 82.3 ± 0.9 % (asked: 1 %)",
        "  Team, cases without an owner at the end: nothing to measure",
    ]


def test_the_reason_why_it_ended_comes_first() -> None:
    result = sample_result(small_plan(), replications=50, days=2)
    stopped = replace(result, length=RunLength(Stop.LIMIT, AIMS))
    assert precision_lines(result.plan, stopped).startswith("The run stopped at its limit of 50 futures, before it was")
    partial = replace(result, length=RunLength(None, AIMS))
    assert precision_lines(result.plan, partial).startswith("50 futures so far.")
