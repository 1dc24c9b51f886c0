"""The supervisor's weekly sheet: on one page who is over, what is late and due, who is away, and the next visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from planner.model.cases import Case, Phase
from planner.model.people import Officer
from planner.model.plan import Plan
from planner.model.team import Team
from planner.report.document import Block, Document, Grid, Heading, NewPage, Paragraph, Provenance, shortened
from planner.report.position import position
from planner.report.standing import short_day
from planner.report.words import counted, day_in_words, percentage

FORTNIGHT = 14
_ROOM = (16, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
"""Rows of each table, from much to little."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one officer holds on the plan's first morning."""

    officer: Officer
    cases: int
    limit: int
    """The team's limit for the officer's hours, in whole cases."""
    late: int
    due: int
    """Of the fortnight, late ones left out."""

    @property
    def over(self) -> int:
        """Cases above the limit; below 0 is room for more."""
        return self.cases - self.limit


def loads(plan: Plan, team: Team) -> list[Load]:
    """Of every officer who is in the team on the first morning, the most above the limit first."""
    end = plan.start + timedelta(days=FORTNIGHT)
    found = []
    for officer in plan.officers_of(team.key):
        if officer.serves_on(plan.start):
            own = [case for case in plan.cases if case.owner == officer.key]
            late = sum(case.due is not None and case.due < plan.start for case in own)
            due = sum(case.due is not None and plan.start <= case.due < end for case in own)
            limit = int(max(team.caseload_limit.value * officer.fte, 1.0) + 1e-9)
            found.append(Load(officer, len(own), limit, late, due))
    return sorted(found, key=lambda load: (-load.over, -load.late, load.officer.key))


def late_cases(plan: Plan, team: Team) -> list[Case]:
    """Cases whose task or next visit was due before the first morning, the latest first."""
    late = [case for case in plan.cases_of(team.key) if case.due is not None and case.due < plan.start]
    return sorted(late, key=lambda case: (case.due or plan.start, case.key))


def due_cases(plan: Plan, team: Team, *, visits: bool) -> list[Case]:
    """Cases with a visit (or a task that does not come round again) due in the fortnight, the first first."""
    end = plan.start + timedelta(days=FORTNIGHT)
    found = [
        case
        for case in plan.cases_of(team.key)
        if case.due is not None
        and plan.start <= case.due < end
        and (team.stage(case.stage).recurrence is not None) == visits
    ]
    return sorted(found, key=lambda case: (case.due or end, case.key))


def weekly_sheet(plan: Plan, teams: tuple[str, ...], provenance: Provenance) -> Document:
    """A page for each team; the tables are shortened until each has one."""
    return shortened([_sheet(plan, teams, provenance, room) for room in _ROOM])


def _sheet(plan: Plan, teams: tuple[str, ...], provenance: Provenance, room: int) -> Document:
    blocks: list[Block] = []
    for key in teams:
        if blocks:
            blocks.append(NewPage())
        blocks += _team(plan, plan.team(key), room)
    last = plan.start + timedelta(days=FORTNIGHT - 1)
    first = f"{plan.start.day}" if plan.start.month == last.month else f"{plan.start.day} {plan.start:%B}"
    title = f"Weekly sheet: {first} to {day_in_words(last)}"
    return Document(title, plan.name, tuple(blocks), provenance, plan.illustrative, len(teams))


def _team(plan: Plan, team: Team, room: int) -> list[Block]:
    found = position(plan, team.key)
    blocks: list[Block] = [Heading(team.name), Paragraph(found.sentence)]
    blocks += _over(plan, team, room)
    blocks += _late(plan, team, room)
    blocks += _due(plan, team, room)
    blocks += _away(plan, team, room)
    return blocks


def _over(plan: Plan, team: Team, room: int) -> list[Block]:
    found = loads(plan, team)
    blocks: list[Block] = [Heading("Who is over", 2)]
    over = [load for load in found if load.over > 0]
    if over:
        rows = tuple(
            (
                load.officer.name,
                f"{load.cases:,}",
                f"{load.limit:,}",
                f"{load.over:,}",
                f"{load.late:,}",
                f"{load.due:,}",
            )
            for load in over[:room]
        )
        header = ("Post", f"{_capital(team.case_word)}s", "Limit", "Over by", "Late", "Due this fortnight")
        title = f"{len(over):,} of {counted(len(found), 'officer')} above the limit"
        note = _more(len(over) - len(rows), "officer above the limit", "officers above the limit")
        blocks.append(Grid(title, header, rows, (4, 1, 1, 1, 1, 1.6), frozenset(range(1, 6)), note))
    elif found:
        blocks.append(Paragraph("Nobody is above the limit."))
    else:
        blocks.append(Paragraph("Nobody is in post."))
    free = sorted((load for load in found if load.over < 0), key=lambda load: (load.over, load.officer.key))
    if free:
        names = ", ".join(f"{load.officer.name} ({-load.over})" for load in free[:room])
        rest = f" and {len(free) - room} more" if len(free) > room else ""
        blocks.append(Paragraph(f"Room for more, in {team.case_word}s: {names}{rest}."))
    elif found:
        blocks.append(Paragraph("Nobody has room for another one."))
    return blocks


def _late(plan: Plan, team: Team, room: int) -> list[Block]:
    late = late_cases(plan, team)
    blocks: list[Block] = [Heading("Late", 2)]
    if not late:
        return [*blocks, Paragraph("Nothing is late.")]
    rows = tuple(
        (case.key, *_about(plan, team, case), f"{(plan.start - (case.due or plan.start)).days:,}")
        for case in late[:room]
    )
    header = (_capital(team.case_word), "Band", "Task", "Owner", "Due", "Days late")
    note = _more(len(late) - len(rows), "is late, by less", "are late, by less")
    blocks.append(Grid(f"{len(late):,} late, the latest first", header, rows, _WIDTHS, frozenset({5}), note))
    return blocks


def _due(plan: Plan, team: Team, room: int) -> list[Block]:
    blocks: list[Block] = []
    for visits, heading, none in (
        (False, "Due this fortnight", "No task is due."),
        (True, "Next visits", "No visit is due."),
    ):
        if visits and not any(stage.recurrence is not None for stage in team.stages):
            continue
        due = due_cases(plan, team, visits=visits)
        blocks.append(Heading(heading, 2))
        if not due:
            blocks.append(Paragraph(none))
            continue
        rows = tuple(
            (case.key, *_about(plan, team, case), "yes" if case.phase is Phase.TASK else "no") for case in due[:room]
        )
        header = (_capital(team.case_word), "Band", "Task", "Owner", "Due", "In hand")
        note = _more(len(due) - len(rows), "is due, later", "are due, later")
        blocks.append(Grid(f"{len(due):,} due, the first first", header, rows, _WIDTHS, frozenset(), note))
    return blocks


_WIDTHS = (2.4, 2.2, 3.6, 2.6, 1.7, 1.2)


def _about(plan: Plan, team: Team, case: Case) -> tuple[str, str, str, str]:
    """Band, task, owner and due date of a case."""
    names = {officer.key: officer.name for officer in plan.officers}
    owner = "nobody yet" if case.owner is None else names[case.owner]
    due = "" if case.due is None else short_day(case.due)
    return team.band(case.band).name, team.stage(case.stage).name, owner, due


def _away(plan: Plan, team: Team, room: int) -> list[Block]:
    last = plan.start + timedelta(days=FORTNIGHT - 1)
    away = [
        (officer.name, absence)
        for officer in plan.officers_of(team.key)
        for absence in officer.absences
        if absence.first <= last and absence.last >= plan.start
    ]
    found = sorted(away, key=lambda pair: (pair[1].first, pair[0]))
    blocks: list[Block] = [Heading("Away this fortnight", 2)]
    if not found:
        rate = team.abstraction
        words = "No absence is entered for these days."
        if rate is not None:
            words += f" The plan takes {percentage(rate.value)} of paid hours as lost."
        return [*blocks, Paragraph(words)]
    rows = tuple(
        (name, str(absence.kind), short_day(absence.first), short_day(absence.last), percentage(absence.share))
        for name, absence in found[:room]
    )
    note = _more(len(found) - len(rows), "absence", "absences")
    blocks.append(
        Grid("", ("Post", "Why", "From", "To", "Of the hours"), rows, (4, 2, 1.6, 1.6, 1.4), frozenset({4}), note)
    )
    return blocks


def _more(number: int, one: str, several: str) -> str:
    """That so many are left out; nothing for none."""
    return "" if number <= 0 else f"{number:,} more {one if number == 1 else several}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
