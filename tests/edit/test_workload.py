"""Work still to be expected of open cases: exact where it can be reckoned by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.model.absence import AbsenceKind, AbsencePattern, Reduction
from planner.model.assumption import BandFigure
from planner.model.capacity import SHIPPED_RULE
from planner.model.caseload import OfficerLoad, TeamLoad, pressures
from planner.model.cases import Phase
from planner.model.checks import InvalidPlan
from planner.model.duration import Duration, Shape
from planner.model.people import Officer, Origin, Role
from planner.model.plan import Plan
from planner.model.team import Performer, Stage, Team
from planner.workspace import caseload_of
from tests.model.small_plans import (
    START,
    days,
    figure,
    hours,
    recurrence,
    route,
    small_case,
    small_plan,
    small_team,
    stage,
)


def load_of(*stages: Stage, **case: object) -> tuple[float, ...]:
    """Owner's hours by week of the one case of a small plan."""
    return loaded(small_team(stages=stages), **case).officers[0].cases[0].weeks


def loaded(team: Team, **case: object) -> TeamLoad:
    cases = (small_case(**({"stage": team.stages[0].key} | case)),)
    return caseload_of(small_plan(teams=(team,), cases=cases), "team")


def gone(days_ago: int) -> date:
    return START - timedelta(days=days_ago)


ASK = stage("ask", route("answer"), delay=days(10))
ANSWER = stage("answer", effort=hours(3))


def test_a_task_in_hand_is_wanted_at_once():
    assert load_of(stage()) == (2.0, 0.0, 0.0, 0.0)


def test_what_follows_a_delay_is_wanted_when_it_ends():
    assert load_of(ASK, ANSWER) == pytest.approx((2, 3, 0, 0))
    assert load_of(replace(ASK, delay=days(7)), ANSWER) == pytest.approx((2, 3, 0, 0))
    assert load_of(replace(ASK, delay=days(6.9)), ANSWER) == pytest.approx((5, 0, 0, 0))


def test_a_delay_has_been_running_since_its_day():
    assert load_of(ASK, ANSWER, phase=Phase.DELAY, since=gone(4)) == pytest.approx((3, 0, 0, 0))
    assert load_of(ASK, ANSWER, phase=Phase.DELAY, since=gone(3)) == pytest.approx((0, 3, 0, 0))
    assert load_of(ASK, ANSWER, phase=Phase.DELAY, since=gone(12)) == pytest.approx((3, 0, 0, 0))


def test_an_exponential_delay_goes_on_as_if_it_had_just_begun():
    delay = Duration(Shape.EXPONENTIAL, (figure(10, "days"),), unit="days")
    expected = [3 * (math.exp(-0.7 * week) - math.exp(-0.7 * (week + 1))) for week in range(4)]
    for age in (2, 12):
        found = load_of(replace(ASK, delay=delay), ANSWER, phase=Phase.DELAY, since=gone(age))
        assert found == pytest.approx(expected, abs=1e-7)


def test_each_way_counts_by_its_chance():
    fork = stage("fork", route("answer", 0.25), route("done", 0.75))
    assert load_of(fork, ANSWER) == pytest.approx((2.75, 0, 0, 0))
    again = stage("again", route("again", 0.75), route("done", 0.25))
    assert load_of(again) == pytest.approx((8, 0, 0, 0))


def test_a_visit_is_wanted_when_it_is_ready():
    visit = stage("visit", route("visit"), recurrence=recurrence())
    visit = replace(visit, routes=(route("visit", 0.5), route("done", 0.5)))
    due = {"phase": Phase.DELAY, "stage": "visit"}
    assert load_of(visit, **due, due=START + timedelta(days=20)) == (0, 2, 0, 0)
    assert load_of(visit, **due, due=START + timedelta(days=21)) == (0, 0, 2, 0)
    assert load_of(visit, **due, opened=gone(90), since=gone(83)) == (2, 0, 0, 0), (
        "without a due date, by the interval less the lead"
    )
    assert load_of(visit, **due, due=gone(30)) == (2, 0, 0, 0), "a turn that is past is ready now"


def test_the_next_visit_is_counted_from_the_last():
    every = (BandFigure(figure(15, "days")),)
    visit = stage("visit", route("visit", 0.5), route("done", 0.5), recurrence=recurrence(interval=every))
    assert load_of(visit) == pytest.approx((2, 1, 0.5, 0.25))
    long = replace(visit, delay=days(14))
    assert load_of(long) == pytest.approx((2, 0, 1, 0)), "a delay longer than the turn: no sooner"
    every = (BandFigure(figure(28, "days")),)
    after = stage("after", route("visit"), delay=days(3))
    turn = replace(visit, recurrence=recurrence(interval=every), routes=(route("done"),))
    assert load_of(after, turn) == pytest.approx((2, 0, 0, 2)), "3 days outside, then 28 less 7 of lead"


def test_a_turn_that_passes_unvisited_takes_nothing():
    reactive = (BandFigure(figure(0.5, "share")),)
    visit = stage("visit", recurrence=recurrence(reactive=reactive))
    assert load_of(visit, phase=Phase.DELAY, due=START) == (1, 0, 0, 0)
    assert load_of(visit) == pytest.approx((2, 0, 0, 0)), "the visit in hand is one"


def test_the_second_officers_hours_and_anybodys_are_shared_by_hours():
    pair = stage("pair", route("any"), officers=figure(2, "officers"))
    anybody = stage("any", effort=hours(4), performer=Performer.ANY_OFFICER)
    team = small_team(stages=(pair, anybody), abstraction=None)
    people = (Officer("officer-1", "A", "team"), Officer("officer-2", "B", "team", fte=0.5))
    plan = small_plan(teams=(team,), officers=people, cases=(small_case(stage="pair"),))
    first, second = caseload_of(plan, "team").officers
    assert first.cases[0].weeks == (2, 0, 0, 0)
    assert first.shared == pytest.approx((4, 0, 0, 0))
    assert second.shared == pytest.approx((2, 0, 0, 0))
    assert first.wanted == pytest.approx((6, 0, 0, 0))


def test_the_supervisors_work_is_nobodys_here():
    check = stage("check", route("answer"), performer=Performer.SUPERVISOR)
    assert load_of(check, ANSWER) == pytest.approx((3, 0, 0, 0))


def test_hours_to_the_end_of_the_case():
    visit = stage("visit", route("visit", 0.9), route("done", 0.1), recurrence=recurrence())
    assert loaded(small_team(stages=(visit,))).officers[0].cases[0].hours_left == pytest.approx(20)
    outside = loaded(small_team(stages=(ASK, ANSWER)), phase=Phase.DELAY)
    assert outside.officers[0].cases[0].hours_left == pytest.approx(3)


def test_a_case_that_cannot_end_is_refused():
    team = small_team(stages=(stage("work", route("work", 1.0)),))
    with pytest.raises(InvalidPlan, match="every case must be able to reach an outcome"):
        loaded(team)


def test_days_late_are_counted_from_the_due_date():
    found = [loaded(small_team(), due=due).officers[0].cases[0] for due in (gone(3), START, START + timedelta(4), None)]
    assert [case.days_late for case in found] == [3, 0, -4, None]
    assert [case.overdue for case in found] == [True, False, False, False]


def officer_of(plan: Plan, key: str = "officer-1") -> OfficerLoad:
    return caseload_of(plan, "team").officer(key)


def test_hours_are_those_of_the_simulation():
    """40 hours a week less 30 %; the fourth week of two officers has no bank holiday in November."""
    assert officer_of(small_plan()).available == pytest.approx((28,) * 4)
    half = Officer("officer-1", "A", "team", fte=0.5, reductions=(Reduction("Tutor", START, gone(-6), 5),))
    found = officer_of(small_plan(officers=(half,)))
    assert found.available == pytest.approx((10.5, 14, 14, 14))
    assert (found.share, found.limit) == pytest.approx((0.375, 3.75))
    sickness = AbsencePattern(AbsenceKind.SICKNESS, figure(4, "spells a year"), days(9.13125))
    at_random = small_team(abstraction=None, absences=(sickness,))
    assert officer_of(small_plan(teams=(at_random,))).available == pytest.approx((36,) * 4)


def test_who_is_in_the_book():
    """Those who are there or come within the weeks, and whoever holds a case; no supervisor."""
    people = (
        Officer("officer-1", "A", "team"),
        Officer("soon", "B", "team", origin=Origin.RECRUIT, start=START + timedelta(days=20)),
        Officer("later", "C", "team", origin=Origin.RECRUIT, start=START + timedelta(days=40)),
        Officer("left", "D", "team", end=gone(5)),
        Officer("holds", "E", "team", end=gone(5)),
        Officer("sergeant", "F", "team", Role.SUPERVISOR),
    )
    cases = (small_case(), small_case("c2", owner="holds"), small_case("c3", owner=None))
    found = caseload_of(small_plan(officers=people, cases=cases), "team")
    assert [entry.officer.key for entry in found.officers] == ["officer-1", "soon", "holds"]
    assert [case.case.key for case in found.unallocated] == ["c3"]
    assert found.officer("holds").capacity is None


def test_capacity_is_what_is_wanted_over_what_there_is():
    plan = small_plan(cases=tuple(small_case(f"c{number}") for number in range(70)))
    found = officer_of(plan)
    assert sum(found.wanted) == pytest.approx(140)
    assert found.capacity == pytest.approx(140 / 112)
    assert found.is_over(plan.capacity)
    assert found.lasts(plan.capacity)


def test_what_is_caught_up_does_not_last():
    """150 hours against 140 and nothing new: the last week begins with 66 of 28 hours; with 108, with 24."""
    assert pressures((150, 0, 0, 0), (28,) * 4) == pytest.approx((150 / 28, 122 / 28, 94 / 28, 66 / 28))
    assert pressures((108, 0, 0, 0), (28,) * 4)[-1] == pytest.approx(24 / 28)
    assert pressures((10, 0), (0, 20)) == (math.inf, 0.5)
    assert pressures((0, 0), (0, 20)) == (0, 0)
    plan = small_plan(cases=tuple(small_case(f"c{number}") for number in range(54)))
    assert not officer_of(plan).lasts(plan.capacity)


def test_the_rule_is_the_plans():
    rule = replace(SHIPPED_RULE, weeks=figure(2, "weeks"), threshold=figure(0.9, "share of available hours"))
    plan = small_plan(cases=tuple(small_case(f"c{number}") for number in range(27)), capacity=rule)
    found = officer_of(plan)
    assert found.available == pytest.approx((28, 28))
    assert found.capacity == pytest.approx(54 / 56)
    assert found.is_over(rule)
    assert found.lasts(rule)


def test_a_new_case_of_each_band():
    own = stage("work", route("done"), route("answer", 1.0, "high"))
    found = loaded(small_team(stages=(own, ANSWER)))
    assert found.entry_hours == ((5, 0, 0, 0), (2, 0, 0, 0))
