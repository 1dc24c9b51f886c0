"""What a standard asks of a team, as a leader would say it."""

from __future__ import annotations

from datetime import date

from planner.model.plan import Plan
from planner.model.requirement import DAYS_BACK
from planner.model.standard import Measure, Standard
from planner.report.requirement import level_in_words
from planner.report.words import day_in_words, percentage, rounded_pounds


def goal_in_words(plan: Plan, standard: Standard, day: date) -> str:
    """What is to be reached, after "to": keep POLIT at or below 20 cases an officer on 2 August 2027."""
    team = plan.team(standard.team)
    band = "" if standard.band is None else f" in band {team.band(standard.band).name}"
    level = level_in_words(standard, standard.target.value)
    if standard.measure is Measure.CASELOAD:
        return f"keep {team.name} at or below {level} {team.case_word}s an officer{band} on {day_in_words(day)}"
    if standard.measure is Measure.UNALLOCATED:
        return f"keep {team.name} at or below {level} unallocated {team.case_word}s{band} on {day_in_words(day)}"
    if standard.measure is Measure.MOST_OVERDUE:
        return f"have nothing of {team.name}{band} overdue by more than {level} on {day_in_words(day)}"
    stage = team.stage(standard.stage or "").name
    if standard.measure is Measure.LONGEST_WAIT:
        return f"have nobody of {team.name}{band} wait longer than {level} for “{stage}” on {day_in_words(day)}"
    upto = f"in the {DAYS_BACK} days to {day_in_words(day)}"
    if standard.measure is Measure.WAIT:
        return f"keep the mean wait for “{stage}” of {team.name}{band} at or below {level} {upto}"
    return f"have at least {level} of “{stage}” of {team.name}{band} on time {upto}"


def about_pounds(amount: float) -> str:
    """An amount as an estimate: with the figures it bears, and said to be about so much."""
    return rounded_pounds(amount) if amount == 0 else f"about {rounded_pounds(amount)}"


def share_in_words(chance: float) -> str:
    """A chance of a simulation: whole per cent, and never quite none or all."""
    if 0 < chance < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < chance < 1 else percentage(round(chance, 2))
