"""How good a forecast was, once the counts are known: coverage, and scores that reward honest ranges.

Interval score, and the weighted interval score made of several: T. Gneiting and A. Raftery, "Strictly proper scoring
rules", JASA 102, 2007; J. Bracher and others, "Evaluating epidemic forecasts in an interval format", PLOS Comp. Biol.
17, 2021. Scale: R. Hyndman and A. Koehler, "Another look at measures of forecast accuracy", Int. J. Forecasting 22,
2006.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEVELS = (50, 80, 95)
"""Central intervals that the weighted interval score is made of, in percent."""


def quantile_pair(paths: Floats, level: float) -> tuple[Floats, Floats]:
    """Lower and upper end of the central `level` per cent of the paths (first axis)."""
    tail = (1 - level / 100) / 2
    ends: Floats = np.quantile(paths, (tail, 1 - tail), axis=0)
    return ends[0], ends[1]


def interval_score(actual: Floats, low: Floats, high: Floats, level: float) -> Floats:
    """Width of the interval, plus 2/alpha for each unit that the actual value lies outside it."""
    penalty = 2 / (1 - level / 100)
    found: Floats = (high - low) + penalty * (np.maximum(low - actual, 0) + np.maximum(actual - high, 0))
    return found


def weighted_interval_score(actual: Floats, paths: Floats) -> Floats:
    """Weighted interval score of the median and the 50, 80 and 95 % intervals, for each period; lower is better."""
    total = 0.5 * np.abs(actual - np.median(paths, axis=0))
    for level in LEVELS:
        total += (1 - level / 100) / 2 * interval_score(actual, *quantile_pair(paths, level), level)
    found: Floats = total / (len(LEVELS) + 0.5)
    return found


def seasonal_scale(history: Floats, season: int) -> float:
    """Mean absolute change from one season to the next in the history; NaN when no pair of periods is known.

    Where nothing ever changed it is the mean count, and 1 for a history of zeros, so that a score stays finite.
    """
    lag = season if len(history) > season else 1
    change = np.abs(history[lag:] - history[:-lag])
    known = change[~np.isnan(change)]
    if not known.size:
        return float("nan")
    return float(known.mean()) or float(np.nanmean(history)) or 1.0
