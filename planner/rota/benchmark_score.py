"""What a rota of the benchmark costs and which of its rules it breaks, told from the instance's own words alone.

It knows nothing of line problems or of any solver: every cost that is shown for the benchmark is counted again here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from planner.rota.benchmark import Instance, Staff

Roster = Mapping[str, Sequence[str | None]]
"""The shift of each day of each person; None is a day off."""


class Score(NamedTuple):
    """The cost of a roster, and a phrase for each hard rule that it breaks."""

    cost: int
    broken: tuple[str, ...]


def score(instance: Instance, roster: Roster) -> Score:
    """Count a roster from scratch."""
    broken = [
        f"{one.key}: {fault}" for one in instance.staff for fault in _faults(instance, one, roster.get(one.key, ()))
    ]
    if any(len(roster.get(one.key, ())) != instance.days for one in instance.staff):
        return Score(0, tuple(broken))
    cost = sum(wish.weight for wish in instance.on_requests if roster[wish.staff][wish.day] != wish.shift)
    cost += sum(wish.weight for wish in instance.off_requests if roster[wish.staff][wish.day] == wish.shift)
    present = Counter((day, shift) for one in instance.staff for day, shift in enumerate(roster[one.key]))
    for want in instance.cover:
        short = want.required - present[want.day, want.shift]
        cost += want.under * short if short > 0 else want.over * -short
    return Score(cost, tuple(broken))


def _faults(instance: Instance, one: Staff, line: Sequence[str | None]) -> Iterator[str]:
    if len(line) != instance.days:
        yield f"{len(line)} days instead of {instance.days}"
        return
    shifts = {shift.key: shift for shift in instance.shifts}
    worked = Counter(shift for shift in line if shift is not None)
    minutes = sum(shifts[shift].minutes * times for shift, times in worked.items())
    if not one.fewest_minutes <= minutes <= one.most_minutes:
        yield f"{minutes} minutes, allowed {one.fewest_minutes} to {one.most_minutes}"
    for shift, times in worked.items():
        if times > one.most_of.get(shift, 0):
            yield f"{times} of {shift}, most {one.most_of.get(shift, 0)}"
    for day in sorted(one.days_off):
        if line[day] is not None:
            yield f"day {day} is a day off"
    for day in range(1, instance.days):
        earlier, later = line[day - 1], line[day]
        if earlier is not None and later in shifts[earlier].not_before:
            yield f"day {day}: {later} may not follow {earlier}"
    saturdays = range(5, instance.days, 7)
    weekends = sum(any(shift is not None for shift in line[day : day + 2]) for day in saturdays)
    if weekends > one.most_weekends:
        yield f"{weekends} weekends, most {one.most_weekends}"
    yield from _stretch_faults(one, line)


def _stretch_faults(one: Staff, line: Sequence[str | None]) -> Iterator[str]:
    begin = 0
    for day in range(1, len(line) + 1):
        if day < len(line) and (line[day] is None) == (line[begin] is None):
            continue
        length, inside = day - begin, begin > 0 and day < len(line)
        if line[begin] is not None and length > one.most_in_a_row:
            yield f"day {begin}: {length} shifts in a row, most {one.most_in_a_row}"
        if line[begin] is not None and inside and length < one.fewest_in_a_row:
            yield f"day {begin}: {length} shifts in a row, fewest {one.fewest_in_a_row}"
        if line[begin] is None and inside and length < one.fewest_off_in_a_row:
            yield f"day {begin}: {length} days off in a row, fewest {one.fewest_off_in_a_row}"
        begin = day
