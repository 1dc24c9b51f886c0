"""A new plan from the figures that a supervisor knows by heart."""

from __future__ import annotations

from datetime import date

import pytest

from planner.edit.beginning import Beginning, begin, posts
from planner.model.assumption import Status
from planner.model.checks import InvalidPlan
from planner.model.people import Role
from planner.storage.templates import read_template, template_names

START = date(2026, 11, 23)


@pytest.mark.parametrize("template", template_names())
def test_every_template_begins_with_its_posts_filled(template: str):
    team = read_template(template)
    plan = begin(team, "North", START, Beginning())
    assert len(plan.officers_of(team.key)) == team.establishment.value
    assert len(plan.officers_of(team.key, Role.SUPERVISOR)) == 1
    assert plan.cases == ()
    assert plan.teams == (team,)


def test_the_figures_known_by_heart():
    plan = begin(read_template("polit"), "North", START, Beginning(12, 2, 31, 60))
    owners = [case.owner for case in plan.cases]
    assert {officer.key: owners.count(officer.key) for officer in plan.officers_of("polit")} == {
        f"polit-{number:02d}": 31 for number in range(1, 13)
    }
    assert len(plan.officers_of("polit", Role.SUPERVISOR)) == 2
    rate = plan.team("polit").referrals_per_month
    assert (rate.value, rate.status) == (60, Status.OK)
    assert "drawn" in plan.note
    assert all(case.since < START for case in plan.cases)


@pytest.mark.parametrize(
    ("template", "rates"), [("polit", [8, 19, 26]), ("mosovo", [2.5, 5, 8]), ("dpmu", [2.5, 5, 8])]
)
def test_a_team_whose_growth_is_published_has_three_cases_from_its_start_on(template: str, rates: list[float]):
    plan = begin(read_template(template), "North", START, Beginning())
    assert [(case.team, case.key) for case in plan.growth_cases] == [(template, key) for key in ("low", "mid", "high")]
    parts = [part for case in plan.growth_cases for part in case.factors]
    assert [part.percent for part in parts] == rates
    assert all(part.start == START and "Source: " in part.rationale for part in parts)


def test_a_team_without_a_published_growth_has_none():
    assert begin(read_template("referral-sharing"), "North", START, Beginning()).growth_cases == ()


def test_it_is_the_same_each_time():
    made = [begin(read_template("mosovo"), "North", START, Beginning(cases_each=40)) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("figures", "field"),
    [
        ({"officers": 0}, "officers"),
        ({"supervisors": -1}, "supervisors"),
        ({"cases_each": 1001}, "cases"),
        ({"referrals_per_month": -0.5}, "referrals"),
    ],
)
def test_impossible_figures(figures: dict[str, float], field: str):
    with pytest.raises(InvalidPlan) as caught:
        Beginning(**figures)  # type: ignore[arg-type]
    assert caught.value.field == field


def test_posts_are_numbered():
    assert [person.name for person in posts("dpmu", "DPMU", 2, 1)] == ["DPMU 01", "DPMU 02", "DPMU supervisor 1"]


def test_a_template_that_needs_a_supervisor_does_not_begin_without_one():
    with pytest.raises(InvalidPlan) as caught:
        begin(read_template("polit"), "North", START, Beginning(supervisors=0))
    assert caught.value.field == "supervisors"


def test_a_book_too_large_to_be_drawn():
    with pytest.raises(InvalidPlan) as caught:
        begin(read_template("polit"), "North", START, Beginning(officers=500, cases_each=1000))
    assert caught.value.field == "cases"
