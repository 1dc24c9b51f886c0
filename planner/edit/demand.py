"""Changes to what a plan says of demand: growth cases, dated events and single counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from planner.model.checks import InvalidPlan, require
from planner.model.demand import DemandEvent, DemandHistory
from planner.model.growth import Factor, GrowthCase, Override
from planner.model.period import Period
from planner.model.plan import Plan
from planner.model.scenario import ForecastDemand

BY_HAND = "counts set by hand"


def put_growth_case(plan: Plan, case: GrowthCase) -> Plan:
    """The plan with `case` in place of the team's one with its key, or added last."""
    if all(_id(present) != _id(case) for present in plan.growth_cases):
        return replace(plan, growth_cases=(*plan.growth_cases, case))
    return replace(
        plan, growth_cases=tuple(case if _id(present) == _id(case) else present for present in plan.growth_cases)
    )


def remove_growth_case(plan: Plan, team: str, key: str) -> Plan:
    """The plan without that case; InvalidPlan when there is none, or a scenario's demand follows it."""
    gone = _known(plan, team, key)
    for scenario in plan.scenarios:
        followed = ForecastDemand(team, key) in scenario.levers
        rule = f"the scenario “{scenario.name}” follows this growth case: change that scenario first"
        require(not followed, "growth_cases", gone.name, rule)
    return replace(plan, growth_cases=tuple(case for case in plan.growth_cases if case is not gone))


def put_factor(plan: Plan, team: str, key: str, factor: Factor, at: int | None = None) -> Plan:
    """The plan with `factor` at place `at` of a growth case, or as its last one (None)."""
    case = _known(plan, team, key)
    if at is None:
        return put_growth_case(plan, replace(case, factors=(*case.factors, factor)))
    _require_place(case, at)
    return put_growth_case(plan, replace(case, factors=(*case.factors[:at], factor, *case.factors[at + 1 :])))


def remove_factor(plan: Plan, team: str, key: str, at: int) -> Plan:
    """The plan with the factor at place `at` taken out of a growth case."""
    case = _known(plan, team, key)
    _require_place(case, at)
    return put_growth_case(plan, replace(case, factors=(*case.factors[:at], *case.factors[at + 1 :])))


def set_override(plan: Plan, team: str, key: str, override: Override | None) -> Plan:
    """The plan whose growth case goes through manual points, or follows a volume; with None it does neither."""
    return put_growth_case(plan, replace(_known(plan, team, key), override=override))


def pin_event(plan: Plan, event: DemandEvent) -> Plan:
    """The plan with an event more, in the order of their days; or with `event` in place of its team's on that day."""
    others = [present for present in plan.events if (present.team, present.on) != (event.team, event.on)]
    return replace(plan, events=tuple(sorted([*others, event], key=lambda one: (one.on, one.team or ""))))


def move_event(plan: Plan, event: DemandEvent, to: date) -> Plan:
    """The plan with an event on another day; InvalidPlan when its team has one there already."""
    taken = any((present.team, present.on) == (event.team, to) for present in plan.events if present != event)
    require(not taken, "events", to.isoformat(), "there is an event on this day already")
    return pin_event(remove_event(plan, event), replace(event, on=to))


def remove_event(plan: Plan, event: DemandEvent) -> Plan:
    """The plan without an event; InvalidPlan when it has none such."""
    require(event in plan.events, "events", event.on.isoformat(), "no such event in this plan")
    return replace(plan, events=tuple(present for present in plan.events if present != event))


def set_count(plan: Plan, team: str, band: str, day: date, count: int | None) -> Plan:
    """The plan with the count of the month or week of `day` set by hand (None: unknown); its source then says so.

    A history is made longer where it has to be, with gaps; the first of a team is by month.
    """
    own = [history for history in plan.histories if history.team == team]
    present = next((history for history in own if history.band == band), None)
    if present is None:
        period = own[0].period if own else Period.MONTH
        first = DemandHistory(team, band, period.holding(day), (count,), _by_hand(""), period)
        return replace(plan, histories=(*plan.histories, first))
    changed = _with_count(present, day, count)
    return replace(plan, histories=tuple(changed if row is present else row for row in plan.histories))


def _with_count(history: DemandHistory, day: date, count: int | None) -> DemandHistory:
    start = min(history.start, history.period.holding(day))
    before = history.period.place(start, history.start)
    counts = [*[None] * before, *history.counts]
    place = history.period.place(start, day)
    counts += [None] * (place + 1 - len(counts))
    if counts[place] == count:
        return history
    counts[place] = count
    return replace(history, start=start, counts=tuple(counts), source=_by_hand(history.source))


def _by_hand(source: str) -> str:
    if not source:
        return BY_HAND.capitalize()
    return source if BY_HAND in source.casefold() else f"{source}; {BY_HAND}"


def _id(case: GrowthCase) -> tuple[str, str]:
    return case.team, case.key


def _known(plan: Plan, team: str, key: str) -> GrowthCase:
    for case in plan.growth_cases:
        if _id(case) == (team, key):
            return case
    raise InvalidPlan("growth_cases", key, f"team {team} has no such growth case")


def _require_place(case: GrowthCase, at: int) -> None:
    require(0 <= at < len(case.factors), "factors", at, f"the growth case has {len(case.factors)} parts")


UNDO_NAMES: dict[Callable[..., Plan], str] = {
    put_growth_case: "Change a growth case",
    remove_growth_case: "Remove a growth case",
    put_factor: "Change a part of a growth case",
    remove_factor: "Remove a part of a growth case",
    set_override: "Set the course of a growth case",
    pin_event: "Pin an event",
    move_event: "Move an event",
    remove_event: "Remove an event",
    set_count: "Set a count",
}
"""What the Undo menu calls each change."""
