"""How likely it is that a standard is met."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from planner.model.calendar import month_indices
from planner.model.checks import InvalidPlan
from planner.model.requirement import Hold, Window
from planner.model.results import month_ends
from planner.model.standard import Measure, Standard
from planner.report.summary import Chance, chance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.model.results import Result, TeamResult


def chance_on(result: Result, standard: Standard, day: date | None = None) -> Chance:
    """The share of the futures in which the standard is met at the end of `day` (None: its own date, or the last day).

    An on-time share or a mean wait is that of the calendar month of the day. InvalidPlan for a day outside the run,
    or a standard that a run does not measure (a caseload or a queue of one band).
    """
    last = result.start + timedelta(days=result.days - 1)
    return chance_throughout(result, standard, *((day or standard.by or last,) * 2))


def chance_throughout(result: Result, standard: Standard, first: date, last: date) -> Chance:
    """The share of the futures in which the standard is met on every day from `first` to `last`, both inclusive.

    An on-time share or a mean wait is that of all the calendar months of the window together; a future without a task
    has met an on-time share, unless work of its bands is overdue at the end.
    """
    return chance(is_met(standard, kept_level(result, standard, Window(first, last, Hold.EVERY_DAY))))


def is_met(standard: Standard, levels: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether levels of what a standard looks at meet its target."""
    import numpy as np

    compare = np.greater_equal if standard.at_least else np.less_equal
    return np.asarray(compare(levels, standard.target.value))


def kept_level(result: Result, standard: Standard, window: Window) -> NDArray[Any]:
    """[R] the strictest target that each future keeps over the window; it keeps another when that is no stricter.

    InvalidPlan for a window outside the run, or a standard that a run does not measure.
    """
    import numpy as np

    begin, end = ((day - result.start).days for day in (window.first, window.last))
    if not 0 <= begin <= end < result.days:
        rule = f"a window lies in the run, {result.start} to {result.start + timedelta(days=result.days - 1)}"
        raise InvalidPlan(f"standards[{standard.key}].window", f"{window.first} to {window.last}", rule)
    found = result.team(standard.team)
    first, past = _month(result.start, window.first), _month(result.start, window.last) + 1
    monthly = standard.measure.monthly
    if window.hold is not Hold.MONTHS:
        if monthly:
            return _of_months(result, standard, slice(first, past))
        levels: NDArray[Any] = _daily(found, standard)[:, begin : end + 1].max(axis=1)
        return levels
    if monthly:
        each = [_of_months(result, standard, slice(month, month + 1)) for month in range(first, past)]
        months = np.stack(each, axis=1)
    else:
        ends = [day for day in month_ends(result.start, result.days) if begin <= day < end]
        months = _daily(found, standard)[:, [*ends, end]]
    # The months that may fail are the worst ones.
    kept = math.ceil(window.share * months.shape[1] - 1e-9)
    ordered: NDArray[Any] = np.sort(months, axis=1)
    return ordered[:, -kept if standard.at_least else kept - 1]


def level_by_day(result: Result, standard: Standard) -> NDArray[np.float64]:
    """[R, D] what the standard looks at on each day; what is done in a month is that of the day's calendar month."""
    import numpy as np

    if not standard.measure.monthly:
        return np.asarray(_daily(result.team(standard.team), standard), np.float64)
    months = month_indices(result.start, result.days)
    each = [_of_months(result, standard, slice(month, month + 1)) for month in range(int(months[-1]) + 1)]
    return np.stack(each, axis=1)[:, months]


def _month(start: date, day: date) -> int:
    """Index of a day's calendar month from that of the start."""
    return (day.year - start.year) * 12 + day.month - start.month


def _of_months(result: Result, standard: Standard, months: slice) -> NDArray[np.float64]:
    """[R] what the standard looks at, of all that is done in these months together."""
    found = result.team(standard.team)
    last = month_ends(result.start, result.days)[months.stop - 1]
    if standard.measure is Measure.ON_TIME:
        return _on_time(found, standard, months, last)
    return _mean_wait(found, standard, months, last)


def _mean_wait(found: TeamResult, standard: Standard, months: slice, last: int) -> NDArray[np.float64]:
    """[R] mean days from asking for the stage's shared resource to the beginning, of those begun in these months; where
    none was, the longest wait on the `last` day."""
    import numpy as np

    place = found.queues.index(standard.stage or "")
    bands = _bands(found, standard)
    served, days = (
        array[:, place, bands, months].sum(axis=(1, 2), dtype=np.float64) for array in (found.served, found.waited_days)
    )
    longest = _longest_wait(found, standard)[:, last]
    return np.asarray(np.where(served > 0, days / np.maximum(served, 1), longest))


def _longest_wait(found: TeamResult, standard: Standard) -> NDArray[np.float64]:
    """[R, D] the longest wait for the stage's shared resource."""
    import numpy as np

    place = found.queues.index(standard.stage or "")
    return np.asarray(found.longest_wait[:, place, _bands(found, standard)].max(axis=1), np.float64)


def _on_time(found: TeamResult, standard: Standard, months: slice, last: int) -> NDArray[np.float64]:
    """[R] the share done by their due date of the stage's tasks that fall due in these months, done or not.

    Where none falls due it is 1, but 0 when work of these bands is overdue on the `last` day: who starves a band does
    not keep its deadline.
    """
    import numpy as np

    place = found.stages.index(standard.stage or "")
    bands = _bands(found, standard)
    due, met = (array[:, place, bands, months].sum(axis=(1, 2)) for array in (found.due, found.met))
    starved = found.overdue[:, bands, last].sum(axis=1) > 0
    shares: NDArray[np.float64] = np.divide(met, due, out=np.where(starved, 0.0, 1.0), where=due > 0)
    return shares


def _daily(found: TeamResult, standard: Standard) -> NDArray[Any]:
    """[R, D] what the standard looks at."""
    if standard.measure is Measure.MOST_OVERDUE:
        latest: NDArray[Any] = found.most_overdue[:, _bands(found, standard)].max(axis=1)
        return latest
    if standard.measure is Measure.LONGEST_WAIT:
        return _longest_wait(found, standard)
    if standard.band is not None:
        rule = f"{standard.measure} is not told apart by band"
        raise InvalidPlan(f"standards[{standard.key}].band", standard.band, rule)
    return found.caseload_mean if standard.measure is Measure.CASELOAD else found.unallocated


def _bands(found: TeamResult, standard: Standard) -> list[int]:
    """Indices of the bands the standard is about."""
    return list(range(len(found.bands))) if standard.band is None else [found.bands.index(standard.band)]
