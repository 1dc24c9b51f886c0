"""Counts into the histories of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.edit.intake.problems import Problems
from planner.edit.intake.taken import number
from planner.model.demand import LONGEST_HISTORY, DemandHistory
from planner.model.intake import Conflict
from planner.model.period import Period
from planner.model.plan import Plan

Cell = tuple[str, str, date]
"""Team, band, and the first day of the month or week."""
_MOST = 1_000_000
_NEW, _SAME, _REPLACED = "new", "as the plan has it", "in place of the plan's"
_SUMMED, _KEPT, _OTHERS = "added to the plan's", "left as the plan has it", "others stay"
_OUTCOMES = (_NEW, _REPLACED, _SUMMED, _SAME, _KEPT, _OTHERS)


@dataclass(slots=True)
class Merged:
    """The histories with the new counts among them."""

    histories: tuple[DemandHistory, ...]
    kept_old: frozenset[Cell]
    """Where the plan's own count was kept."""
    outcomes: Mapping[str, Counter[str]]
    """By team: what became of the file's counts and of the plan's others, in the words of `totals`."""
    notes: list[str] = field(default_factory=list)


def merge(
    plan: Plan,
    counts: Mapping[Cell, int],
    periods: Mapping[str, Period],
    conflict: Conflict,
    problems: Problems,
) -> Merged:
    """The plan's histories with `counts`, team by team by the period it is counted in.

    A team that is counted by the other period has all its counts replaced, when that is the choice; otherwise it is a
    problem. The source of a history is that of its counts which no import brought: it goes with the last of them.
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
        lost = number(sum(count is not None for row in present for count in row.counts), "count")
        notes.append(
            f"The {lost} of {name} by {before} give way to those by {period}; bands not in the file have none."
        )
        old = {key: row for key, row in old.items() if key[0] != team}
    cells: dict[tuple[str, str], dict[date, int]] = {}
    for (team, band, start), count in counts.items():
        cells.setdefault((team, band), {})[start] = count
    kept: set[Cell] = set()
    outcomes: dict[str, Counter[str]] = {team: Counter() for team in periods}
    for (team, band), row in old.items():
        if team in outcomes and (team, band) not in cells:
            outcomes[team][_OTHERS] += sum(count is not None for count in row.counts)
    for key, by_start in cells.items():
        row_now = _merged(old.get(key), key, by_start, periods[key[0]], conflict, outcomes[key[0]], kept, problems)
        if row_now is not None:
            old[key] = row_now
    return Merged(tuple(old.values()), frozenset(kept), outcomes, notes)


def totals(plan: Plan, counts: Mapping[Cell, int], periods: Mapping[str, Period], merged: Merged) -> list[str]:
    """What changes for each team, in sentences."""
    lines = []
    for team, period in periods.items():
        taken = {cell: counts[cell] for cell in counts if cell[0] == team and cell not in merged.kept_old}
        starts = sorted({start for _, _, start in taken})
        said = "no count changes"
        if starts:
            stretch = f"{period.label(starts[0], 0)} to {period.label(starts[-1], 0)}"
            said = f"{number(sum(taken.values()), 'referral')} in {number(len(starts), str(period))}, {stretch}"
        found = merged.outcomes[team]
        outcomes = ", ".join(f"{found[what]:,} {what}" for what in _OUTCOMES if found[what])
        lines.append(f"{plan.team(team).name}: {said} (counts: {outcomes})")
    return lines


def _merged(
    old: DemandHistory | None,
    key: tuple[str, str],
    new: Mapping[date, int],
    period: Period,
    conflict: Conflict,
    outcomes: Counter[str],
    kept: set[Cell],
    problems: Problems,
) -> DemandHistory | None:
    before = {} if old is None else {old.begins(place): count for place, count in enumerate(old.counts)}
    after = dict(before)
    for start, count in new.items():
        outcome = _outcome(before.get(start), count, conflict)
        outcomes[outcome] += 1
        if outcome == _KEPT:
            kept.add((*key, start))
        else:
            after[start] = min(count + (before[start] or 0), _MOST) if outcome == _SUMMED else count
    others = sum(count is not None and start not in new for start, count in before.items())
    outcomes[_OTHERS] += others
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
    source = old.source if old is not None and (others or conflict is not Conflict.REPLACE) else ""
    return DemandHistory(*key, first, counts, source, period)


def _outcome(present: int | None, count: int, conflict: Conflict) -> str:
    if present is None:
        return _NEW
    if conflict is Conflict.REPLACE:
        return _SAME if present == count else _REPLACED
    return _SUMMED if conflict is Conflict.ADD else _KEPT
