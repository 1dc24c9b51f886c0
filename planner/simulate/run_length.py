"""How many replications a run needs: as many as make its means precise enough, with a trial to foretell how many."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from datetime import date

from planner.model.checks import InvalidPlan
from planner.model.plan import Plan
from planner.model.precision import Aim, Estimate, Reached, RunLength, Stop, check_aim, reach
from planner.model.progress import Progress, unheard
from planner.model.results import Result
from planner.model.scenario import Scenario
from planner.simulate.levers import Demand
from planner.simulate.replicate import Run

ROUNDS = (20, 50, 200)
"""Replications after which a run is looked at; afterwards as the measured spread demands."""
FEWEST = 50
"""No run is found precise enough with fewer: a spread measured on less is not to be trusted."""
_GROWTH = 4
"""A round makes a run at most this many times as long."""
_MARGIN = 1.05
"""What is added to the replications that seem to be needed, so that most runs need no further look."""


def simulate_until(
    plan: Plan,
    scenario: Scenario | None = None,
    *,
    aims: Sequence[Aim] = (),
    limit: int = 1000,
    first: int = ROUNDS[0],
    teams: Sequence[str] | None = None,
    days: int = 730,
    seed: int = 1,
    threads: int | None = None,
    demand: Demand | None = None,
    marks: Sequence[date] = (),
    progress: Progress = unheard,
    partial: Callable[[Result], None] | None = None,
    estimated: Callable[[Estimate], None] | None = None,
) -> Result:
    """Run replications until every aim is reached, or `limit` of them; without aims, `limit` of them.

    After `first`, 50, 200 … replications `partial` is given the result so far and `estimated` how long the whole run
    will take; these and `progress` are called on the calling thread, and may raise Cancelled. `progress` counts up to
    the number of replications that are then expected. What is found is what `simulate` finds for as many replications.
    Errors are those of `simulate`, and InvalidPlan for an aim that this run cannot speak of.
    """
    run = Run(
        plan, scenario, teams=teams, days=days, limit=limit, seed=seed, threads=threads, demand=demand, marks=marks
    )
    for place, aim in enumerate(aims):
        try:
            check_aim(aim, plan, run.teams, days)
        except InvalidPlan as error:
            raise error.inside(f"aims[{place}]") from None
    begun = time.perf_counter()
    reached: tuple[Reached, ...] = ()
    trial: Estimate | None = None
    expected = limit
    while True:
        to = _next_look(run.done, expected, limit, first)
        before, started = run.done, time.perf_counter()
        run.extend(to, _towards(max(expected, to), progress))
        pace = (time.perf_counter() - started) / (to - before)
        so_far = run.result()
        reached = tuple(reach(so_far, aim) for aim in aims)
        expected = expected_replications(reached, run.done, limit)
        if expected == run.done:
            return run.result(RunLength(_reason(reached, run.done), reached, trial))
        estimate = Estimate(time.perf_counter() - begun + pace * (expected - run.done), expected)
        trial = trial or estimate
        if estimated is not None:
            estimated(estimate)
        if partial is not None:
            partial(run.result(RunLength(None, reached, trial)))


def _towards(total: int, progress: Progress) -> Progress:
    """Progress of one round as progress towards a total beyond it."""
    return lambda done, _: progress(done, total)


def expected_replications(reached: Sequence[Reached], done: int, limit: int) -> int:
    """How many replications the whole run will have, as it looks after `done`; `done` itself when it is over."""
    if not reached:
        return limit
    if done == limit or (done >= FEWEST and all(aim.met for aim in reached)):
        return done
    needed = max(_needed(aim, done, limit) for aim in reached)
    if needed <= ROUNDS[-1] and done < ROUNDS[-1]:
        # A run ends at a look, and never before the first that counts.
        return min(next(size for size in ROUNDS if size >= max(needed, FEWEST, done + 1)), limit)
    return min(max(math.ceil(_MARGIN * needed), done + 1), limit)


def _needed(aim: Reached, done: int, limit: int) -> int:
    """Replications after which the half-width should be what is aimed at: it falls with their square root."""
    if aim.half_width is None:
        return limit
    return min(math.ceil(done * (aim.half_width / aim.aim.precision) ** 2), limit)


def _next_look(done: int, expected: int, limit: int, first: int) -> int:
    """The replications after which the run is looked at again."""
    for size in (first, *ROUNDS[1:]):
        if done < size:
            return min(size, limit)
    return min(expected, _GROWTH * done, limit)


def _reason(reached: Sequence[Reached], done: int) -> Stop:
    if not reached:
        return Stop.AS_ASKED
    return Stop.PRECISE if done >= FEWEST and all(aim.met for aim in reached) else Stop.LIMIT
