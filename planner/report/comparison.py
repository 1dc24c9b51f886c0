"""Scenarios side by side: each one's measure, the differences with their intervals, and how the futures lie."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model.assumption import Assumption
from planner.model.explanation import ChanceOf, Subject
from planner.model.plan import Plan
from planner.model.precision import Quantity, student_quantile
from planner.model.scenario import Scenario
from planner.model.standard import MEASURE_UNIT, Measure, Standard
from planner.report.explanation import is_share, scenario_in_words, subject_in_words
from planner.report.requirement import level_in_words
from planner.report.words import counted, day_in_words, percentage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.model.results import Result

    Floats = NDArray[np.float64]

_AS_STANDARD = {
    Quantity.CASELOAD: Measure.CASELOAD,
    Quantity.UNALLOCATED: Measure.UNALLOCATED,
    Quantity.ON_TIME: Measure.ON_TIME,
    Quantity.MOST_OVERDUE: Measure.MOST_OVERDUE,
    Quantity.WAIT: Measure.WAIT,
    Quantity.LONGEST_WAIT: Measure.LONGEST_WAIT,
}
"""Quantities that a standard can look at as well."""
CURVE = tuple(step / 20 for step in range(1, 20))
"""The shares of the futures at which an S-curve is given: 5, 10 … 95 %."""
DOTS = 20
"""Of a dot view, each for a twentieth of the futures (M. Kay and others, "When (ish) is my bus?", CHI 2016)."""
_MIDDLES = tuple((dot + 0.5) / DOTS for dot in range(DOTS))
MOST_FUTURES = 0.8


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and its 95 % confidence interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Side:
    """One scenario's measure."""

    value: Interval
    """The mean of the futures; of a standard, the share of those in which it holds."""
    difference: Interval | None
    """From the scenario that all are compared with, in the same futures; None for that scenario itself."""
    curve: tuple[float, ...]
    """[CURVE] the level that such a share of the futures does not pass."""
    dots: tuple[float, ...]
    """[DOTS] levels that stand for equal shares of the futures, lowest first."""
    kept: float
    """The level that MOST_FUTURES of the futures keep to: at most, or of an on-time share at least, that."""


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A measure under each scenario."""

    subject: Subject
    sides: tuple[Side, ...]


def compared(subject: Subject, values: Sequence[Floats], levels: Sequence[Floats], reference: int) -> Compared:
    """A measure side by side, from [R] values (of a standard, 1 where it holds) and [R] levels of each scenario.

    Number r is the same future in each. `reference` is the place of the scenario that all are compared with.
    """
    held = isinstance(subject, ChanceOf)
    sides = []
    for place, (value, level) in enumerate(zip(values, levels, strict=True)):
        against = None if place == reference else _difference(value, values[reference], held=held)
        curve, dots = _at(level, CURVE), _at(level, _MIDDLES)
        (kept,) = (-end for end in _at(-level, (MOST_FUTURES,))) if at_least(subject) else _at(level, (MOST_FUTURES,))
        sides.append(Side(_value(value, held=held), against, curve, dots, kept))
    return Compared(subject, tuple(sides))


def at_least(subject: Subject) -> bool:
    """Whether more of the measure's level is better."""
    return subject.standard.at_least if isinstance(subject, ChanceOf) else subject.quantity is Quantity.ON_TIME


def level_by_day(result: Result, subject: Subject) -> Floats:
    """[R, D] the level behind a measure on each day of a run: of a standard what it looks at."""
    import numpy as np

    from planner.report import standards

    if isinstance(subject, ChanceOf):
        return standards.level_by_day(result, subject.standard)
    found, quantity = result.team(subject.team), subject.quantity
    if quantity in _AS_STANDARD:
        measure = _AS_STANDARD[quantity]
        target = Assumption(1.0, MEASURE_UNIT[measure])
        looked_at = Standard("measure", "Measure", subject.team, measure, target, subject.stage, subject.band)
        return standards.level_by_day(result, looked_at)
    if quantity is Quantity.OVERDUE:
        bands = slice(None) if subject.band is None else [found.bands.index(subject.band)]
        return np.asarray(found.overdue[:, bands].sum(axis=1), np.float64)
    return np.asarray(found.open, np.float64)


def measure_name(plan: Plan, subject: Subject) -> str:
    """A measure in a few words, without team and day."""
    if isinstance(subject, ChanceOf):
        target = level_in_words(subject.standard, subject.standard.target.value)
        return f"{subject.standard.name} ({'≥' if subject.standard.at_least else '≤'} {target}), chance"
    stage = plan.team(subject.team).stage(subject.stage).name if subject.stage else ""
    return {
        Quantity.OPEN: "Open cases",
        Quantity.UNALLOCATED: "Cases without an owner",
        Quantity.CASELOAD: "Open cases per officer",
        Quantity.OVERDUE: "Overdue tasks",
        Quantity.ON_TIME: f"{stage}: share on time",
        Quantity.MOST_OVERDUE: "Days that the latest task is overdue",
        Quantity.WAIT: f"{stage}: days of the mean wait",
        Quantity.LONGEST_WAIT: f"{stage}: days of the longest wait",
    }[subject.quantity]


def is_told_apart(subject: Subject, difference: Interval) -> bool:
    """Whether the futures tell a difference from none, as it is written."""
    low, high = _ends(subject, difference)
    return not low <= 0 <= high


def is_better(subject: Subject, amount: float) -> bool:
    """Whether a difference of this size is for the better."""
    return amount > 0 if isinstance(subject, ChanceOf) or subject.quantity is Quantity.ON_TIME else amount < 0


def answer_sentence(plan: Plan, found: Compared, scenarios: Sequence[Scenario | None], reference: int) -> str:
    """What the comparison says of one measure, the best scenario first."""
    subject = found.subject
    day = subject.window.first if isinstance(subject, ChanceOf) else subject.on
    words = f"{measure_name(plan, subject)} on {day_in_words(day)}"
    base = found.sides[reference]
    usual = f"{in_unit(subject, base.value.mean)} under {scenario_in_words(scenarios[reference])}"
    apart = [
        place
        for place, side in enumerate(found.sides)
        if side.difference is not None and is_told_apart(subject, side.difference)
    ]
    if not apart:
        return f"{words}: {usual}; no other scenario can be told from it."
    order = sorted(
        {*apart, reference}, key=lambda place: found.sides[place].value.mean, reverse=is_better(subject, 1.0)
    )
    best, worst = order[0], order[-1]
    parts = []
    for place, said in ((best, "best"), (worst, "worst")):
        if place != reference:
            value = in_unit(subject, found.sides[place].value.mean)
            parts.append(f"{said} under {scenario_in_words(scenarios[place])} ({value})")
    return f"{words}: {'; '.join(parts)}; {usual}."


def _ends(subject: Subject, difference: Interval) -> tuple[float, float]:
    scale = 100 if is_share(subject) else 1
    return round(scale * difference.low, 1), round(scale * difference.high, 1)


def _at(values: Floats, shares: Sequence[float]) -> tuple[float, ...]:
    """For each share the lowest of the values that at least so many of them do not pass."""
    import numpy as np

    return tuple(float(level) for level in np.quantile(values, shares, method="inverted_cdf"))


def _value(values: Floats, *, held: bool) -> Interval:
    """The mean; of ones and zeros with the interval of Wilson (1927), which is never without a width."""
    mean = float(values.mean())
    if not held:
        return _of_mean(values)
    z, size = 1.959964, values.size
    centre = (mean + z**2 / (2 * size)) / (1 + z**2 / size)
    half = z / (1 + z**2 / size) * math.sqrt(mean * (1 - mean) / size + z**2 / (4 * size**2))
    return Interval(mean, max(centre - half, 0.0), min(centre + half, 1.0))


def _difference(values: Floats, others: Floats, *, held: bool) -> Interval:
    """From pair to pair of futures; of ones and zeros after Agresti and Min (Statistics in Medicine 24, 2005), who add
    half a pair to each of the four ways in which two futures can come out."""
    if not held:
        return _of_mean(values - others)
    size = values.size + 2
    won, lost = (float((one > other).sum()) + 0.5 for one, other in ((values, others), (others, values)))
    centre = (won - lost) / size
    half = 1.959964 * math.sqrt((won + lost) / size - centre**2) / math.sqrt(size)
    return Interval(float((values - others).mean()), max(centre - half, -1.0), min(centre + half, 1.0))


def _of_mean(values: Floats) -> Interval:
    """A mean with the interval of Student's t."""
    mean = float(values.mean())
    half = student_quantile(values.size - 1) * float(values.std(ddof=1)) / math.sqrt(values.size)
    return Interval(mean, mean - half, mean + half)


def comparison_lines(
    plan: Plan, found: Compared, scenarios: Sequence[Scenario | None], reference: int, futures: int
) -> tuple[str, ...]:
    """A measure in sentences: for each scenario what it is, how it differs, and what most futures keep to."""
    lines = [f"{subject_in_words(plan, found.subject)}:"]
    for scenario, side in zip(scenarios, found.sides, strict=True):
        said = f"  {_capital(scenario_in_words(scenario))}: {in_unit(found.subject, side.value.mean)}"
        if side.difference is not None:
            said += f", {difference_in_words(found.subject, side.difference, scenarios[reference])}"
        lines.append(f"{said}. {kept_in_words(found.subject, side)}")
    lines.append(f"The same {counted(futures, 'future')} under each; intervals are at 95 % confidence.")
    return tuple(lines)


def difference_in_words(subject: Subject, difference: Interval, reference: Scenario | None) -> str:
    """How a scenario differs from that which all are compared with, and whether the futures tell it apart."""
    scale, unit = (100, " points") if is_share(subject) else (1, "")
    low, high = _ends(subject, difference)
    amount = f"{scale * difference.mean:+,.1f}{unit} against {scenario_in_words(reference)}"
    doubt = " (cannot be told from no difference)" if low <= 0 <= high else ""
    return f"{amount}, {low:+,.1f} to {high:+,.1f}{doubt}"


def kept_in_words(subject: Subject, side: Side) -> str:
    """What most of the futures keep to: "In 8 futures of 10 it stays at 20 or fewer on 1 November 2027.\""""
    most = f"In {10 * MOST_FUTURES:.0f} futures of 10"
    if isinstance(subject, ChanceOf):
        ends = "at least" if subject.standard.at_least else "at most"
        goal = level_in_words(subject.standard, subject.standard.target.value)
        return f"{most} it comes to {ends} {level_in_words(subject.standard, side.kept)} (target {goal})."
    if subject.quantity is Quantity.ON_TIME:
        return f"{most} at least {percentage(side.kept)} are on time."
    words = {
        Quantity.OPEN: "open cases stay at",
        Quantity.UNALLOCATED: "cases without an owner stay at",
        Quantity.CASELOAD: "open cases per officer stay at",
        Quantity.OVERDUE: "overdue tasks stay at",
        Quantity.MOST_OVERDUE: "days that the latest task is overdue stay at",
        Quantity.WAIT: "days of the mean wait stay at",
        Quantity.LONGEST_WAIT: "days of the longest wait stay at",
    }[subject.quantity]
    when = "up to" if subject.quantity.of_whole_run else "on"
    kept = f"{side.kept:,.1f}".removesuffix(".0")
    return f"{most}, {words} {kept} or fewer {when} {day_in_words(subject.on)}."


def in_unit(subject: Subject, value: float) -> str:
    """A value of the measure as it is said."""
    return percentage(value) if is_share(subject) else f"{value:,.1f}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
