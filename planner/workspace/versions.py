"""Two plans, or versions of one, compared in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.report.differences import Figures


def compare_plans(before: Plan, after: Plan) -> tuple[str, ...]:
    """What became different between two plans, each as a sentence; empty when they are equal. Runs on any thread."""
    from planner.report.differences import differences

    if before == after:
        return ()
    found = differences(before, after, _figures(before), _figures(after))
    lines = found or ("something that has no words yet",)
    return tuple(f"{line[:1].upper()}{line[1:].rstrip('.')}." for line in lines)


def _figures(plan: Plan) -> Figures:
    from planner.edit.provenance import register

    return {
        row.place: (f"{row.team}: {row.name[:1].lower()}{row.name[1:]}" if row.team else row.name, row.figure)
        for row in register(plan)
    }
