"""What the reports say, reckoned: the runs, searches and forecasts behind each, joined to the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.model.calendar import add_months
from planner.model.checks import InvalidPlan
from planner.model.countdown import Countdown, lead_days
from planner.model.progress import Progress
from planner.model.requirement import Window
from planner.model.scenario import DemandGrowth, ForecastDemand, Recruits, Scenario
from planner.workspace.costs import price_scenarios
from planner.workspace.countdown import count_down
from planner.workspace.demand_ahead import forecast_plan, with_history
from planner.workspace.engine import simulate_plan

if TYPE_CHECKING:
    from planner.forecast.demand_paths import DemandPaths
    from planner.model.plan import Plan
    from planner.model.results import Result
    from planner.model.standard import Standard
    from planner.report.book.sheets import BookFigures
    from planner.report.brief import Answer, BriefFigures, Figure
    from planner.report.force_statement import StatementFigures, TeamDemand
    from planner.report.picture import FanPicture

MOST_OPTIONS, MOST_IFS = 6, 4
"""Scenarios that a brief weighs beside the answer, and other demands under which it is tried."""
AFTER = 92
"""Days that the brief's chart goes on after the day in question."""
BOOK_DAYS = 730


class Parts:
    """Progress over parts of one report, each as long as the others."""

    def __init__(self, progress: Progress, parts: int) -> None:
        self._progress, self._parts, self._done = progress, parts, 0

    def __call__(self, done: int, total: int) -> None:
        """So much of the present part is done."""
        self._progress(1000 * self._done + 1000 * done // max(total, 1), 1000 * self._parts)

    def step(self) -> None:
        """The present part is done."""
        self._done += 1
        self(0, 1)


@dataclass(frozen=True, slots=True)
class Terms:
    """What every run behind a report shares."""

    scenario: Scenario | None
    futures: int
    seed: int


def brief_figures(
    plan: Plan, terms: Terms, standard: Standard, day: date, probability: float, progress: Progress
) -> BriefFigures:
    """The fewest officers for a standard on a day, until when they can be approved, and the options beside them.

    InvalidPlan for a day that is not after the plan's start.
    """
    from planner.report.brief import BriefFigures

    parts = Parts(progress, 4)
    found = count_down(
        plan, [standard], scenario=terms.scenario, day=day, probability=probability, futures=terms.futures,
        seed=terms.seed, lifts=False, progress=parts,
    )  # fmt: skip
    parts.step()
    row = found.standards[0]
    answer = _answer(found)
    decided, ifs = _options(plan, standard.team, terms.scenario)
    if answer is not None:
        decided.append(_answer_scenario(plan, standard.team, terms.scenario, answer))
    standards = tuple(_on(one, standard, day) for one in plan.standards if one.team == standard.team)
    days = max((day - plan.start).days + 1, *(Window.on(one.by or day).days_of(plan.start, one) for one in standards))
    told = decided[-1] if answer is not None else terms.scenario
    options = price_scenarios(
        plan, [*decided, *(_if(one, told) for one in ifs)], standards, days=days, futures=terms.futures,
        seed=terms.seed, teams=[standard.team], progress=parts,
    )  # fmt: skip
    parts.step()
    shown = (day - plan.start).days + AFTER
    runs = []
    for scenario in [terms.scenario] if answer is None else [terms.scenario, told]:
        runs.append(_run(plan, scenario, terms, [standard.team], shown, parts))
        parts.step()
    last = plan.start + timedelta(days=days - 1)
    split = len(decided) + 1
    return BriefFigures(
        plan, next(one for one in standards if one.key == standard.key), day, probability, terms.scenario, answer,
        row.obstacle or "", standards, options[:split], options[split:], last, runs[0],
        runs[1] if answer is not None else None, register_figures(plan),
    )  # fmt: skip


def _answer(found: Countdown) -> Answer | None:
    from planner.report.brief import Answer

    safe = found.standards[0].last_safe
    if safe is None:
        return None
    fewest, most = safe.fewest or safe.officers, safe.most or safe.officers
    return Answer(safe.officers, fewest, most, safe.approve, safe.begins, safe.chance, safe.day_later)


def _answer_scenario(plan: Plan, team: str, scenario: Scenario | None, answer: Answer) -> Scenario:
    from planner.report.standing import short_day
    from planner.report.words import counted

    usual = () if scenario is None else scenario.levers
    lever = Recruits(team, answer.officers, answer.approve, lead_days(plan.lead_steps))
    name = f"{counted(answer.officers, 'more officer')}, approved by {short_day(answer.approve)}"
    return Scenario("brief-answer", name, (*usual, lever))


def _options(plan: Plan, team: str, scenario: Scenario | None) -> tuple[list[Scenario], list[Scenario]]:
    """The scenarios that concern a team: those that decide something (the one that is looked at first), and those that
    only have demand be another, where the one that is looked at does not."""
    chosen = [] if scenario is None else [scenario]
    found = [one for one in plan.scenarios if any(getattr(lever, "team", team) == team for lever in one.levers)]
    demand = [one for one in found if all(isinstance(lever, DemandGrowth | ForecastDemand) for lever in one.levers)]
    decided = [*chosen, *(one for one in found if one not in demand and one not in chosen)]
    usual = () if scenario is None else scenario.levers
    known = any(isinstance(lever, DemandGrowth | ForecastDemand) for lever in usual)
    return decided[:MOST_OPTIONS], [] if known else demand[:MOST_IFS]


def _if(demand: Scenario, told: Scenario | None) -> Scenario:
    """What is decided, where demand is another."""
    name = f"If: {demand.name}" + ("" if told is None else f"; {told.name}")
    return Scenario(f"if-{demand.key}"[:40], name[:120], (*(told.levers if told else ()), *demand.levers))


def _on(one: Standard, asked: Standard, day: date) -> Standard:
    """The standard that is asked about is looked at on the day in question."""
    from dataclasses import replace

    return replace(one, by=day) if one.key == asked.key else one


def _run(
    plan: Plan, scenario: Scenario | None, terms: Terms, teams: list[str] | None, days: int, progress: Progress
) -> Result:
    return simulate_plan(
        plan, scenario, teams=teams, days=days, replications=terms.futures, seed=terms.seed, progress=progress
    )


def statement_figures(plan: Plan, terms: Terms, before: Plan | None, progress: Progress) -> StatementFigures:
    """Four years of the plan under the scenario, and of the demand."""
    from planner.report.force_statement import StatementFigures, run_days
    from planner.report.scenario_cost import scenario_cost

    parts = Parts(progress, 2)
    result = _run(plan, terms.scenario, terms, None, run_days(plan.start), parts)
    parts.step()
    demand = team_demand(plan, terms.seed, parts)
    cost = None if terms.scenario is None else scenario_cost(result, terms.scenario, plan.prices)
    return StatementFigures(plan, terms.scenario, result, demand, cost, before, lead_days(plan.lead_steps))


def pack_figures(plan: Plan, terms: Terms, day: date | None, probability: float, progress: Progress) -> Countdown:
    """The countdown of every standard, with the last safe dates; InvalidPlan for a plan without standards or day."""
    if not plan.standards:
        raise InvalidPlan("standards", None, "an inspection pack is about standards, and this plan has none: add one")
    return count_down(
        plan, plan.standards, scenario=terms.scenario, day=day, probability=probability, futures=terms.futures,
        seed=terms.seed, progress=progress,
    )  # fmt: skip


def book_figures(plan: Plan, terms: Terms, day: date | None, probability: float, progress: Progress) -> BookFigures:
    """All that the workbook holds."""
    from planner.report.book.sheets import BookFigures

    parts = Parts(progress, 4)
    result = _run(plan, terms.scenario, terms, None, BOOK_DAYS, parts)
    parts.step()
    on = day or plan.reinspection
    countdown = None
    if plan.standards and on is not None and on > plan.start:
        countdown = count_down(
            plan, plan.standards, scenario=terms.scenario, day=on, probability=probability, futures=terms.futures,
            seed=terms.seed, lifts=False, last_safe=False, progress=parts,
        )  # fmt: skip
    parts.step()
    options = price_scenarios(
        plan, plan.scenarios, plan.standards, futures=terms.futures, seed=terms.seed, progress=parts
    )
    parts.step()
    demand = team_demand(plan, terms.seed, parts)
    name = "the plan as it is" if terms.scenario is None else terms.scenario.name
    return BookFigures(plan, result, name, countdown, options, demand, register_figures(plan))


def register_figures(plan: Plan) -> tuple[Figure, ...]:
    """Every figure of the plan with its provenance."""
    from planner.edit.growth_figures import growth_register
    from planner.edit.provenance import register
    from planner.report.brief import Figure

    return tuple(Figure(row.place, row.team, row.name, row.figure) for row in (*register(plan), *growth_register(plan)))


def team_demand(plan: Plan, seed: int, progress: Progress) -> tuple[TeamDemand, ...]:
    """New cases of every team in the last two years and the coming four: forecast where counted, else level."""
    from planner.report.force_statement import YEARS, TeamDemand

    counted = with_history(plan)
    months = 12 * YEARS + 1
    forecasts = forecast_plan(plan, counted, months=months, seed=seed, progress=progress) if counted else {}
    found = []
    for team in plan.teams:
        past = past_years(plan, team.key)
        if team.key in forecasts:
            years = _years(plan, forecasts[team.key])
            found.append(TeamDemand(team.key, past, years, True, _demand_picture(plan, team.key, forecasts[team.key])))
        else:
            level = 12 * team.referrals_per_month.value
            found.append(TeamDemand(team.key, past, ((level,) * 3,) * YEARS, False))
    return tuple(found)


def past_years(plan: Plan, team: str) -> tuple[int | None, int | None]:
    """The counts of the twelve months before the last twelve, and of the last twelve (of 52 weeks likewise)."""
    own = [history for history in plan.histories if history.team == team]
    if not own:
        return None, None
    period = own[0].period
    first = period.holding(plan.start)
    sums: list[int | None] = []
    for back in (2, 1):
        total: int | None = 0
        for history in own:
            begin = period.place(history.start, period.start(first, -back * period.per_year))
            counts = history.counts[max(begin, 0) : max(begin, 0) + period.per_year] if begin >= 0 else ()
            if len(counts) < period.per_year or any(count is None for count in counts):
                total = None
                break
            total = (total or 0) + sum(count for count in counts if count is not None)
        sums.append(total)
    return sums[0], sums[1]


def _years(plan: Plan, paths: DemandPaths) -> tuple[tuple[float, float, float], ...]:
    import numpy as np

    total = paths.counts.sum(axis=1)
    length = paths.period.per_year
    found = []
    for year in range(total.shape[1] // length):
        low, middle, high = np.quantile(total[:, year * length : (year + 1) * length].sum(axis=1), (0.1, 0.5, 0.9))
        found.append((float(middle), float(low), float(high)))
    return tuple(found[:4])


def _demand_picture(plan: Plan, team: str, paths: DemandPaths) -> FanPicture:
    from planner.report.picture import FanPicture
    from planner.report.summary import fan

    total = paths.counts.sum(axis=1)
    days = tuple(paths.period.start(paths.first, place) for place in range(total.shape[1]))
    own = [history for history in plan.histories if history.team == team]
    sums: dict[date, float] = {}
    since = add_months(plan.start, -60)
    for history in own:
        for place, count in enumerate(history.counts):
            begins = history.begins(place)
            if count is not None and since <= begins < days[0]:
                sums[begins] = sums.get(begins, 0.0) + count
    unit = f"New {plan.team(team).case_word}s a {paths.period}"
    drawn = fan(total)
    parts = (tuple(map(float, part)) for part in (drawn.low90, drawn.low50, drawn.median, drawn.high50, drawn.high90))
    low90, low50, median, high50, high90 = parts
    return FanPicture(unit, days, low90, low50, median, high50, high90, past=tuple(sorted(sums.items())))
