"""How well and how fast we forecast, beside seasonal naive and statsforecast's methods in the same run.

`pytest tests/benchmarks/test_forecast.py --benchmark-enable -m "slow or not slow" -s` prints the tables. The bed's data
are not part of the program (see forecast_bed.py), and the peers are a group of their own: `pip install --group bench`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from planner.forecast import smoothing
from planner.forecast.forecast import forecast
from planner.forecast.scores import Floats
from tests.benchmarks import forecast_bed as bed
from tests.benchmarks import forecast_peers as peers

PATHS = 1000

needs_bed = pytest.mark.skipif(
    bed.folder() is None,
    reason="the forecasting bed is not on this machine: name its folder in CASELOAD_FORECAST_BED",
)
needs_peers = pytest.mark.skipif(
    not peers.installed(), reason="statsforecast is not installed: pip install --group bench (some 550 MB)"
)

peers_may_warn = pytest.mark.filterwarnings("ignore::Warning")


def ours(case: bed.Cell, paths: int) -> Floats:
    return forecast(case.known, horizon=bed.HORIZON, paths=paths).counts


@cache
def cells(name: str) -> tuple[bed.Cell, ...]:
    place = bed.folder()
    assert place is not None
    return tuple(bed.count_cells(place) if name == "count" else bed.hospital_cells(place))


@cache
def scores(name: str, method: Callable[[bed.Cell, int], Floats]) -> dict[str, Floats]:
    """Each measure of a method, one value a cell."""
    rows = [bed.scores(case, method(case, PATHS)) for case in cells(name)]
    return {measure: np.array([row[measure] for row in rows]) for measure in rows[0]}


def skill(name: str, peer: Callable[[bed.Cell, int], Floats], measure: str) -> tuple[float, float, float]:
    """How far below the peer we are in per cent, with its 95 % interval over series (2,000 bootstrap samples)."""
    series = np.array([case.series for case in cells(name)])
    sums = [
        np.array([scores(name, method)[measure][series == one].sum() for one in np.unique(series)])
        for method in (ours, peer)
    ]
    drawn = np.random.default_rng(1).integers(0, len(sums[0]), (2000, len(sums[0])))
    spread = 100 * (1 - sums[0][drawn].sum(axis=1) / sums[1][drawn].sum(axis=1))
    low, high = np.quantile(spread, (0.025, 0.975))
    return 100 * (1 - sums[0].sum() / sums[1].sum()), float(low), float(high)


def show(name: str) -> None:
    """Write the table of docs/benchmarks.md; `pytest -s` shows it."""
    lines = [f"{name} bed, {len(cells(name))} cells"]
    for method in (ours, peers.seasonal_naive, peers.auto_ets, peers.auto_theta, peers.pooled):
        means = {measure: values.mean() for measure, values in scores(name, method).items()}
        lines.append(f"{method.__name__:15}" + " ".join(f"{measure} {mean:.3f}" for measure, mean in means.items()))
    for peer in (peers.auto_ets, peers.auto_theta, peers.pooled):
        for measure in ("WIS", "MSIS", "total_MSIS"):
            gain, low, high = skill(name, peer, measure)
            lines.append(f"{measure} below {peer.__name__}: {gain:.1f} % [{low:.1f}, {high:.1f}]")
    sys.stdout.write("\n".join(["", *lines, ""]))


@needs_bed
@pytest.mark.slow
def test_ranges_hold_on_the_count_bed():
    found = {measure: values.mean() for measure, values in scores("count", ours).items()}
    assert 77 <= found["step_80"] <= 83
    assert 93 <= found["step_95"] <= 97
    assert 75 <= found["total_80"] <= 85
    assert 91 <= found["total_95"] <= 97
    naive = scores("count", peers.seasonal_naive)
    assert found["MASE"] < 0.85 * naive["MASE"].mean()
    assert found["WIS"] < 0.85 * naive["WIS"].mean()


@needs_bed
@needs_peers
@peers_may_warn
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_goals_beside_the_peers_on_the_count_bed():
    show("count")
    gain, low, _ = skill("count", peers.auto_ets, "WIS")
    assert gain >= 5
    assert low > 0
    assert skill("count", peers.auto_ets, "MSIS")[0] >= 8
    assert skill("count", peers.auto_ets, "total_MSIS")[0] >= 10
    grown = np.array([case.grown for case in cells("count")])
    assert scores("count", ours)["WIS"][grown].mean() <= scores("count", peers.auto_ets)["WIS"][grown].mean()


@needs_bed
@needs_peers
@peers_may_warn
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_goal_beside_the_best_peer_on_the_hospital_bed():
    show("hospital")
    best = min(scores("hospital", peer)["WIS"].mean() for peer in (peers.auto_ets, peers.auto_theta, peers.pooled))
    assert scores("hospital", ours)["WIS"].mean() <= 1.03 * best


@needs_bed
@needs_peers
@peers_may_warn
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_simple_smoothing_agrees_with_the_oracle():
    """Exponential smoothing of log(count + 1/2), the model that both have: each set of parameters alone, no prior.

    Where the two differ, ours is the closer fit: the oracle's search stopped short of it.
    """
    from statsforecast.models import AutoETS

    last = {case.series: case for name in ("count", "hospital") for case in cells(name)}
    agreed = []
    for case in last.values():
        values = np.log(case.known + 0.5)
        oracle = AutoETS(model="ANN", season_length=1).fit(values)
        level, misfit = closest_fit(values)
        apart = abs(np.exp(level) / np.exp(oracle.predict(1)["mean"][0]) - 1)
        agreed.append(apart <= 0.01)
        theirs = ((values - oracle.model_["fitted"].ravel()) ** 2).sum()
        assert agreed[-1] or misfit <= theirs
    assert np.mean(agreed) >= 0.95


def closest_fit(values: Floats) -> tuple[float, float]:
    """The forecast of simple exponential smoothing with the least squared error, and that error."""
    alpha = np.linspace(1e-4, 0.9999, 600)
    none = np.zeros_like(alpha)
    precision = np.broadcast_to([1e-8, 1e12], (len(alpha), 2))
    sets = smoothing.Parameters(alpha, none, none, np.zeros((len(alpha), 2)), precision)
    found = smoothing.weigh(values, np.zeros((len(values), 0)), sets, 1.0, 1e-9)
    best = int(np.argmin(found.scale))
    return float(found.end[0, best] @ [1, *-found.mean[best]]), 2 * float(found.scale[best])


@pytest.mark.parametrize(("periods", "season"), [(60, 12), (240, 12), (240, 52)])
def test_the_time_of_one_series(benchmark: BenchmarkFixture, periods: int, season: int) -> None:
    benchmark.group = "forecast, 1,000 paths"
    counts = np.random.default_rng(1).poisson(20, size=periods)
    benchmark(lambda: forecast(counts, horizon=season, paths=PATHS, season=season))


def test_a_series_takes_less_than_its_limit() -> None:
    """150 ms of processor time once warm, with 60 months and 1,000 paths; the best of seven."""
    counts = np.random.default_rng(1).poisson(20, size=60)
    taken = []
    for _ in range(8):
        begun = time.process_time()
        forecast(counts, paths=PATHS)
        taken.append(time.process_time() - begun)
    assert min(taken[1:]) < 0.15
