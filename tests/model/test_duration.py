"""Means and spreads of durations."""

from __future__ import annotations

import math

import pytest

from planner.model.assumption import Assumption
from planner.model.duration import PARAMETERS, Duration, Shape


def duration(shape: Shape, *values: float) -> Duration:
    units = ["ratio" if name == "cv" else "hours" for name in PARAMETERS[shape]]
    return Duration(shape, tuple(Assumption(value, unit) for value, unit in zip(values, units, strict=True)))


@pytest.mark.parametrize(
    ("made", "mean", "cv"),
    [
        (duration(Shape.CONSTANT, 3), 3, 0),
        (duration(Shape.EXPONENTIAL, 4), 4, 1),
        (duration(Shape.GAMMA, 5, 0.7), 5, 0.7),
        (duration(Shape.LOGNORMAL, 6, 1.2), 6, 1.2),
        # A right-angled triangle from 0 to 3: mean 1, variance 1/2.
        (duration(Shape.TRIANGULAR, 0, 0, 3), 1, math.sqrt(0.5)),
        # A symmetrical one from 0 to 2: mean 1, variance 1/6.
        (duration(Shape.TRIANGULAR, 0, 1, 2), 1, math.sqrt(1 / 6)),
        (Duration(Shape.EMPIRICAL, (), (1.0, 2.0, 3.0, 4.0, 5.0)), 3, math.sqrt(2) / 3),
        (Duration(Shape.EMPIRICAL, (), (0.0,) * 5), 0, 0),
    ],
)
def test_mean_and_spread(made: Duration, mean: float, cv: float):
    assert made.mean == pytest.approx(mean)
    assert made.cv == pytest.approx(cv)
