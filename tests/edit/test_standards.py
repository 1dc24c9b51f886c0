"""Changes to standards and to the day of the re-inspection."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from planner.edit.standards import set_by, set_reinspection, set_target
from planner.model.checks import InvalidPlan
from planner.workspace import demo_plan


@pytest.fixture(scope="module")
def demo():
    return demo_plan()


def standard_of(plan, key):
    return next(standard for standard in plan.standards if standard.key == key)


def test_the_day_lies_within_ten_years_of_the_start(demo):
    assert set_reinspection(demo, date(2028, 1, 3)).reinspection == date(2028, 1, 3)
    assert set_reinspection(demo, demo.reinspection) is demo
    for day in (demo.start, demo.start + timedelta(days=3660)):
        with pytest.raises(InvalidPlan, match="choose a later day, within ten years"):
            set_reinspection(demo, day)


def test_a_standard_gets_another_target_or_date_and_the_others_stay(demo):
    changed = set_by(set_target(demo, "mosovo-visits", 0.9), "mosovo-visits", demo.start)
    found = standard_of(changed, "mosovo-visits")
    assert (found.target.value, found.by) == (0.9, demo.start)
    assert found.target.rationale == standard_of(demo, "mosovo-visits").target.rationale
    assert [one for one in changed.standards if one.key != "mosovo-visits"] == [
        one for one in demo.standards if one.key != "mosovo-visits"
    ]
    assert set_target(demo, "mosovo-visits", 0.95) is demo


def test_what_a_standard_cannot_be(demo):
    with pytest.raises(InvalidPlan):
        set_target(demo, "mosovo-visits", 1.5)
    with pytest.raises(InvalidPlan, match="choose that day or a later one"):
        set_by(demo, "mosovo-visits", demo.start - timedelta(days=1))
