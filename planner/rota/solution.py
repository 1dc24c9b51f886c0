"""What a solver of line problems gives back."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.rota.lines import Rota


@dataclass(frozen=True, slots=True)
class LineSolution:
    """The best rota found, its cost, and a cost that no rota of the problem is below.

    `seconds` is how long the search took, `first_seconds` until there was a rota at all; `improvements` has the seconds
    and the cost of each better one.
    """

    rota: Rota
    cost: float
    bound: float
    seconds: float
    first_seconds: float
    improvements: tuple[tuple[float, float], ...] = ()

    @property
    def is_proven(self) -> bool:
        """Whether no rota is cheaper."""
        return self.bound >= self.cost - 1e-6

    @property
    def gap(self) -> float:
        """How far the bound is below the cost, as a share of the cost (infinite when a cost of 0 is not proven)."""
        if self.is_proven:
            return 0.0
        return (self.cost - self.bound) / abs(self.cost) if self.cost else math.inf


class Unsolvable(Exception):
    """Somebody has no line that keeps their rules; `person` is their place in the problem, where it is known."""

    def __init__(self, person: int | None) -> None:
        super().__init__(person)
        self.person = person
