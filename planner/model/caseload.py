"""What each officer holds and has hours for, as worked out from a plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.model.capacity import CapacityRule
from planner.model.cases import Case
from planner.model.people import Officer
from planner.model.team import Team

Weeks = tuple[float, ...]
"""Hours in each of the coming weeks, the plan's first one first."""


@dataclass(frozen=True, slots=True)
class CaseLoad:
    """An open case and the work still to be expected of it."""

    case: Case
    weeks: Weeks
    """Hours that it wants of its owner, done as soon as they can be."""
    hours_left: float
    """Owner's hours to the end of the case, on average."""
    days_late: int | None
    """Days since its task was due, at the plan's start; below 0 the days that are left; None without a clock."""

    @property
    def overdue(self) -> bool:
        """Whether its task was due before the plan's start."""
        return self.days_late is not None and self.days_late > 0


@dataclass(frozen=True, slots=True)
class OfficerLoad:
    """One officer's book, and the hours there are for it."""

    officer: Officer
    cases: tuple[CaseLoad, ...]
    limit: float
    """Most cases for the officer's hours: the team's limit times full-time equivalents, ramp and reductions."""
    share: float
    """Full-time equivalents by which cases are shared out on the first day: below 1 for part time, ramp, reductions."""
    shared: Weeks
    """Hours of the work that any officer of the team may do, the second officer's of a task for two among it."""
    available: Weeks
    own: Weeks
    """Hours that the own cases want: their sum, kept because there may be many."""

    def holding(self, cases: tuple[CaseLoad, ...]) -> OfficerLoad:
        """The officer with other cases."""
        return replace(self, cases=cases, own=summed(cases, len(self.shared)))

    @property
    def wanted(self) -> Weeks:
        """Hours wanted in each week: the own cases' and the shared ones."""
        return tuple(mine + more for mine, more in zip(self.own, self.shared, strict=True))

    @property
    def capacity(self) -> float | None:
        """Hours wanted ÷ hours available over all the weeks; None when there are no hours."""
        return capacity(self.wanted, self.available)

    def lasts(self, rule: CapacityRule) -> bool:
        """Whether the officer is over, and stays so in each of the rule's weeks."""
        return self.is_over(rule) and all(
            week > rule.threshold.value for week in pressures(self.wanted, self.available)
        )

    def is_over(self, rule: CapacityRule) -> bool:
        """Whether more is wanted over all the weeks than the threshold allows."""
        found = self.capacity
        return sum(self.wanted) > 0 if found is None else found > rule.threshold.value


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """A team's officers and cases on the morning of `start`."""

    team: Team
    start: date
    rule: CapacityRule
    officers: tuple[OfficerLoad, ...]
    """Those in the team within the rule's weeks, and whoever else owns a case, in the plan's order."""
    unallocated: tuple[CaseLoad, ...]
    entry_hours: tuple[Weeks, ...]
    """Of a new case of each band (in the team's order) that is taken today: the hours it wants of its owner."""

    @property
    def weeks(self) -> int:
        """How many weeks are looked ahead."""
        return self.rule.whole_weeks

    def officer(self, key: str) -> OfficerLoad:
        """The officer with this key; KeyError when there is none."""
        return {load.officer.key: load for load in self.officers}[key]

    @property
    def capacity(self) -> float | None:
        """Of all officers together: what their cases and the team's shared work want ÷ what they have."""
        wanted = [sum(load.wanted) for load in self.officers]
        return capacity((math.fsum(wanted),), (math.fsum(sum(load.available) for load in self.officers),))


def summed(cases: Sequence[CaseLoad], weeks: int) -> Weeks:
    """The hours that cases want, week by week."""
    return tuple(math.fsum(case.weeks[week] for case in cases) for week in range(weeks))


def capacity(wanted: Sequence[float], available: Sequence[float]) -> float | None:
    """Hours wanted ÷ hours available; None when there are no hours."""
    hours = math.fsum(available)
    return math.fsum(wanted) / hours if hours > 0 else None


def pressures(wanted: Sequence[float], available: Sequence[float]) -> tuple[float, ...]:
    """What each week begins with and brings ÷ its hours: what a week does not get done goes on into the next.

    Infinite in a week without hours in which something is wanted.
    """
    found, carried = [], 0.0
    for more, hours in zip(wanted, available, strict=True):
        carried += more
        found.append(carried / hours if hours > 0 else math.inf if carried > 0 else 0.0)
        carried = max(0.0, carried - hours)
    return tuple(found)
