"""A rota as a problem of duty lines, which column generation can improve and bound.

The lines are a relaxation: whatever they say of a rota's price is true of the rota, and what they cannot say is left
out, so that their bound holds. Left to CP-SAT: hours in one week and on average, rest days over the roster and of 24
hours, days on call, nobody alone, the hours on which clocks change, and the most duties in a week of recuperation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planner.model.rota import Cover as CoverRow
from planner.model.rota_facts import PersonFacts, RotaFacts
from planner.model.rota_people import PatternUse
from planner.model.shift import OFF, ShiftKind
from planner.rota import lines
from planner.rota.lines import CountCap, Cover, CrowdedWeekends, LineProblem, Person, Price, RunCap, Shift, TurnPrice

HARD_COVER = 100_000.0
"""The price of a person short of a hard minimum: lines know no cover that may not be broken."""
_FOUR = 4


class Translation:
    """The line problem of a rota, and the way back. A course or court is a choice of its own beside the kinds."""

    def __init__(self, facts: RotaFacts) -> None:
        self.facts = facts
        self.keys = tuple(facts.kinds)
        self.problem = LineProblem(
            days=facts.rota.days,
            shifts=(
                *(Shift(kind.key, kind.counts, kind.is_duty) for kind in facts.kinds.values()),
                Shift("", 0, is_duty=False),
            ),
            people=tuple(self._person(person) for person in facts.people),
            covers=tuple(self._covers()),
            weekends=tuple(weekend for weekend in facts.weekends),
        )

    def cells(self, rota: Sequence[Sequence[int]]) -> dict[str, tuple[str, ...]]:
        """A rota of the line problem as cells by officer."""
        return {
            person.key: tuple(OFF if choice in (lines.OFF, self._elsewhere) else self.keys[choice] for choice in line)
            for person, line in zip(self.facts.people, rota, strict=True)
        }

    def rota(self, cells: Mapping[str, Sequence[str]]) -> lines.Rota:
        """Cells by officer as a rota of the line problem."""
        return tuple(
            tuple(
                self._elsewhere if cell == OFF and person.works_elsewhere(day) else self._number(cell)
                for day, cell in enumerate(cells[person.key])
            )
            for person in self.facts.people
        )

    @property
    def _elsewhere(self) -> int:
        return len(self.keys)

    def _number(self, cell: str) -> int:
        return lines.OFF if cell == OFF else self.keys.index(cell)

    def _points(self, rule: str) -> int | None:
        """The price of a rule; None when it is hard, 0 when it is not in use."""
        setting = self.facts.settings.get(rule)
        if setting is None:
            return 0
        return None if setting.hard else setting.points

    def _is_hard(self, rule: str) -> bool:
        return self._points(rule) is None

    def _person(self, person: PersonFacts) -> Person:
        allowed = [set(range(lines.OFF, len(self.keys))) for _ in self.facts.dates]
        prices: dict[tuple[int, int], int] = {}
        for day in range(self.facts.rota.days):
            for cell in (OFF, *self.keys):
                choice = self._number(cell)
                points = 0
                for rule, times in self._charges(person, day, cell):
                    price = self._points(rule)
                    if price is None:
                        allowed[day].discard(choice)
                    else:
                        points += price * times
                if points:
                    prices[day, choice] = points
        for day, choices in enumerate(allowed):
            if not choices:  # locks against each other: CP-SAT says so
                choices.add(lines.OFF)
            if lines.OFF in choices and person.works_elsewhere(day):
                choices ^= {lines.OFF, self._elsewhere}
                prices[day, self._elsewhere] = prices.pop((day, lines.OFF), 0)
        most, fewest = self._minutes(person)
        return Person(
            key=person.key,
            allowed=tuple(frozenset(choices) for choices in allowed),
            prices=tuple(Price(day, choice, float(cost)) for (day, choice), cost in prices.items()),
            turn_prices=tuple(self._turn_prices()),
            forbidden=frozenset(self._forbidden()),
            caps=tuple(self._caps()),
            run_caps=tuple(self._run_caps()),
            most_minutes=most,
            fewest_minutes=fewest,
            most_days_in_a_row=self._most_in_a_row(),
            lone_off=self._lone_off(person),
            weekend_prices=self._weekend_prices(person),
            crowded_weekends=self._crowded_weekends(),
            before=tuple(self._number(cell) for cell in person.person.before[-14:]),
        )

    def _price(self, rule: str) -> float:
        points = self._points(rule)
        return HARD_COVER if points is None else float(points)

    def _lone_off(self, person: PersonFacts) -> tuple[float, ...]:
        price = self._price("rest-in-blocks")
        days = range(self.facts.rota.days)
        return tuple(price * person.can_work(day) for day in days) if price else ()

    def _weekend_prices(self, person: PersonFacts) -> tuple[float, ...]:
        """The square of what is above an equal share, weekend by weekend."""
        price, fair = self._price("weekend-fairness"), person.fair_weekends
        if not price or fair is None:
            return ()
        return tuple(price * max(0, 2 * (number - fair) + 1) for number in range(len(self.facts.weekends)))

    def _crowded_weekends(self) -> CrowdedWeekends | None:
        price = self._price("weekends-off")
        return CrowdedWeekends(_FOUR, int(self.facts.limit("weekends-off")), price) if price else None

    def _charges(self, person: PersonFacts, day: int, cell: str) -> Iterator[tuple[str, int]]:
        """The rules that a cell breaks by itself, each with how many times."""
        kind = self.facts.kinds.get(cell)
        if person.held.get(day, cell) != cell:
            yield "locked", 1
        yield from self._against_published(person, day, cell)
        yield from self._against_pattern(person, day, cell)
        if person.can_work(day):
            for wish in person.wishes.get(day, ()):
                if not wish.is_met_by(cell):
                    yield "wishes", wish.points
        if kind is not None:
            yield from self._of_kind(person, day, kind)
            yield from self._of_day(person, day, kind)

    def _of_kind(self, person: PersonFacts, day: int, kind: ShiftKind) -> Iterator[tuple[str, int]]:
        limits = {rule: setting.limit or 0.0 for rule, setting in self.facts.settings.items()}
        if kind.is_duty and kind.minutes > limits.get("longest-tour", 24) * 60:
            yield "longest-tour", 1
        if kind.is_duty and kind.start_minute < limits.get("earliest-start", 0) * 60:
            yield "earliest-start", 1
        if kind.is_duty and self.facts.holidays[day]:
            yield "public-holidays", 1
        longest = person.person.most_duty_minutes
        if kind.key in person.person.barred or (longest is not None and kind.minutes > longest):
            yield "restricted", 1

    def _of_day(self, person: PersonFacts, day: int, kind: ShiftKind) -> Iterator[tuple[str, int]]:
        if not person.can_work(day):
            yield "away-kept", 1
        elif person.asked[day]:
            yield "away-asked", 1
        if self.facts.date(day).weekday() in person.person.free_weekdays:
            yield "free-days", 1
        for on in (day, day + 1):
            for entry in person.parts.get(on, ()):
                if self.facts.overlaps(kind, day, entry, on):
                    yield "away-kept" if entry.certain else "away-asked", 1

    def _against_published(self, person: PersonFacts, day: int, cell: str) -> Iterator[tuple[str, int]]:
        if person.published is None or person.published[day] == cell or not person.can_work(day):
            return
        notice = self.facts.notice_days(day)
        if notice is not None and notice < 0:
            yield "told-by-midnight", 1
        else:
            yield "published-kept", 1
            limit = self.facts.limit("short-notice") if "short-notice" in self.facts.settings else 0.0
            if notice is not None and notice < limit:
                yield "short-notice", 1

    @staticmethod
    def _against_pattern(person: PersonFacts, day: int, cell: str) -> Iterator[tuple[str, int]]:
        if person.pattern is None or person.pattern[day] == cell:
            return
        if person.person.pattern_use is PatternUse.KEPT:
            yield "fixed-pattern", 1
        elif cell == OFF:
            yield "duty-dropped", 1
        else:
            yield "rest-day-worked" if person.pattern[day] == OFF else "duty-moved", 1

    def _turn_prices(self) -> Iterator[TurnPrice]:
        """A duty that starts much earlier than the day before's, and too little rest where that has a price."""
        slack = self.facts.limit("forward-rotation") * 60 if "forward-rotation" in self.facts.settings else 1440.0
        backward, short = self._points("forward-rotation"), self._points("rest-between-duties")
        for first, second in self._pairs():
            cost = (backward or 0) * (second.start_minute < first.start_minute - slack)
            cost += (short or 0) * self._is_short(first, second)
            if cost:
                yield TurnPrice(self.keys.index(first.key), self.keys.index(second.key), float(cost))

    def _forbidden(self) -> Iterator[tuple[int, int]]:
        if self._is_hard("rest-between-duties"):
            for first, second in self._pairs():
                if self._is_short(first, second):
                    yield self.keys.index(first.key), self.keys.index(second.key)

    def _pairs(self) -> Iterator[tuple[ShiftKind, ShiftKind]]:
        duties = [kind for kind in self.facts.kinds.values() if kind.is_duty]
        return ((first, second) for first in duties for second in duties)

    def _is_short(self, first: ShiftKind, second: ShiftKind) -> bool:
        """Whether the rest is too short on every night, those on which clocks change included."""
        if "rest-between-duties" not in self.facts.settings:
            return False
        limit = self.facts.limit("rest-between-duties") * 60
        nights = range(-1, self.facts.rota.days - 1)
        return all(self.facts.gap_minutes(day, first, day + 1, second) < limit for day in nights)

    def _caps(self) -> Iterator[CountCap]:
        grading = frozenset(place for place, kind in enumerate(self.facts.kinds.values()) if kind.exposure)
        if grading and self._is_hard("exposure"):
            most = int(self.facts.limit("exposure"))
            for week in self.facts.weeks:
                days = [day for day in week if day >= 0]
                if len(days) > most:
                    yield CountCap(grading, most, days[0], days[-1])

    def _run_caps(self) -> Iterator[RunCap]:
        nights = frozenset(place for place, kind in enumerate(self.facts.kinds.values()) if kind.is_night)
        if nights and self._is_hard("nights-in-a-row"):
            yield RunCap(nights, int(self.facts.limit("nights-in-a-row")))

    def _most_in_a_row(self) -> int | None:
        found = []
        if self._is_hard("gap-between-rest-days"):
            found.append(int(self.facts.limit("gap-between-rest-days")) - 1)
        if self._is_hard("duties-in-a-row") and all(kind.is_duty for kind in self.facts.kinds.values()):
            found.append(int(self.facts.limit("duties-in-a-row")))
        return min(found) if found else None

    def _minutes(self, person: PersonFacts) -> tuple[int | None, int]:
        if not self._is_hard("hours-over-roster") or person.person.pattern_use is PatternUse.KEPT:
            return None, 0
        tolerance = int(self.facts.limit("hours-over-roster") * 60)
        wanted = person.target_minutes - sum(person.credit)
        fewest = 0 if person.person.is_recuperative else max(0, wanted - tolerance)
        return max(0, wanted + tolerance), fewest

    def _covers(self) -> Iterator[Cover]:
        for day, rows in enumerate(self.facts.cover):
            for row in rows:
                yield from self._cover(day, row)

    def _cover(self, day: int, row: CoverRow) -> Iterator[Cover]:
        shifts = frozenset(self.keys.index(key) for key in row.shifts)
        people = frozenset(
            place
            for place, person in enumerate(self.facts.people)
            if (row.skill is None or row.skill in person.skills) and (person.supervises or not row.supervisor)
        )
        counted = None if len(people) == len(self.facts.people) else people
        rule = "cover-minimum" if row.skill is None else "skill-cover"
        least = self._points("supervisor-cover" if row.supervisor else rule)
        short = HARD_COVER if least is None else float(least)
        ideal = self._points("cover-ideal")
        above = HARD_COVER if ideal is None else float(ideal)
        more = row.ideal is not None and row.ideal > row.minimum and above > 0
        if more and (row.minimum == 0 or short >= above):
            yield Cover(day, shifts, row.ideal or 0, above, 0.0, counted)
            short -= above
        if row.minimum and short > 0:
            yield Cover(day, shifts, row.minimum, short, 0.0, counted)
        many = self._points("cover-most")
        over = HARD_COVER if many is None else float(many)
        if row.most is not None and over:
            yield Cover(day, shifts, row.most, 0.0, over, counted)
