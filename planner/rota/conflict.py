"""Why there is no rota: the fewest hard rules that contradict each other, and the cheapest ways out.

First what needs no whole rota: a day on which not enough people are there. Then CP-SAT with one switch for each rule
instance and no objective (with one it gives back every switch); what it names is checked again and thinned out rule by
rule, as it is not promised to be the fewest. Ways out relax the rules that are named, and no others.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from planner.model.rota_checks import check_rota
from planner.model.rota_facts import RotaFacts
from planner.model.rota_solution import Relaxation, RotaConflict, RuleInstance
from planner.rota.rota_model import Hardness, Literal, RotaModel
from planner.rota.rules import state_rules
from planner.rota.search import hard_facts, solver_for
from planner.rota.shortage import find_shortages

SECONDS = 3.0
THINNING_SECONDS = 1.0
"""What trying the named rules one by one is given at least."""


def find_conflict(facts: RotaFacts, seconds: float = SECONDS) -> RotaConflict | None:
    """Hard rules that no rota keeps together; None when there is a rota, or none of both is known in the time."""
    began = time.perf_counter()
    short = next(find_shortages(facts), None)
    if short is not None:
        return replace(short, seconds=time.perf_counter() - began)
    found = _contradiction(facts, (), seconds)
    if found is None:
        return None
    rules, minimal = found
    return RotaConflict(rules, minimal, time.perf_counter() - began)


def _contradiction(
    facts: RotaFacts, without: Collection[RuleInstance], seconds: float
) -> tuple[tuple[RuleInstance, ...], bool] | None:
    """Rules that contradict each other, some rules left out, and whether each is needed; None when none are found."""
    until = time.perf_counter() + seconds
    model = RotaModel(hard_facts(facts), Hardness.SWITCHED)
    state_rules(model)
    named = _core(model, [instance for instance in model.switches if instance not in without], seconds)
    if not named:
        return None
    rules, minimal = _thinned(facts, named, max(THINNING_SECONDS, until - time.perf_counter()))
    return tuple(sorted(rules, key=lambda instance: not instance.asked)), minimal


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


def _thinned(facts: RotaFacts, named: list[RuleInstance], seconds: float) -> tuple[list[RuleInstance], bool]:
    """The named rules without those that are not needed, and whether there was time to try each."""
    until = time.perf_counter() + seconds
    model = RotaModel(_only(facts, named), Hardness.SWITCHED)
    state_rules(model)
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


def _only(facts: RotaFacts, named: Iterable[RuleInstance]) -> RotaFacts:
    """The facts with no other rules than are named, nor other people where each of them binds one person."""
    rules, officers = {instance.rule for instance in named}, {instance.officer for instance in named}
    people = facts.people if "" in officers else tuple(one for one in facts.people if one.key in officers)
    settings = {key: setting for key, setting in facts.settings.items() if key in rules}
    return replace(facts, people=people, settings=settings)


def cheapest_relaxations(
    facts: RotaFacts, conflict: RotaConflict, count: int = 2, seconds: float = SECONDS
) -> tuple[Relaxation, ...]:
    """Rotas that break as little as can be of the rules of a conflict and keep all others, the cheapest first.

    Each later one does without a breach of some rule that each one before it breaks. Where other rules contradict each
    other as well, those are relaxed too. None where none was found in the time.
    """
    until = time.perf_counter() + seconds
    relaxed = tuple(
        dict.fromkeys((*conflict.rules, *(rule for short in find_shortages(facts) for rule in short.rules)))
    )
    model = _relaxed_model(facts, relaxed)
    status, proven, lines = _cheapest(model, seconds)
    while status is False:
        found = _contradiction(facts, relaxed, until - time.perf_counter())
        if found is None:
            return ()
        relaxed = (*relaxed, *found[0])
        model = _relaxed_model(facts, relaxed)
        status, proven, lines = _cheapest(model, max(until - time.perf_counter(), seconds / 2))
    others = relaxed[len(conflict.rules) :]
    ways: list[Relaxation] = []
    while status:
        breaches = check_rota(facts, lines).hard
        ways.append(Relaxation(breaches, lines, proven, others))
        broken = {breach.rule for breach in breaches}
        if len(ways) == count or not broken:
            break
        model.cp.add_bool_or([_mended(model, rule) for rule in broken])
        status, proven, lines = _cheapest(model, max(until - time.perf_counter(), seconds / 4))
    return tuple(ways)


def _relaxed_model(facts: RotaFacts, relaxed: Collection[RuleInstance]) -> RotaModel:
    model = RotaModel(hard_facts(facts), relaxed=relaxed)
    state_rules(model)
    model.minimise()
    return model


def _cheapest(model: RotaModel, seconds: float) -> tuple[bool | None, bool, dict[str, tuple[str, ...]]]:
    """Whether there is a rota (None: not known in the time), whether it is proven to be the cheapest, and its lines."""
    from ortools.sat.python import cp_model

    solver = solver_for(seconds)
    status = solver.solve(model.cp)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return True, status == cp_model.OPTIMAL, model.read(solver.boolean_value)
    return False if status == cp_model.INFEASIBLE else None, False, {}


def _mended(model: RotaModel, rule: str) -> Literal:
    """A literal that is true only when that rule is broken nowhere."""
    mended = model.cp.new_bool_var("")
    for instance, literals in model.broken.items():
        if instance.rule == rule:
            for literal in literals:
                model.cp.add_implication(mended, ~literal)
    return mended
