"""What the engine finds is what theory says: a short run of each check, and (slow) the one that docs/method.md shows.

One seed, chosen before any run. A catalogue of some sixty 99 % intervals misses one by chance every other time, so the
tests share one per cent between all of them (`holds`); the page shows each row's own 99 % interval.
"""

from __future__ import annotations

import math

import pytest

from tests.simulate.agreement import keeps_littles_law
from tests.simulate.theory import table
from tests.simulate.theory.catalogue import CHECKS, holds, is_narrow, name_of
from tests.simulate.theory.check import QUICK, Check


@pytest.mark.parametrize("check", CHECKS, ids=name_of)
def test_a_short_run_agrees(check: Check):
    result, values = check.measured(QUICK)
    for mean, found in zip(check.means, values, strict=True):
        holds(mean, found)
        is_narrow(mean, found, 1.3 * math.sqrt(QUICK))
    if check.keeps_level:
        keeps_littles_law(result, check.warm)


@pytest.mark.slow
@pytest.mark.parametrize("check", CHECKS, ids=name_of)
def test_a_long_run_agrees_and_is_the_one_on_the_page(check: Check):
    """When only the page differs, the engine's draws have changed: `python -m tests.simulate.theory.table`."""
    result, values = check.measured()
    page = table.PAGE.read_text("utf-8")
    for mean, found in zip(check.means, values, strict=True):
        holds(mean, found)
        is_narrow(mean, found, 1)
        assert table.line(check, mean, found) in page
    if check.keeps_level:
        keeps_littles_law(result, check.warm)
