"""What it would take, joined to the simulation: the fewest officers that meet standards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from planner.model.checks import require
from planner.model.progress import Progress, unheard
from planner.model.requirement import CannotBeMet, Establishment, Requirement, Shortfall, Window
from planner.workspace.engine import simulate_until

if TYPE_CHECKING:
    from datetime import date

    from planner.model.plan import Plan
    from planner.model.results import Result
    from planner.model.scenario import Scenario
    from planner.model.standard import Standard
    from planner.staffing.trials import Levels


class _Enough(Exception):
    """Ends a run whose decision is made."""

    def __init__(self, levels: Levels) -> None:
        super().__init__()
        self.levels = levels


def require_officers(plan: Plan, requirement: Requirement, progress: Progress = unheard) -> Establishment:
    """The fewest officers that meet a requirement, with the neighbours rejected, the confidence and the cost.

    A plain function for any thread; `progress` may raise Cancelled. CannotBeMet when there is none, with one sentence
    that says what to relax; InvalidPlan for days that lie before the plan, and what a run refuses.
    """
    from planner.report.posts_cost import posts_price, posts_yearly
    from planner.report.requirement import shortfall_sentence
    from planner.staffing.establishment import establish

    _refuse_past(plan, requirement)
    days = run_days(plan, requirement.standards, requirement.window)
    paid = (requirement.window.last - plan.start).days + 1

    def play(counts: tuple[int, ...], enough: Callable[[Levels], bool], progress: Progress) -> Levels:
        return play_until(plan, requirement.scenario_with(counts), requirement, days, enough, progress)

    found = establish(
        requirement,
        play,
        lambda counts: posts_price(requirement.posts, counts, plan.prices, plan.start, paid),
        lambda counts: posts_yearly(requirement.posts, counts, plan.prices),
        progress,
    )
    if isinstance(found, Shortfall):
        raise CannotBeMet(shortfall_sentence(plan, found))
    return found


def play_until(
    plan: Plan,
    scenario: Scenario,
    requirement: Requirement,
    days: int,
    enough: Callable[[Levels], bool],
    progress: Progress = unheard,
) -> Levels:
    """The levels that a requirement's standards reach under a scenario, in as many futures as are `enough`."""

    def look(result: Result) -> None:
        levels = levels_of(result, requirement.standards, requirement.window)
        if enough(levels):
            raise _Enough(levels)

    try:
        result = simulate_until(
            plan,
            scenario,
            limit=requirement.futures,
            teams=_teams(plan, requirement.standards),
            days=days,
            seed=requirement.seed,
            marks=run_marks(requirement.standards, requirement.window),
            progress=progress,
            partial=look,
        )
    except _Enough as decided:
        return decided.levels
    return levels_of(result, requirement.standards, requirement.window)


def levels_of(result: Result, standards: Sequence[Standard], window: Window) -> Levels:
    """What a run says of standards over a window."""
    import numpy as np

    from planner.report.standards import is_met, kept_level
    from planner.staffing.trials import Levels

    levels = tuple(kept_level(result, standard, window) for standard in standards)
    met = [is_met(standard, level) for standard, level in zip(standards, levels, strict=True)]
    return Levels(levels, np.stack(met))


def run_days(plan: Plan, standards: Sequence[Standard], window: Window) -> int:
    """Days of a run that can tell whether the standards hold over the window."""
    days = max(window.days_of(plan.start, standard) for standard in standards)
    require(days <= 3660, "window", window.last.isoformat(), "a run covers ten years from the plan's start")
    return days


def run_marks(standards: Sequence[Standard], window: Window) -> list[date]:
    """The marks of a run that can tell whether the standards hold over the window."""
    return [mark for standard in standards for mark in window.marks(standard)]


def _teams(plan: Plan, standards: Sequence[Standard]) -> list[str]:
    return [team.key for team in plan.teams if any(standard.team == team.key for standard in standards)]


def _refuse_past(plan: Plan, requirement: Requirement) -> None:
    rule = f"the plan starts on {plan.start}: choose that day or a later one"
    require(requirement.window.first >= plan.start, "window.first", requirement.window.first.isoformat(), rule)
    for place, posts in enumerate(requirement.posts):
        plan.team(posts.team)
        require(posts.start >= plan.start, f"posts[{place}].start", posts.start.isoformat(), rule)
