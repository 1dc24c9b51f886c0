"""Absences and reductions in words, and those that are about to end."""

from __future__ import annotations

import math
from datetime import date, timedelta

from planner.model.absence import Absence, Reduction
from planner.model.people import Officer
from planner.model.plan import Plan
from planner.report.words import counted, day_in_words, percentage

TimeOff = Absence | Reduction
NOTICE_DAYS = 30
"""Days before its last day from which an absence or reduction is about to end."""


def days_left(what: TimeOff, day: date) -> int | None:
    """Days from `day` to the last one; below 0 when it is over, None until further notice."""
    return None if what.last is None else (what.last - day).days


def about_to_end(what: TimeOff, day: date) -> bool:
    """Whether it is in force on `day` and ends within the notice."""
    left = days_left(what, day)
    return what.first <= day and left is not None and 0 <= left <= NOTICE_DAYS


def time_off_of(plan: Plan, team: str | None = None) -> tuple[tuple[Officer, TimeOff], ...]:
    """Every reduction and dated absence (of one team's people), in the plan's order."""
    found: list[tuple[Officer, TimeOff]] = []
    for officer in plan.officers:
        if team is None or officer.team == team:
            found += [(officer, less) for less in officer.reductions]
            found += [(officer, away) for away in officer.absences]
    return tuple(found)


def what_in_words(what: TimeOff) -> str:
    """What it is, and why."""
    if isinstance(what, Reduction):
        return what.reason
    return f"{what.kind} ({what.reason})" if what.reason else str(what.kind)


def amount_in_words(what: TimeOff) -> str:
    """How much it takes."""
    if isinstance(what, Reduction):
        return f"{what.weekly_hours:g} hours a week"
    return "all hours" if what.share == 1 else f"{percentage(what.share)} of hours"


def standing_in_words(what: TimeOff, day: date) -> str:
    """How it stands on a day."""
    left = days_left(what, day)
    if left is not None and left < 0:
        return "Over"
    if what.first > day:
        return f"In {counted((what.first - day).days, 'day')}"
    if left is None:
        return "Until further notice"
    return "Ends today" if left == 0 else f"Ends in {counted(left, 'day')}"


def excess_in_words(plan: Plan, officer: str, less: Reduction, instead_of: TimeOff | None = None) -> str:
    """That a reduction, with the officer's others on its worst day, takes more than the paid hours; empty otherwise.

    `instead_of` is the officer's entry that it would replace.
    """
    person = next(person for person in plan.officers if person.key == officer)
    paid = plan.team(person.team).weekly_hours.value * person.fte
    others = [entry for entry in person.reductions if entry != instead_of]
    days = [less.first, *(entry.first for entry in others if less.holds_on(entry.first))]
    beside = max(math.fsum(entry.weekly_hours for entry in others if entry.holds_on(day)) for day in days)
    if less.weekly_hours + beside <= paid:
        return ""
    others_too = f", with the {beside:g} of other reductions {less.weekly_hours + beside:g}" if beside else ""
    return (
        f"{person.name} is paid for {paid:g} hours a week and this takes {less.weekly_hours:g}{others_too}: "
        "no hours are left for cases."
    )


def ending_sentences(plan: Plan, team: str | None = None) -> tuple[str, ...]:
    """One sentence for each that is about to end on the plan's first day, the next to end first."""
    return tuple(
        f"{officer.name}: {what_in_words(what)}, {amount_in_words(what)}, ends on {day_in_words(last)} "
        f"({counted((last - plan.start).days, 'day')} from {day_in_words(plan.start)})."
        for officer, what, last in _ending(plan, team)
    )


def ending_entries(plan: Plan, team: str | None = None) -> list[dict[str, str]]:
    """The same for another program."""
    return [
        {"officer": officer.key, "what": what_in_words(what), "takes": amount_in_words(what), "last": last.isoformat()}
        for officer, what, last in _ending(plan, team)
    ]


def _ending(plan: Plan, team: str | None) -> list[tuple[Officer, TimeOff, date]]:
    found = [
        (officer, what, plan.start + timedelta(days=days_left(what, plan.start) or 0))
        for officer, what in time_off_of(plan, team)
        if about_to_end(what, plan.start)
    ]
    return sorted(found, key=lambda row: (row[2], row[0].key))
