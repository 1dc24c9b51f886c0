"""Parts that are each possible and do not fit together as a plan are refused, with field, value and rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from planner.model.absence import Absence, AbsenceKind, AbsencePattern, Reduction
from planner.model.capacity import SHIPPED_RULE
from planner.model.checks import InvalidPlan
from planner.model.demand import DemandHistory
from planner.model.people import DutyHours, Officer, Role
from planner.model.plan import Plan
from planner.model.scenario import (
    AbstractionRate,
    DemandGrowth,
    Lever,
    Outsourcing,
    Overtime,
    ReactiveShare,
    ResourceServers,
    Scenario,
    Triage,
)
from planner.model.standard import Measure, Standard
from planner.model.team import Feed, Outcome, Team
from tests.model.small_plans import (
    START,
    days,
    figure,
    small_case,
    small_plan,
    small_team,
    stage,
)


def pulled(lever: Lever, **changes: object) -> Plan:
    """The small plan with one lever in one scenario."""
    return small_plan(scenarios=(Scenario("more", "More", (lever,)),), **changes)


def away_at_random() -> Team:
    """A team whose absences come by a pattern."""
    sickness = AbsencePattern(AbsenceKind.SICKNESS, figure(2, "spells a year"), days(5))
    return small_team(abstraction=None, absences=(sickness,))


LEAVE = Absence(AbsenceKind.LEAVE, START, START)
ON_LEAVE = (Officer("officer-1", "A", "team", absences=(LEAVE,)),)

IMPOSSIBLE: list[tuple[str, Callable[[], object], str, object, str]] = [
    # what, how it is built, field, value, part of the rule
    ("a reduction without a reason", lambda: Reduction(" ", START, None, 4), "reason", " ", "empty"),
    ("a reduction of two lines", lambda: Reduction("a\nb", START, None, 4), "reason", "a\nb", "one line"),
    ("a reduction of nothing", lambda: Reduction("Tutor", START, None, 0), "weekly_hours", 0, "more than 0"),
    (
        "a reduction that ends before it begins",
        lambda: Reduction("Tutor", START, date(2026, 11, 1), 4),
        "last",
        "2026-11-01",
        "on or after its first day",
    ),
    (
        "a threshold of nothing",
        lambda: replace(SHIPPED_RULE, threshold=figure(0.1, "share of available hours")),
        "threshold",
        0.1,
        "between 0.5 and 5",
    ),
    (
        "half weeks",
        lambda: replace(SHIPPED_RULE, weeks=figure(2.5, "weeks")),
        "weeks",
        2.5,
        "whole number of weeks",
    ),
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
    (
        "an outside supplier for nothing",
        lambda: pulled(Outsourcing("lab", 0.5, 21, START)),
        "scenarios[more].levers[1].resource",
        "lab",
        "no such resource",
    ),
    (
        "overtime for no team",
        lambda: pulled(Overtime("x", 8, START)),
        "scenarios[more].levers[1].team",
        "x",
        "no such team",
    ),
    (
        "screened out to nowhere",
        lambda: pulled(Triage("team", 0.1, "x", START)),
        "scenarios[more].levers[1].outcome",
        "x",
        "no such outcome in team team",
    ),
    (
        "screened out from no band",
        lambda: pulled(Triage("team", 0.1, "done", START, "x")),
        "scenarios[more].levers[1].band",
        "x",
        "no such band",
    ),
    (
        "managed reactively in no band",
        lambda: pulled(ReactiveShare("team", 0.1, START, "x")),
        "scenarios[more].levers[1].band",
        "x",
        "no such band",
    ),
    (
        "a rate on dated absences",
        lambda: pulled(AbstractionRate("team", 0.3, START), teams=(small_team(abstraction=None),), officers=ON_LEAVE),
        "scenarios[more].levers[1].share",
        0.3,
        "the absences of team team are itemised: use them or an abstraction rate, never both",
    ),
    (
        "a rate on absences at random",
        lambda: pulled(AbstractionRate("team", 0.3, START), teams=(away_at_random(),)),
        "scenarios[more].levers[1].share",
        0.3,
        "never both",
    ),
    (
        "a rota of nobody",
        lambda: small_plan(duties=(DutyHours("x", START, (8.0,)),)),
        "duties[x].officer",
        "x",
        "no such officer",
    ),
    (
        "two rotas of one officer",
        lambda: small_plan(duties=(DutyHours("officer-1", START, (8.0,)),) * 2),
        "duties",
        "officer-1",
        "used once",
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


def test_what_fits_is_taken():
    plan = small_plan(
        teams=(away_at_random(),),
        officers=ON_LEAVE,
        duties=(DutyHours("officer-1", START, (0.0, 24.0)),),
        scenarios=(Scenario("more", "More", (Overtime("team", 8, START), Triage("team", 0.1, "done", START, "low"))),),
    )
    assert plan.duties[0].hours == (0.0, 24.0)
    assert away_at_random().absences[0].share == pytest.approx(10 / 365.25)
    assert pulled(AbstractionRate("team", 0.1, START)).scenarios, "a team with a rate may be given another"
