"""Draws of durations: their means against formulas, and the inspection paradox."""

from __future__ import annotations

import pytest
from numpy.random import PCG64, Generator

from planner.edit.durations import draw_age, draw_length
from planner.model.assumption import Assumption
from planner.model.duration import PARAMETERS, Duration, Shape

DRAWS = 20_000


def duration(shape: Shape, *values: float) -> Duration:
    units = ["ratio" if name == "cv" else "days" for name in PARAMETERS[shape]]
    figures = tuple(Assumption(value, unit) for value, unit in zip(values, units, strict=True))
    return Duration(shape, figures, unit="days")


MADE = [
    duration(Shape.CONSTANT, 30),
    duration(Shape.EXPONENTIAL, 30),
    duration(Shape.GAMMA, 30, 0.8),
    duration(Shape.GAMMA, 30, 2.5),
    duration(Shape.LOGNORMAL, 30, 0.6),
    duration(Shape.TRIANGULAR, 30, 183, 548),
    Duration(Shape.EMPIRICAL, (), (3.0, 9.0, 10.0, 20.0, 80.0), unit="days"),
]


@pytest.mark.parametrize("made", MADE, ids=lambda made: f"{made.shape}-{made.cv:.1f}")
def test_lengths_and_ages_have_the_means_they_should(made: Duration):
    chance = Generator(PCG64(7)).random
    lengths = [draw_length(made, chance) for _ in range(DRAWS)]
    ages = [draw_age(made, chance) for _ in range(DRAWS)]
    mean = sum(lengths) / DRAWS
    variance = sum((value - mean) ** 2 for value in lengths) / DRAWS
    assert mean == pytest.approx(made.mean, rel=0.03)
    assert variance**0.5 / mean == pytest.approx(made.cv, rel=0.06, abs=1e-9)
    # The mean age of what is running at a random moment is (mean + variance / mean) / 2.
    assert sum(ages) / DRAWS == pytest.approx(made.mean * (1 + made.cv**2) / 2, rel=0.05)
    assert min(ages) >= 0


def test_ages_never_pass_the_longest_length():
    made = duration(Shape.TRIANGULAR, 30, 183, 548)
    chance = Generator(PCG64(3)).random
    assert max(draw_age(made, chance) for _ in range(5_000)) < 548
