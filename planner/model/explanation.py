"""Why two scenarios differ in a measure: the difference, split among the levers that are not the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from planner.model.checks import require_day
from planner.model.precision import Quantity, check_quantity
from planner.model.requirement import Window
from planner.model.scenario import Lever, Scenario
from planner.model.standard import Standard


@dataclass(frozen=True, slots=True)
class MeanOf:
    """The mean over the futures of one of a team's figures on a day, or of what is of the whole run up to that day."""

    quantity: Quantity
    team: str
    on: date
    stage: str | None = None
    """Of a quantity that is of one stage: which."""
    band: str | None = None
    """Only this band, of a quantity that is told apart by band; None for all."""

    def __post_init__(self) -> None:
        require_day("on", self.on)
        check_quantity(self.quantity, self.stage, self.band)


@dataclass(frozen=True, slots=True)
class ChanceOf:
    """The share of the futures in which a standard holds over a window."""

    standard: Standard
    window: Window


Subject = MeanOf | ChanceOf
"""A measure of which a difference is explained."""


@dataclass(frozen=True, slots=True)
class Change:
    """One lever that differs: as it is in the first scenario and in the second; None where there is none."""

    before: Lever | None
    after: Lever | None


@dataclass(frozen=True, slots=True)
class Term:
    """What a change adds to the measure."""

    change: Change
    amount: float
    error: float
    """Standard error: of the futures and, where orders were sampled, of those."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The terms add up to `after` less `before` to the last bit, in any order: all are whole numbers of a tiny unit."""

    subject: Subject
    first: Scenario | None
    second: Scenario | None
    """None: the plan as it is."""
    before: float
    after: float
    error: float
    """Standard error of the difference."""
    terms: tuple[Term, ...]
    """Greatest first."""
    orders: int | None
    """Orders of the changes that were sampled; None when all were."""
    runs: int
    """Combinations of changes that were simulated."""
    futures: int
    seed: int

    @property
    def difference(self) -> float:
        """What there is to explain."""
        return self.after - self.before


def shared_out(amounts: Sequence[Fraction] | Sequence[float], total: int) -> list[int]:
    """Whole numbers near the amounts that add up to `total`: those cut most are raised first (largest remainder)."""
    found = [int(amount // 1) for amount in amounts]
    left = total - sum(found)
    order = sorted(range(len(amounts)), key=lambda place: found[place] - amounts[place])
    whole, rest = divmod(left, len(found))
    return [count + whole + (place in order[:rest]) for place, count in enumerate(found)]
