"""Spells of absence as the engine draws them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.model.calendar import DAYS_A_YEAR
from planner.model.duration import Duration
from planner.model.team import Team
from planner.simulate.calendars import salt
from planner.simulate.kernel import records

if TYPE_CHECKING:
    from numpy.typing import NDArray


def pattern_rows(teams: Sequence[Team], place_of: Callable[[Duration], int]) -> tuple[NDArray[Any], tuple[int, ...]]:
    """The patterns of all teams, and the first row of each team (and past the last).

    With s spells a year of mean length L, the mean time at work between two spells is a year / s - L: so spells take
    the share s L / year of all days, and begin s times a year.
    """
    rows: list[tuple[int, float, int]] = []
    first = [0]
    for team in teams:
        for number, pattern in enumerate(team.absences):
            if pattern.share > 0:
                gap = DAYS_A_YEAR / pattern.spells_a_year.value - pattern.length.mean
                rows.append((salt(team.key, "absence", pattern.kind, str(number)), gap, place_of(pattern.length)))
        first.append(len(rows))
    return np.array(rows, records.PATTERN), tuple(first)
