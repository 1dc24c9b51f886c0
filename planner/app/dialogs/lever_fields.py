"""What is asked about each kind of lever: one table, from which the form of every kind is made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from planner.model.calendar import add_months
from planner.model.checks import InvalidPlan
from planner.model.people import Role
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
    Scenario,
    Triage,
    VisitInterval,
)

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.team import Team

FIRST_LOAN_MONTHS = 6
"""A new loan is offered over so many months."""


class Control(StrEnum):
    """How a field is asked for."""

    WHOLE = "whole number"
    NUMBER = "number"
    PERCENT = "share, asked for in percent"
    DAY = "day"
    LAST_DAY = "day, or none"
    CASE = "growth case, or none"
    BAND = "band, or all"
    STAGE = "stage, or all"
    OUTCOME = "outcome"
    RESOURCE = "shared resource"
    TRIGGER = "what overtime waits for"
    ROLE = "officer or supervisor"


@dataclass(frozen=True, slots=True)
class LeverField:
    """One field of a lever: `low` and `high` are the model's limits, in the unit shown."""

    name: str
    label: str
    help: str
    control: Control
    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    idle_when: tuple[str, object] | None = None
    """Another field and its value that leave this one without a meaning."""


def _start(label: str = "From") -> LeverField:
    return LeverField("start", label, "", Control.DAY)


def _band(help_text: str = "") -> LeverField:
    return LeverField("band", "Risk band", help_text, Control.BAND)


_LAST_DAY = LeverField("end", "Last day", "With none it goes on to the end.", Control.LAST_DAY)
_RESOURCE = LeverField("resource", "Shared resource", "", Control.RESOURCE)

FIELDS: dict[type[Lever], tuple[LeverField, ...]] = {
    DemandGrowth: (
        LeverField("percent", "Change", "Of new cases; below 0, fewer come.", Control.NUMBER, -100, 1000, "%"),
        _band(),
        _start(),
        LeverField(
            "over_days", "Reached in", "In a straight line, then it stays; 0: at once.", Control.WHOLE, 0, 3660, "days"
        ),
    ),
    ForecastDemand: (
        LeverField(
            "case", "Growth", "From the first day on, in place of the present number of new cases.", Control.CASE
        ),
    ),
    Recruits: (
        LeverField("count", "Recruits", "Full-time, and new to the work.", Control.WHOLE, 0, 500),
        _start("Asked for on"),
        LeverField("vetting_days", "At work after", "Vetting and notice.", Control.WHOLE, 0, 730, "days"),
        LeverField("role", "As", "Supervisors do the supervisor's tasks and own no cases.", Control.ROLE),
    ),
    Loan: (
        LeverField("count", "Officers", "Above 0: lent to this team. Below 0: lent by it.", Control.WHOLE, -500, 500),
        _start("First day"),
        LeverField("end", "Last day", "", Control.DAY),
    ),
    AbstractionRate: (
        LeverField(
            "share", "Hours lost", "Of paid hours: leave, sickness, courses and court.", Control.PERCENT, 0, 95, "%"
        ),
        _start(),
    ),
    CaseloadLimit: (
        LeverField(
            "cases", "Limit", "The most open cases that one full-time officer owns.", Control.WHOLE, 1, 1000, "cases"
        ),
        _start(),
    ),
    EffortChange: (
        LeverField("percent", "Change", "Of the hours that a task takes.", Control.NUMBER, -95, 500, "%"),
        LeverField("stage", "Stage", "", Control.STAGE),
        _start(),
    ),
    VisitInterval: (
        LeverField("days", "Visit every", "", Control.NUMBER, 1, 3660, "days"),
        _band(),
        _start(),
    ),
    ResourceServers: (
        _RESOURCE,
        LeverField("servers", "At once", "So many are worked on; the rest wait their turn.", Control.WHOLE, 0, 1000),
        _start(),
    ),
    Outsourcing: (
        _RESOURCE,
        LeverField("share", "Sent out", "Of what would wait for the resource.", Control.PERCENT, 0, 100, "%"),
        LeverField("days", "Back after", "On average.", Control.NUMBER, 0.1, 3660, "days"),
        LeverField(
            "cv", "Spread", "Standard deviation divided by the average; 0: always the same.", Control.NUMBER, 0, 5
        ),
        LeverField("cost", "Cost of one", "", Control.NUMBER, 0, 1_000_000, "£"),
        _start(),
        _LAST_DAY,
    ),
    Overtime: (
        LeverField("hours", "Overtime", "A week, for each officer at work.", Control.NUMBER, 0, 40, "hours"),
        LeverField("trigger", "Worked while", "Looked at on the evening before.", Control.TRIGGER),
        LeverField(
            "level",
            "More than",
            "Overtime is worked above this.",
            Control.NUMBER,
            0,
            100_000,
            idle_when=("trigger", OvertimeTrigger.ALWAYS),
        ),
        LeverField("cost", "Cost of an hour", "", Control.NUMBER, 0, 1000, "£"),
        _start(),
        _LAST_DAY,
    ),
    Triage: (
        LeverField("share", "Screened out", "Of new cases, on arrival.", Control.PERCENT, 0, 100, "%"),
        LeverField("outcome", "Ends with", "", Control.OUTCOME),
        _band(),
        _start(),
    ),
    ReactiveShare: (
        LeverField("share", "Managed reactively", "Their turn passes without a visit.", Control.PERCENT, 0, 100, "%"),
        _band(),
        _start(),
    ),
}
"""The fields of every kind in the order in which they are asked; the team is the one on screen."""

TRIGGER_NAMES = {
    OvertimeTrigger.ALWAYS: "There is work",
    OvertimeTrigger.OVERDUE: "Tasks are overdue",
    OvertimeTrigger.UNALLOCATED: "Cases wait for an owner",
    OvertimeTrigger.CASELOAD: "Officers hold many cases",
}


def offered(plan: Plan, team: Team) -> tuple[type[Lever], ...]:
    """The kinds of lever that can do something for a team."""
    dated = any(officer.absences for officer in plan.officers if officer.team == team.key)
    senseless: set[type[Lever]] = set()
    if not any(stage.recurrence is not None for stage in team.stages):
        senseless |= {VisitInterval, ReactiveShare}
    if not _resources(plan, team):
        senseless |= {ResourceServers, Outsourcing}
    if not any(history.team == team.key for history in plan.histories):
        senseless.add(ForecastDemand)
    if dated or team.absences:
        senseless.add(AbstractionRate)
    return tuple(kind for kind in FIELDS if kind not in senseless)


def fresh(kind: type[Lever], plan: Plan, team: Team) -> Lever:
    """A lever to begin with, from the plan's start: what the plan says now where it says it."""
    start, key = plan.start, team.key
    resource = next(iter(_resources(plan, team)), None)
    made: dict[type[Lever], Lever] = {
        DemandGrowth: DemandGrowth(key, 10.0, start, band=team.bands[0].key),
        ForecastDemand: ForecastDemand(key),
        Recruits: Recruits(key, 1, start),
        Loan: Loan(key, 1, start, add_months(start, FIRST_LOAN_MONTHS)),
        AbstractionRate: AbstractionRate(key, 0.0 if team.abstraction is None else team.abstraction.value, start),
        CaseloadLimit: CaseloadLimit(key, round(team.caseload_limit.value), start),
        EffortChange: EffortChange(key, -10.0, start, team.stages[0].key),
        VisitInterval: VisitInterval(key, _interval(team), start),
        Overtime: Overtime(key, 4.0, start),
        Triage: Triage(key, 0.1, team.outcomes[0].key, start, team.bands[-1].key),
        ReactiveShare: ReactiveShare(key, 0.1, start, team.bands[-1].key),
    }
    if resource is not None:
        made[ResourceServers] = ResourceServers(resource.key, int(resource.servers.value) + 1, start)
        made[Outsourcing] = Outsourcing(resource.key, 0.1, 30.0, start)
    return made[kind]


def choices(control: Control, plan: Plan, team: Team, present: object) -> list[tuple[str, object]]:
    """Names to choose from, with what each stands for; `present` is among them whatever the team has."""
    if control is Control.CASE:
        cases = [(case.name, case.key) for case in plan.growth_cases if case.team == team.key]
        return [("The history's own trend", None), *cases]
    if control is Control.BAND:
        return [("All bands", None), *((band.name, band.key) for band in team.bands)]
    if control is Control.STAGE:
        return [("Every stage", None), *((stage.name, stage.key) for stage in team.stages)]
    if control is Control.OUTCOME:
        return [(outcome.name, outcome.key) for outcome in team.outcomes]
    if control is Control.ROLE:
        return [("Officers", Role.OFFICER), ("Supervisors", Role.SUPERVISOR)]
    if control is Control.TRIGGER:
        return [(name, trigger) for trigger, name in TRIGGER_NAMES.items()]
    used = {resource.key for resource in _resources(plan, team)} | {present}
    return [(resource.name, resource.key) for resource in plan.resources if resource.key in used]


def require_valid(plan: Plan, levers: tuple[Lever, ...]) -> None:
    """Raise InvalidPlan, with the lever's own field named, unless a scenario of the plan could hold the levers."""
    try:
        replace(plan, cases=(), standards=(), actions=(), scenarios=(Scenario("tried", "Tried", levers),))
    except InvalidPlan as error:
        raise InvalidPlan(error.field.rpartition(".")[2], error.value, error.rule) from None


def _resources(plan: Plan, team: Team) -> list[object]:
    """The shared resources that the team's cases wait for."""
    used = {stage.resource for stage in team.stages}
    return [resource for resource in plan.resources if resource.key in used]


def _interval(team: Team) -> float:
    """The shortest interval of the team's recurring stages; a year where it has none."""
    rows = [row for stage in team.stages if stage.recurrence is not None for row in stage.recurrence.interval]
    return min((row.figure.value for row in rows), default=365.0)
