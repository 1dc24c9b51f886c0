"""A team's present position, counted and in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.edit.example import example_plan
from planner.model.cases import Phase
from planner.model.people import Officer
from planner.model.plan import Plan
from planner.model.standard import Measure, Standard
from planner.model.team import DueFrom
from planner.report.position import position
from planner.storage.templates import read_template, template_names
from tests.model.small_plans import START, figure, recurrence, small_case, small_plan, small_team, stage


def held(count: int, **changes: object) -> Plan:
    """The small plan with a number of open cases for its two officers."""
    cases = tuple(
        small_case(f"case-{number:03d}", owner=f"officer-{number % 2 + 1}", **changes) for number in range(count)
    )
    return small_plan(cases=cases)


def test_what_is_counted():
    cases = (
        small_case("a", opened=date(2026, 1, 5), since=date(2026, 10, 30), legacy=True, due=START - timedelta(days=10)),
        small_case("b", band="low", due=START - timedelta(days=1)),
        small_case("c", band="low", due=START),
        small_case("d", owner=None),
        small_case("e", owner="officer-2"),
    )
    found = position(small_plan(cases=cases), "team")
    assert (found.team, found.name, found.establishment, found.limit) == ("team", "Team", 2, 10)
    assert (found.open, found.owned, found.unallocated, found.per_officer) == (5, 4, 1, 2)
    assert (found.overdue, found.overdue_by_band) == (2, (("high", 1), ("low", 1)))
    assert found.most_overdue_days == 10
    assert (found.oldest_case, found.oldest_days) == ("a", 301)
    assert found.legacy == 1


def test_a_next_visit_in_the_past_is_overdue():
    team = small_team(stages=(stage(recurrence=recurrence(), due_from=DueFrom.LAST_DONE),))
    waiting = small_case(phase=Phase.DELAY, due=date(2026, 10, 31))
    assert position(small_plan(teams=(team,), cases=(waiting,)), "team").overdue == 1


def test_strength_is_what_is_in_post_on_the_day():
    people = (
        Officer("officer-1", "A", "team", fte=0.5),
        Officer("officer-2", "B", "team", end=date(2026, 11, 1)),
        Officer("officer-3", "C", "team", start=date(2026, 12, 1)),
    )
    found = position(small_plan(officers=people), "team")
    assert (found.strength_fte, found.per_officer) == (0.5, 2)


@pytest.mark.parametrize(
    ("plan", "status", "tone"),
    [
        (held(10), "Within limits", "good"),
        (held(0), "No open work", "good"),
        (held(17), "Close to the limit", "warning"),
        (held(21), "Over the limit", "bad"),
        (held(2, due=START - timedelta(days=1)), "Overdue work", "bad"),
        (
            replace(held(21), cases=(*held(20).cases, small_case("late", due=START - timedelta(days=1)))),
            "Over the limit",
            "bad",
        ),
        (replace(held(15), cases=(*held(14).cases, small_case("z", owner=None))), "Unallocated work", "warning"),
        (
            replace(held(10), standards=(Standard("s", "S", "team", Measure.CASELOAD, figure(4, "cases")),)),
            "Above the target",
            "warning",
        ),
        (small_plan(officers=(), cases=(small_case(owner=None),)), "Nobody in post", "bad"),
    ],
)
def test_the_worst_finding_gives_the_status(plan: Plan, status: str, tone: str):
    found = position(plan, "team")
    assert (found.status, found.tone) == (status, tone)


def test_a_little_overdue_work_is_a_warning_and_long_overdue_work_is_not():
    few = [small_case(f"on-time-{number}") for number in range(15)]
    plans = {
        days: small_plan(teams=(small_team(caseload_limit=figure(50, "cases")),), cases=(*few, *many))
        for days in (3, 61)
        for many in [
            [small_case(f"fine-{number}") for number in range(6)]
            + [small_case("late", due=START - timedelta(days=days))]
        ]
    }
    found = {days: (position(plan, "team").status, position(plan, "team").tone) for days, plan in plans.items()}
    assert found == {3: ("Some work overdue", "warning"), 61: ("Overdue work", "bad")}


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (held(10), "2 officers hold 10 open cases, 5 each; the limit is 10."),
        (held(3), "2 officers hold 3 open cases, 1.5 each; the limit is 10."),
        (held(0), "2 officers and no open cases."),
        (
            small_plan(officers=(Officer("officer-1", "A", "team"),)),
            "1 officer holds 1 open case, 1 each; the limit is 10.",
        ),
        (
            held(1, due=START - timedelta(days=1)),
            "2 officers hold 1 open case, 0.5 each; the limit is 10. 1 is overdue, by 1 day.",
        ),
        (
            held(2, due=START - timedelta(days=9)),
            "2 officers hold 2 open cases, 1 each; the limit is 10. 2 are overdue, the longest by 9 days.",
        ),
        (
            small_plan(officers=(), cases=(small_case(owner=None),)),
            "Nobody is in post. 1 open case has no owner yet.",
        ),
        (
            small_plan(teams=(small_team(case_word="offender"),)),
            "2 officers hold 1 offender, 0.5 each; the limit is 10.",
        ),
    ],
)
def test_the_sentence(plan: Plan, sentence: str):
    assert position(plan, "team").sentence == sentence


def test_an_unknown_team():
    with pytest.raises(KeyError):
        position(small_plan(), "cid")


def test_the_demo_plan_in_words():
    plan = example_plan({name: read_template(name) for name in template_names()})
    found = {team.key: position(plan, team.key) for team in plan.teams}
    assert found["polit"].sentence.startswith("12 officers hold 372 open cases, 31 each; the limit is 35.")
    assert found["polit"].status == "Close to the limit"
    assert found["mosovo"].status == found["dpmu"].status == "Overdue work"
    assert found["mosovo"].most_overdue_days > 90
    assert "offenders" in found["mosovo"].sentence and "open offenders" not in found["mosovo"].sentence
