"""How likely it is that a standard is met."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from planner.model.checks import InvalidPlan
from planner.model.standard import Measure, Standard
from planner.report.summary import Chance, chance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.model.results import Result, TeamResult


def chance_on(result: Result, standard: Standard, day: date | None = None) -> Chance:
    """The share of the futures in which the standard is met at the end of `day` (None: its own date, or the last day).

    An on-time share is that of the calendar month of the day. InvalidPlan for a day outside the run, or a standard that
    a run does not measure (a caseload or a queue of one band).
    """
    last = result.start + timedelta(days=result.days - 1)
    return chance_throughout(result, standard, *((day or standard.by or last,) * 2))


def chance_throughout(result: Result, standard: Standard, first: date, last: date) -> Chance:
    """The share of the futures in which the standard is met on every day from `first` to `last`, both inclusive.

    An on-time share is that of all tasks in the calendar months of the window; a future without one has met it.
    """
    import numpy as np

    begin, end = ((day - result.start).days for day in (first, last))
    if not 0 <= begin <= end < result.days:
        rule = f"a window lies in the run, {result.start} to {result.start + timedelta(days=result.days - 1)}"
        raise InvalidPlan(f"standards[{standard.key}].window", f"{first} to {last}", rule)
    found = result.team(standard.team)
    if standard.measure is Measure.ON_TIME:
        months = slice(*(_month(result.start, day) + past for day, past in ((first, 0), (last, 1))))
        met: NDArray[np.bool_] = np.greater_equal(_on_time(found, standard, months), standard.target.value)
        return chance(met)
    values = _daily(found, standard)[:, begin : end + 1]
    return chance(np.all(values <= standard.target.value, axis=1))


def _month(start: date, day: date) -> int:
    """Index of a day's calendar month from that of the start."""
    return (day.year - start.year) * 12 + day.month - start.month


def _on_time(found: TeamResult, standard: Standard, months: slice) -> NDArray[np.float64]:
    """[R] the share of the stage's tasks done by their due date in these months; 1 where none was done."""
    import numpy as np

    place = found.stages.index(standard.stage or "")
    bands = _bands(found, standard)
    done, met = (array[:, place, bands, months].sum(axis=(1, 2)) for array in (found.done, found.on_time))
    shares: NDArray[np.float64] = np.divide(met, done, out=np.ones(done.shape), where=done > 0)
    return shares


def _daily(found: TeamResult, standard: Standard) -> NDArray[Any]:
    """[R, D] what the standard looks at."""
    if standard.measure is Measure.MOST_OVERDUE:
        latest: NDArray[Any] = found.most_overdue[:, _bands(found, standard)].max(axis=1)
        return latest
    if standard.band is not None:
        rule = f"{standard.measure} is not told apart by band"
        raise InvalidPlan(f"standards[{standard.key}].band", standard.band, rule)
    return found.caseload_mean if standard.measure is Measure.CASELOAD else found.unallocated


def _bands(found: TeamResult, standard: Standard) -> list[int]:
    """Indices of the bands the standard is about."""
    return list(range(len(found.bands))) if standard.band is None else [found.bands.index(standard.band)]
