"""An inspection countdown in sentences."""

from __future__ import annotations

from planner.model.countdown import Countdown, Lift, StandardCountdown
from planner.model.plan import Plan
from planner.model.standard import Measure
from planner.report.requirement import level_in_words, standard_in_words
from planner.report.words import counted, day_in_words, of_the_futures, percentage

STEADY = 0.05
"""Change of a chance, over the months to the day, from which it is said to rise or fall."""


def countdown_lines(plan: Plan, found: Countdown, one: StandardCountdown) -> tuple[str, ...]:
    """One standard: how likely it is met on the day, what lifts it, and until when posts can wait."""
    safe = one.chance >= found.probability
    error = percentage(1.96 * one.error)
    met = f"met in {of_the_futures(one.chance)} (± {error})"
    lines = [f"{standard_in_words(one.standard)}: {met}, {trend_in_words(one)}."]
    if one.lifts:
        lines.append(_best(one, one.lifts[0], safe=safe))
    if one.last_safe is not None:
        last = one.last_safe
        team = plan.team(one.standard.team).name
        officers = counted(last.officers, "more officer")
        lines.append(
            f"Last safe date: {day_in_words(last.approve)}. {officers} for {team} approved by then begin by "
            f"{day_in_words(last.begins)} and make it {percentage(last.chance)}; approved one day later, "
            f"{percentage(last.day_later)}."
        )
    elif one.obstacle:
        lines.append(f"Officers alone do not make it safe. {one.obstacle}")
    else:
        lines.append("It is safe without more officers.")
    return tuple(lines)


def trend_in_words(one: StandardCountdown) -> str:
    """Where the chance goes between the first month's end and the day."""
    first = one.trend[0][1]
    if abs(one.chance - first) < STEADY:
        return "much as at the start"
    return (
        f"{'rising' if one.chance > first else 'falling'} from {percentage(first)} on {day_in_words(one.trend[0][0])}"
    )


def breach_lines(plan: Plan, found: Countdown) -> tuple[str, ...]:
    """For each band that is likelier than not to have overdue work: since which week, and how much on the day."""
    lines = []
    for team, band in dict.fromkeys((breach.team, breach.band) for breach in found.breaches):
        rows = [breach for breach in found.breaches if (breach.team, breach.band) == (team, band)]
        likely = next((row for row in rows if row.chance > 0.5), None)
        place = f"{plan.team(team).name}, {plan.team(team).band(band).name}"
        if likely is None:
            most = max(row.chance for row in rows)
            chance = f"unlikely in any week (at most {percentage(most)})" if most else "in no week of any future"
            lines.append(f"{place}: overdue work {chance}.")
            continue
        last = rows[-1]
        few = f"{last.high:,g} or fewer overdue in nine futures of ten"
        number = f"{few}, {last.mean:,.1f} in the mean{' of all' if last.mean > last.high else ''}"
        latest = f", in the middle future the latest by {last.worst_days:,.0f} days" if last.worst_days > 0.5 else ""
        lines.append(
            f"{place}: overdue work likelier than not from the week to {day_in_words(likely.week)}; in the week to "
            f"{day_in_words(last.week)} {number}{latest}."
        )
    return tuple(lines)


def lead_line(found: Countdown) -> str:
    """How long it takes from approval to the first day of work, step by step."""
    steps = ", ".join(f"{step.name.lower()} {step.days.value:g}" for step in found.steps)
    return f"From approval to the first day of work: {found.lead.days} days ({steps}); these are assumptions."


def _best(one: StandardCountdown, best: Lift, *, safe: bool) -> str:
    if best.lift > 0:
        by_chance = "" if best.lift > 1.96 * best.error else ", which chance alone may give"
        return (
            f"Of the single steps tried, {best.candidate.name} lifts it most: to {percentage(best.chance)} "
            f"(by {100 * best.lift:.1f} ± {196 * best.error:.1f} points{by_chance})."
        )
    if safe or best.nearer <= 0:
        return "Of the single steps tried, none lifts it."
    share = one.standard.measure is Measure.ON_TIME
    nearer = f"{100 * best.nearer:.1f} points" if share else level_in_words(one.standard, best.nearer)
    return f"Of the single steps tried, none lifts it; {best.candidate.name} brings it nearest (by {nearer})."
