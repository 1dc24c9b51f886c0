"""Why two scenarios differ, as the steps of a waterfall and in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.explanation import ChanceOf, Change, Explanation, Subject, shared_out
from planner.model.plan import Plan
from planner.model.precision import Quantity
from planner.model.scenario import Scenario
from planner.report.levers import lever_sentence
from planner.report.requirement import standard_in_words, window_in_words
from planner.report.words import counted, day_in_words

_WORDS = {
    Quantity.OPEN: "open cases",
    Quantity.UNALLOCATED: "cases without an owner",
    Quantity.CASELOAD: "open cases per officer",
    Quantity.OVERDUE: "overdue tasks",
    Quantity.MOST_OVERDUE: "days that the latest task is overdue",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the waterfall, in the unit that is shown (per cent for shares): from where to where, and how sure."""

    label: str
    begins: float
    ends: float
    half_width: float
    """Of the 95 % confidence interval of its length."""

    @property
    def amount(self) -> float:
        """Its length, below 0 when it goes down."""
        return round(self.ends - self.begins, 9)


def waterfall(plan: Plan, found: Explanation, decimals: int = 1) -> tuple[Step, ...]:
    """A step for each change, greatest first; rounded so that each begins where the one before ends, and the last ends
    at the second scenario's value."""
    scale = 100 if is_share(found.subject) else 1
    unit = 10**-decimals
    start, end = (round(scale * value / unit) for value in (found.before, found.after))
    parts = shared_out([scale * term.amount / unit for term in found.terms], end - start)
    steps, at = [], start
    for term, part in zip(found.terms, parts, strict=True):
        begins, ends = (round(level * unit, decimals) for level in (at, at + part))
        steps.append(Step(change_in_words(plan, term.change), begins, ends, 1.96 * scale * term.error))
        at += part
    return tuple(steps)


def explanation_lines(plan: Plan, found: Explanation) -> tuple[str, ...]:
    """The two values, what each change adds, and how well that is known."""
    unit = " %" if is_share(found.subject) else ""
    points = " points" if is_share(found.subject) else ""
    steps = waterfall(plan, found)
    scale = 100 if unit else 1
    before, after = (f"{scale * value:,.1f}{unit}" for value in (found.before, found.after))
    whole = f"{round(scale * found.after, 1) - round(scale * found.before, 1):+,.1f}"
    ends = f"{before} under {scenario_in_words(found.first)}, {after} under {scenario_in_words(found.second)}"
    lines = [
        (
            f"{subject_in_words(plan, found.subject)}: {ends}, "
            f"a difference of {whole}{points} (± {1.96 * scale * found.error:,.1f}):"
        )
    ]
    lines += [f"  {step.amount:+,.1f}{points} (± {step.half_width:,.1f})  {step.label}" for step in steps]
    how = (
        "over all orders of the changes"
        if found.orders is None
        else f"over {found.orders} sampled orders of the changes, which the ± allows for"
    )
    lines.append(
        f"The amounts add up to the difference. Each is the mean of what the change adds, {how}, in the same "
        f"{counted(found.futures, 'future')}; ± is 95 % confidence."
    )
    return tuple(lines)


def change_in_words(plan: Plan, change: Change) -> str:
    """What is different: a lever that is there, is there no more, or says something else."""
    if change.after is None:
        assert change.before is not None
        return f"Without: {lever_sentence(change.before, plan)}"
    if change.before is None:
        return lever_sentence(change.after, plan)
    return f"{lever_sentence(change.after, plan)} Before: {lever_sentence(change.before, plan)}"


def subject_in_words(plan: Plan, subject: Subject) -> str:
    """What a measure is of."""
    if isinstance(subject, ChanceOf):
        words = f"{standard_in_words(subject.standard)} holds {window_in_words(subject.window)}"
        return f"Futures in which {words}"
    team = plan.team(subject.team)
    band = "" if subject.band is None else f", band {team.band(subject.band).name}"
    if subject.quantity is Quantity.ON_TIME:
        stage = team.stage(subject.stage or "").name
        return f"{team.name}, {stage} on time up to {day_in_words(subject.on)}{band}"
    if subject.quantity.at_resource:
        stage = team.stage(subject.stage or "").name
        longest = subject.quantity is Quantity.LONGEST_WAIT
        when = f"on {day_in_words(subject.on)}" if longest else f"up to {day_in_words(subject.on)}"
        return f"{team.name}, days of the {'longest' if longest else 'mean'} wait for {stage} {when}{band}, in the mean"
    return f"{team.name}, {_WORDS[subject.quantity]} on {day_in_words(subject.on)}{band}, in the mean"


def scenario_in_words(scenario: Scenario | None) -> str:
    """A scenario by its name; None is the plan as it is."""
    return "the plan as it is" if scenario is None else f"“{scenario.name}”"


def is_share(subject: Subject) -> bool:
    """Whether a measure is a share of something, shown in per cent."""
    return isinstance(subject, ChanceOf) or subject.quantity is Quantity.ON_TIME
