"""How precise a run's means are, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.precision import Quantity, Reached, Stop

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.results import Result

_WORDS = {
    Quantity.OPEN: "open cases",
    Quantity.UNALLOCATED: "cases without an owner",
    Quantity.CASELOAD: "open cases per officer",
    Quantity.OVERDUE: "overdue cases",
    Quantity.MOST_OVERDUE: "days that the latest is overdue",
}


def precision_lines(plan: Plan, result: Result) -> str:
    """Why the run ended, and for each aim the mean with its half-width; `result` has at least one aim."""
    found = "\n".join(f"  {_aim(plan, reached)}" for reached in result.length.reached)
    return f"{_ending(result)} Means over them, with 95 % confidence:\n{found}"


def _ending(result: Result) -> str:
    futures = f"{result.replications:,} futures"
    match result.length.stopped:
        case Stop.PRECISE:
            return f"{futures} were enough."
        case Stop.LIMIT:
            return f"The run stopped at its limit of {futures}, before it was precise enough."
        case _:
            return f"{futures} so far."


def _aim(plan: Plan, reached: Reached) -> str:
    aim = reached.aim
    team = plan.team(aim.team)
    band = "" if aim.band is None else f", band {team.band(aim.band).name}"
    if aim.quantity is Quantity.ON_TIME:
        what, scale, unit = f"{team.stage(aim.stage or '').name} on time", 100, " %"
    elif aim.quantity is Quantity.WAIT:
        what, scale, unit = f"mean wait for {team.stage(aim.stage or '').name}", 1, " days"
    else:
        when = "at the end" if aim.on is None else f"on {aim.on.day} {aim.on:%B %Y}"
        longest = aim.quantity is Quantity.LONGEST_WAIT
        words = f"longest wait for {team.stage(aim.stage or '').name}, days," if longest else _WORDS[aim.quantity]
        what, scale, unit = f"{words} {when}", 1, ""
    place = f"{team.name}, {what}{band}"
    if reached.mean is None or reached.half_width is None:
        return f"{place}: nothing to measure"
    mean, half = (f"{scale * value:,.1f}" for value in (reached.mean, reached.half_width))
    return f"{place}: {mean} ± {half}{unit} (asked: {scale * aim.precision:g}{unit})"
