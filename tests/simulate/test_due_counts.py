"""Tasks are counted in the month they fall due in, and are met only when they are done by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.model.plan import Plan
from planner.simulate.replicate import simulate
from tests.simulate.small_networks import START, constant, figure, opening, plan, stage, team, within

DUE = (-3, 9, 10, 30, 41, 200)
"""Days from the start. One officer does a task in four days, in this order, so that they are done on days 3, 7, 11 …"""


@pytest.fixture
def lone_officer() -> Plan:
    book = (replace(case, due=START + timedelta(day)) for case, day in zip(opening(len(DUE), "t-0"), DUE, strict=True))
    return plan(team(stage("serve", constant(20), due=within(30)), rate=0), cases=tuple(book))


def test_a_task_counts_in_the_month_it_is_due(lone_officer: Plan) -> None:
    found = simulate(lone_officer, days=59, replications=2, threads=1).team("t")
    assert found.done[:, 0, 0].tolist() == [[6, 0]] * 2
    assert found.due[:, 0, 0].tolist() == [[3, 1]] * 2, "neither what was due before the start nor after the run"
    assert found.met[:, 0, 0].tolist() == [[2, 1]] * 2


def test_a_task_that_is_never_done_is_not_met(lone_officer: Plan) -> None:
    found = simulate(lone_officer, days=12, replications=1, threads=1).team("t")
    assert (found.done.sum(), found.due.sum(), found.met.sum()) == (2, 2, 1)


def test_what_is_late_at_the_end_is_due_and_not_met() -> None:
    """With nothing open at the start, what is overdue on the last evening was due in the run, and not met."""
    crowd = plan(
        team(stage("serve", constant(6), due=within(12)), rate=1, referrals_per_month=figure(40, "cases a month"))
    )
    found = simulate(crowd, days=200, replications=3, threads=1).team("t")
    late = found.overdue[:, :, -1].sum(axis=1)
    done_late = found.due.sum(axis=(1, 2, 3)) - found.met.sum(axis=(1, 2, 3)) - late
    assert late.min() > 0
    assert (done_late >= 0).all()
    assert (found.met.sum(axis=(1, 2, 3)) + done_late <= found.done.sum(axis=(1, 2, 3))).all()
