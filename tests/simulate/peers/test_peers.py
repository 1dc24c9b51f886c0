"""The same networks in SimPy and Ciw: the difference lies in the joint 99 % interval of both means."""

from __future__ import annotations

import math

import numpy as np
import pytest

from planner.simulate.replicate import simulate
from tests.simulate.peers import network_b
from tests.simulate.peers.models import DAYS, MODELS, Model

NORMAL_99 = 2.5758
NORMAL_95 = 1.96


def agree(ours: np.ndarray, peers: np.ndarray, sharp: float) -> None:
    """Means of independent replications differ by no more than chance, which can hide no more than `sharp`."""
    difference = ours.mean() - peers.mean()
    joint = NORMAL_99 * math.sqrt(ours.var(ddof=1) / ours.size + peers.var(ddof=1) / peers.size)
    assert joint <= sharp * peers.mean(), f"too few replications: {joint / peers.mean():.1%}"
    assert abs(difference) <= joint, f"{ours.mean():.4g}, the peer {peers.mean():.4g}, ± {joint:.2g}"


def columns(rows: list[tuple[float, ...]] | list[list[float]]) -> np.ndarray:
    """[means, replications] from one row for each replication."""
    return np.array(rows, float).T


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["simpy", "ciw"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_a_small_network_agrees(model: Model, engine: str):
    found = simulate(model.plan, days=DAYS, replications=600).teams[0]
    peers = columns([getattr(model, engine)(seed) for seed in range(200)])
    for ours, theirs in zip(model.ours(found), peers, strict=True):
        agree(ours, theirs, sharp=0.1)


def network_b_in_ours(books: int, replications: int) -> np.ndarray:
    """[3, books] the means of network_b.Found; replications of one book are not independent, books are."""
    rows = []
    for seed in range(books):
        run = simulate(network_b.as_plan(seed), days=network_b.DAYS, replications=replications, seed=seed)
        found = run.team("t")
        waiting = found.unallocated[:, -1]
        days = found.first_action_days.sum(axis=(1, 2)) / found.first_action_count.sum(axis=(1, 2))
        rows.append(((found.open[:, -1] - waiting).mean(), waiting.mean(), days.mean()))
    return columns(rows)


def agrees_with_frozen(ours: np.ndarray) -> None:
    for values, (what, (mean, half_95)) in zip(ours, network_b.FROZEN.items(), strict=True):
        error = values.std(ddof=1) / math.sqrt(values.size)
        joint = NORMAL_99 * math.hypot(error, half_95 / NORMAL_95)
        assert abs(values.mean() - mean) <= joint, f"{what}: {values.mean():.4g}, frozen {mean}, ± {joint:.2g}"


@pytest.mark.slow
def test_network_b_agrees_with_the_frozen_figures():
    agrees_with_frozen(network_b_in_ours(40, 8))


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_network_b_agrees_with_simpy_and_more_closely_with_the_frozen_figures():
    ours = network_b_in_ours(250, 10)
    agrees_with_frozen(ours)
    peers = columns([network_b.InSimPy(seed).run() for seed in range(150)])
    for values, theirs, sharp in zip(ours, peers, (0.02, 0.35, 0.2), strict=True):
        agree(values, theirs, sharp)
