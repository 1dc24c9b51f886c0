"""Counter-based chance: every draw is a hash of who draws and what for, so nothing depends on the order of events.

The mixing function is the finalizer of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
generators", 2014).
"""

from __future__ import annotations

import math
from typing import Any

from numba import uint64

from planner.simulate.kernel import views as see
from planner.simulate.kernel.layout import CELLS, CONSTANT, EXPONENTIAL
from planner.simulate.kernel.views import Table, compiled

Word = Any
"""An unsigned 64-bit number."""
_GOLDEN = uint64(0x9E3779B97F4A7C15)
_STRIDE = uint64(0xD1B54A32D192ED03)
_TO_UNIT = 1.0 / 9007199254740992.0


@compiled
def mix(x: Word) -> Word:
    """A well-mixed 64-bit word from another."""
    x = (x ^ (x >> uint64(30))) * uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> uint64(27))) * uint64(0x94D049BB133111EB)
    return x ^ (x >> uint64(31))


@compiled
def subkey(key: Word, entity: int) -> Word:
    """The key of an entity under another key."""
    return mix(key + _GOLDEN * uint64(entity + 1))


@compiled
def uniform(key: Word, slot: int) -> float:
    """A number strictly between 0 and 1 for one slot of an entity's stream."""
    word = mix(key + _STRIDE * uint64(slot + 1))
    return (float(word >> uint64(11)) + 0.5) * _TO_UNIT


@compiled
def quantile(m: Table, distribution: int, u: float) -> float:
    """The value below which a share `u` of a distribution lies (linear between the knots of its table)."""
    kind = see.kinds(m)[distribution]
    if kind == CONSTANT:
        return see.means(m)[distribution]
    if kind == EXPONENTIAL:
        return -math.log(1.0 - u) * see.means(m)[distribution]
    x = u * CELLS
    segment = 0
    while x >= CELLS - 1 and segment < 2:
        x = (x - (CELLS - 1)) * CELLS
        segment += 1
    cell = min(int(x), CELLS - 1)
    knot = segment * (CELLS + 1) + cell
    low = float(see.tables(m)[distribution, knot])
    return low + (x - cell) * (float(see.tables(m)[distribution, knot + 1]) - low)


@compiled
def count(mean: float, dispersion: float, key: Word) -> int:
    """A Poisson count by inversion, or a negative binomial one whose variance is `dispersion` times its mean.

    Inversion keeps the count non-decreasing in the mean for the same key: more demand adds cases and moves none.
    A mean above 500 is cut into equal parts, because exp(-mean) would vanish.
    """
    if mean <= 0.0:
        return 0
    parts = 1 + int(mean / 500.0)
    total = 0
    for part in range(parts):
        total += _count_by_inversion(mean / parts, dispersion, uniform(key, part))
    return total


@compiled
def _count_by_inversion(mean: float, dispersion: float, u: float) -> int:
    if u <= 1.0 - mean:
        return 0  # the chance of nothing is greater than that
    if dispersion > 1.0:
        size = mean / (dispersion - 1.0)
        grow = (dispersion - 1.0) / dispersion
        chance = math.exp(-size * math.log(dispersion))
    else:
        size = 0.0
        grow = mean
        chance = math.exp(-mean)
    number = 0
    reached = chance
    top = int(mean + 40.0 * math.sqrt(mean * dispersion) + 60.0)
    while u > reached and number < top:
        chance *= grow * (number + size) / (number + 1) if dispersion > 1.0 else grow / (number + 1)
        number += 1
        reached += chance
    return number
