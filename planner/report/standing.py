"""Where the standards stand, in the few words that a table has room for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from planner.model.cases import Phase
from planner.model.countdown import Countdown, LeadStep, StandardCountdown
from planner.model.plan import Plan
from planner.model.standard import Measure, Standard
from planner.report.position import position
from planner.report.requirement import level_in_words
from planner.report.words import counted, day_in_words, percentage

UNLIKELY = 0.5
"""Chance below which a standard is called unlikely to be met."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A chance in a word; `tone` has a colour and a shape."""

    word: str
    tone: Literal["good", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class LeadDates:
    """When one step from approval to the first day of work begins and ends."""

    step: LeadStep
    begins: date
    ends: date


def standing(chance: float, probability: float) -> Standing:
    """Likely from `probability` on, unlikely below one half, in doubt between."""
    if chance >= probability:
        return Standing("likely", "good")
    return Standing("unlikely", "bad") if chance < UNLIKELY else Standing("in doubt", "warn")


def by_risk(found: Countdown) -> list[StandardCountdown]:
    """The standards, the least likely first."""
    return sorted(found.standards, key=lambda one: one.chance)


def headline(found: Countdown) -> str:
    """How many standards are likely met on the day."""
    likely = sum(one.chance >= found.probability for one in found.standards)
    number = len(found.standards)
    verb = "is" if likely == 1 else "are"
    return f"{likely} of {counted(number, 'standard')} {verb} likely met on {day_in_words(found.day)}"


def target_in_words(standard: Standard) -> str:
    """The target with its unit: ≥ 95 %."""
    return f"{'≥' if standard.at_least else '≤'} {level_in_words(standard, standard.target.value)}"


def today_in_words(plan: Plan, standard: Standard) -> str:
    """Where the team stands on the morning of the plan's start, as its open cases tell."""
    if standard.measure is Measure.CASELOAD:
        return level_in_words(standard, position(plan, standard.team).per_officer)
    if standard.measure is Measure.UNALLOCATED:
        return level_in_words(standard, position(plan, standard.team).unallocated)
    if standard.measure.at_resource:
        return _wait_today(plan, standard)
    late = [
        (plan.start - case.due).days
        for case in plan.cases_of(standard.team)
        if case.due is not None
        and case.due < plan.start
        and standard.band in (None, case.band)
        and (standard.measure is Measure.MOST_OVERDUE or standard.stage == case.stage)
    ]
    if standard.measure is Measure.MOST_OVERDUE:
        return level_in_words(standard, max(late, default=0))
    return f"{len(late):,} late"


def _wait_today(plan: Plan, standard: Standard) -> str:
    """How long the cases that queue for the standard's shared resource have waited so far, as a run takes the open
    cases on the first morning: its servers have those who go first, and the rest queue."""
    resource = plan.team(standard.team).stage(standard.stage or "").resource
    servers = next(int(one.servers.value) for one in plan.resources if one.key == resource)
    asked = [
        (band.priority + 16 * (not band.immediate), case.since, case)
        for team in plan.teams
        for case in plan.cases_of(team.key)
        for band in (team.band(case.band),)
        if case.phase is Phase.DELAY and team.stage(case.stage).resource == resource
    ]
    waiting = [case for *_, case in sorted(asked, key=lambda one: one[:2])[servers:]]
    days = [
        (plan.start - case.since).days
        for case in waiting
        if (case.team, case.stage) == (standard.team, standard.stage) and standard.band in (None, case.band)
    ]
    if standard.measure is Measure.LONGEST_WAIT:
        return level_in_words(standard, max(days, default=0))
    return f"{level_in_words(standard, sum(days) / max(len(days), 1))} so far"


def chance_in_words(one: StandardCountdown, probability: float) -> str:
    """The chance with its 95 % interval and its word."""
    low, high = interval(one)
    word = standing(one.chance, probability).word
    return f"{percentage(one.chance)} ({100 * low:.0f}\N{EN DASH}{100 * high:.0f}), {word}"


def interval(one: StandardCountdown) -> tuple[float, float]:
    """Of a chance, at 95 %."""
    reach = 1.96 * one.error
    return max(one.chance - reach, 0.0), min(one.chance + reach, 1.0)


def best_step(one: StandardCountdown) -> str:
    """The single step that lifts it most, 41 → 78 %: one officer on loan. Empty while none has been tried."""
    if not one.lifts:
        return ""
    best = one.lifts[0]
    if best.lift > 0:
        return f"{100 * one.chance:.0f} → {100 * best.chance:.0f} %: {best.candidate.name}"
    if one.chance < 1 and best.nearer > 0:
        return f"nearest: {best.candidate.name}"
    return "none needed" if one.chance == 1 else "none alone"


def is_searched(one: StandardCountdown, probability: float) -> bool:
    """Whether it is known until when posts can wait, or why no date is."""
    return one.chance >= probability or one.last_safe is not None or one.obstacle is not None


def approve_by(one: StandardCountdown, probability: float, today: date) -> str:
    """The last safe date in a cell: 4 officers, 14 Mar 2027. Empty while it has not been looked for."""
    if one.last_safe is not None:
        passed = " (passed)" if one.last_safe.approve < today else ""
        return f"{counted(one.last_safe.officers, 'officer')}, {short_day(one.last_safe.approve)}{passed}"
    if one.obstacle is not None:
        return "officers not enough"
    return "not needed" if one.chance >= probability else ""


def short_day(day: date) -> str:
    """A date where there is little room: 14 Mar 2027."""
    return f"{day.day} {day:%b %Y}"


def approve_sentence(plan: Plan, found: Countdown, one: StandardCountdown, today: date) -> str:
    """The last safe date, or why there is none, in one or two sentences."""
    if one.chance >= found.probability:
        return "It is likely met without more officers."
    if one.obstacle is not None:
        return f"Officers alone do not make it safe. {one.obstacle}"
    if one.last_safe is None:
        return "The last safe date has not been looked for yet."
    last = one.last_safe
    team = plan.team(one.standard.team).name
    words = (
        f"Approve {counted(last.officers, 'more officer')} for {team} by {day_in_words(last.approve)}: they begin by "
        f"{day_in_words(last.begins)} and make it {percentage(last.chance)}; approved one day later, "
        f"{percentage(last.day_later)}."
    )
    if last.approve < today:
        return f"{words} That day has passed: move the date, relax the target, or find another way."
    return words


def lead_dates(found: Countdown, one: StandardCountdown) -> tuple[LeadDates, ...]:
    """The steps from approval to the first day of work, back from the last safe date; without one, back from a first
    day of work on the day itself."""
    begins = one.last_safe.approve if one.last_safe is not None else found.day - found.lead
    days, rows = 0.0, []
    for step in found.steps:
        after = days + step.days.value
        rows.append(LeadDates(step, begins + timedelta(days=round(days)), begins + timedelta(days=round(after))))
        days = after
    return tuple(rows)
