"""The methods that ours is measured beside: sample paths of counts, each from a known window."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

from planner.forecast import backtest
from planner.forecast.scores import Floats
from tests.benchmarks.forecast_bed import HORIZON, SEASON, Cell

Method = Callable[[Cell, int], Floats]
"""Called with a cell and a number of paths; gives counts [paths, months]."""


def installed() -> bool:
    """Whether the development-only oracle is there (`pip install --group bench`: some 550 MB)."""
    return find_spec("statsforecast") is not None


def seasonal_naive(case: Cell, paths: int) -> Floats:
    """The same month of the last year, with the spread of the changes from year to year."""
    return backtest.seasonal_naive(case.known, SEASON, HORIZON, paths, np.random.default_rng(1))


def auto_ets(case: Cell, paths: int) -> Floats:
    from statsforecast.models import AutoETS

    return simulated(AutoETS(season_length=SEASON), case, paths)


def auto_theta(case: Cell, paths: int) -> Floats:
    from statsforecast.models import AutoTheta

    return simulated(AutoTheta(season_length=SEASON), case, paths)


def pooled(case: Cell, paths: int) -> Floats:
    """Half the paths from each of the two libraries' methods."""
    return np.concatenate([auto_ets(case, paths // 2), auto_theta(case, paths - paths // 2)])


def simulated(model: object, case: Cell, paths: int) -> Floats:
    found = model.simulate(h=HORIZON, n_paths=paths, y=case.known, seed=1)  # type: ignore[attr-defined]
    return np.asarray(found, dtype=float)
