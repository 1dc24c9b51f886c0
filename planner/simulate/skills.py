"""Who may do what: the skills of people as bits, and a queue (lane) for each set of skills that work asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.model.checks import InvalidPlan
from planner.model.people import Officer
from planner.model.team import Performer, Team
from planner.simulate.kernel import records

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST = 62
"""Skills that fit into a number of 64 bits."""


def asked_skills(team: Team) -> frozenset[str]:
    """Every skill that some work of a team asks for."""
    asked = [band.skill for band in team.bands] + [stage.skill for stage in team.stages]
    return frozenset(skill for skill in asked if skill is not None)


@dataclass(frozen=True, slots=True)
class Lanes:
    """The queues of work that waits for somebody with the right skills."""

    rows: NDArray[Any]
    """[L] LANE: the skills asked for."""
    spans: NDArray[np.int64]
    """[T, 4] first lane of a team's allocation queue, of its officers' and its supervisors' pool, and past them."""
    of_band: NDArray[np.int64]
    """[B] the lane in which a band's cases wait for an owner."""
    of_stage: NDArray[np.int64]
    """[S, 2] the lane of a stage's task, and of its second officer's share."""


class SkillBits:
    """A bit for every skill that the teams ask for."""

    def __init__(self, teams: Sequence[Team]) -> None:
        asked = sorted(frozenset().union(*(asked_skills(team) for team in teams)))
        if len(asked) > _MOST:
            raise InvalidPlan("teams.stages.skill", len(asked), f"a plan asks for at most {_MOST} skills")
        self._bits = {skill: 1 << place for place, skill in enumerate(asked)}

    def mask(self, skills: frozenset[str]) -> int:
        """The bits of some skills; one that nothing asks for has none."""
        return sum(self._bits.get(skill, 0) for skill in skills)

    def people(self, people: Sequence[tuple[Officer, bool]]) -> NDArray[np.int64]:
        """[P] everybody's skills; whoever a lever brings in (True) has all of them."""
        everything = self.mask(frozenset(self._bits))
        return np.array(
            [everything if brought else self.mask(frozenset(person.skills)) for person, brought in people], np.int64
        )


def lanes(teams: Sequence[Team], bits: SkillBits) -> Lanes:
    """The lanes of some teams, in their order."""
    rows: list[int] = []
    spans: list[list[int]] = []
    of_band: list[int] = []
    of_stage: list[tuple[int, int]] = []
    for team in teams:
        stage_masks = [bits.mask(frozenset({stage.skill} - {None})) for stage in team.stages]  # type: ignore[arg-type]
        owner_masks = [bits.mask(team.owner_skills(band.key)) for band in team.bands]
        first = len(rows)
        of_band += [first + place for place in _places(rows, owner_masks)]
        pool = len(rows)
        shared = _places(rows, stage_masks)
        supervisors = len(rows)
        led = _places(rows, stage_masks)
        for number, stage in enumerate(team.stages):
            by_supervisor = stage.performer is Performer.SUPERVISOR
            task = supervisors + led[number] if by_supervisor else pool + shared[number]
            of_stage.append((task, pool + shared[number]))
        spans.append([first, pool, supervisors, len(rows)])
    found = np.zeros(len(rows), records.LANE)
    found["skills"] = rows
    return Lanes(found, np.array(spans, np.int64), np.array(of_band, np.int64), np.array(of_stage, np.int64))


def _places(rows: list[int], masks: Sequence[int]) -> list[int]:
    """Add a lane for each different mask; which of the new lanes each mask has."""
    different = sorted(set(masks))
    rows += different
    return [different.index(mask) for mask in masks]
