"""Random small plans for hypothesis: one or two teams with every kind of stage, resource, person, book and lever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from planner.model.absence import Absence, AbsenceKind
from planner.model.cases import Case, Phase
from planner.model.duration import Duration, Shape
from planner.model.people import Officer, Origin
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
from planner.model.team import DueFrom, Feed, Outcome, Performer, Ramp, Rebanding, Recurrence, Stage, Team
from tests.simulate.small_networks import (
    START,
    band,
    constant,
    duration,
    exponential,
    figure,
    plan,
    route,
    stage,
    supervisors,
    team,
    within,
)

DAYS = 75

BANDS = {
    "one": (band("all"),),
    "three": (band("now", 0.2, immediate=True, priority=4), band("mid", 0.5, priority=3), band("low", 0.3, priority=5)),
}
EFFORTS = st.sampled_from(
    [constant(0), constant(4), exponential(3), duration(Shape.LOGNORMAL, 5, 1.5), duration(Shape.GAMMA, 2, 0.5)]
)
DELAYS = st.sampled_from(
    [
        None,
        constant(0, "days"),
        constant(2.5, "days"),
        exponential(6, "days"),
        duration(Shape.GAMMA, 20, 0.8, unit="days"),
    ]
)
DAY = st.integers(0, DAYS + 5).map(lambda day: START + timedelta(days=day))
CHANGES = (Rebanding("mid", "low", figure(0.3, "probability")), Rebanding("low", "now", figure(0.2, "probability")))


@st.composite
def stages(draw: Any, number: int, last: int, bands: str) -> Stage:
    """Stage `number` of a chain up to `last`; one that recurs comes round again, and may re-band."""
    recurs = draw(st.booleans())
    effort: Duration = draw(EFFORTS)
    delay: Duration | None = draw(DELAYS)
    onward = f"s{number + 1}" if number < last else draw(st.sampled_from(["done", "over"]))
    again = draw(st.sampled_from([0.0, 0.3, 0.8])) if recurs else 0.0
    routes = (route(f"s{number}", again), route(onward, 1 - again)) if again else (route(onward),)
    moves = CHANGES if bands == "three" and draw(st.booleans()) else ()
    return stage(
        f"s{number}",
        effort,
        *routes,
        officers=figure(draw(st.sampled_from([1, 1, 2])), "officers"),
        performer=draw(st.sampled_from(list(Performer))),
        priority=draw(st.integers(0, 2)),
        due=within(draw(st.sampled_from([0, 3, 30]))) if draw(st.booleans()) else (),
        due_from=draw(st.sampled_from([DueFrom.OPENED, DueFrom.READY])),
        delay=delay,
        resource="lab" if delay and draw(st.booleans()) else None,
        recurrence=Recurrence(within(draw(st.integers(6, 40))), figure(5, "days"), moves) if recurs else None,
        first_action=number == 0,
    )


@st.composite
def people(draw: Any, key: str, number: int) -> Officer:
    begins = draw(st.one_of(st.none(), DAY))
    ends = draw(st.one_of(st.none(), DAY)) if begins is None else None
    away = draw(st.one_of(st.none(), DAY))
    share = draw(st.sampled_from([0.8, 1.0]))
    return Officer(
        f"{key}-{number}",
        f"Officer {number}",
        key,
        origin=Origin.RECRUIT if begins else Origin.POST,
        fte=draw(st.sampled_from([1.0, 0.6, 0.1])),
        start=begins,
        end=ends,
        absences=(Absence(AbsenceKind.LEAVE, away, away + timedelta(9), share),) if away else (),
    )


@st.composite
def books(draw: Any, unit: Team, staff: tuple[Officer, ...]) -> tuple[Case, ...]:
    """Up to one open case for each officer there at the start, and up to three without an owner."""
    here = [person.key for person in staff if person.serves_on(START)]
    owners = draw(st.lists(st.sampled_from(here), unique=True)) if here else []
    owners += [None] * draw(st.integers(0, 3))
    since = START - timedelta(days=draw(st.integers(1, 30)))
    return tuple(
        Case(
            f"{unit.key}-case-{number}",
            unit.key,
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
def units(draw: Any, key: str, fed: str | None) -> Team:
    """A team; one of its two outcomes opens cases in team `fed`."""
    last = draw(st.integers(0, 2))
    bands = draw(st.sampled_from(list(BANDS)))
    feed = None
    if fed is not None:
        lag = draw(st.sampled_from([constant(0, "days"), exponential(4, "days")]))
        feed = Feed(fed, figure(draw(st.sampled_from([0.3, 1.0])), "probability"), lag)
    return team(
        *(draw(stages(number, last, bands)) for number in range(last + 1)),
        key=key,
        rate=draw(st.sampled_from([0.0, 0.3, 1.5, 6.0])),
        limit=draw(st.sampled_from([1, 3, 1000])),
        bands=BANDS[bands],
        outcomes=(Outcome("done", "Done", feed), Outcome("over", "Over")),
        leaver_rate=figure(draw(st.sampled_from([0, 0.95])), "share a year"),
        handover_hours=figure(1, "hours"),
        refill_days=draw(st.sampled_from([None, figure(15, "days")])),
        overdispersion=draw(st.sampled_from([None, figure(4, "ratio")])),
        ramp=Ramp(figure(0.3, "share"), figure(40, "days")),
        weekday_work=(0.2, 0.2, 0.2, 0.2, 0.2, 0, 0),
    )


@st.composite
def plans(draw: Any, two: bool = False) -> Plan:
    """Team t, and often (or always: `two`) a team u that t's cases go on to."""
    two = two or draw(st.booleans())
    chosen = [draw(units("t", "u" if two else None)), *([draw(units("u", None))] if two else [])]
    staff: list[Officer] = []
    cases: list[Case] = []
    for unit in chosen:
        fewest = max(entry.crew for entry in unit.stages)
        own = tuple(draw(people(unit.key, number)) for number in range(draw(st.integers(fewest, 4))))
        cases += draw(books(unit, own))
        staff += [*own, *supervisors(1, unit.key)]
    servers = figure(draw(st.integers(1, 2)), "servers")
    resources = (Resource("lab", "Laboratory", servers),)
    return plan(*chosen, people=tuple(staff), cases=tuple(cases), resources=resources)


LEVERS = st.lists(
    st.one_of(
        st.builds(DemandGrowth, st.just("t"), st.sampled_from([-100.0, 40.0]), DAY, st.just(20)),
        st.builds(Recruits, st.just("t"), st.integers(0, 2), DAY, st.integers(0, 9)),
        st.builds(lambda count, day: Loan("t", count, day, day + timedelta(days=20)), st.integers(-2, 2), DAY),
        st.builds(AbstractionRate, st.just("t"), st.sampled_from([0.0, 0.5]), DAY),
        st.builds(VisitInterval, st.just("t"), st.sampled_from([6.0, 90.0]), DAY),
        st.builds(EffortChange, st.just("t"), st.sampled_from([-50.0, 100.0]), DAY),
        st.builds(CaseloadLimit, st.just("t"), st.sampled_from([2, 1000]), DAY),
        st.builds(ResourceServers, st.just("lab"), st.integers(0, 3), DAY),
    ),
    max_size=3,
).map(lambda levers: Scenario("s", "S", tuple(levers)))
