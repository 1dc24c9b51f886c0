"""The levers of a scenario in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

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
    ResourceServers,
    Triage,
    VisitInterval,
)
from planner.report.words import counted, day_in_words, percentage, pounds


def lever_name(kind: type) -> str:
    """What levers of a kind are called, in a few words; KeyError for what is no lever."""
    return _KINDS[kind][0]


def lever_sentence(lever: Lever, plan: Plan) -> str:
    """What a lever does, whom it concerns and from when, with the plan's own names: one sentence.

    It says when that is before the plan's first day, where a year is easily mistyped.
    """
    kind = type(lever)
    key = lever.resource if isinstance(lever, ResourceServers | Outsourcing) else lever.team
    named = plan.resources if isinstance(lever, ResourceServers | Outsourcing) else plan.teams
    name = {part.key: part.name for part in named}[key]
    return f"{name}: {_KINDS[kind][1](lever, plan)}{_in_the_past(lever, plan)}."


def _in_the_past(lever: Lever, plan: Plan) -> str:
    end = getattr(lever, "end", None)
    if end is not None and end < plan.start:
        return " (over before the plan begins)"
    if getattr(lever, "start", plan.start) < plan.start:
        return f" (its start is before the plan begins on {day_in_words(plan.start)})"
    return ""


def _growth(lever: DemandGrowth, plan: Plan) -> str:
    cases = f"new {_cases(lever.team, lever.band, plan)}"
    begins = day_in_words(lever.start)
    if lever.percent == 0:
        return f"from {begins}, as many {cases} as before"
    change = f"{abs(lever.percent):g} %"
    if lever.over_days == 0:
        return f"from {begins}, {change} {'more' if lever.percent > 0 else 'fewer'} {cases}"
    way = "rise" if lever.percent > 0 else "fall"
    return f"{cases} {way} by {change} in a straight line over {counted(lever.over_days, 'day')} from {begins}"


def _forecast(lever: ForecastDemand, plan: Plan) -> str:
    cases = f"new {_cases(lever.team, None, plan)} come as the forecast of its past counts says"
    if lever.case is None:
        return f"{cases}, with their own trend"
    name = next(case.name for case in plan.growth_cases if (case.team, case.key) == (lever.team, lever.case))
    return f"{cases}, under the growth case “{name}”"


def _recruits(lever: Recruits, _: Plan) -> str:
    recruits = counted(lever.count, "recruit" if lever.role is Role.OFFICER else "recruited supervisor")
    if not lever.vetting_days:
        return f"{recruits} from {day_in_words(lever.start)}"
    begins = day_in_words(lever.start + timedelta(days=lever.vetting_days))
    return f"{recruits} asked for on {day_in_words(lever.start)}, at work from {begins} after vetting"


def _loan(lever: Loan, _: Plan) -> str:
    officers = counted(abs(lever.count), "officer")
    days = f"from {day_in_words(lever.start)} to {day_in_words(lever.end)}"
    return f"{officers} {'lent to another team' if lever.count < 0 else 'borrowed'} {days}"


def _abstraction(lever: AbstractionRate, _: Plan) -> str:
    lost = f"{percentage(lever.share)} of paid hours are lost to leave, sickness, courses and court"
    return f"{_span(lever.start)}, {lost}"


def _limit(lever: CaseloadLimit, plan: Plan) -> str:
    word = plan.team(lever.team).case_word
    return f"{_span(lever.start)}, a full-time officer holds at most {counted(lever.cases, f'open {word}')}"


def _effort(lever: EffortChange, plan: Plan) -> str:
    task = "every task" if lever.stage is None else plan.team(lever.team).stage(lever.stage).name
    if lever.percent == 0:
        return f"{_span(lever.start)}, {task} takes as much effort as before"
    way = "more" if lever.percent > 0 else "less"
    return f"{_span(lever.start)}, {task} takes {abs(lever.percent):g} % {way} effort"


def _interval(lever: VisitInterval, plan: Plan) -> str:
    team = plan.team(lever.team)
    stages = " and ".join(stage.name for stage in team.stages if stage.recurrence is not None)
    if not stages:
        return f"{_span(lever.start)}, no stage of this team comes round again, so nothing changes"
    days = "day" if lever.days == 1 else f"{lever.days:g} days"
    return f"{_span(lever.start)}, {stages} every {days} for {_cases(lever.team, lever.band, plan)}"


def _servers(lever: ResourceServers, plan: Plan) -> str:
    now = {resource.key: resource.servers.value for resource in plan.resources}[lever.resource]
    return f"{_span(lever.start)}, {counted(lever.servers, 'server')}; at the plan's start {now:g}"


def _outsourcing(lever: Outsourcing, _: Plan) -> str:
    days = f"{lever.days:g} days" if lever.days != 1 else "a day"
    back = f"exactly {days}" if lever.cv == 0 else f"{days} on average"
    cost = f", at {pounds(lever.cost)} each" if lever.cost else ""
    sent = f"{percentage(lever.share)} of items go to an outside supplier and are back after {back}"
    return f"{_span(lever.start, lever.end)}, {sent}{cost}"


def _overtime(lever: Overtime, plan: Plan) -> str:
    cost = f", at {pounds(lever.cost)} an hour" if lever.cost else ""
    word = plan.team(lever.team).case_word
    level = f"{lever.level:g}"
    condition = {
        OvertimeTrigger.ALWAYS: "",
        OvertimeTrigger.OVERDUE: f" while more than {level} tasks are overdue",
        OvertimeTrigger.UNALLOCATED: f" while more than {level} {word}s wait for an owner",
        OvertimeTrigger.CASELOAD: f" while there are more than {level} open {word}s per officer",
    }[lever.trigger]
    return f"{_span(lever.start, lever.end)}, up to {lever.hours:g} h of overtime a week each{condition}{cost}"


def _triage(lever: Triage, plan: Plan) -> str:
    team = plan.team(lever.team)
    ending = {outcome.key: outcome.name for outcome in team.outcomes}[lever.outcome]
    new = f"{percentage(lever.share)} of new {_cases(lever.team, lever.band, plan)}"
    return f"{_span(lever.start)}, {new} are screened out on arrival and end as “{ending}”"


def _reactive(lever: ReactiveShare, plan: Plan) -> str:
    managed = f"{percentage(lever.share)} of {_cases(lever.team, lever.band, plan)} are managed reactively"
    return f"{_span(lever.start)}, {managed}: their turn passes without a visit"


def _span(start: date, end: date | None = None) -> str:
    return f"from {day_in_words(start)}" + (f" to {day_in_words(end)}" if end else "")


def _cases(team: str, band: str | None, plan: Plan) -> str:
    """What a team calls its cases, and of which band."""
    word = f"{plan.team(team).case_word}s"
    return word if band is None else f"{word} in band {plan.team(team).band(band).name}"


_KINDS: dict[type, tuple[str, Callable[[Any, Plan], str]]] = {
    DemandGrowth: ("Demand", _growth),
    ForecastDemand: ("Demand as forecast", _forecast),
    Recruits: ("Recruits", _recruits),
    Loan: ("Loan of officers", _loan),
    AbstractionRate: ("Abstraction", _abstraction),
    CaseloadLimit: ("Caseload limit", _limit),
    EffortChange: ("Effort", _effort),
    VisitInterval: ("Visit interval", _interval),
    ResourceServers: ("Shared resource", _servers),
    Outsourcing: ("Outsourcing", _outsourcing),
    Overtime: ("Overtime", _overtime),
    Triage: ("Triage", _triage),
    ReactiveShare: ("Reactive management", _reactive),
}
