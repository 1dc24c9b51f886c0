"""How precisely a mean is known: intervals that cover as often as they say, and aims that mean something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import t

from planner.model.checks import InvalidPlan
from planner.model.precision import Aim, Quantity, check_aim, check_stage, measured, reach, student_quantile
from planner.model.results import Result
from tests.model.small_plans import small_plan
from tests.simulate.small_networks import within
from tests.storage.sample_results import sample_result


@pytest.fixture(scope="module")
def result() -> Result:
    return sample_result(small_plan(), replications=30, days=40)


def test_students_quantile_is_that_of_a_statistics_library() -> None:
    for freedom in (5, 10, 19, 49, 199, 5000):
        assert student_quantile(freedom) == pytest.approx(t.ppf(0.975, freedom), rel=2e-4)


def test_the_half_width_is_that_of_a_mean(result: Result) -> None:
    team = result.teams[0]
    found = reach(result, Aim(Quantity.OPEN, team.team, 3.0))
    values = team.open[:, -1]
    assert found.mean == pytest.approx(values.mean())
    low, high = t.interval(0.95, 29, values.mean(), values.std(ddof=1) / np.sqrt(30))
    assert found.half_width == pytest.approx((high - low) / 2, rel=1e-4)
    assert found.half_width is not None
    assert not found.met
    assert replace(found, aim=replace(found.aim, precision=found.half_width)).met


def test_each_quantity_is_measured_where_it_is(result: Result) -> None:
    team = result.teams[0]
    on = result.start + timedelta(days=9)
    band = team.bands[0]
    for aim, expected in (
        (Aim(Quantity.OPEN, team.team, 1, on), team.open[:, 9]),
        (Aim(Quantity.UNALLOCATED, team.team, 1), team.unallocated[:, -1]),
        (Aim(Quantity.CASELOAD, team.team, 1, on), team.caseload_mean[:, 9]),
        (Aim(Quantity.OVERDUE, team.team, 1, on), team.overdue[:, :, 9].sum(axis=1)),
        (Aim(Quantity.OVERDUE, team.team, 1, band=band), team.overdue[:, 0, -1]),
        (
            Aim(Quantity.ON_TIME, team.team, 0.1, stage=team.stages[-1]),
            team.met[:, -1].sum(axis=(1, 2)) / team.due[:, -1].sum(axis=(1, 2)),
        ),
        (
            Aim(Quantity.ON_TIME, team.team, 0.1, stage=team.stages[0], band=band),
            team.met[:, 0, 0].sum(axis=1) / team.due[:, 0, 0].sum(axis=1),
        ),
    ):
        assert np.allclose(measured(result, aim), expected), aim


def test_futures_without_such_a_task_have_no_share(result: Result) -> None:
    team = result.teams[0]
    due, met = team.due.copy(), team.met.copy()
    due[:29] = met[:29] = 0
    rare = replace(result, teams=(replace(team, due=due, met=met),))
    aim = Aim(Quantity.ON_TIME, team.team, 0.1, stage=team.stages[0])
    assert measured(rare, aim).size == 1
    found = reach(rare, aim)
    assert found.mean is None
    assert found.half_width is None
    assert not found.met


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("precision", {"precision": 0.0}),
        ("precision", {"precision": float("nan")}),
        ("precision", {"precision": float("inf")}),
        ("stage", {"stage": "work"}),
        ("stage", {"quantity": Quantity.ON_TIME}),
        ("band", {"band": "high"}),
        ("on", {"quantity": Quantity.ON_TIME, "stage": "work", "on": date(2026, 3, 1)}),
        ("on", {"on": date(1066, 10, 14)}),
    ],
)
def test_an_aim_that_means_nothing_is_refused(field: str, values: dict[str, object]) -> None:
    sound = {"quantity": Quantity.OPEN, "team": "a", "precision": 1.0}
    Aim(**sound)  # type: ignore[arg-type]
    with pytest.raises(InvalidPlan) as error:
        Aim(**{**sound, **values})  # type: ignore[arg-type]
    assert error.value.field == field


def test_an_aim_is_about_what_is_simulated() -> None:
    plan = small_plan()
    team = plan.teams[0]
    stage, band = team.stages[0].key, team.bands[0].key
    due = replace(team, stages=(replace(team.stages[0], due=within(9)), *team.stages[1:]))
    dated = replace(plan, teams=(due, *plan.teams[1:]))
    check_aim(Aim(Quantity.ON_TIME, team.key, 0.1, stage=stage, band=band), dated, (team.key,), 30)
    check_aim(Aim(Quantity.OPEN, team.key, 1, plan.start + timedelta(days=29)), plan, (team.key,), 30)
    for field, aim in {
        "team": Aim(Quantity.OPEN, "nobody", 1),
        "stage": Aim(Quantity.ON_TIME, team.key, 0.1, stage="nothing"),
        "band": Aim(Quantity.OVERDUE, team.key, 1, band="nothing"),
        "on": Aim(Quantity.OPEN, team.key, 1, plan.start + timedelta(days=30)),
    }.items():
        with pytest.raises(InvalidPlan) as error:
            check_aim(aim, plan, (team.key,), 30)
        assert error.value.field == field


def test_an_on_time_share_needs_a_due_date() -> None:
    team = small_plan().teams[0]
    endless = replace(team, stages=tuple(replace(stage, due=(), recurrence=None) for stage in team.stages[:1]))
    with pytest.raises(InvalidPlan, match="no due date") as error:
        check_stage(endless, Quantity.ON_TIME, team.stages[0].key)
    assert error.value.field == "stage"
