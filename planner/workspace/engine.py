"""The simulation joined to the user's machine: where its compiled code is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from planner import paths
from planner.model.progress import Progress, unheard

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.precision import Aim, Estimate
    from planner.model.results import Result
    from planner.model.scenario import Scenario


def prepare_engine() -> None:
    """Load the compiled engine, compiling it first when this machine has no copy yet (tens of seconds, once)."""
    from planner.simulate.compiled import keep_in
    from planner.simulate.replicate import prepare

    keep_in(paths.user_cache())
    prepare()


def engine_is_ready() -> bool:
    """Whether this machine has a compiled copy of the engine as it is now; without one the first run takes long."""
    from planner.simulate.compiled import is_prepared

    return is_prepared(paths.user_cache())


def simulate_plan(
    plan: Plan,
    scenario: Scenario | str | None = None,
    *,
    teams: Sequence[str] | None = None,
    days: int = 730,
    replications: int = 200,
    seed: int = 1,
    progress: Progress = unheard,
) -> Result:
    """Simulate a plan under a scenario (a value, the key of one in the plan, or None for the base).

    KeyError when the plan has no such scenario or team; InvalidPlan when the network can never finish.
    """
    from planner.simulate.compiled import keep_in
    from planner.simulate.replicate import simulate

    keep_in(paths.user_cache())
    chosen = plan.scenario(scenario) if isinstance(scenario, str) else scenario
    return simulate(plan, chosen, teams=teams, days=days, replications=replications, seed=seed, progress=progress)


def simulate_until(
    plan: Plan,
    scenario: Scenario | str | None = None,
    *,
    aims: Sequence[Aim] = (),
    limit: int = 1000,
    teams: Sequence[str] | None = None,
    days: int = 730,
    seed: int = 1,
    progress: Progress = unheard,
    partial: Callable[[Result], None] | None = None,
    estimated: Callable[[Estimate], None] | None = None,
) -> Result:
    """Simulate until every aim's mean is precise enough, or `limit` futures; without aims, `limit` futures.

    After 20, 50, 200 … futures `partial` is called with the result so far, and `estimated` with how long the whole run
    will take. All callables are called on the calling thread; `progress` may raise Cancelled. Errors are those of
    `simulate_plan`, and InvalidPlan for an aim that this run cannot speak of.
    """
    from planner.simulate.compiled import keep_in
    from planner.simulate.run_length import simulate_until as simulate

    keep_in(paths.user_cache())
    return simulate(
        plan,
        plan.scenario(scenario) if isinstance(scenario, str) else scenario,
        aims=aims,
        limit=limit,
        teams=teams,
        days=days,
        seed=seed,
        progress=progress,
        partial=partial,
        estimated=estimated,
    )
