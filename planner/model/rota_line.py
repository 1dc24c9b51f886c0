"""One person's line as the checks read it: the days before the rota go on in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.model.rota_facts import PersonFacts, RotaFacts
from planner.model.shift import OFF, ShiftKind


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a line breaks a rule, `units` times over (its price is by the unit)."""

    day: int | None
    """None: the rota as a whole."""
    units: int
    words: str


Findings = Iterator[Finding]


class LineView:
    """The cells of one person by day; days below 0 are those before the rota, as far as they are known."""

    def __init__(self, facts: RotaFacts, person: PersonFacts, cells: tuple[str, ...]) -> None:
        self.facts = facts
        self.person = person
        self.cells = cells
        self.first = -len(person.person.before)
        self.days = len(cells)
        kinds = [facts.kinds.get(cell) for cell in (*person.person.before, *cells)]
        self._kinds = kinds

    def known(self) -> range:
        """Every day that is known, from the first before the rota to the last."""
        return range(self.first, self.days)

    def kind(self, day: int) -> ShiftKind | None:
        """What is worked on a day, on call only included; None for a day off."""
        return self._kinds[day - self.first]

    def duty(self, day: int) -> ShiftKind | None:
        """The tour of duty of a day."""
        kind = self._kinds[day - self.first]
        return kind if kind is not None and kind.is_duty else None

    def minutes(self, day: int) -> int:
        """Minutes on duty."""
        kind = self._kinds[day - self.first]
        return 0 if kind is None else kind.minutes

    def is_night(self, day: int) -> bool:
        """Whether a night duty begins on a day."""
        kind = self._kinds[day - self.first]
        return kind is not None and kind.is_night

    def is_taken(self, day: int) -> bool:
        """Whether a day is no day off: duty, on call, course, court."""
        return self.kind(day) is not None or (day >= 0 and self.person.works_elsewhere(day))

    def is_working(self, day: int) -> bool:
        """Whether a day is a working day: duty, course, court."""
        return self.duty(day) is not None or (day >= 0 and self.person.works_elsewhere(day))

    def is_free(self, day: int) -> bool:
        """Whether a day is a day off: nothing is worked, and it is no day of leave or sickness either."""
        return not self.is_taken(day) and (day < 0 or self.person.can_work(day))

    def worked(self, days: tuple[int, ...]) -> bool:
        """Whether any of the days is a duty."""
        return any(self.duty(day) is not None for day in days)

    def date(self, day: int) -> date:
        """The date of a day."""
        return self.facts.date(day)

    def cell_words(self, day: int) -> str:
        """What is worked on a day and when, as `Late on Tue 5 January`."""
        kind = self.kind(day)
        return f"{'Day off' if kind is None else kind.name} on {day_words(self.date(day))}"


def day_words(day: date) -> str:
    """A date as `Tue 5 January`."""
    return f"{day:%a} {day.day} {day:%B}"


def hours_words(minutes: float) -> str:
    """Minutes as `9 h 30 min`, `11 h` or `30 min`."""
    hours, rest = divmod(round(minutes), 60)
    if rest and not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def beyond(minutes: float) -> int:
    """Started hours of an excess in minutes; 0 when there is none."""
    return max(0, -int(-minutes // 60))


def is_off(cell: str) -> bool:
    """Whether a cell is a day off."""
    return cell == OFF
