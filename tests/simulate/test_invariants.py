"""What holds for every team, whatever its figures: cases are neither made nor lost, nobody works more than there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.model.absence import Absence, AbsenceKind
from planner.model.cases import Case, Phase
from planner.model.duration import Duration, Shape
from planner.model.people import Officer, Origin
from planner.model.plan import Plan
from planner.model.results import TeamResult
from planner.model.scenario import AbstractionRate, CaseloadLimit, DemandGrowth, Loan, Recruits, Scenario, VisitInterval
from planner.model.team import DueFrom, Performer, Ramp, Recurrence, Stage
from planner.simulate.replicate import simulate
from tests.simulate.small_networks import (
    START,
    band,
    case_managers,
    constant,
    duration,
    exponential,
    figure,
    plan,
    route,
    stage,
    station,
    supervisors,
    team,
    within,
)

DAYS = 75
MONTH_ENDS = (30, 58)
"""Last days of January and February."""
EXAMPLES = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

BANDS = {
    "one": (band("all"),),
    "three": (band("now", 0.2, immediate=True), band("mid", 0.5, priority=1), band("low", 0.3, priority=3)),
}
EFFORTS = st.sampled_from(
    [constant(0), constant(4), exponential(3), duration(Shape.LOGNORMAL, 5, 1.5), duration(Shape.GAMMA, 2, 0.5)]
)
DELAYS = st.sampled_from(
    [None, constant(0, "days"), exponential(6, "days"), duration(Shape.GAMMA, 20, 0.8, unit="days")]
)
DAY = st.integers(0, DAYS + 5).map(lambda day: START + timedelta(days=day))


@st.composite
def stages(draw: Any, number: int, last: int) -> Stage:
    """Stage `number` of a chain up to `last`; it may recur, and may go back to an earlier stage that takes time."""
    recurs = draw(st.booleans())
    effort: Duration = draw(EFFORTS)
    onward = f"s{number + 1}" if number < last else "done"
    again = draw(st.sampled_from([0.0, 0.3, 0.8])) if recurs else 0.0
    routes = (route(f"s{number}", again), route(onward, 1 - again)) if again else (route(onward),)
    return stage(
        f"s{number}",
        effort,
        *routes,
        officers=figure(draw(st.sampled_from([1, 1, 2])), "officers"),
        performer=draw(st.sampled_from(list(Performer))),
        priority=draw(st.integers(0, 2)),
        due=within(draw(st.sampled_from([0, 3, 30]))) if draw(st.booleans()) else (),
        due_from=draw(st.sampled_from([DueFrom.OPENED, DueFrom.READY])),
        delay=draw(DELAYS),
        recurrence=Recurrence(within(draw(st.integers(6, 40))), figure(5, "days")) if recurs else None,
        first_action=number == 0,
    )


@st.composite
def people(draw: Any, number: int) -> Officer:
    begins = draw(st.one_of(st.none(), DAY))
    ends = draw(st.one_of(st.none(), DAY)) if begins is None else None
    away = draw(st.one_of(st.none(), DAY))
    return Officer(
        f"t-{number}",
        f"Officer {number}",
        "t",
        origin=Origin.RECRUIT if begins else Origin.POST,
        fte=draw(st.sampled_from([1.0, 0.6, 0.1])),
        start=begins,
        end=ends,
        absences=(Absence(AbsenceKind.LEAVE, away, away + timedelta(9), 0.8),) if away else (),
    )


@st.composite
def books(draw: Any, unit: Any, staff: tuple[Officer, ...]) -> tuple[Case, ...]:
    """Up to one open case for each officer there at the start, and up to three without an owner."""
    here = [person.key for person in staff if person.serves_on(START)]
    owners = draw(st.lists(st.sampled_from(here), unique=True)) if here else []
    owners += [None] * draw(st.integers(0, 3))
    since = START - timedelta(days=draw(st.integers(1, 30)))
    return tuple(
        Case(
            f"case-{number}",
            "t",
            draw(st.sampled_from(unit.bands)).key,
            draw(st.sampled_from(unit.stages)).key,
            since - timedelta(days=draw(st.integers(0, 60))),
            since,
            draw(st.sampled_from(Phase)) if owner else Phase.TASK,
            owner,
            legacy=draw(st.booleans()),
        )
        for number, owner in enumerate(owners)
    )


@st.composite
def teams_at_work(draw: Any) -> Plan:
    last = draw(st.integers(0, 2))
    unit = team(
        *(draw(stages(number, last)) for number in range(last + 1)),
        rate=draw(st.sampled_from([0.0, 0.3, 1.5, 6.0])),
        limit=draw(st.sampled_from([1, 3, 1000])),
        bands=draw(st.sampled_from(list(BANDS.values()))),
        leaver_rate=figure(draw(st.sampled_from([0, 0.95])), "share a year"),
        handover_hours=figure(1, "hours"),
        refill_days=draw(st.sampled_from([None, figure(15, "days")])),
        overdispersion=draw(st.sampled_from([None, figure(4, "ratio")])),
        ramp=Ramp(figure(0.3, "share"), figure(40, "days")),
        weekday_work=(0.2, 0.2, 0.2, 0.2, 0.2, 0, 0),
    )
    fewest = max(stage.crew for stage in unit.stages)
    staff = tuple(draw(people(number)) for number in range(draw(st.integers(fewest, 4))))
    return plan(unit, people=(*staff, *supervisors(1)), cases=draw(books(unit, staff)))


LEVERS = st.lists(
    st.one_of(
        st.builds(DemandGrowth, st.just("t"), st.sampled_from([-100.0, 40.0]), DAY, st.just(20)),
        st.builds(Recruits, st.just("t"), st.integers(0, 2), DAY, st.integers(0, 9)),
        st.builds(lambda count, day: Loan("t", count, day, day + timedelta(days=20)), st.integers(-2, 2), DAY),
        st.builds(AbstractionRate, st.just("t"), st.sampled_from([0.0, 0.5]), DAY),
        st.builds(VisitInterval, st.just("t"), st.sampled_from([6.0, 90.0]), DAY),
    ),
    max_size=2,
).map(lambda levers: Scenario("s", "S", tuple(levers)))


def run(whole: Plan, scenario: Scenario | None = None) -> TeamResult:
    return simulate(whole, scenario, days=DAYS, replications=2, threads=1).team("t")


@EXAMPLES
@given(teams_at_work(), LEVERS)
def test_cases_are_neither_made_nor_lost(whole, scenario):
    found = run(whole, scenario)
    came = found.arrived.sum(axis=1).cumsum(axis=1)
    went = found.closed.sum(axis=1).cumsum(axis=1)
    for month, day in enumerate((*MONTH_ENDS, DAYS - 1)):
        assert (len(whole.cases) + came[:, month] - went[:, month] == found.open[:, day]).all()
    assert (found.unallocated >= 0).all()
    assert (found.outside >= 0).all()
    assert (found.unallocated <= found.open).all()
    assert (found.legacy <= sum(case.legacy for case in whole.cases)).all()
    assert (np.diff(found.legacy, axis=1) <= 0).all()


@EXAMPLES
@given(teams_at_work(), LEVERS)
def test_nobody_works_more_than_there_is(whole, scenario):
    found = run(whole, scenario)
    assert (found.hours_used >= 0).all()
    assert (found.hours_used <= found.hours_available + 1e-3).all()
    assert (found.hours_used[found.hours_available == 0] == 0).all()
    assert (found.hours_available[found.strength == 0] == 0).all()


@EXAMPLES
@given(teams_at_work())
def test_the_caseload_limit_is_kept(whole):
    """The book holds at most one case for an officer, so nothing but allocation can fill a caseload."""
    found = run(whole)
    assert (found.caseload_max <= max(whole.teams[0].caseload_limit.value, 1)).all()
    assert (found.caseload_mean * found.strength <= found.open + 1e-3).all()


@EXAMPLES
@given(teams_at_work(), LEVERS)
def test_what_is_late_is_open(whole, scenario):
    found = run(whole, scenario)
    assert (found.overdue >= 0).all()
    assert (found.overdue.sum(axis=1) <= found.open).all()
    assert (found.on_time <= found.done).all()
    # A task that fell due today counts as overdue in the evening, by less than a day.
    assert (found.overdue[found.most_overdue > 0] > 0).all()
    assert (found.first_action_count.cumsum(axis=2) <= found.arrived.cumsum(axis=2)).all()
    assert (found.first_action_days >= 0).all()


def test_without_demand_and_book_there_is_no_work():
    found = run(plan(team(stage("serve", exponential(1)), rate=0)))
    assert found.open.max() == found.hours_used.max() == found.arrived.max() == 0
    assert found.hours_available.min() > 0


def test_a_lowered_limit_leaves_cases_where_they_are_and_gives_no_new_ones():
    whole = plan(team(stage("wait", constant(1), delay=constant(60, "days")), rate=3, limit=20))
    lower = Scenario("s", "S", (CaseloadLimit("t", 5, START + timedelta(days=20)),))
    found = run(whole, lower)
    assert (found.caseload_max[:, 18] == 20).all()
    assert (np.diff(found.caseload_max[:, 20:], axis=1) <= 0).all()
    assert (found.caseload_max[:, -1] == 5).all()


def _mean_open(whole: Plan, scenario: Scenario | None = None) -> np.ndarray:
    """[days] mean open cases of 400 replications."""
    result = simulate(whole, scenario, days=365, replications=400, seed=3)
    return np.asarray(result.team("t").open.mean(axis=0))


def _growth(percent: float) -> Scenario:
    return Scenario("s", "S", (DemandGrowth("t", percent, START, 0),))


def test_more_demand_never_lowers_the_open_cases():
    whole = case_managers()
    before = _mean_open(whole)
    for percent in (2, 5, 20):
        after = _mean_open(whole, _growth(percent))
        assert (after >= before).all(), f"+{percent} %: {(after - before).min()}"
        assert after[-1] > before[-1]
        before = after


def _joined(whole: Plan, number: int) -> Plan:
    more = tuple(Officer(f"more-{place}", "More", "t") for place in range(number))
    return replace(whole, officers=(*whole.officers, *more))


def test_an_added_officer_never_raises_the_open_cases():
    """On every day in a plain queue, near its limit, that starts empty."""
    whole = station(4, 1.02, duration(Shape.LOGNORMAL, 8, 1), limit=3)
    before = _mean_open(whole)
    for number in (1, 2, 4):
        after = _mean_open(_joined(whole, number))
        assert (after <= before).all(), f"{number} more: {(after - before).max()}"
        assert after[-1] < before[-1]
        before = after


def test_an_added_officer_lowers_the_open_cases_of_a_caseload_team_over_the_year():
    """Not on each day: the cases that a newcomer takes begin, and compete with those about to end (+0.8 of 420)."""
    before = _mean_open(case_managers(), _growth(10))
    for number in (1, 2, 4):
        after = _mean_open(_joined(case_managers(), number), _growth(10))
        assert after.mean() < before.mean()
        assert after[-1] < before[-1]
        assert (after - before).max() < 2
        before = after
