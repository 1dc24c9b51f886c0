"""Every comparison with theory, in the order of the table in docs/method.md."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tests.simulate.agreement import interval
from tests.simulate.theory import demand, networks, stations
from tests.simulate.theory.check import Check, Mean

CHECKS: tuple[Check, ...] = (*stations.CHECKS, *networks.CHECKS, *demand.CHECKS)


def rows() -> Iterator[tuple[Check, Mean]]:
    """The rows of the table: each mean of each check."""
    for check in CHECKS:
        for mean in check.means:
            yield check, mean


def name_of(check: Check) -> str:
    """A check's name and load: no two share it."""
    return check.name if check.load is None else f"{check.name}, load {check.load:g}"


def holds(mean: Mean, values: np.ndarray) -> None:
    """The exact value is in the interval of its 99 %, shared with all other rows (Bonferroni)."""
    middle, half = interval(values, 1 - 0.01 / len(list(rows())))
    assert abs(middle - mean.exact) <= half, f"{mean.what}: {middle:.5g} ± {half:.2g}, exact {mean.exact:.5g}"


def is_narrow(mean: Mean, values: np.ndarray, wider: float) -> None:
    """The row's own 99 % interval is no wider than was asked for, so that the row has something to say."""
    _, half = interval(values)
    assert half <= wider * mean.sharp * mean.exact, f"{mean.what}: too few replications, {half / mean.exact:.2%}"
