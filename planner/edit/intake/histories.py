"""Counts into the histories of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.edit.intake.problems import Problems
from planner.model.demand import LONGEST_HISTORY, DemandHistory
from planner.model.intake import Conflict
from planner.model.period import Period
from planner.model.plan import Plan

Cell = tuple[str, str, date]
"""Team, band, and the first day of the month or week."""
_MOST = 1_000_000


@dataclass(slots=True)
class Merged:
    """The histories with the new counts among them."""

    histories: tuple[DemandHistory, ...]
    kept_old: frozenset[Cell]
    """Where the plan's own count was kept."""
    notes: list[str] = field(default_factory=list)


def merge(
    plan: Plan,
    counts: Mapping[Cell, int],
    periods: Mapping[str, Period],
    conflict: Conflict,
    source: str,
    problems: Problems,
) -> Merged:
    """The plan's histories with `counts`, team by team by the period it is counted in.

    A team that is counted by the other period has all its counts replaced, when that is the choice; otherwise it is a
    problem.
    """
    old = {(row.team, row.band): row for row in plan.histories}
    notes = []
    for team, period in periods.items():
        present = [row for row in plan.histories if row.team == team]
        if not present or present[0].period is period:
            continue
        name, before = plan.team(team).name, present[0].period
        if conflict is not Conflict.REPLACE:
            reason = f"{name} is counted by {before} in this plan and by {period} in this file: choose to replace"
            problems.add(0, "", "", reason)
            continue
        notes.append(
            f"The counts of {name} by {before} give way to those by {period}; bands not in the file have none."
        )
        old = {key: row for key, row in old.items() if key[0] != team}
    cells: dict[tuple[str, str], dict[date, int]] = {}
    for (team, band, start), count in counts.items():
        cells.setdefault((team, band), {})[start] = count
    kept: set[Cell] = set()
    for key, by_start in cells.items():
        row = _merged(old.get(key), key, by_start, periods[key[0]], conflict, source, kept, problems)
        if row is not None:
            old[key] = row
    return Merged(tuple(old.values()), frozenset(kept), notes)


def _merged(
    old: DemandHistory | None,
    key: tuple[str, str],
    new: Mapping[date, int],
    period: Period,
    conflict: Conflict,
    source: str,
    kept: set[Cell],
    problems: Problems,
) -> DemandHistory | None:
    before = {} if old is None else {old.begins(place): count for place, count in enumerate(old.counts)}
    after = dict(before)
    for start, count in new.items():
        present = before.get(start)
        if present is None or conflict is Conflict.REPLACE:
            after[start] = count
        elif conflict is Conflict.ADD:
            after[start] = min(present + count, _MOST)
        else:
            kept.add((*key, start))
    if after == before:
        return old
    first = min(after)
    length = period.place(first, max(after)) + 1
    if length > LONGEST_HISTORY:
        reason = (
            f"with this file the counts of {key[0]}/{key[1]} would span {length:,} {period}s from {first}: at most "
            f"{LONGEST_HISTORY:,} are kept, so look for a wrong year or leave out the oldest rows"
        )
        problems.add(0, "", "", reason)
        return None
    counts = tuple(after.get(period.start(first, place)) for place in range(length))
    return DemandHistory(*key, first, counts, source, period)
