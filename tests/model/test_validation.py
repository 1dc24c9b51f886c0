"""An impossible plan cannot be built, and the error names the field, the value and the rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from planner.model.absence import Absence, AbsenceKind, AbsencePattern
from planner.model.assumption import Assumption, BandFigure, Status
from planner.model.checks import InvalidPlan
from planner.model.demand import DemandHistory
from planner.model.duration import Duration, Shape
from planner.model.people import DutyHours, Officer, Origin
from planner.model.scenario import (
    AbstractionRate,
    CaseloadLimit,
    DemandGrowth,
    EffortChange,
    Loan,
    Outsourcing,
    Overtime,
    ReactiveShare,
    Recruits,
    Resource,
    ResourceServers,
    Triage,
    VisitInterval,
)
from planner.model.standard import Measure, Standard
from planner.model.team import DueFrom, Rebanding
from tests.model.small_plans import (
    START,
    band,
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

NAN = float("nan")


def late_recurring(**changes: Any) -> Any:
    return small_team(stages=(stage(recurrence=recurrence(**changes), due_from=DueFrom.LAST_DONE),))


def spells(number: float, length: Duration, unit: str = "spells a year") -> AbsencePattern:
    return AbsencePattern(AbsenceKind.SICKNESS, figure(number, unit), length)


IMPOSSIBLE: list[tuple[str, Callable[[], object], str, object, str]] = [
    # what, how it is built, field, value, part of the rule
    ("a figure that is no number", lambda: Assumption(NAN, "days"), "value", NAN, "finite"),
    ("an infinite figure", lambda: Assumption(float("inf"), "days"), "value", float("inf"), "finite"),
    (
        "a sourced figure without source",
        lambda: Assumption(1, "days", Status.OK, " "),
        "source",
        " ",
        "names its source",
    ),
    (
        "a wrong unit",
        lambda: replace(band("a", 1), share=figure(1, "cases")),
        "share.unit",
        "cases",
        "measured in share",
    ),
    ("a share above one", lambda: band("a", 1.5), "share", 1.5, "between 0 and 1"),
    ("a key with a space", lambda: band("very high", 1), "key", "very high", "lower-case"),
    ("an empty name", lambda: band("a", 1, name=" "), "name", " ", "empty"),
    ("a name of two lines", lambda: band("a", 1, name="a\nb"), "name", "a\nb", "one line"),
    ("a priority below zero", lambda: band("a", 1, priority=-1), "priority", -1, "0 (first) to 15"),
    ("no bands", lambda: small_team(bands=()), "bands", (), "at least one"),
    ("a band twice", lambda: small_team(bands=(band("a", 0.5), band("a", 0.5))), "bands", "a", "used once"),
    (
        "shares that do not add up",
        lambda: small_team(bands=(band("a", 0.5), band("b", 0.4))),
        "bands.share",
        0.9,
        "add up",
    ),
    ("no stages", lambda: small_team(stages=()), "stages", (), "at least one stage"),
    ("no outcomes", lambda: small_team(outcomes=()), "outcomes", (), "add an outcome"),
    ("a stage named as an outcome", lambda: small_team(stages=(stage("done"),)), "stages", "done", "used once"),
    ("a stage without a way on", lambda: stage("a", routes=()), "routes", (), "add a route"),
    (
        "a route to nowhere",
        lambda: small_team(stages=(stage("a", route("b")),)),
        "stages[a].routes.to",
        "b",
        "no such stage",
    ),
    (
        "routes that do not add up",
        lambda: small_team(bands=(band("high", 1),), stages=(stage("a", route("done", 0.7)),)),
        "stages[a].routes[high].probability",
        0.7,
        "add up to 1",
    ),
    (
        "a route for an unknown band",
        lambda: small_team(stages=(stage("a", route("done"), route("done", 1, "medium")),)),
        "stages[a].routes.band",
        "medium",
        "no such band",
    ),
    ("three officers for a task", lambda: stage(officers=figure(3, "officers")), "officers", 3, "between 1 and 2"),
    ("one and a half officers", lambda: stage(officers=figure(1.5, "officers")), "officers", 1.5, "1 or 2"),
    ("effort in days", lambda: stage(effort=days(2)), "effort.unit", "days", "measured in hours"),
    ("a delay in hours", lambda: stage(delay=hours(2)), "delay.unit", "hours", "measured in days"),
    ("a resource without a time", lambda: stage(resource="examiners"), "delay", None, "how long a server is held"),
    (
        "a due date for an unknown band",
        lambda: small_team(stages=(stage(due=(BandFigure(figure(1, "days"), "medium"),)),)),
        "stages[work].due.band",
        "medium",
        "no such band",
    ),
    (
        "two first actions",
        lambda: small_team(stages=(stage("a", first_action=True), stage("b", first_action=True))),
        "stages.first_action",
        ["a", "b"],
        "at most",
    ),
    (
        "due from the last time, never again",
        lambda: small_team(stages=(stage(due_from=DueFrom.LAST_DONE),)),
        "stages[work].due_from",
        DueFrom.LAST_DONE,
        "only a recurring stage",
    ),
    (
        "a band without interval",
        lambda: late_recurring(interval=(BandFigure(figure(30, "days"), "high"),)),
        "stages[work].recurrence.interval",
        "low",
        "each band needs an interval",
    ),
    (
        "a re-banding to the same band",
        lambda: Rebanding("high", "high", figure(0.1, "probability")),
        "after",
        "high",
        "changes the band",
    ),
    (
        "more than certain to leave a band",
        lambda: late_recurring(rebanding=(Rebanding("high", "low", figure(0.6, "probability")),) * 2),
        "stages[work].recurrence.rebanding[high]",
        1.2,
        "at most 1",
    ),
    (
        "a flat week of six days",
        lambda: small_team(weekday_work=(1 / 6,) * 6),
        "weekday_work",
        (1 / 6,) * 6,
        "seven shares",
    ),
    (
        "a caseload limit of none",
        lambda: small_team(caseload_limit=figure(0, "cases")),
        "caseload_limit",
        0,
        "between 1",
    ),
    (
        "all hours lost",
        lambda: small_team(abstraction=figure(0.96, "share")),
        "abstraction",
        0.96,
        "between 0 and 0.95",
    ),
    (
        "less than pure chance",
        lambda: small_team(overdispersion=figure(0.5, "ratio")),
        "overdispersion",
        0.5,
        "between 1",
    ),
    (
        "a week of 70 hours",
        lambda: small_team(weekly_hours=figure(70, "hours a week")),
        "weekly_hours",
        70,
        "between 1 and 60",
    ),
    ("a duration of two parts", lambda: Duration(Shape.LOGNORMAL, (figure(2, "hours"),)), "parameters", 1, "mean, cv"),
    ("a mean of zero", lambda: Duration(Shape.EXPONENTIAL, (figure(0, "hours"),)), "mean", 0, "above zero"),
    (
        "a triangle upside down",
        lambda: Duration(Shape.TRIANGULAR, tuple(figure(value, "hours") for value in (3, 2, 1))),
        "parameters",
        (3, 2, 1),
        "low ≤ mode ≤ high",
    ),
    ("four durations of one's own", lambda: Duration(Shape.EMPIRICAL, (), (1.0,) * 4), "sample", 4, "at least five"),
    ("a negative duration", lambda: Duration(Shape.EMPIRICAL, (), (-1.0, 1, 1, 1, 1)), "sample", -1.0, "not negative"),
    ("a twentieth of an officer", lambda: Officer("a", "A", "team", fte=0.05), "fte", 0.05, "0.1 to 1"),
    ("a recruit without a date", lambda: Officer("a", "A", "team", origin=Origin.RECRUIT), "start", None, "start date"),
    (
        "leaving before coming",
        lambda: Officer("a", "A", "team", start=START, end=date(2026, 1, 1)),
        "end",
        "2026-01-01",
        "leaves on or after",
    ),
    (
        "an absence backwards",
        lambda: Absence(AbsenceKind.LEAVE, START, date(2026, 1, 1)),
        "last",
        "2026-01-01",
        "ends on or after",
    ),
    ("an absence of nothing", lambda: Absence(AbsenceKind.LEAVE, START, START, 0), "share", 0, "above 0"),
    ("spells in days", lambda: spells(2, days(5), "days"), "spells_a_year.unit", "days", "in spells a year"),
    ("fewer spells than none", lambda: spells(-1, days(5)), "spells_a_year", -1, "between 0 and 100"),
    ("a spell in hours", lambda: spells(2, hours(5)), "length.unit", "hours", "measured in days"),
    ("never at work", lambda: spells(52, days(7)), "length", 0.997, "at most 90 % of the year"),
    (
        "hours lost by a rate and by spells",
        lambda: small_team(absences=(spells(2, days(5)),)),
        "absences",
        1,
        "use the rate or itemised absences, never both",
    ),
    ("a rota of no day", lambda: DutyHours("a", START, ()), "hours", 0, "1 to 3,660 days"),
    ("a rota of eleven years", lambda: DutyHours("a", START, (8.0,) * 4000), "hours", 4000, "1 to 3,660 days"),
    ("a day of 25 hours", lambda: DutyHours("a", START, (8.0, 25.0)), "hours[1]", 25.0, "0 to 24 hours"),
    ("a day of no number", lambda: DutyHours("a", START, (NAN,)), "hours[0]", NAN, "0 to 24 hours"),
    (
        "a rota of the last century",
        lambda: DutyHours("a", date(1900, 1, 1), (8.0,)),
        "start",
        "1900-01-01",
        "1950 to 2150",
    ),
    ("a band's skill without a name", lambda: band("a", 1, skill=" "), "skill", " ", "empty"),
    ("a stage's skill of two lines", lambda: stage(skill="a\nb"), "skill", "a\nb", "one line"),
    (
        "more than all managed reactively",
        lambda: recurrence(reactive=(BandFigure(figure(1.5, "share")),)),
        "reactive[all]",
        1.5,
        "between 0 and 1",
    ),
    (
        "a reactive share in percent",
        lambda: recurrence(reactive=(BandFigure(figure(0.4, "%"), "low"),)),
        "reactive[low].unit",
        "%",
        "measured in share",
    ),
    (
        "a reactive share of an unknown band",
        lambda: late_recurring(reactive=(BandFigure(figure(0.4, "share"), "medium"),)),
        "stages[work].recurrence.reactive",
        "medium",
        "no such band",
    ),
    (
        "a phase before the case",
        lambda: small_case(since=date(2026, 1, 1)),
        "since",
        "2026-01-01",
        "on or after the day",
    ),
    (
        "a queue that has begun",
        lambda: small_case(owner=None, phase="delay"),
        "owner",
        None,
        "waits for its first task",
    ),
    (
        "a history from mid-month",
        lambda: DemandHistory("team", "high", date(2026, 1, 2), (1,)),
        "start",
        "2026-01-02",
        "first of a month",
    ),
    (
        "a history of nothing",
        lambda: DemandHistory("team", "high", date(2026, 1, 1), ()),
        "counts",
        (),
        "at least one month",
    ),
    (
        "a negative count",
        lambda: DemandHistory("team", "high", date(2026, 1, 1), (3, None, -1)),
        "counts[2]",
        -1,
        "zero or more",
    ),
    ("growth of 2000 %", lambda: DemandGrowth("team", 2000, START), "percent", 2000, "between -100 and +1000"),
    ("growth over 20 years", lambda: DemandGrowth("team", 20, START, 7300), "over_days", 7300, "0 to 3660"),
    ("recruits below none", lambda: Recruits("team", -1, START), "count", -1, "0 to 500"),
    ("vetting for three years", lambda: Recruits("team", 1, START, 1000), "vetting_days", 1000, "0 to 730"),
    (
        "a loan backwards",
        lambda: Loan("team", 1, START, date(2026, 1, 1)),
        "end",
        "2026-01-01",
        "on or after its start",
    ),
    ("a rate of abstraction of 1", lambda: AbstractionRate("team", 1, START), "share", 1, "between 0 and 0.95"),
    ("a limit of no cases", lambda: CaseloadLimit("team", 0, START), "cases", 0, "1 to 1000"),
    ("no effort at all", lambda: EffortChange("team", -100, START), "percent", -100, "-95 to +500"),
    ("a visit twice a day", lambda: VisitInterval("team", 0.5, START), "days", 0.5, "1 to 3660"),
    ("fewer servers than none", lambda: ResourceServers("lab", -1, START), "servers", -1, "0 to 1000"),
    ("more than all sent out", lambda: Outsourcing("lab", 1.1, 21, START), "share", 1.1, "between 0 and 1"),
    ("a supplier at once", lambda: Outsourcing("lab", 1, 0, START), "days", 0, "above 0 and up to 3660"),
    ("a supplier never", lambda: Outsourcing("lab", 1, 4000, START), "days", 4000, "above 0 and up to 3660"),
    ("a wild supplier", lambda: Outsourcing("lab", 1, 21, START, cv=9), "cv", 9, "0, or 0.01 to 5"),
    ("a supplier who pays", lambda: Outsourcing("lab", 1, 21, START, cost=-1), "cost", -1, "0 to 1,000,000 pounds"),
    (
        "sent out backwards",
        lambda: Outsourcing("lab", 1, 21, START, date(2026, 1, 1)),
        "end",
        "2026-01-01",
        "the start or later",
    ),
    ("no week is that long", lambda: Overtime("team", 41, START), "hours", 41, "0 to 40 hours a week"),
    ("a level below none", lambda: Overtime("team", 8, START, level=-1), "level", -1, "0 to 100,000"),
    ("an hour for nobody", lambda: Overtime("team", 8, START, cost=1001), "cost", 1001, "0 to 1,000 pounds"),
    (
        "overtime backwards",
        lambda: Overtime("team", 8, START, date(2026, 1, 1)),
        "end",
        "2026-01-01",
        "the start or later",
    ),
    ("overtime in the year 3000", lambda: Overtime("team", 8, date(3000, 1, 1)), "start", "3000-01-01", "1950 to"),
    ("screening out in 3000", lambda: Triage("team", 0.1, "done", date(3000, 1, 1)), "start", "3000-01-01", "1950 to"),
    ("unvisited in 3000", lambda: ReactiveShare("team", 0.1, date(3000, 1, 1)), "start", "3000-01-01", "1950 to"),
    ("overtime until 3000", lambda: Overtime("team", 8, START, date(3000, 1, 1)), "end", "3000-01-01", "1950 to"),
    ("more than all screened out", lambda: Triage("team", 2, "done", START), "share", 2, "between 0 and 1"),
    ("fewer than none unvisited", lambda: ReactiveShare("team", -0.1, START), "share", -0.1, "between 0 and 1"),
    ("half a server", lambda: Resource("lab", "Lab", figure(1.5, "servers")), "servers", 1.5, "whole"),
    (
        "a share on time of no stage",
        lambda: Standard("s", "S", "team", Measure.ON_TIME, figure(0.9, "share")),
        "stage",
        None,
        "names its stage",
    ),
    (
        "a share on time above one",
        lambda: Standard("s", "S", "team", Measure.ON_TIME, figure(95, "share"), "work"),
        "target",
        95,
        "between 0 and 1",
    ),
]


@pytest.mark.parametrize(
    ("build", "field", "value", "rule"), [row[1:] for row in IMPOSSIBLE], ids=[row[0] for row in IMPOSSIBLE]
)
def test_an_impossible_plan_is_refused(build: Callable[[], object], field: str, value: object, rule: str):
    with pytest.raises(InvalidPlan) as caught:
        build()
    error = caught.value
    assert error.field == field
    assert repr(error.value) == repr(value)
    assert rule in error.rule
    found = "" if value is None else f" {value!r} is not allowed:"
    assert str(error) == f"{field}:{found} {error.rule}."


def test_the_small_plan_is_possible():
    plan = small_plan()
    assert plan.strength("team") == 2
    assert plan.cases_of("team") == plan.cases


def test_a_possible_recurring_stage():
    assert late_recurring().stage("work").recurrence is not None
