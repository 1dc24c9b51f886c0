"""Simulated means against exact ones: what is measured, the interval of independent replications, and Little's law."""

from __future__ import annotations

import math

import numpy as np

from planner.model.results import Result, TeamResult

SIGMAS = 4.0
"""Half-width of an interval in standard errors: wider than 99.99 %, so that fixed seeds never meet bad luck."""


def interval(values: np.ndarray, confidence: float = 0.99) -> tuple[float, float]:
    """The mean of independent replications and the half-width of its interval (Student's t)."""
    from scipy.special import stdtrit

    error = float(np.std(values, ddof=1)) / math.sqrt(values.size)
    return float(values.mean()), float(stdtrit(values.size - 1, (1 + confidence) / 2)) * error


def agrees(values: np.ndarray, exact: float, sharp: float = 0.05) -> None:
    """The mean of `values` [replications] is `exact`, and the interval is narrow enough (`sharp`) to mean something."""
    error = float(np.std(values, ddof=1)) / math.sqrt(values.size)
    assert error * SIGMAS <= sharp * abs(exact), f"too few replications: {values.mean():.5g} ± {error * SIGMAS:.2g}"
    assert abs(values.mean() - exact) <= SIGMAS * error, (
        f"{values.mean():.5g} ± {SIGMAS * error:.2g}, exact {exact:.5g}"
    )


def days_before(result: Result, month: int) -> int:
    """Days of a run before calendar month `month`."""
    return (result.month(month) - result.start).days


def first_wait(team: TeamResult, warm: int = 2, band: int | None = None) -> np.ndarray:
    """[replications] mean days from opening to the first action, of months from `warm` on."""
    bands = slice(None) if band is None else slice(band, band + 1)
    days = team.first_action_days[:, bands, warm:].sum(axis=(1, 2), dtype=float)
    return days / team.first_action_count[:, bands, warm:].sum(axis=(1, 2))


def time_in_system(team: TeamResult, outcome: int = 0, warm: int = 2) -> np.ndarray:
    """[replications] mean days from opening to the end, of cases that ended from month `warm` on."""
    days = team.closed_age_days[:, outcome, warm:].sum(axis=1, dtype=float)
    return days / team.closed[:, outcome, warm:].sum(axis=1)


def keeps_littles_law(result: Result, warm: int = 2) -> None:
    """Mean open cases = arrivals a day by mean days in the system (Little, 1961), whatever the network.

    Both sides of one replication differ by the cases at work when the window opens and closes, and as days are only
    looked at in the evening; the mean difference is zero in a steady state.
    """
    for team in result.teams:
        first = days_before(result, warm)
        here = team.open[:, first:].mean(axis=1)
        passed = team.closed_age_days[:, :, warm:].sum(axis=(1, 2), dtype=float) / (result.days - first)
        error = float(np.std(here - passed, ddof=1)) / math.sqrt(here.size)
        assert abs((here - passed).mean()) <= SIGMAS * error + 1e-9, (here.mean(), passed.mean(), error)
        assert error <= 0.05 * max(here.mean(), 0.02)
