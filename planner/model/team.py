"""A team: its risk bands, the stages a case goes through, and what it has to work with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.model.absence import AbsencePattern
from planner.model.assumption import Assumption, BandFigure, figure_for
from planner.model.checks import (
    InvalidPlan,
    require,
    require_figure,
    require_key,
    require_text,
    require_unique,
)
from planner.model.duration import Duration


def _require_skill(skill: str | None) -> None:
    if skill is not None:
        require_text("skill", skill)


@dataclass(frozen=True, slots=True)
class Band:
    """A risk band. Tasks of a smaller `priority` go first; an immediate band interrupts work in hand."""

    key: str
    name: str
    share: Assumption
    """Share of new cases that arrive in this band (the shares of a team add up to 1)."""
    priority: int = 0
    immediate: bool = False
    skill: str | None = None
    """Skill that an officer must have to own a case of this band; None when anybody may."""

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)
        require_figure("share", self.share, "share", 0.0, 1.0)
        _require_skill(self.skill)
        require(0 <= self.priority <= 15, "priority", self.priority, "a band's priority is 0 (first) to 15")


class Performer(StrEnum):
    """Who does a stage's work."""

    OWNER = "owner"
    ANY_OFFICER = "any officer"
    SUPERVISOR = "supervisor"


class DueFrom(StrEnum):
    """The event that starts a stage's clock."""

    OPENED = "case opened"
    READY = "task ready"
    LAST_DONE = "last time done"


@dataclass(frozen=True, slots=True)
class Route:
    """Where a case goes after a stage: `to` is a stage or outcome key; `band` None means every other band."""

    to: str
    probability: Assumption
    band: str | None = None

    def __post_init__(self) -> None:
        require_figure("probability", self.probability, "probability", 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Rebanding:
    """The chance that a case found in band `before` is put into band `after` when a recurring visit is done."""

    before: str
    after: str
    probability: Assumption

    def __post_init__(self) -> None:
        require_figure("probability", self.probability, "probability", 0.0, 1.0)
        require(self.before != self.after, "after", self.after, "a re-banding changes the band")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A stage that comes round again: due `interval` days after it was last done, ready `lead_days` before."""

    interval: tuple[BandFigure, ...]
    lead_days: Assumption
    rebanding: tuple[Rebanding, ...] = ()
    reactive: tuple[BandFigure, ...] = ()
    """Share of a band's cases under reactive management: their turn passes without a visit, re-banding included."""

    def __post_init__(self) -> None:
        require_figure("lead_days", self.lead_days, "days", 0.0, 366.0)
        for row in self.reactive:
            require_figure(f"reactive[{row.band or 'all'}]", row.figure, "share", 0.0, 1.0)
        for row in self.interval:
            require_figure(f"interval[{row.band or 'all'}]", row.figure, "days", 1.0, 3660.0)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a case: officers' effort, then an external delay (or a shared resource), then a route."""

    key: str
    name: str
    effort: Duration
    routes: tuple[Route, ...]
    performer: Performer = Performer.OWNER
    officers: Assumption | None = None
    """How many officers the task charges with its effort: 1 (also when None) or 2."""
    due: tuple[BandFigure, ...] = ()
    due_from: DueFrom = DueFrom.READY
    works_towards: str | None = None
    """Key of the later stage whose deadline this one is done for, counted from the opening of the case: a case that
    waits here past that deadline is overdue, and is taken up by it."""
    priority: int = 0
    delay: Duration | None = None
    resource: str | None = None
    """Key of the shared resource whose servers are held for the delay; None when nobody has to be waited for."""
    recurrence: Recurrence | None = None
    first_action: bool = False
    """True for the stage whose start counts as the first action on a case."""
    skill: str | None = None
    """Skill that whoever does the task must have; for an owner's task, that every owner of the team must have."""

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)
        _require_skill(self.skill)
        require(self.effort.unit == "hours", "effort.unit", self.effort.unit, "effort is measured in hours")
        if self.officers is not None:
            require_figure("officers", self.officers, "officers", 1, 2)
            require(self.officers.value in (1, 2), "officers", self.officers.value, "a task takes 1 or 2 officers")
        for row in self.due:
            require_figure(f"due[{row.band or 'all'}]", row.figure, "days", 0.0, 3660.0)
        require(0 <= self.priority <= 15, "priority", self.priority, "a stage's priority is 0 (first) to 15")
        if self.delay is not None:
            require(
                self.delay.unit == "days",
                "delay.unit",
                self.delay.unit,
                "an external delay is measured in days",
            )
        require(
            self.resource is None or self.delay is not None,
            "delay",
            None,
            "a stage that uses a shared resource says how long a server is held",
        )
        require(bool(self.routes), "routes", (), "a stage leads somewhere: add a route")

    @property
    def crew(self) -> int:
        """Officers needed at once: 1 or 2."""
        return 1 if self.officers is None else int(self.officers.value)

    def routes_for(self, band: str) -> tuple[Route, ...]:
        """The routes open to a case of `band`: its own when it has any, otherwise those for all bands."""
        own = tuple(route for route in self.routes if route.band == band)
        return own or tuple(route for route in self.routes if route.band is None)


@dataclass(frozen=True, slots=True)
class Feed:
    """A share of one outcome's cases opens a case in another team after a lag (days)."""

    team: str
    probability: Assumption
    lag: Duration

    def __post_init__(self) -> None:
        require_figure("probability", self.probability, "probability", 0.0, 1.0)
        require(self.lag.unit == "days", "lag.unit", self.lag.unit, "a lag is measured in days")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A way in which a case ends."""

    key: str
    name: str
    feed: Feed | None = None

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)


@dataclass(frozen=True, slots=True)
class Ramp:
    """How a newcomer's rate rises in a straight line: from `start_share` of full rate to all of it after `days`."""

    start_share: Assumption
    days: Assumption

    def __post_init__(self) -> None:
        require_figure("start_share", self.start_share, "share", 0.0, 1.0)
        require_figure("days", self.days, "days", 0.0, 1500.0)


WEEK_FLAT = (1 / 7,) * 7
"""A week whose seven days are alike."""


@dataclass(frozen=True, slots=True)
class Team:
    """A unit whose cases go through the same stages. New cases enter at the first stage."""

    key: str
    name: str
    bands: tuple[Band, ...]
    stages: tuple[Stage, ...]
    outcomes: tuple[Outcome, ...]
    referrals_per_month: Assumption
    """The present level of demand: new cases a month, all bands."""
    establishment: Assumption
    """Funded officer posts (full-time equivalents)."""
    caseload_limit: Assumption
    """The most open cases one full-time officer owns; further cases wait in the allocation queue."""
    weekly_hours: Assumption
    ramp: Ramp
    leaver_rate: Assumption
    handover_hours: Assumption
    """Extra effort for the officer who takes over a leaver's case."""
    refill_days: Assumption | None = None
    """Days until a leaver's post is filled by a newcomer, who then ramps up; None: it stays empty."""
    abstraction: Assumption | None = None
    """Share of paid hours lost to leave, sickness, courses and court; None when absences are itemised."""
    absences: tuple[AbsencePattern, ...] = ()
    """Itemised absences that come at random, beside the dated ones of each officer."""
    overdispersion: Assumption | None = None
    """Variance of the monthly count divided by its mean; 1 (also when None) is a Poisson process."""
    weekday_work: tuple[float, ...] = WEEK_FLAT
    """Share of a week's hours worked on Monday … Sunday."""
    weekday_referrals: tuple[float, ...] = WEEK_FLAT
    case_word: str = "case"
    """What a case is called in this team, in the singular."""
    summary: str = ""

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)
        require_text("case_word", self.case_word)
        require_figure("referrals_per_month", self.referrals_per_month, "cases a month", 0.0, 100_000.0)
        require_figure("establishment", self.establishment, "FTE", 0.0, 2_000.0)
        require_figure("caseload_limit", self.caseload_limit, "cases", 1.0, 1_000.0)
        require_figure("weekly_hours", self.weekly_hours, "hours a week", 1.0, 60.0)
        require_figure("leaver_rate", self.leaver_rate, "share a year", 0.0, 1.0)
        require_figure("handover_hours", self.handover_hours, "hours", 0.0, 100.0)
        if self.refill_days is not None:
            require_figure("refill_days", self.refill_days, "days", 0.0, 3660.0)
        if self.abstraction is not None:
            require_figure("abstraction", self.abstraction, "share", 0.0, 0.95)
        require(
            not self.absences or self.abstraction is None,
            "absences",
            len(self.absences),
            "the abstraction rate already holds them: use the rate or itemised absences, never both",
        )
        if self.overdispersion is not None:
            require_figure("overdispersion", self.overdispersion, "ratio", 1.0, 50.0)
        for name in ("weekday_work", "weekday_referrals"):
            week = getattr(self, name)
            require(
                len(week) == 7 and min(week) >= 0 and abs(sum(week) - 1) < 1e-6,
                name,
                week,
                "seven shares from Monday to Sunday that add up to 1",
            )
        self._check_bands()
        self._check_stages()

    def _check_bands(self) -> None:
        require(bool(self.bands), "bands", (), "a team has at least one risk band")
        require_unique("bands", [band.key for band in self.bands])
        total = sum(band.share.value for band in self.bands)
        require(abs(total - 1) < 1e-6, "bands.share", round(total, 6), "the shares of the bands add up to 1")

    def _check_stages(self) -> None:
        require(bool(self.stages), "stages", (), "a team has at least one stage")
        require(bool(self.outcomes), "outcomes", (), "a case can end: add an outcome")
        require_unique("stages", [stage.key for stage in self.stages] + [outcome.key for outcome in self.outcomes])
        for stage in self.stages:
            try:
                self._check_stage(stage)
                self._check_goal(stage)
            except InvalidPlan as error:
                raise error.inside(f"stages[{stage.key}]") from None
        require(
            sum(stage.first_action for stage in self.stages) <= 1,
            "stages.first_action",
            [stage.key for stage in self.stages if stage.first_action],
            "one stage at most is the first action",
        )

    def _check_stage(self, stage: Stage) -> None:
        bands = {band.key for band in self.bands}
        places = {stage.key for stage in self.stages} | {outcome.key for outcome in self.outcomes}
        for row in stage.due:
            require(row.band is None or row.band in bands, "due.band", row.band, "no such band in this team")
        for route in stage.routes:
            require(route.to in places, "routes.to", route.to, "no such stage or outcome in this team")
            require(
                route.band is None or route.band in bands,
                "routes.band",
                route.band,
                "no such band in this team",
            )
        for band in bands:
            total = sum(route.probability.value for route in stage.routes_for(band))
            require(
                abs(total - 1) < 1e-6,
                f"routes[{band}].probability",
                round(total, 6),
                "the routes of a band add up to 1",
            )
        if stage.recurrence is not None:
            self._check_recurrence(stage.recurrence, bands)
        require(
            stage.due_from is not DueFrom.LAST_DONE or stage.recurrence is not None,
            "due_from",
            stage.due_from,
            "only a recurring stage is due from the last time it was done",
        )

    def _check_goal(self, stage: Stage) -> None:
        if stage.works_towards is None:
            return
        goal = {entry.key: entry for entry in self.stages}.get(stage.works_towards)
        if goal is None or goal is stage:
            raise InvalidPlan("works_towards", stage.works_towards, "names another stage of this team")
        require(
            bool(goal.due) and goal.due_from is DueFrom.OPENED,
            "works_towards",
            stage.works_towards,
            "that stage has a deadline counted from the opening of the case",
        )
        require(
            not stage.due and stage.recurrence is None,
            "due",
            len(stage.due),
            "a stage that works towards another's deadline has no clock of its own",
        )

    @staticmethod
    def _check_recurrence(recurrence: Recurrence, bands: set[str]) -> None:
        for band in bands:
            interval = figure_for(recurrence.interval, band)
            if interval is None:
                raise InvalidPlan("recurrence.interval", band, "each band needs an interval")
            require(
                interval.value > recurrence.lead_days.value,
                f"recurrence.interval[{band}]",
                interval.value,
                f"an interval is longer than the lead of {recurrence.lead_days.value:g} days",
            )
            leaving = sum(row.probability.value for row in recurrence.rebanding if row.before == band)
            require(
                leaving <= 1 + 1e-9,
                f"recurrence.rebanding[{band}]",
                leaving,
                "chances of leaving a band add up to at most 1",
            )
        for name in ("interval", "reactive"):
            for figure in getattr(recurrence, name):
                known = figure.band is None or figure.band in bands
                require(known, f"recurrence.{name}", figure.band, "no such band")
        for row in recurrence.rebanding:
            require(row.before in bands and row.after in bands, "recurrence.rebanding", row.after, "no such band")

    def owner_skills(self, band: str) -> frozenset[str]:
        """The skills that an officer needs to own a case of a band: the band's, and those of every task owners do."""
        asked = {stage.skill for stage in self.stages if stage.performer is Performer.OWNER} | {self.band(band).skill}
        return frozenset(skill for skill in asked if skill is not None)

    def band(self, key: str) -> Band:
        """The band with this key; KeyError when there is none."""
        return {band.key: band for band in self.bands}[key]

    def clocked_stage(self, stage: Stage) -> Stage:
        """The stage whose `due` and `due_from` set a stage's deadline: itself, or the one it works towards."""
        return stage if stage.works_towards is None else self.stage(stage.works_towards)

    def stage(self, key: str) -> Stage:
        """The stage with this key; KeyError when there is none."""
        return {stage.key: stage for stage in self.stages}[key]
