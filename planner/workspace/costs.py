"""What scenarios cost and buy, joined to the simulation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from planner.model.progress import Progress, unheard
from planner.model.requirement import Window
from planner.model.scenario import Scenario
from planner.report.scenario_cost import Option
from planner.workspace.engine import simulate_plan

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.standard import Standard

BASE = Scenario("base", "The plan as it is")


def price_scenarios(
    plan: Plan,
    scenarios: Sequence[Scenario],
    standards: Sequence[Standard],
    *,
    days: int = 365,
    futures: int = 200,
    seed: int = 1,
    teams: Sequence[str] | None = None,
    progress: Progress = unheard,
) -> tuple[Option, ...]:
    """The plan as it is and each scenario: its cost by month over the run at the plan's prices, what that buys,
    and the efficient options.

    A standard without a date of its own is looked at on the plan's re-inspection, or on the last of `days`; the run is
    longer than `days` when a standard needs it. Only `teams` are played (None: all), under each in the same futures.
    A plain function for any thread; `progress` may raise Cancelled. InvalidPlan for a standard whose date lies before
    the plan.
    """
    import numpy as np

    from planner.report.scenario_cost import bought, chances_of, efficient, scenario_cost
    from planner.report.standards import is_met, kept_level

    day = plan.reinspection or plan.start + timedelta(days=days - 1)
    windows = [Window.on(standard.by or day) for standard in standards]
    for standard, window in zip(standards, windows, strict=True):
        days = max(days, window.days_of(plan.start, standard))
    marks = [mark for one, when in zip(standards, windows, strict=True) for mark in when.marks(one)]
    found = []
    for place, scenario in enumerate((BASE, *scenarios)):

        def heard(done: int, total: int, place: int = place) -> None:
            progress(place * total + done, (len(scenarios) + 1) * total)

        result = simulate_plan(
            plan, scenario, teams=teams, days=days, replications=futures, seed=seed, marks=marks, progress=heard
        )
        chances = chances_of(result, standards, day)
        met = [is_met(one, kept_level(result, one, when)) for one, when in zip(standards, windows, strict=True)]
        together = float(np.all(met, axis=0).mean()) if met else 1.0
        found.append((scenario, scenario_cost(result, scenario, plan.prices), chances, together))
    best = efficient([(cost.together.mean, together) for _, cost, _, together in found])
    usual = found[0][2]
    return tuple(
        Option(scenario, cost, bought(cost.together.mean, chances, usual), together, days, on_frontier)
        for (scenario, cost, chances, together), on_frontier in zip(found, best, strict=True)
    )
