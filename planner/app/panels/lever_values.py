"""The levers of the Scenarios place, read out of a scenario and put back into it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.app.charts.dates import day_text
from planner.app.widgets.growth import MOST
from planner.model.people import Role
from planner.model.scenario import DemandGrowth, ForecastDemand, Lever, Outsourcing, Recruits, ResourceServers, Scenario
from planner.report.levers import lever_name

GROWTH_DAYS = 365
"""What the slider calls twelve months."""
MOST_RECRUITS = 50
MOST_NAMED = 3
"""More further levers than this are counted, not named."""


@dataclass(frozen=True, slots=True)
class LeverValues:
    """What one team's controls say, and the levers that have no control of their own.

    The controls are the growth of demand in percent (all bands, over twelve months from the plan's start), and recruits
    who start work on a day.
    """

    growth_percent: int
    recruits: int
    recruits_start: date
    others: tuple[Lever, ...] = ()
    """The team's further levers, and those of shared resources, in the order in which they are listed."""
    elsewhere: tuple[Lever, ...] = ()
    """The levers of other teams: kept, and not shown."""

    @classmethod
    def read(cls, scenario: Scenario, team: str, start: date) -> LeverValues:
        """What a scenario says about one team; `start` is the plan's, and the recruits' day when it has none."""
        growth, recruits = _growth(scenario, team, start), _recruits(scenario, team)
        rest = [lever for lever in scenario.levers if lever is not growth and lever is not recruits]
        return cls(
            0 if growth is None else round(growth.percent),
            0 if recruits is None else recruits.count,
            start if recruits is None else recruits.start + timedelta(days=recruits.vetting_days),
            tuple(lever for lever in rest if _concerns(lever, team)),
            tuple(lever for lever in rest if not _concerns(lever, team)),
        )

    def put(self, scenario: Scenario, team: str, start: date) -> Scenario:
        """The scenario with these values for one team. Growth, when new, begins on `start`, which is the plan's."""
        before = LeverValues.read(scenario, team, start)
        if not self.recruits:
            before = replace(before, recruits_start=self.recruits_start)
        if before == self:
            return scenario
        growth, recruits = _growth(scenario, team, start), _recruits(scenario, team)
        levers: list[Lever] = []
        if before.growth_percent == self.growth_percent:
            levers += [] if growth is None else [growth]
        elif self.growth_percent:
            levers.append(DemandGrowth(team, float(self.growth_percent), start, GROWTH_DAYS))
        levers += [*self.others, *self.elsewhere]
        if self.recruits:
            vetting = 0 if recruits is None else recruits.vetting_days
            asked = self.recruits_start - timedelta(days=vetting)
            levers.append(Recruits(team, self.recruits, asked, vetting))
        return replace(scenario, levers=tuple(levers))

    @property
    def words(self) -> str:
        """The values in a few words."""
        forecast = any(isinstance(lever, ForecastDemand) for lever in self.others)
        parts = [] if forecast and not self.growth_percent else [self._growth_words]
        noun = "recruit" if self.recruits == 1 else "recruits"
        recruits = f"{self.recruits} {noun} from {day_text(self.recruits_start)}" if self.recruits else "no recruits"
        return f"{', '.join([*parts, recruits])}{self._further_words}"

    @property
    def _growth_words(self) -> str:
        return f"+{self.growth_percent} % demand" if self.growth_percent else "demand as today"

    @property
    def _further_words(self) -> str:
        names = dict.fromkeys(lever_name(type(lever)) for lever in self.others)
        if len(names) > MOST_NAMED:
            return f", {len(self.others)} further levers"
        return "".join(f", {name[:1].lower()}{name[1:]}" for name in names)


def _concerns(lever: Lever, team: str) -> bool:
    """Whether a lever is listed for the team: its own, or that of a resource which teams share."""
    return isinstance(lever, ResourceServers | Outsourcing) or lever.team == team


def _growth(scenario: Scenario, team: str, start: date) -> DemandGrowth | None:
    """The team's first growth lever that the slider says all of."""
    for lever in scenario.levers:
        if (
            isinstance(lever, DemandGrowth)
            and (lever.team, lever.band, lever.start, lever.over_days) == (team, None, start, GROWTH_DAYS)
            and 0 <= lever.percent <= MOST
            and lever.percent == round(lever.percent)
        ):
            return lever
    return None


def _recruits(scenario: Scenario, team: str) -> Recruits | None:
    """The team's first recruits that the controls say all of."""
    for lever in scenario.levers:
        if (
            isinstance(lever, Recruits)
            and lever.team == team
            and lever.count <= MOST_RECRUITS
            and lever.role is Role.OFFICER
        ):
            return lever
    return None
