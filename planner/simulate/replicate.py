"""Replications of a plan, shared out over threads; the same arrays come out for any number of them."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from threading import Lock

import numpy as np

from planner import __version__
from planner.model.checks import require
from planner.model.codec import fingerprint
from planner.model.plan import Plan
from planner.model.progress import Progress, unheard
from planner.model.results import ResourceResult, Result, TeamResult
from planner.model.scenario import Scenario
from planner.simulate import machine
from planner.simulate.compiled import load
from planner.simulate.feasibility import refuse_endless
from planner.simulate.kernel import layout
from planner.simulate.network import Built, build

_PREPARING = Lock()
_BATCH = 10
"""Replications handed to a thread at a time: small enough for Cancel to be felt at once."""


def prepare() -> None:
    """Load the compiled engine, once, however many threads ask for it."""
    with _PREPARING:
        load()


def simulate(
    plan: Plan,
    scenario: Scenario | None = None,
    *,
    teams: Sequence[str] | None = None,
    days: int = 730,
    replications: int = 200,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress = unheard,
) -> Result:
    """Run `replications` of the named teams (None: all) over `days` days from the plan's start.

    Replication r depends on the plan, the scenario, the seed and r alone. `progress` is called on the calling thread
    and may raise Cancelled. KeyError for an unknown team; InvalidPlan for a network that can never finish.
    """
    require(1 <= days <= 3660, "days", days, "a run covers 1 to 3,660 days")
    require(1 <= replications <= 100_000, "replications", replications, "a run has 1 to 100,000 futures")
    require(teams is None or len(teams) > 0, "teams", teams, "a run has at least one team")
    require(0 <= seed < 2**63, "seed", seed, "a seed is a whole number from 0 to 2^63 - 1")
    begun = time.perf_counter()
    wanted = tuple(team.key for team in plan.teams) if teams is None else tuple(plan.team(key).key for key in teams)
    refuse_endless(plan, scenario, wanted)
    built = build(plan, scenario, _with_feeders(plan, wanted), days)
    workers = threads or os.cpu_count() or 1
    machine.refuse_oversized(built.network, replications, workers)
    output = machine.new_output(built.network, replications)
    prepare()
    _run(built, output, seed, workers, progress)
    return Result(
        plan_fingerprint=fingerprint(plan),
        scenario=scenario.key if scenario else None,
        seed=seed,
        version=__version__,
        start=plan.start,
        days=days,
        replications=replications,
        seconds=time.perf_counter() - begun,
        teams=tuple(team_result(built, output, place) for place, team in enumerate(built.teams) if team.key in wanted),
        resources=tuple(
            ResourceResult(
                resource.key,
                output.resource_days[:, place, 0],
                output.resource_days[:, place, 1],
                np.zeros((replications, output.arrived.shape[2]), np.int32),
            )
            for place, resource in enumerate(plan.resources)
        ),
    )


def _with_feeders(plan: Plan, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The wanted teams and every team whose outcomes open cases in them, directly or in turn."""
    found = set(wanted)
    while True:
        more = {
            team.key
            for team in plan.teams
            if any(outcome.feed is not None and outcome.feed.team in found for outcome in team.outcomes)
        }
        if more <= found:
            return tuple(found)
        found |= more


def part(output: layout.Output, first: int, past: int) -> layout.Output:
    """Views of the replications from `first` to before `past`."""
    return layout.Output(*(array[first:past] for array in output))


def _run(built: Built, output: layout.Output, seed: int, threads: int, progress: Progress) -> None:
    total = output.handled.shape[0]
    progress(0, total)
    batch = 1 if total <= 2 * threads else min(_BATCH, -(-total // (2 * threads)))
    done = 0
    pool = ThreadPoolExecutor(threads, thread_name_prefix="replications")
    try:
        running: dict[Future[None], int] = {}
        for first in range(0, total, batch):
            past = min(first + batch, total)
            future = pool.submit(machine.run, built.network, part(output, first, past), seed, first)
            running[future] = past - first
        for future in as_completed(running):
            future.result()
            done += running[future]
            progress(done, total)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def team_result(built: Built, output: layout.Output, place: int) -> TeamResult:
    """One team's views of the engine's arrays."""
    team = built.teams[place]
    bands = slice(built.first_band[place], built.first_band[place + 1])
    stages = slice(built.first_stage[place], built.first_stage[place + 1])
    outcomes = slice(built.first_outcome[place], built.first_outcome[place + 1])
    width = len(team.bands)
    return TeamResult(
        team=team.key,
        bands=tuple(band.key for band in team.bands),
        stages=tuple(stage.key for stage in team.stages),
        outcomes=tuple(outcome.key for outcome in team.outcomes),
        open=output.team_counts[:, place, 0],
        unallocated=output.team_counts[:, place, 1],
        caseload_max=output.team_counts[:, place, 2],
        outside=output.team_counts[:, place, 3],
        legacy=output.team_counts[:, place, 4],
        caseload_mean=output.team_amounts[:, place, 0],
        strength=output.team_amounts[:, place, 1],
        hours_available=output.team_amounts[:, place, 2],
        hours_used=output.team_amounts[:, place, 3],
        overtime=np.zeros_like(output.team_amounts[:, place, 3]),
        overdue=output.overdue_days[:, bands],
        most_overdue=output.most_overdue[:, bands],
        arrived=output.arrived[:, bands],
        done=output.done[:, stages, :width],
        on_time=output.on_time[:, stages, :width],
        first_action_count=output.first_count[:, bands],
        first_action_days=output.first_days[:, bands],
        closed=output.closed[:, outcomes],
        closed_age_days=output.closed_days[:, outcomes],
    )
