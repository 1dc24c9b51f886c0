"""What the pages of Scenarios ask of the engine: plain functions for a job to run, and what they give to draw.

Nothing here may import Qt (see planner.app.runs).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from planner.model.calendar import add_months

if TYPE_CHECKING:
    from planner.app.charts.fan_data import FanData
    from planner.model.explanation import Explanation, Subject
    from planner.model.plan import Plan
    from planner.model.progress import Progress
    from planner.model.results import Result
    from planner.model.scenario import Scenario
    from planner.model.standard import Standard
    from planner.workspace import Comparison, Option

FUTURES = 200
DECIDES = ("start", "teams", "officers", "cases", "histories", "resources", "duties", "events", "growth_cases")
"""The fields of a plan that a run depends on, beside the scenario's levers."""

Basis = tuple[object, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CompareView:
    """Scenarios side by side, and for each measure the fan of what is behind it under each scenario."""

    found: Comparison
    fans: tuple[tuple[FanData, ...], ...]
    """[measure][scenario]; of shares in per cent."""


def plan_basis(plan: Plan) -> Basis:
    """All of a plan that decides a run without a scenario."""
    return tuple(getattr(plan, name) for name in DECIDES)


def scenario_basis(scenario: Scenario | None) -> Basis:
    """All of a scenario that decides a comparison."""
    return () if scenario is None else (scenario.key, scenario.levers, scenario.baseline)


def usual_day(plan: Plan) -> date:
    """The day that scenarios are looked at on: the re-inspection's, or a year ahead."""
    ahead = plan.reinspection is not None and plan.reinspection > plan.start
    return plan.reinspection if ahead and plan.reinspection is not None else add_months(plan.start, 12)


def subjects_of(plan: Plan, team: str, on: date) -> tuple[Subject, ...]:
    """What a team's scenarios are compared in: its standing on a day, and the chance of each of its standards."""
    from planner.model.explanation import ChanceOf, MeanOf
    from planner.model.precision import Quantity
    from planner.model.requirement import Window
    from planner.model.standard import Measure
    from planner.report.summary import watched_stage

    plain = (Quantity.CASELOAD, Quantity.UNALLOCATED, Quantity.OVERDUE, Quantity.OPEN)
    standards = [standard for standard in plan.standards if standard.team == team]
    found: list[Subject] = [MeanOf(quantity, team, on) for quantity in plain]
    stage = watched_stage(plan, plan.team(team))
    if stage is not None and all(standard.measure is not Measure.ON_TIME for standard in standards):
        found.append(MeanOf(Quantity.ON_TIME, team, on, stage.key))
    queue = next((one for one in plan.team(team).stages if one.resource is not None), None)
    if queue is not None:
        found.append(MeanOf(Quantity.LONGEST_WAIT, team, on, queue.key))
    return (*found, *(ChanceOf(standard, Window.on(on)) for standard in standards))


def compare(
    plan: Plan, scenarios: Sequence[Scenario | None], subjects: Sequence[Subject], progress: Progress
) -> CompareView:
    """The scenarios in the same futures; InvalidPlan when they cannot be compared."""
    from planner.app.runs import make_engine_ready
    from planner.workspace import compare_scenarios

    fans: list[list[FanData]] = [[] for _ in subjects]

    def look(_: int, result: Result) -> None:
        for row, subject in enumerate(subjects):
            fans[row].append(_fan(result, subject))

    make_engine_ready(progress)
    found = compare_scenarios(plan, scenarios, subjects, futures=FUTURES, progress=progress, look=look)
    return CompareView(found, tuple(tuple(row) for row in fans))


def _fan(result: Result, subject: Subject) -> FanData:
    from planner.app.charts.fan_data import FanData
    from planner.model.explanation import ChanceOf
    from planner.report.comparison import level_by_day
    from planner.report.explanation import is_share
    from planner.report.summary import fan

    share = subject.standard.at_least if isinstance(subject, ChanceOf) else is_share(subject)
    day = subject.window.last if isinstance(subject, ChanceOf) else subject.on
    levels = level_by_day(result, subject)[:, : (day - result.start).days + 1]
    found = fan((100.0 if share else 1.0) * levels)
    return FanData(result.start, found.low90, found.low50, found.median, found.high50, found.high90)


def explain(
    plan: Plan, first: Scenario | None, second: Scenario | None, subject: Subject, progress: Progress
) -> Explanation:
    """Why two scenarios differ; InvalidPlan when there is nothing to explain."""
    from planner.app.runs import make_engine_ready
    from planner.workspace import explain_difference

    make_engine_ready(progress)
    return explain_difference(plan, first, second, subject, futures=FUTURES, progress=progress)


def price(
    plan: Plan, scenarios: Sequence[Scenario], standards: Sequence[Standard], days: int, progress: Progress
) -> tuple[Option, ...]:
    """What scenarios cost and buy, the plan as it is first."""
    from planner.app.runs import make_engine_ready
    from planner.workspace import price_scenarios

    make_engine_ready(progress)
    return price_scenarios(plan, scenarios, standards, days=days, futures=FUTURES, progress=progress)
