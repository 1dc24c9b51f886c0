"""Plans to put into files: one that uses every field of the model, a large one, and random ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from planner.model.absence import Absence, AbsenceKind, AbsencePattern
from planner.model.assumption import Assumption, Status
from planner.model.cases import Case, Phase
from planner.model.demand import DemandHistory
from planner.model.duration import Duration, Shape
from planner.model.people import DutyHours, Officer, Origin, Role
from planner.model.period import Period
from planner.model.plan import Plan
from planner.model.scenario import (
    AbstractionRate,
    CaseloadLimit,
    DemandGrowth,
    EffortChange,
    ForecastDemand,
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
from planner.model.standard import MEASURE_UNIT, Measure, Standard
from tests.storage.sample_demand import CASES, EVENTS, IMPORTS, demand_events, growth_cases, imports
from tests.storage.sample_rotas import ROTAS, rotas
from tests.storage.sample_staffing import (
    ACTIONS,
    LEAD_STEPS,
    PRICES,
    actions,
    capacity,
    lead_steps,
    prices,
    reductions,
)
from tests.storage.sample_teams import AWKWARD, plain_team, sourced, visiting_team

START = date(2026, 11, 1)


def full_plan() -> Plan:
    """A plan that uses every field and every kind of value of the model."""
    visiting = visiting_team()
    day = date(2027, 1, 4)
    absences = tuple(Absence(kind, day, day + timedelta(9), 0.5, AWKWARD) for kind in AbsenceKind)
    levers = (
        DemandGrowth("mosovo", 70.5, day, 100, "high"),
        DemandGrowth("mosovo", -100.0, day),
        Recruits("mosovo", 3, day, 90),
        Recruits("mosovo", 1, day, role=Role.SUPERVISOR),
        Loan("dpmu", -2, day, day),
        AbstractionRate("dpmu", 0.123456789012345, day),
        CaseloadLimit("dpmu", 31, day),
        EffortChange("mosovo", -12.5, day, "visit"),
        VisitInterval("mosovo", 90.0, day, "vh"),
        ResourceServers("examiners", 4, day),
        Outsourcing("examiners", 0.25, 21.5, day, day + timedelta(90), 0.0, 1250.5),
        Outsourcing("examiners", 1.0, 30.0, day),
        Overtime("mosovo", 7.5, day, day + timedelta(30), OvertimeTrigger.CASELOAD, 31.5, 38.25),
        Overtime("dpmu", 4.0, day),
        Triage("mosovo", 0.1, "ended", day, "low"),
        ReactiveShare("mosovo", 0.4, day, "low"),
        ForecastDemand("mosovo", "high"),
        ForecastDemand("dpmu"),
    )
    return Plan(
        name=AWKWARD,
        start=START,
        teams=(visiting, plain_team()),
        officers=(
            Officer(
                "0012",
                "0012",
                "mosovo",
                skills=("driver", AWKWARD, "driver"),
                absences=absences,
                reductions=reductions(),
            ),
            Officer("sgt-1", "Sergeant", "mosovo", Role.SUPERVISOR),
            Officer("r1", "A" * 200, "dpmu", origin=Origin.RECRUIT, fte=0.6, start=day, end=day),
            Officer("l1", "Lent", "dpmu", origin=Origin.LOAN, fte=0.1),
        ),
        cases=(
            Case(
                "00123", "mosovo", "vh", "visit", date(2020, 1, 1), date(2026, 10, 31), Phase.DELAY, "0012", day, True
            ),
            Case("c2", "dpmu", "standard", "enquire", date(2026, 10, 1), date(2026, 10, 1)),
        ),
        histories=(
            DemandHistory("mosovo", "vh", date(2023, 11, 1), (0, None, 999_999, 7), AWKWARD),
            DemandHistory("dpmu", "standard", date(2023, 12, 25), (5,) * 30 + (None,) * 6, "", Period.WEEK),
        ),
        resources=(Resource("examiners", AWKWARD, sourced(3, "servers")),),
        scenarios=(
            Scenario("base", "Base"),
            Scenario("all", AWKWARD, levers, "a\nnote", True, True, AWKWARD, day, "Yes,\nbut later"),
        ),
        standards=tuple(
            Standard(
                f"s{number}",
                AWKWARD,
                "mosovo",
                measure,
                sourced(0.95, MEASURE_UNIT[measure]),
                stage=Shape.EXPONENTIAL.value if measure.at_resource else "visit" if measure.staged else None,
                band="vh" if measure.staged else None,
                by=day if number else None,
            )
            for number, measure in enumerate(Measure)
        ),
        # Not in the order of the officers, and one over the end of a year.
        duties=(
            DutyHours("l1", date(2026, 12, 30), (7.25, 0.0, 0.1 + 0.2, 24.0)),
            DutyHours("0012", day, (8.0,)),
        ),
        events=demand_events(),
        growth_cases=growth_cases(),
        imports=imports(),
        actions=actions(),
        prices=prices(),
        lead_steps=lead_steps(),
        capacity=capacity(),
        rotas=rotas(),
        reinspection=date(2027, 8, 22),
        illustrative=True,
        note="Any\r\ntext\t" + AWKWARD,
    )


def small_plan(note: str = "") -> Plan:
    return Plan("Small", START, (plain_team(),), scenarios=(Scenario("base", "Base"),), note=note)


def large_plan(cases: int = 2000, officers: int = 65, rota_days: int = 91) -> Plan:
    """About as much as a force's plan holds; the first 40 officers have a rota."""
    teams = tuple(plain_team(key) for key in ("polit", "mosovo", "dpmu", "referrals"))
    people = tuple(
        Officer(f"{team.key}-{number}", f"Post {number}", team.key)
        for team in teams
        for number in range(officers // len(teams) + 1)
    )
    book = tuple(
        Case(
            f"c{number}",
            people[number % len(people)].team,
            "standard",
            "enquire",
            opened=START - timedelta(days=number % 700 + 51),
            since=START - timedelta(days=number % 50 + 1),
            owner=people[number % len(people)].key if number % 9 else None,
            due=START + timedelta(days=number % 40),
        )
        for number in range(cases)
    )
    histories = tuple(DemandHistory(team.key, "standard", date(2023, 11, 1), tuple(range(36))) for team in teams)
    scenarios = tuple(
        Scenario(f"s{number}", f"Scenario {number}", (DemandGrowth("polit", 70.0, START), Recruits("polit", 3, START)))
        for number in range(8)
    )
    duties = tuple(DutyHours(officer.key, START, ((8.0, 7.5, 0.0) * rota_days)[:rota_days]) for officer in people[:40])
    return Plan("Large", START, teams, people, book, histories, scenarios=scenarios, duties=duties)


_keys = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True).filter(lambda key: key not in ("mosovo", "dpmu"))
_names = st.text(min_size=1, max_size=200).filter(lambda text: bool(text.strip()) and "\n" not in text)
_texts = st.text(max_size=300)
_days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
_sources = st.text(min_size=1).filter(lambda text: bool(text.strip()))


def figures(unit: str, low: float, high: float) -> st.SearchStrategy[Assumption]:
    values = st.floats(low, high, allow_nan=False, allow_subnormal=False)
    return st.one_of(
        st.builds(
            Assumption,
            values,
            st.just(unit),
            st.just(Status.ASSUME),
            _texts,
            _texts,
            _texts,
            st.none() | _days,
            st.none() | _days,
        ),
        st.builds(
            Assumption,
            values,
            st.just(unit),
            st.sampled_from([Status.OK, Status.ADAPT]),
            _sources,
            _texts,
            _texts,
            st.none() | _days,
        ),
    )


_lengths = st.builds(lambda mean: Duration(Shape.EXPONENTIAL, (mean,), unit="days"), figures("days", 0.1, 10))
_patterns = st.builds(AbsencePattern, st.sampled_from(AbsenceKind), figures("spells a year", 0, 10), _lengths)


def without_forecast(scenario: Scenario) -> Scenario:
    """The scenario for a plan whose teams have no history."""
    levers = tuple(lever for lever in scenario.levers if not isinstance(lever, ForecastDemand))
    return replace(scenario, levers=levers)


def _begin(day: date, period: Period) -> date:
    return day.replace(day=1) if period is Period.MONTH else day - timedelta(day.weekday())


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Random changes to every list of the full plan, in random order and number."""
    plan = full_plan()
    team = draw(st.builds(plain_team, _keys, st.none()))
    changed = {
        "name": draw(_names),
        "summary": draw(_texts),
        "referrals_per_month": draw(figures("cases a month", 0, 1e5)),
        "establishment": draw(figures("FTE", 0, 2000)),
        "overdispersion": draw(st.none() | figures("ratio", 1, 50)),
        "absences": draw(st.lists(_patterns, max_size=3).map(tuple)),
        "bands": (replace(team.bands[0], skill=draw(st.none() | _names)),),
        "stages": (replace(team.stages[0], skill=draw(st.none() | _names)),),
    }
    team = replace(team, **changed)
    officers = draw(
        st.lists(
            st.builds(
                Officer,
                st.from_regex(r"[0-9]{1,8}", fullmatch=True),
                _names,
                st.sampled_from([team.key, "dpmu"]),
                fte=st.floats(0.1, 1),
                end=st.none() | _days,
                skills=st.lists(_texts, max_size=3).map(tuple),
            ),
            max_size=5,
            unique_by=lambda officer: officer.key,
        )
    )
    places = {team.key: ("standard", "enquire"), "dpmu": ("standard", "enquire"), "mosovo": ("vh", "visit")}
    cases = [
        Case(f"c{number}", key, *places[key], opened, max(opened, date(2025, 5, 5)), due=due, legacy=legacy)
        for number, (key, opened, due, legacy) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(sorted(places)),
                        st.dates(date(1990, 1, 1), date(2026, 10, 30)),
                        st.none() | _days,
                        st.booleans(),
                    ),
                    max_size=6,
                )
            )
        )
    ]
    histories = [
        DemandHistory(key, places[key][0], _begin(begin, period), counts, text, period)
        for key, begin, counts, text, period in draw(
            st.lists(
                st.tuples(
                    st.sampled_from(sorted(places)),
                    _days,
                    st.lists(st.none() | st.integers(0, 1_000_000), min_size=1, max_size=40).map(tuple),
                    _texts,
                    st.sampled_from(Period),
                ),
                max_size=3,
                unique_by=lambda row: row[0],
            )
        )
    ]
    levers = st.lists(
        st.one_of(
            st.builds(DemandGrowth, st.just(team.key), st.floats(-100, 1000), _days, st.integers(0, 3660), st.none()),
            st.builds(VisitInterval, st.just("mosovo"), st.floats(1, 3660), _days, st.sampled_from([None, "vh"])),
            st.builds(
                Recruits, st.just("dpmu"), st.integers(0, 500), _days, st.integers(0, 730), st.sampled_from(Role)
            ),
            st.builds(Overtime, st.just("dpmu"), st.floats(0, 40), _days, st.none(), st.sampled_from(OvertimeTrigger)),
            st.builds(Triage, st.just("mosovo"), st.floats(0, 1), st.sampled_from(["ended", "passed-on"]), _days),
        ),
        max_size=4,
    )
    scenarios = [
        Scenario(
            f"s{number}",
            draw(_names),
            tuple(draw(levers)),
            draw(_texts),
            draw(st.booleans()),
            decided_by=draw(_texts),
            decided_on=draw(st.none() | _days),
            decision=draw(_texts),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    rotas = st.lists(st.floats(0, 24), min_size=1, max_size=40).map(tuple)
    duties = [DutyHours(officer.key, draw(_days), draw(rotas)) for officer in officers if draw(st.booleans())]
    teams = draw(st.permutations([*plan.teams, team]))
    return Plan(
        draw(_names),
        START,
        tuple(teams),
        tuple(officers),
        tuple(draw(st.permutations(cases))),
        tuple(histories),
        plan.resources,
        tuple(draw(st.permutations([plan.scenarios[0], without_forecast(plan.scenarios[1]), *scenarios]))),
        tuple(draw(st.permutations(plan.standards))),
        tuple(draw(st.permutations(duties))),
        draw(EVENTS),
        tuple(draw(st.permutations([*plan.growth_cases, *draw(CASES)]))),
        draw(IMPORTS),
        draw(ACTIONS),
        draw(PRICES),
        draw(LEAD_STEPS),
        draw(ROTAS) if {"0012", "sgt-1"} <= {officer.key for officer in officers} else (),
        draw(st.none() | _days),
        draw(st.booleans()),
        draw(_texts),
    )
