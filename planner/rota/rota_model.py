"""A rota as a CP-SAT model: a literal for each person, day and kind of duty, and the ways in which a rule is posted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

from planner.model.rota_facts import PersonFacts, RotaFacts
from planner.model.rota_rules import RULES
from planner.model.rota_solution import RuleInstance
from planner.model.shift import OFF, ShiftKind

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Literal = Any
"""A Boolean variable, its negation, or a plain True or False."""
Expression = Any
"""A sum of literals with whole factors."""


class Hardness(Enum):
    """What becomes of hard rules."""

    KEPT = "kept"
    SWITCHED = "each under a switch that an assumption turns on"
    PRICED = "broken at the price they would have"


RELAXED_POINTS = {"away-kept": 10_000, "restricted": 5000, "locked": 3000, "fixed-pattern": 1000}
"""The prices of the rules that are always hard, where hard rules may be broken."""
IMPOSSIBLE = "told-by-midnight"
"""The rule that is never broken: what is over cannot be changed."""
RELAXED_WEIGHT = 1000
"""How much dearer one point of a hard rule is then than one of a rule that is priced anyway."""


class RotaModel:
    """The model that rules are posted to. A day below 0 is one before the rota: what was worked is known."""

    def __init__(
        self, facts: RotaFacts, hardness: Hardness = Hardness.KEPT, relaxed: Collection[RuleInstance] = ()
    ) -> None:
        """`relaxed` are hard rules that may be broken at their price although the others are kept."""
        from ortools.sat.python import cp_model

        self.facts = facts
        self.hardness = hardness
        self._relaxed = frozenset(relaxed)
        self.cp = cp_model.CpModel()
        self.cells: list[list[dict[str, cp_model.IntVar]]] = [
            [
                {key: self.cp.new_bool_var(f"{person.key}/{day}/{key}") for key in (OFF, *facts.kinds)}
                for day in range(facts.rota.days)
            ]
            for person in facts.people
        ]
        for line in self.cells:
            for choices in line:
                self.cp.add_exactly_one(choices.values())
        self.switches: dict[RuleInstance, cp_model.IntVar] = {}
        self.broken: dict[RuleInstance, list[Literal]] = {}
        """Where hard rules are priced: for each instance, what is true when it is broken."""
        self._terms: list[Expression] = []
        self._duties: dict[tuple[int, int], Literal] = {}
        self._duty_keys = [key for key, kind in facts.kinds.items() if kind.is_duty]
        self._only_duties = len(self._duty_keys) == len(facts.kinds)

    # What a person does on a day, as a literal.

    def cell(self, place: int, day: int, key: str) -> Literal:
        """Whether the person at that place has this kind of duty (OFF: a day off) on a day."""
        if day >= 0:
            return self.cells[place][day][key]
        before = self.facts.people[place].person.before
        return before[day] == key

    def duty(self, place: int, day: int) -> Literal:
        """Whether it is a tour of duty."""
        if day < 0:
            return self.facts.people[place].person.before[day] in self._duty_keys
        choices = self.cells[place][day]
        if self._only_duties:
            return ~choices[OFF]
        if (place, day) not in self._duties:
            on_call = [choices[key] for key, kind in self.facts.kinds.items() if not kind.is_duty]
            found = self.cp.new_bool_var("")
            self.cp.add_exactly_one([found, choices[OFF], *on_call])
            self._duties[place, day] = found
        return self._duties[place, day]

    def taken(self, place: int, day: int) -> Literal:
        """Whether it is no day off: duty, on call, course, court."""
        if day < 0:
            return self.facts.people[place].person.before[day] != OFF
        return True if self.facts.people[place].works_elsewhere(day) else ~self.cells[place][day][OFF]

    def working(self, place: int, day: int) -> Literal:
        """Whether it is a working day: duty, course, court."""
        elsewhere = day >= 0 and self.facts.people[place].works_elsewhere(day)
        return True if elsewhere else self.duty(place, day)

    def total(self, place: int, days: Iterable[int], amounts: dict[str, int]) -> Expression:
        """The sum over days of an amount that each kind of duty has."""
        first = -len(self.facts.people[place].person.before)
        return sum(
            amount * self.cell(place, day, key)
            for day in days
            if day >= first
            for key, amount in amounts.items()
            if amount
        )

    def kinds(self, wanted: str) -> list[ShiftKind]:
        """The kinds of duty of which something is true, by the name of the property."""
        return [kind for kind in self.facts.kinds.values() if getattr(kind, wanted)]

    def known_days(self, person: PersonFacts) -> range:
        """Every day of which something is known, the days before the rota included."""
        return range(-len(person.person.before), self.facts.rota.days)

    # How a rule is posted. Each says who and when it binds, for the explanation.

    def forbid(self, instance: RuleInstance, literals: Sequence[Literal], units: int = 1) -> None:
        """These are not all true together; where the rule is priced, each time costs `units` times its price."""
        open_ones = [literal for literal in literals if literal is not True]
        if any(literal is False for literal in open_ones):
            return
        price = self._price(instance)
        if price is None:
            self._enforce(self.cp.add_bool_or([~literal for literal in open_ones]), instance)
        elif not open_ones:
            self._terms.append(price * units)
        elif len(open_ones) == 1:
            self._terms.append(price * units * open_ones[0])
            self._note(instance, open_ones[0])
        elif price:
            broken = self.cp.new_bool_var("")
            self.cp.add_bool_or([broken, *(~literal for literal in open_ones)])
            self._terms.append(price * units * broken)
            self._note(instance, broken)

    def at_most(
        self, instance: RuleInstance, amount: Expression, limit: int, unit: int = 1, *, squared: bool = False
    ) -> None:
        """The amount is at most the limit; where the rule is priced, each begun unit beyond costs its price.

        With `squared` the price rises with the square of the units.
        """
        price = self._price(instance)
        if price is None:
            self._enforce(self.cp.add(amount <= limit), instance)
        elif price and squared:
            most = self._greatest(amount) - limit
            steps = [self.cp.new_bool_var("") for _ in range(max(0, -(-most // unit)))]
            self.cp.add(amount <= limit + unit * sum(steps))
            self._terms += [price * (2 * place + 1) * step for place, step in enumerate(steps)]
            self._note(instance, *steps)
        elif price:
            most = max(0, -(-(self._greatest(amount) - limit) // unit))
            beyond = self.cp.new_int_var(0, most, "")
            self.cp.add(amount <= limit + unit * beyond)
            self._terms.append(price * beyond)
            if self._may_break(instance):
                broken = self.cp.new_bool_var("")
                self.cp.add(beyond <= most * broken)
                self._note(instance, broken)

    def at_least(self, instance: RuleInstance, amount: Expression, limit: int, unit: int = 1) -> None:
        """The amount is at least the limit; as `at_most`."""
        self.at_most(instance, -amount, -limit, unit)

    def charge(self, instance: RuleInstance, amount: Expression, units: int = 1) -> None:
        """What the amount costs at the price of a rule that is priced here; nothing when it is hard."""
        self._terms.append((self._price(instance) or 0) * units * amount)

    def price_of(self, rule: str) -> int | None:
        """Points of one breach in this model; None where the rule is hard."""
        return self._price(RuleInstance(rule))

    def _price(self, instance: RuleInstance) -> int | None:
        setting = self.facts.settings[instance.rule]
        if not setting.hard:
            return setting.points if self.hardness is not Hardness.SWITCHED else 0
        if self._may_break(instance):
            shipped = RULES[instance.rule].points or RELAXED_POINTS[instance.rule]
            return RELAXED_WEIGHT * (setting.points or shipped)
        return None

    def _note(self, instance: RuleInstance, *literals: Literal) -> None:
        if self._may_break(instance):
            self.broken.setdefault(instance, []).extend(literals)

    def _may_break(self, instance: RuleInstance) -> bool:
        """Whether it is a hard rule that may be broken at a price here."""
        if not self.facts.settings[instance.rule].hard or instance.rule == IMPOSSIBLE:
            return False
        return self.hardness is Hardness.PRICED or instance in self._relaxed

    def _enforce(self, constraint: cp_model.Constraint, instance: RuleInstance) -> None:
        if self.hardness is Hardness.SWITCHED:
            constraint.only_enforce_if(self.switch(instance))

    def switch(self, instance: RuleInstance) -> cp_model.IntVar:
        """The literal under which a hard rule binds; one for each instance."""
        if instance not in self.switches:
            self.switches[instance] = self.cp.new_bool_var(f"{instance.rule}/{instance.officer}/{instance.day}")
        return self.switches[instance]

    @staticmethod
    def _greatest(amount: Expression) -> int:
        """An upper bound of a sum of literals with factors."""
        from ortools.sat.python import cp_model

        if isinstance(amount, int):
            return amount
        flat = cp_model.FlatIntExpr(amount)
        return sum(int(factor) for factor in flat.coeffs if factor > 0) + int(flat.offset)

    def minimise(self) -> None:
        """Ask for the least price; switches alone are solved without an objective."""
        self.cp.minimize(sum(self._terms))

    def hint(self, lines: dict[str, tuple[str, ...]]) -> None:
        """Begin the search near these lines. A model is hinted once."""
        for place, person in enumerate(self.facts.people):
            for day, cell in enumerate(lines.get(person.key, ())):
                for key, literal in self.cells[place][day].items():
                    self.cp.add_hint(literal, key == cell)

    def read(self, value: Any) -> dict[str, tuple[str, ...]]:
        """The lines of a solution; `value` gives the value of a literal."""
        return {
            person.key: tuple(next(key for key, literal in choices.items() if value(literal)) for choices in line)
            for person, line in zip(self.facts.people, self.cells, strict=True)
        }
