"""Parts that are each possible and do not fit together as a plan are refused, with field, value and rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from planner.model.absence import Absence, AbsenceKind
from planner.model.checks import InvalidPlan
from planner.model.demand import DemandHistory
from planner.model.people import Officer, Role
from planner.model.scenario import (
    DemandGrowth,
    ResourceServers,
    Scenario,
)
from planner.model.standard import Measure, Standard
from planner.model.team import Feed, Outcome
from tests.model.small_plans import (
    START,
    days,
    figure,
    small_case,
    small_plan,
    small_team,
    stage,
)

IMPOSSIBLE: list[tuple[str, Callable[[], object], str, object, str]] = [
    # what, how it is built, field, value, part of the rule
    ("a plan without a team", lambda: small_plan(teams=()), "teams", (), "at least one team"),
    ("a team twice", lambda: small_plan(teams=(small_team(),) * 2), "teams", "team", "used once"),
    ("a case twice", lambda: small_plan(cases=(small_case(),) * 2), "cases", "case-1", "used once"),
    (
        "an officer of no team",
        lambda: small_plan(officers=(Officer("a", "A", "x"),), cases=()),
        "officers[a].team",
        "x",
        "no such team",
    ),
    (
        "hours lost twice",
        lambda: small_plan(
            officers=(Officer("officer-1", "A", "team", absences=(Absence(AbsenceKind.LEAVE, START, START),)),)
        ),
        "officers[officer-1].absences",
        1,
        "never both",
    ),
    ("a case of no team", lambda: small_plan(cases=(small_case(team="x"),)), "cases[case-1].team", "x", "no such team"),
    ("a case of no band", lambda: small_plan(cases=(small_case(band="x"),)), "cases[case-1].band", "x", "no such band"),
    (
        "a case at no stage",
        lambda: small_plan(cases=(small_case(stage="x"),)),
        "cases[case-1].stage",
        "x",
        "no such stage",
    ),
    (
        "a case of nobody",
        lambda: small_plan(cases=(small_case(owner="x"),)),
        "cases[case-1].owner",
        "x",
        "no such officer",
    ),
    (
        "a supervisor's case",
        lambda: small_plan(officers=(Officer("officer-1", "A", "team", role=Role.SUPERVISOR),)),
        "cases[case-1].owner",
        "officer-1",
        "owns no case",
    ),
    (
        "a case of tomorrow",
        lambda: small_plan(cases=(small_case(since=START),)),
        "cases[case-1].since",
        "2026-11-02",
        "before the plan",
    ),
    (
        "an unknown examiner",
        lambda: small_plan(teams=(small_team(stages=(stage(delay=days(3), resource="lab"),)),)),
        "teams[team].stages[work].resource",
        "lab",
        "no such resource",
    ),
    (
        "a team that feeds itself",
        lambda: small_plan(
            teams=(small_team(outcomes=(Outcome("done", "Done", Feed("team", figure(1, "probability"), days(1))),)),)
        ),
        "teams[team].outcomes[done].feed",
        "team",
        "does not feed itself",
    ),
    (
        "the history of no band",
        lambda: small_plan(histories=(DemandHistory("team", "x", date(2026, 1, 1), (1,)),)),
        "histories[team/x].band",
        "x",
        "no such band",
    ),
    (
        "a history twice",
        lambda: small_plan(histories=(DemandHistory("team", "low", date(2026, 1, 1), (1,)),) * 2),
        "histories",
        ("team", "low"),
        "used once",
    ),
    (
        "a standard for no stage",
        lambda: small_plan(standards=(Standard("s", "S", "team", Measure.ON_TIME, figure(0.9, "share"), "x"),)),
        "standards[s].stage",
        "x",
        "no such stage",
    ),
    (
        "a lever on no team",
        lambda: small_plan(scenarios=(Scenario("more", "More", (DemandGrowth("x", 70, START),)),)),
        "scenarios[more].levers[1].team",
        "x",
        "no such team",
    ),
    (
        "a lever on no band",
        lambda: small_plan(scenarios=(Scenario("more", "More", (DemandGrowth("team", 70, START, band="x"),)),)),
        "scenarios[more].levers[1].band",
        "x",
        "no such band",
    ),
    (
        "a lever on no resource",
        lambda: small_plan(scenarios=(Scenario("lab", "Lab", (ResourceServers("lab", 2, START),)),)),
        "scenarios[lab].levers[1].resource",
        "lab",
        "no such resource",
    ),
]


@pytest.mark.parametrize(
    ("build", "field", "value", "rule"), [row[1:] for row in IMPOSSIBLE], ids=[row[0] for row in IMPOSSIBLE]
)
def test_parts_that_do_not_fit_are_refused(build: Callable[[], object], field: str, value: object, rule: str):
    with pytest.raises(InvalidPlan) as caught:
        build()
    error = caught.value
    assert error.field == field
    assert repr(error.value) == repr(value)
    assert rule in error.rule
    assert str(error) == f"{field}: {value!r} is not allowed: {error.rule}."
