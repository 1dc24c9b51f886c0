"""What a simulation found: arrays with named axes, and what they were made from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from planner.model.calendar import add_months
from planner.model.precision import RunLength

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.model.plan import Plan
    from planner.model.scenario import Scenario

    Counts = NDArray[np.int32]
    Amounts = NDArray[np.float32]

AXES: dict[str, str] = {
    "replication": "simulated futures, numbered from 0; number r is the same in a run of any length",
    "day": "days from the start of the run; a value is that at the end of the day, or of the whole day for hours",
    "month": "calendar months from the one that the run starts in; the first and the last may be cut short",
    "band": "the team's bands, in the order of `bands`",
    "stage": "the team's stages, in the order of `stages`",
    "outcome": "the team's outcomes, in the order of `outcomes`",
    "queue": "the team's stages that use a shared resource, in the order of `queues`",
}
"""What the axes of the arrays stand for."""


@dataclass(frozen=True, slots=True)
class ArrayNote:
    """What one array of a result holds."""

    axes: tuple[str, ...]
    """Names in `AXES`, in the order of the array."""
    unit: str
    meaning: str

    @property
    def daily(self) -> bool:
        """Whether there is a value for each day, and not for each month."""
        return self.axes[-1] == "day"


def _array(axes: str, unit: str, meaning: str) -> dict[str, ArrayNote]:
    return {"note": ArrayNote(tuple(axes.split()), unit, meaning)}


def array_notes(kind: type) -> dict[str, ArrayNote]:
    """What each array of TeamResult or ResourceResult holds, by its name."""
    return {entry.name: entry.metadata["note"] for entry in fields(kind) if "note" in entry.metadata}


@dataclass(frozen=True, slots=True, eq=False)
class TeamResult:
    """One team's replications. The first axis of every array is the replication; `array_notes` says the others."""

    team: str
    bands: tuple[str, ...]
    stages: tuple[str, ...]
    outcomes: tuple[str, ...]
    queues: tuple[str, ...]
    """Stages that use a shared resource."""
    open: Counts = field(metadata=_array("replication day", "cases", "open cases, with or without an owner"))
    unallocated: Counts = field(metadata=_array("replication day", "cases", "cases in the allocation queue"))
    caseload_mean: Amounts = field(
        metadata=_array("replication day", "cases per FTE", "owned cases per full-time equivalent in post; 0 for none")
    )
    caseload_max: Counts = field(metadata=_array("replication day", "cases", "the most cases that one officer owns"))
    strength: Amounts = field(metadata=_array("replication day", "FTE", "full-time equivalents in post"))
    hours_available: Amounts = field(
        metadata=_array("replication day", "hours", "productive officer-hours there were in the day")
    )
    hours_used: Amounts = field(metadata=_array("replication day", "hours", "officer-hours spent on tasks in the day"))
    overtime: Amounts = field(
        metadata=_array("replication day", "hours", "of the hours used, what went beyond the usual ones")
    )
    outside: Counts = field(
        metadata=_array("replication day", "cases", "cases in a delay, or queueing for or at a shared resource")
    )
    legacy: Counts = field(
        metadata=_array("replication day", "cases", "open cases that are of the opening book's legacy backlog")
    )
    overdue: Counts = field(metadata=_array("replication band day", "cases", "tasks past their due date and not done"))
    most_overdue: Amounts = field(
        metadata=_array("replication band day", "days", "how late the latest undone task is; 0 when none is")
    )
    arrived: Counts = field(metadata=_array("replication band month", "cases", "new cases"))
    done: Counts = field(metadata=_array("replication stage band month", "tasks", "tasks done"))
    due: Counts = field(
        metadata=_array("replication stage band month", "tasks", "tasks by the month they fall due in, done or not")
    )
    met: Counts = field(
        metadata=_array("replication stage band month", "tasks", "those of them that are done by their due date")
    )
    first_action_count: Counts = field(
        metadata=_array("replication band month", "cases", "new cases whose first action began")
    )
    first_action_days: Amounts = field(
        metadata=_array("replication band month", "days", "sum over those of the days from opening to first action")
    )
    closed: Counts = field(metadata=_array("replication outcome month", "cases", "cases that ended"))
    closed_age_days: Amounts = field(
        metadata=_array("replication outcome month", "days", "sum over those of the days from opening to the end")
    )
    longest_wait: Amounts = field(
        metadata=_array(
            "replication queue band day", "days", "how long ago the case that queues longest asked; 0 when none queues"
        )
    )
    served: Counts = field(metadata=_array("replication queue band month", "cases", "cases that a server began with"))
    waited_days: Amounts = field(
        metadata=_array("replication queue band month", "days", "sum over those of the days from asking to that")
    )


@dataclass(frozen=True, slots=True, eq=False)
class ResourceResult:
    """A shared resource's replications."""

    resource: str
    waiting: Counts = field(metadata=_array("replication day", "cases", "cases that queue for a server"))
    busy: Counts = field(metadata=_array("replication day", "servers", "servers in use"))
    outsourced: Counts = field(
        metadata=_array("replication month", "cases", "cases sent to an outside supplier instead")
    )


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A run, with all that is needed to make it again."""

    plan: Plan
    plan_fingerprint: str
    conditions: Scenario | None
    """The scenario as it was; None for the base plan."""
    seed: int
    version: str
    """The program's version."""
    engine: str
    """A mark that changes with any change of the simulation's sources."""
    start: date
    days: int
    replications: int
    seconds: float
    teams: tuple[TeamResult, ...]
    resources: tuple[ResourceResult, ...] = ()
    length: RunLength = field(default_factory=RunLength)
    """Why the run is as long as it is, and how precise its means are."""
    marks: tuple[date, ...] = ()
    """Days at whose end an entry of the M axis ends, beside the ends of months; a run that is kept has none."""

    @property
    def scenario(self) -> str | None:
        """Key of the scenario; None for the base plan."""
        return None if self.conditions is None else self.conditions.key

    def team(self, key: str) -> TeamResult:
        """The results of one team; KeyError when it was not simulated."""
        return {team.team: team for team in self.teams}[key]

    def month(self, index: int) -> date:
        """First day of the calendar month that index `index` of an M axis without marks stands for."""
        return add_months(self.start.replace(day=1), index)

    def period_ends(self) -> tuple[int, ...]:
        """The last day, counted from 0, of each entry of the M axis."""
        return period_ends(self.start, self.days, self.marks)

    def by_month(self, values: NDArray[Any]) -> NDArray[Any]:
        """[…, M] -> the same by calendar month, for sums."""
        import numpy as np

        months = np.searchsorted(month_ends(self.start, self.days), self.period_ends())
        return np.asarray(np.add.reduceat(values, np.flatnonzero(np.diff(months, prepend=-1)), axis=-1))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Every array, by the name it has outside the program: `team.polit.open`, `resource.lab.waiting`."""
        return {name: values for name, values, _ in self._described()}

    def notes(self) -> dict[str, ArrayNote]:
        """What each of `arrays` holds."""
        return {name: note for name, _, note in self._described()}

    def _described(self) -> list[tuple[str, NDArray[Any], ArrayNote]]:
        parts: list[tuple[str, TeamResult | ResourceResult]] = [(f"team.{team.team}", team) for team in self.teams]
        parts += [(f"resource.{resource.resource}", resource) for resource in self.resources]
        return [
            (f"{place}.{name}", getattr(part, name), note)
            for place, part in parts
            for name, note in array_notes(type(part)).items()
        ]


@lru_cache(maxsize=32)
def month_ends(start: date, days: int) -> tuple[int, ...]:
    """The last day, counted from 0, of each calendar month that a run of `days` days from `start` sees; the run's last
    day for the last of them."""
    following = [start + timedelta(days=day + 1) for day in range(days)]
    return tuple(day for day, after in enumerate(following) if after.day == 1 or day == days - 1)


@lru_cache(maxsize=32)
def period_ends(start: date, days: int, marks: tuple[date, ...]) -> tuple[int, ...]:
    """`month_ends` and, of the marks, those days that the run sees."""
    marked = {(mark - start).days for mark in marks}
    return tuple(sorted({*month_ends(start, days), *(day for day in marked if 0 <= day < days)}))


def digests(arrays: Mapping[str, NDArray[Any]]) -> dict[str, str]:
    """For each array a SHA-256 of its type and shape as text and of its values, little-endian, the last axis fastest.

    Two runs are the same to the last bit when these are the same.
    """
    return {name: _digest(values) for name, values in arrays.items()}


def _digest(array: NDArray[Any]) -> str:
    import numpy as np

    values = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    mark = hashlib.sha256(f"{values.dtype.str} {values.shape}".encode())
    mark.update(values.data)
    return mark.hexdigest()
