"""Plans to put into files: one that uses every field of the model, a large one, and random ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from planner.model.absence import Absence, AbsenceKind
from planner.model.assumption import Assumption, BandFigure, Status
from planner.model.cases import Case, Phase
from planner.model.demand import DemandHistory
from planner.model.duration import PARAMETERS, Duration, Shape
from planner.model.people import Officer, Origin, Role
from planner.model.plan import Plan
from planner.model.scenario import (
    AbstractionRate,
    CaseloadLimit,
    DemandGrowth,
    EffortChange,
    Loan,
    Recruits,
    Resource,
    ResourceServers,
    Scenario,
    VisitInterval,
)
from planner.model.standard import MEASURE_UNIT, Measure, Standard
from planner.model.team import (
    Band,
    DueFrom,
    Feed,
    Outcome,
    Performer,
    Ramp,
    Rebanding,
    Recurrence,
    Route,
    Stage,
    Team,
)

START = date(2026, 11, 1)
AWKWARD = 'O\'Brien "the" 🚓 Ω — 00123; DROP TABLE plan;-- \\ \x00 {}%s'


def figure(value: float, unit: str, **more: object) -> Assumption:
    return Assumption(float(value), unit, **more)  # type: ignore[arg-type]


def sourced(value: float, unit: str) -> Assumption:
    return Assumption(
        float(value), unit, Status.ADAPT, "a report, p. 3", "near enough", "Chief Inspector", date(2024, 2, 29)
    )


def _durations() -> dict[Shape, Duration]:
    made = {}
    for shape, names in PARAMETERS.items():
        values = {"value": 2.5, "mean": 3.1, "cv": 0.7, "low": 0.1, "mode": 0.2, "high": 1 / 3}
        figures = tuple(sourced(values[name], "ratio" if name == "cv" else "hours") for name in names)
        sample = (5.0, 1.25, 0.1, 7.0, 5.0) if shape is Shape.EMPIRICAL else ()
        made[shape] = Duration(shape, figures, sample)
    return made


def _visiting_team() -> Team:
    hours = _durations()
    bands = (
        Band("vh", "Very high", sourced(0.25, "share"), 0, True),
        Band("high", AWKWARD, figure(0.25, "share"), 1),
        Band("low", "Low", figure(0.5, "share"), 15),
    )
    visit = Stage(
        "visit",
        "Home visit",
        hours[Shape.EMPIRICAL],
        (Route("visit", figure(0.9, "probability")), Route("ended", figure(0.1, "probability"))),
        Performer.ANY_OFFICER,
        officers=sourced(2, "officers"),
        due=(BandFigure(figure(0, "days"), "high"), BandFigure(sourced(30.5, "days"))),
        due_from=DueFrom.LAST_DONE,
        priority=15,
        recurrence=Recurrence(
            (BandFigure(figure(28, "days"), "vh"), BandFigure(figure(180, "days"))),
            sourced(14, "days"),
            (Rebanding("vh", "high", sourced(0.1, "probability")), Rebanding("high", "vh", figure(0, "probability"))),
        ),
        first_action=True,
    )
    others = [
        Stage(
            shape.value,
            f"Stage {number}",
            hours[shape],
            (
                Route("visit", figure(1, "probability"), "vh"),
                Route("visit", figure(1 / 3, "probability")),
                Route("ended", sourced(2 / 3, "probability")),
            ),
            Performer.SUPERVISOR if number else Performer.OWNER,
            due_from=DueFrom.OPENED,
            delay=Duration(Shape.GAMMA, (figure(20, "days"), figure(0.5, "ratio")), unit="days") if number else None,
            resource="examiners" if number == 1 else None,
        )
        for number, shape in enumerate(shape for shape in Shape if shape is not Shape.EMPIRICAL)
    ]
    week = (0.25, 0.25, 0.125, 0.125, 0.25, 0.0, 0.0)
    lag = Duration(Shape.EMPIRICAL, sample=(1.0, 2.0, 3.0, 4.0, 5.0), unit="days")
    return Team(
        "mosovo",
        AWKWARD,
        bands,
        (*others, visit),
        (
            Outcome("ended", "Ended"),
            Outcome("passed-on", AWKWARD, Feed("dpmu", sourced(0.4, "probability"), lag)),
        ),
        referrals_per_month=sourced(31.7, "cases a month"),
        establishment=figure(12, "FTE"),
        caseload_limit=figure(50, "cases"),
        weekly_hours=figure(37.5, "hours a week"),
        ramp=Ramp(sourced(0.25, "share"), figure(180, "days")),
        leaver_rate=figure(0.1, "share a year"),
        handover_hours=figure(1.5, "hours"),
        refill_days=sourced(190, "days"),
        abstraction=None,
        overdispersion=sourced(1.4, "ratio"),
        weekday_work=week,
        weekday_referrals=tuple(reversed(week)),
        case_word="offender",
        summary="Several\nlines " + AWKWARD + " and long. " * 2000,
    )


def plain_team(key: str = "dpmu", abstraction: float | None = 0.3) -> Team:
    return Team(
        key,
        key.upper(),
        (Band("standard", "Standard", figure(1, "share")),),
        (
            Stage(
                "enquire",
                "Enquire",
                Duration(Shape.CONSTANT, (figure(8, "hours"),)),
                (Route("closed", figure(1, "probability")),),
            ),
        ),
        (Outcome("closed", "Closed"),),
        referrals_per_month=figure(20, "cases a month"),
        establishment=figure(6, "FTE"),
        caseload_limit=figure(30, "cases"),
        weekly_hours=figure(40, "hours a week"),
        ramp=Ramp(figure(0.5, "share"), figure(90, "days")),
        leaver_rate=figure(0, "share a year"),
        handover_hours=figure(0, "hours"),
        abstraction=None if abstraction is None else figure(abstraction, "share"),
    )


def full_plan() -> Plan:
    """A plan that uses every field and every kind of value of the model."""
    visiting = _visiting_team()
    day = date(2027, 1, 4)
    absences = tuple(Absence(kind, day, day + timedelta(9), 0.5, AWKWARD) for kind in AbsenceKind)
    levers = (
        DemandGrowth("mosovo", 70.5, day, 100, "high"),
        DemandGrowth("mosovo", -100.0, day),
        Recruits("mosovo", 3, day, 90),
        Loan("dpmu", -2, day, day),
        AbstractionRate("dpmu", 0.123456789012345, day),
        CaseloadLimit("dpmu", 31, day),
        EffortChange("mosovo", -12.5, day, "visit"),
        VisitInterval("mosovo", 90.0, day, "vh"),
        ResourceServers("examiners", 4, day),
    )
    return Plan(
        name=AWKWARD,
        start=START,
        teams=(visiting, plain_team()),
        officers=(
            Officer("0012", "0012", "mosovo", skills=("driver", AWKWARD, "driver"), absences=absences),
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
            DemandHistory("dpmu", "standard", date(2024, 1, 1), (5,) * 36),
        ),
        resources=(Resource("examiners", AWKWARD, sourced(3, "servers")),),
        scenarios=(
            Scenario("base", "Base"),
            Scenario("all", AWKWARD, levers, "a\nnote", locked=True),
        ),
        standards=tuple(
            Standard(
                f"s{number}",
                AWKWARD,
                "mosovo",
                measure,
                sourced(0.95, MEASURE_UNIT[measure]),
                stage="visit" if measure is Measure.ON_TIME else None,
                band="vh" if measure is Measure.ON_TIME else None,
                by=day if number else None,
            )
            for number, measure in enumerate(Measure)
        ),
        reinspection=date(2027, 8, 22),
        illustrative=True,
        note="Any\r\ntext\t" + AWKWARD,
    )


def small_plan(note: str = "") -> Plan:
    return Plan("Small", START, (plain_team(),), scenarios=(Scenario("base", "Base"),), note=note)


def large_plan(cases: int = 2000, officers: int = 65) -> Plan:
    """About as much as a force's plan holds."""
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
    return Plan("Large", START, teams, people, book, histories, scenarios=scenarios)


_keys = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True).filter(lambda key: key not in ("mosovo", "dpmu"))
_names = st.text(min_size=1, max_size=200).filter(lambda text: bool(text.strip()) and "\n" not in text)
_texts = st.text(max_size=300)
_days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
_sources = st.text(min_size=1).filter(lambda text: bool(text.strip()))


def figures(unit: str, low: float, high: float) -> st.SearchStrategy[Assumption]:
    values = st.floats(low, high, allow_nan=False, allow_subnormal=False)
    return st.one_of(
        st.builds(Assumption, values, st.just(unit), st.just(Status.ASSUME), _texts, _texts, _texts, st.none() | _days),
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
        DemandHistory(key, places[key][0], begin.replace(day=1), counts, text)
        for key, begin, counts, text in draw(
            st.lists(
                st.tuples(
                    st.sampled_from(sorted(places)),
                    _days,
                    st.lists(st.none() | st.integers(0, 1_000_000), min_size=1, max_size=40).map(tuple),
                    _texts,
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
            st.builds(Recruits, st.just("dpmu"), st.integers(0, 500), _days, st.integers(0, 730)),
        ),
        max_size=4,
    )
    scenarios = [
        Scenario(f"s{number}", draw(_names), tuple(draw(levers)), draw(_texts), draw(st.booleans()))
        for number in range(draw(st.integers(0, 3)))
    ]
    teams = draw(st.permutations([*plan.teams, team]))
    return Plan(
        draw(_names),
        START,
        tuple(teams),
        tuple(officers),
        tuple(draw(st.permutations(cases))),
        tuple(histories),
        plan.resources,
        tuple(draw(st.permutations([*plan.scenarios, *scenarios]))),
        tuple(draw(st.permutations(plan.standards))),
        draw(st.none() | _days),
        draw(st.booleans()),
        draw(_texts),
    )
