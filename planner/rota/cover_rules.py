"""The rules of cover, as the solver is told them: how many are on duty together, with which skills."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planner.model.rota import Cover
from planner.model.rota_solution import RuleInstance
from planner.rota.rota_model import Expression, RotaModel


def _rows(model: RotaModel) -> Iterator[tuple[int, Cover, Expression]]:
    """Each row of each day, with the number of people that it finds."""
    for day, rows in enumerate(model.facts.cover):
        for row in rows:
            counted = [
                place
                for place, person in enumerate(model.facts.people)
                if (row.skill is None or row.skill in person.skills) and (person.supervises or not row.supervisor)
            ]
            yield day, row, sum(model.cell(place, day, key) for place in counted for key in row.shifts)


def _ask_minimum(model: RotaModel, rule: str, is_about: Callable[[Cover], bool]) -> None:
    for day, row, found in _rows(model):
        if row.minimum and is_about(row):
            instance = RuleInstance(rule, "", model.facts.date(day), f"{row.name}, at least {row.minimum}")
            model.at_least(instance, found, row.minimum)


def state_cover_minimum(model: RotaModel) -> None:
    """Enough people are on duty."""
    _ask_minimum(model, "cover-minimum", lambda row: row.skill is None and not row.supervisor)


def state_skill_cover(model: RotaModel) -> None:
    """Enough people with a skill are on duty."""
    _ask_minimum(model, "skill-cover", lambda row: row.skill is not None and not row.supervisor)


def state_supervisor_cover(model: RotaModel) -> None:
    """Enough supervisors are on duty."""
    _ask_minimum(model, "supervisor-cover", lambda row: row.supervisor)


def state_cover_ideal(model: RotaModel) -> None:
    """As many people as is ideal are on duty. Each one between the minimum and that is a step of its own."""
    for day, row, found in _rows(model):
        instance = RuleInstance("cover-ideal", "", model.facts.date(day), f"{row.name}, ideally {row.ideal}")
        steps = range(row.minimum + 1, (row.ideal or 0) + 1)
        if not steps:
            continue
        if model.price_of("cover-ideal") is None:
            model.at_least(instance, found, steps[-1])
            continue
        missing = model.cp.new_int_var(0, len(steps), "")
        model.cp.add(found + missing + _below(model, found, row.minimum) >= steps[-1])
        model.charge(instance, missing)


def _below(model: RotaModel, found: Expression, minimum: int) -> Expression:
    """At most by how many the people found are fewer than the minimum; 0 when they are not."""
    if minimum == 0:
        return 0
    below = model.cp.new_int_var(0, minimum, "")
    short = model.cp.new_bool_var("")
    many = len(model.facts.people)
    model.cp.add(below <= minimum * short)
    model.cp.add(below <= minimum - found + many * ~short)
    return below


def state_cover_most(model: RotaModel) -> None:
    """No more people are on duty than there is work or room for."""
    for day, row, found in _rows(model):
        if row.most is not None:
            instance = RuleInstance("cover-most", "", model.facts.date(day), f"{row.name}, at most {row.most}")
            model.at_most(instance, found, row.most)


def state_double_crewing(model: RotaModel) -> None:
    """Nobody is alone on a duty that is crewed."""
    for kind in model.kinds("crewed"):
        for day in range(model.facts.rota.days):
            found = sum(model.cell(place, day, kind.key) for place in range(len(model.facts.people)))
            staffed = model.cp.new_bool_var("")
            model.cp.add(found <= len(model.facts.people) * staffed)
            instance = RuleInstance("double-crewing", "", model.facts.date(day), kind.name)
            model.at_most(instance, 2 * staffed - found, 0)
