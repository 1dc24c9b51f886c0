"""How likely it is that a standard is met, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.model.checks import InvalidPlan
from planner.model.requirement import Hold, Window
from planner.model.results import Result
from planner.model.standard import MEASURE_UNIT, Measure, Standard
from planner.report.standards import chance_on, is_met, kept_level, level_by_day
from planner.report.summary import Chance, chance
from tests.model.small_plans import figure, small_plan
from tests.storage.sample_results import sample_result

DAYS = 60


@pytest.fixture(scope="module")
def result() -> Result:
    """From 2 November 2026, so that the months are November, December and nothing more."""
    return sample_result(small_plan(), replications=40, days=DAYS)


def standard(measure: Measure, target: float, **changes: object) -> Standard:
    sound = Standard("s", "S", "team", measure, figure(target, MEASURE_UNIT[measure]), stage="work")
    return replace(sound, **changes)  # type: ignore[arg-type]


def chance_throughout(result: Result, of: Standard, first: date, last: date) -> Chance:
    return chance(is_met(of, kept_level(result, of, Window(first, last, Hold.EVERY_DAY))))


def test_on_a_date(result: Result) -> None:
    team = result.team("team")
    on = result.start + timedelta(days=17)
    for measure, values in (
        (Measure.CASELOAD, team.caseload_mean[:, 17]),
        (Measure.UNALLOCATED, team.unallocated[:, 17]),
        (Measure.MOST_OVERDUE, team.most_overdue[:, :, 17].max(axis=1)),
    ):
        target = float(np.median(values))
        expected = (values <= target).mean()
        for found in (
            chance_on(result, standard(measure, target), on),
            chance_on(result, standard(measure, target, by=on)),
        ):
            assert found.share == expected
            assert found.error == pytest.approx(np.sqrt(expected * (1 - expected) / 40), rel=0.1)
    banded = team.most_overdue[:, 1, 17]
    found = chance_on(result, standard(Measure.MOST_OVERDUE, float(np.median(banded)), band="low"), on)
    assert found.share == (banded <= np.median(banded)).mean()


def test_without_a_date_it_is_the_last_day(result: Result) -> None:
    values = result.team("team").unallocated[:, -1]
    assert chance_on(result, standard(Measure.UNALLOCATED, 150)).share == (values <= 150).mean()


def test_throughout_a_window(result: Result) -> None:
    values = result.team("team").unallocated[:, 3:6]
    window = (result.start + timedelta(days=3), result.start + timedelta(days=5))
    expected = (values.max(axis=1) <= 200).mean()
    assert 0 < expected < 1
    assert chance_throughout(result, standard(Measure.UNALLOCATED, 200), *window).share == expected


def test_an_on_time_share_is_of_calendar_months(result: Result) -> None:
    team = result.team("team")
    shares = team.met[:, 0, :, 1].sum(axis=1) / team.due[:, 0, :, 1].sum(axis=1)
    target = float(np.median(shares))
    assert chance_on(result, standard(Measure.ON_TIME, target), date(2026, 12, 9)).share == (shares >= target).mean()
    both = team.met[:, 0, 0].sum(axis=1) / team.due[:, 0, 0].sum(axis=1)
    found = chance_throughout(
        result, standard(Measure.ON_TIME, float(np.median(both)), band="high"), date(2026, 11, 30), date(2026, 12, 1)
    )
    assert found.share == (both >= np.median(both)).mean()


def test_on_a_date_an_on_time_share_is_of_the_thirty_days_up_to_it(result: Result) -> None:
    """31 days from 10 November: a run that counts to 9 November, to 9 December and beyond; by day, one task of each."""
    marks = (date(2026, 11, 9), date(2026, 12, 9))
    team = result.team("team")
    # Periods end on 9 and 30 November, 9 and 31 December.
    due = np.full((*team.due.shape[:3], 4), 10, np.int32)
    met = np.broadcast_to(np.array([0, 9, 6, 0], np.int32), due.shape)
    counted = replace(result, marks=marks, teams=(replace(team, due=due, met=met),))
    assert counted.period_ends() == (7, 28, 37, 59)
    on = Window.on(date(2026, 12, 9))
    assert kept_level(counted, standard(Measure.ON_TIME, 0.5), on) == pytest.approx(np.full(40, 0.75))
    assert kept_level(counted, standard(Measure.ON_TIME, 0.5), Window.on(marks[0])) == pytest.approx(np.zeros(40))
    december = Window(date(2026, 12, 9), date(2026, 12, 20), Hold.EVERY_DAY)
    assert kept_level(counted, standard(Measure.ON_TIME, 0.5), december) == pytest.approx(np.full(40, 0.3))
    by_day = level_by_day(counted, standard(Measure.ON_TIME, 0.5))[0]
    assert by_day[[0, 7, 8, 36, 37, 38]] == pytest.approx([0.45, 0, 0.45, 0.3, 0.75, 0.3])
    assert (counted.by_month(due)[0, 0, 0] == [20, 20]).all()


def test_nothing_done_is_nothing_late_unless_work_is_overdue(result: Result) -> None:
    team = result.team("team")
    starved = replace(team, due=team.due * 0, met=team.met * 0)
    assert team.overdue[:, :, -1].sum(axis=1).min() > 0
    assert chance_on(replace(result, teams=(starved,)), standard(Measure.ON_TIME, 0.01)).share == 0.0
    idle = replace(starved, overdue=team.overdue * 0)
    assert chance_on(replace(result, teams=(idle,)), standard(Measure.ON_TIME, 1.0)).share == 1.0


@pytest.mark.parametrize(("first", "last"), [(-1, 3), (3, DAYS)])
def test_a_window_lies_in_the_run(result: Result, first: int, last: int) -> None:
    window = (result.start + timedelta(days=first), result.start + timedelta(days=last))
    with pytest.raises(InvalidPlan, match="a window lies in the run, 2026-11-02 to 2026-12-31"):
        chance_throughout(result, standard(Measure.UNALLOCATED, 5), *window)


def test_what_no_run_measures_is_refused(result: Result) -> None:
    with pytest.raises(InvalidPlan, match="is not told apart by band"):
        chance_on(result, standard(Measure.UNALLOCATED, 5, band="high"))


def test_a_share_of_the_months_is_counted_at_their_ends(result: Result) -> None:
    """30 November and, cut short by the window, 20 December; the worse of the two may fail when half is enough."""
    team = result.team("team")
    ends = team.unallocated[:, [28, 48]]
    for share, expected in ((1.0, ends.max(axis=1)), (0.5, ends.min(axis=1)), (0.51, ends.max(axis=1))):
        window = Window(result.start + timedelta(days=3), date(2026, 12, 20), Hold.MONTHS, share)
        assert (kept_level(result, standard(Measure.UNALLOCATED, 0), window) == expected).all()
    assert (ends[:, 0] != ends[:, 1]).any()


def test_a_share_of_the_months_of_an_on_time_share(result: Result) -> None:
    team = result.team("team")
    shares = team.met[:, 0].sum(axis=1) / team.due[:, 0].sum(axis=1)
    window = Window(result.start, date(2026, 12, 31), Hold.MONTHS, 0.5)
    assert kept_level(result, standard(Measure.ON_TIME, 0.5), window) == pytest.approx(shares.max(axis=1))
    every = replace(window, share=1.0)
    assert kept_level(result, standard(Measure.ON_TIME, 0.5), every) == pytest.approx(shares.min(axis=1))


def test_a_level_meets_a_target_that_is_no_stricter() -> None:
    levels = np.array([19.9, 20.0, 20.1])
    assert is_met(standard(Measure.CASELOAD, 20.0), levels).tolist() == [True, True, False]
    shares = np.array([0.89, 0.9, 0.91])
    assert is_met(standard(Measure.ON_TIME, 0.9), shares).tolist() == [False, True, True]
