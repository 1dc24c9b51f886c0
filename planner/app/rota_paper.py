"""A rota on paper: people by days, four weeks to a table."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.app.paper import GAP, TEXT, Paper

if TYPE_CHECKING:
    from planner.app.models.rota_cells import RotaCells
    from planner.model.plan import Plan

DAYS_A_PAGE = 28
ROOMY_PEOPLE = 26
"""So many rows of the usual height are on a page; more are set closer, up to about forty."""
CLOSE_TEXT, CLOSE_SPACING = 7.0, 0.9


def rota_papers(plan: Plan, cells: RotaCells, version: str, today: date) -> list[Paper]:
    """One table for each four weeks of what is on show."""
    from planner.model.codec import fingerprint

    facts = cells.facts
    duties = ", ".join(f"{kind.code} {kind.name} {kind.times}" for kind in facts.kinds.values())
    found = []
    for first in range(0, facts.rota.days, DAYS_A_PAGE):
        days = range(first, min(first + DAYS_A_PAGE, facts.rota.days))
        start, end = facts.dates[days[0]], facts.dates[days[-1]]
        rows = tuple(
            (person.name, *(cells.data(cells.index(row, day)) or "" for day in days))
            for row, person in enumerate(facts.people)
        )
        found.append(
            Paper(
                f"{facts.rota.name}: {start.day} {start:%B} to {end.day} {end:%B %Y}",
                f"{plan.name} (illustrative data)" if plan.illustrative else plan.name,
                f"{version} · {duties}",
                f"Plan {fingerprint(plan)}",
                today,
                ("Post", *(f"{facts.dates[day]:%a}"[:2] + f" {facts.dates[day].day}" for day in days)),
                rows,
                frozenset(),
                *((CLOSE_TEXT, CLOSE_SPACING) if len(rows) > ROOMY_PEOPLE else (TEXT, GAP)),
                even=True,
            )
        )
    return found
