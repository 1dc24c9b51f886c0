"""Scenarios side by side, joined to the simulation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model.checks import require
from planner.model.explanation import ChanceOf, Subject
from planner.model.progress import Progress, unheard
from planner.workspace.causes import measure, run_days_of, run_marks_of
from planner.workspace.engine import simulate_plan
from planner.workspace.requirement import levels_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.model.plan import Plan
    from planner.model.results import Result
    from planner.model.scenario import Scenario
    from planner.report.comparison import Compared

FEWEST, MOST = 2, 5
"""Scenarios that are looked at side by side."""
FEWEST_FUTURES = 6
"""From which on an interval of Student's t is told."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Scenarios side by side, measure by measure."""

    scenarios: tuple[Scenario | None, ...]
    """None: the plan as it is."""
    reference: int
    """The place of the one that the others are compared with."""
    measures: tuple[Compared, ...]
    futures: int
    seed: int


def unlooked(place: int, result: Result) -> None:
    """For when nobody wants to see the runs themselves."""


def compare_scenarios(
    plan: Plan,
    scenarios: Sequence[Scenario | None],
    subjects: Sequence[Subject],
    *,
    futures: int = 200,
    seed: int = 1,
    progress: Progress = unheard,
    look: Callable[[int, Result], None] = unlooked,
) -> Comparison:
    """Two to five scenarios in the same futures, measure by measure, against the plan's baseline when it is among them
    and else against the first.

    `look` is shown the longest run of each scenario, by its place. A plain function for any thread; `progress` may
    raise Cancelled. InvalidPlan for too few or too many scenarios, one
    named twice, or a measure that a run cannot speak of.
    """
    from planner.report.comparison import compared

    number = len(scenarios)
    require(FEWEST <= number <= MOST, "scenarios", number, f"{FEWEST} to {MOST} scenarios are set side by side")
    keys = [scenario.key if scenario else "base" for scenario in scenarios]
    require(len(set(keys)) == number, "scenarios", ", ".join(keys), "each scenario is named once")
    require(bool(subjects), "measures", (), "name at least one measure")
    rule = f"an interval is told from {FEWEST_FUTURES} futures or more"
    require(futures >= FEWEST_FUTURES, "futures", futures, rule)
    lengths = [run_days_of(plan, subject) for subject in subjects]
    # What is of a whole run up to its day needs a run that ends on it; all others are one.
    days = [
        length if _of_whole_run(subject) else max(lengths) for subject, length in zip(subjects, lengths, strict=True)
    ]
    teams = sorted({_team(subject) for subject in subjects})
    marks = [mark for subject in subjects for mark in run_marks_of(subject)]
    runs = [(place, length) for place in range(number) for length in sorted(set(days))]
    found: list[dict[int, tuple[NDArray[np.float64], NDArray[np.float64]]]] = [{} for _ in scenarios]
    for done, (place, length) in enumerate(runs):

        def heard(part: int, total: int, done: int = done) -> None:
            progress(done * total + part, len(runs) * total)

        result = simulate_plan(
            plan, scenarios[place], teams=teams, days=length, replications=futures, seed=seed, marks=marks,
            progress=heard,
        )  # fmt: skip
        if length == max(days):
            look(place, result)
        for row, subject in enumerate(subjects):
            if days[row] == length:
                found[place][row] = measure(result, subject), _levels(result, subject)
    reference = next((place for place, scenario in enumerate(scenarios) if scenario and scenario.baseline), 0)
    measures = tuple(
        compared(subject, [side[row][0] for side in found], [side[row][1] for side in found], reference)
        for row, subject in enumerate(subjects)
    )
    return Comparison(tuple(scenarios), reference, measures, futures, seed)


def _of_whole_run(subject: Subject) -> bool:
    return not isinstance(subject, ChanceOf) and subject.quantity.of_whole_run


def _team(subject: Subject) -> str:
    return subject.standard.team if isinstance(subject, ChanceOf) else subject.team


def _levels(result: Result, subject: Subject) -> NDArray[np.float64]:
    """[R] the level behind a measure: of a standard what it looks at, of all else the measure itself."""
    import numpy as np

    if isinstance(subject, ChanceOf):
        return np.asarray(levels_of(result, [subject.standard], subject.window).levels[0], np.float64)
    return measure(result, subject)
