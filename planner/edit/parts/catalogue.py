"""Every table of parts that can be edited, by its key."""

from __future__ import annotations

from collections.abc import Callable

from planner.edit.parts.bands import band_sheet
from planner.edit.parts.figures import figure_sheet, resource_sheet
from planner.edit.parts.outcomes import outcome_sheet
from planner.edit.parts.people import officer_sheet
from planner.edit.parts.routes import route_sheet
from planner.edit.parts.sheet import Sheet
from planner.edit.parts.stages import stage_sheet
from planner.edit.parts.visits import visit_sheet
from planner.model.plan import Plan
from planner.model.team import Team

SHEETS: dict[str, tuple[str, Callable[[Plan, Team], Sheet]]] = {
    "stages": ("Stages", stage_sheet),
    "routes": ("Routes", route_sheet),
    "bands": ("Risk bands", band_sheet),
    "visits": ("Visits", visit_sheet),
    "outcomes": ("Outcomes", outcome_sheet),
    "officers": ("Officers", officer_sheet),
    "figures": ("All figures", figure_sheet),
    "resources": ("Shared resources", lambda plan, _: resource_sheet(plan)),
}
"""Key, title and how the table of a team is made, in the order in which they are offered."""


def sheet(plan: Plan, team: str, key: str) -> Sheet:
    """A table of parts of a team (the shared resources are those of the plan); KeyError when there is none."""
    return SHEETS[key][1](plan, plan.team(team))
