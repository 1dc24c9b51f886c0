"""A team's stages as a map: what leads where with what chance, and how many open cases are at each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from planner.model.cases import Phase
from planner.model.plan import Plan
from planner.model.team import Team


@dataclass(frozen=True, slots=True)
class FlowBox:
    """A stage, or an outcome where `outcome` is true."""

    key: str
    name: str
    outcome: bool
    working: int = 0
    """Open cases whose task is with the team."""
    outside: int = 0
    """Open cases that wait outside the team, or for their next turn."""
    overdue: int = 0
    """Open cases whose due day lies before the plan's start."""


@dataclass(frozen=True, slots=True)
class FlowArrow:
    """A way from one box to another; `share` is the chance over all new cases' bands, a case taken as in its own."""

    start: str
    end: str
    share: float


@dataclass(frozen=True, slots=True)
class StageFlow:
    """Boxes in the order of the team, outcomes last, and the arrows between them."""

    boxes: tuple[FlowBox, ...]
    arrows: tuple[FlowArrow, ...]


def stage_flow(plan: Plan, team: Team) -> StageFlow:
    """The map of a team with the book of the plan's first morning on it.

    An arrow's share weighs the routes of each band by the band's share of new cases.
    """
    working: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    overdue: Counter[str] = Counter()
    for case in plan.cases:
        if case.team == team.key:
            (working if case.phase is Phase.TASK else outside)[case.stage] += 1
            overdue[case.stage] += case.due is not None and case.due < plan.start
    boxes = [
        FlowBox(stage.key, stage.name, False, working[stage.key], outside[stage.key], overdue[stage.key])
        for stage in team.stages
    ]
    boxes += [FlowBox(outcome.key, outcome.name, True) for outcome in team.outcomes]
    shares: dict[tuple[str, str], float] = {}
    for stage in team.stages:
        for band in team.bands:
            for route in stage.routes_for(band.key):
                way = (stage.key, route.to)
                shares[way] = shares.get(way, 0.0) + band.share.value * route.probability.value
    arrows = tuple(FlowArrow(start, end, share) for (start, end), share in shares.items() if share > 0)
    return StageFlow(tuple(boxes), arrows)
