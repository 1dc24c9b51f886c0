"""The interval of a share, against its defining equation and by repetition."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from planner.staffing.confidence import interval, looks
from planner.workspace import simulate_until
from tests.simulate.small_networks import exponential, station


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (50, (50,)),
        (200, (50, 200)),
        (1000, (50, 200, 800, 1000)),
        (3200, (50, 200, 800, 3200)),
        (20_000, (50, 200, 800, 3200, 12_800, 20_000)),
    ],
)
def test_looks_end_at_the_limit(limit, expected):
    assert looks(limit) == expected


@pytest.mark.parametrize(("held", "futures"), [(0, 50), (3, 50), (45, 50), (50, 50), (720, 800)])
def test_the_ends_are_where_what_was_seen_becomes_unlikely(held, futures):
    """Four looks: each end leaves out 5 % / 4 / 2."""
    low, high = interval(held, futures, 1000)
    tail = 0.05 / 4 / 2
    assert low == 0 if held == 0 else binom.sf(held - 1, futures, low) == pytest.approx(tail, rel=1e-6)
    assert high == 1 if held == futures else binom.cdf(held, futures, high) == pytest.approx(tail, rel=1e-6)


def test_stopping_at_a_look_is_wrong_in_at_most_five_of_a_hundred():
    """Runs that end at the first look whose interval leaves out 0.9, when the probability is 0.9 itself."""
    chance = np.random.default_rng(7)
    wrong = 0
    for _ in range(4000):
        sizes = np.diff((0, *looks(1000)))
        held = np.cumsum(chance.binomial(sizes, 0.9))
        for sofar, size in zip(held, looks(1000), strict=True):
            low, high = interval(int(sofar), size, 1000)
            if not low <= 0.9 <= high:
                wrong += 1
                break
    assert wrong / 4000 < 0.05


def test_runs_are_looked_at_when_decisions_are_made():
    """After 20 futures a run shows itself too, which is too early to decide."""
    seen = []
    plan = station(1, 0.5, exponential(4))
    result = simulate_until(plan, limit=3300, days=2, partial=lambda result: seen.append(result.replications))
    assert (*seen, result.replications) == (20, *looks(3300))
