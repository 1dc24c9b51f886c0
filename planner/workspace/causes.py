"""Why two scenarios differ, joined to the simulation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.model.assumption import Assumption
from planner.model.checks import InvalidPlan, require
from planner.model.explanation import ChanceOf, Explanation, MeanOf, Subject, Term
from planner.model.precision import Aim, Quantity, check_stage, measured
from planner.model.progress import Progress, unheard
from planner.model.requirement import Hold, Window
from planner.model.scenario import Scenario
from planner.model.standard import MEASURE_UNIT, Measure, Standard
from planner.workspace.engine import simulate_plan
from planner.workspace.requirement import levels_of, run_days

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.model.plan import Plan
    from planner.model.results import Result


def explain_difference(
    plan: Plan,
    first: Scenario | None,
    second: Scenario | None,
    subject: Subject,
    *,
    futures: int = 200,
    seed: int = 1,
    orders: int | None = None,
    progress: Progress = unheard,
) -> Explanation:
    """What each lever that differs adds to a measure, on the way from one scenario to another (None: the bare plan).

    Up to six differing levers the split is exact in the futures played; above, `orders` of them are sampled (an even
    number; 24 unless given), and the terms' errors say how far they may be off. A plain function for any thread;
    `progress` may raise Cancelled. InvalidPlan when nothing differs, or a run cannot speak of the measure.
    """
    from planner.staffing.causes import split
    from planner.staffing.changes import changes, mixed

    require(
        orders is None or (orders >= 4 and orders % 2 == 0), "orders", orders, "orders are an even number from 4 on"
    )
    require(futures >= 2, "futures", futures, "an error is told from two futures or more")
    before, after = (scenario.levers if scenario else () for scenario in (first, second))
    found = changes(before, after)
    names = " and ".join(scenario.name if scenario else "the plan as it is" for scenario in (first, second))
    if not found:
        raise InvalidPlan(
            "scenarios", names, "they have the same levers, so there is nothing to explain: name two others"
        )
    days = run_days_of(plan, subject)
    team = subject.team if isinstance(subject, MeanOf) else subject.standard.team

    def value(made: frozenset[int]) -> NDArray[np.float64]:
        levers = mixed(before, after, found, made, plan.start)
        scenario = Scenario("mixed", "Mixed", levers)
        result = simulate_plan(
            plan, scenario, teams=[team], days=days, replications=futures, seed=seed, marks=run_marks_of(subject)
        )
        return measure(result, subject)

    parts = split(len(found), value, orders=orders, seed=seed, progress=progress)
    terms = [Term(*term) for term in zip(found, parts.amounts, parts.errors, strict=True)]
    return Explanation(
        subject,
        first,
        second,
        parts.before,
        parts.after,
        parts.error,
        tuple(sorted(terms, key=lambda term: -abs(term.amount))),
        parts.orders,
        parts.runs,
        futures,
        seed,
    )


def measure(result: Result, subject: Subject) -> NDArray[np.float64]:
    """[R] the measure in each future: 1 or 0 of a standard that holds or not; an on-time share is 1 when none was, and
    a mean wait the longest at the end."""
    import numpy as np

    if isinstance(subject, ChanceOf):
        return np.asarray(levels_of(result, [subject.standard], subject.window).met[0], np.float64)
    if subject.quantity.of_whole_run:
        return np.asarray(levels_of(result, [_of_whole_run(subject)], _whole(result)).levels[0], np.float64)
    return measured(result, Aim(subject.quantity, subject.team, 1.0, subject.on, subject.stage, subject.band))


def _of_whole_run(subject: MeanOf) -> Standard:
    """What looks at an on-time share or a mean wait; its target does not matter."""
    looks_at = Measure.ON_TIME if subject.quantity is Quantity.ON_TIME else Measure.WAIT
    target = Assumption(1.0, MEASURE_UNIT[looks_at])
    return Standard("whole", "Whole run", subject.team, looks_at, target, subject.stage, subject.band)


def _whole(result: Result) -> Window:
    return Window(result.start, result.start + timedelta(days=result.days - 1), Hold.EVERY_DAY)


def run_marks_of(subject: Subject) -> tuple[date, ...]:
    """The marks of a run that the measure needs."""
    return subject.window.marks(subject.standard) if isinstance(subject, ChanceOf) else ()


def run_days_of(plan: Plan, subject: Subject) -> int:
    """Days of a run that the measure needs."""
    if isinstance(subject, ChanceOf):
        rule = f"the plan starts on {plan.start}: choose that day or a later one"
        require(subject.window.first >= plan.start, "window.first", subject.window.first.isoformat(), rule)
        return run_days(plan, [subject.standard], subject.window)
    team = plan.team(subject.team)
    for part, key, known in (("stage", subject.stage, team.stages), ("band", subject.band, team.bands)):
        require(key is None or key in {entry.key for entry in known}, part, key, f"no such {part} in team {team.key}")
    check_stage(team, subject.quantity, subject.stage)
    days = (subject.on - plan.start).days + 1
    require(1 <= days <= 3660, "on", subject.on.isoformat(), f"a day lies in the ten years from {plan.start}")
    return days
