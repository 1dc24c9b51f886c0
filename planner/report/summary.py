"""A run in few numbers and one sentence: fans, chances, on-time shares and what it all comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from planner.model.calendar import DAYS_A_MONTH
from planner.model.plan import Plan
from planner.model.results import Result, TeamResult
from planner.model.standard import Measure
from planner.model.team import Stage, Team

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

QUEUE_GROWS = 1.0
"""Cases a month by which the middle future's allocation queue must grow before it is said to grow, and ..."""
MOST_FUTURES = 0.8
"""... the share of futures in which it must have grown."""
WORK_GROWS = 0.10
"""Share by which open work must rise before it is said to rise."""
OVERDUE_GROWS = 0.5
"""Share by which overdue work must rise, and ..."""
SLIGHT = 5.0
"""... this many cases on top (of open work, too), before it is said."""


@dataclass(frozen=True, slots=True, eq=False)
class Fan:
    """Quantiles over the replications, each [D]: 5, 25, 50, 75 and 95 %."""

    low90: Floats
    low50: Floats
    median: Floats
    high50: Floats
    high90: Floats


def fan(values: NDArray[Any]) -> Fan:
    """The fan of an array whose first axis is the replication."""
    import numpy as np

    return Fan(*np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0))


@dataclass(frozen=True, slots=True)
class Chance:
    """A share of the replications, and its Monte Carlo standard error."""

    share: float
    error: float


def chance(met: NDArray[np.bool_]) -> Chance:
    """How often something held, [R] -> share with the standard error of a proportion (at least one in R + 2)."""
    share = float(met.mean())
    settled = (float(met.sum()) + 1) / (met.size + 2)
    return Chance(share, float((settled * (1 - settled) / met.size) ** 0.5))


def on_time_by_band(found: TeamResult, stage: str) -> dict[str, float | None]:
    """The share of a stage's tasks done by their due date, of those that fell due in the run; None when none did."""
    place = found.stages.index(stage)
    due, met = (array[:, place].sum(axis=(0, 2)) for array in (found.due, found.met))
    return {band: float(met[number] / due[number]) if due[number] else None for number, band in enumerate(found.bands)}


def watched_stage(plan: Plan, team: Team) -> Stage | None:
    """The stage whose timeliness matters most: that of the team's first on-time standard, else the first action."""
    for standard in plan.standards:
        if standard.team == team.key and standard.measure is Measure.ON_TIME and standard.stage is not None:
            return team.stage(standard.stage)
    return next((stage for stage in team.stages if stage.first_action), None)


def verdict(plan: Plan, result: Result, team_key: str) -> str:
    """What a run says of one team, in one or two sentences of plain English; "about" figures are medians."""
    team, found = plan.team(team_key), result.team(team_key)
    if float(found.strength[:, -1].max()) == 0.0:
        return f"Nobody is in post at the end of the run: {team.case_word}s are not worked on."
    if result.days < 60:
        days = f"{result.days} day{'' if result.days == 1 else 's'}"
        return f"A run of {days} is too short to tell a trend: {_level(team, found)}"
    return " ".join((_course(team, result, found), _timeliness(plan, team, found))).strip()


def _course(team: Team, result: Result, found: TeamResult) -> str:
    """Whether the team keeps up, by the middle future and by how many futures agree."""
    months = result.days / 2 / DAYS_A_MONTH
    late, middle = _around(found.unallocated, result.days - 1), _around(found.unallocated, result.days // 2)
    growth = _middle(late - middle) / months
    if growth > QUEUE_GROWS and float((late > middle).mean()) > MOST_FUTURES:
        return _outrun(team, result, found, growth)
    overdue = found.overdue.sum(axis=1)
    first, last = float(found.open[:, 0].mean()), _middle(_around(found.open, result.days - 1))
    behind = _overdue_words(overdue, result.days)
    if last > first * (1 + WORK_GROWS) + SLIGHT:
        rise = f"from {first:,.0f} to about {_rounded(last)} {team.case_word}s by {_month(result, result.days - 1)}"
        return f"Open work rises {rise}{', and ' + behind if behind else ''}."
    if behind:
        return f"Work falls behind: {behind}. Open {team.case_word}s: {_level(team, found)}"
    return f"In balance: {_level(team, found)}"


def _outrun(team: Team, result: Result, found: TeamResult, growth: float) -> str:
    """Demand beyond capacity: the queue, its growth, and from when on the middle future has one."""
    import numpy as np

    lines = fan(found.unallocated[:, -1:])
    empty = np.flatnonzero(np.median(found.unallocated, axis=0) < 1)
    since = int(empty[-1]) + 1 if empty.size else 0
    return (
        f"Demand outruns capacity: from {_month(result, min(since, result.days - 1))} on {team.case_word}s wait "
        f"without an owner; the queue grows by about {_rounded(growth)} a month and keeps growing, to "
        f"{_rounded(float(lines.median[0]))} ({_rounded(float(lines.low90[0]))} to {_rounded(float(lines.high90[0]))}) "
        f"by {_month(result, result.days - 1)}. Officers are at their limit of {team.caseload_limit.value:g}."
    )


def _level(team: Team, found: TeamResult) -> str:
    lines = fan(found.caseload_mean[:, -1:])
    return (
        f"about {float(lines.median[0]):.0f} an officer at the end "
        f"({float(lines.low90[0]):.0f} to {float(lines.high90[0]):.0f}), limit {team.caseload_limit.value:g}."
    )


def _timeliness(plan: Plan, team: Team, found: TeamResult) -> str:
    """How often the stage that matters most is in time, with the worst band."""
    stage = watched_stage(plan, team)
    if stage is None:
        return ""
    place = found.stages.index(stage.key)
    due, met = found.due[:, place].sum(), found.met[:, place].sum()
    shares = {band: share for band, share in on_time_by_band(found, stage.key).items() if share is not None}
    if not due or not shares:
        return ""
    words = f"{stage.name}: {percent(float(met / due))} on time"
    if len(shares) == 1:
        return f"{words}."
    worst = min(shares, key=lambda band: shares[band])
    return f"{words}, {percent(shares[worst])} in band {team.band(worst).name}."


def percent(share: float) -> str:
    """A share as the program writes it: whole per cent, with a space."""
    return f"{share * 100:.0f} %"


def _around(values: NDArray[Any], day: int) -> Floats:
    """[R] the mean of the thirty days up to `day`."""
    import numpy as np

    return np.asarray(values[:, max(day - 29, 0) : day + 1].mean(axis=1), dtype=np.float64)


def _middle(values: Floats) -> float:
    import numpy as np

    return float(np.median(values))


def _overdue_words(overdue: NDArray[Any], days: int) -> str:
    """The rise of overdue work in the middle future from the second month to the last; empty when it is slight."""
    before, after = _middle(_around(overdue, 59)), _middle(_around(overdue, days - 1))
    if after <= before * (1 + OVERDUE_GROWS) + SLIGHT:
        return ""
    return f"overdue work rises from {before:.0f} to about {_rounded(after)}"


def _rounded(value: float) -> str:
    """A number with no more figures than a simulation can bear."""
    if abs(value) >= 1000:
        return f"{round(value, -2):,.0f}"
    if abs(value) >= 100:
        return f"{round(value, -1):,.0f}"
    return f"{value:.0f}"


def _month(result: Result, day: int) -> str:
    when: date = result.start + timedelta(days=day)
    return f"{when:%B %Y}"
