"""Inverse distribution tables: means to the last digits, spread within one in a hundred, and the way back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from planner.model.duration import Duration, Shape
from planner.simulate.durations import knots, mean_of, share_shorter, table_of
from tests.simulate.small_networks import duration

CELLS = 1024
TABLES = {
    "gamma, cv 0.1": duration(Shape.GAMMA, 30, 0.1),
    "gamma, cv 1": duration(Shape.GAMMA, 6, 1),
    "gamma, cv 2": duration(Shape.GAMMA, 6, 2),
    "lognormal, cv 0.3": duration(Shape.LOGNORMAL, 0.5, 0.3),
    "lognormal, cv 1": duration(Shape.LOGNORMAL, 6, 1),
    "lognormal, cv 2": duration(Shape.LOGNORMAL, 6, 2),
    "triangular": duration(Shape.TRIANGULAR, 1, 2, 7),
    "triangular from its mode": duration(Shape.TRIANGULAR, 0, 0, 5),
    "triangular to its mode": duration(Shape.TRIANGULAR, 0, 5, 5),
    "empirical": Duration(Shape.EMPIRICAL, (), (1, 2, 2, 3, 9)),
    "empirical, one value": Duration(Shape.EMPIRICAL, (), (4, 4, 4, 4, 4)),
}
EVERY = pytest.mark.parametrize("given_duration", TABLES.values(), ids=TABLES)


def runs(values: np.ndarray) -> list[tuple[np.ndarray, float]]:
    """The cells that the engine reads, run by run: [cells, 2] their ends, and how probable each cell is."""
    found = []
    for number in range(3):
        part = values[number * (CELLS + 1) : (number + 1) * (CELLS + 1)]
        ends = np.column_stack([part[:-1], part[1:]])
        found.append((ends if number == 2 else ends[:-1], CELLS ** -(number + 1.0)))
    return found


def moments(values: np.ndarray) -> tuple[float, float]:
    """Mean and variance of what comes out of a table: uniform within each cell."""
    first = sum(width * float(ends.mean(axis=1).sum()) for ends, width in runs(values))
    squares = [(ends[:, 0] ** 2 + ends[:, 0] * ends[:, 1] + ends[:, 1] ** 2) / 3 for ends, _ in runs(values)]
    second = sum(width * float(square.sum()) for square, (_, width) in zip(squares, runs(values), strict=True))
    return first, second - first**2


@EVERY
def test_the_mean_is_exact(given_duration):
    assert moments(table_of(given_duration))[0] == pytest.approx(given_duration.mean, rel=1e-9)
    assert mean_of(table_of(given_duration)) == pytest.approx(given_duration.mean, rel=1e-9)


@pytest.mark.parametrize("name", [name for name in TABLES if "cv" in name or "triangular" in name])
def test_the_variance_is_within_one_percent(name):
    exact = (TABLES[name].cv * TABLES[name].mean) ** 2
    assert moments(table_of(TABLES[name]))[1] == pytest.approx(exact, rel=0.01)


@EVERY
def test_quantiles_rise_from_zero_or_more_to_a_finite_end(given_duration):
    ends = np.concatenate([cells for cells, _ in runs(table_of(given_duration))])
    assert (ends[:, 0] <= ends[:, 1]).all()
    assert (ends[1:, 0] >= ends[:-1, 0]).all()
    assert ends[0, 0] >= 0
    assert np.isfinite(ends).all()


def test_quantiles_are_those_of_the_distribution():
    shape = np.log1p(1.0) ** 0.5
    references = {
        "gamma, cv 1": stats.gamma(1, scale=6),
        "lognormal, cv 1": stats.lognorm(shape, scale=6 * np.exp(-(shape**2) / 2)),
        "triangular": stats.triang(1 / 6, loc=1, scale=6),
    }
    for name, reference in references.items():
        for place in (1, 256, 512, 900, 1000, CELLS + 1 + 512):
            assert table_of(TABLES[name])[place] == pytest.approx(reference.ppf(knots()[place]), rel=1e-3), name


@pytest.mark.parametrize("name", [name for name in TABLES if name != "empirical, one value"])
@settings(deadline=None, derandomize=True)
@given(share=st.floats(0.002, 0.99999))
def test_the_share_that_is_shorter_is_the_way_back_from_a_quantile(name, share):
    values = table_of(TABLES[name])
    x, run = share * CELLS, 0
    while x >= CELLS - 1 and run < 2:
        x, run = (x - (CELLS - 1)) * CELLS, run + 1
    knot = run * (CELLS + 1) + int(x)
    low, high = values[knot], values[knot + 1]
    back = share_shorter(TABLES[name], float(low + (x - int(x)) * (high - low)))
    if high > low:
        assert back == pytest.approx(share, abs=1e-9 + 1e-3 * (name == "empirical"))
    else:
        assert back >= share - 1 / CELLS


def test_shares_of_the_shapes_without_a_table():
    always, random = duration(Shape.CONSTANT, 3), duration(Shape.EXPONENTIAL, 3)
    assert share_shorter(always, 2.9) == 0
    assert share_shorter(always, 3) == pytest.approx(1)
    assert share_shorter(random, 3) == pytest.approx(1 - np.exp(-1))
    assert share_shorter(random, -1) == share_shorter(always, 0) == 0
    for shape in (always, random, *TABLES.values()):
        assert share_shorter(shape, 1e9) < 1, "something is always still to come"


def test_an_empirical_table_draws_from_the_sample():
    values = table_of(TABLES["empirical"])
    assert moments(values)[0] == pytest.approx(3.4)
    assert set(table_of(TABLES["empirical, one value"])) == {4.0}
    assert values[0] / values[CELLS // 2] == pytest.approx(1 / 2, rel=0.01)
