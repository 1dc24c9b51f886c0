"""Not only means: how cases and new work scatter where theory says how."""

from __future__ import annotations

import numpy as np
import pytest

from planner.model.duration import Duration, Shape
from planner.model.plan import Plan
from planner.model.results import TeamResult
from planner.simulate.replicate import simulate
from tests.simulate.agreement import agrees
from tests.simulate.small_networks import constant, duration, exponential, figure, plan, stage, team


def run(network: Plan, days: int, replications: int) -> TeamResult:
    return simulate(network, days=days, replications=replications, seed=2).teams[0]


DELAYS = {
    "exponential": exponential(20, "days"),
    "constant": constant(20, "days"),
    "gamma": duration(Shape.GAMMA, 20, 0.6, unit="days"),
    "lognormal": duration(Shape.LOGNORMAL, 20, 0.8, unit="days"),
}


@pytest.mark.parametrize("delay", DELAYS.values(), ids=DELAYS)
def test_cases_that_only_wait_outside(delay: Duration):
    """M/G/∞: cases open in the steady state are Poisson with mean λ E[S], whatever the distribution."""
    found = run(plan(team(stage("wait", constant(0), delay=delay), rate=5)), days=300, replications=400)
    late = found.open[:, -1].astype(float)
    agrees(late, 100)
    assert abs(late.var() / late.mean() - 1) < 4 * (2 / 400) ** 0.5
    assert np.array_equal(found.open, found.outside)


@pytest.mark.parametrize("dispersion", [1.0, 3.0, 12.0])
def test_new_cases_scatter_as_asked(dispersion):
    """Negative binomial days: the variance of a month's count is the mean times the overdispersion."""
    unit = team(stage("serve", constant(0)), rate=4, overdispersion=figure(dispersion, "ratio"))
    arrived = run(plan(unit), days=59, replications=2000).arrived[:, 0, 1].astype(float)
    agrees(arrived, 4 * 28)
    assert arrived.var(ddof=1) / arrived.mean() == pytest.approx(dispersion, rel=0.15)
