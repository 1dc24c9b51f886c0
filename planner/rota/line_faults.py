"""Which rules of a line problem a line breaks, counted from the line alone: the check of any solver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from planner.rota.lines import OFF, LineProblem, Person


def rota_faults(problem: LineProblem, rota: Sequence[Sequence[int]]) -> list[str]:
    """A phrase for each rule that a rota breaks, with person and day (counted from 0); empty when it is lawful."""
    if len(rota) != len(problem.people):
        return [f"{len(rota)} lines for {len(problem.people)} people"]
    return [
        f"{person.key}: {fault}"
        for person, line in zip(problem.people, rota, strict=True)
        for fault in line_faults(problem, person, line)
    ]


def line_faults(problem: LineProblem, person: Person, line: Sequence[int]) -> Iterator[str]:
    """A phrase for each rule of the person that the line breaks."""
    if len(line) != problem.days:
        yield f"{len(line)} days instead of {problem.days}"
        return
    for day, (choice, allowed) in enumerate(zip(line, person.allowed, strict=True)):
        if choice not in allowed:
            yield f"day {day}: this choice is not allowed"
    yield from _count_faults(problem, person, line)
    yield from _run_faults(person, line)


def _count_faults(problem: LineProblem, person: Person, line: Sequence[int]) -> Iterator[str]:
    minutes = sum(problem.shifts[choice].minutes for choice in line if choice != OFF)
    if person.most_minutes is not None and minutes > person.most_minutes:
        yield f"{minutes} minutes, most {person.most_minutes}"
    if minutes < person.fewest_minutes:
        yield f"{minutes} minutes, fewest {person.fewest_minutes}"
    for cap in person.caps:
        found = sum(cap.counts(day, choice) for day, choice in enumerate(line))
        if found > cap.most:
            yield f"{found} of shifts {sorted(cap.shifts)}, most {cap.most}"
    weekends = sum(problem.weekends_worked(line))
    if person.most_weekends is not None and weekends > person.most_weekends:
        yield f"{weekends} weekends, most {person.most_weekends}"


def _run_faults(person: Person, line: Sequence[int]) -> Iterator[str]:
    """Faults of what follows what, with the days before; one that lies wholly before is not the line's fault."""
    whole = [*person.before, *line]
    first = len(person.before)
    for place, pair in enumerate(pairwise(whole)):
        if pair in person.forbidden and place + 1 >= first:
            yield f"day {place + 1 - first}: shift {pair[1]} may not follow shift {pair[0]}"
    for begin, end, on_duty in _runs([choice != OFF for choice in whole]):
        if end < first:
            continue
        # A run of the days before that ends with them can still be too short: the first day's choice ends it.
        length, inner = end - begin, begin > 0 and end < len(whole)
        if on_duty and person.most_days_in_a_row is not None and length > person.most_days_in_a_row and end > first:
            yield f"day {begin - first}: {length} days in a row, most {person.most_days_in_a_row}"
        if on_duty and inner and length < person.fewest_days_in_a_row:
            yield f"day {begin - first}: {length} days in a row, fewest {person.fewest_days_in_a_row}"
        if not on_duty and inner and length < person.fewest_days_off_in_a_row:
            yield f"day {begin - first}: {length} days off, fewest {person.fewest_days_off_in_a_row}"
    for cap in person.run_caps:
        for begin, end, within in _runs([choice in cap.shifts for choice in whole]):
            if within and end > first and end - begin > cap.most:
                yield f"day {begin - first}: {end - begin} in a row of shifts {sorted(cap.shifts)}, most {cap.most}"


def _runs(values: Sequence[bool]) -> Iterator[tuple[int, int, bool]]:
    """The begin, the end and the value of each run."""
    begin = 0
    for value, members in groupby(values):
        end = begin + sum(1 for _ in members)
        yield begin, end, value
        begin = end
