"""Rotas joined to the rest: solved, checked, mended, explained, and their hours and visits given to the caseload."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from planner.model.checks import InvalidPlan, require
from planner.model.rota_solution import Heard, NoRota, unheard_news

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.rota import Rota
    from planner.model.rota_checks import RotaCheck
    from planner.model.rota_draft import RotaDraft, RotaLine
    from planner.model.rota_solution import Relaxation, RotaConflict, RotaSolution
    from planner.rota.reasons import PinCost
    from planner.rota.repair import RotaRepair
    from planner.rota.visits import VisitPlan

Lines = Mapping[str, tuple[str, ...]]


def find_rota(plan: Plan, key: str | None) -> Rota:
    """The rota with this key, or the plan's only one; InvalidPlan when there is none, or several and no key."""
    if key is None:
        require(bool(plan.rotas), "rotas", None, "this plan has no rota: begin one with planner rota new")
        keys = ", ".join(rota.key for rota in plan.rotas)
        require(len(plan.rotas) == 1, "rotas", len(plan.rotas), f"say which of them with --rota: {keys}")
        return plan.rotas[0]
    for rota in plan.rotas:
        if rota.key == key:
            return rota
    raise InvalidPlan("rotas", key, f"this plan's rotas are {', '.join(rota.key for rota in plan.rotas) or 'none'}")


def find_draft(rota: Rota, key: str | None) -> RotaDraft:
    """The draft with this key, or the last; InvalidPlan when there is none."""
    place = f"rotas[{rota.key}].drafts"
    require(bool(rota.drafts), place, None, "this rota has no draft yet")
    if key is None:
        return rota.drafts[-1]
    for draft in rota.drafts:
        if draft.key == key:
            return draft
    raise InvalidPlan(place, key, f"its drafts are {', '.join(draft.key for draft in rota.drafts)}")


def require_people(rota: Rota) -> None:
    """InvalidPlan for a rota that nobody is on."""
    rule = f"nobody is on {rota.name}, so there is nothing to solve: add its people first"
    require(bool(rota.people), f"rotas[{rota.key}].people", None, rule)


def library_keys() -> tuple[str, ...]:
    """The keys of the shipped cycles, in the order in which they are offered."""
    from planner.storage.rota_patterns import library_patterns

    return tuple(pattern.key for pattern in library_patterns())


def new_rota(plan: Plan, team: str, key: str, pattern: str, start: date, weeks: int) -> Plan:
    """The plan with a rota of a team more, begun from a shipped cycle; InvalidPlan."""
    from planner.edit.rota_beginning import begin_rota
    from planner.storage.rota_patterns import library_pattern

    return begin_rota(plan, team, key, library_pattern(pattern), start, weeks)


def with_days_before(plan: Plan, rota: Rota) -> Plan:
    """The plan with what people worked just before a rota, from its team's published ones; itself where none says."""
    from planner.edit.rota_before import take_over_before

    return take_over_before(plan, rota.key)


def solve_plan_rota(
    plan: Plan,
    rota: Rota,
    draft: RotaDraft | None = None,
    *,
    seconds: float = 60.0,
    heard: Heard = unheard_news,
    seed: int = 1,
) -> RotaSolution:
    """The best rota found in so many seconds, with the draft's locks kept; NoRota with the conflict when there is none.

    InvalidPlan where nobody is on the rota. A plain function for any thread; `heard` may raise Cancelled, and the best
    so far is given.
    """
    from planner.model.rota_checks import lines_of
    from planner.model.rota_facts import rota_facts
    from planner.rota.shortage import find_shortages
    from planner.rota.solve import solve_rota

    require_people(rota)
    facts = rota_facts(plan, rota, draft)
    short = next(find_shortages(facts), None)
    if short is not None:
        raise NoRota(short)
    start = None if draft is None else lines_of(draft.lines)
    return solve_rota(facts, seconds, heard, start, seed=seed)


def check_draft(plan: Plan, rota: Rota, lines: Iterable[RotaLine], today: date | None = None) -> RotaCheck:
    """The independent check of a draft or a publication; with `today` the notice of changes to what is published."""
    from planner.model.rota_checks import check_rota, lines_of
    from planner.model.rota_facts import rota_facts

    return check_rota(rota_facts(plan, rota, None, today), lines_of(lines))


def repair_plan_rota(
    plan: Plan,
    rota: Rota,
    today: date,
    draft: RotaDraft | None = None,
    *,
    seconds: float = 10.0,
    heard: Heard = unheard_news,
) -> RotaRepair:
    """The fewest changes that make a rota lawful and covered again; NoRota."""
    from planner.rota.repair import repair_rota

    require_people(rota)
    return repair_rota(plan, rota, today, draft, seconds, heard)


def explain_no_rota(plan: Plan, rota: Rota, draft: RotaDraft | None = None) -> RotaConflict | None:
    """The hard rules that contradict each other, with the draft's locks; None when there is a rota, or no answer."""
    from planner.model.rota_facts import rota_facts
    from planner.rota.conflict import find_conflict

    return find_conflict(rota_facts(plan, rota, draft))


def ways_out(
    plan: Plan, rota: Rota, draft: RotaDraft | None, conflict: RotaConflict | None, count: int = 2
) -> tuple[Relaxation, ...]:
    """The cheapest ways out of a conflict, which relax only its rules; none where it or they are not known."""
    from planner.model.rota_facts import rota_facts
    from planner.rota.conflict import cheapest_relaxations

    return () if conflict is None else cheapest_relaxations(rota_facts(plan, rota, draft), conflict, count)


def ask_why_not(
    plan: Plan, rota: Rota, draft: RotaDraft, pins: Mapping[tuple[str, int], str], seconds: float = 3.0
) -> PinCost | RotaConflict | None:
    """What cells would cost that are otherwise in a draft, or the rules that forbid them; None when not known."""
    from planner.model.rota_checks import lines_of
    from planner.model.rota_facts import rota_facts
    from planner.rota.reasons import why_not

    return why_not(rota_facts(plan, rota, draft), lines_of(draft.lines), pins, seconds)


def visits_on_rota(plan: Plan, rota: Rota, lines: Iterable[RotaLine]) -> VisitPlan:
    """The visits of the book that fall due by the end of a rota, on its days."""
    from planner.model.rota_checks import lines_of
    from planner.model.rota_facts import rota_facts
    from planner.rota.visits import place_visits

    return place_visits(plan, rota_facts(plan, rota), lines_of(lines))


def export_rota(plan: Plan, rota: Rota, lines: Iterable[RotaLine], path: Path, officer: str | None = None) -> None:
    """Write a rota as .xlsx or .csv, or one person's diary as .ics, by the ending of the name; SheetError."""
    from planner.model.rota_checks import lines_of
    from planner.report.rota_diary import rota_calendar
    from planner.report.rota_sheet import rota_table, rota_workbook
    from planner.report.rota_version import version_words
    from planner.storage.sheets.writing import write_bytes, write_table, write_text

    kept = tuple(lines)
    cells, version = lines_of(kept), version_words(rota, kept)
    if path.suffix.lower() == ".xlsx":
        write_bytes(path, rota_workbook(plan, rota, cells, version))
        return
    if path.suffix.lower() != ".ics":
        table = rota_table(plan, rota, cells, version)
        write_table(path, table.header, table.rows)
        return
    keys = [person.officer for person in rota.people]
    require(officer in keys, "person", officer, f"a diary is of one person: choose one of {', '.join(keys)}")
    assert officer is not None
    write_text(path, rota_calendar(plan, rota, officer, cells[officer], version, datetime.now(UTC)))
