"""A scenario: the base plan and the levers pulled on it, each from its own date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.model.assumption import Assumption
from planner.model.checks import require, require_day, require_figure, require_key, require_text
from planner.model.people import Role


@dataclass(frozen=True, slots=True)
class DemandGrowth:
    """New cases rise (or fall) by `percent`, in a straight line over `over_days` from `start`, and stay there."""

    team: str
    percent: float
    start: date
    over_days: int = 365
    band: str | None = None
    """None: every band."""

    def __post_init__(self) -> None:
        require_day("start", self.start)
        require(-100 <= self.percent <= 1000, "percent", self.percent, "growth is between -100 and +1000 %")
        require(0 <= self.over_days <= 3660, "over_days", self.over_days, "growth is spread over 0 to 3660 days")


@dataclass(frozen=True, slots=True)
class ForecastDemand:
    """New cases come as the forecast of the team's history says, under one of its growth cases (None: none).

    It takes the place of the team's present referrals from the first day on; each future follows a path of its own.
    """

    team: str
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Recruits:
    """`count` full-time recruits asked for on `start`; they begin `vetting_days` later, with their team's ramp.

    Supervisors do the supervisor's tasks and own no cases, as those in post do.
    """

    team: str
    count: int
    start: date
    vetting_days: int = 0
    role: Role = Role.OFFICER

    def __post_init__(self) -> None:
        require_day("start", self.start)
        require(0 <= self.count <= 500, "count", self.count, "recruits number 0 to 500")
        require(0 <= self.vetting_days <= 730, "vetting_days", self.vetting_days, "vetting takes 0 to 730 days")


@dataclass(frozen=True, slots=True)
class Loan:
    """Officers lent to the team (count above 0) or by it (below 0) from `start` to `end`, both inclusive."""

    team: str
    count: int
    start: date
    end: date

    def __post_init__(self) -> None:
        require_day("start", self.start)
        require_day("end", self.end)
        require(-500 <= self.count <= 500, "count", self.count, "a loan moves at most 500 officers")
        require(self.start <= self.end, "end", self.end.isoformat(), "a loan ends on or after its start")


@dataclass(frozen=True, slots=True)
class AbstractionRate:
    """From `start` on, this share of paid hours is lost."""

    team: str
    share: float
    start: date

    def __post_init__(self) -> None:
        require_day("start", self.start)
        require(0 <= self.share <= 0.95, "share", self.share, "an abstraction rate is between 0 and 0.95")


@dataclass(frozen=True, slots=True)
class CaseloadLimit:
    """From `start` on, a full-time officer owns at most `cases` open cases."""

    team: str
    cases: int
    start: date

    def __post_init__(self) -> None:
        require_day("start", self.start)
        require(1 <= self.cases <= 1000, "cases", self.cases, "a caseload limit is 1 to 1000 cases")


@dataclass(frozen=True, slots=True)
class EffortChange:
    """From `start` on, tasks of one stage (None: every stage) take `percent` more effort (less below 0)."""

    team: str
    percent: float
    start: date
    stage: str | None = None

    def __post_init__(self) -> None:
        require_day("start", self.start)
        require(-95 <= self.percent <= 500, "percent", self.percent, "effort changes by -95 to +500 %")


@dataclass(frozen=True, slots=True)
class VisitInterval:
    """From `start` on, recurring stages of one band (None: every band) come round every `days` days."""

    team: str
    days: float
    start: date
    band: str | None = None

    def __post_init__(self) -> None:
        require_day("start", self.start)
        require(1 <= self.days <= 3660, "days", self.days, "an interval is 1 to 3660 days")


@dataclass(frozen=True, slots=True)
class ResourceServers:
    """From `start` on, a shared resource has this many servers (more examiners, or outsourced capacity)."""

    resource: str
    servers: int
    start: date

    def __post_init__(self) -> None:
        require_day("start", self.start)
        require(0 <= self.servers <= 1000, "servers", self.servers, "a resource has 0 to 1000 servers")


@dataclass(frozen=True, slots=True)
class Outsourcing:
    """From `start` to `end`, a share of what would queue for a shared resource goes to an outside supplier instead.

    What is sent out comes back after `days` on average (gamma, coefficient of variation `cv`; a constant when 0), for
    `cost` pounds an item.
    """

    resource: str
    share: float
    days: float
    start: date
    end: date | None = None
    cv: float = 0.5
    cost: float = 0.0

    def __post_init__(self) -> None:
        _require_span(self.start, self.end)
        require(0 <= self.share <= 1, "share", self.share, "a share is between 0 and 1")
        require(0 < self.days <= 3660, "days", self.days, "a supplier takes above 0 and up to 3660 days")
        require(self.cv == 0 or 0.01 <= self.cv <= 5, "cv", self.cv, "a coefficient of variation is 0, or 0.01 to 5")
        require(0 <= self.cost <= 1_000_000, "cost", self.cost, "an item costs 0 to 1,000,000 pounds")


class OvertimeTrigger(StrEnum):
    """What must pass a level, on the evening before, for overtime to be worked."""

    ALWAYS = "always"
    OVERDUE = "overdue tasks"
    UNALLOCATED = "unallocated cases"
    CASELOAD = "open cases per officer"


@dataclass(frozen=True, slots=True)
class Overtime:
    """From `start` to `end`, officers at work add up to `hours` a week each while the trigger is above `level`.

    The hours are spread over the week as the usual ones are, and are used only when there is work; each costs `cost`
    pounds. On a day that two overtimes of a team cover, the one with the later start counts.
    """

    team: str
    hours: float
    start: date
    end: date | None = None
    trigger: OvertimeTrigger = OvertimeTrigger.ALWAYS
    level: float = 0.0
    cost: float = 0.0

    def __post_init__(self) -> None:
        _require_span(self.start, self.end)
        require(0 <= self.hours <= 40, "hours", self.hours, "overtime is 0 to 40 hours a week")
        require(0 <= self.level <= 100_000, "level", self.level, "a level is 0 to 100,000")
        require(0 <= self.cost <= 1_000, "cost", self.cost, "an hour costs 0 to 1,000 pounds")


@dataclass(frozen=True, slots=True)
class Triage:
    """From `start` on, this share of a band's new cases is screened out on arrival and ends with `outcome`."""

    team: str
    share: float
    outcome: str
    start: date
    band: str | None = None
    """None: every band."""

    def __post_init__(self) -> None:
        require_day("start", self.start)
        require(0 <= self.share <= 1, "share", self.share, "a share is between 0 and 1")


@dataclass(frozen=True, slots=True)
class ReactiveShare:
    """From `start` on, this share of a band's cases is managed reactively: their recurring turn passes unvisited."""

    team: str
    share: float
    start: date
    band: str | None = None
    """None: every band."""

    def __post_init__(self) -> None:
        require_day("start", self.start)
        require(0 <= self.share <= 1, "share", self.share, "a share is between 0 and 1")


def _require_span(start: date, end: date | None) -> None:
    require_day("start", start)
    require_day("end", end)
    require(end is None or start <= end, "end", end and end.isoformat(), "the last day is the start or later")


Lever = (
    DemandGrowth
    | ForecastDemand
    | Recruits
    | Loan
    | AbstractionRate
    | CaseloadLimit
    | EffortChange
    | VisitInterval
    | ResourceServers
    | Outsourcing
    | Overtime
    | Triage
    | ReactiveShare
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of levers; without any it is the base."""

    key: str
    name: str
    levers: tuple[Lever, ...] = ()
    note: str = ""
    locked: bool = False
    baseline: bool = False
    """Whether others are compared with it; one of a plan at most."""
    decided_by: str = ""
    """A role, a board or a pseudonym, never a name."""
    decided_on: date | None = None
    decision: str = ""
    """What was decided about it."""

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)
        require_day("decided_on", self.decided_on)
        followed = [lever.team for lever in self.levers if isinstance(lever, ForecastDemand)]
        for team in followed:
            rule = "new cases of a team follow its forecast once in a scenario: remove the other lever"
            require(followed.count(team) == 1, "levers", team, rule)


@dataclass(frozen=True, slots=True)
class Resource:
    """A shared external resource (device examiners): `servers` cases are worked on at once, the rest queue."""

    key: str
    name: str
    servers: Assumption

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)
        require_figure("servers", self.servers, "servers", 1, 1000)
        require(self.servers.value == int(self.servers.value), "servers", self.servers.value, "servers are whole")
