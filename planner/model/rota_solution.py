"""What a rota solver gives back: lines with their price and bound, or the rules that contradict each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from planner.model.rota_checks import Breach, RotaCheck
from planner.model.rota_rules import RULES


@dataclass(frozen=True, slots=True)
class RotaNews:
    """How far a search is. `price` is None until a lawful rota is found."""

    seconds: float
    price: int | None
    bound: float


Heard = Callable[[RotaNews], None]
"""Told how far a search is; it may raise Cancelled, and the best rota so far is kept."""


def unheard_news(_: RotaNews) -> None:
    """For when nobody listens."""


@dataclass(frozen=True, slots=True)
class RuleInstance:
    """One rule as it binds one person, or one day's cover, or one day of one person."""

    rule: str
    officer: str = ""
    day: date | None = None
    words: str = ""
    """What it asks for, such as `Day duty, at least 2`."""
    asked: bool = False
    """Whether it is no rule of the rota but a cell that somebody asks about."""

    @property
    def name(self) -> str:
        """The rule's name."""
        return "What you asked for" if self.asked else RULES[self.rule].name


@dataclass(frozen=True, slots=True)
class Shortage:
    """A day on which more people are needed than are there."""

    day: date
    needed: int
    there: int
    """Who count for any of what is needed, without those who are away."""


@dataclass(frozen=True, slots=True)
class RotaConflict:
    """Hard rules that no rota can keep together.

    Where it is minimal, the others can be kept together as soon as any one of them is dropped.
    """

    rules: tuple[RuleInstance, ...]
    minimal: bool
    seconds: float = 0.0
    shortage: Shortage | None = None
    """Where it is that too few people are there on a day, and they can be counted."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A way out of a conflict: what a rota breaks that relaxes only its rules, at the price that they would have."""

    breaches: tuple[Breach, ...]
    lines: dict[str, tuple[str, ...]]
    proven: bool
    """Whether no rota that relaxes only these rules is cheaper."""
    others: tuple[RuleInstance, ...] = ()
    """Rules of further contradictions behind the first, which are relaxed as well."""


@dataclass(frozen=True, slots=True)
class RotaSolution:
    """The best rota that a search found, re-scored by the independent check. No rota costs less than `bound`."""

    lines: dict[str, tuple[str, ...]]
    check: RotaCheck
    bound: float
    seconds: float
    first_seconds: float
    """When the first lawful rota was found."""
    solver: str = "cpsat"

    @property
    def price(self) -> int:
        """Points, as the check has them."""
        return self.check.price

    @property
    def gap(self) -> float:
        """How far the price may be above the cheapest, as a share of the price."""
        return max(0.0, (self.price - self.bound) / self.price) if self.price else 0.0

    @property
    def is_proven(self) -> bool:
        """Whether no rota is cheaper: prices are whole points."""
        return self.price - self.bound < 1 - 1e-6


class NoRota(Exception):
    """No rota keeps all hard rules; `conflict` is None where the search ended before that was known."""

    def __init__(self, conflict: RotaConflict | None) -> None:
        super().__init__()
        self.conflict = conflict

    def __str__(self) -> str:
        if self.conflict is None:
            return "No rota was found in the time: give it more, or relax a rule."
        asked = "; ".join(instance_words(instance) for instance in self.conflict.rules)
        return f"No rota keeps these rules together: {asked}."


def instance_words(instance: RuleInstance) -> str:
    """A rule, whom and which day it binds, and what it asks for."""
    from planner.model.rota_line import day_words

    who = f" ({instance.officer})" if instance.officer else ""
    on = f" on {day_words(instance.day)}" if instance.day is not None else ""
    return f"{instance.name}{who}{on}{': ' + instance.words if instance.words else ''}"
