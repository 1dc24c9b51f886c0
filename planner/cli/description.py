"""A plan in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING

from planner.model.assumption import Assumption, Status
from planner.model.people import Role

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.standard import Standard
    from planner.model.team import Team


def describe(plan: Plan) -> str:
    """What is in a plan, a paragraph for each team, then its standards, scenarios and how sound its figures are."""
    parts = [_heading(plan)]
    parts.extend(_team(plan, team) for team in plan.teams)
    if plan.standards:
        parts.append("Standards:\n" + "\n".join(f"  - {_standard(standard)}" for standard in plan.standards))
    if plan.scenarios:
        rows = (
            f"  - {scenario.name} (--scenario {scenario.key}): {_count(len(scenario.levers), 'lever')}"
            for scenario in plan.scenarios
        )
        parts.append("Scenarios:\n" + "\n".join(rows))
    parts.append(_soundness(plan))
    return "\n\n".join(parts)


def day_in_words(day: date) -> str:
    """A date as it is said: 2 November 2026."""
    return f"{day.day} {day:%B %Y}"


def _heading(plan: Plan) -> str:
    lines = [f"{plan.name}, from {day_in_words(plan.start)}"]
    if plan.illustrative:
        lines.append("Illustrative: every figure is made up.")
    if plan.reinspection is not None:
        lines.append(f"Re-inspection: {day_in_words(plan.reinspection)}")
    if plan.note:
        lines.append(plan.note)
    return "\n".join(lines)


def _team(plan: Plan, team: Team) -> str:
    from planner.report.position import position

    here = position(plan, team.key)
    supervisors = _count(len(plan.officers_of(team.key, Role.SUPERVISOR)), "supervisor")
    bands = ", ".join(f"{band.name} {band.share.value:.0%}" for band in team.bands)
    return "\n".join(
        (
            f"{team.name} (--team {team.key})",
            f"  {here.sentence}",
            f"  {here.establishment:g} posts and {supervisors}; {here.legacy:,} open from the legacy backlog.",
            f"  About {team.referrals_per_month.value:g} come in a month: {bands}.",
        )
    )


def _standard(standard: Standard) -> str:
    target = standard.target
    value = f"{target.value:.0%}" if target.unit == "share" else f"{target.value:g} {target.unit}"
    by = f" by {day_in_words(standard.by)}" if standard.by else ""
    return f"{standard.name}: {'at least' if standard.at_least else 'at most'} {value}{by}"


def _soundness(plan: Plan) -> str:
    """How many of the plan's figures rest on a source."""
    figures = [figure.status for part in (plan.teams, plan.resources, plan.standards) for figure in _figures(part)]
    assumed, adapted = figures.count(Status.ASSUME), figures.count(Status.ADAPT)
    return (
        f"Of {_count(len(figures), 'figure')}, {assumed:,} need your estimate and {adapted:,} should be checked "
        "against your own force; the rest are sourced."
    )


def _figures(value: object) -> Iterator[Assumption]:
    """Every figure with provenance anywhere inside a plan value."""
    if isinstance(value, Assumption):
        yield value
    elif isinstance(value, tuple):
        for entry in value:
            yield from _figures(entry)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _figures(getattr(value, field.name))


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
