"""How likely it is that a standard is met."""

from __future__ import annotations

import math
from bisect import bisect_left
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from planner.model.calendar import month_indices
from planner.model.checks import InvalidPlan
from planner.model.requirement import DAYS_BACK, Hold, Window
from planner.model.results import month_ends
from planner.model.standard import Measure, Standard
from planner.report.summary import Chance, chance

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from planner.model.results import Result, TeamResult


def chance_on(result: Result, standard: Standard, day: date | None = None) -> Chance:
    """The share of the futures in which the standard is met at the end of `day` (None: its own date, or the last day).

    An on-time share or a mean wait is that of the days up to it (Window.marks), where the run counts those, and else of
    its calendar month. InvalidPlan for a day outside the run,
    or a standard that a run does not measure (a caseload or a queue of one band).
    """
    on = day or standard.by or result.start + timedelta(days=result.days - 1)
    return chance(is_met(standard, kept_level(result, standard, Window.on(on))))


def is_met(standard: Standard, levels: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether levels of what a standard looks at meet its target."""
    import numpy as np

    compare = np.greater_equal if standard.at_least else np.less_equal
    return np.asarray(compare(levels, standard.target.value))


def kept_level(result: Result, standard: Standard, window: Window) -> NDArray[Any]:
    """[R] the strictest target that each future keeps over the window; it keeps another when that is no stricter.

    A future without a task has met an on-time share, unless work of its bands is overdue at the end.

    InvalidPlan for a window outside the run, or a standard that a run does not measure.
    """
    import numpy as np

    begin, end = ((day - result.start).days for day in (window.first, window.last))
    if not 0 <= begin <= end < result.days:
        rule = f"a window lies in the run, {result.start} to {result.start + timedelta(days=result.days - 1)}"
        raise InvalidPlan(f"standards[{standard.key}].window", f"{window.first} to {window.last}", rule)
    found = result.team(standard.team)
    monthly = standard.measure.monthly
    if monthly and window.hold is Hold.ON_DATE:
        return _of_days(result, standard, *(_days_up_to(result, begin) or _days_of_month(result, begin)))
    first, last = _days_of_month(result, begin)[0], _days_of_month(result, end)[1]
    if window.hold is not Hold.MONTHS:
        if monthly:
            return _of_days(result, standard, first, last)
        levels: NDArray[Any] = _daily(found, standard)[:, begin : end + 1].max(axis=1)
        return levels
    if monthly:
        whole = [day for day in month_ends(result.start, result.days) if first <= day <= last]
        each = [_of_days(result, standard, *_days_of_month(result, day)) for day in whole]
        months = np.stack(each, axis=1)
    else:
        ends = [day for day in month_ends(result.start, result.days) if begin <= day < end]
        months = _daily(found, standard)[:, [*ends, end]]
    # The months that may fail are the worst ones.
    kept = math.ceil(window.share * months.shape[1] - 1e-9)
    ordered: NDArray[Any] = np.sort(months, axis=1)
    return ordered[:, -kept if standard.at_least else kept - 1]


def level_by_day(result: Result, standard: Standard) -> NDArray[np.float64]:
    """[R, D] what the standard looks at on each day; what is done is that of the day's calendar month, or of the days
    up to it where the run counts those."""
    import numpy as np

    if not standard.measure.monthly:
        return np.asarray(_daily(result.team(standard.team), standard), np.float64)
    ends = month_ends(result.start, result.days)
    each = [_of_days(result, standard, *_days_of_month(result, end)) for end in ends]
    levels = np.stack(each, axis=1)[:, month_indices(result.start, result.days)]
    for day in result.period_ends():
        counted = _days_up_to(result, day)
        if counted is not None and result.start + timedelta(days=day) in result.marks:
            levels[:, day] = _of_days(result, standard, *counted)
    return levels


def _days_of_month(result: Result, day: int) -> tuple[int, int]:
    """The first and the last day of a day's calendar month that the run sees."""
    ends = month_ends(result.start, result.days)
    month = bisect_left(ends, day)
    return ends[month - 1] + 1 if month else 0, ends[month]


def _days_up_to(result: Result, day: int) -> tuple[int, int] | None:
    """The `DAYS_BACK` days that end with a day, as far as the run sees them; None when it does not count those."""
    first = max(day - DAYS_BACK + 1, 0)
    ends = result.period_ends()
    return (first, day) if day in ends and (first == 0 or first - 1 in ends) else None


def _of_days(result: Result, standard: Standard, first: int, last: int) -> NDArray[np.float64]:
    """[R] what the standard looks at, of all that is done from the first to the last of some days, which entries of the
    M axis begin and end with."""
    found = result.team(standard.team)
    ends = result.period_ends()
    periods = slice(bisect_left(ends, first), bisect_left(ends, last) + 1)
    if standard.measure is Measure.ON_TIME:
        return _on_time(found, standard, periods, last)
    return _mean_wait(found, standard, periods, last)


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
