"""What a simulation found: arrays with named axes, and what they were made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Counts = NDArray[np.int32]
    Amounts = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class TeamResult:
    """One team's replications. R replications, D days, M calendar months from the start, B bands, S stages, O outcomes.

    Daily values are those at the end of the day; the axes are named in the order of the array.
    """

    team: str
    bands: tuple[str, ...]
    stages: tuple[str, ...]
    outcomes: tuple[str, ...]
    open: Counts
    """[R, D] open cases, owned or not."""
    unallocated: Counts
    """[R, D] cases in the allocation queue."""
    caseload_mean: Amounts
    """[R, D] owned cases per full-time equivalent in post (0 when nobody is)."""
    caseload_max: Counts
    """[R, D] the most cases one officer owns."""
    strength: Amounts
    """[R, D] full-time equivalents in post."""
    hours_available: Amounts
    """[R, D] productive officer-hours of the day."""
    hours_used: Amounts
    """[R, D] officer-hours spent on tasks in the day."""
    overtime: Amounts
    """[R, D] of those hours, what went beyond the usual ones."""
    outside: Counts
    """[R, D] cases in an external delay or in a shared resource's hands or queue."""
    legacy: Counts
    """[R, D] cases of the opening legacy that are still open."""
    overdue: Counts
    """[R, B, D] tasks past their due date and not done."""
    most_overdue: Amounts
    """[R, B, D] days by which the latest pending task is past its due date (0 when none is)."""
    arrived: Counts
    """[R, B, M] new cases."""
    done: Counts
    """[R, S, B, M] tasks done."""
    on_time: Counts
    """[R, S, B, M] tasks done by their due date (a task without a clock counts)."""
    first_action_count: Counts
    """[R, B, M] cases whose first action began; cases of the opening book are left out."""
    first_action_days: Amounts
    """[R, B, M] sum over those cases of days from opening to the start of the first action."""
    closed: Counts
    """[R, O, M] cases ended, by outcome."""
    closed_age_days: Amounts
    """[R, O, M] sum over those cases of days from opening to the end."""


@dataclass(frozen=True, slots=True, eq=False)
class ResourceResult:
    """A shared resource's replications. R replications, D days, M calendar months from the start."""

    resource: str
    waiting: Counts
    """[R, D] cases queueing for a server."""
    busy: Counts
    """[R, D] servers in use."""
    outsourced: Counts
    """[R, M] cases sent to an outside supplier instead."""


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A run, with all that is needed to make it again."""

    plan_fingerprint: str
    scenario: str | None
    """Key of the scenario; None for the base plan."""
    seed: int
    version: str
    start: date
    days: int
    replications: int
    seconds: float
    teams: tuple[TeamResult, ...]
    resources: tuple[ResourceResult, ...] = ()

    def team(self, key: str) -> TeamResult:
        """The results of one team; KeyError when it was not simulated."""
        return {team.team: team for team in self.teams}[key]

    def month(self, index: int) -> date:
        """First day of the calendar month that index `index` of an M axis stands for."""
        months = self.start.year * 12 + self.start.month - 1 + index
        return date(months // 12, months % 12 + 1, 1)
