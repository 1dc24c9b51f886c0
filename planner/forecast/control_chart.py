"""The XmR control chart: how far a count moves by chance alone, and which counts chance does not explain.

Limits: D. Wheeler, "Understanding Variation", 1993 (2.66 mean moving ranges from the mean). Run rules: Western
Electric, "Statistical Quality Control Handbook", 1956, with eight in a row on one side; and six in a row rising or
falling (L. Nelson, "The Shewhart control chart: tests for special causes", J. Quality Technology 16, 1984).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from planner.forecast.periods import as_counts
from planner.forecast.scores import Floats
from planner.model.checks import require

LIMIT = 2.66
RANGE_LIMIT = 3.267
ON_ONE_SIDE = 8
MOVING_ONE_WAY = 6


class Rule(StrEnum):
    """Signs that a count is not chance, in the words the chart shows."""

    OUTSIDE = "outside the limits"
    TWO_OF_THREE = "two of three near the same limit"
    SIDE = "eight in a row on one side of the mean"
    TREND = "six in a row rising or falling"


@dataclass(frozen=True, slots=True, eq=False)
class ControlChart:
    """The individual values' chart. Arrays follow the counts; NaN where a count is unknown."""

    counts: Floats
    mean: float
    lower: float
    """Not below zero."""
    upper: float
    moving_range: Floats
    """Between one known count and the one known before it; NaN for the first."""
    mean_moving_range: float
    upper_moving_range: float
    marks: dict[Rule, NDArray[np.bool_]]
    """For each rule, the counts that complete or belong to its sign."""

    @property
    def ordinary(self) -> bool:
        """Whether every rule finds chance enough to explain the counts."""
        return not any(mark.any() for mark in self.marks.values())


def control_chart(counts: Sequence[float | None] | Floats, baseline: slice | None = None) -> ControlChart:
    """The chart of `counts`; the mean and limits come from the `baseline` part (None: all of them).

    InvalidPlan when the baseline has fewer than two counts.
    """
    given = as_counts(counts)
    places = np.flatnonzero(~np.isnan(given))
    values = given[places]
    ranges = np.full(len(given), np.nan)
    ranges[places[1:]] = np.abs(np.diff(values))
    part = baseline or slice(None)
    require(
        (~np.isnan(given[part])).sum() >= 2, "counts", int((~np.isnan(given[part])).sum()), "a chart needs two counts"
    )
    mean = float(np.nanmean(given[part]))
    inside = ranges[part][1:]
    typical = float(np.nanmean(inside)) if not np.isnan(inside).all() else float(np.nanmean(ranges))
    upper, lower = mean + LIMIT * typical, max(mean - LIMIT * typical, 0.0)
    found = {
        Rule.OUTSIDE: (values > upper) | (values < lower),
        Rule.TWO_OF_THREE: _two_of_three(values - mean, LIMIT * typical * 2 / 3),
        Rule.SIDE: _runs(np.sign(values - mean), ON_ONE_SIDE),
        Rule.TREND: _trends(values),
    }
    marks = {rule: np.zeros(len(given), dtype=bool) for rule in Rule}
    for rule, mark in found.items():
        marks[rule][places] = mark
    return ControlChart(given, mean, lower, upper, ranges, typical, RANGE_LIMIT * typical, marks)


def _runs(signs: Floats, length: int) -> NDArray[np.bool_]:
    """Members of runs of at least `length` equal signs that are not zero."""
    mark = np.zeros(len(signs), dtype=bool)
    begin = 0
    for place in range(1, len(signs) + 1):
        if place == len(signs) or signs[place] != signs[begin]:
            if place - begin >= length and signs[begin] != 0:
                mark[begin:place] = True
            begin = place
    return mark


def _trends(values: Floats) -> NDArray[np.bool_]:
    """Members of runs in which at least six counts in a row each rise (or each fall): five changes the same way."""
    changes = _runs(np.sign(np.diff(values)), MOVING_ONE_WAY - 1)
    mark = np.zeros(len(values), dtype=bool)
    mark[1:] |= changes
    mark[:-1] |= changes
    return mark


def _two_of_three(away: Floats, far: float) -> NDArray[np.bool_]:
    """Members of any three in a row of which two lie further than `far` (two thirds of the limit) on the same side."""
    mark = np.zeros(len(away), dtype=bool)
    for side in (1, -1):
        beyond = side * away > far
        for place in range(len(away) - 2):
            three = slice(place, place + 3)
            if beyond[three].sum() >= 2:
                mark[three] |= beyond[three]
    return mark
