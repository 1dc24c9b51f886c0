"""The charts of a report before they are drawn: finished numbers, with their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from planner.report.summary import Fan

Tone = Literal["good", "warn", "bad"]


@dataclass(frozen=True, slots=True, eq=False)
class FanPicture:
    """The middle future, half of the futures and nine in ten of them over the days."""

    unit: str
    days: tuple[date, ...]
    low90: tuple[float, ...]
    low50: tuple[float, ...]
    median: tuple[float, ...]
    high50: tuple[float, ...]
    high90: tuple[float, ...]
    name: str = "Middle future"
    other: tuple[float, ...] = ()
    """A second middle future to compare with, and ..."""
    other_name: str = ""
    """... its name."""
    limit: tuple[float, str] | None = None
    mark: tuple[date, str] | None = None
    past: tuple[tuple[date, float], ...] = ()
    """Counts of before."""


@dataclass(frozen=True, slots=True)
class ChanceRow:
    """A chance from 0 to 1 with its interval."""

    name: str
    chance: float
    low: float
    high: float
    tone: Tone


@dataclass(frozen=True, slots=True)
class ChancesPicture:
    """Chances one below the other."""

    rows: tuple[ChanceRow, ...]
    enough: float
    """From which one is called likely."""


@dataclass(frozen=True, slots=True)
class BarsPicture:
    """Amounts one below the other, each with its words at the end."""

    unit: str
    rows: tuple[tuple[str, float, str], ...]


Picture = FanPicture | ChancesPicture | BarsPicture


def fan_picture(
    unit: str,
    start: date,
    fan: Fan,
    *,
    other: Iterable[float] | None = None,
    names: tuple[str, str] = ("Middle future", ""),
    limit: tuple[float, str] | None = None,
    mark: tuple[date, str] | None = None,
) -> FanPicture:
    """A fan by days from `start` as a picture; `names` are those of its middle future and of the `other`."""
    days = tuple(start + timedelta(days=day) for day in range(len(fan.median)))
    parts = (tuple(map(float, part)) for part in (fan.low90, fan.low50, fan.median, fan.high50, fan.high90))
    low90, low50, median, high50, high90 = parts
    second = () if other is None else tuple(map(float, other))
    return FanPicture(unit, days, low90, low50, median, high50, high90, names[0], second, names[1], limit, mark)
