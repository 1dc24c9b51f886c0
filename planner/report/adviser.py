"""Who can take a new case: the officers in order, with reasons, and who cannot, with why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from planner.model.caseload import OfficerLoad, TeamLoad, Weeks, capacity
from planner.model.people import Origin
from planner.report.caseload import capacity_text, whole_limit
from planner.report.words import counted, day_in_words, percentage


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer who may take a case, or not."""

    officer: OfficerLoad
    before: float | None
    """Capacity as it is: hours wanted ÷ hours available."""
    after: float | None
    """With the case."""
    reasons: tuple[str, ...]
    refusal: str
    """Why not; empty for who can take it."""
    firm: bool
    """Whether the refusal is of the person and not of the load: not there, or without a skill that is asked for."""


def who_can_take(load: TeamLoad, band: str, skill: str | None = None, case: str | None = None) -> tuple[Candidate, ...]:
    """Every officer of a team: first those who can take a case of a band, the one with the most room on top.

    The order is that of the capacity with the case, then of cases for the hours. `skill` is asked for beside those that
    the band and its stages ask for; `case` names one without an owner, otherwise it is a new one. KeyError for what
    the team does not have.
    """
    asked = sorted(load.team.owner_skills(band) | ({skill} if skill else set()))
    hours = _hours(load, band, case)
    found = [_candidate(load, entry, asked, hours) for entry in load.officers]
    return tuple(sorted(found, key=_order))


def _hours(load: TeamLoad, band: str, case: str | None) -> Weeks:
    if case is not None:
        return {entry.case.key: entry.weeks for entry in load.unallocated}[case]
    return load.entry_hours[[entry.key for entry in load.team.bands].index(band)]


def _order(candidate: Candidate) -> tuple[bool, bool, float, float, str]:
    entry = candidate.officer
    held = len(entry.cases) / entry.share if entry.share > 0 else math.inf
    after = math.inf if candidate.after is None else round(candidate.after, 9)
    return bool(candidate.refusal), candidate.firm, after, held, entry.officer.key


def _candidate(load: TeamLoad, entry: OfficerLoad, asked: list[str], hours: Weeks) -> Candidate:
    wanted = tuple(mine + more for mine, more in zip(entry.wanted, hours, strict=True))
    before, after = entry.capacity, capacity(wanted, entry.available)
    firm = _not_to_be_had(load, entry, asked)
    refusal = firm or _too_full(load, entry, after)
    reasons = () if refusal else _reasons(load, entry, asked, before, after)
    return Candidate(entry, before, after, reasons, refusal, bool(firm))


def _not_to_be_had(load: TeamLoad, entry: OfficerLoad, asked: list[str]) -> str:
    """Why this officer cannot take the case at all, whatever the load."""
    officer, start = entry.officer, load.start
    missing = [skill for skill in asked if skill not in officer.skills]
    away = next((one for one in officer.absences if one.share == 1 and one.first <= start <= one.last), None)
    past = start + timedelta(days=7 * load.weeks)
    if officer.start is not None and officer.start > start:
        return f"begins on {day_in_words(officer.start)}"
    if officer.end is not None and officer.end < past:
        return f"leaves on {day_in_words(officer.end)}"
    if missing:
        return f"does not have {' and '.join(f'“{skill}”' for skill in missing)}"
    if away is not None:
        return f"away until {day_in_words(away.last)} ({away.kind})"
    return ""


def _too_full(load: TeamLoad, entry: OfficerLoad, after: float | None) -> str:
    """Why this officer has no room for the case."""
    held, most = len(entry.cases), whole_limit(entry)
    if after is None:
        return f"has no hours in the coming {counted(load.weeks, 'week')}"
    if held >= most:
        return f"holds {held} of at most {counted(most, load.team.case_word)}"
    if after > load.rule.threshold.value:
        return f"would be at {capacity_text(after)}, over {percentage(load.rule.threshold.value)}"
    return ""


def _reasons(
    load: TeamLoad, entry: OfficerLoad, asked: list[str], before: float | None, after: float | None
) -> tuple[str, ...]:
    officer, start = entry.officer, load.start
    past = start + timedelta(days=7 * load.weeks)
    found = [
        f"{capacity_text(before)} → {capacity_text(after)} of hours",
        f"{len(entry.cases)} of at most {counted(whole_limit(entry), load.team.case_word)}",
    ]
    found += [f"has “{skill}”" for skill in asked]
    if officer.fte < 1:
        found.append(f"works {officer.fte:g} of full time")
    if officer.origin is Origin.RECRUIT:
        found.append(f"still learning: counts for {percentage(entry.share)} of an officer")
    found += [
        f"{less.reason}: {less.weekly_hours:g} hours a week less" for less in officer.reductions if less.holds_on(start)
    ]
    found += [
        f"{away.kind} from {day_in_words(max(away.first, start))} to {day_in_words(away.last)}"
        for away in officer.absences
        if away.first < past and away.last >= start
    ]
    return tuple(found)
