"""The demo plan is what it claims to be, and the same everywhere."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date

import pytest

from planner.edit.example import example_plan
from planner.edit.flow import case_flow
from planner.model.assumption import Assumption, Status
from planner.model.calendar import DAYS_A_MONTH, add_months
from planner.model.codec import fingerprint
from planner.model.people import Origin, Role
from planner.model.plan import Plan
from planner.model.scenario import DemandGrowth, ForecastDemand, Recruits
from planner.model.standard import Measure
from planner.storage.templates import read_template, template_names

FINGERPRINT = "fbd18eddc5bd55c2"
"""Changes with every change of the templates or the example; must be the same on every machine."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return example_plan({name: read_template(name) for name in template_names()})


def monthly(plan: Plan, team: str) -> list[int]:
    """New cases of all bands by month."""
    rows = [history.counts for history in plan.histories if history.team == team]
    return [sum(count or 0 for count in month) for month in zip(*rows, strict=True)]


def test_it_is_the_same_everywhere(plan: Plan):
    assert fingerprint(plan) == FINGERPRINT
    assert fingerprint(example_plan({team: read_template(team) for team in template_names()})) == FINGERPRINT


def test_it_is_labelled_as_made_up(plan: Plan):
    assert plan.name == "Example Constabulary"
    assert plan.illustrative
    assert "made-up" in plan.note
    for history in plan.histories:
        assert history.source == "Illustrative: Example Constabulary"
    for team in plan.teams:
        for figure in (team.referrals_per_month, team.establishment):
            assert figure.status is Status.ASSUME
            assert "Example" in figure.source
            assert figure.rationale.startswith("Illustrative")


def test_the_dates(plan: Plan):
    assert plan.start == date(2026, 11, 2)
    assert plan.start.weekday() == 0
    assert plan.reinspection == add_months(plan.start, 9) == date(2027, 8, 2)
    assert all(standard.by == plan.reinspection for standard in plan.standards)


def test_people_are_numbers_of_posts(plan: Plan):
    for officer in plan.officers:
        assert officer.key.startswith(officer.team)
        assert officer.name.split()[0] in {"POLIT", "MOSOVO", "DPMU", "Sharing"}
    for team in plan.teams:
        assert 1 <= len(plan.officers_of(team.key, Role.SUPERVISOR)) <= 2


def test_polit_holds_31_open_cases_an_officer(plan: Plan):
    owned = Counter(case.owner for case in plan.cases_of("polit"))
    assert None not in owned
    assert plan.strength("polit") == 12
    assert sum(owned.values()) == 12 * 31
    assert set(owned.values()) == {31}
    assert plan.team("polit").establishment.value == 14


def test_polit_has_a_legacy_backlog(plan: Plan):
    legacy = [case for case in plan.cases_of("polit") if case.legacy]
    assert len(legacy) == 93
    assert min((plan.start - case.opened).days for case in legacy) > 180


def test_referrals_rose_by_70_percent_in_twelve_months(plan: Plan):
    counts = monthly(plan, "polit")
    recent, before = sum(counts[33:36]), sum(counts[21:24])
    assert recent / 3 == plan.team("polit").referrals_per_month.value == 60
    assert recent / before == pytest.approx(1.70, abs=0.005)
    # No such rise in the two years before, and months that vary as counts do.
    assert sum(counts[12:24]) / sum(counts[:12]) < 1.15
    assert len(set(counts)) > 15


def test_every_team_and_band_has_36_months(plan: Plan):
    assert {(row.team, row.band) for row in plan.histories} == {
        (team.key, band.key) for team in plan.teams for band in team.bands
    }
    for row in plan.histories:
        assert len(row.counts) == 36
        assert (row.start, row.begins(35)) == (date(2023, 11, 1), date(2026, 10, 1))


@pytest.mark.parametrize("team", ["mosovo", "dpmu", "referral-sharing"])
def test_the_other_histories_end_near_present_demand(plan: Plan, team: str):
    level = plan.team(team).referrals_per_month.value
    assert sum(monthly(plan, team)[24:]) / 12 == pytest.approx(level, rel=0.2)


def test_mosovo_has_recruits_on_the_way_and_officers_lent(plan: Plan):
    people = plan.officers_of("mosovo")
    assert Counter(officer.origin for officer in people) == {Origin.POST: 9, Origin.LOAN: 2, Origin.RECRUIT: 3}
    for officer in people:
        if officer.origin is Origin.RECRUIT:
            assert officer.start is not None and date(2027, 1, 1) < officer.start < date(2027, 6, 1)
        if officer.origin is Origin.LOAN:
            assert officer.end is not None and plan.start < officer.end < date(2027, 8, 2)
    assert plan.strength("mosovo") == 11
    assert plan.strength("mosovo", date(2027, 8, 2)) == plan.team("mosovo").establishment.value == 12
    assert set(Counter(case.owner for case in plan.cases_of("mosovo")).values()) == {62}


def test_mosovo_has_a_few_overdue_visits_some_by_months(plan: Plan):
    late = [
        (plan.start - case.due).days
        for case in plan.cases_of("mosovo")
        if case.due is not None and case.due < plan.start
    ]
    assert 10 <= len(late) <= 60
    assert max(late) > 90


def test_dpmu_is_under_strength_and_misses_first_visits(plan: Plan):
    team = plan.team("dpmu")
    assert (plan.strength("dpmu"), team.establishment.value) == (6, 9)
    first = [case for case in plan.cases_of("dpmu") if case.stage == "first-visit"]
    late = [case for case in first if case.due is not None and case.due < plan.start]
    assert len(late) >= 3
    for case in first:
        assert case.due is not None and (case.due - case.opened).days == 14


@pytest.mark.parametrize(
    ("team", "strength", "low", "high"),
    [
        ("polit", 12, 0.83, 0.90),
        ("mosovo", 11, 0.94, 1.02),
        ("dpmu", 6, 1.05, 1.18),
        ("dpmu", 9, 0.6, 0.85),
        ("referral-sharing", 4, 0.9, 1.0),
    ],
)
def test_demand_against_productive_hours(plan: Plan, team: str, strength: int, low: float, high: float):
    """Share of productive hours that the open book (a register) or new cases ask for."""
    fields, flow = plan.team(team), case_flow(plan.team(team))
    assert fields.abstraction is not None
    hours = strength * fields.weekly_hours.value * (1 - fields.abstraction.value) * DAYS_A_MONTH / 7
    if team in ("mosovo", "dpmu"):
        lifetime = flow.days_a_case(dict.fromkeys(flow.visits, 7.0))
        need = len(plan.cases_of(team)) * flow.officer_hours / lifetime * DAYS_A_MONTH
    else:
        need = fields.referrals_per_month.value * flow.officer_hours
    assert low <= need / hours <= high


def test_the_scenarios(plan: Plan):
    keys = [scenario.key for scenario in plan.scenarios]
    assert keys[:3] == ["as-today", "growth-70", "growth-70-recruits"]
    assert plan.scenario("as-today").levers == ()
    assert plan.scenario("growth-70").levers == (DemandGrowth("polit", 70.0, plan.start, 365),)
    growth, recruits = plan.scenario("growth-70-recruits").levers
    assert growth == plan.scenario("growth-70").levers[0]
    assert isinstance(recruits, Recruits) and recruits.count == 4
    rates = [plan.scenario(f"growth-{name}").levers for name in ("low", "mid", "high")]
    assert [lever.percent for levers in rates for lever in levers if isinstance(lever, DemandGrowth)] == [8, 19, 26]


def test_demand_as_forecast(plan: Plan):
    grown = [(case.team, case.key) for case in plan.growth_cases]
    assert grown == [(team, key) for team in ("polit", "mosovo", "dpmu") for key in ("low", "mid", "high")]
    assert plan.scenario("as-forecast").levers == tuple(ForecastDemand(team) for team in ("polit", "mosovo", "dpmu"))
    assert {lever.case for lever in plan.scenario("as-forecast-high").levers if isinstance(lever, ForecastDemand)} == {
        "high"
    }
    for event in plan.events:
        assert event.reason.startswith("Illustrative: ")
        assert date(2023, 11, 1) < event.on < plan.start


def test_the_standards(plan: Plan):
    by_key = {standard.key: standard for standard in plan.standards}
    assert (by_key["mosovo-caseload"].target.value, by_key["mosovo-caseload"].target.status) == (50, Status.OK)
    assert {standard.band for standard in plan.standards if standard.stage == "action"} == {
        band.key for band in plan.team("polit").bands
    }
    assert by_key["dpmu-first-visits"].stage == "first-visit"
    assert by_key["dpmu-first-visits"].target.value == 0.95
    # The example has no shared resource that cases would wait for.
    assert {standard.measure for standard in plan.standards} == set(Measure) - {Measure.WAIT, Measure.LONGEST_WAIT}
    assert {standard.team for standard in plan.standards} == {team.key for team in plan.teams}


def test_every_invented_target_says_so(plan: Plan):
    def check(target: Assumption) -> bool:
        return bool(target.source) if target.status is Status.OK else "own choice" in target.rationale

    assert all(check(standard.target) for standard in plan.standards)


def test_making_plans_does_not_load_numpy_before_it_is_needed():
    code = "import sys, planner.edit.example; assert 'numpy' not in sys.modules, 'numpy was loaded'"
    subprocess.run([sys.executable, "-c", code], check=True)
