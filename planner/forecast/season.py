"""What is known of each period beside its count: the season as a few waves, and steps at dated events."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import numpy as np

from planner.forecast.scores import Floats

SEASONS = 1.5
"""How many seasons it takes to show one: in less it may be a trend."""
LEAST_FOR_A_TREND = 24
MOST_WAVES = 6
MOST_WAVES_OF_A_LONG_SEASON = 3


class Regressors(NamedTuple):
    """Columns for the past and for the periods ahead; the first `waves` of them are the season."""

    past: Floats
    ahead: Floats
    waves: int


def is_seasonal(periods: int, season: int) -> bool:
    """Whether so many periods can show a season."""
    return season >= 2 and periods >= SEASONS * season


def shortest_for_a_trend(season: int) -> int:
    """How many known counts it takes to show a trend: in fewer it may be a season, or chance."""
    return max(LEAST_FOR_A_TREND, ceil(SEASONS * season))


def regressors(periods: int, horizon: int, season: int, steps: Sequence[int]) -> Regressors:
    """Waves of the season where the past can show one, and a column for each step inside the past."""
    time = np.arange(periods + horizon)
    columns = [*_waves(time, season)] if is_seasonal(periods, season) else []
    waves = len(columns)
    columns += [(time >= step).astype(float) for step in sorted(set(steps)) if 0 < step < periods]
    table = np.column_stack(columns) if columns else np.zeros((len(time), 0))
    return Regressors(table[:periods], table[periods:], waves)


def _waves(time: np.ndarray, season: int) -> Floats:
    """Cosines and sines, [columns, periods]; together they can take any shape when the season has up to 12 periods."""
    most = MOST_WAVES if season <= 2 * MOST_WAVES else MOST_WAVES_OF_A_LONG_SEASON
    turns = np.arange(1, min(season // 2, most) + 1)
    angle = 2 * np.pi * turns[:, None] * time / season
    sines = turns < season / 2
    found: Floats = np.concatenate([np.cos(angle), np.sin(angle[sines])])
    return found
