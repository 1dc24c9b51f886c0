"""Mending a rota that is published: as few changes as can be, told in time, with the past and the locks as they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_changes import RotaChange, list_changes
from planner.model.rota_checks import Lines, RotaCheck, check_rota, lines_of
from planner.model.rota_draft import RotaDraft, RotaLine, RotaPublication
from planner.model.rota_facts import RotaFacts, rota_facts
from planner.model.rota_solution import Heard, NoRota, unheard_news
from planner.model.shift import OFF
from planner.rota.rota_model import Hardness
from planner.rota.search import Best, search

SECONDS = 10.0
REOPENED = {
    "cover-minimum",
    "skill-cover",
    "supervisor-cover",
    "double-crewing",
    "away-asked",
    "public-holidays",
    "rest-day-worked",
    "published-kept",
    "short-notice",
}
"""The priced rules that a repair is made for, beside the hard ones: wishes do not reopen what was published."""


@dataclass(frozen=True, slots=True)
class RotaRepair:
    """A mended rota, and what it takes. `check` has every rule that it breaks, those too that were not reopened."""

    lines: dict[str, tuple[str, ...]]
    check: RotaCheck
    changes: tuple[RotaChange, ...]
    proven: bool
    """Whether no lawful rota is nearer to what was published, at the prices of cover, change and notice."""
    seconds: float

    @property
    def paid_hours(self) -> float:
        """Hours' pay owed for the changes."""
        return sum(change.paid_hours for change in self.changes)

    @property
    def rest_days(self) -> int:
        """Days off owed for them."""
        return sum(change.rest_days for change in self.changes)

    @property
    def cost(self) -> float:
        """Pounds, at the plan's prices."""
        return sum(change.cost for change in self.changes)


def repair_facts(plan: Plan, rota: Rota, today: date, draft: RotaDraft | None = None) -> RotaFacts:
    """The facts of a rota whose published days, or those of a draft where nothing is published, are to be kept.

    The locks are those of the draft.
    """
    if rota.published is None and draft is not None:
        lines = tuple(RotaLine(line.officer, line.cells) for line in draft.lines)
        rota = replace(rota, publications=(RotaPublication(1, today, lines),))
    facts = rota_facts(plan, rota, draft, today)
    hours = facts.settings.get("hours-over-roster")
    if hours is None:
        return facts
    return replace(facts, settings=facts.settings | {"hours-over-roster": replace(hours, hard=False)})


def repair_rota(
    plan: Plan,
    rota: Rota,
    today: date,
    draft: RotaDraft | None = None,
    seconds: float = SECONDS,
    heard: Heard = unheard_news,
) -> RotaRepair:
    """The rota with the fewest and cheapest changes from what is published that is lawful again; NoRota.

    What happened (sickness, an operation's cover) is in the rota already. Changes are told `today`. Contract hours have
    a price here: whoever covers for the sick is compensated. Where hard rules cannot all be kept, as by what is over
    already, as few of them are broken as can be, and the check names them.
    """
    facts = repair_facts(plan, rota, today, draft)
    published = facts.rota.published
    before = {} if published is None else lines_of(published.lines)
    reopened = {key: setting for key, setting in facts.settings.items() if setting.hard or key in REOPENED}
    best, start = Best(heard), nearest(facts, before)
    try:
        search(replace(facts, settings=reopened), best, seconds, start=start)
    except NoRota:
        search(replace(facts, settings=reopened), best, seconds, start=start, hardness=Hardness.PRICED)
    if best.lines is None or best.price is None:
        raise NoRota(None)
    check = check_rota(facts, best.lines)
    changes = list_changes(plan, facts, before, best.lines, today)
    return RotaRepair(best.lines, check, changes, best.price - best.bound < 1, best.seconds)


def nearest(facts: RotaFacts, before: Lines) -> Lines:
    """The published lines with the days off of whoever is away now, where a search begins."""
    found = {}
    for person in facts.people:
        cells = before.get(person.key)
        if cells is not None:
            days = enumerate(cells)
            found[person.key] = tuple(person.held.get(day, cell if person.can_work(day) else OFF) for day, cell in days)
    return found
