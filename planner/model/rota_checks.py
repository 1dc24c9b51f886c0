"""The independent check of a rota: which rules it breaks, where, for whom and at what price.

It knows nothing of the solver. The lines of people and the cover of days are checked apart, so that a cell that is
painted costs one line and one day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.model import rota_life_checks as life
from planner.model import rota_rest_checks as rest
from planner.model.rota import Cover
from planner.model.rota_draft import RotaLine
from planner.model.rota_facts import PersonFacts, RotaFacts
from planner.model.rota_line import Finding, Findings, LineView, day_words
from planner.model.rota_rules import RULES

LineCheck = Callable[[LineView], Findings]
LINE_CHECKS: dict[str, LineCheck] = {
    "rest-between-duties": rest.check_rest_between_duties,
    "rest-day-length": rest.check_rest_day_length,
    "gap-between-rest-days": rest.check_gap_between_rest_days,
    "rest-days-over-roster": rest.check_rest_days_over_roster,
    "duties-in-a-row": rest.check_duties_in_a_row,
    "nights-in-a-row": rest.check_nights_in_a_row,
    "longest-tour": rest.check_longest_tour,
    "hours-a-week": rest.check_hours_a_week,
    "average-week": rest.check_average_week,
    "hours-over-roster": rest.check_hours_over_roster,
    "exposure": rest.check_exposure,
    "public-holidays": life.check_public_holidays,
    "weekends-off": life.check_weekends_off,
    "weekend-fairness": life.check_weekend_fairness,
    "forward-rotation": life.check_forward_rotation,
    "rest-in-blocks": life.check_rest_in_blocks,
    "earliest-start": life.check_earliest_start,
    "on-call": life.check_on_call,
    "wishes": life.check_wishes,
    "away-kept": life.check_away_kept,
    "away-asked": life.check_away_asked,
    "free-days": life.check_free_days,
    "restricted": life.check_restricted,
    "locked": life.check_locked,
    "fixed-pattern": life.check_fixed_pattern,
    "duty-moved": life.check_duty_moved,
    "duty-dropped": life.check_duty_dropped,
    "rest-day-worked": life.check_rest_day_worked,
    "told-by-midnight": life.check_told_by_midnight,
    "published-kept": life.check_published_kept,
    "short-notice": life.check_short_notice,
}


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a rota breaks. `officer` is empty for the cover of a day, `day` None for the rota as a whole."""

    rule: str
    officer: str
    day: date | None
    hard: bool
    price: int
    """Points; 0 where the rule is hard."""
    words: str

    @property
    def name(self) -> str:
        """The rule's name."""
        return RULES[self.rule].name


Lines = Mapping[str, tuple[str, ...]]
"""Cells by officer."""


@dataclass(frozen=True, slots=True)
class RotaCheck:
    """What is wrong with a rota: by person, and by day for the cover."""

    facts: RotaFacts
    of_people: dict[str, tuple[Breach, ...]]
    of_days: tuple[tuple[Breach, ...], ...]

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """All of them: hard ones first, then by price."""
        found = [breach for entries in (*self.of_people.values(), *self.of_days) for breach in entries]
        return tuple(sorted(found, key=lambda breach: (not breach.hard, -breach.price)))

    @property
    def hard(self) -> tuple[Breach, ...]:
        """Hard rules that are broken: a lawful rota has none."""
        return tuple(breach for breach in self.breaches if breach.hard)

    @property
    def price(self) -> int:
        """Points of all the rules that are broken at a price."""
        entries = (*self.of_people.values(), *self.of_days)
        return sum(breach.price for breaches in entries for breach in breaches)

    def repainted(self, lines: Lines, officers: Iterable[str], days: Iterable[int]) -> RotaCheck:
        """The check after some cells were painted: only these people's lines and these days' cover are read again."""
        people = {person.key: person for person in self.facts.people}
        again = {officer: check_line(self.facts, people[officer], lines[officer]) for officer in set(officers)}
        of_days = list(self.of_days)
        for day in set(days):
            of_days[day] = check_day(self.facts, day, lines)
        return RotaCheck(self.facts, self.of_people | again, tuple(of_days))


def lines_of(lines: Iterable[RotaLine]) -> dict[str, tuple[str, ...]]:
    """The cells of a draft or a publication, by officer."""
    return {line.officer: line.cells for line in lines}


def check_rota(facts: RotaFacts, lines: Lines) -> RotaCheck:
    """Check every person and every day. `lines` has the cells of each person of the rota."""
    return RotaCheck(
        facts,
        {person.key: check_line(facts, person, lines[person.key]) for person in facts.people},
        tuple(check_day(facts, day, lines) for day in range(facts.rota.days)),
    )


def check_line(facts: RotaFacts, person: PersonFacts, cells: tuple[str, ...]) -> tuple[Breach, ...]:
    """The rules that one person's line breaks."""
    line = LineView(facts, person, cells)
    return tuple(
        _breach(facts, rule, person.key, finding)
        for rule, check in LINE_CHECKS.items()
        if rule in facts.settings
        for finding in check(line)
    )


def check_day(facts: RotaFacts, day: int, lines: Lines) -> tuple[Breach, ...]:
    """The rules of cover that are broken on one day."""
    found = [entry for row in facts.cover[day] for entry in _check_row(facts, row, count_cover(facts, row, day, lines))]
    found += _check_crews(facts, day, lines)
    where = day_words(facts.dates[day])
    return tuple(
        _breach(facts, rule, "", Finding(day, units, f"{where}: {words}"))
        for rule, units, words in found
        if rule in facts.settings
    )


def count_cover(facts: RotaFacts, row: Cover, day: int, lines: Lines) -> int:
    """How many people a row of cover finds on a day."""
    return sum(counts_for(row, person) and lines[person.key][day] in row.shifts for person in facts.people)


def counts_for(row: Cover, person: PersonFacts) -> bool:
    """Whether a row of cover counts this person at all."""
    return (row.skill is None or row.skill in person.skills) and (not row.supervisor or person.supervises)


def minimum_rule(row: Cover) -> str:
    """The rule that the minimum of a row is about."""
    if row.supervisor:
        return "supervisor-cover"
    return "cover-minimum" if row.skill is None else "skill-cover"


def _check_row(facts: RotaFacts, row: Cover, found: int) -> Sequence[tuple[str, int, str]]:
    words = f"{row.name}, {found} on duty"
    breaches = []
    if found < row.minimum:
        breaches.append((minimum_rule(row), row.minimum - found, f"{words}, at least {row.minimum}"))
    if row.ideal is not None and found < row.ideal:
        breaches.append(("cover-ideal", row.ideal - max(found, row.minimum), f"{words}, ideally {row.ideal}"))
    if row.most is not None and found > row.most:
        breaches.append(("cover-most", found - row.most, f"{words}, at most {row.most}"))
    return [breach for breach in breaches if breach[1]]


def _check_crews(facts: RotaFacts, day: int, lines: Lines) -> list[tuple[str, int, str]]:
    crewed = [kind for kind in facts.kinds.values() if kind.crewed]
    alone = [kind for kind in crewed if sum(lines[person.key][day] == kind.key for person in facts.people) == 1]
    return [("double-crewing", 1, f"one person alone on {kind.name}") for kind in alone]


def _breach(facts: RotaFacts, rule: str, officer: str, finding: Finding) -> Breach:
    setting = facts.settings[rule]
    day = None if finding.day is None else facts.date(finding.day)
    return Breach(rule, officer, day, setting.hard, setting.price * finding.units, finding.words)
