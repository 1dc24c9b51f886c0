"""Plan values as plain documents and back, and their fingerprint."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from planner.model.absence import AbsenceKind, AbsencePattern
from planner.model.action import ActionItem
from planner.model.assumption import Assumption, BandFigure, Status
from planner.model.checks import InvalidPlan
from planner.model.codec import fingerprint, from_plain, to_plain
from planner.model.countdown import LEAD_STEPS
from planner.model.demand import DemandEvent, DemandHistory
from planner.model.growth import GrowthCase, Step
from planner.model.imported import ImportKind, ImportRecord
from planner.model.people import DutyHours, Officer, Origin, Role
from planner.model.period import Period
from planner.model.plan import Plan
from planner.model.prices import SHIPPED
from planner.model.scenario import (
    DemandGrowth,
    Outsourcing,
    Overtime,
    OvertimeTrigger,
    ReactiveShare,
    Recruits,
    Resource,
    Scenario,
    Triage,
)
from planner.model.standard import Measure, Standard
from planner.model.team import Team
from tests.model.small_plans import (
    START,
    band,
    days,
    figure,
    recurrence,
    small_case,
    small_plan,
    small_team,
    stage,
)


def rich_plan() -> Plan:
    """A plan with a value of most kinds."""
    sourced = Assumption(7, "cases", Status.ADAPT, "A page", "Near enough", "DCI", date(2024, 2, 29))
    reactive = (BandFigure(figure(0.4, "share"), "low"),)
    team = small_team(
        caseload_limit=sourced,
        abstraction=None,
        absences=(AbsencePattern(AbsenceKind.SICKNESS, figure(1.5, "spells a year"), days(6)),),
        bands=(band("high", 0.5, skill="graded"), band("low", 0.5)),
        stages=(stage(skill="driver", recurrence=recurrence(reactive=reactive)),),
    )
    levers = (
        DemandGrowth("team", 70, START),
        Recruits("team", 4, START, 90),
        Outsourcing("lab", 0.5, 21, START, date(2027, 1, 31), 0, 1200),
        Overtime("team", 8, START, None, OvertimeTrigger.CASELOAD, 30, 38.5),
        Triage("team", 0.1, "done", START, "low"),
        ReactiveShare("team", 0.25, START),
    )
    return small_plan(
        teams=(team,),
        officers=(
            Officer("officer-1", "Officer 1", "team"),
            Officer("officer-2", "Officer 2", "team", Role.SUPERVISOR, Origin.LOAN, 0.5, end=date(2027, 3, 31)),
        ),
        resources=(Resource("lab", "Lab", figure(2, "servers")),),
        scenarios=(Scenario("more", "More", levers),),
        duties=(DutyHours("officer-1", START, (8, 7.5, 0)),),
        reinspection=date(2027, 8, 2),
    )


def test_there_and_back_again():
    plan = rich_plan()
    text = json.dumps(to_plain(plan))
    read = from_plain(Plan, json.loads(text))
    assert read == plan
    assert json.dumps(to_plain(read)) == text
    assert fingerprint(read) == fingerprint(plan)


def test_fixed_words_come_back_as_the_values_they_stand_for():
    plan = from_plain(Plan, json.loads(json.dumps(to_plain(rich_plan()))))
    assert plan.teams[0].caseload_limit.status is Status.ADAPT
    assert plan.officers[1].role is Role.SUPERVISOR
    assert plan.officers[1].origin is Origin.LOAN
    assert isinstance(plan.scenarios[0].levers[1], Recruits)
    overtime = plan.scenarios[0].levers[3]
    assert isinstance(overtime, Overtime)
    assert overtime.trigger is OvertimeTrigger.CASELOAD
    assert plan.teams[0].absences[0].kind is AbsenceKind.SICKNESS


def test_recruits_without_a_role_keep_their_plain_form():
    """So that a plan from before supervisors could be recruited keeps its fingerprint."""
    lever = Recruits("team", 4, START, 90)
    plain = to_plain(Scenario("s", "S", (lever, replace(lever, role=Role.SUPERVISOR))))["levers"]
    assert set(plain[0]) == {"lever", "team", "count", "start", "vetting_days"}
    assert plain[1]["role"] == "supervisor"
    assert from_plain(Scenario, {"key": "s", "name": "S", "levers": plain}).levers[1] == replace(
        lever, role=Role.SUPERVISOR
    )


def test_a_document_from_before_a_field_was_there_is_read():
    """Documents of the first version know no skills, absences, reactive shares or rotas: those have their defaults."""
    document = json.loads(json.dumps(to_plain(small_plan())))
    del document["duties"]
    (team,) = document["teams"]
    del team["absences"]
    for part in (*team["bands"], *team["stages"]):
        del part["skill"]
    assert from_plain(Plan, document) == small_plan()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"weekly_hours": {"value": "40", "unit": "hours a week"}}, "team.weekly_hours.value"),
        ({"weekly_hours": {"value": True, "unit": "hours a week"}}, "team.weekly_hours.value"),
        ({"weekly_hours": {"value": 70, "unit": "hours a week"}}, "weekly_hours"),
        ({"weekly_hours": {"value": 40, "unit": "hours a week", "status": "SURE"}}, "team.weekly_hours.status"),
        ({"weekly_hours": {"value": 40, "unit": "hours a week", "status": "OK"}}, "team.weekly_hours.source"),
        ({"weekly_hours": {"value": 40, "unit": "hours a week", "dated": "May"}}, "team.weekly_hours.dated"),
        ({"name": 3}, "team.name"),
        ({"colour": "red"}, "team"),
    ],
)
def test_a_fault_in_a_document_is_found_where_it_is(change: dict[str, object], where: str):
    document = json.loads(json.dumps(to_plain(small_team()))) | change
    with pytest.raises(InvalidPlan) as caught:
        from_plain(Team, document)
    assert caught.value.field.endswith(where), caught.value


def test_a_missing_entry_is_named():
    document = to_plain(small_team())
    del document["leaver_rate"]
    with pytest.raises(InvalidPlan, match="leaver_rate"):
        from_plain(Team, document)


@pytest.mark.parametrize(
    "changed",
    [
        lambda plan: replace(plan, note="another"),
        lambda plan: replace(plan, start=date(2026, 11, 3)),
        lambda plan: replace(plan, cases=()),
        lambda plan: replace(plan, cases=(small_case(legacy=True),)),
        lambda plan: replace(plan, officers=plan.officers[::-1]),
        lambda plan: replace(plan, duties=(DutyHours("officer-1", START, (8.0,)),)),
        lambda plan: replace(plan, duties=(DutyHours("officer-1", START, (8.5,)),)),
        lambda plan: replace(plan, teams=(replace(plan.teams[0], stages=(stage(skill="driver"),)),)),
        lambda plan: replace(plan, teams=(replace(plan.teams[0], case_word="file"),)),
        lambda plan: replace(plan, teams=(replace(plan.teams[0], establishment=Assumption(2.000001, "FTE")),)),
    ],
)
def test_any_change_changes_the_fingerprint(changed):
    plan = small_plan()
    assert fingerprint(changed(plan)) != fingerprint(plan)


def test_what_came_later_is_left_out_until_it_is_used():
    """A plan from before a field was there keeps its fingerprint, and with it the results that were kept of it."""
    team = small_plan().teams[0]
    history = DemandHistory(team.key, team.bands[0].key, date(2026, 6, 1), (3,))
    standard = Standard("load", "Load", team.key, Measure.CASELOAD, figure(20, "cases"))
    plan = small_plan(histories=(history,), standards=(standard,), scenarios=(Scenario("more", "More"),))
    document = to_plain(plan)
    assert not {"events", "growth_cases", "imports", "actions", "prices", "lead_steps"} & document.keys()
    assert document["scenarios"][0].keys() == {"key", "name", "levers", "note", "locked"}
    assert "period" not in document["histories"][0]
    assert "review" not in document["teams"][0]["establishment"]
    assert document["teams"][0]["establishment"]["dated"] is None
    reviewed = replace(team, establishment=replace(team.establishment, review=date(2027, 1, 1)))
    later = replace(
        plan,
        teams=(reviewed,),
        histories=(replace(history, period=Period.WEEK),),
        events=(DemandEvent(date(2026, 1, 5), "A tool"),),
        growth_cases=(GrowthCase(team.key, "high", "High", (Step(5, date(2027, 1, 4), "Seen before"),)),),
        imports=(
            ImportRecord("i", ImportKind.COUNTS, "a", "", "0" * 64, datetime(2026, 1, 1, tzinfo=UTC), "", 1, 1, 1),
        ),
        actions=(ActionItem("posts", "load", "Advertise"),),
        prices=replace(SHIPPED, usual_grade="staff"),
        lead_steps=LEAD_STEPS[1:],
        scenarios=(replace(plan.scenarios[0], baseline=True, decided_by="Board"),),
    )
    names = ("teams", "histories", "events", "growth_cases", "imports", "actions", "prices", "lead_steps", "scenarios")
    changed = [replace(plan, **{name: getattr(later, name)}) for name in names]
    assert len({fingerprint(one) for one in (plan, later, *changed)}) == 11
    assert from_plain(Plan, json.loads(json.dumps(to_plain(later)))) == later


def test_a_fingerprint_is_the_same_everywhere():
    """It was this before plans had events, growth cases and imports."""
    assert fingerprint(small_plan()) == "197f474891495b53"
