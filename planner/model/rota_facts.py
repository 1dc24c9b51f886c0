"""What is known of a rota before anybody is put on it: who is away when, contract minutes, cover wanted by day.

Facts, not rules: both the solver and the check of its answer read them, and each states the rules by itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.model.calendar import is_summer_time
from planner.model.people import Officer, Role
from planner.model.plan import Plan
from planner.model.rota import Cover, Rota
from planner.model.rota_draft import RotaDraft
from planner.model.rota_people import AwayKind, RotaPerson, RotaWish, Unavailability
from planner.model.rota_rules import RULES
from planner.model.rota_setting import RuleSetting
from planner.model.shift import OFF, ShiftKind

NO_CELLS: dict[int, str] = {}


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One person of a rota. Sequences have an entry for each day of it."""

    person: RotaPerson
    name: str
    skills: frozenset[str]
    supervises: bool
    away: tuple[AwayKind | None, ...]
    """Certain, and the whole day."""
    serves: tuple[bool, ...]
    """Whether the person belongs to the team."""
    asked: tuple[bool, ...]
    """Leave asked for or court warned of, the whole day."""
    parts: dict[int, tuple[Unavailability, ...]]
    """Parts of days taken, by day."""
    pattern: tuple[str, ...] | None
    """What the fixed pattern asks for, days away left out; None without one."""
    credit: tuple[int, ...]
    """Minutes that a day away counts; none on a public holiday, which the target already leaves out."""
    target_minutes: int
    """What the contract asks for over the rota, credits included."""
    fair_weekends: int | None
    """An equal share of the weekends to be worked; None when no cover is wanted then."""
    wishes: dict[int, tuple[RotaWish, ...]]
    held: dict[int, str]
    """Cells that are locked, by day."""
    published: tuple[str, ...] | None
    """What was published last."""
    pinned: frozenset[int] = frozenset()
    """Held days that are not locked but asked about."""

    @property
    def key(self) -> str:
        """The officer's key."""
        return self.person.officer

    def can_work(self, day: int) -> bool:
        """Whether the person belongs to the team on a day and is not away for all of it."""
        return self.serves[day] and self.away[day] is None

    def works_elsewhere(self, day: int) -> bool:
        """Whether a day is a working day of another kind: course, court."""
        kind = self.away[day]
        return kind is not None and kind.is_work

    def counts_as_present(self, day: int) -> bool:
        """Whether a day counts for rest days and averages: in the team, and neither on leave nor sick."""
        return self.serves[day] and (self.away[day] is None or self.works_elsewhere(day))


@dataclass(frozen=True, slots=True)
class RotaFacts:
    """A rota without its lines. Days are numbered from 0; those before the rota are below 0."""

    rota: Rota
    dates: tuple[date, ...]
    kinds: dict[str, ShiftKind]
    people: tuple[PersonFacts, ...]
    holidays: tuple[bool, ...]
    cover: tuple[tuple[Cover, ...], ...]
    """The rows of each day."""
    weeks: tuple[tuple[int, ...], ...]
    """The days of each week from Monday to Sunday, those just before the rota included."""
    weekends: tuple[tuple[int, ...], ...]
    """The days of each weekend that touches the rota."""
    settings: dict[str, RuleSetting]
    """The rules that are in use."""
    today: date | None
    """The day on which changes would be told; None before anything is published."""

    def date(self, day: int) -> date:
        """The date of a day, before the rota too."""
        return self.rota.start + timedelta(days=day)

    def limit(self, rule: str) -> float:
        """The limit of a rule that is in use and has one."""
        limit = self.settings[rule].limit
        assert limit is not None
        return limit

    def gap_minutes(self, first: int, ended: ShiftKind, second: int, begun: ShiftKind) -> int:
        """Real minutes from the end of a duty of day `first` to the start of one of day `second`."""
        return self._real_minute(second, begun.start_minute) - self._real_minute(first, ended.end_minute)

    def _real_minute(self, day: int, minute: int) -> int:
        ahead = is_summer_time(self.date(day + minute // 1440), minute % 1440)
        return day * 1440 + minute - 60 * ahead

    def overlaps(self, kind: ShiftKind, day: int, taken: Unavailability, on: int) -> bool:
        """Whether a duty of `day` runs into a part of the day `on` that is taken."""
        assert taken.from_minute is not None
        assert taken.to_minute is not None
        start, end = (day - on) * 1440 + kind.start_minute, (day - on) * 1440 + kind.end_minute
        return kind.is_duty and start < taken.to_minute and end > taken.from_minute

    def notice_days(self, day: int) -> int | None:
        """Clear days of notice of a change of a day, told today; None when nothing is told."""
        return None if self.today is None else (self.dates[day] - self.today).days - 1


def rota_facts(plan: Plan, rota: Rota, draft: RotaDraft | None = None, today: date | None = None) -> RotaFacts:
    """The facts of a rota of the plan; with a draft its locks, with `today` the notice that a change would have."""
    dates = rota.dates
    kinds = {shift.key: shift for shift in rota.shifts}
    holidays = rota.holidays
    weekdays = [6 if day in holidays else day.weekday() for day in dates]
    cover = tuple(
        tuple(row for row in rota.cover if row.falls_on(day, weekday))
        for day, weekday in zip(dates, weekdays, strict=True)
    )
    weekends = weekend_days(rota)
    officers = {officer.key: officer for officer in plan.officers}
    shares = _weekend_shares(plan, rota, cover, weekends)
    people = tuple(
        _person(rota, person, officers[person.officer], share, draft)
        for person, share in zip(rota.people, shares, strict=True)
    )
    settings = {key: rota.setting(key) for key in RULES}
    return RotaFacts(
        rota=rota,
        dates=dates,
        kinds=kinds,
        people=people,
        holidays=tuple(day in holidays for day in dates),
        cover=cover,
        weeks=_weeks(rota),
        weekends=weekends,
        settings={key: setting for key, setting in settings.items() if setting.in_use},
        today=today,
    )


def _person(
    rota: Rota, person: RotaPerson, officer: Officer, share: int | None, draft: RotaDraft | None
) -> PersonFacts:
    dates, holidays = rota.dates, rota.holidays
    entries = [away for away in rota.away if away.officer == person.officer]
    whole = [away for away in entries if away.whole_day]
    serves = tuple(officer.serves_on(day) for day in dates)
    away = tuple(next((entry.kind for entry in whole if entry.certain and entry.covers(day)), None) for day in dates)
    fifth = person.weekly_minutes // 5
    fixed = rota.pattern_cells(person)
    credit = []
    missed = _missed(rota, person.officer, whole)
    for place, day in enumerate(dates):
        if away[place] is AwayKind.SICK and serves[place] and place in missed:
            credit.append(missed[place])
        elif away[place] is None or not serves[place] or day in holidays:
            credit.append(0)
        elif fixed is not None:
            credit.append(0 if fixed[place] == OFF else rota.shift(fixed[place]).counts)
        else:
            credit.append(fifth if day.weekday() < 5 else 0)
    off_duty = sum(day in holidays and there for day, there in zip(dates, serves, strict=True))
    target = person.weekly_minutes * sum(serves) // 7 - fifth * off_duty
    wanted = None
    if fixed is not None:
        there = zip(fixed, away, serves, strict=True)
        wanted = tuple(cell if gone is None and serving else OFF for cell, gone, serving in there)
    line = None if draft is None else draft.line(person.officer)
    published = None if rota.published is None else rota.published.line(person.officer)
    return PersonFacts(
        person=person,
        name=officer.name,
        skills=frozenset(officer.skills),
        supervises=officer.role is Role.SUPERVISOR or person.can_supervise,
        away=away,
        serves=serves,
        asked=tuple(any(not entry.certain and entry.covers(day) for entry in whole) for day in dates),
        parts=_by_day(dates, [entry for entry in entries if not entry.whole_day]),
        pattern=wanted,
        credit=tuple(credit),
        target_minutes=max(0, target),
        fair_weekends=share,
        wishes={
            place: found
            for place, day in enumerate(dates)
            if (found := tuple(w for w in rota.wishes if w.officer == person.officer and w.falls_on(day)))
        },
        held=NO_CELLS if line is None else {day: line.cells[day] for day in line.locked},
        published=None if published is None else published.cells,
    )


def _missed(rota: Rota, officer: str, entries: Iterable[Unavailability]) -> dict[int, int]:
    """Minutes of the published duty on each day of a sickness that came after duties were published for it.

    A sickness that was known when the rota was published has none, and its days count as those of leave.
    """
    found: dict[int, int] = {}
    for entry in entries:
        if entry.kind is not AwayKind.SICK:
            continue
        days = [day for day, on in enumerate(rota.dates) if entry.covers(on)]
        for version in reversed(rota.publications):
            line = version.line(officer)
            if line is not None and any(line.cells[day] != OFF for day in days):
                cells = {day: line.cells[day] for day in days}
                found |= {day: 0 if cell == OFF else rota.shift(cell).counts for day, cell in cells.items()}
                break
    return found


def _by_day(dates: Sequence[date], entries: Iterable[Unavailability]) -> dict[int, tuple[Unavailability, ...]]:
    found: dict[int, tuple[Unavailability, ...]] = {}
    for entry in entries:
        for place, day in enumerate(dates):
            if entry.covers(day):
                found[place] = (*found.get(place, ()), entry)
    return found


def _weeks(rota: Rota) -> tuple[tuple[int, ...], ...]:
    first = -rota.start.weekday()
    return tuple(
        tuple(day for day in range(monday, min(monday + 7, rota.days))) for monday in range(first, rota.days, 7)
    )


def weekend_days(rota: Rota) -> tuple[tuple[int, ...], ...]:
    """The days of each weekend that touches a rota, numbered from 0."""
    saturday = (5 - rota.start.weekday()) % 7 - 7
    found = (
        tuple(day for day in (first, first + 1) if 0 <= day < rota.days) for first in range(saturday, rota.days, 7)
    )
    return tuple(weekend for weekend in found if weekend)


def weekend_weights(plan: Plan, rota: Rota, weekends: Sequence[tuple[int, ...]]) -> list[int]:
    """How weekends are shared among a rota's people: contract minutes for each weekend on which somebody is there."""
    officers = {officer.key: officer for officer in plan.officers}
    return [
        person.weekly_minutes * sum(_is_there(rota, person, officers[person.officer], weekend) for weekend in weekends)
        for person in rota.people
    ]


def _weekend_shares(
    plan: Plan, rota: Rota, cover: tuple[tuple[Cover, ...], ...], weekends: Sequence[tuple[int, ...]]
) -> list[int | None]:
    """Each person's equal share of the weekends to be worked, rounded up, less what was worked before."""
    needed = [
        max(
            sum(row.ideal or row.minimum for row in cover[day] if row.skill is None and not row.supervisor)
            for day in weekend
        )
        for weekend in weekends
    ]
    weights = weekend_weights(plan, rota, weekends)
    total, weight = sum(needed), sum(weights)
    if not total or not weight:
        return [None] * len(rota.people)
    return [
        max(0, math.ceil(total * own / weight - 1e-9) - person.weekends_before)
        for person, own in zip(rota.people, weights, strict=True)
    ]


def _is_there(rota: Rota, person: RotaPerson, officer: Officer, weekend: tuple[int, ...]) -> bool:
    days = [rota.start + timedelta(days=day) for day in weekend]
    entries = [away for away in rota.away if away.officer == person.officer and away.whole_day and away.certain]
    free = {day for day in days if any(away.covers(day) for away in entries) or day.weekday() in person.free_weekdays}
    return any(day not in free and officer.serves_on(day) for day in days)
