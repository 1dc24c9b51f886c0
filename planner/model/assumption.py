"""A number together with where it came from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.model.checks import require, require_day


class Status(StrEnum):
    """How far a figure can be trusted (the register's three classes)."""

    OK = "OK"
    """Sourced and current."""
    ADAPT = "ADAPT"
    """Sourced, but dated, partial or local: check it against your own force."""
    ASSUME = "ASSUME"
    """Not sourced: your estimate needed."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One figure of the plan, with its provenance. `dated` is the date of the source, not of the entry."""

    value: float
    unit: str
    status: Status = Status.ASSUME
    source: str = ""
    rationale: str = ""
    owner: str = ""
    dated: date | None = None
    review: date | None = None
    """The day by which somebody looks at the figure again."""

    def __post_init__(self) -> None:
        require(math.isfinite(self.value), "value", self.value, "a figure is a finite number")
        require(
            self.status is Status.ASSUME or bool(self.source.strip()),
            "source",
            self.source,
            f"a figure marked {self.status} names its source",
        )
        require_day("review", self.review)

    def __float__(self) -> float:
        return self.value


@dataclass(frozen=True, slots=True)
class BandFigure:
    """A figure for one risk band, or for every band without a row of its own when `band` is None."""

    figure: Assumption
    band: str | None = None


def figure_for(rows: tuple[BandFigure, ...], band: str) -> Assumption | None:
    """The figure that applies to `band`: its own row first, then the row for all bands."""
    shared = None
    for row in rows:
        if row.band == band:
            return row.figure
        if row.band is None:
            shared = row.figure
    return shared
