"""How one scenario becomes another, change by change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from planner.model.explanation import Change
from planner.model.scenario import DemandGrowth, Lever, Outsourcing, ResourceServers

Levers = tuple[Lever, ...]


def changes(before: Levers, after: Levers) -> tuple[Change, ...]:
    """What makes `after` of `before`: levers that go or come, and pairs of one kind for the same team and part of it
    that differ in what they say. Equal levers are no change."""
    gone, come = list(before), list(after)
    for lever in before:
        if lever in come:
            gone.remove(lever)
            come.remove(lever)
    found = []
    for lever in gone:
        partner = next((other for other in come if _alike(lever, other)), None)
        if partner is not None:
            come.remove(partner)
        found.append(Change(lever, partner))
    return (*found, *(Change(None, lever) for lever in come))


def mixed(before: Levers, after: Levers, found: tuple[Change, ...], made: Collection[int], start: date) -> Levers:
    """The levers when only the changes with these numbers are made; all of them give `after`, none `before`.

    Otherwise levers keep the places of `before`, with new ones at the end, and where one is missing stands one that
    does nothing: officers who come by a lever have their luck from their lever's place among its team's.
    """
    if len(made) == len(found):
        return after
    if not made:
        return before
    coming = {number: change for number, change in enumerate(found) if change.before is None}
    going = [(number, change) for number, change in enumerate(found) if change.before is not None]
    levers: list[Lever] = []
    for lever in before:
        place = next((place for place, (_, change) in enumerate(going) if change.before is lever), None)
        if place is None:
            levers.append(lever)
            continue
        number, change = going.pop(place)
        levers += _standing(change.after, lever, start) if number in made else [lever]
    for number, change in coming.items():
        assert change.after is not None
        levers += _standing(change.after if number in made else None, change.after, start)
    return tuple(levers)


def _standing(lever: Lever | None, place_of: Lever, start: date) -> list[Lever]:
    """A lever, or what keeps the place of another free."""
    if lever is not None:
        return [lever]
    if isinstance(place_of, ResourceServers | Outsourcing):
        return []
    return [DemandGrowth(place_of.team, 0.0, start, 0)]


def _alike(one: Lever, other: Lever) -> bool:
    """Whether two levers are of one kind and about the same team or resource, band and stage."""
    parts = ("team", "resource", "band", "stage", "trigger")
    return type(one) is type(other) and all(getattr(one, part, None) == getattr(other, part, None) for part in parts)
