"""Where the level of a series most likely changed, with the levels before and after, in one sentence.

The season is taken out first. Each split is weighed by the likelihood ratio of Poisson counts with two means against
one, and believed when at most one in a hundred random orders of the same counts shows a split as good (D. Hinkley and
E. Hinkley, "Inference about the change-point in a sequence of binomial variables", Biometrika 57, 1970, with a
permutation test). Then each side is looked at again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from planner.forecast.control_chart import ControlChart, Phase, Rule
from planner.forecast.periods import as_counts
from planner.forecast.pool import season_factors
from planner.forecast.scores import Floats
from planner.model.period import Period

SHORTEST = 4
"""Known counts on each side of a change."""
ORDERS = 999
CHANCE = 0.01
RARE = 1.0
"""Cases a period: below it a single case lies outside the limits of the chart."""
LEAST_SEEN = 0.05
"""Of the higher level."""


@dataclass(frozen=True, slots=True)
class LevelChange:
    """The level moved at `place` (the first count of the new level), from the mean `before` to the mean `after`."""

    place: int
    before: float
    after: float
    chance: float
    """Share of random orders that show a split as good."""


def level_changes(counts: Sequence[float | None] | Floats, season: int = 12, seed: int = 1) -> tuple[LevelChange, ...]:
    """Every believed change, oldest first; the levels are the means between neighbouring changes.

    `season` is in periods; 1 leaves the counts as they are.
    """
    given = as_counts(counts)
    places = np.flatnonzero(~np.isnan(given))
    plain = given[places]
    values = plain / season_factors(given, season)[places]
    chance = np.random.default_rng(seed)
    found: dict[int, float] = {}
    waiting = [(0, len(values))]
    while waiting:
        begin, end = waiting.pop()
        split, likely = _best_split(values[begin:end], chance)
        if split and likely <= CHANCE:
            found[begin + split] = likely
            waiting += [(begin, begin + split), (begin + split, end)]
    changes = _changes(plain, found)
    while unseen := [place for place, change in changes.items() if not _seen(change)]:
        del found[unseen[-1]]
        changes = _changes(plain, found)
    return tuple(replace(change, place=int(places[place])) for place, change in changes.items())


def _changes(plain: Floats, found: Mapping[int, float]) -> dict[int, LevelChange]:
    """The changes at these splits, with the levels between them."""
    edges = [0, *sorted(found), len(plain)]
    return {
        edge: LevelChange(edge, float(plain[left:edge].mean()), float(plain[edge:right].mean()), found[edge])
        for left, edge, right in zip(edges, edges[1:-1], edges[2:], strict=False)
    }


def _seen(change: LevelChange) -> bool:
    """Whether the counts themselves show a change: what shows only beside the season is the season, badly guessed."""
    return abs(change.after - change.before) >= LEAST_SEEN * max(change.after, change.before)


def _best_split(values: Floats, chance: np.random.Generator) -> tuple[int, float]:
    """The best place to split, and the share of random orders that do as well; (0, 1) when there are too few counts."""
    if len(values) < 2 * SHORTEST or values.min() == values.max():
        return 0, 1.0
    orders = np.vstack([values, chance.permuted(np.tile(values, (ORDERS, 1)), axis=1)])
    gain = _gains(orders)
    best = gain.max(axis=1)
    likely = float((best >= best[0] - 1e-9).mean())
    return int(gain[0].argmax()) + SHORTEST, likely


def _gains(orders: Floats) -> Floats:
    """How much more likely two means make each row than one, for each split that leaves enough on both sides."""
    length = orders.shape[1]
    left = np.arange(SHORTEST, length - SHORTEST + 1)
    sums = np.cumsum(orders, axis=1)
    first = sums[:, left - 1]
    second = sums[:, -1:] - first

    def information(total: Floats, periods: np.ndarray) -> Floats:
        found: Floats = total * np.log(np.maximum(total, 1e-12) / periods)
        return found

    gain: Floats = information(first, left) + information(second, length - left)
    return gain


def in_words(chart: ControlChart, changes: Sequence[LevelChange], first: date, period: Period) -> str:
    """The latest change of the level and what came since, or what the control chart says; period 0 starts on `first`.

    The chart's phases are those between the changes.
    """
    present = chart.present
    if changes:
        last = changes[-1]
        when = period.label(first, last.place)
        before, after = _level(last.before), _level(last.after)
        moved = f"The level changed in {when}: from about {before} to {after} a {period}."
        return moved if present.mean < RARE else f"{moved} Since then {_since(chart, first, period)}."
    if present.mean < RARE:
        return f"Too few cases to tell a change from chance: about {present.mean:.1f} a {period}."
    if chart.ordinary:
        return (
            f"Within ordinary variation: about {_level(present.mean)} a {period}, {_limits(present)} by chance alone."
        )
    outside = _outside(chart, first, period)
    if outside:
        return f"No lasting change of level, but {outside}."
    return f"No lasting change of level, but a sign that it may be moving: {_sign(chart)}."


def _since(chart: ControlChart, first: date, period: Period) -> str:
    """What the chart says of the latest phase."""
    outside = _outside(chart, first, period)
    if outside:
        return outside
    sign = _sign(chart)
    if sign:
        return f"there is a sign that it may be moving again: {sign}"
    return f"{_limits(chart.present)} by chance alone"


def _outside(chart: ControlChart, first: date, period: Period) -> str:
    """How many counts of the latest phase lie outside its limits; empty for none."""
    places = chart.present.begin + np.flatnonzero(chart.marks[Rule.OUTSIDE][chart.present.begin :])
    if not len(places):
        return ""
    limits, latest = _limits(chart.present), period.label(first, int(places[-1]))
    if len(places) == 1:
        return f"1 {period} outside the limits of {limits}: {latest}"
    return f"{len(places)} {period}s outside the limits of {limits}, the latest {latest}"


def _sign(chart: ControlChart) -> str:
    """The first sign in the latest phase; empty for none."""
    begin = chart.present.begin
    return next((rule.value for rule, mark in chart.marks.items() if mark[begin:].any()), "")


def _limits(phase: Phase) -> str:
    return f"{_level(phase.lower)} to {_level(phase.upper)}"


def _level(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")
