"""Due dates: how many tasks are late, and how late the latest is, kept up to date at each task's start and end."""

from __future__ import annotations

from planner.simulate.kernel import views as see
from planner.simulate.kernel.layout import NO_CLOCK, PAST_DAYS, TICKS
from planner.simulate.kernel.views import Table, compiled


@compiled
def _due_row(m: Table, due: int) -> int:
    """The row of `pending` for a due date; -1 when it lies after the run."""
    row = max(due // TICKS + PAST_DAYS, 0)
    return row if row < see.months(m).size + PAST_DAYS else -1


@compiled
def _due_month(m: Table, due: int) -> int:
    """The month of a due date in the run; midnight is the end of the day before."""
    return see.months(m)[(due - 1) // TICKS]


@compiled
def start_clock(m: Table, index: int) -> None:
    """Count a case's task as pending until its due date, and as due in that date's month when the run sees it."""
    case = see.cases(m)[index]
    if case.clocked or case.due >= NO_CLOCK:
        return
    row = _due_row(m, case.due)
    if row < 0:
        return
    case.clocked = 1
    see.pending(m)[case.band, row] += 1
    if case.due > 0:
        see.due(m)[_due_month(m, case.due), case.stage, see.bands(m)[case.band].place] += 1
    if row < see.clock(m)[0].day + PAST_DAYS:
        see.overdue(m)[case.band] += 1
        if row < see.earliest(m)[case.band]:
            see.earliest(m)[case.band] = row


@compiled
def stop_clock(m: Table, index: int) -> None:
    """The task is done: it is pending no more; done by its due date it is met, in that date's month."""
    case = see.cases(m)[index]
    if not case.clocked:
        return
    case.clocked = 0
    row = _due_row(m, case.due)
    see.pending(m)[case.band, row] -= 1
    if case.due > 0 and see.clock(m)[0].now <= case.due:
        see.met(m)[_due_month(m, case.due), case.stage, see.bands(m)[case.band].place] += 1
    if row < see.clock(m)[0].day + PAST_DAYS:
        see.overdue(m)[case.band] -= 1


@compiled
def close_day(m: Table, band: int) -> int:
    """Count today's undone tasks as overdue; days by which the latest pending task of a band is late."""
    today = see.clock(m)[0].day + PAST_DAYS
    see.overdue(m)[band] += see.pending(m)[band, today]
    row = see.earliest(m)[band]
    while row <= today and see.pending(m)[band, row] == 0:
        row += 1
    see.earliest(m)[band] = row
    return today - row if row <= today else 0
