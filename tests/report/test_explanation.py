"""A waterfall whose steps meet, and sentences whose figures add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from planner.model.explanation import ChanceOf, Change, Explanation, MeanOf, Term, shared_out
from planner.model.precision import Quantity
from planner.model.requirement import Window
from planner.model.scenario import DemandGrowth, Recruits, Scenario
from planner.model.standard import MEASURE_UNIT, Measure, Standard
from planner.report.explanation import explanation_lines, waterfall
from tests.model.small_plans import START, figure, small_plan

GROWTH, RECRUITS = DemandGrowth("team", 20.0, START), Recruits("team", 2, START)
MORE = Recruits("team", 3, START)
TWO = Scenario("two", "Two", (GROWTH, RECRUITS))


def explanation(
    *amounts: float, before: float = 100.04, subject: object = None, orders: int | None = None
) -> Explanation:
    levers = (Change(None, GROWTH), Change(RECRUITS, None), Change(RECRUITS, MORE))
    terms = tuple(Term(change, amount, 0.5) for change, amount in zip(levers, amounts, strict=False))
    asked = subject or MeanOf(Quantity.OPEN, "team", date(2027, 11, 2))
    return Explanation(asked, None, TWO, before, before + sum(amounts), 0.25, terms, orders, 4, 200, 1)  # type: ignore[arg-type]


def test_rounded_parts_add_up():
    for seed in range(50):
        amounts = np.random.default_rng(seed).normal(scale=20, size=5)
        total = round(float(amounts.sum()))
        parts = shared_out(list(amounts), total)
        assert sum(parts) == total
        assert all(abs(part - amount) < 2 for part, amount in zip(parts, amounts, strict=True))


def test_steps_meet_and_end_at_the_second_value():
    found = explanation(30.04, -7.06, -3.05)
    steps = waterfall(small_plan(), found)
    assert [(step.begins, step.ends) for step in steps] == [(100.0, 130.0), (130.0, 123.0), (123.0, 120.0)]
    assert steps[0].half_width == pytest.approx(0.98)
    assert steps[1].label == "Without: Team: 2 recruits from 2 November 2026."
    assert steps[2].label == "Team: 3 recruits from 2 November 2026. Before: Team: 2 recruits from 2 November 2026."


def test_the_figures_that_are_printed_add_up():
    lines = explanation_lines(small_plan(), explanation(30.04, -7.06, -3.05))
    assert lines[0] == (
        "Team, open cases on 2 November 2027, in the mean: 100.0 under the plan as it is, 120.0 under “Two”, a "
        "difference of +20.0 (± 0.5):"
    )
    assert sum(Decimal(line.split()[0]) for line in lines[1:4]) == Decimal("20.0")
    assert "over all orders of the changes" in lines[4]


def test_a_chance_is_in_points():
    standard = Standard("c", "Cases each", "team", Measure.CASELOAD, figure(20, MEASURE_UNIT[Measure.CASELOAD]))
    subject = ChanceOf(standard, Window.on(date(2027, 8, 2)))
    lines = explanation_lines(small_plan(), explanation(-0.3, 0.12, before=0.9, subject=subject, orders=24))
    assert lines[0].startswith(
        "Futures in which “Cases each” (at most 20) holds on 2 August 2027: 90.0 % under the plan"
    )
    assert lines[1].startswith("  -30.0 points (± 98.0)  Team: new cases rise by 20 %")
    assert "over 24 sampled orders" in lines[3]
