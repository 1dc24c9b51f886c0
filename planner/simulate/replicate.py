"""Replications of a plan, shared out over threads; the same arrays come out for any number of them."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from datetime import date
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner import __version__
from planner.model.checks import require
from planner.model.codec import fingerprint
from planner.model.plan import Plan
from planner.model.precision import RunLength
from planner.model.progress import Progress, unheard
from planner.model.results import ResourceResult, Result, TeamResult
from planner.model.scenario import Scenario
from planner.simulate import machine
from planner.simulate.compiled import load
from planner.simulate.feasibility import refuse_endless, refuse_idle
from planner.simulate.kept import kept
from planner.simulate.kernel import layout
from planner.simulate.levers import Demand
from planner.simulate.network import Built, build
from planner.simulate.version import sources_mark

_PREPARING = Lock()
_fingerprint = kept(4)(fingerprint)
_PIECE_SECONDS = 0.03
"""How long a thread works before it looks whether the run goes on: short enough for Cancel to be felt at once."""
_LOOK_SECONDS = 0.02
"""How often the caller's progress callable is asked while the threads work."""


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
    demand: Demand | None = None,
    marks: Sequence[date] = (),
    progress: Progress = unheard,
) -> Result:
    """Run `replications` of the named teams (None: all) over `days` days from the plan's start.

    Replication r depends on the plan, the scenario, the demand paths, the seed and r alone. `demand` holds paths of new
    cases by team, which the replications take in turn; a team without has its present level; `marks` are days at whose
    end what is counted by month is cut as well. `progress` is called on the calling thread and may raise Cancelled.
    KeyError for an unknown team; InvalidPlan for a network that can never finish, or paths that a lever asks for and
    that are not there.
    """
    run = Run(
        plan, scenario, teams=teams, days=days, limit=replications, seed=seed, threads=threads, demand=demand,
        marks=marks,
    )  # fmt: skip
    run.extend(replications, progress)
    return run.result()


class Run:
    """Replications of one plan that can be carried on: the first ones stay as they are while more are added."""

    def __init__(
        self,
        plan: Plan,
        scenario: Scenario | None = None,
        *,
        teams: Sequence[str] | None = None,
        days: int = 730,
        limit: int = 200,
        seed: int = 1,
        threads: int | None = None,
        demand: Demand | None = None,
        marks: Sequence[date] = (),
    ) -> None:
        """Arguments and errors are those of `simulate`; room is set aside for `limit` replications (address space:
        memory is taken as they are run)."""
        require(1 <= days <= 3660, "days", days, "a run covers 1 to 3,660 days")
        require(1 <= limit <= 100_000, "replications", limit, "a run has 1 to 100,000 futures")
        require(teams is None or len(teams) > 0, "teams", teams, "a run has at least one team")
        require(0 <= seed < 2**63, "seed", seed, "a seed is a whole number from 0 to 2^63 - 1")
        begun = time.perf_counter()
        chosen = [team.key for team in plan.teams] if teams is None else [plan.team(key).key for key in teams]
        self.teams = tuple(team.key for team in plan.teams if team.key in chosen)
        self.days = days
        self._plan = plan
        self._fingerprint = _fingerprint(plan)
        self._scenario = scenario
        self._seed = seed
        self._marks = tuple(sorted(set(marks)))
        simulated = _with_neighbours(plan, self.teams)
        refuse_endless(plan, scenario, simulated)
        self._built = build(plan, scenario, simulated, days, demand, self._marks)
        refuse_idle(self._built.rosters, days)
        self._workers = threads or os.cpu_count() or 1
        machine.refuse_oversized(self._built.network, limit, self._workers)
        self._output = machine.new_output(self._built.network, limit)
        self._done = 0
        self._begun = 0
        """Replications that may have left something in the arrays: all after `_done` were cut short."""
        prepare()
        self._seconds = time.perf_counter() - begun

    @property
    def done(self) -> int:
        """Replications so far."""
        return self._done

    def extend(self, to: int, progress: Progress = unheard) -> None:
        """Run all replications before number `to` that have not been run.

        `progress(done, to)` is called on the calling thread and may raise; then the run is as it was before the call
        within a fraction of a second, and may be extended again.
        """
        if not 0 <= to <= self._output.handled.shape[0]:
            raise ValueError(f"there is no room for {to} replications")
        if to <= self._done:
            return
        begun = time.perf_counter()
        for array in part(self._output, self._done, self._begun):
            array[:] = 0
        self._begun = to
        queue = _Queue(self._done, to, self._workers)
        pool = ThreadPoolExecutor(self._workers, thread_name_prefix="replications")
        try:
            progress(self._done, to)
            waiting = {pool.submit(self._work, queue) for _ in range(self._workers)}
            while waiting:
                ended, waiting = wait(waiting, _LOOK_SECONDS, FIRST_EXCEPTION)
                for future in ended:
                    future.result()
                progress(queue.finished, to)
            self._done = to
        finally:
            queue.stop()
            pool.shutdown(wait=True, cancel_futures=True)
            self._seconds += time.perf_counter() - begun

    def _work(self, queue: _Queue) -> None:
        """Run piece after piece, each as long as `_PIECE_SECONDS` by the pace of the one before."""
        wanted = 1
        engine = machine.Machine(self._built.network)
        while piece := queue.take(wanted):
            begun = time.perf_counter()
            engine.run(part(self._output, piece.start, piece.stop), self._seed, piece.start, queue.is_stopped)
            pace = max(time.perf_counter() - begun, 1e-9) / len(piece)
            queue.note(len(piece))
            wanted = min(max(round(_PIECE_SECONDS / pace), 1), 4 * wanted)

    def result(self, length: RunLength | None = None) -> Result:
        """The replications so far. Its arrays are views of the run's own, and do not change when the run goes on."""
        output = part(self._output, 0, self._done)
        teams = enumerate(self._built.teams)
        return Result(
            plan=self._plan,
            plan_fingerprint=self._fingerprint,
            conditions=self._scenario,
            seed=self._seed,
            version=__version__,
            engine=sources_mark(),
            start=self._plan.start,
            days=self.days,
            replications=self._done,
            seconds=self._seconds,
            teams=tuple(team_result(self._built, output, place) for place, team in teams if team.key in self.teams),
            resources=tuple(
                ResourceResult(
                    resource.key,
                    output.resource_days[:, place, 0],
                    output.resource_days[:, place, 1],
                    output.outsourced[:, :, place],
                )
                for place, resource in enumerate(self._plan.resources)
            ),
            marks=self._marks,
            length=length or RunLength(),
        )


class _Queue:
    """Replications that are still to be run, taken by the threads a few at a time."""

    def __init__(self, first: int, past: int, workers: int) -> None:
        self.finished = first
        self._next = first
        self._past = past
        self._workers = workers
        self._stopped = False
        self._lock = Lock()

    def take(self, wanted: int) -> range:
        """Up to `wanted` replications, fewer towards the end so that the threads end together; empty when all are."""
        with self._lock:
            left = self._past - self._next
            first = self._next
            self._next += min(wanted, -(-left // (2 * self._workers)))
            return range(first, self._next)

    def note(self, number: int) -> None:
        """So many more are finished."""
        with self._lock:
            self.finished += number

    def stop(self) -> None:
        """Hand out no more."""
        with self._lock:
            self._past = self._next
            self._stopped = True

    def is_stopped(self) -> bool:
        """Whether nobody waits for what is being run."""
        return self._stopped


def _with_neighbours(plan: Plan, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The wanted teams and all that can be felt in them: teams that feed them or use a resource of theirs, in turn."""
    found = set(wanted)
    while True:
        shared = {stage.resource for team in plan.teams if team.key in found for stage in team.stages if stage.resource}
        more = {
            team.key
            for team in plan.teams
            if any(outcome.feed is not None and outcome.feed.team in found for outcome in team.outcomes)
            or any(stage.resource in shared for stage in team.stages)
        }
        if more <= found:
            return tuple(found)
        found |= more


def part(output: layout.Output, first: int, past: int) -> layout.Output:
    """Views of the replications from `first` to before `past`."""
    return layout.Output(*(array[first:past] for array in output))


def _queues(built: Built, stages: slice) -> slice:
    """The rows of those of some stages that use a shared resource."""
    before, upto = (int((built.network.stages["resource"][:past] >= 0).sum()) for past in (stages.start, stages.stop))
    return slice(before, upto)


def _by_month(counted: NDArray[Any]) -> NDArray[Any]:
    """A view of one of the engine's arrays by month, with the months as its last axis."""
    return np.moveaxis(counted, 1, -1)


def team_result(built: Built, output: layout.Output, place: int) -> TeamResult:
    """One team's views of the engine's arrays."""
    team = built.teams[place]
    bands = slice(built.first_band[place], built.first_band[place + 1])
    stages = slice(built.first_stage[place], built.first_stage[place + 1])
    outcomes = slice(built.first_outcome[place], built.first_outcome[place + 1])
    width = len(team.bands)
    queues = _queues(built, stages)
    return TeamResult(
        team=team.key,
        bands=tuple(band.key for band in team.bands),
        stages=tuple(stage.key for stage in team.stages),
        outcomes=tuple(outcome.key for outcome in team.outcomes),
        queues=tuple(stage.key for stage in team.stages if stage.resource),
        open=output.team_counts[:, place, 0],
        unallocated=output.team_counts[:, place, 1],
        caseload_max=output.team_counts[:, place, 2],
        outside=output.team_counts[:, place, 3],
        legacy=output.team_counts[:, place, 4],
        caseload_mean=output.team_amounts[:, place, 0],
        strength=output.team_amounts[:, place, 1],
        hours_available=output.team_amounts[:, place, 2],
        hours_used=output.team_amounts[:, place, 3],
        overtime=output.team_amounts[:, place, 4],
        overdue=output.overdue_days[:, bands],
        most_overdue=output.most_overdue[:, bands],
        arrived=_by_month(output.arrived)[:, bands],
        done=_by_month(output.done)[:, stages, :width],
        due=_by_month(output.due)[:, stages, :width],
        met=_by_month(output.met)[:, stages, :width],
        first_action_count=_by_month(output.first_count)[:, bands],
        first_action_days=_by_month(output.first_days)[:, bands],
        closed=_by_month(output.closed)[:, outcomes],
        closed_age_days=_by_month(output.closed_days)[:, outcomes],
        longest_wait=output.longest_wait[:, queues, :width],
        served=_by_month(output.served)[:, queues, :width],
        waited_days=_by_month(output.waited)[:, queues, :width],
    )
