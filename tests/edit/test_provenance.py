"""The register holds every figure of a plan and changes any of them; every import is traced to its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime

import pytest

from planner.edit.provenance import case_in_brief, held, officer_in_brief, origins, register, set_figure, trace_of
from planner.model.assumption import Assumption, Status
from planner.model.checks import InvalidPlan
from planner.model.demand import DemandHistory
from planner.model.imported import ImportKind, ImportRecord, Trace
from planner.model.people import Officer
from planner.model.period import Period
from planner.model.plan import Plan
from planner.storage.templates import template_names
from planner.workspace import demo_plan, new_plan
from tests.model.small_plans import small_case, small_plan
from tests.storage.sample_plans import full_plan

REVIEW = date(2027, 11, 1)


def figures(value: object) -> Iterator[Assumption]:
    """Every figure within a value, found by looking everywhere."""
    if isinstance(value, Assumption):
        yield value
    elif isinstance(value, tuple):
        for entry in value:
            yield from figures(entry)
    elif is_dataclass(value):
        for field in fields(value):
            yield from figures(getattr(value, field.name))


SHIPPED = {"demo": demo_plan(), **{name: new_plan(name, start=date(2026, 11, 1)) for name in template_names()}}


@pytest.mark.parametrize("plan", [full_plan(), *SHIPPED.values()], ids=["full", *SHIPPED])
def test_every_figure_is_in_the_register_once(plan: Plan) -> None:
    rows = register(plan)
    assert [id(row.figure) for row in rows] == [id(figure) for figure in figures(plan)]
    assert len({row.place for row in rows}) == len(rows)
    assert {row.team for row in rows} <= {"", *(team.name for team in plan.teams)}


@pytest.mark.parametrize("plan", SHIPPED.values(), ids=SHIPPED)
def test_no_two_figures_are_called_the_same(plan: Plan) -> None:
    rows = register(plan)
    assert len({(row.team, row.name) for row in rows}) == len(rows)


@pytest.mark.parametrize("plan", [full_plan(), *list(SHIPPED.values())[1:]], ids=["full", *list(SHIPPED)[1:]])
def test_any_figure_of_the_register_is_changed_alone(plan: Plan) -> None:
    before = register(plan)
    for number, row in enumerate(before):
        figure = replace(
            row.figure, status=Status.OK, source="A count", rationale="Counted", owner="Inspector", review=REVIEW
        )
        after = register(set_figure(plan, row.place, figure))
        assert after[number].figure == figure
        assert [one for place, one in enumerate(after) if place != number] == [
            one for place, one in enumerate(before) if place != number
        ]


def test_the_words_of_a_figure() -> None:
    names = {row.place: (row.team, row.name) for row in register(demo_plan())}
    assert names["teams/polit/referrals_per_month"] == ("POLIT", "Referrals per month")
    assert names["teams/polit/ramp/start_share"] == ("POLIT", "Ramp, start share")
    assert names["teams/polit/stages/warrant/delay/parameters/1"] == (
        "POLIT",
        "Stage Warrant application, delay, coefficient of variation",
    )
    assert names["teams/polit/stages/action/due/0/figure"] == (
        "POLIT",
        "Stage First action (attend, arrest or secure), due within (band Very high)",
    )
    assert names["standards/sharing/target"][0] == "Referral sharing"
    assert names["prices/training"] == ("", "Prices, training")
    assert names["prices/grades/sergeant/on_cost"] == ("", "Prices, grade Sergeant, on cost")
    assert names["lead_steps/2/days"] == ("", "Lead step Vetting, days")


@pytest.mark.parametrize(
    "place",
    ["", "name", "teams", "teams/nobody/establishment", "teams/team/name", "teams/team/bands/9/share", "start/year"],
)
def test_a_place_without_a_figure(place: str) -> None:
    with pytest.raises(KeyError):
        set_figure(small_plan(), place, Assumption(1, "FTE"))


def test_a_figure_that_cannot_stand_there_is_refused() -> None:
    with pytest.raises(InvalidPlan, match="establishment"):
        set_figure(small_plan(), "teams/team/establishment", Assumption(1, "hours"))


def _record(key: str, *traces: tuple[str, str], conflict: str = "replace") -> ImportRecord:
    made = datetime(2026, 11, 22, tzinfo=UTC)
    found = tuple(Trace(subject, row, row, value) for row, (subject, value) in enumerate(traces, start=2))
    about = ImportKind.COUNTS, "a.csv", "", "0" * 64, made, ""
    return ImportRecord(key, *about, 2, 9, len(traces), (), found, conflict)


def imported(*records: ImportRecord) -> Plan:
    plan = small_plan()
    team, band = plan.teams[0].key, plan.teams[0].bands[0].key
    history = DemandHistory(team, band, date(2026, 3, 2), (4, None, 6), period=Period.WEEK)
    officers = (*plan.officers, Officer("0012", "0012", team, fte=0.5))
    return replace(plan, histories=(history,), officers=officers, cases=(small_case(),), imports=records)


def subjects() -> tuple[str, str]:
    """Of the first and the second count."""
    (history,) = imported().histories
    first = f"history/{history.team}/{history.band}/"
    return f"{first}2026-03-02", f"{first}2026-03-09"


def test_what_the_plan_holds_of_a_subject() -> None:
    plan = imported()
    (case,), officer = plan.cases, plan.officers[-1]
    first, second = subjects()
    assert held(plan, first) == "4"
    assert held(plan, second) is None
    assert held(plan, first.replace("2026-03-02", "2026-02-23")) is None
    assert held(plan, first.replace("2026-03-02", "2026-03-23")) is None
    assert held(plan, "history/nobody/x/2026-03-02") is None
    assert held(plan, f"case/{case.key}") == case_in_brief(case) == f"{case.team}/{case.band}/{case.stage}"
    assert held(plan, "officer/0012") == officer_in_brief(officer) == f"{officer.team}/0.5"
    assert held(plan, "officer/0013") is None
    assert held(plan, "case/none") is None


def test_the_latest_import_of_a_subject_counts() -> None:
    first, second = subjects()
    plan = imported(_record("i-1", (first, "3"), (second, "5")), _record("i-2", (first, "4")))
    origin = trace_of(plan, first)
    assert origin is not None
    assert (origin.record.key, origin.trace.first_row, origin.held, origin.changed) == ("i-2", 2, "4", False)
    gone = trace_of(plan, second)
    assert gone is not None
    assert (gone.record.key, gone.trace.first_row, gone.held, gone.changed) == ("i-1", 3, None, True)
    assert trace_of(plan, "officer/0012") is None
    assert origins(plan) == {first: origin, second: gone}


def test_a_value_that_was_changed_since_is_told() -> None:
    first, _ = subjects()
    for value, conflict, changed in (("3", "replace", True), ("3", "add", False), ("4", "skip", False)):
        origin = trace_of(imported(_record("i-1", (first, value), conflict=conflict)), first)
        assert origin is not None
        assert origin.changed is changed
    people = imported(_record("i-1", ("officer/0012", "team/1"), ("case/none", "x"), conflict="add"))
    assert [origin.changed for origin in origins(people).values()] == [False, True]
    assert {subject: trace_of(people, subject) for subject in origins(people)} == origins(people)
