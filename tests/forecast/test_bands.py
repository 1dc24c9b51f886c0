"""Bands that add up to their team, path by path."""

from __future__ import annotations

import numpy as np
import pytest

from planner.forecast.bands import forecast_bands
from planner.model.checks import InvalidPlan
from planner.model.progress import Cancelled
from tests.forecast.count_series import steady, wandering

HISTORIES = {"high": steady(6, 48, 1), "medium": steady(20, 48, 2), "low": wandering(40, 48, 3)}


def test_every_path_adds_up_in_every_period():
    made = forecast_bands(HISTORIES, paths=300)
    assert made.bands == ("high", "medium", "low")
    assert made.expected.shape == made.counts.shape == (300, 3, 12)
    assert made.expected.sum(axis=1) == pytest.approx(made.team.expected)
    assert np.array_equal(made.counts.sum(axis=1), made.team.counts)
    assert np.array_equal(made.counts, np.rint(made.counts))


def test_each_band_keeps_its_own_level():
    made = forecast_bands(HISTORIES, paths=1000)
    last = [np.mean(counts[-12:]) for counts in HISTORIES.values()]
    assert made.expected.mean(axis=(0, 2)) == pytest.approx(last, rel=0.15)
    assert made.quantiles("medium", (0.5,)).mean() == pytest.approx(20, rel=0.15)


def test_a_band_that_grows_takes_a_larger_share():
    rising = np.round(np.linspace(2, 40, 48))
    made = forecast_bands({"rising": rising, "steady": np.full(48, 40.0)}, paths=500)
    share = made.expected[:, 0].sum() / made.team.expected.sum()
    assert share > 0.47


def test_a_band_without_any_case_stays_nearly_empty():
    made = forecast_bands({"some": steady(20, 36, 4), "none": np.zeros(36)}, paths=500)
    assert 0 <= made.expected[:, 1].mean() < 0.7
    assert made.expected.sum(axis=1) == pytest.approx(made.team.expected)


def test_a_period_with_an_unknown_band_is_unknown_for_the_team():
    """Summing the bands that are known would halve those months."""
    one, other = steady(30, 36, 5), steady(30, 36, 6)
    other[::2] = np.nan
    made = forecast_bands({"one": one, "other": other}, paths=500)
    assert made.team.expected.mean() == pytest.approx(60, rel=0.1)


def test_bands_that_are_never_known_together():
    one, other = steady(30, 36, 5), steady(30, 36, 6)
    one[1::2] = np.nan
    other[::2] = np.nan
    made = forecast_bands({"one": one, "other": other}, paths=500)
    assert made.team.expected.mean() == pytest.approx(60, rel=0.1)


def test_same_seed_same_bands():
    one, two = forecast_bands(HISTORIES, paths=40), forecast_bands(HISTORIES, paths=40)
    assert np.array_equal(one.counts, two.counts)
    assert np.array_equal(one.expected, two.expected)


def test_progress_is_told_and_can_stop():
    heard = []
    forecast_bands(HISTORIES, paths=10, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        forecast_bands(HISTORIES, paths=10, progress=stop)


@pytest.mark.parametrize("histories", [{}, {"one": [1, 2], "other": [1, 2, 3]}])
def test_histories_of_different_lengths_are_refused(histories):
    with pytest.raises(InvalidPlan):
        forecast_bands(histories)
