"""The wait at a shared resource as a standard and as a measure, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.model.cases import Phase
from planner.model.checks import InvalidPlan
from planner.model.explanation import MeanOf
from planner.model.plan import Plan
from planner.model.precision import Aim, Quantity, Reached, RunLength, measured
from planner.model.requirement import Hold, Window
from planner.model.results import Result
from planner.model.scenario import Resource
from planner.model.standard import Measure, Standard
from planner.report.comparison import level_by_day
from planner.report.explanation import subject_in_words
from planner.report.precision import precision_lines
from planner.report.requirement import standard_in_words
from planner.report.standards import chance_on, kept_level
from planner.report.standing import today_in_words
from tests.model.small_plans import days, figure, route, small_case, small_plan, small_team, stage
from tests.storage.sample_results import sample_result

START = small_plan().start


def examined(*ages: int) -> Plan:
    """A laboratory of two; a device of the book has waited so many days, those of the second half in band `low`."""
    work = stage("work", route("exam"))
    exam = stage("exam", name="Examination", delay=days(9), resource="lab")
    book = tuple(
        small_case(
            f"device-{place}",
            stage="exam",
            phase=Phase.DELAY,
            opened=START - timedelta(age),
            since=START - timedelta(age),
            band="low" if place >= len(ages) // 2 else "high",
        )
        for place, age in enumerate(ages)
    )
    lab = Resource("lab", "Lab", figure(2, "servers"))
    return small_plan(teams=(small_team(stages=(work, exam)),), resources=(lab,), cases=book)


def waiting(measure: Measure, target: float = 30.0, **changes: object) -> Standard:
    sound = Standard("w", "Devices", "team", measure, figure(target, "days"), stage="exam")
    return replace(sound, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def result() -> Result:
    """From 2 November 2026: November and December."""
    return sample_result(examined(5), replications=40, days=60)


def test_a_mean_wait_is_that_of_a_calendar_month(result: Result) -> None:
    team = result.team("team")
    means = team.waited_days[:, 0, :, 1].sum(axis=1) / team.served[:, 0, :, 1].sum(axis=1)
    on = Window.on(date(2026, 12, 9))
    assert kept_level(result, waiting(Measure.WAIT), on) == pytest.approx(means)
    own = team.waited_days[:, 0, 1, 1] / team.served[:, 0, 1, 1]
    assert kept_level(result, waiting(Measure.WAIT, band="low"), on) == pytest.approx(own)
    assert chance_on(result, waiting(Measure.WAIT, np.median(own), band="low"), on.first).share == 0.5
    both = team.waited_days.sum(axis=(1, 2, 3)) / team.served.sum(axis=(1, 2, 3))
    every = Window(START, on.first, Hold.EVERY_DAY)
    assert kept_level(result, waiting(Measure.WAIT), every) == pytest.approx(both)
    worst = np.maximum(means, team.waited_days[:, 0, :, 0].sum(axis=1) / team.served[:, 0, :, 0].sum(axis=1))
    assert kept_level(result, waiting(Measure.WAIT), replace(every, hold=Hold.MONTHS)) == pytest.approx(worst)


def test_where_none_is_begun_those_that_still_queue_count(result: Result) -> None:
    """A laboratory that stands still does not meet a standard."""
    idle = replace(result.teams[0], served=np.zeros_like(result.teams[0].served))
    stopped = replace(result, teams=(idle,))
    # November ends on day 28 of a run from the 2nd.
    expected = idle.longest_wait[:, 0, :, 28].max(axis=1)
    assert kept_level(stopped, waiting(Measure.WAIT), Window.on(START)) == pytest.approx(expected)


def test_the_longest_wait_is_that_of_a_day(result: Result) -> None:
    team = result.team("team")
    on = Window.on(START + timedelta(17))
    longest = kept_level(result, waiting(Measure.LONGEST_WAIT), on)
    assert longest == pytest.approx(team.longest_wait[:, 0, :, 17].max(axis=1))
    own = kept_level(result, waiting(Measure.LONGEST_WAIT, band="high"), on)
    assert own == pytest.approx(team.longest_wait[:, 0, 0, 17])


def test_what_a_run_is_measured_on(result: Result) -> None:
    team = result.team("team")
    mean = measured(result, Aim(Quantity.WAIT, "team", 1.0, stage="exam", band="low"))
    assert mean == pytest.approx(team.waited_days[:, 0, 1].sum(axis=1) / team.served[:, 0, 1].sum(axis=1))
    longest = measured(result, Aim(Quantity.LONGEST_WAIT, "team", 1.0, START + timedelta(3), "exam"))
    assert longest == pytest.approx(team.longest_wait[:, 0, :, 3].max(axis=1))
    latest = measured(result, Aim(Quantity.MOST_OVERDUE, "team", 1.0, START + timedelta(3)))
    assert latest == pytest.approx(team.most_overdue[:, :, 3].max(axis=1))


def test_where_a_team_stands_today_is_what_a_run_begins_with() -> None:
    """Of six devices the two of the higher band that have waited longest are under examination."""
    plan = examined(40, 50, 7, 90, 60, 3)
    assert today_in_words(plan, waiting(Measure.LONGEST_WAIT)) == "90 days"
    assert today_in_words(plan, waiting(Measure.LONGEST_WAIT, band="high")) == "7 days"
    assert today_in_words(plan, waiting(Measure.WAIT)) == "40 days so far"
    assert today_in_words(examined(5), waiting(Measure.WAIT)) == "0 days so far"


def test_words() -> None:
    plan = examined(5)
    assert standard_in_words(waiting(Measure.WAIT)) == "“Devices” (at most 30 days)"
    on = date(2026, 12, 9)
    assert subject_in_words(plan, MeanOf(Quantity.WAIT, "team", on, "exam", "low")) == (
        "Team, days of the mean wait for Examination up to 9 December 2026, band low, in the mean"
    )
    assert subject_in_words(plan, MeanOf(Quantity.LONGEST_WAIT, "team", on, "exam")) == (
        "Team, days of the longest wait for Examination on 9 December 2026, in the mean"
    )
    aims = (
        Reached(Aim(Quantity.WAIT, "team", 2.0, stage="exam"), 41.26, 1.23),
        Reached(Aim(Quantity.LONGEST_WAIT, "team", 5.0, stage="exam"), 90.0, 4.0),
        Reached(Aim(Quantity.MOST_OVERDUE, "team", 5.0), 12.0, 4.0),
    )
    said = precision_lines(plan, replace(sample_result(plan, replications=50, days=2), length=RunLength(None, aims)))
    assert said.splitlines()[1:] == [
        "  Team, mean wait for Examination: 41.3 ± 1.2 days (asked: 2 days)",
        "  Team, longest wait for Examination, days, at the end: 90.0 ± 4.0 (asked: 5)",
        "  Team, days that the latest is overdue at the end: 12.0 ± 4.0 (asked: 5)",
    ]


def test_a_wait_is_of_a_stage_that_uses_a_resource() -> None:
    with pytest.raises(InvalidPlan, match=r"standards\[w\]\.stage: .*name a stage that uses one"):
        replace(examined(5), standards=(waiting(Measure.WAIT, stage="work"),))
    with pytest.raises(InvalidPlan, match="a mean wait at a shared resource names its stage"):
        waiting(Measure.WAIT, stage=None)
    with pytest.raises(InvalidPlan, match="wait is of one stage: name it"):
        MeanOf(Quantity.WAIT, "team", START)
    with pytest.raises(InvalidPlan, match="open is not told apart by stage"):
        MeanOf(Quantity.OPEN, "team", START, "exam")


@pytest.mark.parametrize("quantity", [quantity for quantity in Quantity if not quantity.of_whole_run])
def test_the_line_of_a_measure_has_its_level_on_each_day(result: Result, quantity: Quantity) -> None:
    stage = "exam" if quantity.staged else None
    levels = level_by_day(result, MeanOf(quantity, "team", START, stage))
    assert levels.shape == (40, 60)
    for day in (0, 31, 59):
        aim = Aim(quantity, "team", 1.0, START + timedelta(days=day), stage)
        assert (levels[:, day] == measured(result, aim)).all()
