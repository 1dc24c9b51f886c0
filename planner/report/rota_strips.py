"""A rota beside itself: its cover by day, its fairness by person, and how two versions of it differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.model.rota import Cover
from planner.model.rota_checks import Lines, RotaCheck, counts_for
from planner.model.rota_facts import PersonFacts, RotaFacts
from planner.model.rota_line import day_words
from planner.model.shift import OFF
from planner.report.words import counted

MOST_NAMED = 3
"""Short days that a sentence names; the others are counted."""


@dataclass(frozen=True, slots=True)
class CoverStrip:
    """One row of cover by day: how many are planned; None on days that the row is not about."""

    row: Cover
    planned: tuple[int | None, ...]

    def short_on(self, day: int) -> int:
        """People below the minimum on a day; 0 when there are enough or none are asked for."""
        planned = self.planned[day]
        return 0 if planned is None else max(0, self.row.minimum - planned)

    def over_on(self, day: int) -> int:
        """People above the most on a day."""
        planned, most = self.planned[day], self.row.most
        return 0 if planned is None or most is None else max(0, planned - most)


def cover_strips(facts: RotaFacts, lines: Lines) -> tuple[CoverStrip, ...]:
    """Each row of cover of the rota, by day."""
    return tuple(_strip(facts, row, lines) for row in facts.rota.cover)


def _strip(facts: RotaFacts, row: Cover, lines: Lines) -> CoverStrip:
    counting = [lines[person.key] for person in facts.people if counts_for(row, person)]
    kinds = frozenset(row.shifts)
    planned = (
        sum(cells[day] in kinds for cells in counting) if row in rows else None for day, rows in enumerate(facts.cover)
    )
    return CoverStrip(row, tuple(planned))


def cover_sentence(facts: RotaFacts, strips: Sequence[CoverStrip]) -> str:
    """Whether there are enough people on every day, and where not."""
    if not strips:
        return "This rota asks for no cover."
    days = facts.rota.days
    short = [(day, strip) for day in range(days) for strip in strips if strip.short_on(day)]
    if not short:
        return f"Enough people on each of {counted(days, 'day')}."
    named = (
        f"{strip.row.name} on {day_words(facts.dates[day])} ({strip.planned[day]} of {strip.row.minimum})"
        for day, strip in short[:MOST_NAMED]
    )
    more = f" and {len(short) - MOST_NAMED:,} more" if len(short) > MOST_NAMED else ""
    on = len({day for day, _ in short})
    return f"Too few people on {on} of {counted(days, 'day')}: {', '.join(named)}{more}."


@dataclass(frozen=True, slots=True)
class Share:
    """What the rota asks of one person."""

    officer: str
    name: str
    duties: int
    hours: float
    """Counted, the credit of days away included."""
    contract_hours: float
    weekends: int
    fair_weekends: int | None
    """An equal share of the weekends to be worked; None when none are wanted."""
    nights: int

    @property
    def hours_over(self) -> float:
        """Hours beyond the contract; below 0 when fewer."""
        return self.hours - self.contract_hours


def shares(facts: RotaFacts, lines: Lines) -> tuple[Share, ...]:
    """Hours, weekends and nights of each person, in the order of the rota."""
    return tuple(share_of(facts, person, lines[person.key]) for person in facts.people)


def share_of(facts: RotaFacts, person: PersonFacts, cells: tuple[str, ...]) -> Share:
    """What one line asks of its person."""
    kinds = [facts.kinds.get(cell) for cell in cells]
    duty = [kind is not None and kind.is_duty for kind in kinds]
    return Share(
        officer=person.key,
        name=person.name,
        duties=sum(duty),
        hours=(sum(kind.counts for kind in kinds if kind is not None) + sum(person.credit)) / 60,
        contract_hours=person.target_minutes / 60,
        weekends=sum(any(duty[day] for day in weekend) for weekend in facts.weekends),
        fair_weekends=person.fair_weekends,
        nights=sum(kind is not None and kind.is_night for kind in kinds),
    )


def fairness_sentence(found: Sequence[Share]) -> str:
    """How evenly hours, weekends and nights fall."""
    if not found:
        return "Nobody is on this rota."
    over = [round(share.hours_over) for share in found]
    weekends, nights = [share.weekends for share in found], [share.nights for share in found]
    words = [f"Hours are from {_signed(min(over))} to {_signed(max(over))} against contract"]
    words.append(f"weekends worked {_span(weekends)}")
    if any(nights):
        words.append(f"nights {_span(nights)}")
    return f"{'; '.join(words)} a person."


def _signed(hours: int) -> str:
    return f"{hours:+,}" if hours else "0"


def _span(found: Sequence[int]) -> str:
    return f"{min(found)} to {max(found)}" if min(found) != max(found) else f"{min(found)}"


@dataclass(frozen=True, slots=True)
class Measure:
    """One count of two versions of a rota, in words; `better` says which of them is better, -1, 0 or 1."""

    name: str
    before: str
    after: str
    better: int = 0
    """1: the second one; -1: the first; 0: neither."""


def compare_counts(before: RotaCheck, after: RotaCheck, old: Lines, new: Lines) -> tuple[Measure, ...]:
    """Hard rules, price, short days and spread of two versions of a rota."""
    facts = after.facts
    both = [(check, cover_strips(facts, lines), shares(facts, lines)) for check, lines in ((before, old), (after, new))]
    rows = (
        ("Hard rules broken", [len(check.hard) for check, _, _ in both]),
        ("Price of the other rules (points)", [check.price for check, _, _ in both]),
        ("Days with too few people", [_short_days(strips, facts.rota.days) for _, strips, _ in both]),
        ("Hours furthest from a contract", [_furthest(found) for _, _, found in both]),
        ("Most weekends of one person", [max((share.weekends for share in found), default=0) for _, _, found in both]),
        ("Most nights of one person", [max((share.nights for share in found), default=0) for _, _, found in both]),
    )
    return tuple(Measure(name, f"{a:,}", f"{b:,}", (a > b) - (a < b)) for name, (a, b) in rows)


def _short_days(strips: Sequence[CoverStrip], days: int) -> int:
    return sum(any(strip.short_on(day) for strip in strips) for day in range(days))


def _furthest(found: Sequence[Share]) -> int:
    return max((round(abs(share.hours_over)) for share in found), default=0)


def line_differences(facts: RotaFacts, before: Lines, after: Lines) -> Iterator[tuple[str, int, str]]:
    """Each cell that differs: the officer, the day, and both duties in words, by day and person."""
    for day, date in enumerate(facts.dates):
        for person in facts.people:
            old = before.get(person.key)
            was, now = OFF if old is None else old[day], after[person.key][day]
            if was != now:
                words = f"{person.name}, {day_words(date)}: {_named(facts, was)} becomes {_named(facts, now)}"
                yield person.key, day, words


def _named(facts: RotaFacts, cell: str) -> str:
    return facts.kinds[cell].name if cell in facts.kinds else "day off"
