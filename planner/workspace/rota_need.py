"""What cover the work of a team asks of its rota, from a simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.progress import Progress, unheard
from planner.model.rota_need import RotaNeed, needed_hours

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.rota import Rota

NEED_REPLICATIONS = 100
MOST_DAYS = 3660


def cover_need(
    plan: Plan,
    rota: Rota,
    scenario: str | None = None,
    *,
    replications: int = NEED_REPLICATIONS,
    seed: int = 1,
    progress: Progress = unheard,
) -> RotaNeed:
    """What the rota's team's work takes on each weekday of the rota, from a run of a scenario (None: none) to its end.

    The hours of the rota itself are left out of the run, even where the simulation works them: what a rota gives is not
    what the work asks for. KeyError when the plan has no such scenario; InvalidPlan when it cannot be run.
    """
    from dataclasses import replace

    from planner.workspace.engine import simulate_plan

    name = None if scenario is None else plan.scenario(scenario).name
    days = (rota.end - plan.start).days + 1
    if not 1 <= days <= MOST_DAYS:
        return RotaNeed((), name, replications, seed)
    people = {person.officer for person in rota.people}
    duties = tuple(duty for duty in plan.duties if duty.officer not in people)
    result = simulate_plan(
        replace(plan, duties=duties), scenario, days=days, replications=replications, seed=seed, progress=progress
    )
    return RotaNeed(needed_hours(result, rota.team, rota), name, replications, seed)
