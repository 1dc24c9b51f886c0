"""Who can be asked to fill what is short today: it can no longer be ordered, but it can be offered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.model.plan import Plan
from planner.model.rota import Cover
from planner.model.rota_changes import RotaChange, RotaOffer, change_of
from planner.model.rota_checks import Lines, check_line, count_cover, counts_for, minimum_rule
from planner.model.rota_facts import PersonFacts, RotaFacts
from planner.model.rota_line import day_words
from planner.model.shift import OFF

MOST_OFFERS = 3
"""People who are named for each duty that is short."""
HOURS = "hours-over-roster"


def list_offers(plan: Plan, facts: RotaFacts, lines: Lines, today: date) -> tuple[RotaOffer, ...]:
    """Offers for each row of cover that is short today, the cheapest first; only hours may go beyond the contract."""
    day = (today - facts.rota.start).days
    if not 0 <= day < facts.rota.days:
        return ()
    found: list[RotaOffer] = []
    for row in facts.cover[day]:
        there = count_cover(facts, row, day, lines)
        if there < row.minimum and minimum_rule(row) in facts.settings:
            short = f"{day_words(today)}: {row.name}, {there} on duty, at least {row.minimum}"
            ranked = sorted(_possible(plan, facts, lines, day, row), key=lambda entry: entry[:3])
            found += [RotaOffer(short, change, words) for _, _, _, change, words in ranked[:MOST_OFFERS]]
    return tuple(found)


def _possible(
    plan: Plan, facts: RotaFacts, lines: Lines, day: int, row: Cover
) -> Iterator[tuple[bool, float, str, RotaChange, str]]:
    """Whether hours go beyond the contract, pounds, name, the change and its words; for each person one duty."""
    for person in facts.people:
        cells = lines[person.key]
        if not (counts_for(row, person) and person.can_work(day) and cells[day] == OFF and day not in person.held):
            continue
        for shift in row.shifts:
            offered = (*cells[:day], shift, *cells[day + 1 :])
            broken = _hard(facts, person, offered) - _hard(facts, person, cells)
            if not broken - {HOURS}:
                change = change_of(plan, facts, person, day, (OFF, shift), facts.dates[day])
                beyond = "; beyond the contract's hours" if broken else ""
                words = f"{change.words} ({facts.kinds[shift].times}){beyond}"
                yield bool(broken), change.cost, person.name, change, words
                break


def _hard(facts: RotaFacts, person: PersonFacts, cells: tuple[str, ...]) -> set[str]:
    """Hard rules that a line breaks, the one apart that says that today can no longer be told."""
    found = {breach.rule for breach in check_line(facts, person, cells) if breach.hard}
    return found - {"told-by-midnight"}
