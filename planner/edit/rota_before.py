"""What people worked just before a rota, taken from the versions of their team's rotas that are published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from planner.edit.rota import change_rota
from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_facts import weekend_days, weekend_weights
from planner.model.rota_people import LONGEST_BEFORE, RotaPerson
from planner.model.shift import OFF, ShiftKind


def take_over_before(plan: Plan, key: str) -> Plan:
    """The plan with the days before a rota, and the weekends beyond an equal share, as its team's last rotas have them.

    Of each person as far back as published duties reach without a gap, 17 weeks at most, and as the rota has a duty of
    the same times or key. Whoever is on none of them stays as they are. The plan itself where nothing is known, or
    nothing changes.
    """
    rota = plan.rota(key)
    earlier = _published_before(plan, rota)
    last = next((entry for entry in earlier if entry.end >= rota.start - timedelta(days=1)), None)
    if last is None:
        return plan
    balance = _weekend_balance(plan, last, rota.start)
    people = tuple(_taken_over(rota, earlier, balance, person) for person in rota.people)
    return plan if people == rota.people else change_rota(plan, key, people=people)


def _published_before(plan: Plan, rota: Rota) -> list[Rota]:
    """The published rotas of the same team that begin before this one, the latest first."""
    found = [
        entry
        for entry in plan.rotas
        if entry.key != rota.key and entry.team == rota.team and entry.published and entry.start < rota.start
    ]
    return sorted(found, key=lambda entry: entry.start, reverse=True)


def _taken_over(rota: Rota, earlier: Sequence[Rota], balance: dict[str, int], person: RotaPerson) -> RotaPerson:
    before: list[str] = []
    for ago in range(1, LONGEST_BEFORE + 1):
        cell = _cell(rota, earlier, person.officer, rota.start - timedelta(days=ago))
        if cell is None:
            break
        before.insert(0, cell)
    if not before:
        return person
    weekends = balance.get(person.officer, person.weekends_before)
    return replace(person, before=tuple(before), weekends_before=weekends)


def _cell(rota: Rota, earlier: Sequence[Rota], officer: str, day: date) -> str | None:
    """What was published of somebody's day, as a cell of the rota; None where nothing was, or it has no such duty."""
    for entry in earlier:
        line = entry.published and entry.published.line(officer)
        if line and entry.start <= day <= entry.end:
            cell = line.cells[(day - entry.start).days]
            return OFF if cell == OFF else _same_duty(rota, entry.shift(cell))
    return None


def _same_duty(rota: Rota, worked: ShiftKind) -> str | None:
    """The rota's duty of the same times, of the same key first; or else the one of the same key."""
    same_key = [kind for kind in rota.shifts if kind.key == worked.key]
    same_times = [kind for kind in rota.shifts if _times(kind) == _times(worked)]
    found = [kind for kind in same_key if kind in same_times] or same_times or same_key
    return found[0].key if found else None


def _times(kind: ShiftKind) -> tuple[int, int, int, bool]:
    return kind.start_minute, kind.minutes, kind.counts, kind.exposure


def _weekend_balance(plan: Plan, last: Rota, start: date) -> dict[str, int]:
    """Weekends worked by the people of a rota, up to the day `start`, beyond an equal share of all that were worked.

    What each had in hand before that rota is added.
    """
    assert last.published is not None
    over = [days for days in weekend_days(last) if last.start + timedelta(days=days[-1]) < start]
    weights = weekend_weights(plan, last, over)
    worked = {}
    for person in last.people:
        line = last.published.line(person.officer)
        duties = set() if line is None else _duty_days(last, line.cells)
        worked[person.officer] = sum(not duties.isdisjoint(days) for days in over)
    total, weight = sum(worked.values()), sum(weights)
    return {
        person.officer: person.weekends_before + (round(worked[person.officer] - total * own / weight) if weight else 0)
        for person, own in zip(last.people, weights, strict=True)
    }


def _duty_days(rota: Rota, cells: Sequence[str]) -> set[int]:
    duties = {kind.key for kind in rota.shifts if kind.is_duty}
    return {day for day, cell in enumerate(cells) if cell in duties}
