"""What a rule of a rota is: its name, source, kind, limit and price."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.model.assumption import Status


class RuleKind(StrEnum):
    """What stands behind a rule."""

    LAW = "law"
    REGULATION = "regulation"
    AGREEMENT = "agreement"
    WISH = "wish"


class Binding(StrEnum):
    """Whether a rule may be broken at a price."""

    HARD = "always hard"
    EITHER = "hard or priced"
    SOFT = "always priced"


@dataclass(frozen=True, slots=True)
class RotaRule:
    """A rule as it ships. `limit` is in `unit`; None for a rule without a figure."""

    key: str
    name: str
    kind: RuleKind
    points: int
    """Price of one breach, or of each unit beyond the limit, where the rule is not hard."""
    binding: Binding = Binding.EITHER
    hard: bool = False
    limit: float | None = None
    unit: str = ""
    most: float = 0.0
    """The greatest limit that makes sense."""
    status: Status = Status.ASSUME
    source: str = ""
    note: str = ""
