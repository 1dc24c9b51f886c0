"""Whether one person's line leaves a life: holidays, weekends, rotation, wishes, days away, pattern, and notice."""

from __future__ import annotations

from collections.abc import Callable

from planner.model.rota_line import Finding, Findings, LineView, day_words, hours_words
from planner.model.rota_people import PatternUse
from planner.model.shift import OFF, clock

ON_CALL_DAYS = 28
"""Days over which days on call are counted, from the rota's first."""


def check_public_holidays(line: LineView) -> Findings:
    """A duty on a public holiday."""
    for day in range(line.days):
        if line.facts.holidays[day] and line.duty(day) is not None:
            yield Finding(day, 1, f"{line.cell_words(day)}, a public holiday")


def check_weekends_off(line: LineView) -> Findings:
    """More weekends worked of four in a row than agreed."""
    most = int(line.facts.limit("weekends-off"))
    weekends = line.facts.weekends
    for last in range(3, len(weekends)):
        found = sum(line.worked(weekend) for weekend in weekends[last - 3 : last + 1])
        if found > most:
            words = f"{found} of four weekends worked, to {day_words(line.date(weekends[last][-1]))}: at most {most}"
            yield Finding(weekends[last][-1], found - most, words)


def check_weekend_fairness(line: LineView) -> Findings:
    """More weekends than an equal share; the price rises with the square."""
    fair = line.person.fair_weekends
    if fair is None:
        return
    found = sum(line.worked(weekend) for weekend in line.facts.weekends)
    if found > fair:
        yield Finding(None, (found - fair) ** 2, f"{found} weekends worked, an equal share is {fair}")


def check_forward_rotation(line: LineView) -> Findings:
    """A duty that starts much earlier than the one on the day before."""
    slack = line.facts.limit("forward-rotation") * 60
    for day in range(max(line.first, -1), line.days - 1):
        first, second = line.duty(day), line.duty(day + 1)
        if first is not None and second is not None and second.start_minute < first.start_minute - slack:
            earlier = hours_words(first.start_minute - second.start_minute)
            yield Finding(day + 1, 1, f"{line.cell_words(day + 1)} starts {earlier} earlier than the day before")


def check_rest_in_blocks(line: LineView) -> Findings:
    """A single day off between two days that are not."""
    for day in range(max(line.first + 1, 0), line.days - 1):
        if line.is_free(day) and line.is_taken(day - 1) and line.is_taken(day + 1):
            yield Finding(day, 1, f"{day_words(line.date(day))} is a single rest day")


def check_earliest_start(line: LineView) -> Findings:
    """A duty that starts too early."""
    limit = line.facts.limit("earliest-start") * 60
    for day in range(line.days):
        kind = line.duty(day)
        if kind is not None and kind.start_minute < limit:
            yield Finding(day, 1, f"{line.cell_words(day)} starts at {clock(kind.start_minute)}")


def check_on_call(line: LineView) -> Findings:
    """More days on call in four weeks than agreed."""
    most = int(line.facts.limit("on-call"))
    for first in range(0, line.days, ON_CALL_DAYS):
        days = range(first, min(first + ON_CALL_DAYS, line.days))
        found = sum(kind.on_call for day in days if (kind := line.kind(day)) is not None)
        if found > most:
            yield Finding(days[-1], found - most, f"{found} days on call to {day_words(line.date(days[-1]))}")


def check_wishes(line: LineView) -> Findings:
    """A wish that is not met, on a day on which the person is there."""
    for day, wishes in line.person.wishes.items():
        for wish in wishes:
            if line.person.can_work(day) and not wish.is_met_by(line.cells[day]):
                asked = "a day off" if wish.shift == OFF else line.facts.kinds[wish.shift].name
                words = f"asked for {'' if wish.wanted else 'anything but '}{asked} on {day_words(line.date(day))}"
                yield Finding(day, wish.points, words)


def check_away_kept(line: LineView) -> Findings:
    """Something on a day on which the person is away, or not in the team; or a duty that runs into a part of one."""
    for day in range(line.days):
        if line.cells[day] != OFF and not line.person.can_work(day):
            why = line.person.away[day] or "not in the team"
            yield Finding(day, 1, f"{line.cell_words(day)}: {why}")
    yield from _parts(line, certain=True)


def check_away_asked(line: LineView) -> Findings:
    """Something on a day that was asked for as leave, or on which court was warned of."""
    for day in range(line.days):
        if line.cells[day] != OFF and line.person.asked[day] and line.person.can_work(day):
            yield Finding(day, 1, f"{line.cell_words(day)}: asked to be away")
    yield from _parts(line, certain=False)


def _parts(line: LineView, *, certain: bool) -> Findings:
    for on, entries in line.person.parts.items():
        for entry in entries:
            if entry.certain is not certain:
                continue
            for day in (on - 1, on):
                kind = line.duty(day) if day >= 0 else None
                if kind is not None and line.facts.overlaps(kind, day, entry, on):
                    assert entry.from_minute is not None
                    assert entry.to_minute is not None
                    times = f"{clock(entry.from_minute)}-{clock(entry.to_minute)}"
                    yield Finding(day, 1, f"{line.cell_words(day)}: {entry.kind} {times} on {day_words(line.date(on))}")


def check_free_days(line: LineView) -> Findings:
    """Something on a part-timer's fixed free day."""
    free = line.person.person.free_weekdays
    for day in range(line.days):
        if line.cells[day] != OFF and line.date(day).weekday() in free:
            yield Finding(day, 1, f"{line.cell_words(day)} is a fixed free day")


def check_restricted(line: LineView) -> Findings:
    """A kind or length of duty that this person does not do, or too many in a week."""
    person = line.person.person
    for day in range(line.days):
        if line.cells[day] in person.barred:
            yield Finding(day, 1, f"{line.cell_words(day)}: not a duty for this person")
        elif person.most_duty_minutes is not None and line.minutes(day) > person.most_duty_minutes:
            words = f"{line.cell_words(day)} is longer than {hours_words(person.most_duty_minutes)}"
            yield Finding(day, 1, f"{words}, the most for this person")
    if person.most_week_duties is None:
        return
    for week in line.facts.weeks:
        found = sum(line.duty(day) is not None for day in week if day >= line.first)
        if found > person.most_week_duties:
            words = f"{found} duties in the week to {day_words(line.date(week[-1]))}: at most {person.most_week_duties}"
            yield Finding(week[-1], found - person.most_week_duties, words)


def check_locked(line: LineView) -> Findings:
    """A locked day that is not as it was locked."""
    for day, cell in line.person.held.items():
        if line.cells[day] != cell:
            yield Finding(day, 1, f"{line.cell_words(day)} is not what was locked")


def check_fixed_pattern(line: LineView) -> Findings:
    """A day that is not as a pattern that is kept says."""
    if line.person.person.pattern_use is PatternUse.KEPT:
        yield from _against_pattern(line, lambda _, __: True, "the fixed pattern says otherwise")


def check_duty_moved(line: LineView) -> Findings:
    """Another duty than the pattern's."""
    if line.person.person.pattern_use is PatternUse.ADAPTED:
        yield from _against_pattern(line, lambda asked, cell: OFF not in (asked, cell), "the pattern has another duty")


def check_duty_dropped(line: LineView) -> Findings:
    """A duty of the pattern that is a day off."""
    if line.person.person.pattern_use is PatternUse.ADAPTED:
        yield from _against_pattern(line, lambda asked, cell: cell == OFF, "the pattern has a duty")


def check_rest_day_worked(line: LineView) -> Findings:
    """A rest day of the pattern that is worked."""
    if line.person.person.pattern_use is PatternUse.ADAPTED:
        yield from _against_pattern(line, lambda asked, cell: asked == OFF, "the pattern has a rest day")


def _against_pattern(line: LineView, counts: Callable[[str, str], bool], words: str) -> Findings:
    for day, asked in enumerate(line.person.pattern or ()):
        cell = line.cells[day]
        if cell != asked and counts(asked, cell):
            yield Finding(day, 1, f"{line.cell_words(day)}: {words}")


def check_told_by_midnight(line: LineView) -> Findings:
    """A published day that has begun, or is over, and is not as it was published; days away are not told."""
    for day in _changed(line):
        notice = line.facts.notice_days(day)
        if notice is not None and notice < 0 and line.person.can_work(day):
            yield Finding(day, 1, f"{line.cell_words(day)} can no longer be told: the day before has passed")


def check_published_kept(line: LineView) -> Findings:
    """A day still to come that is not as it was published; days on which the person is away are not counted."""
    for day in _changed(line):
        notice = line.facts.notice_days(day)
        if line.person.can_work(day) and (notice is None or notice >= 0):
            yield Finding(day, 1, f"{line.cell_words(day)} is not what was published")


def check_short_notice(line: LineView) -> Findings:
    """A change that is told with fewer clear days than the rule asks for."""
    limit = int(line.facts.limit("short-notice"))
    for day in _changed(line):
        notice = line.facts.notice_days(day)
        if notice is not None and 0 <= notice < limit and line.person.can_work(day):
            yield Finding(day, 1, f"{line.cell_words(day)} changes with {notice} clear days' notice: at least {limit}")


def _changed(line: LineView) -> list[int]:
    published = line.person.published
    if published is None:
        return []
    return [day for day in range(line.days) if line.cells[day] != published[day]]
