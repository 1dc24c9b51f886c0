"""What the Rota place asks of the solver and the book: plain functions for a job to run.

Nothing here may import Qt (see planner.app.runs).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from planner.model.checks import InvalidPlan
from planner.model.progress import Cancelled

if TYPE_CHECKING:
    from pathlib import Path

    from planner.model.plan import Plan
    from planner.model.progress import Progress
    from planner.model.rota import Rota
    from planner.model.rota_changes import RotaChange
    from planner.model.rota_checks import RotaCheck
    from planner.model.rota_draft import RotaDraft, RotaLine
    from planner.model.rota_facts import RotaFacts
    from planner.model.rota_need import RotaNeed
    from planner.model.rota_solution import RotaNews

Lines = dict[str, tuple[str, ...]]
MOST_DIFFERENCES = 60
"""Days that a comparison names; the others are counted."""
Told = Callable[[object], None]


class Wanted:
    """Whether a search is still wanted: the window takes it back, and the search keeps its best."""

    def __init__(self) -> None:
        self.still = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a search: `lines` of a rota, or None; and what is said of it."""

    lines: Lines | None
    sentence: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitsAhead:
    """The visits that fall due under a rota. `days` has for each day how many are due and how many of them late."""

    sentence: str
    days: tuple[tuple[int, int], ...]
    rows: tuple[tuple[str, str, str, str], ...]
    """Case, due date, planned date and what of it, the late ones first."""


def today() -> date:
    """The day on which changes are told."""
    return datetime.now().astimezone().date()


def check(facts: RotaFacts, lines: Lines, progress: Progress) -> RotaCheck:
    """The independent check of all people and days."""
    from planner.model.rota_checks import RotaCheck, check_day, check_line

    of_people = {}
    for done, person in enumerate(facts.people):
        progress(done, len(facts.people) + 1)
        of_people[person.key] = check_line(facts, person, lines[person.key])
    return RotaCheck(facts, of_people, tuple(check_day(facts, day, lines) for day in range(facts.rota.days)))


def solve(
    plan: Plan, rota: Rota, draft: RotaDraft, seconds: float, wanted: Wanted, progress: Progress, told: Told
) -> Answer:
    """The best rota in so many seconds, with the draft's locks kept; why there is none and the ways out otherwise."""
    from planner.model.rota_solution import NoRota
    from planner.report.rota_answers import conflict_lines, relaxation_lines, solution_words
    from planner.workspace.rota import solve_plan_rota, ways_out

    try:
        found = solve_plan_rota(plan, rota, draft, seconds=seconds, heard=_heard(seconds, wanted, progress, told))
    except NoRota as error:
        progress(0, 0)
        ways = ways_out(plan, rota, draft, error.conflict) if wanted.still else ()
        said = tuple(conflict_lines(plan, error.conflict))
        out = () if error.conflict is None else relaxation_lines(plan, ways)
        return Answer(None, f"There is no lawful rota. {said[0]}", (*said[1:], *out))
    except InvalidPlan as error:
        return Answer(None, error.sentence)
    except Cancelled:
        return Answer(None, "Stopped before a lawful rota was found: the draft is as it was.")
    return Answer(found.lines, solution_words(found))


def _heard(seconds: float, wanted: Wanted, progress: Progress, told: Told) -> Callable[[RotaNews], None]:
    def hear(news: RotaNews) -> None:
        progress(min(int(10 * news.seconds), int(10 * seconds) - 1), int(10 * seconds))
        told(news)
        if not wanted.still:
            raise Cancelled

    return hear


def repair(
    plan: Plan, rota: Rota, draft: RotaDraft, seconds: float, wanted: Wanted, progress: Progress, told: Told
) -> Answer:
    """The fewest changes that make the rota lawful and covered again, and who must be told of them."""
    from planner.model.rota_solution import NoRota
    from planner.report.rota_answers import conflict_lines, offer_lines
    from planner.report.words import counted
    from planner.workspace.rota import repair_plan_rota

    heard = _heard(seconds, wanted, progress, told)
    try:
        found = repair_plan_rota(plan, rota, today(), draft, seconds=seconds, heard=heard)
    except NoRota as error:
        said = tuple(conflict_lines(plan, error.conflict))
        return Answer(None, f"The rota cannot be repaired. {said[0]}", said[1:])
    except InvalidPlan as error:
        return Answer(None, error.sentence)
    except Cancelled:
        return Answer(None, "Stopped: the draft is as it was.")
    hard = ""
    if found.check.hard:
        before = len(found.check.hard) - len(found.brought)
        hard = f" It breaks {counted(len(found.check.hard), 'hard rule')}, {before} of them before the repair as well."
    owed = f" Owed: {found.paid_hours:g} hours' pay, {counted(found.rest_days, 'rest day')}." if found.changes else ""
    fewest = "the fewest that can be" if found.proven else "fewer may be possible"
    sentence = f"Repaired with {counted(len(found.changes), 'change')} ({fewest}).{hard}{owed}"
    return Answer(found.lines, sentence, (*offer_lines(found.offers, "• "), *_notices(found.changes)))


def _notices(changes: Sequence[RotaChange]) -> tuple[str, ...]:
    """Who must be told of what, under the day by whose end they must be."""
    lines: list[str] = []
    day: date | None = None
    for change in sorted(changes, key=lambda change: change.tell_by):
        if change.tell_by != day:
            day = change.tell_by
            lines.append(f"Tell by the end of {day:%A} {day.day} {day:%B}:")
        lines.append(f"• {change.words}")
    return tuple(lines)


def why_not(plan: Plan, rota: Rota, draft: RotaDraft, cell: tuple[str, int], shift: str, progress: Progress) -> Answer:
    """What it would cost to have a cell so, or what forbids it."""
    from planner.model.rota_solution import RotaConflict
    from planner.report.rota_answers import conflict_lines, cost_lines
    from planner.workspace.rota import ask_why_not

    progress(0, 0)
    found = ask_why_not(plan, rota, draft, {cell: shift})
    if found is None:
        return Answer(None, "No answer was found in the time.")
    if isinstance(found, RotaConflict):
        said = tuple(conflict_lines(plan, found))
        return Answer(None, f"It cannot be. {said[0]}", said[1:])
    said = tuple(cost_lines(plan, found.price, found.worse, found.better, proven=found.proven))
    return Answer(found.solution.lines, said[0], said[1:])


def visits(plan: Plan, rota: Rota, lines: tuple[RotaLine, ...], progress: Progress) -> VisitsAhead:
    """Which of the book's visits will be late under these lines."""
    from planner.model.rota_line import day_words
    from planner.report.words import counted
    from planner.workspace.rota import visits_on_rota

    progress(0, 0)
    found = visits_on_rota(plan, rota, lines)
    days = [[0, 0] for _ in range(rota.days)]
    rows = []
    for visit in sorted(found.placed, key=lambda visit: -visit.days_late):
        at = 0 if visit.due is None else min(max(0, (visit.due - rota.start).days), rota.days - 1)
        days[at][0] += 1
        days[at][1] += visit.days_late > 0
        due = "" if visit.due is None else day_words(visit.due)
        state = f"{counted(visit.days_late, 'day')} late" if visit.days_late else "in time"
        rows.append((visit.case, due, day_words(visit.day), state))
    for case in found.unplaced:
        at = min(max(0, (case.due - rota.start).days), rota.days - 1)
        days[at][0] += 1
        days[at][1] += 1
        rows.insert(0, (case.key, day_words(case.due), "no day found", "late"))
    late, total = len(found.late) + len(found.unplaced), len(found.placed) + len(found.unplaced)
    if not total:
        sentence = "No visit of the book falls due on these days."
    else:
        none = f", {counted(len(found.unplaced), 'visit')} without a day" if found.unplaced else ""
        sentence = f"{counted(total, 'visit')} fall due by the end: {late} would be late{none}."
    return VisitsAhead(sentence, tuple((due, late) for due, late in days), tuple(rows))


def need(plan: Plan, rota: Rota, scenario: str | None, progress: Progress) -> RotaNeed:
    """What cover the work asks for, from a simulation."""
    from planner.app.runs import make_engine_ready
    from planner.workspace.rota_need import cover_need

    make_engine_ready(progress)
    return cover_need(plan, rota, scenario, progress=progress)


def export(
    plan: Plan, rota: Rota, lines: tuple[RotaLine, ...], path: Path, officer: str | None, progress: Progress
) -> None:
    """Write lines as .xlsx or .csv, or one person's as .ics, by the ending of the name."""
    from planner.workspace.rota import export_rota

    progress(0, 0)
    export_rota(plan, rota, lines, path, officer)


def told(plan: Plan, rota: Rota, draft: RotaDraft) -> tuple[str, ...]:
    """Who must be told when a draft is published today, a line for each change."""
    from planner.model.rota_changes import list_changes
    from planner.model.rota_checks import lines_of
    from planner.model.rota_facts import rota_facts
    from planner.report.words import counted

    if rota.published is None:
        return (f"Everybody on the rota ({len(rota.people)}): this is its first version.",)
    facts = rota_facts(plan, rota, draft, today())
    changes = list_changes(plan, facts, lines_of(rota.published.lines), lines_of(draft.lines), today())
    if not changes:
        return ("Nobody: no day to come is other than published.",)
    people = len({change.officer for change in changes})
    first = f"{people} {'person' if people == 1 else 'people'}, {counted(len(changes), 'change')}:"
    return (first, *(f"{change.words} (tell by {change.tell_by.day} {change.tell_by:%b})" for change in changes))


Version = tuple[str, "tuple[RotaLine, ...]"]


def compare(plan: Plan, rota: Rota, before: Version, after: Version, progress: Progress) -> Answer:
    """How one version differs from another, in counts and in words."""
    from planner.model.rota_checks import lines_of
    from planner.model.rota_facts import rota_facts
    from planner.model.shift import OFF
    from planner.report.rota_strips import compare_counts, line_differences
    from planner.report.words import counted

    facts = rota_facts(plan, rota)
    both = [lines_of(lines) for _, lines in (before, after)]
    old, new = ({person.key: cells.get(person.key, (OFF,) * rota.days) for person in facts.people} for cells in both)
    counts = compare_counts(check(facts, old, progress), check(facts, new, progress), old, new)
    cells = [words for _, _, words in line_differences(facts, old, new)]
    marks = {1: " (better)", 0: "", -1: " (worse)"}
    lines = [f"{row.name}: {row.before} then {row.after}{marks[row.better]}" for row in counts]
    shown = [f"• {words}" for words in cells[:MOST_DIFFERENCES]]
    more = [f"• and {len(cells) - MOST_DIFFERENCES:,} more"] if len(cells) > MOST_DIFFERENCES else []
    sentence = f"“{after[0]}” beside “{before[0]}”: {counted(len(cells), 'day')} differ."
    return Answer(None, sentence, (*lines, "", *shown, *more))
