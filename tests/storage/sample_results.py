"""Results to keep in a plan file, made up by a generator: storing them asks nothing of the engine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.model.plan import Plan
from planner.model.precision import Aim, Estimate, Quantity, Reached, RunLength, Stop
from planner.model.results import ResourceResult, Result, TeamResult, array_notes, month_ends
from planner.model.scenario import Scenario

RESULT_TABLES = {"plan_snapshot", "result", "result_part"}


def sample_result(
    plan: Plan, scenario: Scenario | None = None, *, replications: int = 7, days: int = 45, seed: int = 1
) -> Result:
    """A result of the plan's shape with arbitrary numbers in it."""
    from planner.model.codec import fingerprint

    chance = np.random.default_rng(seed)
    months = len(month_ends(plan.start, days))

    def arrays(kind: type, **lengths: int) -> dict[str, np.ndarray]:
        sizes = {"replication": replications, "day": days, "month": months, **lengths}
        shapes = {name: tuple(sizes[axis] for axis in note.axes) for name, note in array_notes(kind).items()}
        return {
            name: chance.gamma(2, 40, shape).astype(np.float32)
            if name.endswith(("mean", "strength", "available", "used", "most_overdue", "days"))
            else chance.integers(0, 300, shape, np.int32)
            for name, shape in shapes.items()
        }

    def team_result(key: str) -> TeamResult:
        team = plan.team(key)
        names = {part: tuple(entry.key for entry in getattr(team, part)) for part in ("bands", "stages", "outcomes")}
        names["queues"] = tuple(stage.key for stage in team.stages if stage.resource)
        lengths = {part.removesuffix("s"): len(keys) for part, keys in names.items()}
        found = arrays(TeamResult, **lengths)
        found["due"] = found["met"] + chance.integers(0, 3, found["due"].shape, np.int32)
        return TeamResult(team=key, **names, **found)

    team = plan.teams[0].key
    reached = Reached(Aim(Quantity.OPEN, team, 5.0), 311.5, 4.25)
    return Result(
        plan=plan,
        plan_fingerprint=fingerprint(plan),
        conditions=scenario,
        seed=seed,
        version="0.1.0",
        engine="0123456789ab",
        start=plan.start,
        days=days,
        replications=replications,
        seconds=1.25,
        teams=tuple(team_result(team.key) for team in plan.teams),
        resources=tuple(ResourceResult(resource=resource.key, **arrays(ResourceResult)) for resource in plan.resources),
        length=RunLength(Stop.PRECISE, (reached, replace(reached, mean=None, half_width=None)), Estimate(2.5, 400)),
    )
