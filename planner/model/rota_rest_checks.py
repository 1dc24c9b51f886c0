"""Whether one person's line keeps the rules of rest and of hours."""

from __future__ import annotations

import math
from collections.abc import Callable

from planner.model.rota_line import Finding, Findings, LineView, beyond, day_words, hours_words
from planner.model.rota_people import PatternUse

LONGEST_REFERENCE, SHORTEST_REFERENCE = 119, 28
"""Days over which the 48-hour week is averaged: 17 weeks, and the fewest that say anything."""


def check_rest_between_duties(line: LineView) -> Findings:
    """Too few hours from the end of a duty to the start of the next day's."""
    limit = line.facts.limit("rest-between-duties") * 60
    for day in range(max(line.first, -1), line.days - 1):
        first, second = line.duty(day), line.duty(day + 1)
        if first is None or second is None:
            continue
        gap = line.facts.gap_minutes(day, first, day + 1, second)
        if gap < limit:
            both = f"{line.cell_words(day)} and {line.cell_words(day + 1)}"
            found = f"{hours_words(gap)} between {both}" if gap >= 0 else f"{both} overlap by {hours_words(-gap)}"
            yield Finding(day + 1, 1, f"{found}: at least {hours_words(limit)}{' between them' if gap < 0 else ''}")


def check_rest_day_length(line: LineView) -> Findings:
    """A single day off that is too short from duty to duty."""
    limit = line.facts.limit("rest-day-length") * 60
    for day in range(max(line.first, -2) + 1, line.days - 1):
        first, second = line.duty(day - 1), line.duty(day + 1)
        if first is None or second is None or line.is_working(day):
            continue
        gap = line.facts.gap_minutes(day - 1, first, day + 1, second)
        if gap < limit:
            words = f"{hours_words(gap)} off around {day_words(line.date(day))}: at least {hours_words(limit)}"
            yield Finding(max(day, 0), 1, words)


def check_gap_between_rest_days(line: LineView) -> Findings:
    """So many days in a row without a day off."""
    length = int(line.facts.limit("gap-between-rest-days"))
    yield from _runs(line, length, line.is_taken, lambda: f"no rest day in {length} days")


def check_duties_in_a_row(line: LineView) -> Findings:
    """More working days in a row than agreed."""
    most = int(line.facts.limit("duties-in-a-row"))
    yield from _runs(line, most + 1, line.is_working, lambda: f"more than {most} duties in a row")


def check_nights_in_a_row(line: LineView) -> Findings:
    """More nights in a row than agreed."""
    most = int(line.facts.limit("nights-in-a-row"))
    yield from _runs(line, most + 1, line.is_night, lambda: f"more than {most} nights in a row")


def _runs(line: LineView, length: int, is_so: Callable[[int], bool], words: Callable[[], str]) -> Findings:
    """One finding for each day that ends `length` days that are all so."""
    run = 0
    for day in line.known():
        run = run + 1 if is_so(day) else 0
        if day >= 0 and run >= max(length, 1):
            yield Finding(day, 1, f"{words()}, to {day_words(line.date(day))}")


def check_rest_days_over_roster(line: LineView) -> Findings:
    """Fewer days off than the weeks present ask for."""
    present = [day for day in range(line.days) if line.person.counts_as_present(day)]
    needed = math.floor(line.facts.limit("rest-days-over-roster") * len(present) / 7 + 1e-9)
    rest = sum(not line.is_taken(day) for day in present)
    if rest < needed:
        yield Finding(None, needed - rest, f"{rest} rest days in {len(present)} days present: at least {needed}")


def check_longest_tour(line: LineView) -> Findings:
    """A tour of duty that is too long."""
    limit = line.facts.limit("longest-tour") * 60
    for day in range(line.days):
        if line.minutes(day) > limit:
            words = f"{line.cell_words(day)} lasts {hours_words(line.minutes(day))}: at most {hours_words(limit)}"
            yield Finding(day, 1, words)


def check_hours_a_week(line: LineView) -> Findings:
    """More hours from a Monday to a Sunday than agreed."""
    limit = line.facts.limit("hours-a-week") * 60
    for week in line.facts.weeks:
        minutes = sum(line.minutes(day) for day in week if day >= line.first)
        if minutes > limit:
            words = f"{hours_words(minutes)} in the week to {day_words(line.date(week[-1]))}: at most "
            yield Finding(week[-1], beyond(minutes - limit), words + hours_words(limit))


def check_average_week(line: LineView) -> Findings:
    """More hours a week than the law allows on average, over 17 weeks or what is known of them."""
    if line.person.person.opted_out:
        return
    limit = line.facts.limit("average-week") * 60
    minutes = [line.minutes(day) + _elsewhere(line, day) for day in line.known()]
    present = [day < 0 or line.person.counts_as_present(day) for day in line.known()]
    for last in range(line.days):
        full = last - line.first + 1 >= LONGEST_REFERENCE
        if last != line.days - 1 and not (full and line.date(last).weekday() == 6):
            continue
        past = last - line.first + 1
        first = max(0, past - LONGEST_REFERENCE)
        if past - first < SHORTEST_REFERENCE:
            continue
        total, days = sum(minutes[first:past]), sum(present[first:past])
        if total > limit * days / 7:
            excess = beyond(total - limit * days / 7)
            words = f"{total * 7 / days / 60 if days else 0:.1f} hours a week on average over {past - first} days to "
            yield Finding(last, excess, f"{words}{day_words(line.date(last))}: at most {hours_words(limit)}")


def _elsewhere(line: LineView, day: int) -> int:
    return line.person.credit[day] if day >= 0 and line.person.works_elsewhere(day) else 0


def check_hours_over_roster(line: LineView) -> Findings:
    """Counted hours too far from the contract's; a pattern that is kept decides by itself."""
    person = line.person.person
    if person.pattern_use is PatternUse.KEPT:
        return
    tolerance = line.facts.limit("hours-over-roster") * 60
    kinds = (line.kind(day) for day in range(line.days))
    counted = sum(kind.counts for kind in kinds if kind is not None) + sum(line.person.credit)
    target = line.person.target_minutes
    if counted < target and person.is_recuperative:
        return
    if abs(counted - target) > tolerance:
        side = "more" if counted > target else "fewer"
        words = f"{hours_words(abs(counted - target))} {side} than the contract's {hours_words(target)}: at most "
        yield Finding(None, beyond(abs(counted - target) - tolerance), words + hours_words(tolerance))


def check_exposure(line: LineView) -> Findings:
    """More image-grading duties from a Monday to a Sunday than agreed."""
    most = int(line.facts.limit("exposure"))
    for week in line.facts.weeks:
        found = sum(kind.exposure for day in week if day >= line.first and (kind := line.duty(day)) is not None)
        if found > most:
            words = f"{found} image-grading duties in the week to {day_words(line.date(week[-1]))}: at most {most}"
            yield Finding(week[-1], found - most, words)
