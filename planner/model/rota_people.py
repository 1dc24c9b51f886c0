"""Who is on a rota: hours, patterns, limits, wishes, and the days on which they are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from planner.model.checks import require, require_day, require_key, require_unique
from planner.model.shift import OFF

LONGEST_BEFORE = 119
"""Days before a rota that are looked back on: the 17 weeks of the 48-hour average."""
MOST_POINTS = 1_000_000


class PatternUse(StrEnum):
    """How far somebody's fixed pattern binds."""

    KEPT = "kept"
    """Every duty is as the pattern says, but for the days away."""
    ADAPTED = "adapted"
    """Duties may differ, each at its price."""
    FREE = "left to the solver"


class AwayKind(StrEnum):
    """Why somebody cannot be rostered on a day."""

    LEAVE = "annual leave"
    SICK = "sick"
    COURSE = "course"
    COURT = "court"
    OTHER = "other duty"

    @property
    def is_work(self) -> bool:
        """Whether such a day is a working day: it breaks no run of duties."""
        return self in (AwayKind.COURSE, AwayKind.COURT, AwayKind.OTHER)


@dataclass(frozen=True, slots=True)
class RotaPerson:
    """An officer on a rota."""

    officer: str
    """Key of the officer; skills and role are those of the plan."""
    weekly_minutes: int = 2400
    """Contract: 40 hours a week, pro rata for part-timers."""
    pattern: str | None = None
    pattern_offset: int = 0
    """Days ahead of the pattern's anchor."""
    pattern_use: PatternUse = PatternUse.FREE
    free_weekdays: tuple[int, ...] = ()
    """Fixed free days of a part-timer, 0 for Monday to 6 for Sunday."""
    barred: tuple[str, ...] = ()
    """Kinds of duty that this person does not do (restricted or recuperative duties)."""
    most_duty_minutes: int | None = None
    """The longest tour while duties are recuperative."""
    most_week_duties: int | None = None
    """The most duties from Monday to Sunday while duties are recuperative."""
    can_supervise: bool = False
    """An acting supervisor; an officer whose role is supervisor needs no mark."""
    opted_out: bool = False
    """Has agreed in writing that the 48-hour average does not apply."""
    before: tuple[str, ...] = ()
    """What was worked on the days before the rota, the last one last: kinds of duty of this rota, OFF for none."""
    weekends_before: int = 0
    """Weekends worked beyond an equal share before this rota; below 0 when fewer."""

    def __post_init__(self) -> None:
        require_key("officer", self.officer)
        rule = "a contract is for 1 to 60 hours a week, in minutes"
        require(60 <= self.weekly_minutes <= 3600, "weekly_minutes", self.weekly_minutes, rule)
        named = self.pattern is not None or self.pattern_use is PatternUse.FREE
        require(named, "pattern", None, f"a pattern that is {self.pattern_use} has to be named")
        free = set(self.free_weekdays)
        rule = "fixed free days are different weekdays, 0 for Monday to 6 for Sunday, at most six"
        in_order = len(free) == len(self.free_weekdays) <= 6 and free <= set(range(7))
        require(in_order, "free_weekdays", self.free_weekdays, rule)
        require_unique("barred", self.barred)
        for name, most in (("most_duty_minutes", 1440), ("most_week_duties", 7)):
            limit = getattr(self, name)
            require(limit is None or 0 <= limit <= most, name, limit, f"a limit is from 0 to {most:,}")
        rule = f"at most {LONGEST_BEFORE} days before a rota are kept"
        require(len(self.before) <= LONGEST_BEFORE, "before", len(self.before), rule)

    @property
    def is_recuperative(self) -> bool:
        """Whether this person works shorter or fewer duties for a time."""
        return self.most_duty_minutes is not None or self.most_week_duties is not None


@dataclass(frozen=True, slots=True)
class Unavailability:
    """Days from `first` to `last`, both inclusive, on which somebody is elsewhere; or a part of each of them."""

    officer: str
    kind: AwayKind
    first: date
    last: date
    certain: bool = True
    """False: leave that was asked for and not granted, court that was warned of: to be kept where it can."""
    from_minute: int | None = None
    """With `to_minute`: only this part of each day, minutes from midnight."""
    to_minute: int | None = None

    def __post_init__(self) -> None:
        require_day("first", self.first)
        require_day("last", self.last)
        require(self.first <= self.last, "last", self.last.isoformat(), "it ends on or after its first day")
        require((self.last - self.first).days < 3660, "last", self.last.isoformat(), "it lasts ten years at most")
        part = (self.from_minute, self.to_minute)
        if part != (None, None):
            rule = "a part of a day goes from one minute to a later one, 0 to 1440"
            whole = self.from_minute is not None and self.to_minute is not None
            require(whole and 0 <= part[0] < part[1] <= 1440, "from_minute", part, rule)  # type: ignore[operator]

    @property
    def whole_day(self) -> bool:
        """Whether it takes whole days."""
        return self.from_minute is None

    def covers(self, day: date) -> bool:
        """Whether it falls on that day."""
        return self.first <= day <= self.last

    def days(self) -> tuple[date, ...]:
        """Each of its days."""
        return tuple(self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class RotaWish:
    """What somebody would like on some days, and its price in points a day when it is not met."""

    officer: str
    first: date
    last: date
    shift: str = OFF
    """A kind of duty; OFF: a day off."""
    wanted: bool = True
    """False: anything but that."""
    points: int = 10
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)

    def __post_init__(self) -> None:
        require_day("first", self.first)
        require_day("last", self.last)
        require(self.first <= self.last, "last", self.last.isoformat(), "a wish ends on or after its first day")
        rule = f"the price of a wish is 0 to {MOST_POINTS:,} whole points"
        require(0 <= self.points <= MOST_POINTS, "points", self.points, rule)
        require_weekdays(self.weekdays)

    def falls_on(self, day: date) -> bool:
        """Whether it is about that day."""
        return self.first <= day <= self.last and day.weekday() in self.weekdays

    def is_met_by(self, cell: str) -> bool:
        """Whether a day with this cell is as wished."""
        return (cell == self.shift) is self.wanted


def require_weekdays(weekdays: tuple[int, ...]) -> None:
    """Different weekdays, at least one, 0 for Monday to 6 for Sunday."""
    known = set(weekdays) <= set(range(7)) and len(set(weekdays)) == len(weekdays) > 0
    require(known, "weekdays", weekdays, "weekdays are 0 for Monday to 6 for Sunday, each once")
