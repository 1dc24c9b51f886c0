"""A difference split among its causes (L. S. Shapley, "A value for n-person games", 1953).

Each cause is given the mean of what it adds, over all orders in which the causes can come. All combinations are played
in the same futures, so that most of their luck cancels.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from planner.model.explanation import shared_out
from planner.model.progress import Progress, unheard

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Combination = frozenset[int]
Value = Callable[[Combination], "Floats"]
"""[R] the measure in each future when these causes are at work; the same futures for every combination."""

EXACT = 6
"""Up to so many causes all 2^n combinations are played; above, orders are sampled."""
_BITS = 46
"""Of a float's 53, those in which values are told: about fourteen decimal digits."""
ORDERS = 24
"""Orders that are sampled, each with its reverse: an even number."""


@dataclass(frozen=True, slots=True)
class Split:
    """`amounts` add up to `after - before` to the last bit; errors are standard errors."""

    before: float
    after: float
    error: float
    amounts: tuple[float, ...]
    errors: tuple[float, ...]
    orders: int | None
    runs: int


def split(
    causes: int, value: Value, *, orders: int | None = None, seed: int = 1, progress: Progress = unheard
) -> Split:
    """What each of the causes adds; all orders up to `EXACT` causes, unless a number of `orders` is to be sampled."""
    games = _Games(value, progress)
    if orders is None and causes > EXACT:
        orders = ORDERS
    games.expected = 2**causes if orders is None else min(2**causes, orders * causes // 2 + 2)
    ends = games.at(frozenset()), games.at(frozenset(range(causes)))
    shares, spread = _over_all(causes, games) if orders is None else _over_some(causes, games, orders, seed)
    before, after, amounts = _to_the_last_bit(_mean(ends[0]), _mean(ends[1]), [amount for _, amount in shares])
    futures = [_error(by_future) for by_future, _ in shares]
    return Split(
        before,
        after,
        _error(ends[1] - ends[0]),
        amounts,
        tuple(math.hypot(one, other) for one, other in zip(futures, spread, strict=True)),
        orders,
        len(games.played),
    )


class _Games:
    """Combinations, each played once."""

    def __init__(self, value: Value, progress: Progress) -> None:
        self._value = value
        self._progress = progress
        self.expected = 0
        self.played: dict[Combination, Floats] = {}

    def at(self, causes: Combination) -> Floats:
        if causes not in self.played:
            self._progress(len(self.played), max(self.expected, len(self.played) + 1))
            self.played[causes] = self._value(causes)
        return self.played[causes]

    def added(self, cause: int, to: Combination) -> tuple[Floats, Fraction]:
        """What a cause adds to others in each future, and exactly in the mean."""
        one, other = self.at(to | {cause}), self.at(to)
        return one - other, _mean(one) - _mean(other)


Share = tuple["Floats", Fraction]


def _over_all(causes: int, games: _Games) -> tuple[list[Share], list[float]]:
    """The mean over all orders: each combination with the share of the orders in which it comes first."""
    found: list[Share] = []
    for cause in range(causes):
        others = [other for other in range(causes) if other != cause]
        by_future, amount = 0 * games.at(frozenset()), Fraction()
        for size in range(causes):
            weight = Fraction(1, causes * math.comb(causes - 1, size))
            for chosen in combinations(others, size):
                row, mean = games.added(cause, frozenset(chosen))
                by_future, amount = by_future + float(weight) * row, amount + weight * mean
        found.append((by_future, amount))
    return found, [0.0] * causes


def _over_some(causes: int, games: _Games, orders: int, seed: int) -> tuple[list[Share], list[float]]:
    """The mean over sampled orders, each with its reverse, and its standard error from pair to pair."""
    import numpy as np

    chance = np.random.default_rng(seed)
    zero = 0 * games.at(frozenset())
    found: list[Share] = [(zero, Fraction())] * causes
    pairs = np.zeros((orders // 2, causes))
    for pair in pairs:
        order = [int(cause) for cause in chance.permutation(causes)]
        for way in (order, order[::-1]):
            for place, cause in enumerate(way):
                row, mean = games.added(cause, frozenset(way[:place]))
                by_future, amount = found[cause]
                found[cause] = (by_future + row / orders, amount + mean / orders)
                pair[cause] += float(mean) / 2
    spread = pairs.std(axis=0, ddof=1) / math.sqrt(len(pairs)) if len(pairs) > 1 else np.full(causes, np.inf)
    return found, [float(error) for error in spread]


def _mean(values: Floats) -> Fraction:
    """The mean of the futures as one float, so that all sums of means are exact."""
    return Fraction(float(values.mean()))


def _error(values: Floats) -> float:
    return float(values.std(ddof=1)) / math.sqrt(values.size) if values.size > 1 else math.inf


def _to_the_last_bit(
    before: Fraction, after: Fraction, amounts: list[Fraction]
) -> tuple[float, float, tuple[float, ...]]:
    """All as whole numbers of a unit, so small that nobody sees it and so large that no sum of them is rounded."""
    largest = float(abs(before) + abs(after) + sum(abs(amount) for amount in amounts))
    unit = Fraction(2) ** (math.frexp(largest)[1] - _BITS)
    ends = [round(end / unit) for end in (before, after)]
    parts = shared_out([amount / unit for amount in amounts], ends[1] - ends[0])
    first, second, *rest = (float(number * unit) for number in (*ends, *parts))
    return first, second, tuple(rest)
