"""The XmR control chart: how far a count moves by chance alone, and which counts chance does not explain.

Limits: D. Wheeler, "Understanding Variation", 1993 (2.66 mean moving ranges from the mean). Run rules: Western
Electric, "Statistical Quality Control Handbook", 1956, with eight in a row on one side; and six in a row rising or
falling (L. Nelson, "The Shewhart control chart: tests for special causes", J. Quality Technology 16, 1984). Where the
level has moved, the limits are reckoned anew for each phase, as Wheeler does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

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
    TWO_OF_THREE = "two of three in a row close to the same limit"
    SIDE = "eight in a row on one side of the mean"
    TREND = "six in a row rising or falling"


@dataclass(frozen=True, slots=True)
class Phase:
    """Counts from `begin` to before `end` that share a level, with the limits of chance around it."""

    begin: int
    end: int
    mean: float
    lower: float
    """Not below zero."""
    upper: float
    mean_moving_range: float
    upper_moving_range: float


@dataclass(frozen=True, slots=True, eq=False)
class ControlChart:
    """The individual values' chart. Arrays follow the counts; NaN where a count is unknown."""

    counts: Floats
    phases: tuple[Phase, ...]
    """Oldest first; one where the level is taken to be the same all along."""
    moving_range: Floats
    """Between one known count and the one known before it; NaN for the first of each phase."""
    marks: dict[Rule, NDArray[np.bool_]]
    """For each rule, the counts that complete or belong to its sign, each judged within its own phase."""

    @property
    def present(self) -> Phase:
        """The latest phase."""
        return self.phases[-1]

    @property
    def ordinary(self) -> bool:
        """Whether every rule finds chance enough to explain the counts."""
        return not any(mark.any() for mark in self.marks.values())


def control_chart(counts: Sequence[float | None] | Floats, baseline: slice | None = None) -> ControlChart:
    """The chart of `counts`; the mean and limits come from the `baseline` part (None: all of them).

    InvalidPlan when the baseline has fewer than two counts.
    """
    given = as_counts(counts)
    return _chart(given, (0, len(given)), baseline)


def phased_chart(counts: Sequence[float | None] | Floats, changes: Sequence[int]) -> ControlChart:
    """The chart of `counts` whose level moved at these places: mean, limits and runs begin anew at each.

    InvalidPlan when a phase has fewer than two counts.
    """
    given = as_counts(counts)
    return _chart(given, (0, *changes, len(given)))


def _chart(given: Floats, edges: Sequence[int], baseline: slice | None = None) -> ControlChart:
    ranges = np.full(len(given), np.nan)
    marks = {rule: np.zeros(len(given), dtype=bool) for rule in Rule}
    phases = []
    for begin, end in pairwise(edges):
        places = begin + np.flatnonzero(~np.isnan(given[begin:end]))
        values = given[places]
        ranges[places[1:]] = np.abs(np.diff(values))
        phase = _phase(given, ranges, begin, end, baseline or slice(begin, end))
        for rule, mark in _signs(values, phase).items():
            marks[rule][places] = mark
        phases.append(phase)
    return ControlChart(given, tuple(phases), ranges, marks)


def _phase(given: Floats, ranges: Floats, begin: int, end: int, basis: slice) -> Phase:
    """The limits of a phase, from the counts of `basis`."""
    known = int((~np.isnan(given[basis])).sum())
    require(known >= 2, "counts", known, "a chart needs two counts")
    mean = float(np.nanmean(given[basis]))
    inside = ranges[basis][1:]
    typical = float(np.nanmean(ranges[begin:end] if np.isnan(inside).all() else inside))
    lower, upper = max(mean - LIMIT * typical, 0.0), mean + LIMIT * typical
    return Phase(begin, end, mean, lower, upper, typical, RANGE_LIMIT * typical)


def _signs(values: Floats, phase: Phase) -> dict[Rule, NDArray[np.bool_]]:
    away = values - phase.mean
    return {
        Rule.OUTSIDE: (values > phase.upper) | (values < phase.lower),
        Rule.TWO_OF_THREE: _two_of_three(away, LIMIT * phase.mean_moving_range * 2 / 3),
        Rule.SIDE: _runs(np.sign(away), ON_ONE_SIDE),
        Rule.TREND: _trends(values),
    }


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
