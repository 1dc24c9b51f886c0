"""Networks of several stations: open ones with feedback, closed ones with a fixed caseload, and shared resources."""

from __future__ import annotations

from datetime import timedelta

from planner.model.cases import Phase
from planner.model.plan import Plan
from planner.model.scenario import Resource
from planner.model.team import Performer
from tests.simulate.small_networks import (
    DAY_HOURS,
    START,
    constant,
    exponential,
    figure,
    officers,
    opening,
    plan,
    route,
    stage,
    supervisors,
    team,
)
from tests.simulate.theory import formulas
from tests.simulate.theory.check import Check, Mean, hours, outside, owned, queueing, resource_wait, stay, unallocated


def _laboratory(servers: int) -> tuple[Resource, ...]:
    return (Resource("lab", "Laboratory", figure(servers, "servers")),)


def _resource(servers: int, load: float, replications: int, sharp: float = 0.02, **run: int) -> Check:
    """Cases that need nothing but a shared resource (a supervisor with nothing to do sends them there at once)."""
    service, sent = 0.05, {"performer": Performer.SUPERVISOR, "resource": "lab"}
    ask = stage("ask", constant(0), delay=exponential(service, "days"), **sent)
    network = plan(
        team(ask, rate=load * servers / service),
        people=(*officers(1), *supervisors(1)),
        resources=_laboratory(servers),
    )
    waiting = formulas.wait_of_many(servers, load, service)
    return Check(
        f"A shared resource as M/M/{servers}",
        "Erlang (1917)",
        load,
        network,
        (
            Mean("days to the end", waiting + service, stay(), sharp),
            Mean("cases queueing", waiting * load * servers / service, queueing, 2 * sharp),
            Mean("wait for a server, days", waiting, resource_wait, 2 * sharp),
        ),
        replications=replications,
        **run,
    )


def _open_network(load: float, replications: int, sharp: float = 0.02, **run: int) -> Check:
    """Three officers with one queue, a supervisor and a laboratory of two; a quarter of the cases go round again."""
    back = 0.25
    passing = load * DAY_HOURS / 0.1
    relative = {"officers": (3, 0.9), "supervisor": (1, 1.0), "lab": (2, 0.8)}
    efforts = {key: share * servers * 0.1 for key, (servers, share) in relative.items()}
    first = stage("first", exponential(efforts["officers"]), route("check"), performer=Performer.ANY_OFFICER)
    check = stage(
        "check",
        exponential(efforts["supervisor"]),
        route("first", back),
        route("done", 1 - back),
        performer=Performer.SUPERVISOR,
        delay=exponential(efforts["lab"] / DAY_HOURS, "days"),
        resource="lab",
    )
    rate = passing * (1 - back)
    network = plan(team(first, check, rate=rate), people=(*officers(3), *supervisors(1)), resources=_laboratory(2))
    means = {key: formulas.station_mean(servers, load * share) for key, (servers, share) in relative.items()}
    return Check(
        "Open network of M/M/3, M/M/1 and M/M/2 with feedback",
        "Jackson (1957)",
        load,
        network,
        (
            Mean("days to the end", sum(means.values()) / rate, stay(), sharp),
            Mean("cases at the third station", means["lab"], outside, sharp),
        ),
        replications=replications,
        **run,
    )


AWAY = 3.0
"""Days that a case of a closed network spends outside after each round."""


def _closed_plan(cases: int, officer: float, supervisor: float | None, number: int) -> Plan:
    """`cases` that never end: officers (then a supervisor) work on each, then it is away."""
    # One in a billion ends, because a network that can never finish is refused.
    back = (route("first", 1 - 1e-9), route("done", 1e-9))
    away = exponential(AWAY, "days")
    pool = {"performer": Performer.ANY_OFFICER}
    if supervisor is None:
        work = (stage("first", exponential(officer), *back, delay=away, **pool),)
    else:
        lead = {"performer": Performer.SUPERVISOR}
        work = (
            stage("first", exponential(officer), route("second"), **pool),
            stage("second", exponential(supervisor), *back, delay=away, **lead),
        )
    book = opening(cases, "t-0", work[-1].key, phase=Phase.DELAY, since=START - timedelta(1))
    return plan(team(*work, rate=0), people=(*officers(number), *supervisors(1)), cases=book)


def _fixed_caseload(cases: int, officer: float, supervisor: float | None, servers: int = 1) -> Check:
    stations = [(officer / DAY_HOURS, servers)]
    if supervisor is not None:
        stations.append((supervisor / DAY_HOURS, 1))
    rate, queues = formulas.mean_values(cases, stations, AWAY)
    follow = "" if supervisor is None else ", then a supervisor"
    return Check(
        f"Closed network, {cases} cases: {servers} case manager{'s' * (servers > 1)}{follow}",
        "Reiser and Lavenberg (1980)",
        round(max(rate * service / number for service, number in stations), 3),
        _closed_plan(cases, officer, supervisor, servers),
        (
            Mean("officer-hours a day", rate * officer, hours, 0.01),
            Mean("cases outside", cases - sum(queues), outside, 0.01),
        ),
        days=424,
        replications=100,
        keeps_level=False,
    )


def _finite_source(cases: int, servers: int, effort: float) -> Check:
    """The stand-in for Erlang A, with overflow: see docs/method.md."""
    rate, queue = formulas.finite_source(cases, servers, effort / DAY_HOURS, AWAY)
    return Check(
        f"M/M/{servers}//{cases}",
        "Palm (1947)",
        round(rate * effort / DAY_HOURS / servers, 3),
        _closed_plan(cases, effort, None, servers),
        (Mean("cases with the officers", queue, lambda result, warm: cases - outside(result, warm)),),
        days=424,
        replications=400,
        keeps_level=False,
    )


def _caseload_limit(limit: int, arrivals: float, replications: int, sharp: float) -> Check:
    """The case-manager network with one manager: owned and unallocated cases as its Markov chain has them."""
    again, effort, away = 0.5, 0.25, 0.15
    # A supervisor with nothing to do sends the case out: a task without effort would queue at its officer.
    gone = {"performer": Performer.SUPERVISOR, "delay": exponential(away, "days")}
    back = stage("outside", constant(0), route("work"), **gone)
    work = stage("work", exponential(effort), route("outside", again), route("done", 1 - again), first_action=True)
    network = plan(team(work, back, rate=arrivals, limit=limit), people=(*officers(1), *supervisors(1)))
    holds, waits = formulas.limited_case_manager(arrivals, DAY_HOURS / effort, 1 / away, again, limit)
    return Check(
        f"A case manager with at most {limit} cases",
        "Campello, Ingolfsson and Shumsky (2017)",
        round(arrivals / (1 - again) * effort / DAY_HOURS, 3),
        network,
        (Mean("owned cases", holds, owned), Mean("unallocated cases", waits, unallocated, sharp)),
        days=1461,
        replications=replications,
    )


CHECKS = (
    _resource(1, 0.8, 400),
    _resource(3, 0.9, 400),
    _resource(2, 0.95, 300, 0.03, days=1461, warm=12),
    _open_network(0.6, 200),
    _open_network(0.95, 240, 0.03, days=1461, warm=12),
    _fixed_caseload(10, 1.0, None),
    _fixed_caseload(31, 0.5, None),
    _fixed_caseload(31, 0.8, None, 2),
    _fixed_caseload(20, 0.6, 0.8),
    _fixed_caseload(40, 0.9, 0.35, 3),
    _finite_source(12, 2, 3.0),
    _finite_source(30, 3, 1.5),
    _caseload_limit(3, 4.0, 400, 0.03),
    _caseload_limit(5, 5.5, 400, 0.03),
)
