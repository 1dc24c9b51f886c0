"""A plan's prices and lead times: grades, teams at grades of their own, and back to what ships."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.edit.prices import (
    put_grade,
    remove_grade,
    restore_lead_steps,
    restore_prices,
    set_lead_steps,
    set_team_grade,
    set_usual_grade,
)
from planner.edit.provenance import set_figure
from planner.model.checks import InvalidPlan
from planner.model.codec import fingerprint
from planner.model.countdown import LeadStep
from planner.model.prices import SHIPPED, Grade
from tests.model.small_plans import figure, small_plan

OWN = Grade("own", "Own grade", figure(40_000, "pounds a year"), figure(0.4, "share of pay"))


def test_a_grade_is_added_used_changed_and_removed() -> None:
    plan = small_plan()
    assert plan.prices == SHIPPED
    used = set_team_grade(put_grade(plan, OWN), "team", "own")
    assert used.prices.grade_of("team") == OWN
    dearer = replace(OWN, pay=figure(50_000, "pounds a year"))
    assert put_grade(used, dearer).prices.grades == (*SHIPPED.grades, dearer)
    assert put_grade(used, dearer).prices.grade_of("team").yearly == pytest.approx(70_000)
    with pytest.raises(InvalidPlan, match="Team is priced at this grade"):
        remove_grade(used, "own")
    assert remove_grade(set_team_grade(used, "team", None), "own") == plan
    assert fingerprint(restore_prices(used)) == fingerprint(plan) != fingerprint(used)


def test_the_usual_grade() -> None:
    plan = set_usual_grade(small_plan(), "staff")
    assert plan.prices.grade_of("team").key == "staff"
    with pytest.raises(InvalidPlan, match="the usual grade is needed"):
        remove_grade(plan, "staff")
    assert "constable" not in {grade.key for grade in remove_grade(plan, "constable").prices.grades}


def test_what_is_refused() -> None:
    plan = small_plan()
    for change in (remove_grade, set_usual_grade, lambda plan, key: set_team_grade(plan, "team", key)):
        with pytest.raises(InvalidPlan, match="no such grade in this price list"):
            change(plan, "sheriff")
    with pytest.raises(InvalidPlan, match=r"prices.team_grades\[other\].*no such team"):
        set_team_grade(plan, "other", "staff")
    with pytest.raises(InvalidPlan, match="must be between 0 and 1e\\+06 pounds each"):
        set_figure(plan, "prices/training", figure(-1, "pounds each"))


def test_lead_times() -> None:
    plan = small_plan()
    own = set_lead_steps(plan, (LeadStep("All of it", figure(100, "days")),))
    assert own.lead_steps[0].days.value == 100
    assert fingerprint(restore_lead_steps(own)) == fingerprint(plan) != fingerprint(own)
    with pytest.raises(InvalidPlan, match="there is at least one step"):
        set_lead_steps(plan, ())
    long = LeadStep("Long", figure(400, "days"))
    with pytest.raises(InvalidPlan, match=r"lead_steps.*800.*730 days at most"):
        set_lead_steps(plan, (long, long))
