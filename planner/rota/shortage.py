"""Days on which too few people are there for all the hard minima together, seen without the rest of the rota.

Nobody has two duties on a day, so that the minima of different duties are added up; a person with a skill counts for
a row that asks for it and for one that asks for anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from planner.model.rota import Cover
from planner.model.rota_checks import counts_for, minimum_rule
from planner.model.rota_facts import PersonFacts, RotaFacts
from planner.model.rota_solution import RotaConflict, RuleInstance, Shortage


def find_shortages(facts: RotaFacts) -> Iterator[RotaConflict]:
    """A smallest set of rows and days away for each day on which not enough people are there."""
    known: dict[object, bool] = {}
    for day in range(facts.rota.days):
        rows = [row for row in facts.cover[day] if row.minimum and _is_hard(facts, row)]
        there = [person for person in facts.people if person.can_work(day)]
        wanted = (tuple(rows), tuple(person.key for person in there))
        if wanted not in known:
            known[wanted] = can_cover(rows, there)
        if not known[wanted]:
            yield _shortage(facts, day, rows, there)


def _is_hard(facts: RotaFacts, row: Cover) -> bool:
    setting = facts.settings.get(minimum_rule(row))
    return setting is not None and setting.hard


def can_cover(rows: Sequence[Cover], people: Sequence[PersonFacts]) -> bool:
    """Whether these people, on one kind of duty each, are enough for these rows."""
    from ortools.sat.python import cp_model

    kinds = sorted({key for row in rows for key in row.shifts})
    groups = Counter(tuple(counts_for(row, person) for row in rows) for person in people)
    model = cp_model.CpModel()
    sent = {(group, key): model.new_int_var(0, size, "") for group, size in groups.items() for key in kinds}
    for group, size in groups.items():
        model.add(sum(sent[group, key] for key in kinds) <= size)
    for place, row in enumerate(rows):
        model.add(sum(sent[group, key] for group in groups if group[place] for key in row.shifts) >= row.minimum)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return bool(solver.solve(model) != cp_model.INFEASIBLE)


def _shortage(facts: RotaFacts, day: int, rows: Sequence[Cover], there: Sequence[PersonFacts]) -> RotaConflict:
    """The rows that are too many for who is there, thinned out row by row and then by who might be there."""
    needed = list(rows)
    for row in rows:
        fewer = [other for other in needed if other is not row]
        if not can_cover(fewer, there):
            needed = fewer
    present, away = list(there), []
    for person in facts.people:
        if person.can_work(day) or not any(counts_for(row, person) for row in needed):
            continue
        if can_cover(needed, [*present, person]):
            away.append(person)
        else:
            present.append(person)
    on = facts.dates[day]
    asked = (RuleInstance(minimum_rule(row), "", on, f"{row.name}, at least {row.minimum}") for row in needed)
    kept = (RuleInstance("away-kept", person.key, on, str(person.away[day] or "not in the team")) for person in away)
    kinds = [key for row in needed for key in row.shifts]
    disjoint = len(kinds) == len(set(kinds))
    counted = sum(any(counts_for(row, person) for row in needed) for person in there)
    short = Shortage(on, sum(row.minimum for row in needed), counted) if disjoint else None
    return RotaConflict((*asked, *kept), minimal=True, shortage=short)
