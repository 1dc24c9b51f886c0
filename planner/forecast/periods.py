"""Counts as the forecast takes them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.forecast.scores import Floats
from planner.model.checks import require

LONGEST = 240
"""Periods of history that a forecast looks at."""


def as_counts(values: Sequence[float | None] | Floats) -> Floats:
    """Counts as an array with NaN for a gap; InvalidPlan for what is no count."""
    try:
        found = np.array([np.nan if value is None else float(value) for value in values])
    except (TypeError, ValueError):
        found = np.array([-1.0])
    known = found[~np.isnan(found)]
    within = bool(np.all((known >= 0) & (known <= 1_000_000)))
    require(within, "counts", list(values)[:6], "a count is a number from 0 to 1,000,000, or empty")
    require(known.size > 0, "counts", list(values)[:6], "a history holds at least one count")
    return found
