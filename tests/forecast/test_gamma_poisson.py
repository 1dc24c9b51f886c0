"""The discount model against its conjugate formulas and the negative binomial's own recursion."""

from __future__ import annotations

import numpy as np
import pytest

from planner.forecast import gamma_poisson
from tests.forecast.count_series import steady


def only(monkeypatch: pytest.MonkeyPatch, discount: float, dispersion: float) -> None:
    monkeypatch.setattr(gamma_poisson, "DISCOUNTS", (discount,))
    monkeypatch.setattr(gamma_poisson, "DISPERSIONS", (dispersion,))


def test_without_forgetting_it_is_the_conjugate_posterior(monkeypatch):
    only(monkeypatch, 1.0, 1.0)
    counts = np.array([3.0, 5.0, np.nan, 4.0])
    factors = np.array([1.0, 2.0, 9.0, 0.5])
    found = gamma_poisson.weigh(counts, factors)
    assert found.shape[0] == pytest.approx(0.5 + 12)
    assert found.rate[0] == pytest.approx(0.5 / 4 + 3.5)


def test_evidence_is_divided_by_the_dispersion_and_forgotten(monkeypatch):
    only(monkeypatch, 0.8, 2.0)
    found = gamma_poisson.weigh(np.array([6.0, 4.0]), np.ones(2))
    assert found.shape[0] == pytest.approx((0.5 * 0.8 + 3) * 0.8 + 2)
    assert found.rate[0] == pytest.approx((0.1 * 0.8 + 0.5) * 0.8 + 0.5)


def test_the_likelihood_is_the_negative_binomials():
    """Chances of 0, 1, 2... by multiplication: each is (size + k - 1) / k times the failure's chance of the last."""
    mean, variance = 4.0, 7.0
    success = mean / variance
    size = mean * success / (1 - success)
    chances = [success**size]
    for count in range(1, 7):
        chances.append(chances[-1] * (size + count - 1) / count * (1 - success))
    for count, chance in enumerate(chances):
        found = gamma_poisson._log_likelihood(float(count), np.array([mean]), np.array([variance]))
        assert found[0] == pytest.approx(np.log(chance))


def test_the_level_keeps_its_mean_and_spreads(monkeypatch):
    only(monkeypatch, 0.9, 1.0)
    posterior = gamma_poisson.weigh(steady(20, 60, seed=1), np.ones(60))
    levels, dispersion = gamma_poisson.draw(posterior, 24, 40_000, np.random.default_rng(2))
    assert levels.mean(axis=0) == pytest.approx(np.full(24, posterior.shape[0] / posterior.rate[0]), rel=0.02)
    assert levels[:, 23].var() > 2 * levels[:, 0].var()
    assert (dispersion == 1.0).all()
