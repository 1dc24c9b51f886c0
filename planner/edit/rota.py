"""Changes to a plan's rotas: what they are made of, what is painted on them, and what is published."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from planner.model.checks import InvalidPlan, require
from planner.model.people import DutyHours
from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_draft import PlacedVisit, RotaDraft, RotaLine, RotaPublication
from planner.model.rota_notice import ended_words
from planner.model.rota_people import RotaPerson, Unavailability
from planner.model.rota_setting import SHIPPED_SETTINGS, RuleSetting
from planner.model.shift import OFF, ShiftKind

Cell = tuple[str, int]
"""An officer's key and the number of a day, 0 for the rota's first."""


def put_rota(plan: Plan, rota: Rota) -> Plan:
    """The plan with `rota` in place of the one with its key, or added last.

    Publications cannot be changed so, nor what a duty of theirs was published to be.
    """
    present = {entry.key: entry for entry in plan.rotas}.get(rota.key)
    if present is None:
        return replace(plan, rotas=(*plan.rotas, rota))
    kept = rota.publications[: len(present.publications)] == present.publications
    require(kept, f"rotas[{rota.key}].publications", len(rota.publications), "what was published stays as it was")
    after = {shift.key: shift for shift in rota.shifts}
    for shift in present.shifts:
        place = f"rotas[{rota.key}].shifts[{shift.key}]"
        same = shift.key in after and _told(after[shift.key]) == _told(shift)
        require(same or not is_published(present, shift.key), place, shift.key, published_words(present, shift))
    return replace(plan, rotas=tuple(rota if entry is present else entry for entry in plan.rotas))


def is_published(rota: Rota, shift: str) -> bool:
    """Whether a kind of duty is on any published version."""
    return any(shift in line.cells for version in rota.publications for line in version.lines)


def published_words(rota: Rota, shift: ShiftKind) -> str:
    """Why a kind of duty that was published keeps its times and hours."""
    versions = (version for version in rota.publications if any(shift.key in line.cells for line in version.lines))
    on = next((version.on for version in versions), None)
    of = "" if on is None else f" of {on.day} {on:%B %Y}"
    return f"{shift.name} is in the published rota{of}: add a new kind instead"


def _told(shift: ShiftKind) -> tuple[int, ...]:
    """What people were told of a kind of duty when it was published."""
    return (shift.start_minute, shift.minutes, shift.break_minutes, shift.counts, shift.on_call)


def remove_rota(plan: Plan, key: str) -> Plan:
    """The plan without that rota; InvalidPlan when there is none."""
    gone = _rota(plan, key)
    return replace(plan, rotas=tuple(rota for rota in plan.rotas if rota is not gone))


def change_rota(plan: Plan, key: str, **parts: Any) -> Plan:
    """The plan with some fields of a rota changed (its cover, patterns, wishes …); InvalidPlan when there is none."""
    return put_rota(plan, replace(_rota(plan, key), **parts))


def put_person(plan: Plan, key: str, person: RotaPerson) -> Plan:
    """The plan with a person of a rota changed, or added last with days off in each draft."""
    rota = _rota(plan, key)
    if any(present.officer == person.officer for present in rota.people):
        people = tuple(person if present.officer == person.officer else present for present in rota.people)
        return put_rota(plan, replace(rota, people=people))
    line = RotaLine(person.officer, (OFF,) * rota.days)
    drafts = tuple(replace(draft, lines=(*draft.lines, line)) for draft in rota.drafts)
    return put_rota(plan, replace(rota, people=(*rota.people, person), drafts=drafts))


def remove_person(plan: Plan, key: str, officer: str) -> Plan:
    """The plan with a person taken off a rota, with their line, wishes and days away; publications stay."""
    rota = _rota(plan, key)
    return put_rota(plan, _without(rota, {officer}))


def without_people(rotas: tuple[Rota, ...], gone: Collection[str]) -> tuple[Rota, ...]:
    """Rotas without some officers, for when they leave the plan."""
    return tuple(_without(rota, gone) for rota in rotas)


def _without(rota: Rota, gone: Collection[str]) -> Rota:
    if not any(person.officer in gone for person in rota.people):
        return rota
    drafts = tuple(
        replace(
            draft,
            lines=tuple(line for line in draft.lines if line.officer not in gone),
            visits=tuple(visit for visit in draft.visits if not set(visit.officers) & set(gone)),
        )
        for draft in rota.drafts
    )
    return replace(
        rota,
        people=tuple(person for person in rota.people if person.officer not in gone),
        away=tuple(away for away in rota.away if away.officer not in gone),
        wishes=tuple(wish for wish in rota.wishes if wish.officer not in gone),
        drafts=drafts,
    )


def set_rule(plan: Plan, key: str, setting: RuleSetting) -> Plan:
    """The plan with a rule of a rota set; one that is as it ships is not kept."""
    rota = _rota(plan, key)
    others = tuple(present for present in rota.settings if present.rule != setting.rule)
    own = () if setting == SHIPPED_SETTINGS[setting.rule] else (setting,)
    return put_rota(plan, replace(rota, settings=(*others, *own)))


def add_away(plan: Plan, key: str, away: Unavailability) -> Plan:
    """The plan with somebody of a rota away on some days; what is painted there stays, and the check says so.

    InvalidPlan when these days away are in the rota already, or none of them is a day of the rota.
    """
    rota = _rota(plan, key)
    place = f"rotas[{key}].away"
    require(away not in rota.away, place, away.officer, "these days away are in the rota already")
    rule = f"these days are outside the rota, which goes from {rota.start} to {rota.end}"
    require(away.last >= rota.start and away.first <= rota.end, place, away.first.isoformat(), rule)
    return put_rota(plan, replace(rota, away=(*rota.away, away)))


def remove_away(plan: Plan, key: str, away: Unavailability) -> Plan:
    """The plan without these days away; InvalidPlan when the rota has none such."""
    rota = _rota(plan, key)
    require(away in rota.away, f"rotas[{key}].away", away.officer, "this rota has no such days away")
    return put_rota(plan, replace(rota, away=tuple(entry for entry in rota.away if entry != away)))


def add_draft(plan: Plan, key: str, draft: str, name: str, source: str | None = None) -> Plan:
    """The plan with a new draft, last: a copy of the draft `source`, or the fixed patterns, days off without one."""
    rota = _rota(plan, key)
    if source is not None:
        made = replace(_draft(rota, source), key=draft, name=name)
    else:
        cells = (rota.pattern_cells(person) or (OFF,) * rota.days for person in rota.people)
        lines = (RotaLine(person.officer, line) for person, line in zip(rota.people, cells, strict=True))
        made = RotaDraft(draft, name, tuple(lines))
    return put_rota(plan, replace(rota, drafts=(*rota.drafts, made)))


def remove_draft(plan: Plan, key: str, draft: str) -> Plan:
    """The plan without that draft; InvalidPlan when there is none."""
    rota = _rota(plan, key)
    gone = _draft(rota, draft)
    return put_rota(plan, replace(rota, drafts=tuple(entry for entry in rota.drafts if entry is not gone)))


def paint(plan: Plan, key: str, draft: str, cells: Iterable[Cell], shift: str) -> Plan:
    """The plan with one kind of duty (OFF: none) in these cells of a draft, but for those that are locked."""
    chosen = _by_officer(cells)

    def painted(line: RotaLine) -> RotaLine:
        days = chosen.get(line.officer, set()) - set(line.locked)
        if not days:
            return line
        return replace(line, cells=tuple(shift if day in days else cell for day, cell in enumerate(line.cells)))

    return _with_lines(plan, key, draft, painted)


def lock(plan: Plan, key: str, draft: str, cells: Iterable[Cell], *, locked: bool = True) -> Plan:
    """The plan with these cells of a draft locked, so that no solver changes them; or free again."""
    chosen = _by_officer(cells)

    def changed(line: RotaLine) -> RotaLine:
        days, present = chosen.get(line.officer, set()), set(line.locked)
        after = tuple(sorted(present | days if locked else present - days))
        return line if after == line.locked else replace(line, locked=after)

    return _with_lines(plan, key, draft, changed)


def adopt(plan: Plan, key: str, draft: str, lines: Mapping[str, tuple[str, ...]], note: str = "") -> Plan:
    """The plan with a draft filled by a solver: cells by officer. Locks stay; the visits that were placed go."""
    rota = _rota(plan, key)
    for officer in lines:
        rota_line = any(person.officer == officer for person in rota.people)
        require(rota_line, f"rotas[{key}].people", officer, "no such person on this rota")
    present = _draft(rota, draft)
    filled = tuple(
        replace(line, cells=lines[line.officer]) if line.officer in lines else line for line in present.lines
    )
    return _put_draft(plan, rota, replace(present, lines=filled, visits=(), note=note or present.note))


def place_visits(plan: Plan, key: str, draft: str, visits: tuple[PlacedVisit, ...]) -> Plan:
    """The plan with these visits on the days of a draft, in place of those before."""
    rota = _rota(plan, key)
    return _put_draft(plan, rota, replace(_draft(rota, draft), visits=visits))


def publish(plan: Plan, key: str, draft: str, on: date, reason: str = "") -> Plan:
    """The plan with a draft published on a day: a version more, that never changes.

    InvalidPlan when the rota has ended by then, when it is the same as the version in force, or published before it.
    Whether it breaks hard rules is for the caller to check first, and the reason to be given then.
    """
    rota = _rota(plan, key)
    lines = tuple(replace(line, locked=()) for line in _draft(rota, draft).lines)
    before = rota.published
    place = f"rotas[{key}].publications"
    require(on <= rota.end, f"{place}.on", on.isoformat(), ended_words(rota))
    if before is not None:
        require(before.lines != lines, place, draft, "this is what is published already")
        rule = f"version {before.version} was published on {before.on}: a later one is not dated before it"
        require(on >= before.on, f"{place}.on", on.isoformat(), rule)
    version = RotaPublication(len(rota.publications) + 1, on, lines, reason)
    return put_rota(plan, replace(rota, publications=(*rota.publications, version)))


def use_rota(plan: Plan, key: str, lines: Iterable[RotaLine]) -> Plan:
    """The plan whose simulation works the hours of these lines: productive hours by day, refreshments left out.

    What the plan already says of the same officers for days before and after the rota stays where it joins on.
    """
    rota = _rota(plan, key)
    hours = {shift.key: shift.productive_hours for shift in rota.shifts} | {OFF: 0.0}
    present = {duty.officer: duty for duty in plan.duties}
    known = {officer.key for officer in plan.officers}
    for line in lines:
        if line.officer in known:
            worked = tuple(hours[cell] for cell in line.cells)
            present[line.officer] = _joined(present.get(line.officer), DutyHours(line.officer, rota.start, worked))
    return replace(plan, duties=tuple(present.values()))


def _joined(before: DutyHours | None, new: DutyHours) -> DutyHours:
    """The new hours, with the old ones of the days on either side that leave no gap."""
    if before is None:
        return new
    lead, past = (new.start - before.start).days, len(new.hours) - (before.start - new.start).days
    earlier = before.hours[:lead] if 0 < lead <= len(before.hours) else ()
    later = before.hours[past:] if 0 <= past < len(before.hours) else ()
    start = before.start if earlier else new.start
    return DutyHours(new.officer, start, (*earlier, *new.hours, *later))


def _rota(plan: Plan, key: str) -> Rota:
    for rota in plan.rotas:
        if rota.key == key:
            return rota
    raise InvalidPlan("rotas", key, "no such rota in this plan")


def _draft(rota: Rota, key: str) -> RotaDraft:
    for draft in rota.drafts:
        if draft.key == key:
            return draft
    raise InvalidPlan(f"rotas[{rota.key}].drafts", key, "no such draft of this rota")


def _put_draft(plan: Plan, rota: Rota, draft: RotaDraft) -> Plan:
    drafts = tuple(draft if entry.key == draft.key else entry for entry in rota.drafts)
    return put_rota(plan, replace(rota, drafts=drafts))


def _with_lines(plan: Plan, key: str, draft: str, change: Callable[[RotaLine], RotaLine]) -> Plan:
    rota = _rota(plan, key)
    present = _draft(rota, draft)
    lines = tuple(change(line) for line in present.lines)
    if all(after is before for after, before in zip(lines, present.lines, strict=True)):
        return plan
    return _put_draft(plan, rota, replace(present, lines=lines))


def _by_officer(cells: Iterable[Cell]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for officer, day in cells:
        found.setdefault(officer, set()).add(day)
    return found


UNDO_NAMES: dict[Callable[..., Plan], str] = {
    put_rota: "Change a rota",
    remove_rota: "Remove a rota",
    change_rota: "Change a rota",
    put_person: "Change a person on a rota",
    remove_person: "Take a person off a rota",
    set_rule: "Change a rule of a rota",
    add_away: "Add days away",
    remove_away: "Remove days away",
    add_draft: "Add a draft",
    remove_draft: "Remove a draft",
    paint: "Paint duties",
    lock: "Lock days",
    adopt: "Fill a draft",
    place_visits: "Place visits",
    publish: "Publish a rota",
    use_rota: "Use a rota in the simulation",
}
"""What the Undo menu calls each change."""
