"""What cover the work asks for: officer-hours by day of the week, from a simulation's futures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from planner.model.results import Result
from planner.model.rota import Cover, Rota

BUSY_SHARE, AT_THE_LIMIT = 0.8, 0.95
"""The share of futures that an ideal cover is enough for; the share of its hours at which a team is at its limit."""

WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class DayNeed:
    """Officer-hours that a weekday's work takes: on average, and in the busier of five futures."""

    weekday: int
    hours: float
    busy_hours: float
    limited: bool
    """The team uses nearly all the hours it has: the work asks for more than is shown."""


@dataclass(frozen=True, slots=True)
class RotaNeed:
    """The needs of a rota's weekdays, Monday first (none where no run reaches it), and the run that they are from."""

    needs: tuple[DayNeed, ...]
    scenario: str | None
    """Its name."""
    replications: int
    seed: int


def needed_hours(result: Result, team: str, rota: Rota) -> tuple[DayNeed, ...]:
    """The hours that the team's tasks take on each weekday of a rota's days, as the run has them; Monday first.

    The run is one with the strength that the plan has: hours it does not have are not seen to be needed, which
    `limited` says. Empty when the run does not reach the rota.
    """
    import numpy as np

    found = next(entry for entry in result.teams if entry.team == team)
    first = (rota.start - result.plan.start).days
    days = np.arange(max(first, 0), min(first + rota.days, found.hours_used.shape[1]))
    needs = []
    for weekday in range(7):
        chosen = [day for day in days if (result.plan.start + timedelta(days=int(day))).weekday() == weekday]
        if not chosen:
            continue
        used, available = found.hours_used[:, chosen], found.hours_available[:, chosen]
        share = float(used.sum() / available.sum()) if available.sum() else 1.0
        by_future = used.mean(axis=1)
        busy = float(np.quantile(by_future, BUSY_SHARE))
        needs.append(DayNeed(weekday, float(by_future.mean()), busy, share >= AT_THE_LIMIT))
    return tuple(needs)


def cover_for(needs: tuple[DayNeed, ...], rota: Rota, shifts: tuple[str, ...]) -> tuple[Cover, ...]:
    """Rows of cover on some kinds of duty that give those hours: the mean as the minimum, the busy as the ideal."""
    hours = sum(rota.shift(key).productive_hours for key in shifts) / len(shifts)
    rows = []
    for need in needs:
        least = math.ceil(need.hours / hours - 1e-9)
        if least or need.busy_hours > 0:
            ideal = max(least, math.ceil(need.busy_hours / hours - 1e-9))
            day = WEEKDAY_NAMES[need.weekday]
            rows.append(Cover(f"need-{need.weekday}", f"Work of {day}", shifts, least, ideal, weekdays=(need.weekday,)))
    return tuple(rows)
