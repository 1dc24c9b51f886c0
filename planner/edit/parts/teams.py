"""Changes to one team of a plan, and the columns that bands, stages and routes share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from planner.edit.intake.dates import Unreadable
from planner.edit.parts.sheet import PartColumn
from planner.model.assumption import Assumption, BandFigure
from planner.model.checks import require
from planner.model.plan import Plan
from planner.model.team import Band, Team

EVEN = 1e-9


def with_team(plan: Plan, team: Team) -> Plan:
    """The plan with this team in place of the one with its key; InvalidPlan when something else refers to what went."""
    return replace(plan, teams=tuple(team if entry.key == team.key else entry for entry in plan.teams))


def free_key(name: str, taken: Iterable[str]) -> str:
    """A key made of a name that none of the others has."""
    base = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "part"
    used = set(taken)
    number = 1
    while (key := base if number == 1 else f"{base}-{number}") in used:
        number += 1
    return key


def free_name(name: str, taken: Iterable[str]) -> str:
    """A name that none of the others has."""
    used = {entry.casefold() for entry in taken}
    number = 1
    while (found := name if number == 1 else f"{name} {number}").casefold() in used:
        number += 1
    return found


def name_column(what: str, alone: str = "", others: Iterable[str] = (), other: str = "") -> PartColumn:
    """The name of a part, `alone` as in PartColumn; nor one of the names of `others`, each of which is `other`."""
    taken = {name.casefold() for name in others}

    def put(part: Any, text: str) -> Any:
        if text.casefold() in taken:
            raise Unreadable(f"{other} is called so")
        return replace(part, name=text)

    hint = f"What the {what} is called on every screen and report."
    return PartColumn("Name", lambda part: part.name, put, hint=hint, alone=alone)


def skill_column(hint: str) -> PartColumn:
    """The skill that a band or a stage asks for."""
    return PartColumn(
        "Skill", lambda part: part.skill or "", lambda part, text: replace(part, skill=text or None), hint=hint
    )


def shares_settled(shares: Mapping[str, float], edited: frozenset[str], what: str) -> dict[str, float]:
    """Shares that add up to 1: those that were not edited keep their proportions and fill what the edited ones leave.

    InvalidPlan when the edited ones take more than there is, or all were edited and do not add up (to half a per cent).
    """
    fixed = {key: share for key, share in shares.items() if key in edited}
    others = {key: share for key, share in shares.items() if key not in edited}
    total, rest = sum(fixed.values()), sum(others.values())
    if abs(total + rest - 1) < EVEN:
        return dict(shares)
    said = f"{100 * total:.4g} %"
    if not others:
        require(abs(total - 1) <= 0.005, "share", total, f"{what} add up to 100 %, and these to {said}")
        return {key: share / total for key, share in fixed.items()}
    require(total <= 1 + EVEN, "share", total, f"{what} add up to 100 %, and what you typed alone to {said}")
    left = max(1 - total, 0.0)
    if rest > 0:
        return fixed | {key: share * left / rest for key, share in others.items()}
    return fixed | {key: left / len(others) for key in others}


def band_figure(rows: tuple[BandFigure, ...], band: str) -> Assumption | None:
    """The figure of a band's own, or that for all bands."""
    shared = next((row.figure for row in rows if row.band is None), None)
    return next((row.figure for row in rows if row.band == band), shared)


def with_band_figure(
    rows: tuple[BandFigure, ...], band: str, figure: Assumption | None, bands: Iterable[Band]
) -> tuple[BandFigure, ...]:
    """The rows with another figure for one band (None: no figure), the others' as they were, one row for each."""
    found: dict[str, Assumption | None] = {entry.key: band_figure(rows, entry.key) for entry in bands}
    found[band] = figure
    return tuple(BandFigure(kept, key) for key, kept in found.items() if kept is not None)


def in_use(plan: Plan, team: Team, **part: str) -> list[str]:
    """What of the plan refers to a `band` or `stage` of a team, in words; empty when nothing does."""
    ((field, key),) = part.items()

    def of_part(entries: Iterable[Any]) -> int:
        return sum(getattr(entry, "team", None) == team.key and getattr(entry, field, None) == key for entry in entries)

    levers = [lever for scenario in plan.scenarios for lever in scenario.levers]
    counted = {
        "open case": of_part(plan.cases),
        "history of counts": of_part(plan.histories),
        "standard": of_part(plan.standards),
        "lever of a scenario": of_part(levers),
    }
    return [f"{number:,} {_plural(what, number)}" for what, number in counted.items() if number]


def _plural(what: str, number: int) -> str:
    if number == 1:
        return what
    return {
        "history of counts": "histories of counts",
        "lever of a scenario": "levers of scenarios",
    }.get(what, f"{what}s")
