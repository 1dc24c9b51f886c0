"""Columns that stand for people: pseudonyms, and the officers that a plan knows."""

from __future__ import annotations

from difflib import get_close_matches

from planner.edit.intake.columns import Column
from planner.edit.intake.dates import Private, Unreadable
from planner.edit.intake.privacy import REMEDY, value_worry
from planner.edit.intake.values import text_of
from planner.edit.intake.words import plain
from planner.model.plan import Plan
from planner.model.pseudonym import pseudonym
from planner.model.table import Cell

NOBODY = ""
_UNOWNED = frozenset({"", "none", "nobody", "unallocated", "not allocated", "unassigned", "not assigned", "n a", "tbc"})


def pseudonym_reader(header: str, key: bytes) -> Column[str]:
    """A column of private texts, read as their pseudonyms."""
    return Column(header, lambda cell: pseudonym(key, text_of(cell)))


def owner_reader(plan: Plan, header: str) -> Column[str]:
    """A column of officers by key or name, read as their keys; NOBODY for a case without an owner."""
    keys = {plain(text): officer.key for officer in plan.officers for text in (officer.name, officer.key)}
    names = {officer.key: officer.name for officer in plan.officers}

    def interpret(cell: Cell) -> str:
        text = text_of(cell)
        if plain(text) in _UNOWNED:
            return NOBODY
        found = keys.get(plain(text))
        if found is not None:
            return found
        what = value_worry(text)
        if what:
            raise Private(f"this looks like {what}: {REMEDY}")
        # A surname alone looks like any other word.
        kind = Unreadable if any(letter.isdigit() for letter in text) else Private
        near = get_close_matches(plain(text), keys, 1, 0.6)
        offer = f' Did you mean "{names[keys[near[0]]]}"?' if near else ""
        raise kind(f"the plan has no such officer.{offer} Import the officers first")

    return Column(header, interpret)


def hidden_owner_reader(plan: Plan, header: str, key: bytes) -> Column[str]:
    """A column of officers by the texts that their pseudonyms were made from."""
    known = {officer.key for officer in plan.officers}

    def interpret(cell: Cell) -> str:
        text = text_of(cell)
        if plain(text) in _UNOWNED:
            return NOBODY
        found = pseudonym(key, text)
        if found not in known:
            raise Unreadable(
                "no officer of this plan has this pseudonym: import the officers first, from the same names"
            )
        return found

    return Column(header, interpret)
