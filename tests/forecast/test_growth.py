"""Growth that a user states."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from planner.forecast.growth import factors, grow, grow_counts
from planner.model.assumption import Status
from planner.model.checks import InvalidPlan
from planner.model.growth import Compound, GrowthCase, ManualPoints, Percentage, Step, VolumeDriver
from planner.model.period import Period
from planner.model.shipped_growth import FIGURES, Subject, shipped_cases

FIRST = date(2026, 1, 1)
PATHS = np.random.default_rng(1).gamma(20, 2, size=(200, 24))
BANDS = np.stack([PATHS * 0.25, PATHS * 0.75], axis=1)


def monthly(*parts, periods=24):
    return factors(parts, FIRST, Period.MONTH, periods)


def test_a_percentage_rises_in_a_straight_line_and_stays():
    found = monthly(Percentage(70, FIRST, "expected"))
    assert found[0] == pytest.approx(1 + 0.7 * 15 / 365)
    assert np.diff(found[:12]) == pytest.approx(np.full(11, 0.7 / 12), rel=0.1)
    assert found[12:] == pytest.approx(np.full(12, 1.7), rel=1e-4)


def test_a_percentage_at_once_counts_from_its_day():
    found = monthly(Percentage(50, date(2026, 2, 15), "merger", over_days=0))
    assert found[:3] == pytest.approx([1, 1 + 0.5 * 14 / 28, 1.5])


def test_compound_growth_is_year_upon_year():
    found = factors([Compound(26, FIRST, "leads")], FIRST, Period.MONTH, 37)
    assert found[36] / found[0] == pytest.approx(1.26**3, rel=0.003)
    assert found[12] / found[0] == pytest.approx(1.26, rel=0.003)


def test_a_step_ends():
    found = monthly(Step(-20, date(2026, 3, 1), "pilot", end=date(2026, 5, 1)))
    assert found[:6] == pytest.approx([1, 1, 0.8, 0.8, 1, 1])


def test_growth_that_began_before_the_forecast_goes_on():
    assert monthly(Step(10, date(2025, 1, 1), "since last year")) == pytest.approx(np.full(24, 1.1))
    assert monthly(Percentage(70, date(2020, 1, 1), "long ago")) == pytest.approx(np.full(24, 1.7))


def test_factors_multiply():
    one, two = Step(10, FIRST, "a"), Step(50, date(2026, 7, 1), "b")
    assert monthly(one, two) == pytest.approx(monthly(one) * monthly(two))


def test_a_fall_of_everything_leaves_nothing():
    assert monthly(Step(-100, FIRST, "closed")) == pytest.approx(np.zeros(24))


def test_paths_are_multiplied_one_by_one():
    case = GrowthCase("polit", "up", "Up", (Step(50, date(2027, 1, 1), "doubled referrals"),))
    found = grow(BANDS, case, FIRST, Period.MONTH)
    assert found[..., :12] == pytest.approx(BANDS[..., :12])
    assert found[..., 12:] == pytest.approx(1.5 * BANDS[..., 12:])


def test_the_middle_runs_through_manual_points_and_the_spread_is_kept():
    points = ((date(2026, 7, 1), 100.0), (date(2027, 1, 1), 160.0))
    found = grow(BANDS, GrowthCase("polit", "m", "Manual", override=ManualPoints(points, "bid")), FIRST, Period.MONTH)
    total = found.sum(axis=1)
    middle = np.median(total, axis=0)
    assert total[:, :6] == pytest.approx(PATHS[:, :6])
    assert middle[6] == pytest.approx(100 + 60 * 15.5 / 184)
    assert (np.diff(middle[6:12]) > 0).all()
    assert middle[12:] == pytest.approx(np.full(12, 160.0))
    assert total.std(axis=0) / middle == pytest.approx(PATHS.std(axis=0) / np.median(PATHS, axis=0))
    assert found[:, 0] / total == pytest.approx(np.full((200, 24), 0.25))


def test_manual_points_where_nothing_was_expected():
    found = grow(
        np.zeros((5, 2, 3)),
        GrowthCase("polit", "m", "M", override=ManualPoints(((FIRST, 8.0),), "new duty")),
        FIRST,
        Period.MONTH,
    )
    assert found == pytest.approx(np.full((5, 2, 3), 4.0))


def test_a_volume_driver_gives_cases_for_its_volume():
    driver = VolumeDriver(
        "NCA disseminations", 12, 1000, ((FIRST, 7000.0), (date(2026, 12, 31), 7000.0)), "share sent to us"
    )
    found = grow(PATHS, GrowthCase("polit", "nca", "NCA", override=driver), FIRST, Period.MONTH)
    assert np.median(found, axis=0) == pytest.approx(np.full(24, 84.0))


def test_counts_keep_their_luck():
    counts = np.array([[4.0, 0.0, 7.0]])
    found = grow_counts(counts, np.array([[5.0, 2.0, 0.0]]), np.array([[10.0, 4.0, 3.4]]))
    assert found.tolist() == [[8, 0, 3]]


def test_small_counts_grow_over_the_year():
    counts = np.random.default_rng(1).poisson(2.0, (50, 24)).astype(float)
    grown = grow_counts(counts, np.full_like(counts, 2.0), np.full_like(counts, 2.1))
    assert grown.sum(axis=1) == pytest.approx(1.05 * counts.sum(axis=1), abs=0.501)
    assert np.array_equal(grown, np.rint(grown)) and (grown >= 0).all()


def test_weeks_grow_too():
    found = factors([Step(100, date(2026, 1, 8), "x")], date(2026, 1, 5), Period.WEEK, 3)
    assert found == pytest.approx([1 + 4 / 7, 2, 2])


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Percentage(20, FIRST, " "),
        lambda: Percentage(-101, FIRST, "x"),
        lambda: Compound(1001, FIRST, "x"),
        lambda: Step(10, FIRST, ""),
        lambda: Step(10, FIRST, "x", end=FIRST),
        lambda: ManualPoints((), "x"),
        lambda: ManualPoints(((FIRST, -1.0),), "x"),
        lambda: ManualPoints(((FIRST, 1.0), (FIRST, 2.0)), "x"),
        lambda: VolumeDriver("n", 1, 0, ((FIRST, 1.0),), "x"),
        lambda: VolumeDriver("", 1, 1, ((FIRST, 1.0),), "x"),
        lambda: GrowthCase("polit", "Not a key", "x"),
        lambda: grow(PATHS, GrowthCase("polit", "k", "n"), date(2026, 1, 2), Period.MONTH),
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(InvalidPlan):
        wrong()


@pytest.mark.parametrize("subject", Subject)
def test_three_cases_ship_each_with_who_says_so(subject):
    figures = FIGURES[subject]
    assert [figure.key for figure in figures] == ["low", "mid", "high"]
    rates = [figure.rate.value for figure in figures]
    assert rates == sorted(rates)
    for figure, case in zip(figures, shipped_cases("polit", subject, FIRST), strict=True):
        assert figure.rate.status is not Status.ASSUME
        assert "https://" in figure.rate.source
        assert figure.rate.source in case.factors[0].rationale
        assert case.replaces_trend
        grown = grow(PATHS, case, FIRST, Period.MONTH) / PATHS
        assert grown[0, 12] / grown[0, 0] == pytest.approx(1 + figure.rate.value / 100, rel=0.003)
