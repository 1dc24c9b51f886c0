"""Why there is no rota: the fewest hard rules that contradict each other, and the cheapest ways out.

First what needs no solver: a day on which not enough people are there. Then CP-SAT with one switch for each rule
instance and no objective (with one it gives back every switch); what it names is checked again and thinned out rule by
rule, as it is not promised to be the fewest.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from planner.model.rota_checks import RotaCheck, check_rota, counts_for, minimum_rule
from planner.model.rota_facts import RotaFacts
from planner.model.rota_solution import Relaxation, RotaConflict, RuleInstance
from planner.rota.rota_model import Hardness, Literal, RotaModel
from planner.rota.rules import state_rules
from planner.rota.search import solver_for

SECONDS = 3.0


def find_conflict(facts: RotaFacts, seconds: float = SECONDS) -> RotaConflict | None:
    """Hard rules that no rota keeps together; None when there is a rota, or none of both is known in the time."""
    began = time.perf_counter()
    short = next(too_few_people(facts), None)
    if short is not None:
        return RotaConflict(short, minimal=True, seconds=time.perf_counter() - began)
    model = RotaModel(facts, Hardness.SWITCHED)
    state_rules(model)
    named = _core(model, list(model.switches), seconds)
    if named is None:
        return None
    left = seconds - (time.perf_counter() - began)
    rules, minimal = _thinned(model, named, left)
    return RotaConflict(tuple(rules), minimal, time.perf_counter() - began)


def too_few_people(facts: RotaFacts) -> Iterator[tuple[RuleInstance, ...]]:
    """Each hard minimum that there are too few people for, with the days away that make it so."""
    for day, rows in enumerate(facts.cover):
        for row in rows:
            rule = minimum_rule(row)
            if rule not in facts.settings or not facts.settings[rule].hard:
                continue
            counted = [person for person in facts.people if counts_for(row, person)]
            absent = [person for person in counted if not person.can_work(day)]
            if len(counted) - len(absent) >= row.minimum:
                continue
            asked = RuleInstance(rule, "", facts.dates[day], f"{row.name}, at least {row.minimum}")
            enough = max(0, len(counted) - row.minimum + 1)
            away = (
                RuleInstance("away-kept", person.key, facts.dates[day], str(person.away[day] or "not in the team"))
                for person in absent[:enough]
            )
            yield asked, *away


def _core(model: RotaModel, on: Sequence[RuleInstance], seconds: float) -> list[RuleInstance] | None:
    """Some of the rules that contradict each other; None when they do not, or it is not known in the time."""
    from ortools.sat.python import cp_model

    chosen = {model.switches[instance].index: instance for instance in on}
    model.cp.clear_assumptions()
    model.cp.add_assumptions([model.switches[instance] for instance in on])
    solver = solver_for(seconds)
    if solver.solve(model.cp) != cp_model.INFEASIBLE:
        return None
    # A literal that is not among the assumptions has been seen (google/or-tools, issue 5141): it is left out.
    return [chosen[index] for index in solver.sufficient_assumptions_for_infeasibility() if index in chosen]


def _thinned(model: RotaModel, named: list[RuleInstance], seconds: float) -> tuple[list[RuleInstance], bool]:
    """The named rules without those that are not needed, and whether there was time to try each."""
    until = time.perf_counter() + seconds
    needed: list[RuleInstance] = []
    waiting = list(named)
    while waiting:
        left = until - time.perf_counter()
        if left <= 0:
            return needed + waiting, False
        tried = waiting.pop(0)
        core = _core(model, needed + waiting, left)
        if core is None:
            needed.append(tried)
        else:
            waiting = [instance for instance in waiting if instance in core]
    return needed, True


def cheapest_relaxations(facts: RotaFacts, count: int = 2, seconds: float = SECONDS) -> tuple[Relaxation, ...]:
    """Rotas that break as little as can be of the hard rules, each breaking others than those before.

    The first is empty of breaches where a lawful rota exists.
    """
    from ortools.sat.python import cp_model

    model = RotaModel(facts, Hardness.PRICED)
    state_rules(model)
    model.minimise()
    found: list[Relaxation] = []
    until = time.perf_counter() + seconds
    while len(found) < count and (not found or time.perf_counter() < until):
        solver = solver_for(max(until - time.perf_counter(), seconds / 4))
        if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        lines = model.read(solver.boolean_value)
        check = check_rota(facts, lines)
        found.append(Relaxation(check.hard, check.price, lines))
        # A search that was cut short may call a rule broken that is not: the check decides.
        broken = [literals for instance, literals in model.broken.items() if _is_broken(instance, check)]
        if not broken:
            break
        model.cp.add_bool_or([_mended(model, literals) for literals in broken])
    return tuple(found)


def _is_broken(instance: RuleInstance, check: RotaCheck) -> bool:
    return any(
        breach.rule == instance.rule and breach.officer == instance.officer and instance.day in (None, breach.day)
        for breach in check.hard
    )


def _mended(model: RotaModel, literals: Sequence[Literal]) -> Literal:
    """A literal that is true only when none of these is."""
    mended = model.cp.new_bool_var("")
    for literal in literals:
        model.cp.add_implication(mended, ~literal)
    return mended
