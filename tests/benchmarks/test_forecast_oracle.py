"""Point forecasts beside statsforecast's, where both have the model: each with the oracle's own smoothing parameters.

Our pool weighs many sets of parameters where the oracle picks one, so what is compared is a set on its own, without a
prior: simple smoothing, Holt's trend with and without damping, and theta. Our season, waves with fixed sizes, is no
model of the oracle's.
"""

from __future__ import annotations

import numpy as np
import pytest

from planner.forecast import smoothing
from planner.forecast.scores import Floats
from tests.benchmarks import forecast_bed as bed
from tests.benchmarks.test_forecast import cells, needs_bed, needs_peers, peers_may_warn

CLOSE = 0.01
ENOUGH = 0.95
"""Share of the series on which a forecast is to be that close."""
AHEAD = np.arange(1, bed.HORIZON + 1)

pytestmark = [needs_bed, needs_peers, peers_may_warn, pytest.mark.slow, pytest.mark.timeout(600)]


def series() -> list[Floats]:
    """The known counts of the last cell of each series."""
    return list({case.series: case.known for name in ("count", "hospital") for case in cells(name)}.values())


def end(values: Floats, regressors: Floats, place: list[float], mean: list[float], spread: list[float]) -> Floats:
    """Level and trend at the end of `values`, with the one set of parameters (alpha, beta, phi) in `place`."""
    columns = (np.array([number]) for number in place)
    prior = np.array([spread]) ** -2.0
    sets = smoothing.Parameters(*columns, np.array([mean]), prior)
    found = smoothing.weigh(values, regressors, sets, 1.0, 1e-9)
    state: Floats = found.end[:, 0] @ np.array([1, *-found.mean[0]])
    return state


@pytest.mark.parametrize("model", ["ANN", "AAN", "AAdN"])
def test_smoothing_agrees(model: str):
    from statsforecast.models import AutoETS

    apart = []
    for counts in series():
        values = np.log(counts + 0.5)
        damped = {"ANN": None, "AAN": False, "AAdN": True}[model]
        oracle = AutoETS(model=model.replace("d", ""), damped=damped, season_length=1).fit(values)
        alpha, beta, _, phi = oracle.model_["par"][:4]
        place = {"ANN": [alpha, 0.0, 0.0], "AAN": [alpha, beta, 1.0], "AAdN": [alpha, beta, phi]}[model]
        trendless = model == "ANN"
        level, trend = end(values, np.zeros((len(values), 0)), place, [0, 0], [1e4, 1e-6 if trendless else 1e4])
        mine = np.exp(level + trend * np.cumsum(place[2] ** AHEAD))
        apart.append(np.abs(mine / np.exp(oracle.predict(bed.HORIZON)["mean"]) - 1))
    assert len(apart) > 150
    assert (np.array(apart)[:, 0] <= CLOSE).mean() >= ENOUGH
    assert (np.array(apart).max(axis=1) <= CLOSE).mean() >= ENOUGH


def test_theta_agrees():
    """On the square root, with half the series' slope as drift, which our pool shrinks where it is noise."""
    from statsforecast.models import Theta

    apart = []
    for counts in series():
        values = np.sqrt(counts + 0.375)
        time = np.arange(len(values)) - float(len(values))
        drift = np.polyfit(time, values, 1)[0] / 2
        oracle = Theta(season_length=1).fit(values)
        place = [float(oracle.model_["par"]["alpha"]), 0.0, 0.0]
        level, _ = end(values, time[:, None], place, [values.mean(), 0, drift], [1e4, 1e-6, 1e-9])
        theirs = oracle.predict(bed.HORIZON)["mean"]
        apart.append(np.abs((level + drift * (AHEAD - 1)) ** 2 / theirs**2 - 1))
    assert (np.array(apart).max(axis=1) <= CLOSE).mean() >= ENOUGH
