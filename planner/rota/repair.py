"""Mending a rota that is published: as few changes as can be, told in time, with the past and the locks as they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_changes import RotaChange, RotaOffer, list_changes
from planner.model.rota_checks import Breach, Lines, RotaCheck, check_rota, lines_of
from planner.model.rota_draft import RotaDraft, RotaLine, RotaPublication
from planner.model.rota_facts import PersonFacts, RotaFacts, rota_facts
from planner.model.rota_people import MOST_POINTS
from planner.model.rota_rules import RULES
from planner.model.rota_setting import RuleSetting
from planner.model.rota_solution import Heard, NoRota, unheard_news
from planner.model.shift import OFF
from planner.rota.offers import list_offers
from planner.rota.rota_model import RELAXED_POINTS, Hardness
from planner.rota.search import Best, search

SECONDS = 10.0
NEEDED = ("cover-minimum", "skill-cover", "supervisor-cover", "double-crewing")
"""The priced rules that a repair is made for, beside the hard ones."""
WEIGHED = ("away-asked", "public-holidays", "rest-day-worked", "short-notice")
"""The priced rules that choose among repairs with equally many changes."""
NEED_FACTOR, HARD_FACTOR = 500, 100
"""How much dearer what is needed is than in the plan, and hard rules beside each other where not all can be kept."""
OVERTIME_POINTS = 200
"""An hour beyond the contract's tolerance: whoever covers is compensated, so it is no reason for another change."""
CHANGE_POINTS = 10_000
"""A change: more than all that chooses among repairs."""


@dataclass(frozen=True, slots=True)
class RotaRepair:
    """A mended rota, and what it takes. `check` is that of the plan's own rules."""

    lines: dict[str, tuple[str, ...]]
    check: RotaCheck
    before: RotaCheck
    """The check of what was published, with the days off of whoever is away now."""
    changes: tuple[RotaChange, ...]
    offers: tuple[RotaOffer, ...]
    """What is short today, and who could agree to fill it: nobody can be told of it any more."""
    proven: bool
    """Whether no repair has fewer changes."""
    seconds: float

    @property
    def brought(self) -> tuple[Breach, ...]:
        """Hard rules that are broken now, and were not before the repair."""
        broken = {(breach.rule, breach.officer, breach.day) for breach in self.before.hard}
        return tuple(x for x in self.check.hard if (x.rule, x.officer, x.day) not in broken)

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
    """What a repair is searched with, so that it is the fewest changes that the hard rules and the cover need.

    A missing person outweighs a change, and a change whatever else is priced, as hours beyond the contract are here;
    wishes and fairness are left out. Published days, or those of a draft where nothing is published, are to be kept,
    and the draft's locks.
    """
    if rota.published is None and draft is not None:
        lines = tuple(RotaLine(line.officer, line.cells) for line in draft.lines)
        rota = replace(rota, publications=(RotaPublication(1, today, lines),))
    facts = rota_facts(plan, rota, draft, today)
    found = {key: _weighed(setting) for key, setting in facts.settings.items() if setting.hard or key in NEEDED}
    found |= {key: setting for key, setting in facts.settings.items() if key in WEIGHED and not setting.hard}
    if "published-kept" in facts.settings:
        found["published-kept"] = replace(facts.settings["published-kept"], points=CHANGE_POINTS)
    facts = replace(facts, settings=found)
    if "hours-over-roster" not in found:
        return facts
    return replace(facts, people=tuple(_with_hours_as_they_were(facts, person) for person in facts.people))


def _weighed(setting: RuleSetting) -> RuleSetting:
    if setting.rule == "hours-over-roster":
        return replace(setting, hard=False, points=OVERTIME_POINTS)
    points = setting.points or RULES[setting.rule].points or RELAXED_POINTS.get(setting.rule, 0)
    return replace(setting, points=min(points * (HARD_FACTOR if setting.hard else NEED_FACTOR), MOST_POINTS))


def _with_hours_as_they_were(facts: RotaFacts, person: PersonFacts) -> PersonFacts:
    """Hours that were too many or too few as published are no reason for a change: no more is asked than before."""
    if person.published is None:
        return person
    duties = (cell for day, cell in enumerate(person.published) if cell != OFF and person.can_work(day))
    counted = sum(facts.kinds[cell].counts for cell in duties) + sum(person.credit)
    tolerance = int(facts.limit("hours-over-roster") * 60)
    nearest = min(max(person.target_minutes, counted - tolerance), counted + tolerance)
    return replace(person, target_minutes=nearest)


def repair_rota(
    plan: Plan,
    rota: Rota,
    today: date,
    draft: RotaDraft | None = None,
    seconds: float = SECONDS,
    heard: Heard = unheard_news,
) -> RotaRepair:
    """The rota with the fewest changes from what is published, and the cheapest of these, that is lawful and covered.

    What happened (sickness, an operation's cover) is in the rota already. Changes are told `today`. Where hard rules
    cannot all be kept, as by what is over already, as few of them are broken as can be. The check is that of the plan's
    own rules.
    """
    facts = repair_facts(plan, rota, today, draft)
    published = facts.rota.published
    before = {} if published is None else lines_of(published.lines)
    best, start = Best(heard), nearest(facts, before)
    try:
        search(facts, best, seconds, start=start)
    except NoRota:
        search(facts, best, seconds, start=start, hardness=Hardness.PRICED)
    if best.lines is None or best.price is None:
        raise NoRota(None)
    own = rota_facts(plan, rota, None, today)
    nothing = (OFF,) * rota.days
    was = {person.key: start.get(person.key, nothing) for person in own.people}
    changes = list_changes(plan, own, before, best.lines, today)
    return RotaRepair(
        best.lines,
        check_rota(own, best.lines),
        check_rota(own, was),
        changes,
        list_offers(plan, own, best.lines, today),
        best.is_proven,
        best.seconds,
    )


def nearest(facts: RotaFacts, before: Lines) -> Lines:
    """The published lines with the days off of whoever is away now, where a search begins."""
    found = {}
    for person in facts.people:
        cells = before.get(person.key)
        if cells is not None:
            days = enumerate(cells)
            found[person.key] = tuple(person.held.get(day, cell if person.can_work(day) else OFF) for day, cell in days)
    return found
