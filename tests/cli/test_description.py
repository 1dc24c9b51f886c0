"""`planner show` says what a team loses hours to, which skills it needs, its rotas and every lever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.cli.description import describe
from planner.model.absence import Absence, AbsenceKind, AbsencePattern
from planner.model.action import ActionItem
from planner.model.assumption import BandFigure
from planner.model.demand import DemandEvent, DemandHistory
from planner.model.growth import GrowthCase
from planner.model.people import DutyHours, Officer
from planner.model.period import Period
from planner.model.plan import Plan
from planner.model.scenario import DemandGrowth, Overtime, Scenario
from planner.model.standard import Measure, Standard
from tests.model.small_plans import START, band, days, figure, recurrence, small_plan, small_team, stage


def _plan() -> Plan:
    sickness = AbsencePattern(AbsenceKind.SICKNESS, figure(1.5, "spells a year"), days(6))
    reactive = (BandFigure(figure(0.4, "share"), "low"),)
    team = small_team(
        abstraction=None,
        absences=(sickness, AbsencePattern(AbsenceKind.COURSE, figure(2, "spells a year"), days(5))),
        bands=(band("high", 0.5, skill="graded"), band("low", 0.5, name="Low risk")),
        stages=(stage("visit", name="Home visit", recurrence=recurrence(reactive=reactive), skill="graded"),),
    )
    absence = Absence(AbsenceKind.LEAVE, START, START)
    return small_plan(
        teams=(team,),
        cases=(),
        officers=(
            Officer("one", "One", "team", skills=("graded",), absences=(absence,)),
            Officer("two", "Two", "team"),
            Officer("three", "Three", "team"),
        ),
        duties=(DutyHours("two", START, (8.0,) * 28), DutyHours("one", date(2026, 11, 9), (8.0,) * 28)),
        scenarios=(Scenario("more", "More", (DemandGrowth("team", 70, START), Overtime("team", 8, START))),),
    )


def test_the_team_is_said_with_all_it_has():
    text = describe(_plan())
    assert (
        "  Absences are itemised: each officer is away at random: sickness, 1.5 times a year for 6 days on average; "
        "course, 2 times a year for 5 days on average; 1 dated absence.\n" in text
    )
    assert "  Skill “graded” is needed for band high, Home visit: 1 of 3 people have it.\n" in text
    assert "  Managed reactively, without Home visit: Low risk 40 %.\n" in text
    assert "  Rotas say the hours of 2 of 3 people, 2 November 2026 to 6 December 2026.\n" in text


def test_past_counts_events_and_growth_cases_are_said():
    history = DemandHistory("team", "high", date(2026, 1, 5), (4, None), period=Period.WEEK)
    events = (DemandEvent(date(2026, 2, 1), "A new duty."), DemandEvent(date(2026, 3, 1), "Not ours.", "other"))
    cases = (GrowthCase("team", "up", "Upwards"), GrowthCase("other", "down", "Downwards"))
    plan = small_plan(teams=(small_team(), small_team(key="other")), histories=(history,))
    own = describe(replace(plan, events=events, growth_cases=cases)).split("(--team other)")[0]
    assert "  Past counts: 2 weeks from 5 January 2026.\n" in own
    assert "  Event on 1 February 2026: A new duty.\n" in own
    assert "  Growth cases: Upwards (--case up).\n" in own
    assert "Not ours" not in own


def test_every_lever_of_a_scenario_is_said():
    assert (
        "  - More (--scenario more): 2 levers\n"
        "      Team: new cases rise by 70 % in a straight line over 365 days from 2 November 2026.\n"
        "      Team: from 2 November 2026, up to 8 h of overtime a week each.\n" in describe(_plan())
    )


def test_what_a_team_does_not_have_is_not_said():
    text = describe(small_plan())
    assert "  30 % of paid hours are lost to leave, sickness, courses and court.\n" in text
    assert not any(word in text for word in ("itemised", "Skill", "reactively", "Rotas"))


def test_dated_absences_alone():
    plan = _plan()
    text = describe(replace(plan, teams=(replace(plan.teams[0], absences=()),)))
    assert "  Absences are itemised: nobody is away at random; 1 dated absence.\n" in text


def test_actions_stand_under_their_standard_and_decisions_under_their_scenario():
    load = Standard("load", "Load", "team", Measure.CASELOAD, figure(20, "cases"))
    actions = (
        ActionItem("a", "load", "Advertise", "Head of unit", date(2026, 11, 1)),
        ActionItem("b", "load", "Agree a limit", due=date(2026, 11, 2)),
        ActionItem("c", "load", "Ask", "PP-1", done=date(2026, 10, 5), evidence="Minutes\nof 5 October"),
        ActionItem("d", "load", "Look", "PP-1"),
    )
    agreed = Scenario("agreed", "Agreed", (), "", True, True, "Board", date(2026, 10, 1), "For a year")
    other = replace(load, key="other", name="Other")
    text = describe(replace(_plan(), standards=(load, other), actions=actions, scenarios=(agreed,)))
    assert (
        "  - Load: at most 20 cases\n"
        "      Advertise (Head of unit): overdue since 1 November 2026.\n"
        "      Agree a limit (nobody has it): due on 2 November 2026.\n"
        "      Ask (PP-1): done on 5 October 2026. Evidence: Minutes of 5 October\n"
        "      Look (PP-1): to do, without a date.\n"
        "  - Other: at most 20 cases\n\n" in text
    )
    assert (
        "  - Agreed (--scenario agreed): 0 levers, baseline, locked\n"
        "      Decided by Board on 1 October 2026: For a year\n" in text
    )
