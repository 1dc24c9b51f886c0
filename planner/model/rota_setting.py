"""The rules of a rota as one unit has agreed them."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.checks import require, require_text
from planner.model.rota_people import MOST_POINTS
from planner.model.rota_rule import Binding, RotaRule
from planner.model.rota_rules import RULES


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """A rule as one rota has it: in use or not, hard or at a price, its limit; `source` says who agreed that."""

    rule: str
    in_use: bool = True
    hard: bool = False
    limit: float | None = None
    points: int = 0
    source: str = ""

    def __post_init__(self) -> None:
        require(self.rule in RULES, "rule", self.rule, f"no such rule: it is one of {', '.join(RULES)}")
        shipped = RULES[self.rule]
        rule = f"a price is 0 to {MOST_POINTS:,} whole points"
        require(0 <= self.points <= MOST_POINTS, "points", self.points, rule)
        if shipped.limit is None:
            require(self.limit is None, "limit", self.limit, "this rule has no limit")
        else:
            inside = self.limit is not None and 0 <= self.limit <= shipped.most
            require(inside, "limit", self.limit, f"the limit is from 0 to {shipped.most:g} {shipped.unit}")
            if shipped.unit not in ("hours", "hours a week", "o'clock", "a week"):
                whole = self.limit is not None and self.limit == int(self.limit)
                require(whole, "limit", self.limit, f"the limit is a whole number of {shipped.unit}")
        fits = shipped.binding is Binding.EITHER or self.hard is (shipped.binding is Binding.HARD)
        require(fits, "hard", self.hard, f"this rule is {shipped.binding}")
        if self.source:
            require_text("source", self.source)

    @property
    def price(self) -> int:
        """Points of one breach; 0 for a hard rule, which has no price."""
        return 0 if self.hard else self.points


def shipped_setting(rule: RotaRule) -> RuleSetting:
    """A rule as it is in a rota that says nothing about it."""
    return RuleSetting(rule.key, hard=rule.hard, limit=rule.limit, points=rule.points)


SHIPPED_SETTINGS: dict[str, RuleSetting] = {key: shipped_setting(rule) for key, rule in RULES.items()}
