"""Choices of posts put to the test, each once, in no more futures than its decision takes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from planner.model.progress import Progress, unheard
from planner.model.requirement import Requirement, Verdict
from planner.staffing.confidence import interval, looks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STEPS = 1000
"""Parts in which the progress of one choice is told."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """What each standard looks at in each future, as the strictest target that the future keeps: [R] for each."""

    levels: tuple[NDArray[Any], ...]
    met: NDArray[np.bool_]
    """[standards, R] whether the standard's own target is kept."""

    @property
    def futures(self) -> int:
        """How many."""
        return int(self.met.shape[1])


class Play(Protocol):
    """Plays the futures of a choice; the same futures for every choice, the first ones first.

    `enough` is asked after each round and ends it when true; at the latest it ends with the requirement's futures.
    """

    def __call__(self, counts: tuple[int, ...], enough: Callable[[Levels], bool], progress: Progress) -> Levels:
        """The levels that the standards reached."""


class Trials:
    """The verdicts of a requirement so far."""

    def __init__(self, requirement: Requirement, play: Play, progress: Progress = unheard) -> None:
        self.requirement = requirement
        self.found: dict[tuple[int, ...], Verdict] = {}
        self.expected = 1
        """How many choices will be tried, as far as is known."""
        self._play = play
        self._progress = progress

    def verdict(self, counts: tuple[int, ...]) -> Verdict:
        """What the futures say of a choice; `progress` may raise Cancelled."""
        if counts not in self.found:
            played = self._play(counts, self._enough, self._told)
            self.found[counts] = self._judge(counts, played)
        return self.found[counts]

    def ordered(self) -> tuple[Verdict, ...]:
        """All verdicts, fewest officers first."""
        return tuple(sorted(self.found.values(), key=lambda verdict: (verdict.officers, verdict.counts)))

    def _told(self, done: int, total: int) -> None:
        whole = max(self.expected, len(self.found) + 1)
        self._progress(len(self.found) * _STEPS + _STEPS * done // max(total, 1), whole * _STEPS)

    def _enough(self, played: Levels) -> bool:
        return played.futures >= looks(self.requirement.futures)[0] and self._judge((), played).sure

    def _judge(self, counts: tuple[int, ...], played: Levels) -> Verdict:
        asked, futures = self.requirement.probability, played.futures
        held = int(played.met.all(axis=0).sum())
        low, high = interval(held, futures, self.requirement.futures)
        # A share is never rounded up to what was asked for.
        return Verdict(
            counts=counts,
            futures=futures,
            share=held / futures,
            low=low,
            high=high,
            meets=held >= math.ceil(asked * futures - 1e-9),
            sure=low >= asked or high < asked,
            standards=tuple(float(share) for share in played.met.mean(axis=1)),
            within_reach=tuple(
                _within_reach(levels, asked, at_least=standard.at_least)
                for standard, levels in zip(self.requirement.standards, played.levels, strict=True)
            ),
        )


def _within_reach(levels: NDArray[Any], asked: float, *, at_least: bool) -> float:
    """The strictest target that is kept in a share `asked` of the futures."""
    import numpy as np

    kept = math.ceil(asked * levels.size - 1e-9)
    return float(np.sort(levels)[-kept if at_least else kept - 1])
