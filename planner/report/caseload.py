"""Who holds what, in figures and words: one row for each officer, one for each case of a book."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from planner.model.caseload import CaseLoad, OfficerLoad, TeamLoad
from planner.model.cases import Phase
from planner.model.people import Origin
from planner.model.team import Team
from planner.report.tables import Table
from planner.report.words import counted, day_in_words, percentage

Tone = Literal["good", "warn", "bad", "info"]

NO_OWNER = "No owner yet"


@dataclass(frozen=True, slots=True)
class Lateness:
    """How old and how late the cases of a book are."""

    overdue: int
    oldest_days: int | None
    most_overdue_days: int
    most_overdue: str
    """What is overdue the longest: its stage's name; empty when nothing is."""


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """What a book holds and what there is for it; `key` None: the cases without an owner."""

    key: str | None
    name: str
    by_band: tuple[int, ...]
    """Open cases of each band, in the team's order."""
    limit: float | None
    """Most cases for the officer's hours; None without an owner."""
    wanted: float
    """Hours wanted over all the weeks, shared work included."""
    available: float | None
    capacity: float | None
    over: bool
    lasts: bool
    late: Lateness
    state: str
    tone: Tone
    note: str
    """What makes this officer's hours differ from a full-time one's."""

    @property
    def open(self) -> int:
        """Open cases of all bands."""
        return sum(self.by_band)


def officer_rows(load: TeamLoad) -> tuple[OfficerRow, ...]:
    """A row for each officer, in the plan's order, then one for the cases without an owner where there are any."""
    rows = [officer_row(load, entry) for entry in load.officers]
    return (*rows, unallocated_row(load)) if load.unallocated else tuple(rows)


def officer_row(load: TeamLoad, entry: OfficerLoad) -> OfficerRow:
    """One officer's row."""
    state, tone = _state(load, entry)
    return OfficerRow(
        key=entry.officer.key,
        name=entry.officer.name,
        by_band=_by_band(load.team, entry.cases),
        limit=entry.limit,
        wanted=math.fsum(entry.wanted),
        available=math.fsum(entry.available),
        capacity=entry.capacity,
        over=entry.is_over(load.rule),
        lasts=entry.lasts(load.rule),
        state=state,
        tone=tone,
        note=_note(load, entry),
        late=_lateness(load, entry.cases),
    )


def unallocated_row(load: TeamLoad) -> OfficerRow:
    """The cases without an owner: the hours they would want of one."""
    return OfficerRow(
        key=None,
        name=NO_OWNER,
        by_band=_by_band(load.team, load.unallocated),
        limit=None,
        wanted=math.fsum(math.fsum(case.weeks) for case in load.unallocated),
        available=None,
        capacity=None,
        over=False,
        lasts=False,
        state="To be given out",
        tone="warn",
        note="",
        late=_lateness(load, load.unallocated),
    )


def _by_band(team: Team, cases: Sequence[CaseLoad]) -> tuple[int, ...]:
    counts = Counter(case.case.band for case in cases)
    return tuple(counts[band.key] for band in team.bands)


def _lateness(load: TeamLoad, cases: Sequence[CaseLoad]) -> Lateness:
    late = [case for case in cases if case.overdue]
    worst = max(late, key=lambda case: (case.days_late or 0, case.case.key), default=None)
    oldest = min((case.case.opened for case in cases), default=None)
    return Lateness(
        overdue=len(late),
        oldest_days=None if oldest is None else (load.start - oldest).days,
        most_overdue_days=0 if worst is None else worst.days_late or 0,
        most_overdue="" if worst is None else load.team.stage(worst.case.stage).name,
    )


def _state(load: TeamLoad, entry: OfficerLoad) -> tuple[str, Tone]:
    """The worst finding, and its tone."""
    threshold = percentage(load.rule.threshold.value)
    held, most, over = len(entry.cases), whole_limit(entry), entry.is_over(load.rule)
    nothing = entry.capacity is None
    findings: tuple[tuple[bool, str, Tone], ...] = (
        (nothing and held > 0, f"No hours for {counted(load.weeks, 'week')}", "bad"),
        (nothing, "Not there yet" if not entry.officer.serves_on(load.start) else "No hours", "info"),
        (over and entry.lasts(load.rule), f"Over {threshold} for {counted(load.weeks, 'week')}", "bad"),
        (held > most, "Over the case limit", "bad"),
        (over, f"Over {threshold}", "warn"),
        (held == most, "At the case limit", "warn"),
    )
    for found, state, tone in findings:
        if found:
            return state, tone
    return "Has room", "good"


def whole_limit(entry: OfficerLoad) -> int:
    """The most cases an officer may hold: as in the simulation, one at least for whoever is there."""
    return int(max(entry.limit, 1.0) + 1e-9) if entry.share > 0 else 0


def _note(load: TeamLoad, entry: OfficerLoad) -> str:
    """What is particular about an officer's hours."""
    officer, start = entry.officer, load.start
    parts = []
    if officer.start is not None and officer.start > start:
        parts.append(f"begins on {day_in_words(officer.start)}")
    if officer.end is not None:
        parts.append(f"leaves on {day_in_words(officer.end)}")
    if officer.fte < 1:
        parts.append(f"works {officer.fte:g} of full time")
    if officer.origin is Origin.LOAN:
        parts.append("on loan")
    if officer.origin is Origin.RECRUIT:
        parts.append("recruit")
    parts += [
        f"{less.reason}, {less.weekly_hours:g} hours a week less" for less in officer.reductions if less.holds_on(start)
    ]
    parts += [
        f"{away.kind} to {day_in_words(away.last)}" for away in officer.absences if away.first <= start <= away.last
    ]
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}"


def capacity_text(share: float | None) -> str:
    """A capacity as it is said: whole percent."""
    return "no hours" if share is None else f"{100 * share:.0f} %"


def team_sentence(load: TeamLoad, known: Sequence[OfficerRow] | None = None) -> str:
    """How the team stands, in a sentence or three; `known` are its officers' rows, where they are at hand."""
    rows = known if known is not None else [officer_row(load, entry) for entry in load.officers]
    word = "open case" if load.team.case_word == "case" else load.team.case_word
    held = sum(row.open for row in rows)
    at_work = [row for row in rows if row.available]
    idle = [row for row in rows if not row.available and row.open]
    there = len(at_work) + len(idle)
    lasting, over = sum(row.lasts for row in at_work), sum(row.over for row in at_work)
    threshold, weeks = percentage(load.rule.threshold.value), counted(load.weeks, "week")
    found = load.capacity
    parts = [
        f"{counted(there, 'officer')} {'holds' if there == 1 else 'hold'} {counted(held, word)}"
        + ("." if found is None else f", which want {capacity_text(found)} of the hours of the coming {weeks}.")
    ]
    if idle and not at_work:
        parts.append(f"Nobody has hours for them in the coming {weeks}.")
    elif idle:
        left = counted(sum(row.open for row in idle), word)
        parts.append(f"{len(idle)} of them {'has' if len(idle) == 1 else 'have'} no hours: nobody works on {left}.")
    if over:
        whom = "" if lasting == over else f"{lasting} of them "
        still = f", {whom}in every one of the {load.weeks} weeks" if lasting else ""
        parts.append(f"{over} {'is' if over == 1 else 'are'} over {threshold}{still}.")
    late = sum(row.late.overdue for row in rows) + sum(case.overdue for case in load.unallocated)
    if late:
        parts.append(f"{late:,} {'is' if late == 1 else 'are'} overdue.")
    if load.unallocated:
        waiting = len(load.unallocated)
        parts.append(f"{counted(waiting, word)} {'has' if waiting == 1 else 'have'} no owner yet.")
    return " ".join(parts)


def effect_lines(before: TeamLoad, after: TeamLoad) -> tuple[str, ...]:
    """What a re-allocation does to each officer it touches, and to the cases without an owner."""
    lines = []
    for earlier, later in zip(before.officers, after.officers, strict=True):
        if earlier is not later and earlier.cases != later.cases:
            lines.append(
                f"{later.officer.name}: {len(earlier.cases)} → {counted(len(later.cases), before.team.case_word)}, "
                f"{capacity_text(earlier.capacity)} → {capacity_text(later.capacity)} of hours "
                f"({_state(after, later)[0].lower()})"
            )
    if len(before.unallocated) != len(after.unallocated):
        lines.append(f"{NO_OWNER}: {len(before.unallocated)} → {len(after.unallocated)}")
    return tuple(lines)


def caseload_table(load: TeamLoad) -> Table:
    """The officers as cells to write to a file."""
    bands = [band.name for band in load.team.bands]
    header = (
        *("Officer", "Post", *bands, "Open cases", "Case limit", f"Hours wanted ({load.weeks} weeks)"),
        *(f"Hours available ({load.weeks} weeks)", "Capacity", "Overdue", "Oldest (days)", "Most overdue (days)"),
        *("Most overdue", "State", "Note"),
    )
    rows = tuple(
        (
            *(row.key, row.name, *row.by_band, row.open, _rounded(row.limit), _rounded(row.wanted)),
            *(
                _rounded(row.available),
                _rounded(row.capacity, 3),
                row.late.overdue,
                row.late.oldest_days,
                row.late.most_overdue_days,
            ),
            *(row.late.most_overdue, row.state, row.note),
        )
        for row in officer_rows(load)
    )
    return Table("caseload", f"Caseload of {load.team.name}", header, rows)


def book_table(load: TeamLoad, officer: str | None) -> Table:
    """One officer's cases (None: those without an owner) as cells to write to a file; KeyError for no such officer."""
    cases = load.unallocated if officer is None else load.officer(officer).cases
    whose = "without an owner" if officer is None else f"of {load.officer(officer).officer.name}"
    header = (
        *("Case", "Band", "Stage", "Waiting for", "Due", "Days late", "Opened", "Legacy"),
        *(f"Hours in {load.weeks} weeks", "Hours to the end"),
    )
    team = load.team
    rows = tuple(
        (
            *(case.case.key, team.band(case.case.band).name, team.stage(case.case.stage).name, waiting_for(team, case)),
            *(case.case.due, case.days_late, case.case.opened, "yes" if case.case.legacy else "no"),
            *(round(math.fsum(case.weeks), 1), round(case.hours_left, 1)),
        )
        for case in cases
    )
    return Table("book", f"Cases {whose}", header, rows)


def waiting_for(team: Team, load: CaseLoad) -> str:
    """What a case waits for, in a word or two."""
    stage = team.stage(load.case.stage)
    if load.case.phase is Phase.DELAY and stage.recurrence is not None:
        return "its next turn"
    if load.case.phase is Phase.DELAY and stage.delay is not None:
        return "something outside"
    return "an owner" if load.case.owner is None else "work"


def late_text(days_late: int | None) -> str:
    """Days late or left as they are said; nothing without a clock."""
    if days_late is None:
        return ""
    if days_late == 0:
        return "due today"
    return f"{counted(days_late, 'day')} late" if days_late > 0 else f"{counted(-days_late, 'day')} left"


def _rounded(value: float | None, digits: int = 1) -> float | None:
    return None if value is None else round(value, digits)
