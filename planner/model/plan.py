"""The plan: everything that decides a number, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from planner.model.action import ActionItem
from planner.model.capacity import SHIPPED_RULE, CapacityRule
from planner.model.cases import Case
from planner.model.checks import InvalidPlan, require, require_day, require_text, require_unique
from planner.model.countdown import LEAD_STEPS, LeadStep, lead_days
from planner.model.demand import DemandEvent, DemandHistory
from planner.model.growth import GrowthCase
from planner.model.imported import ImportRecord
from planner.model.people import DutyHours, Officer, Role
from planner.model.prices import SHIPPED, Prices
from planner.model.rota import Rota, require_rotas
from planner.model.scenario import (
    AbstractionRate,
    ForecastDemand,
    Outsourcing,
    Resource,
    ResourceServers,
    Scenario,
    Triage,
)
from planner.model.standard import Standard
from planner.model.team import Team


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan file's content. The simulation starts on the morning of `start`; case dates lie before it."""

    name: str
    start: date
    teams: tuple[Team, ...]
    officers: tuple[Officer, ...] = ()
    cases: tuple[Case, ...] = ()
    histories: tuple[DemandHistory, ...] = ()
    """Of one team, all by month or all by week."""
    resources: tuple[Resource, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    standards: tuple[Standard, ...] = ()
    duties: tuple[DutyHours, ...] = ()
    """Rotas, officer by officer; one stretch of days each."""
    events: tuple[DemandEvent, ...] = ()
    growth_cases: tuple[GrowthCase, ...] = ()
    imports: tuple[ImportRecord, ...] = ()
    """Oldest first."""
    actions: tuple[ActionItem, ...] = ()
    """The action plan."""
    prices: Prices = SHIPPED
    """A plan without prices of its own has those that ship with the program."""
    lead_steps: tuple[LeadStep, ...] = LEAD_STEPS
    """From the approval of a post to the first day of work; likewise."""
    rotas: tuple[Rota, ...] = ()
    """Rotas as they are planned; `duties` is what the simulation is told of them."""
    reinspection: date | None = None
    illustrative: bool = False
    """True for made-up data: every screen and report says so."""
    note: str = ""
    capacity: CapacityRule = SHIPPED_RULE
    """When an officer has more work than hours; a plan without a rule of its own has the one that ships."""

    def __post_init__(self) -> None:
        require_text("name", self.name)
        require_day("start", self.start)
        require_day("reinspection", self.reinspection)
        require(bool(self.teams), "teams", (), "a plan has at least one team")
        for field in ("teams", "officers", "cases", "resources", "scenarios", "standards", "imports", "actions"):
            require_unique(field, [entry.key for entry in getattr(self, field)])
        require_unique("histories", [(row.team, row.band) for row in self.histories])
        teams = {team.key: team for team in self.teams}
        self._check_people(teams)
        self._check_cases(teams)
        self._check_teams(teams)
        self._check_demand(teams)
        self._check_rest(teams)
        self._check_staffing(teams)

    def _check_people(self, teams: dict[str, Team]) -> None:
        for officer in self.officers:
            place = f"officers[{officer.key}]"
            require(officer.team in teams, f"{place}.team", officer.team, "no such team in this plan")
            require(
                not officer.absences or teams[officer.team].abstraction is None,
                f"{place}.absences",
                len(officer.absences),
                f"team {officer.team} loses hours by an abstraction rate: use it or itemised absences, never both",
            )
        known = {officer.key for officer in self.officers}
        require_unique("duties", [duty.officer for duty in self.duties])
        for duty in self.duties:
            require(duty.officer in known, f"duties[{duty.officer}].officer", duty.officer, "no such officer")
        require_rotas(self.rotas, teams, self.officers)

    def _check_cases(self, teams: dict[str, Team]) -> None:
        bands = {(team.key, band.key) for team in self.teams for band in team.bands}
        stages = {(team.key, stage.key) for team in self.teams for stage in team.stages}
        owners = {officer.key: officer for officer in self.officers}
        for case in self.cases:
            team, owner = case.team, case.owner
            good = (team, case.band) in bands and (team, case.stage) in stages and case.since < self.start
            holder = None if owner is None else owners.get(owner)
            # A force has tens of thousands of cases: what is wrong is put into words only where something is.
            if not good or (
                owner is not None and (holder is None or holder.team != team or holder.role is not Role.OFFICER)
            ):
                self._refuse_case(case, teams, bands, stages, holder)

    def _refuse_case(
        self,
        case: Case,
        teams: dict[str, Team],
        bands: set[tuple[str, str]],
        stages: set[tuple[str, str]],
        holder: Officer | None,
    ) -> NoReturn:
        """Say what is wrong with a case."""
        team, place = case.team, f"cases[{case.key}]"
        require(team in teams, f"{place}.team", team, "no such team in this plan")
        require((team, case.band) in bands, f"{place}.band", case.band, f"no such band in team {team}")
        require((team, case.stage) in stages, f"{place}.stage", case.stage, f"no such stage in team {team}")
        since = case.since.isoformat()
        require(case.since < self.start, f"{place}.since", since, "an open case began before the plan")
        known = holder is not None and holder.team == team
        rule = "a supervisor owns no case" if known else f"no such officer in team {team}"
        raise InvalidPlan(f"{place}.owner", case.owner, rule)

    def _check_teams(self, teams: dict[str, Team]) -> None:
        resources = {resource.key for resource in self.resources}
        for team in self.teams:
            for stage in team.stages:
                place = f"teams[{team.key}].stages[{stage.key}].resource"
                require(
                    stage.resource is None or stage.resource in resources,
                    place,
                    stage.resource,
                    "no such resource",
                )
            for outcome in team.outcomes:
                place = f"teams[{team.key}].outcomes[{outcome.key}].feed"
                fed = outcome.feed
                require(fed is None or fed.team in teams, place, fed and fed.team, "no such team in this plan")
                require(fed is None or fed.team != team.key, place, team.key, "a team does not feed itself")

    def _check_demand(self, teams: dict[str, Team]) -> None:
        for history in self.histories:
            place = f"histories[{history.team}/{history.band}]"
            require(history.team in teams, f"{place}.team", history.team, "no such team in this plan")
            known = {band.key for band in teams[history.team].bands}
            require(history.band in known, f"{place}.band", history.band, f"no such band in team {history.team}")
            first = next(entry for entry in self.histories if entry.team == history.team)
            rule = (
                f"the counts of team {history.team} are all by month or all by week: those before are by {first.period}"
            )
            require(history.period is first.period, f"{place}.period", str(history.period), rule)
        require_unique("events", [(event.team, event.on) for event in self.events])
        for event in self.events:
            found = event.team is None or event.team in teams
            require(found, f"events[{event.on}].team", event.team, "no such team in this plan")
        require_unique("growth_cases", [(case.team, case.key) for case in self.growth_cases])
        for case in self.growth_cases:
            place = f"growth_cases[{case.team}/{case.key}].team"
            require(case.team in teams, place, case.team, "no such team in this plan")

    def _check_rest(self, teams: dict[str, Team]) -> None:
        for standard in self.standards:
            place = f"standards[{standard.key}]"
            require(standard.team in teams, f"{place}.team", standard.team, "no such team in this plan")
            team = teams[standard.team]
            self._check_parts(place, team, standard.stage, standard.band)
            if standard.measure.at_resource and standard.stage is not None:
                rule = "nobody waits for a shared resource in this stage: name a stage that uses one"
                require(team.stage(standard.stage).resource is not None, f"{place}.stage", standard.stage, rule)
        resources = {resource.key for resource in self.resources}
        for scenario in self.scenarios:
            for number, lever in enumerate(scenario.levers, start=1):
                place = f"scenarios[{scenario.key}].levers[{number}]"
                if isinstance(lever, ResourceServers | Outsourcing):
                    require(lever.resource in resources, f"{place}.resource", lever.resource, "no such resource")
                    continue
                require(lever.team in teams, f"{place}.team", lever.team, "no such team in this plan")
                self._check_lever(place, teams[lever.team], lever)

    def _check_staffing(self, teams: dict[str, Team]) -> None:
        marked = [scenario.key for scenario in self.scenarios if scenario.baseline]
        require(len(marked) <= 1, "scenarios", ", ".join(marked), "a plan has one baseline at most")
        standards = {standard.key for standard in self.standards}
        for action in self.actions:
            place = f"actions[{action.key}].standard"
            require(action.standard in standards, place, action.standard, "no such standard in this plan")
        for team, _ in self.prices.team_grades:
            require(team in teams, f"prices.team_grades[{team}]", team, "no such team in this plan")
        require(bool(self.lead_steps), "lead_steps", (), "there is at least one step from approval to the first day")
        days = lead_days(self.lead_steps)
        require(days <= 730, "lead_steps", days, "the steps from approval to the first day take 730 days at most")

    def _check_lever(self, place: str, team: Team, lever: object) -> None:
        self._check_parts(place, team, getattr(lever, "stage", None), getattr(lever, "band", None))
        if isinstance(lever, Triage):
            outcomes = {outcome.key for outcome in team.outcomes}
            require(lever.outcome in outcomes, f"{place}.outcome", lever.outcome, f"no such outcome in team {team.key}")
        if isinstance(lever, ForecastDemand):
            counted = any(history.team == team.key for history in self.histories)
            require(counted, f"{place}.team", team.key, "this team has no counts of past cases: import or enter them")
            cases = {case.key for case in self.growth_cases if case.team == team.key}
            known = lever.case is None or lever.case in cases
            require(known, f"{place}.case", lever.case, f"team {team.key} has no such growth case")
        if isinstance(lever, AbstractionRate):
            dated = any(officer.absences for officer in self.officers if officer.team == team.key)
            require(
                not (dated or team.absences),
                f"{place}.share",
                lever.share,
                f"the absences of team {team.key} are itemised: use them or an abstraction rate, never both",
            )

    @staticmethod
    def _check_parts(place: str, team: Team, stage: str | None, band: str | None) -> None:
        stages = {entry.key for entry in team.stages}
        bands = {entry.key for entry in team.bands}
        require(stage is None or stage in stages, f"{place}.stage", stage, f"no such stage in team {team.key}")
        require(band is None or band in bands, f"{place}.band", band, f"no such band in team {team.key}")

    def team(self, key: str) -> Team:
        """The team with this key; KeyError when there is none."""
        return {team.key: team for team in self.teams}[key]

    def rota(self, key: str) -> Rota:
        """The rota with this key; KeyError when there is none."""
        return {rota.key: rota for rota in self.rotas}[key]

    def scenario(self, key: str) -> Scenario:
        """The scenario with this key; KeyError when there is none."""
        return {scenario.key: scenario for scenario in self.scenarios}[key]

    def officers_of(self, team: str, role: Role = Role.OFFICER) -> tuple[Officer, ...]:
        """The team's people in one role, present or not."""
        return tuple(officer for officer in self.officers if officer.team == team and officer.role is role)

    def cases_of(self, team: str) -> tuple[Case, ...]:
        """The team's open cases."""
        return tuple(case for case in self.cases if case.team == team)

    def strength(self, team: str, day: date | None = None) -> float:
        """Full-time equivalents in post (officers, loans included) on `day`, by default the start."""
        return sum(officer.fte for officer in self.officers_of(team) if officer.serves_on(day or self.start))
