"""A rota: so many days of one team, who works them, which duties there are, how many people each needs, and by which
rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from planner.model.calendar import bank_holidays
from planner.model.checks import InvalidPlan, require, require_day, require_key, require_text, require_unique
from planner.model.people import Officer
from planner.model.rota_draft import RotaDraft, RotaLine, RotaPublication
from planner.model.rota_people import PatternUse, RotaPerson, RotaWish, Unavailability, require_weekdays
from planner.model.rota_setting import SHIPPED_SETTINGS, RuleSetting
from planner.model.shift import OFF, ShiftKind, ShiftPattern

MOST_DAYS, MOST_PEOPLE, MOST_KINDS = 366, 200, 20
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Cover:
    """How many people are needed at once on any of some kinds of duty, on each day that the row is about."""

    key: str
    name: str
    shifts: tuple[str, ...]
    minimum: int = 0
    ideal: int | None = None
    """At least the minimum; None: no more than that is wanted."""
    most: int | None = None
    skill: str | None = None
    """Only those with this skill count."""
    supervisor: bool = False
    """Only supervisors count, acting ones included."""
    weekdays: tuple[int, ...] = EVERY_DAY
    """0 for Monday to 6 for Sunday; a public holiday is a Sunday."""
    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)
        require(bool(self.shifts), "shifts", (), "name the kinds of duty that this row counts")
        require_unique("shifts", self.shifts)
        require(0 <= self.minimum <= MOST_PEOPLE, "minimum", self.minimum, f"cover is 0 to {MOST_PEOPLE} people")
        for name in ("ideal", "most"):
            figure = getattr(self, name)
            rule = f"it is from the minimum to {MOST_PEOPLE} people"
            require(figure is None or self.minimum <= figure <= MOST_PEOPLE, name, figure, rule)
        both = self.ideal is not None and self.most is not None
        require(not both or self.ideal <= self.most, "most", self.most, "the most are not fewer than ideal")  # type: ignore[operator]
        if self.skill is not None:
            require_text("skill", self.skill)
        require_weekdays(self.weekdays)
        require_day("first", self.first)
        require_day("last", self.last)
        ordered = self.first is None or self.last is None or self.first <= self.last
        require(ordered, "last", self.last and self.last.isoformat(), "it ends on or after its first day")

    def falls_on(self, day: date, weekday: int) -> bool:
        """Whether it is about a day; `weekday` is 6 for a public holiday."""
        after = self.first is None or self.first <= day
        return after and (self.last is None or day <= self.last) and weekday in self.weekdays


@dataclass(frozen=True, slots=True)
class Rota:
    """`days` days from `start` on. Drafts can be changed; publications cannot."""

    key: str
    name: str
    team: str
    start: date
    days: int
    shifts: tuple[ShiftKind, ...]
    people: tuple[RotaPerson, ...] = ()
    cover: tuple[Cover, ...] = ()
    patterns: tuple[ShiftPattern, ...] = ()
    away: tuple[Unavailability, ...] = ()
    wishes: tuple[RotaWish, ...] = ()
    settings: tuple[RuleSetting, ...] = ()
    """Only the rules that are not as they ship."""
    drafts: tuple[RotaDraft, ...] = ()
    publications: tuple[RotaPublication, ...] = ()
    """Oldest first."""
    note: str = ""

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)
        require_day("start", self.start)
        require(1 <= self.days <= MOST_DAYS, "days", self.days, f"a rota covers 1 to {MOST_DAYS} days")
        require(bool(self.shifts), "shifts", (), "a rota has at least one kind of duty")
        for name, most in (("shifts", MOST_KINDS), ("people", MOST_PEOPLE)):
            count = len(getattr(self, name))
            require(count <= most, name, count, f"a rota has at most {most} of these")
        for name in ("shifts", "cover", "patterns", "drafts"):
            require_unique(name, [entry.key for entry in getattr(self, name)])
        require_unique("shifts.code", [shift.code.casefold() for shift in self.shifts])
        require_unique("people", [person.officer for person in self.people])
        require_unique("settings", [setting.rule for setting in self.settings])
        self._check_parts()
        self._check_people()
        self._check_lines()

    def _check_parts(self) -> None:
        kinds = {shift.key for shift in self.shifts}
        for row in self.cover:
            self._known(f"cover[{row.key}].shifts", row.shifts, kinds)
        for pattern in self.patterns:
            self._known(f"patterns[{pattern.key}].cells", pattern.cells, kinds | {OFF})
        known = {person.officer for person in self.people}
        for place, wish in enumerate(self.wishes):
            self._known(f"wishes[{place}].officer", (wish.officer,), known)
            self._known(f"wishes[{place}].shift", (wish.shift,), kinds | {OFF})
        for place, away in enumerate(self.away):
            self._known(f"away[{place}].officer", (away.officer,), known)

    def _check_people(self) -> None:
        kinds = {shift.key for shift in self.shifts}
        patterns = {pattern.key for pattern in self.patterns}
        for person in self.people:
            place = f"people[{person.officer}]"
            self._known(f"{place}.barred", person.barred, kinds)
            self._known(f"{place}.before", person.before, kinds | {OFF})
            if person.pattern is not None:
                self._known(f"{place}.pattern", (person.pattern,), patterns)

    def _check_lines(self) -> None:
        people = [person.officer for person in self.people]
        for draft in self.drafts:
            place = f"drafts[{draft.key}]"
            order = [line.officer for line in draft.lines]
            require(order == people, f"{place}.lines", len(order), "a draft has one line for each person, in order")
            self._check_cells(place, draft.lines)
            for number, visit in enumerate(draft.visits):
                self._known(f"{place}.visits[{number}].officers", visit.officers, set(people))
        for number, publication in enumerate(self.publications, start=1):
            place = f"publications[{number}]"
            require(publication.version == number, f"{place}.version", publication.version, "versions count from 1")
            self._check_cells(place, publication.lines)

    def _check_cells(self, place: str, lines: tuple[RotaLine, ...]) -> None:
        known = {shift.key for shift in self.shifts} | {OFF}
        for line in lines:
            at = f"{place}.lines[{line.officer}].cells"
            require(len(line.cells) == self.days, at, len(line.cells), f"a line has the rota's {self.days} days")
            if not known.issuperset(line.cells):
                self._known(at, line.cells, known)

    @staticmethod
    def _known(place: str, found: Iterable[str], known: set[str]) -> None:
        for key in found:
            if key not in known:
                raise InvalidPlan(place, key, f"this rota has none of that key: {', '.join(sorted(known - {OFF}))}")

    @property
    def end(self) -> date:
        """The last day."""
        return self.start + timedelta(days=self.days - 1)

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day, in order."""
        return tuple(self.start + timedelta(days=number) for number in range(self.days))

    @property
    def holidays(self) -> frozenset[date]:
        """The bank holidays of England and Wales that fall on its days."""
        found = bank_holidays(self.start.year, self.end.year)
        return frozenset(day for day in found if self.start <= day <= self.end)

    @property
    def published(self) -> RotaPublication | None:
        """The version that is in force; None before the first."""
        return self.publications[-1] if self.publications else None

    def shift(self, key: str) -> ShiftKind:
        """The kind of duty with this key; KeyError when there is none."""
        return {shift.key: shift for shift in self.shifts}[key]

    def person(self, officer: str) -> RotaPerson:
        """The person with this officer's key; KeyError when there is none."""
        return {person.officer: person for person in self.people}[officer]

    def draft(self, key: str) -> RotaDraft:
        """The draft with this key; KeyError when there is none."""
        return {draft.key: draft for draft in self.drafts}[key]

    def setting(self, rule: str) -> RuleSetting:
        """A rule as this rota has it."""
        return next((setting for setting in self.settings if setting.rule == rule), SHIPPED_SETTINGS[rule])

    def pattern_cells(self, person: RotaPerson) -> tuple[str, ...] | None:
        """What somebody's fixed pattern says of each day; None where duties are left to the solver."""
        if person.pattern is None or person.pattern_use is PatternUse.FREE:
            return None
        pattern = next(entry for entry in self.patterns if entry.key == person.pattern)
        return tuple(pattern.on(day, person.pattern_offset) for day in self.dates)


def require_rotas(rotas: tuple[Rota, ...], teams: Iterable[str], officers: Iterable[Officer]) -> None:
    """The rotas of a plan are about its teams and people; raises InvalidPlan."""
    known, people = set(teams), {officer.key for officer in officers}
    require_unique("rotas", [rota.key for rota in rotas])
    for rota in rotas:
        place = f"rotas[{rota.key}]"
        require(rota.team in known, f"{place}.team", rota.team, "no such team in this plan")
        for person in rota.people:
            at = f"{place}.people[{person.officer}].officer"
            require(person.officer in people, at, person.officer, "no such officer in this plan")
