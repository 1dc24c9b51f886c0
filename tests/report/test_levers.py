"""Every kind of lever is said in one sentence with the plan's own names."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from planner.model.demand import DemandHistory
from planner.model.growth import GrowthCase
from planner.model.people import Role
from planner.model.plan import Plan
from planner.model.scenario import (
    AbstractionRate,
    CaseloadLimit,
    DemandGrowth,
    EffortChange,
    ForecastDemand,
    Lever,
    Loan,
    Outsourcing,
    Overtime,
    OvertimeTrigger,
    ReactiveShare,
    Recruits,
    Resource,
    ResourceServers,
    Scenario,
    Triage,
    VisitInterval,
)
from planner.model.team import Outcome
from planner.report.levers import lever_name, lever_sentence
from planner.report.words import counted, day_in_words, percentage, pounds
from tests.model.small_plans import band, figure, recurrence, small_plan, small_team, stage

DAY, LATER = date(2027, 3, 1), date(2027, 5, 31)
CASES = [
    (
        DemandGrowth("t", 70, DAY),
        "PPU: new referrals rise by 70 % in a straight line over 365 days from 1 March 2027.",
    ),
    (
        DemandGrowth("t", -12.5, DAY, 1, "low"),
        "PPU: new referrals in band Low risk fall by 12.5 % in a straight line over 1 day from 1 March 2027.",
    ),
    (DemandGrowth("t", 8, DAY, 0), "PPU: from 1 March 2027, 8 % more new referrals."),
    (DemandGrowth("t", -8, DAY, 0), "PPU: from 1 March 2027, 8 % fewer new referrals."),
    (DemandGrowth("t", 0, DAY), "PPU: from 1 March 2027, as many new referrals as before."),
    (
        ForecastDemand("t"),
        "PPU: new referrals come as the forecast of its past counts says, with their own trend.",
    ),
    (Recruits("t", 1, DAY), "PPU: 1 recruit from 1 March 2027."),
    (Recruits("t", 2, DAY, role=Role.SUPERVISOR), "PPU: 2 recruited supervisors from 1 March 2027."),
    (
        Recruits("t", 4, DAY, 30),
        "PPU: 4 recruits asked for on 1 March 2027, at work from 31 March 2027 after vetting.",
    ),
    (Loan("t", 2, DAY, LATER), "PPU: 2 officers borrowed from 1 March 2027 to 31 May 2027."),
    (Loan("t", -1, DAY, LATER), "PPU: 1 officer lent to another team from 1 March 2027 to 31 May 2027."),
    (
        AbstractionRate("t", 0.255, DAY),
        "PPU: from 1 March 2027, 25.5 % of paid hours are lost to leave, sickness, courses and court.",
    ),
    (CaseloadLimit("t", 25, DAY), "PPU: from 1 March 2027, a full-time officer holds at most 25 open referrals."),
    (EffortChange("t", -20, DAY), "PPU: from 1 March 2027, every task takes 20 % less effort."),
    (EffortChange("t", 5, DAY, "visit"), "PPU: from 1 March 2027, Home visit takes 5 % more effort."),
    (EffortChange("t", 0, DAY, "visit"), "PPU: from 1 March 2027, Home visit takes as much effort as before."),
    (VisitInterval("t", 90, DAY), "PPU: from 1 March 2027, Home visit every 90 days for referrals."),
    (
        VisitInterval("t", 1, DAY, "low"),
        "PPU: from 1 March 2027, Home visit every day for referrals in band Low risk.",
    ),
    (ResourceServers("lab", 5, DAY), "Examiners: from 1 March 2027, 5 servers; at the plan's start 3."),
    (
        Outsourcing("lab", 0.25, 21, DAY, LATER, cost=1200),
        (
            "Examiners: from 1 March 2027 to 31 May 2027, 25 % of items go to an outside supplier and are back after "
            "21 days on average, at £1,200 each."
        ),
    ),
    (
        Outsourcing("lab", 1, 1, DAY, cv=0),
        "Examiners: from 1 March 2027, 100 % of items go to an outside supplier and are back after exactly a day.",
    ),
    (
        Overtime("t", 8, DAY, None, OvertimeTrigger.OVERDUE, 20, 38),
        (
            "PPU: from 1 March 2027, up to 8 h of overtime a week each while more than 20 tasks are overdue, at "
            "£38 an hour."
        ),
    ),
    (
        Overtime("t", 7, DAY, LATER, OvertimeTrigger.UNALLOCATED, 5),
        (
            "PPU: from 1 March 2027 to 31 May 2027, up to 7 h of overtime a week each while more than 5 referrals wait "
            "for an owner."
        ),
    ),
    (
        Overtime("t", 4, DAY, trigger=OvertimeTrigger.CASELOAD, level=30, cost=38.5),
        (
            "PPU: from 1 March 2027, up to 4 h of overtime a week each while there are more than 30 open referrals per "
            "officer, at £38.50 an hour."
        ),
    ),
    (Overtime("t", 4, DAY), "PPU: from 1 March 2027, up to 4 h of overtime a week each."),
    (
        Triage("t", 0.1, "done", DAY, "low"),
        (
            "PPU: from 1 March 2027, 10 % of new referrals in band Low risk are screened out on arrival and end as “No "
            "further action”."
        ),
    ),
    (
        ReactiveShare("t", 0.4, DAY),
        "PPU: from 1 March 2027, 40 % of referrals are managed reactively: their turn passes without a visit.",
    ),
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    team = small_team(
        key="t",
        name="PPU",
        case_word="referral",
        bands=(band("high", 0.5), band("low", 0.5, name="Low risk")),
        stages=(stage("visit", name="Home visit", recurrence=recurrence()),),
        outcomes=(Outcome("done", "No further action"),),
        abstraction=None,
    )
    levers = tuple(lever for lever, _ in CASES)
    resources = (Resource("lab", "Examiners", figure(3, "servers")),)
    scenarios = (Scenario("all", "All", levers),)
    histories = (DemandHistory("t", "high", date(2027, 1, 1), (5,)),)
    rise = GrowthCase("t", "rise", "As before the change")
    return small_plan(
        teams=(team,),
        officers=(),
        cases=(),
        resources=resources,
        scenarios=scenarios,
        histories=histories,
        growth_cases=(rise,),
    )


@pytest.mark.parametrize(("lever", "sentence"), CASES, ids=[sentence for _, sentence in CASES])
def test_a_lever_is_one_sentence(plan: Plan, lever: Lever, sentence: str):
    assert lever_sentence(lever, plan) == sentence


def test_a_lever_from_before_the_plan_says_so(plan: Plan):
    old = lever_sentence(Recruits("t", 1, date(1999, 1, 1)), plan)
    begins = day_in_words(plan.start)
    assert old == f"PPU: 1 recruit from 1 January 1999 (its start is before the plan begins on {begins})."
    over = lever_sentence(Loan("t", 1, date(1999, 1, 1), date(1999, 2, 1)), plan)
    assert over.endswith(" (over before the plan begins).")


def test_every_kind_is_among_these_and_has_a_name_of_its_own():
    kinds = get_args(Lever)
    assert {type(lever) for lever, _ in CASES} == set(kinds)
    assert len({lever_name(kind) for kind in kinds}) == len(kinds) == 13


def test_a_forecast_under_a_growth_case_names_it(plan: Plan):
    assert lever_sentence(ForecastDemand("t", "rise"), plan) == (
        "PPU: new referrals come as the forecast of its past counts says, under the growth case “As before the change”."
    )


def test_a_team_without_turns_says_so(plan: Plan):
    still = small_plan()
    assert lever_sentence(VisitInterval("team", 30, DAY), still) == (
        "Team: from 1 March 2027, no stage of this team comes round again, so nothing changes."
    )


def test_words():
    assert day_in_words(date(2026, 11, 2)) == "2 November 2026"
    assert [counted(number, "case") for number in (0, 1, 1200)] == ["0 cases", "1 case", "1,200 cases"]
    assert [percentage(share) for share in (0, 0.07, 0.125, 1)] == ["0 %", "7 %", "12.5 %", "100 %"]
    assert [pounds(amount) for amount in (0, 1200, 38.5, 1e6)] == ["£0", "£1,200", "£38.50", "£1,000,000"]
