"""What a rota solver answers, in sentences: how good a rota is, why there is none, and what one cell would cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.model.plan import Plan
from planner.model.rota_changes import RotaOffer
from planner.model.rota_checks import Breach
from planner.model.rota_line import day_words
from planner.model.rota_solution import Relaxation, RotaConflict, RotaNews, RotaSolution, RuleInstance
from planner.report.rota import breach_words
from planner.report.words import counted, percentage

MOST_BREACHES = 12
"""Broken rules that an answer names; the others are counted."""


def news_words(news: RotaNews) -> str:
    """How far a search is: the price of the best rota so far, and how much better one could be."""
    if news.price is None:
        return "looking for a first lawful rota"
    bound = max(0, round(news.bound))
    if news.price <= bound:
        return f"{news.price:,} points: none is cheaper"
    if not bound:
        return f"{news.price:,} points; how much cheaper one could be is not known yet"
    return f"{news.price:,} points, none below {bound:,} ({_gap_words(news.price, bound)})"


def solution_words(solution: RotaSolution) -> str:
    """What was found, and whether a better rota is possible."""
    if solution.is_proven:
        return f"Lawful, {solution.price:,} points; proven: no rota is cheaper."
    bound = max(0, round(solution.bound))
    if not bound:
        return f"Lawful, {solution.price:,} points; how much cheaper a rota could be is not known."
    gap = _gap_words(solution.price, bound)
    return f"Lawful, {solution.price:,} points; no rota costs less than {bound:,} ({gap})."


def _gap_words(price: int, bound: int) -> str:
    """What lies between, as a share of the price; below a tenth of a per cent it is not called nothing."""
    share = (price - bound) / price
    return f"gap {percentage(share) if share >= 0.001 else 'below 0.1 %'}"


def conflict_lines(plan: Plan, conflict: RotaConflict | None) -> Iterator[str]:
    """Why no rota keeps the hard rules."""
    if conflict is None:
        yield "No rota was found in the time, and it is not known whether there is one: give it more time."
        return
    if conflict.shortage is not None:
        short = conflict.shortage
        needed = f"{short.needed:,} people are needed" if short.needed != 1 else "one person is needed"
        there = "nobody is" if not short.there else f"{short.there:,} {'is' if short.there == 1 else 'are'}"
        yield f"On {day_words(short.day)} {needed}, and {there} there."
    else:
        least = (
            "Drop any one of them and this contradiction is gone."
            if conflict.minimal
            else "There was no time to see whether each of them is needed for it."
        )
        yield f"These {counted(len(conflict.rules), 'rule')} contradict each other. {least}"
    for instance in conflict.rules:
        yield f"• {instance_line(plan, instance)}"


def instance_line(plan: Plan, instance: RuleInstance) -> str:
    """A rule as it binds somebody or a day, with the officer's name."""
    names = {officer.key: officer.name for officer in plan.officers}
    who = f", {names.get(instance.officer, instance.officer)}" if instance.officer else ""
    on = f", {day_words(instance.day)}" if instance.day is not None else ""
    return f"{instance.name}{who}{on}{': ' + instance.words if instance.words else ''}"


def offer_lines(offers: Sequence[RotaOffer], mark: str) -> Iterator[str]:
    """Who could agree to what is short today, each behind a mark, under what is short."""
    short = None
    for offer in offers:
        if offer.short != short:
            short = offer.short
            yield f"{short}. It can no longer be told, but it can be offered to:"
        yield f"{mark}{offer.words}"


def relaxation_lines(plan: Plan, ways: Sequence[Relaxation]) -> Iterator[str]:
    """The cheapest ways out of a conflict, each with what it breaks."""
    if not ways:
        yield "No way out was found in the time."
        return
    if ways[0].others:
        yield "Other rules contradict each other as well; the ways out mend that too."
    for number, way in enumerate(ways, start=1):
        dearer = "" if way.proven else " (there may be a cheaper one: the search was cut short)"
        yield f"Way out {number}{dearer}:"
        yield from _breaches(plan, way.breaches)


def cost_lines(
    plan: Plan, price: int, worse: Sequence[Breach], better: Sequence[Breach], proven: bool
) -> Iterator[str]:
    """What it costs to have a cell otherwise, with all the changes that follow from it."""
    than = f"{abs(price):,} points {'more' if price >= 0 else 'less'} than this draft"
    yield f"It can be, for {than}{'' if proven else ' or less: the search was cut short'}."
    for title, breaches in (("Then broken:", worse), ("No longer broken:", better)):
        if breaches:
            yield title
            yield from _breaches(plan, breaches)


def _breaches(plan: Plan, breaches: Sequence[Breach]) -> Iterator[str]:
    for breach in breaches[:MOST_BREACHES]:
        yield f"• {breach_words(plan, breach)}"
    if len(breaches) > MOST_BREACHES:
        yield f"• and {len(breaches) - MOST_BREACHES:,} more."
