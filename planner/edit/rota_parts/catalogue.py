"""Every table of what a rota is made of, by its key."""

from __future__ import annotations

from collections.abc import Callable

from planner.edit.parts.sheet import Sheet
from planner.edit.rota_parts.about import about_sheet
from planner.edit.rota_parts.cover import cover_sheet
from planner.edit.rota_parts.cycles import cycle_sheet
from planner.edit.rota_parts.days import away_sheet, wish_sheet
from planner.edit.rota_parts.duties import duty_sheet
from planner.edit.rota_parts.people import people_sheet
from planner.edit.rota_parts.rules import rule_sheet
from planner.model.plan import Plan
from planner.model.rota import Rota

ROTA_SHEETS: dict[str, tuple[str, Callable[[Plan, Rota], Sheet]]] = {
    "people": ("People", people_sheet),
    "duties": ("Kinds of duty", duty_sheet),
    "cover": ("Cover", cover_sheet),
    "cycles": ("Cycles", cycle_sheet),
    "away": ("Days away", away_sheet),
    "wishes": ("Wishes", wish_sheet),
    "rules": ("Rules", rule_sheet),
    "about": ("This rota", about_sheet),
}
"""Key, title and how the table is made, in the order in which they are offered."""


def rota_sheet(plan: Plan, rota: Rota, key: str) -> Sheet:
    """A table of what a rota is made of; KeyError when there is none."""
    return ROTA_SHEETS[key][1](plan, rota)
