"""The text format of the public shift-scheduling benchmark of Curtois and Qu: reading and writing it.

Sections of comma-separated lines, `#` for comments. Day 0 is a Monday.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from planner.model.checks import InvalidPlan


@dataclass(frozen=True, slots=True)
class BenchmarkShift:
    """A kind of shift; `not_before` has the shifts that may not be worked on the day after it."""

    key: str
    minutes: int
    not_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Staff:
    """One person's limits, as the format gives them; a shift that `most_of` does not name is never worked."""

    key: str
    most_of: Mapping[str, int]
    most_minutes: int
    fewest_minutes: int
    most_in_a_row: int
    fewest_in_a_row: int
    fewest_off_in_a_row: int
    most_weekends: int
    days_off: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Request:
    """A wish for (or against) a shift on a day, and what it costs when it is not kept."""

    staff: str
    day: int
    shift: str
    weight: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many are wanted on a shift of a day, and what each one too few or too many costs."""

    day: int
    shift: str
    required: int
    under: int
    over: int


@dataclass(frozen=True, slots=True)
class Instance:
    """One problem of the benchmark."""

    days: int
    shifts: tuple[BenchmarkShift, ...]
    staff: tuple[Staff, ...]
    on_requests: tuple[Request, ...]
    off_requests: tuple[Request, ...]
    cover: tuple[Wanted, ...]


_SECTIONS = {
    "SECTION_HORIZON": 1,
    "SECTION_SHIFTS": 3,
    "SECTION_STAFF": 8,
    "SECTION_DAYS_OFF": 0,
    "SECTION_SHIFT_ON_REQUESTS": 4,
    "SECTION_SHIFT_OFF_REQUESTS": 4,
    "SECTION_COVER": 5,
}
"""The sections, and how many fields a line of each has (0: two or more)."""
_REQUIRED = ("SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_COVER")


def read_benchmark(path: Path) -> Instance:
    """The problem in a file; InvalidPlan names the file, the line and the reason when it cannot be taken in."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidPlan(path.name, "a byte that is no text", "the file is text in UTF-8") from None
    return parsed(text, path.name)


def parsed(text: str, name: str = "the text") -> Instance:
    """The problem that a text in the format describes; `name` is what errors call it."""
    found = _Reading(name)
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line and not line.startswith("#"):
            try:
                found.take(line)
            except InvalidPlan as error:
                raise InvalidPlan(f"{name}, line {number}", error.value, error.rule) from None
    return found.instance()


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    name: str
    section: str = ""
    days: int = 0
    shifts: dict[str, BenchmarkShift] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    days_off: dict[str, frozenset[int]] = field(default_factory=dict)
    requests: dict[str, list[Request]] = field(default_factory=dict)
    cover: dict[tuple[int, str], Wanted] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def take(self, line: str) -> None:
        """Take one line in; InvalidPlan has the part that is wrong and the reason."""
        if line.startswith("SECTION_"):
            if line not in _SECTIONS:
                raise InvalidPlan("", line, f"a section is one of {', '.join(_SECTIONS)}")
            self.section = line
            self.seen.add(line)
            return
        if not self.section:
            raise InvalidPlan("", line, "a file begins with a section, such as SECTION_HORIZON")
        fields = [part.strip() for part in line.split(",")]
        wanted = _SECTIONS[self.section]
        if len(fields) != wanted if wanted else len(fields) < 2:
            raise InvalidPlan("", line, f"a line of {self.section} has {wanted or 'two or more'} fields")
        _TAKERS[self.section](self, fields)

    def horizon(self, fields: list[str]) -> None:
        if self.days:
            raise InvalidPlan("", fields[0], "the horizon is given once")
        self.days = _number(fields[0], "the number of days", 1)

    def shift(self, fields: list[str]) -> None:
        key, minutes, after = fields
        _require_new(key, self.shifts, "shift")
        self.shifts[key] = BenchmarkShift(key, _number(minutes, "the minutes", 1), tuple(_parts(after)))

    def person(self, fields: list[str]) -> None:
        key, caps = fields[0], fields[1]
        _require_new(key, self.staff, "person")
        most_of: dict[str, int] = {}
        for part in _parts(caps):
            shift, equals, most = part.partition("=")
            if not equals:
                raise InvalidPlan("", part, "the most of a shift is written as D=14")
            most_of[self._shift(shift)] = _number(most, f"the most of {shift}", 0)
        minutes, fewest, run, short_run, short_off, weekends = (_number(text, "a limit", 0) for text in fields[2:])
        self.staff[key] = Staff(key, most_of, minutes, fewest, run, short_run, short_off, weekends)

    def off_days(self, fields: list[str]) -> None:
        days = frozenset(self._day(text) for text in fields[1:] if text)
        key = self._person(fields[0])
        self.days_off[key] = self.days_off.get(key, frozenset()) | days

    def request(self, fields: list[str]) -> None:
        person, day, shift, weight = fields
        found = Request(self._person(person), self._day(day), self._shift(shift), _number(weight, "the weight", 0))
        self.requests.setdefault(self.section, []).append(found)

    def wanted(self, fields: list[str]) -> None:
        place = (self._day(fields[0]), self._shift(fields[1]))
        if place in self.cover:
            raise InvalidPlan("", ",".join(fields), "the cover of a shift on a day is given once")
        self.cover[place] = Wanted(*place, *(_number(text, "a number of cover", 0) for text in fields[2:]))

    def instance(self) -> Instance:
        """What was read, whole; InvalidPlan when a part is missing or names a shift that is not there."""
        for section in _REQUIRED:
            if section not in self.seen:
                raise InvalidPlan(self.name, None, f"there is no {section}, and every file needs it")
        if not (self.days and self.shifts and self.staff):
            raise InvalidPlan(self.name, "an empty section", "there are days, shifts and staff")
        for shift in self.shifts.values():
            for key in shift.not_before:
                if key not in self.shifts:
                    raise InvalidPlan(f"{self.name}, shift {shift.key}", key, "this shift is not in SECTION_SHIFTS")
        staff = (replace(one, days_off=self.days_off.get(one.key, frozenset())) for one in self.staff.values())
        on_requests, off_requests = (
            tuple(self.requests.get(f"SECTION_SHIFT_{kind}_REQUESTS", ())) for kind in ("ON", "OFF")
        )
        return Instance(
            self.days, tuple(self.shifts.values()), tuple(staff), on_requests, off_requests, tuple(self.cover.values())
        )

    def _day(self, text: str) -> int:
        day = _number(text, "a day", 0)
        if day >= self.days:
            raise InvalidPlan("", text, f"the days are 0 to {self.days - 1}; the horizon comes first")
        return day

    def _shift(self, key: str) -> str:
        if key not in self.shifts:
            raise InvalidPlan("", key, "this shift is not in SECTION_SHIFTS, which comes first")
        return key

    def _person(self, key: str) -> str:
        if key not in self.staff:
            raise InvalidPlan("", key, "this person is not in SECTION_STAFF, which comes first")
        return key


_TAKERS: dict[str, Callable[[_Reading, list[str]], None]] = {
    "SECTION_HORIZON": _Reading.horizon,
    "SECTION_SHIFTS": _Reading.shift,
    "SECTION_STAFF": _Reading.person,
    "SECTION_DAYS_OFF": _Reading.off_days,
    "SECTION_SHIFT_ON_REQUESTS": _Reading.request,
    "SECTION_SHIFT_OFF_REQUESTS": _Reading.request,
    "SECTION_COVER": _Reading.wanted,
}


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _number(text: str, what: str, least: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
        raise InvalidPlan("", text, f"{what} is a whole number of {least} or more")
    return int(text)


def _require_new(key: str, known: Mapping[str, object], what: str) -> None:
    if not key or key in known:
        raise InvalidPlan("", key, f"each {what} has a name of its own")


def written(instance: Instance) -> str:
    """The text of a problem in the format."""
    return "\n".join(_lines(instance)) + "\n"


def _lines(instance: Instance) -> Iterator[str]:
    yield from ("SECTION_HORIZON", str(instance.days), "", "SECTION_SHIFTS")
    yield from (f"{shift.key},{shift.minutes},{'|'.join(shift.not_before)}" for shift in instance.shifts)
    yield from ("", "SECTION_STAFF")
    for one in instance.staff:
        caps = "|".join(f"{shift}={most}" for shift, most in one.most_of.items())
        limits = (one.most_minutes, one.fewest_minutes, one.most_in_a_row, one.fewest_in_a_row)
        yield ",".join((one.key, caps, *map(str, (*limits, one.fewest_off_in_a_row, one.most_weekends))))
    yield from ("", "SECTION_DAYS_OFF")
    yield from (",".join((one.key, *map(str, sorted(one.days_off)))) for one in instance.staff if one.days_off)
    for kind, requests in (("ON", instance.on_requests), ("OFF", instance.off_requests)):
        yield from ("", f"SECTION_SHIFT_{kind}_REQUESTS")
        yield from (f"{wish.staff},{wish.day},{wish.shift},{wish.weight}" for wish in requests)
    yield from ("", "SECTION_COVER")
    yield from (f"{one.day},{one.shift},{one.required},{one.under},{one.over}" for one in instance.cover)
