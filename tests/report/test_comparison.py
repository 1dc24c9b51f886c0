"""Scenarios side by side: means, paired differences, curves and what most futures keep to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.model.explanation import ChanceOf, MeanOf
from planner.model.precision import Quantity
from planner.model.requirement import Window
from planner.model.scenario import Scenario
from planner.model.standard import Measure, Standard
from planner.report.comparison import CURVE, Interval, compared, comparison_lines, difference_in_words, kept_in_words
from tests.model.small_plans import figure, small_plan

DAY = date(2027, 11, 1)
OVERDUE = MeanOf(Quantity.OVERDUE, "team", DAY)
ON_TIME = MeanOf(Quantity.ON_TIME, "team", DAY, "work")
LOAD = ChanceOf(Standard("load", "Load", "team", Measure.CASELOAD, figure(20, "cases")), Window.on(DAY))


def numbers(*values: float) -> np.ndarray:
    return np.array(values, np.float64)


def test_means_and_paired_differences_by_hand():
    one, other = numbers(1, 2, 3, 4, 5, 6), numbers(2, 4, 4, 6, 6, 8)
    first, second = compared(OVERDUE, (one, other), (one, other), 0).sides
    assert first.difference is None
    # Standard deviation of 1 … 6 is the root of 3.5; Student's t at 5 degrees of freedom is 2.571.
    assert (first.value.mean, first.value.high - 3.5) == (3.5, pytest.approx(2.571 * (3.5 / 6) ** 0.5, rel=0.003))
    # Differences 1 2 1 2 1 2: mean 1.5, standard deviation the root of 0.3; far less than either scenario varies.
    assert second.difference is not None
    assert second.difference.mean == 1.5
    assert second.difference.high - 1.5 == pytest.approx(2.571 * (0.3 / 6) ** 0.5, rel=0.003)
    assert second.difference.low == pytest.approx(3 - second.difference.high)


def test_chances_by_hand():
    """Wilson's interval of 8 in 10 is a textbook figure; the other is reckoned here."""
    held, other = numbers(*[1] * 8, 0, 0), numbers(*[1] * 5, *[0] * 5)
    first, second = compared(LOAD, (held, other), (held, other), 0).sides
    assert (first.value.mean, first.value.low, first.value.high) == pytest.approx((0.8, 0.4902, 0.9433), abs=1e-4)
    # Three pairs are lost and none won: (0.5 - 3.5) / 12 ± 1.96 √((4 / 12 - 0.0625) / 12).
    half = 1.959964 * ((4 / 12 - 0.0625) / 12) ** 0.5
    assert second.difference is not None
    assert second.difference.mean == pytest.approx(-0.3)
    assert (second.difference.low, second.difference.high) == pytest.approx((-0.25 - half, -0.25 + half))
    (_, same) = compared(LOAD, (held, held), (held, held), 0).sides
    assert same.difference is not None
    assert same.difference.low < same.difference.mean == 0 < same.difference.high


def test_intervals_cover_the_truth_as_often_as_they_say():
    """Pairs that share their luck; a difference of 0.5 in a measure, of 0.15 in a chance."""
    chance = np.random.default_rng(5)
    covered = [0, 0]
    for _ in range(400):
        luck = chance.random(60)
        pairs = luck, luck + 0.5 + 0.2 * chance.standard_normal(60)
        difference = compared(OVERDUE, pairs, pairs, 0).sides[1].difference
        held = (luck < 0.5).astype(np.float64), (luck < 0.65).astype(np.float64)
        gain = compared(LOAD, held, held, 0).sides[1].difference
        assert difference is not None and gain is not None
        covered[0] += difference.low <= 0.5 <= difference.high
        covered[1] += gain.low <= 0.15 <= gain.high
    assert 370 <= covered[0] <= 390
    assert 370 <= covered[1] <= 398


def test_what_most_futures_keep_to():
    levels = numbers(9, 1, 2, 8, 3, 7, 4, 6, 5, 100)
    (side,) = compared(OVERDUE, (levels,), (levels,), 0).sides
    assert side.kept == 8
    assert (levels <= side.kept).mean() >= 0.8 > (levels < side.kept).mean()
    assert kept_in_words(OVERDUE, side) == "In 8 futures of 10, overdue tasks stay at 8 or fewer on 1 November 2027."
    shares = levels / 100
    (side,) = compared(ON_TIME, (shares,), (shares,), 0).sides
    assert side.kept == 0.03
    assert kept_in_words(ON_TIME, side) == "In 8 futures of 10 at least 3 % are on time."
    held = (levels <= 20).astype(np.float64)
    (side,) = compared(LOAD, (held,), (levels,), 0).sides
    assert (side.value.mean, side.kept) == (0.9, 8)
    assert kept_in_words(LOAD, side) == "In 8 futures of 10 it comes to at most 8 (target 20)."


def test_curves_and_dots_rise_and_are_levels_that_occur():
    levels = np.random.default_rng(1).integers(0, 50, 200).astype(np.float64)
    (side,) = compared(OVERDUE, (levels,), (levels,), 0).sides
    for share, level in zip(CURVE, side.curve, strict=True):
        assert (levels <= level).mean() >= share - 1e-9
        assert (levels < level).mean() < share
    assert list(side.dots) == sorted(side.dots)
    assert set(side.dots) <= set(levels)
    assert (side.dots[0], side.dots[-1]) == (np.sort(levels)[4], np.sort(levels)[194])


def test_the_sentences():
    plan = small_plan(scenarios=(Scenario("more", "More"),))
    one = numbers(1, 2, 3, 4, 5, 6)
    found = compared(OVERDUE, (one, one + 10), (one, one + 10), 0)
    assert comparison_lines(plan, found, (None, plan.scenarios[0]), 0, 6) == (
        "Team, overdue tasks on 1 November 2027, in the mean:",
        "  The plan as it is: 3.5. In 8 futures of 10, overdue tasks stay at 5 or fewer on 1 November 2027.",
        (
            "  “More”: 13.5, +10.0 against the plan as it is, +10.0 to +10.0. In 8 futures of 10, overdue tasks stay "
            "at 15 or fewer on 1 November 2027."
        ),
        "The same 6 futures under each; intervals are at 95 % confidence.",
    )
    doubtful = Interval(0.02, -0.01, 0.05)
    assert difference_in_words(LOAD, doubtful, plan.scenarios[0]) == (
        "+2.0 points against “More”, -1.0 to +5.0 (cannot be told from no difference)"
    )
    sure = replace(doubtful, low=0.01)
    assert difference_in_words(LOAD, sure, None) == "+2.0 points against the plan as it is, +1.0 to +5.0"
