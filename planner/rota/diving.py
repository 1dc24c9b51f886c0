"""Diving: from a linear master to whole lines, one person after another, with new lines priced on the way."""

from __future__ import annotations

import math

import numpy as np

from planner.rota.generation import Generation
from planner.rota.master import Solution

_SURE = 0.999
_LIKELY = 0.7
_WORTH_PRICING = 0.1


def dive(generation: Generation, until: float = math.inf, rounds: int = 8) -> list[int]:
    """A column for each free person of the part, by place. The master is as free afterwards as before.

    New lines are priced only while the settled ones have made the master dearer, and not after `until` (seconds of the
    watch).
    """
    master = generation.master
    places = len(generation.part.people)
    settled: dict[int, int] = {}
    try:
        while True:
            solution = generation.solution or master.solve()
            chosen = _choices(generation, solution, settled)
            master.settle(list(chosen.values()), 1.0)
            settled |= chosen
            free = [place for place in range(places) if place not in settled]
            if not free:
                return [settled[place] for place in range(places)]
            late = generation.watch.passed() > until
            generation.deepen(free, 0 if late else rounds, solution.cost + _WORTH_PRICING)
    finally:
        master.settle(list(settled.values()), 0.0)
        generation.solution = None


def _choices(generation: Generation, solution: Solution, settled: dict[int, int]) -> dict[int, int]:
    """The lines to settle now: all that are sure, or the likeliest."""
    owner = np.array(generation.master.owner)
    values = solution.values + 1e-6 * generation.chance.random(len(solution.values))
    best: dict[int, int] = {}
    for column in np.argsort(-values):
        place = int(owner[column])
        if place not in best and place not in settled:
            best[place] = int(column)
    sure = {place: column for place, column in best.items() if values[column] > _SURE}
    unsure = {place: column for place, column in best.items() if place not in sure}
    ordered = sorted(unsure, key=lambda place: -values[unsure[place]])
    likely = ordered[: max(1, len(ordered) // 10)]
    taken = [place for number, place in enumerate(likely) if number == 0 or values[unsure[place]] > _LIKELY]
    return sure | {place: unsure[place] for place in taken}
