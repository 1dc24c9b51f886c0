"""The two levers that the Scenarios place moves, read out of a scenario and put back into it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.app.charts.dates import day_text
from planner.model.scenario import DemandGrowth, Recruits, Scenario


@dataclass(frozen=True, slots=True)
class LeverValues:
    """Growth of one team's demand in percent, and recruits who start work on a day."""

    growth_percent: int
    recruits: int
    recruits_start: date

    @classmethod
    def read(cls, scenario: Scenario, team: str, start: date) -> LeverValues:
        """What a scenario says about one team; `start` is the recruits' day when it has none."""
        growth, recruits = _growth(scenario, team), _recruits(scenario, team)
        return cls(
            0 if growth is None else round(growth.percent),
            0 if recruits is None else recruits.count,
            start if recruits is None else recruits.start + timedelta(days=recruits.vetting_days),
        )

    def put(self, scenario: Scenario, team: str, start: date) -> Scenario:
        """The scenario with these values for one team; its other levers stay. Growth, when new, begins on `start`."""
        before = LeverValues.read(scenario, team, self.recruits_start)
        if before == self:
            return scenario
        growth, recruits = _growth(scenario, team), _recruits(scenario, team)
        levers = [lever for lever in scenario.levers if lever is not growth and lever is not recruits]
        if before.growth_percent == self.growth_percent:
            levers = [growth, *levers] if growth is not None else levers
        elif self.growth_percent:
            fresh = growth or DemandGrowth(team, 0, start)
            levers.insert(0, replace(fresh, percent=float(self.growth_percent)))
        if self.recruits:
            vetting = 0 if recruits is None else recruits.vetting_days
            asked = self.recruits_start - timedelta(days=vetting)
            levers.append(Recruits(team, self.recruits, asked, vetting))
        return replace(scenario, levers=tuple(levers))

    @property
    def words(self) -> str:
        """The values in a few words."""
        growth = f"+{self.growth_percent} % demand" if self.growth_percent else "demand as today"
        if not self.recruits:
            return f"{growth}, no recruits"
        noun = "recruit" if self.recruits == 1 else "recruits"
        return f"{growth}, {self.recruits} {noun} from {day_text(self.recruits_start)}"


def _growth(scenario: Scenario, team: str) -> DemandGrowth | None:
    """The team's first growth lever for all bands."""
    for lever in scenario.levers:
        if isinstance(lever, DemandGrowth) and lever.team == team and lever.band is None:
            return lever
    return None


def _recruits(scenario: Scenario, team: str) -> Recruits | None:
    for lever in scenario.levers:
        if isinstance(lever, Recruits) and lever.team == team:
            return lever
    return None
