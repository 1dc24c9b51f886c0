"""Networks that can never finish are refused before anything runs, with the place to put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.model.absence import Absence, AbsenceKind
from planner.model.checks import InvalidPlan, UnworkablePlan
from planner.model.plan import Plan
from planner.model.scenario import Loan, Recruits, Resource, Scenario
from planner.model.team import Feed, Outcome, Performer, Recurrence, Team
from planner.simulate.replicate import simulate
from tests.simulate.small_networks import (
    START,
    band,
    constant,
    exponential,
    figure,
    officers,
    opening,
    plan,
    route,
    stage,
    supervisors,
    team,
    within,
)

HALVES = (band("one", 0.5), band("two", 0.5))
NOTHING = constant(0)

REFUSED: dict[str, tuple[Plan, str, str]] = {
    "a stage that leads only to itself": (
        plan(team(stage("first", exponential(1), route("loop")), stage("loop", exponential(1), route("loop")))),
        "teams[t].stages[first].routes",
        "add a route that leads out",
    ),
    "a way out for one band only": (
        plan(
            team(
                stage("serve", exponential(1), route("done", band="one"), route("serve", band="two")),
                bands=HALVES,
            )
        ),
        "teams[t].stages[serve].routes",
        "add a route that leads out",
    ),
    "a way out that nobody takes": (
        plan(team(stage("serve", exponential(1), route("serve", 1), route("done", 0)))),
        "teams[t].stages[serve].routes",
        "add a route that leads out",
    ),
    "a loop that takes no time": (
        plan(team(stage("spin", NOTHING, route("spin", 0.5), route("done", 0.5)))),
        "teams[t].stages[spin].routes",
        "a loop that takes no time",
    ),
    "a longer loop that takes no time": (
        plan(
            team(
                stage("there", NOTHING, route("back")),
                stage("back", NOTHING, route("there", 0.5), route("done", 0.5), delay=constant(0, "days")),
            )
        ),
        "teams[t].stages[there].routes",
        "a loop that takes no time",
    ),
    "nobody to do the work": (
        plan(team(stage("serve", exponential(1))), people=supervisors(1)),
        "teams[t].officers",
        "add one to the team",
    ),
    "no supervisor": (
        plan(team(stage("review", exponential(1), performer=Performer.SUPERVISOR))),
        "teams[t].supervisors",
        "add one to the team",
    ),
}


@pytest.mark.parametrize(("whole", "field", "rule"), REFUSED.values(), ids=REFUSED)
def test_what_can_never_finish_is_refused(whole, field, rule):
    with pytest.raises(InvalidPlan) as caught:
        simulate(whole, days=5, replications=1)
    assert caught.value.field == field
    assert rule in caught.value.rule


def test_the_refusal_names_the_place_as_users_know_it():
    way_out = (route("done", band="one"), route("serve", band="two"))
    called = replace(team(stage("serve", exponential(1), *way_out), bands=HALVES), name="POLIT")
    called = replace(called, stages=(replace(called.stages[0], name="First checks"),))
    called = replace(called, bands=tuple(replace(entry, name=entry.name.title()) for entry in called.bands))
    with pytest.raises(UnworkablePlan) as caught:
        simulate(plan(called), days=5, replications=1)
    sentence = "POLIT, stage First checks: a case of Two can never end from here: add a route that leads out."
    assert str(caught.value) == sentence


def test_only_the_teams_asked_for_are_looked_at():
    whole = plan(team(stage("serve", exponential(1))), team(stage("serve", exponential(1)), key="other"))
    assert simulate(whole, teams=["t"], days=5, replications=1).teams[0].team == "t"
    with pytest.raises(InvalidPlan) as caught:
        simulate(whole, days=5, replications=1)
    assert caught.value.field == "teams[other].officers"
    assert "stage serve" in caught.value.rule


@pytest.mark.parametrize(
    "lever", [Recruits("t", 1, START), Loan("t", 1, START, START + timedelta(days=9))], ids=["recruits", "loan"]
)
def test_officers_that_a_scenario_brings_are_enough(lever):
    whole = plan(team(stage("serve", exponential(1))), people=supervisors(1))
    assert simulate(whole, Scenario("s", "S", (lever,)), days=5, replications=1).days == 5


def test_loops_that_take_time_are_allowed():
    visits = Recurrence(within(9), figure(2, "days"))
    whole = plan(
        team(
            stage("visit", NOTHING, route("visit", 0.9), route("wait", 0.1), recurrence=visits),
            stage("wait", NOTHING, route("wait", 0.5), route("done", 0.5), delay=exponential(2, "days")),
        )
    )
    assert simulate(whole, days=400, replications=2).team("t").closed.sum() > 0


def test_a_crew_of_two_in_a_team_of_one_is_refused():
    crewed = team(stage("serve", constant(1), officers=figure(2, "officers")))
    with pytest.raises(InvalidPlan) as caught:
        simulate(plan(crewed), days=5, replications=1)
    assert caught.value.field == "teams[t].officers"
    assert "two officers at once" in caught.value.rule
    assert simulate(plan(crewed, people=officers(2)), days=5, replications=1).days == 5


def test_teams_that_multiply_their_cases_without_end_are_refused():
    with pytest.raises(InvalidPlan) as caught:
        simulate(ring(0.96), days=5, replications=1)
    assert caught.value.field == "teams.outcomes.feed.probability"
    assert caught.value.value == ["a", "b"]
    assert simulate(ring(0.9), days=200, replications=2).days == 200


def ring(probability: float) -> Plan:
    """Two teams each of which opens a case in the other for a share of those it ends."""

    def half(key: str, other: str) -> Team:
        feed = Feed(other, figure(probability, "probability"), exponential(1, "days"))
        return team(stage("serve", NOTHING), key=key, rate=3, outcomes=(Outcome("done", "Done", feed),))

    return plan(half("a", "b"), half("b", "a"), people=(*officers(1, "a"), *officers(1, "b")))


def test_teams_may_feed_each_other():
    """Each case leads to 1 / (1 - p) in the long run."""
    found = simulate(ring(0.4), days=200, replications=20)
    each = found.team("a").arrived.sum(axis=(1, 2)).mean() / 200
    assert each == pytest.approx(3 / (1 - 0.4), rel=0.03)


def test_an_opening_case_of_somebody_who_has_left_is_handed_over():
    gone = replace(officers(1)[0], end=START - timedelta(days=1))
    here = replace(gone, key="t-1", name="Officer 1", end=None)
    whole = plan(team(stage("serve", exponential(1)), rate=0), people=(gone, here), cases=opening(3, "t-0"))
    assert simulate(whole, days=30, replications=2).team("t").open[:, -1].max() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"days": 0}, "days"),
        ({"days": 3661}, "days"),
        ({"replications": 0}, "replications"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**63}, "seed"),
        ({"teams": []}, "teams"),
    ],
)
def test_a_run_that_cannot_be(changes, field):
    with pytest.raises(InvalidPlan) as caught:
        simulate(plan(team(stage("serve", constant(1)))), **({"days": 5, "replications": 1} | changes))
    assert caught.value.field == field


def test_a_run_that_would_not_fit_is_refused_before_it_takes_the_memory():
    whole = plan(team(stage("serve", constant(0.001)), rate=3_000))
    with pytest.raises(InvalidPlan) as caught:
        simulate(whole, days=3660, replications=2)
    assert "GB of memory" in caught.value.rule
    small = plan(team(stage("serve", constant(1))))
    with pytest.raises(InvalidPlan) as caught:
        simulate(small, days=3660, replications=100_000)
    assert caught.value.field == "replications"


def test_loops_that_take_next_to_no_time_are_refused():
    quick = stage("serve", constant(1e-9), route("serve", 0.999), route("done", 0.001))
    with pytest.raises(InvalidPlan) as caught:
        simulate(plan(team(quick)), days=5, replications=1)
    assert "a loop that takes no time" in caught.value.rule


SKILL = "image grading"
ABLE = replace(officers(1)[0], skills=(SKILL,))
UNSKILLED: dict[str, tuple[Plan, str, str]] = {
    "an owner's stage": (
        plan(team(stage("grade", constant(1), skill=SKILL))),
        "stages[grade]",
        "an officer of the team",
    ),
    "any officer's stage": (
        plan(team(stage("grade", constant(1), skill=SKILL, performer=Performer.ANY_OFFICER))),
        "stages[grade]",
        "an officer of the team",
    ),
    "a supervisor's stage": (
        plan(
            team(stage("review", constant(1), skill=SKILL, performer=Performer.SUPERVISOR)),
            people=(ABLE, *supervisors(1)),
        ),
        "stages[review]",
        "a supervisor of the team",
    ),
    "a pair": (
        plan(
            team(stage("visit", constant(1), skill=SKILL, officers=figure(2, "officers"))),
            people=(ABLE, *officers(3)[1:]),
        ),
        "stages[visit]",
        "two officers of the team",
    ),
    "a band": (
        plan(team(stage("serve", constant(1)), bands=(band("high", skill=SKILL),))),
        "bands[high]",
        "all the skills that owning such a case takes",
    ),
    "a band whose owner needs two skills": (
        plan(
            team(stage("serve", constant(1), skill="driving"), bands=(band("high", skill=SKILL),)),
            people=(ABLE, replace(officers(2)[1], skills=("driving",))),
        ),
        "bands[high]",
        "all the skills that owning such a case takes",
    ),
}


@pytest.mark.parametrize(("whole", "place", "rule"), UNSKILLED.values(), ids=UNSKILLED)
def test_work_that_nobody_is_skilled_for_is_refused(whole, place, rule):
    with pytest.raises(InvalidPlan) as caught:
        simulate(whole, days=5, replications=1)
    assert caught.value.field == f"teams[t].{place}.skill"
    assert rule in caught.value.rule


def test_recruits_are_skilled_enough_for_what_the_team_asks():
    whole, _, _ = UNSKILLED["an owner's stage"]
    recruits = Scenario("s", "S", (Recruits("t", 1, START),))
    assert simulate(whole, recruits, days=5, replications=1).days == 5


def test_an_officer_without_an_hour_of_work_is_refused():
    always = Absence(AbsenceKind.SICKNESS, START - timedelta(9), START + timedelta(60))
    away = replace(officers(2)[1], absences=(always,))
    whole = plan(team(stage("serve", constant(1))), people=(officers(1)[0], away))
    with pytest.raises(InvalidPlan) as caught:
        simulate(whole, days=60, replications=1)
    assert caught.value.field == "officers[t-1].absences"
    assert simulate(whole, days=62, replications=1).days == 62
    leaver = replace(whole, officers=(whole.officers[0], replace(away, end=START + timedelta(30))))
    assert simulate(leaver, days=60, replications=1).days == 60


def test_a_team_that_only_shares_a_resource_is_checked_too():
    """Its cases load the resource, so they must be able to end."""
    lab = Resource("lab", "Lab", figure(1, "servers"))
    good = team(stage("serve", constant(1), delay=constant(1, "days"), resource="lab"))
    bad = team(
        stage("serve", constant(1), delay=constant(1, "days"), resource="lab", performer=Performer.SUPERVISOR), key="u"
    )
    with pytest.raises(InvalidPlan) as caught:
        simulate(plan(good, bad, resources=(lab,)), teams=["t"], days=5, replications=1)
    assert caught.value.field == "teams[u].supervisors"
