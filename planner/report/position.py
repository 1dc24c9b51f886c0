"""Where a team stands on the plan's start date, counted from its open cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planner.model.cases import Case
from planner.model.plan import Plan
from planner.model.standard import Measure
from planner.model.team import Team

Tone = Literal["good", "warning", "bad"]

CLOSE_TO_LIMIT = 0.85
"""Share of the caseload limit from which a team is said to be close to it."""
LATE_SHARE = 0.05
"""Share of open cases overdue, and ..."""
LATE_DAYS = 60
"""... days overdue, from which overdue work is bad and not a warning only."""


@dataclass(frozen=True, slots=True)
class Position:
    """A team's open work and people on the morning of the plan's start."""

    team: str
    name: str
    strength_fte: float
    establishment: float
    open: int
    owned: int
    per_officer: float
    """Owned cases per full-time equivalent in post; 0 when nobody is."""
    limit: float
    unallocated: int
    overdue: int
    """Cases whose task, or next visit, was due before the start."""
    overdue_by_band: tuple[tuple[str, int], ...]
    """(band key, cases overdue) for every band, in the team's order."""
    oldest_days: int
    """Days since the longest open case was opened; 0 without cases."""
    oldest_case: str | None
    most_overdue_days: int
    legacy: int
    status: str
    """The state in a word or two: the worst thing found."""
    tone: Tone
    sentence: str


def position(plan: Plan, team_key: str) -> Position:
    """The present position of one team; KeyError when the plan has no such team."""
    team = plan.team(team_key)
    cases = plan.cases_of(team_key)
    strength = plan.strength(team_key)
    owned = sum(case.owner is not None for case in cases)
    late = {case.key: (plan.start - case.due).days for case in cases if case.due is not None and case.due < plan.start}
    oldest = min(cases, key=lambda case: (case.opened, case.key), default=None)
    per_officer = owned / strength if strength else 0.0
    unallocated, worst = len(cases) - owned, max(late.values(), default=0)
    status, tone = _status(plan, team, strength, per_officer, unallocated, len(cases), len(late), worst)
    return Position(
        team=team.key,
        name=team.name,
        strength_fte=strength,
        establishment=team.establishment.value,
        open=len(cases),
        owned=owned,
        per_officer=per_officer,
        limit=team.caseload_limit.value,
        unallocated=unallocated,
        overdue=len(late),
        overdue_by_band=_by_band(team, cases, late),
        oldest_days=0 if oldest is None else (plan.start - oldest.opened).days,
        oldest_case=None if oldest is None else oldest.key,
        most_overdue_days=worst,
        legacy=sum(case.legacy for case in cases),
        status=status,
        tone=tone,
        sentence=_sentence(team, strength, owned, per_officer, unallocated, len(late), worst),
    )


def _by_band(team: Team, cases: tuple[Case, ...], late: dict[str, int]) -> tuple[tuple[str, int], ...]:
    counts = {band.key: 0 for band in team.bands}
    for case in cases:
        counts[case.band] += case.key in late
    return tuple(counts.items())


def _status(
    plan: Plan,
    team: Team,
    strength: float,
    per_officer: float,
    unallocated: int,
    cases: int,
    late: int,
    worst: int,
) -> tuple[str, Tone]:
    """The worst finding: bad ones first, then warnings."""
    limit = team.caseload_limit.value
    targets = [
        standard.target.value
        for standard in plan.standards
        if standard.team == team.key and standard.measure is Measure.CASELOAD and standard.band is None
    ]
    findings: tuple[tuple[bool, str, Tone], ...] = (
        (strength == 0 and cases > 0, "Nobody in post", "bad"),
        (per_officer > limit, "Over the limit", "bad"),
        (late > LATE_SHARE * cases or worst > LATE_DAYS, "Overdue work", "bad"),
        (unallocated > 0, "Unallocated work", "warning"),
        (per_officer >= CLOSE_TO_LIMIT * limit, "Close to the limit", "warning"),
        (late > 0, "Some work overdue", "warning"),
        (per_officer > min(targets, default=limit), "Above the target", "warning"),
        (cases == 0, "No open work", "good"),
    )
    for found, status, tone in findings:
        if found:
            return status, tone
    return "Within limits", "good"


def _sentence(
    team: Team, strength: float, owned: int, per_officer: float, unallocated: int, late: int, worst: int
) -> str:
    """The position in words."""
    if owned + unallocated == 0:
        return f"{_people(strength)} and no open {team.case_word}s."
    held = f"{_people(strength)} {'holds' if strength == 1 else 'hold'} {_count(owned, _held_word(team))}"
    parts = [f"{held}, {_round(per_officer)} each; the limit is {_round(team.caseload_limit.value)}."]
    if strength == 0:
        parts = ["Nobody is in post."]
    if unallocated:
        parts.append(f"{_count(unallocated, _held_word(team))} {'has' if unallocated == 1 else 'have'} no owner yet.")
    if late:
        verb, by = ("is", "by") if late == 1 else ("are", "the longest by")
        parts.append(f"{late} {verb} overdue, {by} {_count(worst, 'day')}.")
    return " ".join(parts)


def _held_word(team: Team) -> str:
    """What officers hold: open cases, but offenders or records without "open"."""
    return "open case" if team.case_word == "case" else team.case_word


def _people(strength: float) -> str:
    return "1 officer" if strength == 1 else f"{_round(strength)} officers"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number:,} {word}s"


def _round(value: float) -> str:
    """A number with one decimal only where it has one."""
    return f"{value:.1f}".removesuffix(".0")
